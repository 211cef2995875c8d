#include "tools/lint/style/syntax.hpp"

#include <algorithm>

#include "engine/value/overloaded.hpp"
#include "tools/lint/walk.hpp"

namespace writ::lint::style {
namespace {

using syntax::Expr;
using syntax::ExprPtr;

bool is_blank(char c) { return c == ' ' || c == '\t' || c == '\n' || c == '\r'; }

/// A chain of operators may be of any length, and leans to the left: that side is walked in a loop.
void walk(const Expr& root, Place place, const VisitExpression& visit) {
  const Expr* rest = &root;
  while (true) {
    visit(*rest, place);
    place.parent = rest;
    const auto* binary = std::get_if<syntax::BinaryExpr>(&rest->node);
    if (binary == nullptr) break;
    walk(*binary->right, place, visit);
    rest = binary->left.get();
  }
  for (const Expr* part : children(*rest)) walk(*part, place, visit);
}

class FileWalk {
 public:
  FileWalk(const VisitExpression& visit, const syntax::Declaration* declaration) : visit_(visit) {
    place_.declaration = declaration;
  }

  void of(const ExprPtr& expr, Owner owner) {
    if (!expr) return;
    place_.owner = owner;
    walk(*expr, place_, visit_);
  }
  void of(const std::optional<syntax::Effective>& effective) {
    if (effective) of(effective->by, Owner::by);
  }
  void of(const syntax::NoticeCall& call, Owner owner) {
    for (const ExprPtr& argument : call.arguments) of(argument, owner);
  }
  void of(const std::optional<syntax::Message>& message) {
    if (!message) return;
    for (const syntax::MessageText& text : message->texts) of(text.text, Owner::message);
  }

  void of(const syntax::Rule& rule) {
    place_.rule = &rule;
    of(rule.value, Owner::rule_value);
    of(rule.when, Owner::when);
    of(rule.unless, Owner::unless);
    of(rule.because);
    for (const syntax::NoticeCall& call : rule.then) of(call, Owner::notice_argument);
    of(rule.effective);
    place_.rule = nullptr;
  }
  void of(const syntax::Also& also) {
    place_.also = &also;
    of(also.call, Owner::notice_argument);
    of(also.when, Owner::when);
    of(also.unless, Owner::unless);
    of(also.effective);
    place_.also = nullptr;
  }

  void operator()(const syntax::RequireDecl& node) {
    of(node.condition, Owner::requirement);
    of(node.because);
  }
  void operator()(const syntax::ParameterDecl& node) {
    of(node.value, Owner::parameter);
    of(node.dated_by, Owner::by);
    for (const syntax::DatedValue& value : node.values) of(value.value, Owner::parameter);
  }
  void operator()(const syntax::DefineDecl& node) { of(node.value, Owner::define); }
  void operator()(const syntax::DecisionDecl& node) {
    for (const syntax::Rule& rule : node.rules) of(rule);
    for (const syntax::Also& also : node.alsos) of(also);
  }
  void operator()(const syntax::InvariantDecl& node) { of(node.condition, Owner::invariant); }
  void operator()(const syntax::FixtureDecl& node) { of(node.value, Owner::fixture); }
  void operator()(const syntax::TestDecl& node) {
    for (const syntax::TestStep& step : node.steps) std::visit(*this, step.node);
  }

  void operator()(const syntax::GivenStep& node) { of(node.value, Owner::step); }
  void operator()(const syntax::SetStep& node) { of(node.value, Owner::step); }
  void operator()(const syntax::ExpectExpr& node) { of(node.condition, Owner::step); }
  void operator()(const syntax::ExpectNotice& node) {
    if (node.call) of(*node.call, Owner::step);
  }
  template <typename Other>
  void operator()(const Other&) {}

