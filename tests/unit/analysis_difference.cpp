// What two versions of policies are told to differ in is what the engine decides differently: over all records of a
// small domain, for random pairs of policies. And what is said to be made alike is.

#include "engine/analysis/difference.hpp"

#include <catch2/catch.hpp>

#include <map>
#include <optional>
#include <random>
#include <set>
#include <sstream>

#include "engine/api/load.hpp"
#include "engine/api/rule_files.hpp"
#include "engine/facts/json_index.hpp"

using namespace writ;
using namespace writ::analysis;

namespace {

std::shared_ptr<const Program> compiled(const std::string& text) {
  Loaded result = load({{"policy.writ", text}});
  std::string problems;
  for (const Diagnostic& diagnostic : result.diagnostics) problems += diagnostic.message + "\n";
  INFO(text << problems);
  REQUIRE(result.model != nullptr);
  return compile(result.model, {});
}

bool alike(const std::string& before, const std::string& after, const std::string& decision = "p.d") {
  const auto a = compiled(before), b = compiled(after);
  return made_alike(*a->model, a->model->decision(decision).value(), *b->model, b->model->decision(decision).value());
}

constexpr const char* facts = R"(policy p
  timezone "Europe/Berlin"
enum Level = low | middle | high
record Card { sent : Bool  level : Level }
fact n : Int
fact m : Int?
fact a : Bool
fact level : Level
fact cards : list of Card
)";

constexpr const char* small_domain =
    "require n_is_small: n in [0 .. 3]\n"
    "require m_is_small: m is absent or m in [0 .. 2]\n";

/// Policies that say much the same, in many ways.
class RandomPolicy {
 public:
  explicit RandomPolicy(std::uint64_t seed) : random_(seed) {}

  /// The choices before `from` are made again in the next version; one there, and what hangs on it, is made anew.
  std::string make() {
    std::string text = std::string(facts) + small_domain;
    if (below(6) == 0) text += "require level_is_known: not (a and level is high)\n";
    text += "parameter quota : Int = " + std::to_string(below(3)) + "\n";
    text += "define often : Bool = " + condition(1) + "\nobligation tell()\nadvice hint()\n";
    text += "decision d : permission\n  permit one when " + condition(2) + (below(3) == 0 ? " then tell()\n" : "\n");
    text += "  forbid two when " + condition(2) + "\n";
    text += below(2) == 0 ? "  refer three when often\n" : "  permit three when not often overrides two\n";
    if (below(3) == 0) text += "  also hint() when " + condition(1) + "\n";
    text += "decision v : Int\n  rule one = n + " + std::to_string(below(2)) + " when " + condition(2) + "\n";
    text += "  otherwise = " + std::string(below(2) == 0 ? "sum of 1 for card in cards" : "quota") + "\n";
    return text;
  }

 private:
  std::size_t below(std::size_t count) { return static_cast<std::size_t>(random_() % count); }
  std::string number() { return std::to_string(below(4)); }

  std::string condition(int depth) {
    if (depth > 0 && below(4) != 0) {
      const std::string left = condition(depth - 1), right = condition(depth - 1);
      switch (below(3)) {
        case 0: return "(" + left + " and " + right + ")";
        case 1: return "(" + left + " or " + right + ")";
        default: return "not " + left;
      }
    }
    switch (below(7)) {
      case 0: return "(n < " + number() + ")";
      case 1: return "(n >= quota)";
      case 2: return "(m is present and m <= n)";
      case 3: return "(level is middle)";
      case 4: return "(some card in cards satisfies card.sent and card.level is not low)";
      case 5: return "((count of card in cards where card.sent) > " + std::to_string(below(2)) + ")";
      default: return "a";
    }
  }

  std::mt19937_64 random_;
};

std::vector<std::string> all_records() {
  std::vector<std::string> lists{"[]"};
  std::vector<std::string> cards;
  for (const char* sent : {"false", "true"}) {
    for (const char* level : {"low", "high"}) {
      cards.push_back("{\"sent\": " + std::string(sent) + ", \"level\": \"" + level + "\"}");
    }
  }
  for (const std::string& one : cards) {
    lists.push_back("[" + one + "]");
    for (const std::string& two : cards) lists.push_back("[" + one + ", " + two + "]");
  }
  std::vector<std::string> records;
  for (int n = 0; n <= 3; ++n) {
    for (const char* m : {"", "\"m\": 0, ", "\"m\": 1, ", "\"m\": 2, "}) {
      for (const char* a : {"false", "true"}) {
        for (const char* level : {"low", "middle", "high"}) {
          for (const std::string& list : lists) {
            records.push_back("{\"now\": \"2026-01-01T00:00:00Z\", " + std::string(m) + "\"n\": " + std::to_string(n) +
                              ", \"a\": " + a + ", \"level\": \"" + level + "\", \"cards\": " + list + "}");
          }
        }
      }
    }
  }
  return records;
}

