#pragma once
// One JSON record -> facts as the program has them laid out. A reader keeps its memory from record to record and serves
// one thread; a plan serves any number of readers.

#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "engine/facts/fact_problem.hpp"
#include "engine/facts/json_index.hpp"
#include "engine/facts/plan.hpp"
#include "engine/run/machine.hpp"
#include "engine/value/arena.hpp"

namespace writ {

/// What is read of a record may be nested this deep.
constexpr std::uint32_t most_record_levels = 200;
/// So many problems of one record are listed, then one that says that there are more.
constexpr std::size_t most_problems = 100;

/// The problem of a record of more than `most` bytes.
FactProblem too_large(std::uint64_t bytes, std::size_t most);

class FactsReader {
 public:
  explicit FactsReader(std::shared_ptr<const FactsPlan> plan);

  const FactsPlan& plan() const { return *plan_; }

  /// Reads a record; `json_padding` bytes after it can be read. With `now`, that is the time, whatever the record says.
  /// The facts are good until the next `read`, and as long as the text; false where there are problems.
  bool read(std::string_view text, std::optional<time::Instant> now);
  Facts facts() const { return facts_; }
  const std::vector<FactProblem>& problems() const { return problems_; }
  /// The member that the plan's `id_pointer` names, as JSON on one line; "null" where it is missing or cannot be read.
  std::string_view id() const { return id_; }

 private:
  friend class FactsWalk;  // In read_json.cpp.

  std::shared_ptr<const FactsPlan> plan_;
  JsonIndex index_;
  Arena arena_;
  std::vector<Slot> row_;
  Facts facts_;
  std::vector<FactProblem> problems_, missing_;
  std::string id_;
  std::vector<std::uint32_t> links_;       // By object and member: the member that last followed it.
  std::vector<std::uint64_t> seen_;        // A bit a member, for the objects being read, the innermost last.
  std::vector<std::string_view> unknown_;  // Members that no plan has, likewise.
};

}  // namespace writ
