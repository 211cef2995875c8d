#include <algorithm>
#include <variant>

#include "grammar/operators.hpp"
#include "grammar/print_printer.hpp"

namespace writ {

using layout::Part;
using layout::Parts;
using syntax::Operator;

namespace {

bool is_chained(Operator op) { return syntax::level(op) <= 2 || op == Operator::or_else || syntax::level(op) == 6; }

const syntax::BinaryExpr* chained(const syntax::Expr& expression) {
  const auto* binary = std::get_if<syntax::BinaryExpr>(&expression.node);
  return binary != nullptr && is_chained(binary->op) ? binary : nullptr;
}

/// Ends with brackets that are broken rather than the line before them.
bool hugs(const syntax::Expr& expression) {
  if (const auto* list = std::get_if<syntax::ListExpr>(&expression.node)) return !list->elements.empty();
  if (const auto* record = std::get_if<syntax::RecordExpr>(&expression.node)) return !record->fields.empty();
  return std::holds_alternative<syntax::WithExpr>(expression.node);
}

/// What is read as a condition or a search rather than as a figure.
bool is_condition(const syntax::Expr& expression) {
  const auto* binary = std::get_if<syntax::BinaryExpr>(&expression.node);
  return (binary != nullptr && syntax::level(binary->op) <= 2) ||
         std::holds_alternative<syntax::QuantifierExpr>(expression.node) ||
         std::holds_alternative<syntax::PickExpr>(expression.node) ||
         std::holds_alternative<syntax::AggregateExpr>(expression.node) ||
         std::holds_alternative<syntax::IfExpr>(expression.node);
}

/// A form in parentheses is broken in its own places.
bool is_form_in_parentheses(const syntax::Expr& expression) {
  const auto* parenthesised = std::get_if<syntax::ParenExpr>(&expression.node);
  return parenthesised != nullptr && chained(*parenthesised->inner) == nullptr;
}

}  // namespace

/// Comments before it stand outside its group, so that they break none.
Part Printer::expression(const syntax::Expr& whole) {
  if (failed_) return 0;
  const Part comments = own_comments();
  const Part part = std::visit([&](const auto& inner) { return node(inner, whole); }, whole.node);
  return comments == 0 ? part : all({comments, part});
}

// ---- operands ---------------------------------------------------------------------------------------------------

/// As it is written: the author's figures and units are left alone.
template <typename Literal>
Part Printer::node(const Literal&, const syntax::Expr& literal) {
  return written(literal.span);
}

/// Texts are kept to the letter. What is inserted into them is printed on one line, unless it has comments.
Part Printer::node(const syntax::TextLiteral& literal, const syntax::Expr& text) {
  const Span span = text.span;
  const std::string_view whole = reader_.from(span.begin, span.end);
  const auto is_inserted = [](const syntax::TextPiece& piece) {
    return std::holds_alternative<syntax::ExprPtr>(piece);
  };
  if (std::ranges::none_of(literal.pieces, is_inserted) || whole.find('\n') != std::string_view::npos) {
    return word(span);
  }
  Parts parts;
  std::uint32_t at = span.begin;
  for (const syntax::TextPiece& piece : literal.pieces) {
    if (!is_inserted(piece)) continue;
    const syntax::Expr& inserted = *std::get<syntax::ExprPtr>(piece);
    std::uint32_t end = inserted.span.begin;
    while (end > at && (source_[end - 1] == ' ' || source_[end - 1] == '\t')) --end;
    parts.push_back(document_.text(reader_.from(at, end)));
    // `{{` would be a brace of the text, and `}}` looks like one.
    if (source_[inserted.span.begin] == '{') parts.push_back(document_.space());
    reader_.move_to(end);
    parts.push_back(expression(inserted));
    if (source_[inserted.span.end - 1] == '}') parts.push_back(document_.space());
    at = reader_.next();
  }
  parts.push_back(taken(span.end));
  return document_.flat(document_.all(parts));
}

Part Printer::node(const syntax::FieldExpr& access, const syntax::Expr&) {
  const Part base = expression(*access.base);
  const Part dot = word(".");
  return all({base, dot, name(access.field)});
}

Part Printer::node(const syntax::CallExpr& call, const syntax::Expr&) {
  const Part callee = expression(*call.callee);
  const auto* plain = std::get_if<syntax::NameExpr>(&call.callee->node);
  const bool last_comma = plain == nullptr || plain->name.text != "matches";
  return all({callee, arguments(call.arguments, last_comma)});
}

Part Printer::arguments(const std::vector<syntax::ExprPtr>& arguments, bool last_comma) {
  return bracketed({.open = "(", .close = ")", .last_comma = last_comma}, arguments,
                   [&](const syntax::ExprPtr& argument) { return expression(*argument); });
}

Part Printer::node(const syntax::RecordExpr& record, const syntax::Expr&) { return fields(record.fields); }

Part Printer::fields(const std::vector<syntax::FieldValue>& fields) {
  return bracketed({.open = "{", .close = "}", .spaced = true}, fields, [&](const syntax::FieldValue& field) {
    const Part comments = own_comments();
    const Part label = name(field.name);
    const Part colon = word(":");
    return all({comments, label, colon, document_.space(), expression(*field.value)});
  });
}

Part Printer::node(const syntax::ListExpr& list, const syntax::Expr&) {
  return bracketed({.open = "[", .close = "]", .fills = true}, list.elements,
                   [&](const syntax::ExprPtr& element) { return expression(*element); });
}

Part Printer::node(const syntax::WithExpr& with, const syntax::Expr&) {
  const Part base = expression(*with.base);
  const Part keyword = word("with");
  return all({base, document_.space(), keyword, document_.space(), fields(with.fields)});
}

/// A condition in parentheses that does not fit has them on lines of their own.
Part Printer::node(const syntax::ParenExpr& parenthesised, const syntax::Expr&) {
  const Part open = word("(");
  const auto* binary = chained(*parenthesised.inner);
  const Part begin = binary != nullptr ? soft() : 0;
  const Part before = own_comments();
  if (binary == nullptr) {
    const Part inner = expression(*parenthesised.inner);
    const Part after = own_comments();
    return all({open, before, inner, after, word(")")});
  }
  const Part inner = chain(*binary, 0);
  const Part after = own_comments();
  const Part end = soft();
  return in_group({open, indented({begin, before, inner, after}), end, word(")")});
}

// ---- operators --------------------------------------------------------------------------------------------------

Part Printer::node(const syntax::UnaryExpr& unary, const syntax::Expr&) {
  const Part sign = word(syntax::token(unary.op));
  const Part gap = unary.op == Operator::logical_not ? document_.space() : 0;
  return all({sign, gap, expression(*unary.operand)});
}

Part Printer::node(const syntax::BinaryExpr& binary, const syntax::Expr&) {
  return is_chained(binary.op) ? chain(binary, 2) : comparison(binary);
}

Part Printer::chain(const syntax::BinaryExpr& binary, std::uint32_t indent) {
  // Those that bind to the left lie along the left side of the tree, `or else` along its right.
  std::vector<const syntax::BinaryExpr*> links{&binary};
  const bool to_right = binary.op == Operator::or_else;
  for (;;) {
    const auto* next = chained(to_right ? *links.back()->right : *links.back()->left);
    if (next == nullptr || syntax::level(next->op) != syntax::level(binary.op)) break;
    links.push_back(next);
  }
  if (!to_right) std::ranges::reverse(links);

  const syntax::Expr& first = *links.front()->left;
  const Part begin = expression(first);
  Parts parts;
  for (const syntax::BinaryExpr* each : links) {
    const bool last = each == links.back();
    link(each->op, to_right && !last ? *chained(*each->right)->left : *each->right, parts);
  }
  const Part head = chained(first) != nullptr ? document_.indented(2, begin) : begin;
  const Part rest = document_.indented(indent, document_.all(parts));
  if (is_form_in_parentheses(first) && syntax::level(binary.op) > 2) return all({head, document_.group(rest)});
  return links.size() > 1 && syntax::level(binary.op) <= 2 ? condition_group({head, rest}) : in_group({head, rest});
}

/// A comment behind an operator that ends its line is about what stands before it, and one that follows is about what
/// comes next: so the operator goes below the one and the other.
void Printer::link(Operator op, const syntax::Expr& right, Parts& parts) {
  const bool begins_line = reader_.line_ends_here();
  Part gap = line();
  const Part before = own_comments();
  const std::string_view token = syntax::token(op);
  Part sign = 0, behind = 0;
  if (token.find(' ') != std::string_view::npos) {
    sign = words(token);
  } else if (reader_.follows(token)) {
    const std::uint32_t begin = reader_.next();
    reader_.move_to(begin + static_cast<std::uint32_t>(token.size()));
    sign = document_.text(reader_.from(begin, reader_.at()));
    const std::string_view comment = reader_.take_end_comment();
    if (!comment.empty()) behind = begins_line ? document_.own_comment(comment) : document_.end_comment(comment);
  } else {
    failed_ = true;
  }
  if (reader_.line_ends_here() && reader_.next_line_has_comment()) gap = document_.hard();
  const Part between = own_comments();
  if (!begins_line && behind != 0) {
    parts.push_back(behind);
    gap = document_.hard();
  }
  for (const Part part : {gap, before, begins_line ? behind : 0, between, sign, document_.space()}) {
    parts.push_back(part);
  }
  parts.push_back(expression(right));
}

/// Also `*`, `/` and `of`.
Part Printer::comparison(const syntax::BinaryExpr& binary) {
  const Part left = expression(*binary.left);
  const bool stays = hugs(*binary.right) || binary.op == Operator::percent_of;
  const Part gap = stays ? document_.space() : line();
  const Part sign = words(syntax::token(binary.op));
  const Part right = expression(*binary.right);
  const Part rest = indented({gap, sign, document_.space(), right});
  if (is_form_in_parentheses(*binary.left)) return all({left, document_.group(rest)});
  return in_group({left, rest});
}

Part Printer::node(const syntax::PresenceExpr& presence, const syntax::Expr&) {
  const Part operand = expression(*presence.operand);
  return all({operand, document_.space(), words(presence.present ? "is present" : "is absent")});
}

Part Printer::node(const syntax::WithinExpr& within, const syntax::Expr&) {
  const Part instant = expression(*within.instant);
  const Part gap = line();
  const Part keyword = word("within");
  const Part duration = expression(*within.duration);
  const Part direction = word(within.after ? "after" : "before");
  const Part start = expression(*within.start);
  const Part space = document_.space();
  return in_group({instant, indented({gap, keyword, space, duration, space, direction, space, start})});
}

Part Printer::node(const syntax::RangeExpr& range, const syntax::Expr&) {
  const Part operand = expression(*range.operand);
  const Part gap = line();
  const Part keyword = words(range.negated ? "not in" : "in");
  const Part open = word(range.low_closed ? "[" : "(");
  const Part low = expression(*range.low);
  const Part dots = word("..");
  const Part high = expression(*range.high);
  const Part close = word(range.high_closed ? "]" : ")");
  const Part space = document_.space();
  return in_group({operand, indented({gap, keyword, space, open, low, space, dots, space, high, close})});
}

// ---- forms that begin with a word -------------------------------------------------------------------------------

Part Printer::node(const syntax::IfExpr& choice, const syntax::Expr&) {
  const Part keyword = word("if");
  const Part condition = expression(*choice.condition);
  const Part then = part_of_form("then", choice.then);
  const Part otherwise = part_of_form("else", choice.otherwise);
  return condition_group({keyword, document_.space(), condition, indented({then, otherwise})});
}

Part Printer::part_of_form(std::string_view keyword, const syntax::ExprPtr& inner) {
  if (inner == nullptr) return 0;
  const Part gap = line();
  const Part begin = word(keyword);
  return all({gap, begin, document_.space(), expression(*inner)});
}

Part Printer::each(const syntax::Name& variable, const syntax::Expr& list) {
  const Part bound = name(variable);
  const Part keyword = word("in");
  return all({bound, document_.space(), keyword, document_.space(), expression(list)});
}

Part Printer::node(const syntax::QuantifierExpr& form, const syntax::Expr&) {
  using syntax::QuantifierKind;
  const Part keyword = word(form.kind == QuantifierKind::some    ? "some"
                            : form.kind == QuantifierKind::every ? "every"
                                                                 : "no");
  const Part head = all({keyword, document_.space(), each(form.variable, *form.list)});
  if (form.where != nullptr) {
    const Part where = part_of_form("where", form.where);
    return condition_group({head, indented({where, part_of_form("satisfies", form.satisfies)})});
  }
  const Part satisfies = word("satisfies");
  const Part gap = line();
  const Part body = expression(*form.satisfies);
  return condition_group({head, document_.space(), satisfies, indented({gap, body})});
}

Part Printer::node(const syntax::PickExpr& form, const syntax::Expr&) {
  const Part keyword = word(form.first ? "first" : "last");
  const Part head = all({keyword, document_.space(), each(form.variable, *form.list)});
  const Part where = part_of_form("where", form.where);
  return condition_group({head, indented({where, part_of_form("by", form.key)})});
}

Part Printer::node(const syntax::AggregateExpr& form, const syntax::Expr&) {
  using syntax::AggregateKind;
  constexpr std::string_view keywords[] = {"count", "sum", "min", "max", "earliest", "latest"};
  Parts parts{word(keywords[static_cast<std::size_t>(form.kind)]), document_.space()};
  parts.push_back(word("of"));
  parts.push_back(document_.space());
  if (form.kind != AggregateKind::count) {
    parts.push_back(expression(*form.of));
    parts.push_back(document_.space());
    parts.push_back(word("for"));
    parts.push_back(document_.space());
  }
  parts.push_back(each(form.variable, *form.list));
  parts.push_back(indented({part_of_form("where", form.where)}));
  return document_.group(document_.all(parts), layout::widest_condition);
}

Part Printer::assigned(const syntax::Expr& value, std::uint32_t indent) {
  const Part sign = word("=");
  const Part gap = hugs(value) ? document_.space() : line();
  const Part part = expression(value);
  const Part behind = document_.indented(indent, all({gap, part}));
  const std::uint32_t widest = is_condition(value) ? layout::widest_condition : layout::widest_line;
  return all({document_.space(), sign, hugs(value) ? all({gap, part}) : document_.group(behind, widest)});
}

}  // namespace writ
