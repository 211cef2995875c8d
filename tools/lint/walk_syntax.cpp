#include <algorithm>

#include "tools/lint/walk.hpp"

namespace writ::lint {

using namespace syntax;

namespace {

using Found = std::vector<const Expr*>;

void add(Found& found, const ExprPtr& expr) {
  if (expr) found.push_back(expr.get());
}
void add(Found& found, const std::vector<ExprPtr>& exprs) {
  for (const ExprPtr& expr : exprs) add(found, expr);
}
void add(Found& found, const std::vector<FieldValue>& fields) {
  for (const FieldValue& field : fields) add(found, field.value);
}
void add(Found& found, const std::optional<Message>& message) {
  if (!message) return;
  for (const MessageText& text : message->texts) add(found, text.text);
}
void add(Found& found, const std::optional<Effective>& effective) {
  if (effective) add(found, effective->by);
}
void add(Found& found, const Rule& rule) {
  add(found, rule.value);
  add(found, rule.when);
  add(found, rule.unless);
  add(found, rule.because);
  for (const NoticeCall& call : rule.then) add(found, call.arguments);
  add(found, rule.effective);
}
void add(Found& found, const Also& also) {
  add(found, also.call.arguments);
  add(found, also.when);
  add(found, also.unless);
  add(found, also.effective);
}
void add(Found& found, const TestStep& step) {
  std::visit(Overloaded{
                 [](const auto&) {},
                 [&](const GivenStep& node) { add(found, node.value); },
                 [&](const SetStep& node) { add(found, node.value); },
                 [&](const ExpectOutcome& node) { add(found, node.decision); },
                 [&](const ExpectNotice& node) {
                   add(found, node.decision);
                   if (node.call) add(found, node.call->arguments);
                 },
                 [&](const ExpectHolds& node) { add(found, node.decision); },
                 [&](const ExpectExpr& node) { add(found, node.condition); },
             },
             step.node);
}

void walk_from(const Expr& expr, const Expr* parent, const VisitSyntax& visit) {
  visit(expr, parent);
  for (const Expr* child : children(expr)) walk_from(*child, &expr, visit);
}

bool has(Span around, Span place) { return around.begin <= place.begin && place.begin < around.end; }

/// The name of what is declared, and within it that of the part around `place`: `send_card.late`.
std::string name_within(const Declaration& declaration, Span place) {
  return std::visit(Overloaded{
                        [](const Broken& node) { return node.name ? std::string(node.name->text) : std::string(); },
                        [](const TestDecl& node) { return "test \"" + node.title.value + "\""; },
                        [&](const RecordDecl& node) {
                          std::string name(node.name.text);
                          for (const Field& field : node.fields) {
                            if (has(field.span, place)) name.append(".").append(field.name.text);
                          }
                          return name;
                        },
                        [&](const DecisionDecl& node) {
                          std::string name(node.name.text);
                          for (const Rule& rule : node.rules) {
                            if (has(rule.span, place))
                              name.append(".").append(rule.is_otherwise ? "otherwise" : rule.name.text);
                          }
                          for (const Also& also : node.alsos) {
                            if (has(also.span, place)) name += ".also " + also.call.name.text();
                          }
                          return name;
                        },
                        [](const auto& node) { return std::string(node.name.text); },
                    },
                    declaration.node);
}

}  // namespace

std::vector<const Expr*> children(const Expr& expr) {
  Found found;
  std::visit(
      Overloaded{
          [](const auto&) {},
          [&](const TextLiteral& node) {
            for (const TextPiece& piece : node.pieces) {
              if (const auto* inner = std::get_if<ExprPtr>(&piece)) add(found, *inner);
            }
          },
          [&](const FieldExpr& node) { add(found, node.base); },
          [&](const CallExpr& node) { add(found, node.callee), add(found, node.arguments); },
          [&](const RecordExpr& node) { add(found, node.fields); },
          [&](const ListExpr& node) { add(found, node.elements); },
          [&](const WithExpr& node) { add(found, node.base), add(found, node.fields); },
          [&](const UnaryExpr& node) { add(found, node.operand); },
          [&](const BinaryExpr& node) { add(found, node.left), add(found, node.right); },
          [&](const PresenceExpr& node) { add(found, node.operand); },
          [&](const WithinExpr& node) { add(found, node.instant), add(found, node.duration), add(found, node.start); },
          [&](const RangeExpr& node) { add(found, node.operand), add(found, node.low), add(found, node.high); },
          [&](const IfExpr& node) { add(found, node.condition), add(found, node.then), add(found, node.otherwise); },
          [&](const QuantifierExpr& node) {
            add(found, node.list), add(found, node.where), add(found, node.satisfies);
          },
          [&](const PickExpr& node) { add(found, node.list), add(found, node.where), add(found, node.key); },
          [&](const AggregateExpr& node) { add(found, node.of), add(found, node.list), add(found, node.where); },
          [&](const ParenExpr& node) { add(found, node.inner); },
      },
      expr.node);
  return found;
}

std::vector<const Expr*> roots(const Declaration& declaration) {
  Found found;
  std::visit(Overloaded{
                 [](const auto&) {},
                 [&](const RequireDecl& node) { add(found, node.condition), add(found, node.because); },
                 [&](const ParameterDecl& node) {
                   add(found, node.value), add(found, node.dated_by);
                   for (const DatedValue& value : node.values) add(found, value.value);
                 },
                 [&](const DefineDecl& node) { add(found, node.value); },
                 [&](const DecisionDecl& node) {
                   for (const Rule& rule : node.rules) add(found, rule);
                   for (const Also& also : node.alsos) add(found, also);
                 },
                 [&](const InvariantDecl& node) { add(found, node.condition); },
                 [&](const FixtureDecl& node) { add(found, node.value); },
                 [&](const TestDecl& node) {
                   for (const TestStep& step : node.steps) add(found, step);
                 },
             },
             declaration.node);
  return found;
}

void for_each_syntax_expr(const File& file, const VisitSyntax& visit) {
  if (file.header.effective && file.header.effective->by) walk_from(*file.header.effective->by, nullptr, visit);
  for (const Declaration& declaration : file.declarations) {
    for (const Expr* root : roots(declaration)) walk_from(*root, nullptr, visit);
  }
}

const File* file_at(const Subject& subject, FileId file) {
  const auto found = std::ranges::find(subject.files, file, &File::id);
  return found == subject.files.end() ? nullptr : &*found;
}

std::string subject_at(const Subject& subject, Span place) {
  const File* file = file_at(subject, place.file);
  if (file == nullptr) return {};
  std::string name = file->header.name.text();
  const auto after = std::ranges::upper_bound(file->declarations, place.begin, {},
                                              [](const Declaration& each) { return each.span.begin; });
  if (after == file->declarations.begin()) return name;
  const Declaration& around = *std::prev(after);
  if (!has(around.span, place)) return name;
  const std::string within = name_within(around, place);
  return within.empty() ? name : name + "." + within;
}

}  // namespace writ::lint
