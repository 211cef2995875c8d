#include "tools/lint/forms.hpp"

#include <algorithm>

#include "engine/value/overloaded.hpp"
#include "engine/value/time/period.hpp"

namespace writ::lint {
namespace {

using model::ExprId;

constexpr Type truth_type{Kind::boolean, 0, false, 0};
constexpr std::uint32_t unknown = model::none;

bool is_number(Type type) {
  if (type.is_list() || type.optional) return false;
  switch (type.base) {
    case Kind::integer:
    case Kind::decimal:
    case Kind::money:
    case Kind::duration:
    case Kind::instant:
    case Kind::date:
    case Kind::time_of_day: return true;
    default: return false;
  }
}

std::vector<std::int64_t> key_of(const Form& form) {
  std::vector<std::int64_t> key;
  key.reserve(5 + form.parts.size() * 2);
  key.push_back(static_cast<std::int64_t>(form.kind));
  key.push_back(form.id);
  key.push_back(form.value);
  key.push_back((static_cast<std::int64_t>(form.type.id) << 24) | (static_cast<std::int64_t>(form.type.base) << 16) |
                (static_cast<std::int64_t>(form.type.lists) << 1) | static_cast<std::int64_t>(form.type.optional));
  key.insert(key.end(), form.parts.begin(), form.parts.end());
  key.push_back(-1);
  key.insert(key.end(), form.weights.begin(), form.weights.end());
  return key;
}

/// All members of an enum as bits; nothing where there are too many, or a single one: such an enum is there to grow.
std::optional<std::int64_t> all_members(std::size_t count) {
  if (count < 2 || count > 62) return std::nullopt;
  return (std::int64_t{1} << count) - 1;
}

}  // namespace

std::size_t Forms::Hash::operator()(const std::vector<std::int64_t>& key) const {
  std::uint64_t hash = 1469598103934665603ULL;
  for (const std::int64_t word : key) {
    hash = (hash ^ static_cast<std::uint64_t>(word)) * 1099511628211ULL;
    hash ^= hash >> 29;
  }
  return hash;
}

Forms::Forms(const model::Model& model)
    : model_(model),
      known_(model.exprs.size(), unknown),
      heights_(model.exprs.size(), unknown),
      levels_(model.locals.size(), unknown) {
  for (std::uint32_t i = 0; i < model.files.size(); ++i) {
    std::uint32_t zone = 0, calendar = 0;
    const auto name = [&](std::uint32_t file) -> std::string_view {
      return model.files[file].zone ? std::string_view(model.files[file].zone->name()) : std::string_view();
    };
    while (name(zone) != name(i)) ++zone;
    while (model.files[calendar].calendar != model.files[i].calendar) ++calendar;
    zones_.push_back(zone);
    calendars_.push_back(calendar);
  }
  intern({FormKind::truth, 0, 0, truth_type, {}, {}});
}

FormId Forms::intern(Form form) {
  const auto [place, added] = numbers_.try_emplace(key_of(form), static_cast<FormId>(forms_.size()));
  if (added) {
    std::uint32_t weight = 1;
    for (const FormId part : form.parts) weight += weights_[part];
    weights_.push_back(weight);
    forms_.push_back(std::move(form));
  }
  return place->second;
}

FormId Forms::negation(FormId form) {
  const Form& of = forms_[form];
  if (of.kind == FormKind::negation) return of.parts[0];
  if (of.kind == FormKind::among) {
    return among(of.parts[0], members(of.parts[0]) & ~of.value);
  }
  return intern({FormKind::negation, 0, 0, truth_type, {form}, {}});
}

std::int64_t Forms::members(FormId subject) const {
  const Form& form = forms_[subject];
  return *all_members(form.kind == FormKind::outcome ? 3 : model_.schema.enums[form.type.id].members.size());
}

FormId Forms::among(FormId subject, std::int64_t bits) {
  if (bits == members(subject)) return truth();
  const FormId form = intern({FormKind::among, 0, bits, truth_type, {subject}, {}});
  return bits == 0 ? negation(truth()) : form;
}

FormId Forms::both(const std::vector<FormId>& parts) {
  std::vector<FormId> flat;
  for (const FormId part : parts) {
    if (part == truth()) continue;
    if (forms_[part].kind == FormKind::both) {
      flat.insert(flat.end(), forms_[part].parts.begin(), forms_[part].parts.end());
    } else {
      flat.push_back(part);
    }
  }
  std::ranges::sort(flat);
  flat.erase(std::unique(flat.begin(), flat.end()), flat.end());
  if (flat.empty()) return truth();
  if (flat.size() == 1) return flat[0];
  return intern({FormKind::both, 0, 0, truth_type, std::move(flat), {}});
}

FormId Forms::count_of(FormId list, FormId where) {
  return intern({FormKind::count, 0, 0, Type{Kind::integer, 0, false, 0}, {list, where}, {}});
}

FormId Forms::at_most(FormId number, std::int64_t most) {
  return intern({FormKind::at_most, 0, most, truth_type, {number}, {1}});
}

FormId Forms::present(FormId optional) { return intern({FormKind::present, 0, 0, truth_type, {optional}, {}}); }

FormId Forms::weighted(const std::vector<FormId>& parts, const std::vector<std::int64_t>& weights) {
  if (parts.size() == 1 && weights[0] == 1) return parts[0];
  return intern({FormKind::other, 0, 0, Type{Kind::integer, 0, false, 0}, parts, weights});
}

FormId Forms::numbered(FormKind kind, std::uint32_t id, Type type) { return intern({kind, id, 0, type, {}, {}}); }

// ---- sums ---------------------------------------------------------------------------------------------------------

std::optional<Forms::Sum> Forms::sum(FormId id) const {
  const Form& form = forms_[id];
  if (form.kind == FormKind::constant) return Sum{{}, form.value};
  const auto alone = [&] { return Sum{{{id, 1}}, 0}; };
  if (form.kind != FormKind::apply) return alone();
  const Builtin& row = builtins()[form.id];
  const bool adds = row.motion == Motion::add || row.motion == Motion::subtract;
  const bool steps = row.motion == Motion::rising && row.is_operator;  // a date and a period
  if (!row.is_operator || !(adds || steps || row.motion == Motion::negate)) return alone();
  const std::int64_t sign = row.name == "-" ? -1 : 1;
  auto result = sum(form.parts.front());
  if (!result) return std::nullopt;
  if (row.motion == Motion::negate) {
    for (auto& term : result->terms) term.second = -term.second;
    if (__builtin_sub_overflow(0, result->constant, &result->constant)) return std::nullopt;
    return result;
  }
  if (steps) {
    const Form& period = forms_[form.parts[1]];
    if (period.kind != FormKind::constant) return alone();
    const auto step = writ::time::Period::unpack(period.value);
    if (step.unit != writ::time::Unit::days) return alone();
    if (__builtin_add_overflow(result->constant, sign * step.count, &result->constant)) return std::nullopt;
    return result;
  }
  const auto other = sum(form.parts[1]);
  if (!other) return std::nullopt;
  for (const auto& [term, weight] : other->terms) {
    const auto at = std::ranges::lower_bound(result->terms, term, {}, &std::pair<FormId, std::int64_t>::first);
    if (at != result->terms.end() && at->first == term) {
      at->second += sign * weight;
      if (at->second == 0) result->terms.erase(at);
    } else {
      result->terms.insert(at, {term, sign * weight});
    }
  }
  const bool failed = sign > 0 ? __builtin_add_overflow(result->constant, other->constant, &result->constant)
                               : __builtin_sub_overflow(result->constant, other->constant, &result->constant);
  if (failed) return std::nullopt;
  return result;
}

/// `left <= right`, or with `strict` `left < right`.
FormId Forms::comparison(FormId left, FormId right, bool strict) {
  const auto a = sum(left), b = sum(right);
  Sum difference;
  const bool told = a && b && !__builtin_sub_overflow(b->constant, a->constant, &difference.constant) &&
                    difference.constant > INT64_MIN + 2 && difference.constant < INT64_MAX - 2;
  if (!told) {
    return intern({FormKind::other, strict ? 1U : 2U, 0, truth_type, {left, right}, {}});
  }
  difference.terms = a->terms;
  for (const auto& [term, weight] : b->terms) {
    const auto at = std::ranges::lower_bound(difference.terms, term, {}, &std::pair<FormId, std::int64_t>::first);
    if (at != difference.terms.end() && at->first == term) {
      at->second -= weight;
      if (at->second == 0) difference.terms.erase(at);
    } else {
      difference.terms.insert(at, {term, -weight});
    }
  }
  // The sum of the terms is `most` or less. All numbers are whole.
  const std::int64_t most = strict ? difference.constant - 1 : difference.constant;
  if (difference.terms.empty()) return most >= 0 ? truth() : negation(truth());
  const bool turned = difference.terms.front().second < 0;
  Form form{FormKind::at_most, 0, turned ? -most - 1 : most, truth_type, {}, {}};
  for (const auto& [term, weight] : difference.terms) {
    form.parts.push_back(term);
    form.weights.push_back(turned ? -weight : weight);
  }
  const FormId result = intern(std::move(form));
  return turned ? negation(result) : result;
}

FormId Forms::equality(FormId left, FormId right) {
  if (left == right) return truth();
  const Type type = forms_[left].type;
  if (is_number(type)) {
    const FormId below = comparison(left, right, false);
    const bool turned = forms_[below].kind == FormKind::negation;
    Form form = forms_[turned ? forms_[below].parts[0] : below];
    if (form.kind == FormKind::truth) {
      // What differs cancels out: what is left are the constants.
      return sum(left)->constant == sum(right)->constant ? truth() : negation(truth());
    }
    if (form.kind == FormKind::at_most) {
      form.kind = FormKind::exactly;
      if (turned) ++form.value;
      return intern(std::move(form));
    }
  }
  if (forms_[left].kind == FormKind::constant) std::swap(left, right);
  const Form& constant = forms_[right];
  if (constant.kind == FormKind::constant && type.is(Kind::boolean)) {
    return constant.value != 0 ? left : negation(left);
  }
  if (constant.kind == FormKind::constant && type.is(Kind::enumeration) && !type.optional &&
      all_members(model_.schema.enums[type.id].members.size())) {
    if (forms_[left].kind == FormKind::constant) return negation(truth());
    return among(left, std::int64_t{1} << constant.value);
  }
  if (left > right) std::swap(left, right);
  return intern({FormKind::equal, 0, 0, truth_type, {left, right}, {}});
}

// ---- expressions --------------------------------------------------------------------------------------------------

std::uint32_t Forms::height(ExprId expr) {
  if (heights_[expr] != unknown) return heights_[expr];
  std::uint32_t result = 0;
  for (const ExprId part : parts(model_[expr])) result = std::max(result, height(part));
  const auto& node = model_[expr].node;
  if (std::holds_alternative<model::Quantifier>(node) || std::holds_alternative<model::Pick>(node) ||
      std::holds_alternative<model::Aggregate>(node)) {
    ++result;
  }
  return heights_[expr] = result;
}

void Forms::bind(ExprId binder, model::LocalId local) { levels_[local] = height(binder); }

FormId Forms::of(ExprId expr) {
  if (known_[expr] == unknown) known_[expr] = node(expr);
  return known_[expr];
}

FormId Forms::some(ExprId list, const std::vector<FormId>& conditions) {
  const FormId of_list = of(list);
  return intern({FormKind::some, 0, 0, truth_type, {of_list, both(conditions)}, {}});
}

FormId Forms::apply(const model::Expr& expr, const model::Apply& call) {
  const Builtin& row = builtins()[call.builtin];
  if (row.motion == Motion::compare) {
    const FormId a = of(call.arguments[0]), b = of(call.arguments[1]);
    if (row.name == "<") return comparison(a, b, true);
    if (row.name == "<=") return comparison(a, b, false);
    if (row.name == ">") return comparison(b, a, true);
    return comparison(b, a, false);
  }
  if (row.name == "size" && !row.is_operator) return count_of(of(call.arguments[0]), truth());
  Form form{FormKind::apply, call.builtin, call.pattern, expr.type, {}, {}};
  for (const ExprId argument : call.arguments) form.parts.push_back(of(argument));
  if (row.is_operator && (row.name == "+" || row.name == "*") && form.parts.size() == 2 &&
      forms_[form.parts[0]].type == forms_[form.parts[1]].type) {
    std::ranges::sort(form.parts);
  }
  if (row.needs_zone) form.weights.push_back(zones_[expr.file]);
  if (row.needs_calendar || (row.is_operator && row.parameters.size() == 2 && row.parameters[1].kind == Kind::period)) {
    form.weights.push_back(calendars_[expr.file]);
  }
  return intern(std::move(form));
}

/// What has no meaning of its own here: alike where its parts are.
FormId Forms::plain(const model::Expr& expr, std::uint32_t tag, const std::vector<ExprId>& of_parts,
                    std::vector<std::int64_t> marks) {
  Form form{FormKind::other, 100 + tag, 0, expr.type, {}, std::move(marks)};
  for (const ExprId part : of_parts) form.parts.push_back(part == model::none ? truth() : of(part));
  return intern(std::move(form));
}

FormId Forms::node(ExprId id) {
  const model::Expr& expr = model_[id];
  return std::visit(
      Overloaded{
          [&](const model::Poison&) {
            return intern({FormKind::other, 99, id, expr.type, {}, {}});
          },
          [&](const model::Constant& node) {
            if (expr.type == truth_type) return node.value != 0 ? truth() : negation(truth());
            return intern({FormKind::constant, 0, node.value, expr.type, {}, {}});
          },
          [&](const model::TextConstant& node) { return numbered(FormKind::text, node.text, expr.type); },
          [&](const model::AbsentValue&) { return plain(expr, 0, {}); },
          [&](const model::FactRef& node) { return numbered(FormKind::fact, node.fact, expr.type.present()); },
          [&](const model::NowRef&) { return numbered(FormKind::now, 0, expr.type); },
          [&](const model::ParameterRef& node) {
            const model::Parameter& parameter = model_.parameters[node.parameter];
            // What nobody can change is its value.
            if (parameter.fixed && parameter.value != model::none &&
                std::holds_alternative<model::Constant>(model_[parameter.value].node)) {
              return of(parameter.value);
            }
            return numbered(FormKind::parameter, node.parameter, expr.type.present());
          },
          [&](const model::LocalRef& node) {
            const bool bound = levels_[node.local] != unknown;
            return intern(
                {FormKind::local, bound ? levels_[node.local] : node.local, bound, expr.type.present(), {}, {}});
          },
          [&](const model::FixtureRef& node) { return numbered(FormKind::fixture, node.fixture, expr.type.present()); },
          [&](const model::DefineRef& node) {
            Form form{FormKind::define, node.define, 0, expr.type.present(), {}, {}};
            for (const ExprId argument : node.arguments) form.parts.push_back(of(argument));
            return intern(std::move(form));
          },
          [&](const model::DecisionRef& node) {
            return numbered(FormKind::decision, node.decision, expr.type.present());
          },
          [&](const model::OutcomeTest& node) {
            const FormId outcome = numbered(FormKind::outcome, node.decision, Type{});
            if (node.outcome > model::Outcome::referred) {
              return intern({FormKind::other,
                             98,
                             static_cast<std::int64_t>(node.outcome),
                             truth_type,
                             {outcome},
                             {node.negated}});
            }
            const auto bit = std::int64_t{1} << static_cast<int>(node.outcome);
            return among(outcome, node.negated ? members(outcome) & ~bit : bit);
          },
          [&](const model::FieldRef& node) {
            return intern({FormKind::field, node.field, node.record, expr.type.present(), {of(node.base)}, {}});
          },
          [&](const model::Widen& node) {
            const FormId operand = of(node.operand);
            const Form& of_operand = forms_[operand];
            std::int64_t millionths = 0;
            if (of_operand.kind == FormKind::constant &&
                !__builtin_mul_overflow(of_operand.value, std::int64_t{1000000}, &millionths)) {
              return intern({FormKind::constant, 0, millionths, expr.type, {}, {}});
            }
            return plain(expr, 1, {node.operand});
          },
          [&](const model::MakePresent& node) { return of(node.operand); },
          [&](const model::Narrowed& node) { return of(node.operand); },
          [&](const model::Apply& node) { return apply(expr, node); },
          [&](const model::Equal& node) {
            const FormId equal = equality(of(node.left), of(node.right));
            return node.negated ? negation(equal) : equal;
          },
          [&](const model::Logic& node) {
            const FormId left = of(node.left), right = of(node.right);
            if (node.op == model::LogicOp::logical_and) return both({left, right});
            if (node.op == model::LogicOp::implies) return negation(both({left, negation(right)}));
            return negation(both({negation(left), negation(right)}));
          },
          [&](const model::Not& node) { return negation(of(node.operand)); },
          [&](const model::IsPresent& node) {
            const auto& asked = model_[node.operand].node;
            FormId form = 0;
            if (const auto* pick = std::get_if<model::Pick>(&asked)) {
              bind(node.operand, pick->local);
              form = some(pick->list, {pick->where == model::none ? truth() : of(pick->where)});
            } else {
              form = present(of(node.operand));
            }
            return node.present ? form : negation(form);
          },
          [&](const model::OrElse& node) {
            return plain(expr, 2, {node.left, node.right});
          },
          [&](const model::InList& node) {
            FormId form = 0;
            const FormId value = of(node.value);
            if (const auto* list = std::get_if<model::MakeList>(&model_[node.list].node)) {
              std::int64_t named = 0;
              std::vector<FormId> others;
              for (const ExprId element : list->elements) {
                const FormId is = equality(value, of(element));
                if (forms_[is].kind == FormKind::among && forms_[is].parts[0] == value) {
                  named |= forms_[is].value;
                } else {
                  others.push_back(negation(is));
                }
              }
              if (named != 0) others.push_back(negation(among(value, named)));
              form = negation(both(others));
            } else {
              form = intern({FormKind::in_list, 0, 0, truth_type, {value, of(node.list)}, {}});
            }
            return node.negated ? negation(form) : form;
          },
          [&](const model::InRange& node) {
            const FormId value = of(node.value);
            const FormId form = both({comparison(of(node.low), value, !node.low_closed),
                                      comparison(value, of(node.high), !node.high_closed)});
            return node.negated ? negation(form) : form;
          },
          [&](const model::If& node) {
            return intern(
                {FormKind::choose, 0, 0, expr.type, {of(node.condition), of(node.then), of(node.otherwise)}, {}});
          },
          [&](const model::Quantifier& node) {
            bind(id, node.local);
            const FormId where = node.where == model::none ? truth() : of(node.where);
            const FormId asked = of(node.satisfies);
            switch (node.kind) {
              case syntax::QuantifierKind::some: return some(node.list, {where, asked});
              case syntax::QuantifierKind::no: return negation(some(node.list, {where, asked}));
              default: return negation(some(node.list, {where, negation(asked)}));
            }
          },
          [&](const model::Pick& node) {
            bind(id, node.local);
            return plain(expr, node.first ? 3 : 4, {node.list, node.where, node.key}, {node.key != model::none});
          },
          [&](const model::Aggregate& node) {
            bind(id, node.local);
            if (node.kind == syntax::AggregateKind::count) {
              return count_of(of(node.list), node.where == model::none ? truth() : of(node.where));
            }
            return plain(expr, 5, {node.list, node.where, node.of}, {static_cast<std::int64_t>(node.kind)});
          },
          [&](const model::MakeRecord& node) { return plain(expr, 6, node.fields, {node.record}); },
          [&](const model::MakeList& node) {
            Form form{FormKind::list, 0, 0, expr.type, {}, {}};
            for (const ExprId element : node.elements) form.parts.push_back(of(element));
            return intern(std::move(form));
          },
          [&](const model::With& node) {
            std::vector<ExprId> of_parts = {node.base};
            std::vector<std::int64_t> marks = {node.record};
            for (const auto& change : node.changes) {
              of_parts.push_back(change.value);
              marks.push_back(change.field);
            }
            return plain(expr, 7, of_parts, marks);
          },
          [&](const model::Interpolate& node) {
            std::vector<ExprId> of_parts;
            std::vector<std::int64_t> marks;
            for (const auto& part : node.parts) {
              marks.push_back(part.is_text ? std::int64_t{part.id} : -1);
              if (!part.is_text) of_parts.push_back(part.id);
            }
            for (const char letter : node.language) marks.push_back(-2 - letter);
            return plain(expr, 8, of_parts, marks);
          },
      },
      expr.node);
}

}  // namespace writ::lint
