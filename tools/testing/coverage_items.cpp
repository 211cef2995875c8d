#include "tools/testing/coverage_items.hpp"

#include <algorithm>
#include <set>

#include "engine/run/machine.hpp"
#include "engine/value/overloaded.hpp"

namespace writ::testing {

using namespace model;

namespace {

class Finder {
 public:
  Finder(const Model& model, const SourceSet& sources, CoverageItems& items)
      : model_(model), sources_(sources), items_(items) {}

  void file(FileIndex file) {
    file_ = file;
    expression(model_.files[file].in_force, true);
    for (const Parameter& parameter : model_.parameters)
      if (parameter.file == file) expression(parameter.value, false);
    for (const Define& define : model_.defines)
      if (define.file == file) expression(define.body, true);
    for (DecisionId id = 0; id < model_.decisions.size(); ++id)
      if (model_.decisions[id].file == file) decision(id);
  }

 private:
  void decision(DecisionId id) {
    const Decision& decision = model_.decisions[id];
    for (std::uint32_t i = 0; i < decision.rules.size(); ++i) rule(id, i, decision.rules[i]);
    if (decision.otherwise) rule(id, static_cast<std::uint32_t>(decision.rules.size()), *decision.otherwise);
    for (std::uint32_t i = 0; i < decision.alsos.size(); ++i) also(id, i, decision.alsos[i]);
  }

  void rule(DecisionId id, std::uint32_t number, const Rule& rule) {
    const Decision& decision = model_.decisions[id];
    CoveredRule covered{.decision = id, .name = called(decision, number), .place = rule.name_span};
    const bool has_condition = rule.in_force != none || rule.unless != none || rule.when != none;
    covered.can_fail_to_apply = has_condition || (rule.is_otherwise && !decision.rules.empty());
    items_.rule_items[{id, number}] = items_.rules.size();
    items_.rules.push_back({std::move(covered), file_});
    conditions(items_.rule_formulas, {id, number}, rule.in_force, rule.unless, rule.when, called(decision, number));
    if (rule.value != none) expression(rule.value, true);
    for (const NoticeCall& call : rule.then) notice(call);
  }

  void also(DecisionId id, std::uint32_t number, const Also& also) {
    const Decision& decision = model_.decisions[id];
    const std::string name = called_also(model_, decision, number);
    CoveredRule covered{.decision = id, .name = name, .place = also.call.span};
    covered.can_fail_to_apply = also.in_force != none || also.unless != none || also.when != none;
    items_.also_items[{id, number}] = items_.rules.size();
    items_.rules.push_back({std::move(covered), file_});
    conditions(items_.also_formulas, {id, number}, also.in_force, also.unless, also.when, name);
    notice(also.call);
  }

  void notice(const NoticeCall& call) {
    for (const ExprId argument : call.arguments) expression(argument, false);
  }

  void conditions(std::map<std::pair<DecisionId, std::uint32_t>, std::size_t>& formulas,
                  std::pair<DecisionId, std::uint32_t> key, ExprId in_force, ExprId unless, ExprId when,
                  std::string whole) {
    Formula formula(model_, sources_, in_force, unless, when);
    if (formula.atoms().empty()) return;
    formulas[key] = add(std::move(formula), std::move(whole));
  }

  std::size_t add(Formula formula, std::string whole) {
    const std::size_t at = items_.formulas.size();
    std::vector<CoveredCondition> covered;
    for (const Atom& atom : formula.atoms()) covered.push_back({.words = atom.words, .place = atom.place});
    const std::vector<Atom> atoms = formula.atoms();
    items_.formulas.push_back({std::move(formula), file_, std::move(whole), std::move(covered)});
    for (const Atom& atom : atoms) inside(atom.expr, true);
    return at;
  }

  /// `decides`: what a Bool comes to there is a condition, even where it is made of one alone.
  void expression(ExprId expr, bool decides) {
    if (expr == none) return;
    const Expr& e = model_[expr];
    if (std::holds_alternative<Constant>(e.node)) return;
    const bool joined = std::holds_alternative<Logic>(e.node) || std::holds_alternative<Not>(e.node);
    const bool is_bool = e.type.is(Kind::boolean) && !e.type.optional;
    if (!is_bool || (!joined && !decides)) return inside(expr, decides);
    if (!seen_.insert(expr).second) return;
    Formula formula(model_, sources_, expr);
    if (formula.atoms().empty()) return;
    std::string whole = "`" + words_of(model_, sources_, expr) + "`";
    // The walk into its atoms adds others.
    const std::size_t at = items_.formulas.size();
    items_.by_root[expr] = at;
    add(std::move(formula), std::move(whole));
  }

  void inside(ExprId expr, bool decides) {
    const Expr& e = model_[expr];
    std::visit(Overloaded{
                   [&](const If& node) {
                     expression(node.condition, true);
                     expression(node.then, decides);
                     expression(node.otherwise, decides);
                   },
                   [&](const Quantifier& node) {
                     expression(node.list, false);
                     expression(node.where, true);
                     expression(node.satisfies, true);
                   },
                   [&](const Pick& node) {
                     expression(node.list, false);
                     expression(node.where, true);
                     expression(node.key, false);
                   },
                   [&](const Aggregate& node) {
                     expression(node.list, false);
                     expression(node.where, true);
                     expression(node.of, false);
                   },
                   [&](const auto&) {
                     for (const ExprId part : parts(e)) expression(part, false);
                   },
               },
               e.node);
  }

  const Model& model_;
  const SourceSet& sources_;
  CoverageItems& items_;
  FileIndex file_ = 0;
  std::set<ExprId> seen_;
};

}  // namespace

std::string called(const Decision& decision, std::uint32_t number) {
  const Rule& rule = rule_of(decision, number);
  if (rule.is_otherwise) return "`otherwise` of " + decision.name;
  const std::string_view effect = !rule.effect                             ? "rule"
                                  : *rule.effect == syntax::Effect::permit ? "permit"
                                  : *rule.effect == syntax::Effect::forbid ? "forbid"
                                                                           : "refer";
  return "`" + std::string(effect) + " " + rule.name + "` of " + decision.name;
}

std::string called_also(const Model& model, const Decision& decision, std::uint32_t number) {
  return "`also " + model.notices[decision.alsos[number].call.notice].name + "` of " + decision.name;
}

CoverageItems find_items(const Model& model, const SourceSet& sources) {
  std::vector<bool> for_tests(model.files.size(), false);
  for (const Test& test : model.tests) for_tests[test.file] = true;
  for (const Fixture& fixture : model.fixtures) for_tests[fixture.file] = true;
  CoverageItems items;
  Finder finder(model, sources, items);
  for (FileIndex file = 0; file < model.files.size(); ++file) {
    if (!for_tests[file] || model.files[file].policy) finder.file(file);
  }
  return items;
}

}  // namespace writ::testing
