// What the encoding says of each record is what the machine does.

#include <array>

#include "engine/analysis/encoding.hpp"
#include "engine/run/machine.hpp"
#include "tests/fuzz/policies/brute_force.hpp"
#include "tests/fuzz/policies/trial.hpp"

namespace writ::random {
namespace {

using namespace writ::analysis;
using ModelEncoding = writ::analysis::Encoding;

/// Values as the terms have them beside values of the machine.
class SameValue {
 public:
  SameValue(const model::Model& model, const Terms& terms, const SymbolicFacts& symbols, Assignment& assignment)
      : model_(model), terms_(terms), symbols_(symbols), assignment_(assignment) {}

  bool same(Type type, const Symbol& symbol, bool present, Slot value) {
    if (!type.optional) return same_present(type, symbol, value);
    if ((of(*symbol.present) != 0) != present) return false;
    return !present || same_present(type.present(), symbol, value);
  }

 private:
  Integer of(Term term) { return assignment_.evaluate(terms_, term); }

  bool same_in_row(Type type, const Symbol& symbol, const Slot* slots) {
    const bool present = !type.optional || slots[0].number != 0;
    const Slot* const value = slots + (type.optional ? 1 : 0);
    return same(type, symbol, present, type.present().is(writ::Kind::record) ? Slot{.row = value} : *value);
  }

  bool same_present(Type type, const Symbol& symbol, Slot value) {
    if (type.is_list()) {
      if (of(symbol.term) != static_cast<Integer>(value.list->count)) return false;
      const std::uint32_t width = model_.schema.slots(type.element());
      for (std::size_t i = 0; i < value.list->count; ++i) {
        if (!same_in_row(type.element(), symbol.parts[i], value.list->rows + i * width)) return false;
      }
      return true;
    }
    if (type.base == writ::Kind::record) {
      const auto& fields = model_.schema.records[type.id].fields;
      for (std::size_t i = 0; i < fields.size(); ++i) {
        if (!same_in_row(fields[i].type, symbol.parts[i], value.row + fields[i].offset)) return false;
      }
      return true;
    }
    const Integer number = of(symbol.term);
    if (type.base != writ::Kind::text) return number == value.number;
    // Texts that no policy names are known by their numbers alone.
    const auto known = symbols_.text(number);
    return !known || *known == value.text->view();
  }

  const model::Model& model_;
  const Terms& terms_;
  const SymbolicFacts& symbols_;
  Assignment& assignment_;
};

class Comparison {
 public:
  Comparison(Trial& trial, Findings& findings)
      : trial_(trial), findings_(findings), model_(trial.model()), symbols_(model_, terms_), replay_(trial.program()) {
    encodings_.reserve(model_.decisions.size() + model_.invariants.size());
    for (model::DecisionId id = 0; id < model_.decisions.size(); ++id) {
      ModelEncoding& encoding = encodings_.emplace_back(model_, terms_, symbols_);
      const DecisionTerms& made = encoding.decision(id);
      decisions_.push_back(&made);
      admitted_.push_back(encoding.admitted(model_.decisions[id].needs));
      definitions_.push_back(encoding.definitions(std::array{made.undetermined, made.value.term}));
      if (!encoding.loosened().empty()) ++findings.loose;
    }
    for (const model::Invariant& invariant : model_.invariants) {
      ModelEncoding& encoding = encodings_.emplace_back(model_, terms_, symbols_);
      invariants_.push_back(trial.is_read(invariant.needs) ? encoding.condition(invariant.condition) : Truth{});
    }
    for (const model::Decision& decision : model_.decisions) {
      for (const model::FactId fact : decision.needs) symbols_.fact(fact);
    }
  }

