#include "engine/analysis/prover.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <chrono>

#include "engine/analysis/leaves.hpp"
#include "engine/analysis/shrink.hpp"
#include "engine/value/overloaded.hpp"

namespace writ::analysis {
namespace {

/// How often facts are tried that the machine does not bear out.
constexpr int most_attempts = 4;

}  // namespace

Prover::Prover(std::shared_ptr<const Program> program, Bounds bounds, SolverLimits limits)
    : program_(std::move(program)),
      limits_(limits),
      terms_(std::make_unique<Terms>()),
      facts_(std::make_unique<SymbolicFacts>(*program_->model, *terms_, std::move(bounds))),
      encoding_(std::make_unique<Encoding>(*program_->model, *terms_, *facts_)),
      replay_(program_) {}

Solver Prover::solver(std::span<const model::FactId> needs) {
  Solver result(*terms_, limits_);
  const Term admitted = encoding_->admitted(needs);
  result.assume(admitted);
  result.assume(encoding_->definitions(std::array{admitted}));
  return result;
}

Found Prover::ask(Solver& solver, std::vector<Term> terms, bool overflow_counts) {
  const Term counts = encoding_->overflow_counts();
  terms.push_back(encoding_->definitions(terms));
  terms.push_back(overflow_counts ? counts : terms_->negation(counts));
  return solver.find(terms);
}

std::vector<Term> Prover::readable(std::span<const model::FactId> needs) {
  std::vector<Term> terms;
  const auto add = [&](Term term, Type type, bool) {
    const auto range = readable_range(type);
    if (!range) return;
    terms.push_back(terms_->at_most(terms_->number(range->least), term));
    terms.push_back(terms_->at_most(term, terms_->number(range->most)));
  };
  for (const model::FactId fact : needs) {
    each_leaf(model().schema, model().facts[fact].type, facts_->fact(fact), add);
  }
  add(facts_->now(), Type{Kind::instant}, false);
  return terms;
}

/// Not these facts again; with `in_structure`, none that differ in numbers and texts alone.
Term Prover::other_than(std::span<const model::FactId> needs, Assignment& assignment, bool in_structure) {
  std::vector<Term> differences;
  const auto add = [&](Term term, Type, bool is_shape) {
    if (in_structure && !is_shape) return;
    const Integer value = assignment.evaluate(*terms_, term);
    const bool truth = (*terms_)[term].sort == Sort::truth;
    const Term same = truth ? (value != 0 ? term : terms_->negation(term)) : terms_->equal(term, terms_->number(value));
    differences.push_back(terms_->negation(same));
  };
  for (const model::FactId fact : needs) {
    each_leaf(model().schema, model().facts[fact].type, facts_->fact(fact), add);
  }
  if (!in_structure) add(facts_->now(), Type{Kind::instant}, false);
  return terms_->any(differences);
}

bool Prover::bears_out(const FactSet& facts, const Sought& sought) {
  const Example laid_out = example(*program_, facts);
  return replay_.begin(laid_out, sought.needs).admitted() && sought.confirmed(replay_.machine(), facts);
}

FactSet Prover::shrunk(FactSet facts, const Sought& sought, model::FileIndex file) {
  ShrinkOptions options;
  options.zone = model().files[file].zone.get();
  return shrink(
      model(), std::move(facts), [&](const FactSet& each) { return bears_out(each, sought); }, options);
}

FoundFacts Prover::find(Solver& solver, const Sought& sought, std::span<const model::ExprId> about) {
  std::vector<Term> terms = sought.terms;
  terms.push_back(encoding_->definitions(terms));
  const Term counts = encoding_->overflow_counts();
  terms.push_back(sought.overflow_counts ? counts : terms_->negation(counts));
  std::vector<Term> easy = terms;
  for (const Term term : readable(sought.needs)) easy.push_back(term);

  FoundFacts result;
  const auto deadline =  // of all attempts together
      std::chrono::steady_clock::now() + std::chrono::milliseconds(std::uint64_t{limits_.milliseconds} * patience);
  bool seen = false;  // The solver found something that the machine did not bear out.
  const auto try_all = [&](std::vector<Term>& asked) {
    for (int attempt = 0; attempt < most_attempts; ++attempt) {
      if (std::chrono::steady_clock::now() >= deadline) {
        result.why = "the time limit was reached";
        return false;
      }
      Found found = solver.find(asked);
      if (found.possible != Possible::yes) {
        if (found.possible == Possible::unknown) result.why = found.why;
        return found.possible == Possible::no && attempt == 0;
      }
      seen = true;
      std::string why;
      if (const auto laid_out = facts_->example(found.assignment, why)) {
        FactSet facts = fact_set(*program_, sought.needs, laid_out->facts());
        if (bears_out(facts, sought)) {
          result = {Possible::yes, std::move(facts), {}};
          return false;
        }
      } else {
        result.why = why;
      }
      asked.push_back(other_than(sought.needs, found.assignment, attempt > 0));
    }
    return false;
  };

  if (sought.likely) {
    try_all(easy);
    if (result.facts) return result;
  }
  // What is impossible is said once, of all facts; what is possible is made readable where it can be.
  if (!sought.likely) {
    const Found found = solver.find(terms);
    if (found.possible == Possible::no) return {Possible::no, std::nullopt, {}};
    try_all(easy);
    if (result.facts) return result;
  }
  if (try_all(terms)) return {Possible::no, std::nullopt, {}};
  if (result.facts) return result;
  if (const auto loosened = loosened_below(about); loosened && seen) {
    result.why = *loosened;
  } else if (result.why.empty()) {
    result.why = "the machine decides the facts that were found otherwise";
  }
  return result;
}

std::optional<std::string> Prover::loosened_below(std::span<const model::ExprId> about) const {
  const auto below = reachable(model(), about);
  for (const Loosened& each : encoding_->loosened()) {
    if (each.expr != model::none && below[each.expr]) return each.why;
  }
  return std::nullopt;
}

Prover::Through Prover::through(Solver& solver, Term term, std::span<const model::DecisionId> used) {
  Through result;
  std::vector<Term> fails, in_force{term};
  for (const model::DecisionId id : used) {
    fails.push_back(encoding_->decision(id).undetermined);
    in_force.push_back(encoding_->decision(id).in_force);
  }
  const auto possible = [&](std::vector<Term> terms) {
    return ask(solver, std::move(terms), false).possible != Possible::no;
  };
  if (!possible({term, terms_->any(fails)})) return result;
  for (std::size_t i = 0; i < used.size(); ++i) {
    std::vector<Term> all = in_force;
    all.push_back(fails[i]);
    if (possible(std::move(all))) result.undetermined.push_back(used[i]);
  }
  const Term all_in_force = terms_->all(std::span(in_force).subspan(1));
  result.not_in_force = possible({term, terms_->any(fails), terms_->negation(all_in_force)});
  return result;
}

std::vector<model::DecisionId> decisions_below(const model::Model& model, std::span<const model::ExprId> roots) {
  const auto below = reachable(model, roots);
  std::vector<bool> used(model.decisions.size());
  for (model::ExprId id = 0; id < model.exprs.size(); ++id) {
    if (!below[id]) continue;
    if (const auto* value = std::get_if<model::DecisionRef>(&model[id].node)) used[value->decision] = true;
    if (const auto* outcome = std::get_if<model::OutcomeTest>(&model[id].node)) used[outcome->decision] = true;
  }
  std::vector<model::DecisionId> result;
  for (model::DecisionId id = 0; id < used.size(); ++id) {
    if (used[id]) result.push_back(id);
  }
  return result;
}

std::vector<model::ExprId> roots_of(const model::Decision& decision) {
  std::vector<model::ExprId> roots;
  const auto add = [&](model::ExprId expr) {
    if (expr != model::none) roots.push_back(expr);
  };
  const auto add_rule = [&](const model::Rule& rule) {
    for (const model::ExprId expr : {rule.in_force, rule.unless, rule.when, rule.value}) add(expr);
    for (const model::NoticeCall& call : rule.then) {
      for (const model::ExprId argument : call.arguments) add(argument);
    }
  };
  for (const model::Rule& rule : decision.rules) add_rule(rule);
  if (decision.otherwise) add_rule(*decision.otherwise);
  for (const model::Also& also : decision.alsos) {
    for (const model::ExprId expr : {also.in_force, also.unless, also.when}) add(expr);
    for (const model::ExprId argument : also.call.arguments) add(argument);
  }
  return roots;
}

std::vector<bool> reachable(const model::Model& model, std::span<const model::ExprId> roots) {
  std::vector<bool> seen(model.exprs.size());
  std::vector<bool> decisions(model.decisions.size());
  std::vector<model::ExprId> open(roots.begin(), roots.end());
  const auto add_decision = [&](model::DecisionId id) {
    if (decisions[id]) return;
    decisions[id] = true;
    const auto more = roots_of(model.decisions[id]);
    open.insert(open.end(), more.begin(), more.end());
    const model::ExprId in_force = model.files[model.decisions[id].file].in_force;
    if (in_force != model::none) open.push_back(in_force);
  };
  while (!open.empty()) {
    const model::ExprId id = open.back();
    open.pop_back();
    if (seen[id]) continue;
    seen[id] = true;
    for (const model::ExprId part : model::parts(model[id])) open.push_back(part);
    std::visit(Overloaded{
                   [](const auto&) {},
                   [&](const model::DefineRef& node) { open.push_back(model.defines[node.define].body); },
                   [&](const model::ParameterRef& node) { open.push_back(model.parameters[node.parameter].value); },
                   [&](const model::DecisionRef& node) { add_decision(node.decision); },
                   [&](const model::OutcomeTest& node) { add_decision(node.decision); },
               },
               model[id].node);
  }
  return seen;
}

}  // namespace writ::analysis
