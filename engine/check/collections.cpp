// Records, lists, and the forms that range over a list.

#include <fmt/format.h>

#include <unordered_map>

#include "engine/check/typer.hpp"
#include "engine/check/wording.hpp"

namespace writ::checking {
namespace {

constexpr Type truth{Kind::boolean, 0, false, 0};

std::string_view word(syntax::AggregateKind kind) {
  switch (kind) {
    case syntax::AggregateKind::count: return "count";
    case syntax::AggregateKind::sum: return "sum";
    case syntax::AggregateKind::min: return "min";
    case syntax::AggregateKind::max: return "max";
    case syntax::AggregateKind::earliest: return "earliest";
    case syntax::AggregateKind::latest: return "latest";
  }
  return "";
}

std::vector<std::string_view> field_names(const RecordInfo& record) {
  std::vector<std::string_view> names;
  for (const auto& field : record.fields) names.push_back(field.name);
  return names;
}

}  // namespace

Typed Typer::infer(const syntax::RecordExpr& node, const syntax::Expr& expr, Type hint) {
  const auto& schema = context_.model.schema;
  if (hint.base != Kind::record || hint.is_list()) {
    if (hint == spoilt) return {poison(expr.span), {}, {}};
    if (hint.base == Kind::unknown) {
      // What stands in it is not looked at: without the record's type every name in it would be a guess.
      context_.error(Code::cannot_tell_type, expr.span, "nothing here says which record this is")
          .help("give it a type where it is declared: `define x : Order = { … }`");
    } else {
      context_.error(Code::type_mismatch, expr.span,
                     fmt::format("this is a record, and {} is needed here", with_article(schema, hint)));
    }
    return {poison(expr.span), {}, {}};
  }
  const std::uint32_t record = hint.id;
  std::vector<ExprId> fields(schema.records[record].fields.size(), none);
  std::unordered_map<std::string_view, Span> seen;
  bool failed = false;
  for (const auto& value : node.fields) {
    const auto index = schema.records[record].field(value.name.text);
    if (!index) {
      failed = true;
      if (value.name.text.empty() || context_.may_have_more(hint)) continue;
      auto report =
          context_.error(Code::unknown_field, value.name.span,
                         fmt::format("`{}` has no field `{}`", schema.type_name(hint.present()), value.name.text));
      context_.suggest(report, value.name, field_names(schema.records[record]));
      continue;
    }
    const auto [first, added] = seen.try_emplace(value.name.text, value.name.span);
    if (!added) {
      context_.error(Code::field_twice, value.name.span, fmt::format("`{}` is given twice", value.name.text))
          .label(first->second, "first here");
    }
    if (!value.value) {
      failed = true;
      fields[*index] = poison(value.span);
      continue;
    }
    const Type wanted = schema.records[record].fields[*index].type;
    fields[*index] = expect(*value.value, wanted, fmt::format("`{}`", value.name.text));
  }
  std::vector<std::string> missing;
  for (std::size_t i = 0; i < fields.size(); ++i) {
    if (fields[i] != none) continue;
    const auto& field = schema.records[record].fields[i];
    if (field.type.optional)
      fields[i] = context_.make(field.type, expr.span, place_.file, model::AbsentValue{});
    else
      missing.push_back(field.name);
  }
  if (!missing.empty() && !failed) {
    context_
        .error(Code::field_missing, expr.span,
               fmt::format("`{}` needs {}", schema.type_name(hint.present()), listed(missing)))
        .help("only a field with a type that ends in `?` may be left out");
  }
  if (failed || !missing.empty()) return {poison(expr.span), {}, {}};
  return {context_.make(hint.present(), expr.span, place_.file, model::MakeRecord{record, std::move(fields)}), {}, {}};
}

Typed Typer::infer(const syntax::WithExpr& node, const syntax::Expr& expr, Type hint) {
  const auto& schema = context_.model.schema;
  const ExprId base = present(*node.base, hint.present()).id;
  const Type type = type_of(base);
  if (type.is_unknown()) return {poison(expr.span), {}, {}};
  if (!type.is(Kind::record)) {
    context_
        .error(Code::type_mismatch, node.base->span,
               fmt::format("`with` changes fields of a record, and this is {}", with_article(schema, type)))
        .under(bare(schema, type));
    return {poison(expr.span), {}, {}};
  }
  model::With with{base, type.id, {}};
  std::unordered_map<std::string_view, Span> seen;
  bool failed = false;
  for (const auto& change : node.fields) {
    const auto index = schema.records[type.id].field(change.name.text);
    if (!index || !change.value) {
      failed = true;
      if (index || change.name.text.empty() || context_.may_have_more(type)) continue;
      auto report = context_.error(Code::unknown_field, change.name.span,
                                   fmt::format("`{}` has no field `{}`", schema.type_name(type), change.name.text));
      context_.suggest(report, change.name, field_names(schema.records[type.id]));
      continue;
    }
    const auto [first, added] = seen.try_emplace(change.name.text, change.name.span);
    if (!added) {
      context_.error(Code::field_twice, change.name.span, fmt::format("`{}` is given twice", change.name.text))
          .label(first->second, "first here");
    }
    const Type wanted = schema.records[type.id].fields[*index].type;
    with.changes.push_back({*index, expect(*change.value, wanted, fmt::format("`{}`", change.name.text))});
  }
  if (failed) return {poison(expr.span), {}, {}};
  return {context_.make(type, expr.span, place_.file, std::move(with)), {}, {}};
}

Typed Typer::infer(const syntax::ListExpr& node, const syntax::Expr& expr, Type hint) {
  Type element = hint.is_list() ? hint.element() : hint == spoilt ? spoilt : Type{};
  if (node.elements.empty()) {
    if (element == spoilt) return {poison(expr.span), {}, {}};
    if (element.base == Kind::unknown) {
      context_.error(Code::cannot_tell_type, expr.span, "nothing here says what this is a list of")
          .help("give it a type where it is declared: `define x : list of Text = []`");
      return {poison(expr.span), {}, {}};
    }
    return {context_.make(element.list_of(), expr.span, place_.file, model::MakeList{{}}), {}, {}};
  }
  std::vector<ExprId> elements;
  bool failed = false;
  const bool hinted = element.base != Kind::unknown;
  for (const auto& each : node.elements) {
    if (!each) return {poison(expr.span), {}, {}};
    const ExprId id = present(*each, element).id;
    elements.push_back(id);
    if (type_of(id).base == Kind::unknown)
      failed = true;
    else if (element.base == Kind::unknown || (!hinted && element.is(Kind::integer) && type_of(id).is(Kind::decimal)))
      element = type_of(id);
  }
  if (failed) return {poison(expr.span), {}, {}};
  for (std::size_t i = 0; i < elements.size(); ++i) {
    elements[i] = coerce(elements[i], element, node.elements[i]->span, "an element of this list");
    failed = failed || type_of(elements[i]).is_unknown();
  }
  if (failed) return {poison(expr.span), {}, {}};
  return {context_.make(element.list_of(), expr.span, place_.file, model::MakeList{std::move(elements)}), {}, {}};
}

/// The list that a form ranges over; poison where it is none.
ExprId Typer::list_operand(const syntax::Expr& expr) {
  const ExprId list = present(expr).id;
  const Type type = type_of(list);
  if (type.base == Kind::unknown || type.is_list()) return list;
  context_
      .error(Code::not_a_list, expr.span,
             fmt::format("this is {}, not a list", with_article(context_.model.schema, type)))
      .under(bare(context_.model.schema, type));
  return poison(expr.span);
}

Typed Typer::infer(const syntax::QuantifierExpr& node, const syntax::Expr& expr, Type) {
  const ExprId list = list_operand(*node.list);
  const Type type = type_of(list);
  const auto local = bind(node.variable, type.is_list() ? type.element() : Type{});
  Typed where;
  if (node.where) where = condition(*node.where);
  const ExprId satisfies = knowing(where.when_true, where.unsure, [&] { return condition(*node.satisfies).id; });
  unbind();
  if (type.base == Kind::unknown) return {poison(expr.span), {}, {}};
  return {context_.make(truth, expr.span, place_.file, model::Quantifier{node.kind, local, list, where.id, satisfies}),
          {},
          {}};
}

Typed Typer::infer(const syntax::PickExpr& node, const syntax::Expr& expr, Type) {
  const ExprId list = list_operand(*node.list);
  const Type type = type_of(list);
  const auto local = bind(node.variable, type.is_list() ? type.element() : Type{});
  Typed where;
  if (node.where) where = condition(*node.where);
  ExprId key = none;
  if (node.key) {
    key = knowing(where.when_true, where.unsure, [&] { return present(*node.key).id; });
    const Type found = type_of(key);
    if (!found.is_unknown() && !ordered(found)) {
      context_
          .error(Code::no_order, node.key->span,
                 fmt::format("{} is neither less nor more than another, so it cannot order the list",
                             with_article(context_.model.schema, found)))
          .under(bare(context_.model.schema, found));
      key = poison(node.key->span);
    }
  }
  unbind();
  if (type.base == Kind::unknown) return {poison(expr.span), {}, {}};
  return {context_.make(type.element().or_absent(), expr.span, place_.file,
                        model::Pick{node.first, local, list, where.id, key}),
          {},
          {}};
}

Typed Typer::infer(const syntax::AggregateExpr& node, const syntax::Expr& expr, Type) {
  const ExprId list = list_operand(*node.list);
  const Type type = type_of(list);
  const auto local = bind(node.variable, type.is_list() ? type.element() : Type{});
  Typed where;
  if (node.where) where = condition(*node.where);
  ExprId of = none;
  if (node.of) of = knowing(where.when_true, where.unsure, [&] { return present(*node.of).id; });
  unbind();
  if (type.base == Kind::unknown) return {poison(expr.span), {}, {}};
  Type result{Kind::integer, 0, false, 0};
  if (of != none) {
    result = type_of(of);
    if (result.base == Kind::unknown) return {poison(expr.span), {}, {}};
    const auto& schema = context_.model.schema;
    const auto name = word(node.kind);
    bool fits = !result.is_list();
    const Type pair[] = {result, result};
    if (node.kind == syntax::AggregateKind::sum) {
      const auto* row = choose(overloads("+", true), pair);
      fits = fits && row != nullptr && result_type(*row, pair) == result;
    } else {
      fits = fits && choose(overloads(name, false), pair) != nullptr;
    }
    if (!fits) {
      context_
          .error(Code::wrong_argument_type, node.of->span,
                 fmt::format("there is no `{}` of values such as this: it is {}", name, with_article(schema, result)))
          .under(bare(schema, result));
      return {poison(expr.span), {}, {}};
    }
    if (node.kind != syntax::AggregateKind::sum) result = result.or_absent();
  }
  return {
      context_.make(result, expr.span, place_.file, model::Aggregate{node.kind, local, list, where.id, of}), {}, {}};
}

}  // namespace writ::checking
