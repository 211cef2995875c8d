#include "tools/testing/coverage_gaps.hpp"

#include <algorithm>
#include <optional>

namespace writ::testing {

using namespace model;

std::string_view name(Gap::Kind kind) {
  switch (kind) {
    case Gap::Kind::never_applied: return "never_applied";
    case Gap::Kind::never_decided: return "never_decided";
    case Gap::Kind::always_applied: return "always_applied";
    case Gap::Kind::never_true: return "never_true";
    case Gap::Kind::never_false: return "never_false";
    case Gap::Kind::not_alone: return "not_alone";
  }
  return {};
}

namespace {

constexpr std::string_view mark = "// coverage: excluded";

/// The reason why a line is excluded; empty where it gives none, nothing where it is not.
std::optional<std::string> exclusion(std::string_view line) {
  const auto at = line.rfind(mark);
  if (at == std::string_view::npos) return std::nullopt;
  std::string_view reason = line.substr(at + mark.size());
  while (!reason.empty() && (reason.front() == ' ' || reason.front() == '\t')) reason.remove_prefix(1);
  while (!reason.empty() && (reason.back() == ' ' || reason.back() == '\t')) reason.remove_suffix(1);
  return std::string(reason);
}

std::vector<Gap> gaps_of(const CoveredRule& rule) {
  std::vector<Gap> gaps;
  const auto add = [&](Gap::Kind kind, std::string_view text, std::string help) {
    gaps.push_back({kind, rule.place, rule.name, rule.name + std::string(text), std::move(help)});
  };
  if (rule.decided.tests == 0) {
    if (rule.applied) {
      add(Gap::Kind::never_decided, " applied, but decided nothing", "others overrode it or weighed more each time");
    } else {
      add(Gap::Kind::never_applied, " never applied", "");
    }
  }
  if (rule.can_fail_to_apply && rule.did_not_apply.tests == 0) {
    // Nothing reached it at all: that is said once.
    if (rule.decided.tests > 0 || rule.applied) add(Gap::Kind::always_applied, " always applied", "");
  }
  return gaps;
}

std::string listed(const std::vector<Need>& needs) {
  std::string text;
  for (std::size_t i = 0; i < needs.size(); ++i) {
    if (i > 0) text += i + 1 == needs.size() ? " and " : ", ";
    text += "`" + needs[i].words + "` " + (needs[i].holds ? "true" : "false");
  }
  return text;
}

/// How a test would let this condition alone decide, by what was not seen yet.
std::string help_of(const Formula& formula, std::uint32_t atom, const CoveredCondition& condition) {
  const bool holds_with = formula.holds_with(atom);
  const bool lacks_true = !condition.alone[1][holds_with], lacks_false = !condition.alone[0][!holds_with];
  const auto beside = [&](bool holds) {
    const std::vector<Need> needs = formula.needs(atom, holds);
    return needs.empty() ? std::string() : ", with " + listed(needs);
  };
  const std::string one = "it needs a test in which it is ";
  if (!lacks_true) return one + "false" + beside(false);
  if (!lacks_false) return one + "true" + beside(true);
  if (beside(true) == beside(false)) return one + "true and one in which it is false" + beside(true);
  return one + "true" + beside(true) + ", and one in which it is false" + beside(false);
}

std::vector<Gap> gaps_of(const FormulaItem& item, std::uint32_t atom) {
  const CoveredCondition& condition = item.conditions[atom];
  const std::string what = "`" + condition.words + "`";
  std::vector<Gap> gaps;
  const auto add = [&](Gap::Kind kind, std::string text) {
    std::string help = help_of(item.formula, atom, condition);
    // That a test is missing in which it is what it never was need not be told twice.
    if (kind != Gap::Kind::not_alone && help.find(", with ") == std::string::npos) help.clear();
    gaps.push_back({kind, condition.place, condition.words, std::move(text), std::move(help)});
  };
  const bool held = condition.held.tests > 0, did_not = condition.did_not_hold.tests > 0;
  if (!held && !did_not) {
    gaps.push_back({Gap::Kind::never_true, condition.place, condition.words, what + " was never evaluated", ""});
  } else if (!held) {
    add(Gap::Kind::never_true, what + " was never true");
  } else if (!did_not) {
    add(Gap::Kind::never_false, what + " was never false");
  } else if (!condition.independent()) {
    add(Gap::Kind::not_alone, what + " was true and false, but never alone decided " + item.whole);
  }
  return gaps;
}

/// Collects what belongs to one file.
class FileGaps {
 public:
  FileGaps(const Source& source, FileCoverage& file) : source_(source), file_(file) {}

