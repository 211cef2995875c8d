#pragma once
// Ways to decide the same records by the same policy, and whether they agree. A new way of deciding is a line in
// ways.cpp, or a Way that a caller adds to a group.

#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "engine/program/program.hpp"
#include "engine/run/machine.hpp"

namespace writ::differential {

/// What is made of some records: a text for each.
using Answers = std::vector<std::string>;

struct Way {
  /// Bytes that reading needs can be read after each record.
  using Decide = std::function<Answers(std::span<const std::string_view> records)>;

  std::string name;
  Decide answers;
};

/// Ways that make the same texts. The first is what the others are compared with.
struct Group {
  std::vector<Way> ways;
};

struct Difference {
  std::size_t record = 0;
  std::string way, answer;
  std::string beside, expected;

  std::string text(std::string_view record_text) const;
};

std::optional<Difference> first_difference(const Group& group, std::span<const std::string_view> records);

/// All ways of one policy: `lines`, which are written out as `writ eval` writes them with everything that is known, and
/// `verdicts` of the decision `judged`: outcome, winning rules and value, for ways that make no lines.
struct Ways {
  std::shared_ptr<const Program> program;
  Group lines, verdicts;
  Way each_anew;  ///< Makes lines too; slow, so for few records.
};

/// Nothing where the policy has errors.
std::optional<Ways> ways_of(const std::string& policy, model::DecisionId judged);

/// How a verdict is written among the verdicts, and one about rejected facts.
std::string verdict_text(const Program& program, model::DecisionId decision, const Verdict& verdict);
inline constexpr std::string_view rejected_text = "rejected";

/// Records with the room behind each that reading asks for.
class Records {
 public:
  void add(std::string_view record);
  void clear();
  std::span<const std::string_view> all();

 private:
  std::string text_;
  std::vector<std::size_t> begins_, sizes_;
  std::vector<std::string_view> views_;
};

}  // namespace writ::differential
