#include "tools/testing/mutants.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <set>
#include <tuple>

#include "engine/value/overloaded.hpp"
#include "tools/testing/mutants_expression.hpp"

namespace writ::testing {

using namespace syntax;

namespace {

std::string_view word(Effect effect) {
  switch (effect) {
    case Effect::permit: return "permit";
    case Effect::forbid: return "forbid";
    case Effect::refer: return "refer";
  }
  return "";
}

Effect other(Effect effect) {
  switch (effect) {
    case Effect::permit: return Effect::forbid;
    case Effect::forbid: return Effect::refer;
    case Effect::refer: return Effect::forbid;
  }
  return effect;
}

class FileMutants {
 public:
  FileMutants(const SourceSet& sources, const File& file, const model::Model& model, const MutantOptions& options,
              std::vector<Mutant>& found)
      : file_(file), options_(options), expressions_(sources, model, file.id, found) {}

  void find() {
    if (file_.header.effective) of(*file_.header.effective, "the policy's `effective`");
    for (const Declaration& declaration : file_.declarations) {
      std::visit(Overloaded{[&](const DecisionDecl& node) { of(node); },
                            [&](const DefineDecl& node) { expressions_.of(node.value); },
                            [&](const ParameterDecl& node) { of(node); },
                            [&](const RequireDecl& node) { of(node, declaration.span); }, [](const auto&) {}},
                 declaration.node);
    }
  }

 private:
  void of(const DecisionDecl& node) {
    for (const Rule& rule : node.rules) of(rule);
    for (const Also& also : node.alsos) of(also);
  }

  void of(const Rule& rule) {
    if (rule.broken) return;
    const std::string name = fmt::format("the rule {}", rule.name.text);
    const std::string whole = rule.is_otherwise ? "`otherwise`" : name;
    const Span head = rule.name.text.empty() ? rule.span : rule.name.span;
    expressions_.leave_out(rule.span, whole, head);
    if (rule.effect) {
      const std::string_view now = word(*rule.effect), then = word(other(*rule.effect));
      const Span keyword{rule.span.file, rule.span.begin, rule.span.begin + static_cast<std::uint32_t>(now.size())};
      expressions_.add(keyword, std::string(then), fmt::format("`{}` becomes `{}`", now, then));
    }
    expressions_.of(rule.value);
    condition("when", rule.when);
    condition("unless", rule.unless);
    if (rule.effective) of(*rule.effective, "`effective`");
    overrides(rule);
    then(rule);
  }

  void of(const Also& also) {
    if (also.broken) return;
    const std::string name = also.call.name.text();
    expressions_.leave_out(also.span, fmt::format("`also {}`", name), also.call.span);
    for (const ExprPtr& argument : also.call.arguments) expressions_.of(argument);
    condition("when", also.when);
    condition("unless", also.unless);
    if (also.effective) of(*also.effective, "`effective`");
    if (also.outcomes.empty()) return;
    const Span last = also.outcomes.back().span;
    const Span clause = expressions_.from_keyword("on", also.outcomes.front().span);
    const Span whole{clause.file, clause.begin, last.end};
    expressions_.leave_out(whole, fmt::format("`{}`", expressions_.text(whole)), last);
  }

  void of(const ParameterDecl& node) {
    expressions_.of(node.value);
    expressions_.of(node.dated_by);
    for (const DatedValue& dated : node.values) {
      expressions_.of(dated.value);
      if (!dated.before) expressions_.of(dated.date);  // Both sides name one date: to change one alone is an error.
    }
  }

  void of(const RequireDecl& node, Span span) {
    if (!options_.requirements) return;
    expressions_.leave_out(span, fmt::format("the requirement {}", node.name.text), node.name.span);
    expressions_.of(node.condition);
  }

  void of(const Effective& effective, const std::string& what) {
    expressions_.leave_out(effective.span, what, effective.span);
    for (const auto* bound : {&effective.from, &effective.before, &effective.through}) {
      if (*bound) expressions_.of(**bound);
    }
    expressions_.of(effective.by);
  }

  void condition(std::string_view keyword, const ExprPtr& expr) {
    if (!expr) return;
    expressions_.leave_out(expressions_.from_keyword(keyword, expr->span), fmt::format("`{}`", keyword), expr->span);
    expressions_.of(expr);
  }

  void overrides(const Rule& rule) {
    for (std::size_t i = 0; i < rule.overrides.size(); ++i) {
      const Name& name = rule.overrides[i];
      Span span = name.span;
      if (rule.overrides.size() == 1) {
        span = expressions_.from_keyword("overrides", name.span);
      } else if (i + 1 < rule.overrides.size()) {
        span.end = rule.overrides[i + 1].span.begin;
      } else {
        span.begin = rule.overrides[i - 1].span.end;
      }
      expressions_.leave_out(span, fmt::format("`overrides {}`", name.text), name.span);
    }
  }

  void then(const Rule& rule) {
    for (std::size_t i = 0; i < rule.then.size(); ++i) {
      const NoticeCall& call = rule.then[i];
      Span span = call.span;
      if (rule.then.size() == 1) {
        span = expressions_.from_keyword("then", call.span);
      } else if (i + 1 < rule.then.size()) {
        span.end = rule.then[i + 1].span.begin;
      } else {
        span.begin = rule.then[i - 1].span.end;
      }
      expressions_.leave_out(span, fmt::format("`then {}`", call.name.text()), call.span);
      for (const ExprPtr& argument : call.arguments) expressions_.of(argument);
    }
  }

  const File& file_;
  const MutantOptions& options_;
  ExpressionMutants expressions_;
};

}  // namespace

std::vector<Mutant> mutants_of(const SourceSet& sources, const File& file, const model::Model& model,
                               const MutantOptions& options) {
  std::vector<Mutant> found;
  FileMutants(sources, file, model, options, found).find();
  std::ranges::stable_sort(found, {}, [](const Mutant& mutant) { return mutant.place.begin; });
  std::set<std::tuple<std::uint32_t, std::uint32_t, std::string>> met;
  std::erase_if(found, [&](const Mutant& mutant) {
    const bool changes_nothing = sources.text(mutant.span) == mutant.replacement;
    return changes_nothing || !met.insert({mutant.span.begin, mutant.span.end, mutant.replacement}).second;
  });
  return found;
}

}  // namespace writ::testing
