#include "tools/lint/style/names.hpp"

#include "engine/value/overloaded.hpp"
#include "tools/lint/style/syntax.hpp"

namespace writ::lint::style {
namespace {

using Visit = std::function<void(const GivenName&)>;

void of_declaration(const syntax::Declaration& declaration, const Visit& visit) {
  const auto of_parameters = [&](const std::vector<syntax::Parameter>& parameters) {
    for (const syntax::Parameter& each : parameters) visit({.name = each.name, .kind = "parameter"});
  };
  std::visit(
      Overloaded{
          [&](const syntax::EnumDecl& node) {
            visit({.name = node.name, .kind = "enum", .type = true});
            for (const syntax::EnumMember& member : node.members) {
              visit({.name = member.name,
                     .kind = "enum member",
                     .in_facts = true,
                     .has_spelling = member.spelling.has_value()});
            }
          },
          [&](const syntax::RecordDecl& node) {
            visit({.name = node.name, .kind = "record", .type = true});
            for (const syntax::Field& field : node.fields) {
              visit(
                  {.name = field.name, .kind = "field", .in_facts = true, .has_spelling = field.spelling.has_value()});
            }
          },
          [&](const syntax::FactDecl& node) {
            visit({.name = node.name, .kind = "fact", .in_facts = true, .has_spelling = node.spelling.has_value()});
          },
          [&](const syntax::RequireDecl& node) { visit({.name = node.name, .kind = "requirement"}); },
          [&](const syntax::ParameterDecl& node) { visit({.name = node.name, .kind = "parameter"}); },
          [&](const syntax::DefineDecl& node) {
            visit({.name = node.name, .kind = "definition"});
            of_parameters(node.parameters);
          },
          [&](const syntax::CalendarDecl& node) { visit({.name = node.name, .kind = "calendar"}); },
          [&](const syntax::NoticeDecl& node) {
            const bool advice = node.kind == syntax::NoticeKind::advice;
            visit({.name = node.name, .kind = advice ? "advice" : "obligation"});
            of_parameters(node.parameters);
          },
          [&](const syntax::DecisionDecl& node) {
            visit({.name = node.name, .kind = "decision"});
            for (const syntax::Rule& rule : node.rules) {
              if (!rule.is_otherwise) visit({.name = rule.name, .kind = "rule"});
            }
          },
          [&](const syntax::InvariantDecl& node) { visit({.name = node.name, .kind = "invariant"}); },
          [&](const syntax::FixtureDecl& node) { visit({.name = node.name, .kind = "fixture"}); },
          [](const syntax::TestDecl&) {},
          [](const syntax::Broken&) {},
      },
      declaration.node);
}

}  // namespace

void for_each_given_name(const syntax::File& file, const Visit& visit) {
  for (const syntax::Name& part : file.header.name.parts) visit({.name = part, .kind = "file"});
  for (const syntax::SourceClause& source : file.header.sources) visit({.name = source.name, .kind = "source"});
  for (const syntax::Use& use : file.header.uses) {
    if (use.alias) visit({.name = *use.alias, .kind = "alias"});
  }
  for (const syntax::Declaration& declaration : file.declarations) of_declaration(declaration, visit);
  for_each_expression(file, [&](const syntax::Expr& expr, const Place&) {
    const auto bound = [&](const syntax::Name& name) { visit({.name = name, .kind = "variable"}); };
    std::visit(Overloaded{
                   [&](const syntax::QuantifierExpr& node) { bound(node.variable); },
                   [&](const syntax::PickExpr& node) { bound(node.variable); },
                   [&](const syntax::AggregateExpr& node) { bound(node.variable); },
                   [](const auto&) {},
               },
               expr.node);
  });
}

}  // namespace writ::lint::style
