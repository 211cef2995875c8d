#include "engine/analysis/encoding.hpp"

#include <algorithm>
#include <limits>
#include <utility>

#include "engine/analysis/encoding_state.hpp"

namespace writ::analysis {

using namespace model;

std::size_t Encoding::State::Hash::operator()(const std::vector<std::uint32_t>& key) const {
  std::size_t hash = key.size();
  for (const std::uint32_t part : key) hash = (hash ^ part) * 0x9e3779b97f4a7c15 + (hash >> 29);
  return hash;
}

Encoding::State::State(const Model& of, Terms& in, SymbolicFacts& over)
    : model(of),
      terms(in),
      facts(over),
      closed(of.exprs.size()),
      bindings(of.locals.size()),
      free(of.exprs.size()),
      called_parameters(of.parameters.size()),
      called_defines(of.defines.size()),
      called_decisions(of.decisions.size()),
      decisions(of.decisions.size()),
      decision_values(of.decisions.size()),
      loosened_exprs(of.exprs.size()) {
  for (const std::string& text : model.texts) facts.text(text);
}

const DecisionTerms& Encoding::State::decision(DecisionId id) {
  if (!decisions[id]) {
    decisions[id] = encode_decision(id);
    decision_values[id] = std::make_shared<const Symbol>(decisions[id]->value);
  }
  return *decisions[id];
}

// ---- helpers --------------------------------------------------------------------------------------------------------

Encoded Encoding::State::of(Symbol symbol, Term fails) {
  return {fails, std::make_shared<const Symbol>(std::move(symbol))};
}

Encoded Encoding::State::number(Term value, Term fails) {
  return of({.present = {}, .term = value, .parts = {}}, fails);
}

Encoded Encoding::State::boolean(Term holds, Term fails) {
  return of({.present = {}, .term = terms.both(holds, terms.negation(fails)), .parts = {}}, fails);
}

/// False where one of them is, whatever the other does.
Truth Encoding::State::both(Truth a, Truth b) {
  const Term fails = any(a.fails, b.fails);
  return {terms.both(a.holds, b.holds), terms.both(fails, terms.both(any(a.holds, a.fails), any(b.holds, b.fails)))};
}

Truth Encoding::State::either(Truth a, Truth b) {
  const Term holds = any(a.holds, b.holds);
  return {holds, terms.both(any(a.fails, b.fails), terms.negation(holds))};
}

Truth Encoding::State::opposite(Truth truth) { return {terms.negation(any(truth.holds, truth.fails)), truth.fails}; }

Term Encoding::State::outside(Term value, Integer least, Integer most) {
  return any(terms.below(value, terms.number(least)), terms.below(terms.number(most), value));
}

Term Encoding::State::too_large(Term value) {
  return overflows(outside(value, std::numeric_limits<std::int64_t>::min(), std::numeric_limits<std::int64_t>::max()));
}

void Encoding::State::loosen(ExprId expr, std::string why) {
  if (loosened_exprs[expr]) return;
  loosened_exprs[expr] = true;
  loosened.push_back({expr, std::move(why)});
}

Symbol Encoding::State::any_symbol(Type type, const std::string& name) {
  const auto truth = [&] { return terms.variable({name, Sort::truth, 0, 1}); };
  const auto between = [&](Integer least, Integer most) { return terms.variable({name, Sort::number, least, most}); };
  Symbol symbol;
  if (type.optional) symbol.present = truth();
  if (type.is_list()) {
    // Of any length, with elements of which nothing is known: see `with_unknown`.
    symbol.term = between(0, std::numeric_limits<std::int64_t>::max());
    return symbol;
  }
  switch (type.base) {
    case Kind::record:
      symbol.term = terms.number(0);
      for (const FieldInfo& field : model.schema.records[type.id].fields) {
        symbol.parts.push_back(any_symbol(field.type, name));
      }
      break;
    case Kind::boolean: symbol.term = truth(); break;
    case Kind::text: symbol.term = facts.any_text(name); break;
    case Kind::enumeration:
      symbol.term = between(0, static_cast<Integer>(model.schema.enums[type.id].members.size()) - 1);
      break;
    case Kind::instant: symbol.term = between(time::first_instant, time::last_instant); break;
    case Kind::date: symbol.term = between(time::first_date, time::last_date); break;
    case Kind::time_of_day: symbol.term = between(0, time::day - 1); break;
    default: symbol.term = between(std::numeric_limits<std::int64_t>::min(), std::numeric_limits<std::int64_t>::max());
  }
  return symbol;
}

Encoded Encoding::State::loosened_value(ExprId expr, Type type, std::string why, bool may_fail) {
  const Term fails = may_fail ? terms.variable({"(fails)", Sort::truth, 0, 1}) : no();
  Symbol value = any_symbol(type, why);
  loosen(expr, std::move(why));
  return type == Type{Kind::boolean} ? boolean(value.term, fails) : of(std::move(value), fails);
}

std::optional<std::vector<Integer>> Encoding::State::few_values(Term number) const {
  std::size_t left = 200;
  return few_values(number, left);
}

/// `left`: how many terms may still be looked at.
std::optional<std::vector<Integer>> Encoding::State::few_values(Term number, std::size_t& left) const {
  constexpr std::size_t few = 40;
  if (left == 0) return std::nullopt;
  --left;
  const TermNode& node = terms[number];
  const Range range = terms.range(number);
  std::vector<Integer> values;
  if (node.op == TermOp::number) return std::vector{node.value};
  if (range.least > -unbounded && range.most < unbounded && range.most - range.least < static_cast<Integer>(few)) {
    for (Integer value = range.least; value <= range.most; ++value) values.push_back(value);
    return values;
  }
  const bool chooses = node.op == TermOp::choose;
  if (!chooses && node.op != TermOp::add && node.op != TermOp::times) return std::nullopt;
  const auto one = few_values(chooses ? node.b : node.a, left), other = few_values(chooses ? node.c : node.b, left);
  if (!one || !other) return std::nullopt;
  if (chooses) {
    values = *one;
    values.insert(values.end(), other->begin(), other->end());
  } else {
    for (const Integer a : *one) {
      for (const Integer b : *other) values.push_back(node.op == TermOp::add ? a + b : a * b);
    }
  }
  std::ranges::sort(values);
  const auto repeated = std::ranges::unique(values);
  values.erase(repeated.begin(), repeated.end());
  if (values.size() > few) return std::nullopt;
  return values;
}

// ---- bound names ----------------------------------------------------------------------------------------------------

namespace {

void append_identity(std::vector<std::uint32_t>& key, const Symbol& symbol) {
  if (symbol.present) key.push_back(*symbol.present);
  key.push_back(symbol.term);
  for (const Symbol& part : symbol.parts) append_identity(key, part);
}

}  // namespace

Encoding::State::Binding Encoding::State::bind(LocalId local, std::shared_ptr<const Symbol> value) {
  std::vector<std::uint32_t> key{local};
  append_identity(key, *value);
  const auto identity = identities.try_emplace(std::move(key), static_cast<std::uint32_t>(identities.size())).first;
  return std::exchange(bindings[local], Binding{std::move(value), identity->second});
}

const std::vector<LocalId>& Encoding::State::free_locals(ExprId expr) {
  if (free[expr]) return *free[expr];
  std::vector<LocalId> found;
  LocalId own = none;
  const Expr& node = model[expr];
  if (const auto* local = std::get_if<LocalRef>(&node.node)) found.push_back(local->local);
  if (const auto* loop = std::get_if<Quantifier>(&node.node)) own = loop->local;
  if (const auto* loop = std::get_if<Pick>(&node.node)) own = loop->local;
  if (const auto* loop = std::get_if<Aggregate>(&node.node)) own = loop->local;
  for (const ExprId part : parts(node)) {
    for (const LocalId local : free_locals(part)) {
      if (local != own) found.push_back(local);
    }
  }
  std::ranges::sort(found);
  const auto repeated = std::ranges::unique(found);
  found.erase(repeated.begin(), repeated.end());
  free[expr] = std::move(found);
  return *free[expr];
}

// ---- from outside ---------------------------------------------------------------------------------------------------

Encoding::Encoding(const Model& model, Terms& terms, SymbolicFacts& facts)
    : state_(std::make_unique<State>(model, terms, facts)) {}
Encoding::~Encoding() = default;
Encoding::Encoding(Encoding&&) noexcept = default;

const DecisionTerms& Encoding::decision(DecisionId decision) {
  state_->encode_called_by(decision);
  return state_->decision(decision);
}

Truth Encoding::condition(ExprId expr) {
  state_->encode_called(expr);
  return state_->truth(expr);
}

Term Encoding::admitted(std::span<const FactId> needs) {
  Term admitted = state_->yes();
  for (const Requirement& requirement : state_->model.requirements) {
    const bool checked = std::ranges::all_of(
        requirement.reads, [&](FactId fact) { return std::ranges::find(needs, fact) != needs.end(); });
    if (checked) admitted = state_->terms.both(admitted, condition(requirement.condition).holds);
  }
  return admitted;
}

Term Encoding::definitions(std::span<const Term> about) const { return state_->facts.definitions(about); }
Term Encoding::overflow_counts() const { return state_->facts.overflow_counts(); }
std::span<const Loosened> Encoding::loosened() const { return state_->loosened; }

}  // namespace writ::analysis
