#include "tools/testing/boundary_sites.hpp"

#include <algorithm>
#include <set>

#include "tools/testing/coverage_items.hpp"

namespace writ::testing {

using namespace model;

namespace {

/// Through what the checker puts around a value, definitions, and what stands for a missing one.
ExprId bare(const Model& model, ExprId expr) {
  for (;;) {
    const Expr& e = model[expr];
    if (const auto* narrowed = std::get_if<Narrowed>(&e.node)) {
      expr = narrowed->operand;
    } else if (const auto* present = std::get_if<MakePresent>(&e.node)) {
      expr = present->operand;
    } else if (const auto* widened = std::get_if<Widen>(&e.node)) {
      expr = widened->operand;
    } else if (const auto* either = std::get_if<OrElse>(&e.node)) {
      expr = either->left;  // Where it is present: what is then written is seen to come out.
    } else if (const auto* define = std::get_if<DefineRef>(&e.node); define != nullptr && define->arguments.empty()) {
      expr = model.defines[define->define].body;
    } else {
      return expr;
    }
  }
}

/// Fields from `from`, outermost first; false where something else lies between.
template <typename From>
const From* walk_fields(const Model& model, ExprId expr, std::vector<std::uint32_t>& fields) {
  expr = bare(model, expr);
  while (const auto* field = std::get_if<FieldRef>(&model[expr].node)) {
    fields.insert(fields.begin(), field->field);
    expr = bare(model, field->base);
  }
  return std::get_if<From>(&model[expr].node);
}

std::optional<FactPath> path_of(const Model& model, ExprId expr) {
  FactPath path;
  const auto* fact = walk_fields<FactRef>(model, expr, path.fields);
  if (fact == nullptr) return std::nullopt;
  path.fact = fact->fact;
  return path;
}

std::optional<Varied> varied(const Model& model, ExprId side) {
  const ExprId expr = bare(model, side);
  const Expr& e = model[expr];
  if (e.type.present().base != model[side].type.base) return std::nullopt;  // An Int counted as a Decimal.
  using enum Varied::What;
  if (const auto* aggregate = std::get_if<Aggregate>(&e.node)) {
    const auto list = path_of(model, aggregate->list);
    if (!list) return std::nullopt;
    if (aggregate->kind == syntax::AggregateKind::count) return Varied{count, *list, true, expr, {}};
    if (aggregate->kind != syntax::AggregateKind::sum) return std::nullopt;
    Varied sums{sum, *list, true, expr, {}};
    const auto* local = walk_fields<LocalRef>(model, aggregate->of, sums.summed);
    if (local == nullptr || local->local != aggregate->local || sums.summed.size() != 1) return std::nullopt;
    return sums;
  }
  if (const auto* apply = std::get_if<Apply>(&e.node)) {
    if (builtins()[apply->builtin].name != "size" || apply->arguments.size() != 1) return std::nullopt;
    const auto list = path_of(model, apply->arguments[0]);
    if (!list) return std::nullopt;
    return Varied{size, *list, true, none, {}};
  }
  const auto path = path_of(model, expr);
  if (!path) return std::nullopt;
  const Kind kind = e.type.present().base;
  if (e.type.is_list() || kind == Kind::boolean || kind == Kind::enumeration || kind == Kind::text) return std::nullopt;
  return Varied{number, *path, true, none, {}};
}

/// Does its value depend on that field of the fact?
bool reads(const Model& model, ExprId expr, const FactPath& path) {
  const auto& node = model[expr].node;
  FactPath found;
  if (const auto* fact = walk_fields<FactRef>(model, expr, found.fields); fact != nullptr) {
    if (fact->fact != path.fact || found.fields.empty() || path.fields.empty()) return fact->fact == path.fact;
    return found.fields[0] == path.fields[0];
  }
  const auto of_decision = [&](DecisionId decision) {
    const std::vector<FactId>& needs = model.decisions[decision].needs;
    return std::ranges::find(needs, path.fact) != needs.end();
  };
  if (const auto* value = std::get_if<DecisionRef>(&node)) return of_decision(value->decision);
  if (const auto* outcome = std::get_if<OutcomeTest>(&node)) return of_decision(outcome->decision);
  if (std::holds_alternative<LocalRef>(node)) return true;  // Whatever it stands for.
  if (const auto* define = std::get_if<DefineRef>(&node);
      define != nullptr && reads(model, model.defines[define->define].body, path)) {
    return true;
  }
  if (const auto* parameter = std::get_if<ParameterRef>(&node);
      parameter != nullptr && reads(model, model.parameters[parameter->parameter].value, path)) {
    return true;
  }
  return std::ranges::any_of(parts(model[expr]), [&](ExprId part) { return reads(model, part, path); });
}

void add_site(const Model& model, std::vector<Site>& sites, Site site) {
  for (const bool on_left : {true, false}) {
    if (site.varied) break;
    site.varied = varied(model, on_left ? site.left : site.right);
    if (!site.varied) continue;
    site.varied->on_left = on_left;
    if (reads(model, on_left ? site.right : site.left, site.varied->path)) site.varied.reset();
  }
  sites.push_back(std::move(site));
}

void add_sites(const Model& model, std::vector<Site>& sites, ExprId expr, FileIndex file) {
  const Expr& e = model[expr];
  if (const auto* apply = std::get_if<Apply>(&e.node)) {
    if (builtins()[apply->builtin].motion != Motion::compare) return;
    add_site(model, sites, {expr, apply->arguments[0], apply->arguments[1], file, {}});
  } else if (const auto* range = std::get_if<InRange>(&e.node)) {
    add_site(model, sites, {expr, range->value, range->low, file, {}});
    add_site(model, sites, {expr, range->value, range->high, file, {}});
  } else if (const auto* equal = std::get_if<Equal>(&e.node)) {
    if (!model[equal->left].type.is(Kind::integer)) return;
    add_site(model, sites, {expr, equal->left, equal->right, file, {}});
  }
}

std::optional<std::int64_t> value_of(const Model& model, const Trace& trace, TraceId node, ExprId side) {
  const Expr& e = model[side];
  if (const auto* constant = std::get_if<Constant>(&e.node)) return constant->value;
  for (TraceId child = trace[node].first_child; child != none; child = trace[child].next) {
    const TraceNode& found = trace[child];
    if (found.kind != TraceNode::Kind::expression || found.id != side) continue;
    if (found.state != TraceNode::State::value) return std::nullopt;
    return found.values[0].number;
  }
  return std::nullopt;
}

}  // namespace

std::vector<Site> find_sites(const Loaded& loaded) {
  const Model& model = *loaded.model;
  std::vector<Site> sites;
  std::set<ExprId> seen;
  const CoverageItems items = find_items(model, *loaded.sources);
  for (const FormulaItem& item : items.formulas) {
    for (const Atom& atom : item.formula.atoms()) {
      if (seen.insert(atom.expr).second) add_sites(model, sites, atom.expr, item.file);
    }
  }
  std::ranges::stable_sort(sites, [&](const Site& a, const Site& b) {
    const Span x = model[a.expr].span, y = model[b.expr].span;
    return x.file != y.file ? x.file < y.file : x.begin < y.begin;
  });
  return sites;
}

std::optional<Sides> sides(const Model& model, const Site& site, const Trace& trace, TraceId node) {
  if (trace[node].state != TraceNode::State::value) return std::nullopt;
  const auto left = value_of(model, trace, node, site.left), right = value_of(model, trace, node, site.right);
  if (!left || !right) return std::nullopt;
  return Sides{*left, *right, model[site.left].type, trace[node].values[0].number != 0};
}

std::int64_t step_of(Type type) {
  if (type.base != Kind::money) return 1;
  std::int64_t step = 1'000'000;
  for (int places = minor_units(type.id); places > 0; --places) step /= 10;
  return step;
}

}  // namespace writ::testing