  std::string run() {
    std::string wrong;
    trial_.each([&](const std::string& record, Facts facts) {
      auto assignment = symbols_.assignment_of(facts);
      if (!assignment) return true;
      for (model::DecisionId id = 0; id < model_.decisions.size() && wrong.empty(); ++id) {
        wrong = compare(id, facts, *assignment);
      }
      for (std::uint32_t i = 0; i < model_.invariants.size() && wrong.empty(); ++i) {
        wrong = compare_invariant(i, facts, *assignment);
      }
      if (!wrong.empty()) wrong += "\n" + record;
      return wrong.empty();
    });
    return wrong;
  }

 private:
  /// What shows presence is relied on: where it does not hold nothing else can be said.
  bool is_told(const Admission& admission) const {
    return admission.admitted() || !model_.requirements[admission.refused_by].narrows;
  }

  std::string compare(model::DecisionId id, Facts facts, Assignment& assignment) {
    const model::Decision& decision = model_.decisions[id];
    const Admission admission = replay_.begin(facts, decision.needs);
    if (!is_told(admission) || !encodings_[id].loosened().empty()) return {};
    ++findings_.compared;
    const auto holds = [&](Term term) { return assignment.evaluate(terms_, term) != 0; };
    // A number that no Integer holds says nothing, as no witness is told where one was met.
    const auto differs = [&](const std::string& what) {
      return assignment.exact() ? "the encoding of " + decision.name + ": " + what : "";
    };
    if (holds(admitted_[id]) != admission.admitted()) return differs("whether its facts are admitted");
    const Verdict& verdict = replay_.decide(id);
    const DecisionTerms& made = *decisions_[id];
    const Term outcomes[] = {made.permitted, made.forbidden, made.referred, made.decided, made.undetermined};
    for (std::size_t outcome = 0; outcome < 5; ++outcome) {
      if (holds(outcomes[outcome]) != (static_cast<std::size_t>(verdict.outcome) == outcome)) {
        return differs("outcome " + std::to_string(outcome) + ", where the machine comes to " +
                       std::to_string(static_cast<int>(verdict.outcome)));
      }
    }
    std::vector<std::uint32_t> wins;
    for (std::uint32_t i = 0; i < made.wins.size(); ++i) {
      if (holds(made.wins[i])) wins.push_back(i);
    }
    if (wins != verdict.rules) return differs("the rules that win");
    if (!holds(definitions_[id])) return differs("a quotient or a question is not as it is defined");
    if (verdict.outcome != model::Outcome::decided) return {};
    SameValue value(model_, terms_, symbols_, assignment);
    return value.same(decision.type, made.value, verdict.present, verdict.value) ? "" : differs("the value");
  }

  std::string compare_invariant(std::uint32_t number, Facts facts, Assignment& assignment) {
    const model::Invariant& invariant = model_.invariants[number];
    if (!trial_.is_read(invariant.needs)) return {};
    const Admission admission = replay_.begin(facts, invariant.needs);
    if (!is_told(admission) || !encodings_[model_.decisions.size() + number].loosened().empty()) return {};
    ++findings_.compared;
    const auto result = replay_.invariant(number);
    const bool holds = assignment.evaluate(terms_, invariants_[number].holds) != 0;
    const bool fails = assignment.evaluate(terms_, invariants_[number].fails) != 0;
    if (holds == (result.holds && !result.error) && fails == result.error.has_value()) return {};
    if (!assignment.exact()) return {};
    return "the encoding of " + invariant.name + (fails ? " fails" : holds ? " holds" : " does not hold");
  }

  Trial& trial_;
  Findings& findings_;
  const model::Model& model_;
  Terms terms_;
  SymbolicFacts symbols_;
  Replay replay_;
  std::vector<ModelEncoding> encodings_;  // Of the decisions, then of the invariants.
  std::vector<const DecisionTerms*> decisions_;
  std::vector<Term> admitted_, definitions_;
  std::vector<Truth> invariants_;
};

}  // namespace

std::string wrong_encoding(Trial& trial, Findings& findings) { return Comparison(trial, findings).run(); }

}  // namespace writ::random
