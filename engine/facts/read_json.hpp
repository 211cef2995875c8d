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

class ShapedReader;

class FactsReader {
 public:
  explicit FactsReader(std::shared_ptr<const FactsPlan> plan);
  FactsReader(FactsReader&&) noexcept;
  FactsReader& operator=(FactsReader&&) noexcept;
  ~FactsReader();

  const FactsPlan& plan() const { return *plan_; }

  /// Reads a record; `json_padding` bytes after it can be read. With `now`, that is the time, whatever the record says.
  /// The facts are good until the next `read`, and as long as the text; false where there are problems.
  bool read(std::string_view text, std::optional<time::Instant> now) {
    clear();
    return add(text, now);
  }
  /// As `read`, but what was added before stays good, until `clear`: a chunk of records as rows, one after another. A
  /// record with problems leaves no row.
  bool add(std::string_view text, std::optional<time::Instant> now);
  void clear();

  /// Of the record that was read last.
  Facts facts() const { return facts(rows() - 1); }
  const std::vector<FactProblem>& problems() const { return problems_; }
  /// The member that the plan's `id_pointer` names, as JSON on one line, in the record's text; "null" where it is
  /// missing or cannot be read.
  std::string_view id() const { return id_; }

  /// How many records were added without problems, and the facts of each. The rows may move with the next `add`.
  std::size_t rows() const { return rows_; }
  Facts facts(std::size_t row) const {
    const Slot* const slots = slots_.data() + row * stride();
    return {slots, slots[plan_->now_offset].number};
  }
  /// Slots from one row to the next. The last of a row is its `now`.
  std::size_t stride() const { return plan_->now_offset + std::size_t{1}; }

 private:
  friend class FactsWalk;  // In read_json.cpp.

  Slot* next_row();
  bool read_along_index(std::string_view text, Slot* row);

  std::shared_ptr<const FactsPlan> plan_;
  std::unique_ptr<ShapedReader> shaped_;
  JsonIndex index_;
  Arena arena_;
  std::vector<Slot> slots_;  // Of the rows; the one that is being read is the one after them.
  std::size_t rows_ = 0;
  std::vector<FactProblem> problems_, missing_;
  std::string_view id_;
  std::vector<std::uint32_t> links_;       // By object and member: the member that last followed it.
  std::vector<std::uint64_t> seen_;        // A bit a member, for the objects being read, the innermost last.
  std::vector<std::string_view> unknown_;  // Members that no plan has, likewise.
};

}  // namespace writ