 private:
  const VisitExpression& visit_;
  Place place_;
};

}  // namespace

void for_each_part(const Expr& expr, const VisitExpression& visit) { walk(expr, {}, visit); }

void for_each_expression(const syntax::File& file, const VisitExpression& visit) {
  FileWalk(visit, nullptr).of(file.header.effective);
  for (const auto& source : file.header.sources) FileWalk(visit, nullptr).of(source.effective);
  for (const syntax::Declaration& declaration : file.declarations) {
    FileWalk walk_declaration(visit, &declaration);
    std::visit(walk_declaration, declaration.node);
  }
}

void for_each_expression(const Subject& subject, const VisitExpression& visit) {
  for (const syntax::File& file : subject.files) for_each_expression(file, visit);
}

void for_each_rule(const syntax::File& file,
                   const std::function<void(const syntax::DecisionDecl&, const syntax::Rule&)>& visit) {
  for (const syntax::Declaration& declaration : file.declarations) {
    const auto* decision = std::get_if<syntax::DecisionDecl>(&declaration.node);
    if (decision == nullptr) continue;
    for (const syntax::Rule& rule : decision->rules) visit(*decision, rule);
  }
}

const Expr& inside(const Expr& expr) {
  const Expr* rest = &expr;
  while (const auto* paren = std::get_if<syntax::ParenExpr>(&rest->node)) rest = paren->inner.get();
  return *rest;
}

const syntax::BinaryExpr* binary(const Expr& expr, syntax::Operator op) {
  const auto* node = std::get_if<syntax::BinaryExpr>(&expr.node);
  return node != nullptr && node->op == op ? node : nullptr;
}

std::vector<const Expr*> chain_of(const Expr& expr, syntax::Operator op) {
  std::vector<const Expr*> links;
  const Expr* rest = &expr;
  while (const auto* node = binary(*rest, op)) {
    links.push_back(node->right.get());
    rest = node->left.get();
  }
  links.push_back(rest);
  std::reverse(links.begin(), links.end());
  return links;
}

bool heads_chain(const Expr& expr, const Place& place, syntax::Operator op) {
  return binary(expr, op) != nullptr && (place.whole() || binary(*place.parent, op) == nullptr);
}

bool is_path(const Expr& expr) {
  const Expr* rest = &expr;
  while (const auto* field = std::get_if<syntax::FieldExpr>(&rest->node)) rest = field->base.get();
  return std::holds_alternative<syntax::NameExpr>(rest->node);
}

bool is_literal(const Expr& expr) {
  return std::visit(Overloaded{
                        [](const syntax::BoolLiteral&) { return true; },
                        [](const syntax::IntLiteral&) { return true; },
                        [](const syntax::DecimalLiteral&) { return true; },
                        [](const syntax::TextLiteral& node) {
                          return std::ranges::all_of(node.pieces, [](const auto& piece) {
                            return std::holds_alternative<std::string>(piece);
                          });
                        },
                        [](const syntax::DurationLiteral&) { return true; },
                        [](const syntax::PeriodLiteral&) { return true; },
                        [](const syntax::DateLiteral&) { return true; },
                        [](const syntax::TimeLiteral&) { return true; },
                        [](const syntax::InstantLiteral&) { return true; },
                        [](const syntax::MoneyLiteral&) { return true; },
                        [](const syntax::UnaryExpr& node) {
                          return node.op == syntax::Operator::negate && is_literal(*node.operand);
                        },
                        [](const auto&) { return false; },
                    },
                    expr.node);
}

bool is_form(const Expr& expr) {
  return std::visit(Overloaded{
                        [](const syntax::IfExpr&) { return true; },
                        [](const syntax::QuantifierExpr&) { return true; },
                        [](const syntax::PickExpr&) { return true; },
                        [](const syntax::AggregateExpr&) { return true; },
                        [](const auto&) { return false; },
                    },
                    expr.node);
}

bool ends_in_form(const Expr& expr) {
  const Expr* rest = &expr;
  while (true) {
    if (is_form(*rest)) return true;
    if (const auto* node = std::get_if<syntax::BinaryExpr>(&rest->node)) {
      rest = node->right.get();
    } else if (const auto* unary = std::get_if<syntax::UnaryExpr>(&rest->node)) {
      rest = unary->operand.get();
    } else if (const auto* within = std::get_if<syntax::WithinExpr>(&rest->node)) {
      rest = within->start.get();
    } else {
      return false;
    }
  }
}

bool may_follow_not(const Expr& expr) {
  return std::visit(Overloaded{
                        [](const syntax::UnaryExpr&) { return false; },
                        [](const syntax::BinaryExpr&) { return false; },
                        [](const syntax::PresenceExpr&) { return false; },
                        [](const syntax::WithinExpr&) { return false; },
                        [](const syntax::RangeExpr&) { return false; },
                        [&](const auto&) { return !is_form(expr); },
                    },
                    expr.node);
}

std::string source_text(const Subject& subject, Span span) { return std::string(subject.sources.text(span)); }

std::string quoted(std::string_view text) {
  constexpr std::size_t longest = 60;
  if (text.size() > longest || text.find('\n') != std::string_view::npos) return "`…`";
  return "`" + std::string(text) + "`";
}

std::string quoted(const Subject& subject, const Expr& expr) { return quoted(subject.sources.text(expr.span)); }

std::string negated(const Subject& subject, const Expr& expr) {
  const std::string text = source_text(subject, expr.span);
  return may_follow_not(expr) ? "not " + text : "not (" + text + ")";
}

bool has_comment(const syntax::File& file, Span span) {
  const auto first =
      std::ranges::lower_bound(file.comments, span.begin, {}, [](const syntax::Comment& c) { return c.span.begin; });
  return first != file.comments.end() && first->span.begin < span.end;
}

std::optional<Span> keyword_before(const Subject& subject, const syntax::File& file, std::uint32_t offset,
                                   std::string_view keyword) {
  const std::string_view text = subject.sources[file.id].text();
  std::uint32_t at = offset;
  while (true) {
    while (at > 0 && is_blank(text[at - 1])) --at;
    const auto after =
        std::ranges::lower_bound(file.comments, at, {}, [](const syntax::Comment& c) { return c.span.begin; });
    if (after == file.comments.begin() || std::prev(after)->span.end < at) break;
    at = std::prev(after)->span.begin;
  }
  const auto size = static_cast<std::uint32_t>(keyword.size());
  if (at < size || text.substr(at - size, size) != keyword) return std::nullopt;
  return Span{file.id, at - size, at};
}

Fix remove(const Subject& subject, Span span) {
  const std::string_view text = subject.sources[span.file].text();
  std::uint32_t begin = span.begin;
  while (begin > 0 && (text[begin - 1] == ' ' || text[begin - 1] == '\t')) --begin;
  std::uint32_t end = span.end;
  while (end < text.size() && (text[end] == ' ' || text[end] == '\t' || text[end] == '\r')) ++end;
  const bool alone = (begin == 0 || text[begin - 1] == '\n') && (end == text.size() || text[end] == '\n');
  if (alone) return {{span.file, begin, end < text.size() ? end + 1 : end}, ""};
  // What stood before it keeps its distance to what follows.
  return {{span.file, begin, span.end}, ""};
}

const syntax::File& file_of(const Subject& subject, Span span) {
  return *std::ranges::find(subject.files, span.file, &syntax::File::id);
}

}  // namespace writ::lint::style