/// Which aspects differ, of all these records.
std::map<Aspect, std::string> differences(DecisionAnswers& before, DecisionAnswers& after,
                                          const std::vector<std::string>& records) {
  std::map<Aspect, std::string> found;
  for (const std::string& record : records) {
    std::string padded = record;
    padded.append(json_padding, ' ');
    const std::string_view text = std::string_view(padded).substr(0, record.size());
    if (const auto aspect = difference(before.answer(text), after.answer(text))) found.emplace(*aspect, record);
  }
  return found;
}

}  // namespace

TEST_CASE("random pairs of policies differ as the engine says") {
  const std::vector<std::string> records = all_records();
  std::size_t same = 0, differing = 0;
  for (std::uint64_t seed = 0; seed < 150; ++seed) {
    const std::string first = RandomPolicy(seed).make();
    std::string second = RandomPolicy(seed + (seed % 3 == 0 ? 1'000 : 0)).make();
    // The same in other words, or with one figure changed.
    if (seed % 3 == 1) second.replace(second.find("when "), 5, "when not not ");
    if (seed % 3 == 2) second.replace(second.find("quota : Int = ") + 14, 1, std::to_string(seed % 4));
    const auto before = compiled(first), after = compiled(second);
    CompareOptions options;
    options.bounds.everywhere = 2;
    const Differences found = compare(before, after, options);
    DecisionAnswers old_version(before), new_version(after);
    for (const DecisionComparison& decision : found.decisions) {
      INFO(seed << " " << decision.name << "\n" << first << "\n" << second);
      old_version.take(decision.before);
      new_version.take(decision.after);
      std::map<Aspect, std::string> really = differences(old_version, new_version, records);
      if (decision.unchanged) {
        CHECK(really.empty());
        continue;
      }
      for (const AspectAnswer& answer : decision.aspects) {
        INFO("aspect " << static_cast<int>(answer.aspect) << ": " << answer.why << answer.record);
        CHECK(answer.differs != Possible::unknown);
        if (answer.differs == Possible::no) CHECK_FALSE(really.contains(answer.aspect));
        // A requirement is of no account where its facts are not read: then more records than these may differ.
        if (decision.facts.empty() && answer.differs == Possible::yes) CHECK(really.contains(answer.aspect));
        if (answer.differs == Possible::yes) {
          ++differing;
          CHECK(difference(answer.before, answer.after) == answer.aspect);
        } else {
          ++same;
        }
      }
    }
  }
  CHECK(same > 100);
  CHECK(differing > 100);
}

TEST_CASE("decisions are made alike where all that they reach is") {
  const std::string base = std::string(facts) + R"(parameter quota : Int = 3
define small : Bool = n < quota
require sane: n >= 0
decision other : permission
  permit all when small
decision d : permission
  permit all when small and other is permitted and a
  forbid late when now > 2026-01-01T00:00:00Z + 1 day
)";
  const auto with = [&](const std::string& from, const std::string& to) {
    std::string changed = base;
    changed.replace(changed.find(from), from.size(), to);
    return changed;
  };
  CHECK(alike(base, base));
  CHECK(alike(base, with("policy p", "policy p \"With a title\"")));
  CHECK(alike(base, with("define small", "/// Of what is small.\ndefine small")));
  CHECK(alike(base, with("permit all when small and", "permit all\n    when small and")));
  CHECK(alike(base, with("fact m : Int?", "fact m : Int? fixed")));
  CHECK_FALSE(alike(base, with("quota : Int = 3", "quota : Int = 4")));
  CHECK_FALSE(alike(base, with("n < quota", "n <= quota")));
  CHECK_FALSE(alike(base, with("n >= 0", "n > 0")));
  CHECK_FALSE(alike(base, with("permit all when small\n", "permit all when not small\n")));
  CHECK_FALSE(alike(base, with("and a\n", "and not a\n")));
  CHECK_FALSE(alike(base, with("1 day", "2 days")));
  CHECK_FALSE(alike(base, with("Europe/Berlin", "Asia/Shanghai")));
  CHECK_FALSE(alike(base, with("forbid late", "forbid too_late")));
}

TEST_CASE("notices whose arguments are written differently are named") {
  const std::string base = std::string(facts) + R"(obligation tell(n : Int)
obligation warn(n : Int)
decision d : permission
  permit one when a then tell(n + 1), warn(n)
  permit two when n > 3 then tell(n)
)";
  const auto named = [&](const std::string& from, const std::string& to) {
    std::string changed = base;
    changed.replace(changed.find(from), from.size(), to);
    const auto before = compiled(base), after = compiled(changed);
    return told_otherwise(*before->model, 0, *after->model, 0);
  };
  CHECK(named("tell(n + 1)", "tell(n + 1)").empty());
  CHECK(named("tell(n + 1)", "tell(n + 2)") == std::vector<std::string>{"tell"});
  CHECK(named("warn(n)", "warn(0 - n)") == std::vector<std::string>{"warn"});
  CHECK(named("n > 3", "n > 4").empty());
}
