#pragma once
// What the tests reach of the rules: each rule, each condition both ways, and each condition alone making the
// difference (masking MC/DC). It is fed with the traces of expectations and named in the source where it falls short.
//
// Counted are files that hold no tests and no fixtures. A condition is a Bool expression that is not made of `and`,
// `or`, `not`, `implies`; a formula is the largest one that is: what a rule asks for (in force, not unless, and when,
// together), a definition, a rule's value, what stands after `where`, `satisfies`, `if`. Requirements and messages are
// not counted.
//
// A line that ends in `// coverage: excluded REASON` is not counted where it falls short.

#include <array>
#include <cstdint>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "engine/api/load.hpp"
#include "tools/testing/formula.hpp"
#include "tools/testing/test_runner.hpp"

namespace writ::testing {

struct Measure {
  std::size_t covered = 0, total = 0;
  std::size_t excluded = 0;  ///< Besides: the source says why it cannot be covered.
  std::size_t missing() const { return total - covered; }
  /// 100 where there is nothing to cover.
  double percent() const {
    return total == 0 ? 100.0 : 100.0 * static_cast<double>(covered) / static_cast<double>(total);
  }
  friend bool operator==(const Measure&, const Measure&) = default;
};
struct Measures {
  Measure rules;         ///< Rules, `otherwise` and `also`: each applies and decides, and does not apply.
  Measure conditions;    ///< Outcomes of conditions: true, false.
  Measure independence;  ///< Conditions that alone made the difference.
};

/// Something that came about, or not, in each of how many tests.
struct Seen {
  std::uint32_t tests = 0;
  std::uint32_t last = model::none;
  void in(std::uint32_t test) {
    if (last == test) return;
    last = test;
    ++tests;
  }
};

struct CoveredRule {
  model::DecisionId decision = model::none;
  std::string name = {};  ///< `forbid unpaid` of shop.ship
  Span place = {};
  Seen decided = {}, did_not_apply = {};
  bool applied = false;           ///< Though it may not have decided.
  bool can_fail_to_apply = true;  ///< It has a condition, or stands behind others.
};
struct CoveredCondition {
  std::string words = {};
  Span place = {};
  Seen held = {}, did_not_hold = {};
  /// It alone made the difference: by whether it held, and what its formula then came to.
  std::array<std::array<bool, 2>, 2> alone{};
  bool independent() const { return (alone[1][1] && alone[0][0]) || (alone[1][0] && alone[0][1]); }
};

struct Gap {
  enum class Kind : std::uint8_t { never_applied, never_decided, always_applied, never_true, never_false, not_alone };
  Kind kind;
  Span place;
  std::string what;  ///< `rule …` or the condition's words.
  std::string text;  ///< The whole, as a sentence without a full stop.
  std::string help;  ///< What a test would need; may be empty.
};
std::string_view name(Gap::Kind kind);

struct Excluded {
  Gap gap;
  std::string reason;
};
/// A comment that excludes nothing: there is nothing to exclude on its line, or it gives no reason.
struct IdleExclusion {
  Span place;
  std::string text;
};

struct FileCoverage {
  FileId file = 0;
  std::string name = {};  ///< Of the module or policy.
  Measures measures = {};
  std::vector<CoveredRule> rules = {};
  std::vector<CoveredCondition> conditions = {};
  std::vector<Gap> gaps = {};  ///< In the order of the source.
  std::vector<Excluded> excluded = {};
  std::vector<IdleExclusion> idle = {};
};

struct CoverageResult {
  Measures measures;
  std::vector<FileCoverage> files;  ///< Those that have something to count, by their names.
  std::vector<std::uint32_t> cut;   ///< Tests that evaluate too much: what they cover is not all counted.
};

class Coverage {
 public:
  /// What was loaded has a model, and outlives this.
  explicit Coverage(const Loaded& loaded);
  ~Coverage();

  /// With what was seen of a test, whose machine has its trace.
  void add(const Observation& seen);
  CoverageResult result() const;

 private:
  struct Items;
  std::unique_ptr<Items> items_;
};

}  // namespace writ::testing