  void rule(const CoveredRule& rule) {
    const std::vector<Gap> gaps = gaps_of(rule);
    if (excluded(gaps)) {
      ++file_.measures.rules.excluded;
    } else {
      ++file_.measures.rules.total;
      if (gaps.empty()) ++file_.measures.rules.covered;
    }
    file_.rules.push_back(rule);
  }

  void condition(const FormulaItem& item, std::uint32_t atom) {
    const CoveredCondition& condition = item.conditions[atom];
    const std::size_t seen = (condition.held.tests > 0 ? 1U : 0U) + (condition.did_not_hold.tests > 0 ? 1U : 0U);
    const bool left_out = excluded(gaps_of(item, atom));
    file_.measures.conditions.covered += seen;
    file_.measures.conditions.total += left_out ? seen : 2;
    file_.measures.conditions.excluded += left_out ? 2 - seen : 0;
    if (condition.independent()) ++file_.measures.independence.covered;
    const bool alone_is_excluded = left_out && !condition.independent();
    ++(alone_is_excluded ? file_.measures.independence.excluded : file_.measures.independence.total);
    file_.conditions.push_back(condition);
  }

  void finish() {
    const auto before = [](const auto& a, const auto& b) { return a.place.begin < b.place.begin; };
    std::ranges::stable_sort(file_.rules, before);
    std::ranges::stable_sort(file_.conditions, before);
    std::ranges::stable_sort(file_.gaps, before);
    std::ranges::stable_sort(file_.excluded, [&](const auto& a, const auto& b) { return before(a.gap, b.gap); });
    for (std::uint32_t line = 1; line <= source_.line_count(); ++line) {
      const auto reason = exclusion(source_.line(line));
      if (!reason) continue;
      const auto begin = static_cast<std::uint32_t>(source_.line_start(line) + source_.line(line).rfind(mark));
      const Span place{file_.file, begin, begin + static_cast<std::uint32_t>(mark.size())};
      const bool used = std::ranges::any_of(
          file_.excluded, [&](const Excluded& each) { return source_.position(each.gap.place.begin).line == line; });
      if (reason->empty()) {
        file_.idle.push_back({place, "a line is excluded only with a reason"});
      } else if (!used) {
        file_.idle.push_back({place, "nothing on this line needs to be excluded"});
      }
    }
  }

 private:
  /// Puts gaps where they belong.
  bool excluded(const std::vector<Gap>& gaps) {
    bool left_out = false;
    for (const Gap& gap : gaps) {
      const auto reason = exclusion(source_.line(source_.position(gap.place.begin).line));
      left_out = reason && !reason->empty();
      if (left_out) {
        file_.excluded.push_back({gap, *reason});
      } else {
        file_.gaps.push_back(gap);
      }
    }
    return left_out;
  }

  const Source& source_;
  FileCoverage& file_;
};

void add(Measure& to, const Measure& from) {
  to.covered += from.covered;
  to.total += from.total;
  to.excluded += from.excluded;
}

}  // namespace

CoverageResult find_gaps(const CoverageItems& items, const Loaded& loaded) {
  CoverageResult result;
  for (FileIndex index = 0; index < loaded.model->files.size(); ++index) {
    const File& file = loaded.model->files[index];
    FileCoverage covered{.file = file.source, .name = file.name};
    FileGaps gaps((*loaded.sources)[file.source], covered);
    for (const RuleItem& rule : items.rules)
      if (rule.file == index) gaps.rule(rule.covered);
    for (const FormulaItem& formula : items.formulas) {
      if (formula.file != index) continue;
      for (std::uint32_t atom = 0; atom < formula.conditions.size(); ++atom) gaps.condition(formula, atom);
    }
    if (covered.rules.empty() && covered.conditions.empty()) continue;
    gaps.finish();
    add(result.measures.rules, covered.measures.rules);
    add(result.measures.conditions, covered.measures.conditions);
    add(result.measures.independence, covered.measures.independence);
    result.files.push_back(std::move(covered));
  }
  std::ranges::sort(result.files, [&](const FileCoverage& a, const FileCoverage& b) {
    return (*loaded.sources)[a.file].name() < (*loaded.sources)[b.file].name();
  });
  return result;
}

}  // namespace writ::testing
