// Brackets, records, and the forms that begin with a word: `if`, `some`, `first`, `count of`, …

#include <fmt/format.h>

#include <algorithm>

#include "grammar/build.hpp"

namespace writ {

std::vector<syntax::ExprPtr> Builder::elements(Index index, std::uint32_t& height) {
  report_missing(index, ",");
  std::vector<syntax::ExprPtr> result;
  for (Cursor part = below(index); part.more();) {
    const Index at = part.take();
    if (event(at).node == Node::missing_comma) continue;
    if (event(at).node == Node::pattern_text) {
      Built pattern = text_literal(at);
      result.push_back(std::move(pattern.expression));
    } else {
      result.push_back(inner(at, height));
    }
  }
  return result;
}

Built Builder::bracketed(Index index) {
  if (is_range(index)) {
    report(Code::misplaced_range, span(index), "a range stands after `in` only")
        .help.emplace_back("the form is `x in [low .. high]`");
    return broken(span(index));
  }
  std::uint32_t height = 1;
  if (event(index).node == Node::list) {
    auto list = elements(index, height);
    return finish(span(index), syntax::ListExpr{std::move(list)}, height);
  }
  auto content = inner(index + 1, height);
  return finish(span(index), syntax::ParenExpr{std::move(content)}, height);
}

std::vector<syntax::FieldValue> Builder::field_values(Index index, std::uint32_t& height) {
  report_missing(index, ",");
  std::vector<syntax::FieldValue> result;
  for (Cursor part = below(index); part.more();) {
    const Index at = part.take();
    if (event(at).node == Node::missing_comma) continue;
    Cursor field = below(at);
    const Index field_name = field.take();
    result.push_back({name(field_name), inner(field.take(), height), span(at)});
  }
  return result;
}

Built Builder::record(Index index) {
  std::uint32_t height = 1;
  auto fields = field_values(index, height);
  return finish(span(index), syntax::RecordExpr{std::move(fields)}, height);
}

Built Builder::if_form(Index index) {
  Cursor part = below(index);
  std::uint32_t height = 1;
  auto condition = inner(part.take(), height);
  auto then = inner(part.take(), height);
  auto otherwise = inner(part.take(), height);
  return finish(span(index), syntax::IfExpr{std::move(condition), std::move(then), std::move(otherwise)}, height);
}

Built Builder::quantifier(Index index) {
  const std::string_view word = first_word(index);
  syntax::QuantifierExpr form{};
  form.kind = word == "some"    ? syntax::QuantifierKind::some
              : word == "every" ? syntax::QuantifierKind::every
                                : syntax::QuantifierKind::no;

  Cursor part = below(index);
  form.variable = name(part.take());
  Built list = postfix(primary(part), part);
  std::uint32_t height = list.height + 1;
  form.list = std::move(list.expression);
  std::optional<Index> where;
  while (part.more()) {
    const Index at = part.take();
    if (event(at).node == Node::where_part) {
      where = at;
      form.where = inner(at + 1, height);
    } else if (event(at).node == Node::satisfies_part) {
      form.satisfies = inner(at + 1, height);
    }
  }
  if (form.satisfies) return finish(span(index), std::move(form), height);

  // The grammar asks for one of the two, so that `where` was taken for the other.
  const Span keyword{file_, event(*where).begin, event(*where).begin + 5};
  Diagnostic& diagnostic =
      report(Code::missing_satisfies, keyword, fmt::format("`{}` needs `satisfies` and a condition", word));
  diagnostic.help.push_back(fmt::format("write `{} {} in {} satisfies …`; `where` narrows the list before that", word,
                                        form.variable.text, text(form.list->span)));
  diagnostic.fix = Fix{keyword, "satisfies"};
  form.satisfies = std::move(form.where);
  return finish(span(index), std::move(form), height);
}

Built Builder::pick(Index index) {
  syntax::PickExpr form{};
  form.first = first_word(index) == "first";
  Cursor part = below(index);
  form.variable = name(part.take());
  Built list = postfix(primary(part), part);
  std::uint32_t height = list.height + 1;
  form.list = std::move(list.expression);
  bool open = true;
  while (part.more()) {
    const Index at = part.take();
    open = false;
    if (event(at).node == Node::where_part) form.where = inner(at + 1, height);
    if (event(at).node == Node::by_part) form.key = inner(at + 1, height);
  }
  Built built = finish(span(index), std::move(form), height);
  built.open_form = open;
  return built;
}

Built Builder::aggregate(Index index) {
  const std::string_view word = first_word(index);
  syntax::AggregateExpr form{};
  using syntax::AggregateKind;
  form.kind = word == "count"      ? AggregateKind::count
              : word == "sum"      ? AggregateKind::sum
              : word == "min"      ? AggregateKind::min
              : word == "max"      ? AggregateKind::max
              : word == "earliest" ? AggregateKind::earliest
                                   : AggregateKind::latest;
  Cursor part = below(index);
  std::uint32_t height = 1;
  if (event(index).node == Node::fold_form) form.of = inner(part.take(), height);
  form.variable = name(part.take());
  Built list = postfix(primary(part), part);
  height = std::max(height, list.height + 1);
  form.list = std::move(list.expression);
  bool open = true;
  if (part.is(Node::where_part)) {
    open = false;
    form.where = inner(part.take() + 1, height);
  }
  Built built = finish(span(index), std::move(form), height);
  built.open_form = open;
  return built;
}

}  // namespace writ
