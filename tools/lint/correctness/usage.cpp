#include "tools/lint/correctness/usage.hpp"

#include <algorithm>
#include <string>
#include <unordered_map>

#include "tools/lint/kept.hpp"
#include "tools/lint/walk.hpp"

namespace writ::lint::correctness {
namespace {

using model::ExprId;

void mark_facts(const model::Model& model, ExprId expr, std::vector<bool>& facts) {
  if (expr == model::none) return;
  walk(model, expr, [&](ExprId part) {
    if (const auto* fact = std::get_if<model::FactRef>(&model[part].node)) facts[fact->fact] = true;
  });
}

void mark_facts(const model::Model& model, const model::Message& message, std::vector<bool>& facts) {
  for (const auto& text : message.texts) mark_facts(model, text.text, facts);
}

void mark_facts(const model::Model& model, const model::NoticeCall& call, std::vector<bool>& facts) {
  for (const ExprId argument : call.arguments) mark_facts(model, argument, facts);
}

void mark_facts(const model::Model& model, const model::Rule& rule, std::vector<bool>& facts) {
  for (const ExprId part : {rule.in_force, rule.unless, rule.when, rule.value}) mark_facts(model, part, facts);
  if (rule.because) mark_facts(model, *rule.because, facts);
  for (const auto& call : rule.then) mark_facts(model, call, facts);
}

void mark_tested(const model::Model& model, std::vector<bool>& facts) {
  for (const auto& test : model.tests)
    for (const auto& step : test.steps) {
      if (const auto* given = std::get_if<model::GivenStep>(&step.node)) facts[given->fact] = true;
      if (const auto* expected = std::get_if<model::ExpectExpr>(&step.node)) {
        mark_facts(model, expected->condition, facts);
      }
    }
}

class Names {
 public:
  std::set<std::string_view> found;

  void add(const syntax::QualifiedName& name) {
    if (name.parts.empty()) return;
    found.insert(name.parts.front().text);
    found.insert(name.parts.back().text);
  }
  void add(const syntax::TypeExpr& type) { add(type.name); }
  void add(const std::optional<syntax::TypeExpr>& type) {
    if (type) add(type->name);
  }
  void add(const std::vector<syntax::Parameter>& parameters) {
    for (const auto& parameter : parameters) add(parameter.type);
  }
  void add(const std::vector<syntax::NoticeCall>& calls) {
    for (const auto& call : calls) add(call.name);
  }
  void add(const syntax::Expr& expr) {
    if (const auto* name = std::get_if<syntax::NameExpr>(&expr.node)) found.insert(name->name.text);
    if (const auto* field = std::get_if<syntax::FieldExpr>(&expr.node)) found.insert(field->field.text);
  }

  void add(const syntax::Declaration& declaration) {
    std::visit(Overloaded{
                   [](const auto&) {},
                   [&](const syntax::RecordDecl& node) {
                     for (const auto& field : node.fields) add(field.type);
                   },
                   [&](const syntax::FactDecl& node) { add(node.type); },
                   [&](const syntax::ParameterDecl& node) { add(node.type); },
                   [&](const syntax::DefineDecl& node) {
                     add(node.parameters);
                     add(node.type);
                   },
                   [&](const syntax::NoticeDecl& node) { add(node.parameters); },
                   [&](const syntax::FixtureDecl& node) { add(node.type); },
                   [&](const syntax::DecisionDecl& node) {
                     add(node.type);
                     for (const auto& rule : node.rules) add(rule.then);
                     for (const auto& also : node.alsos) add(also.call.name);
                   },
                   [&](const syntax::TestDecl& node) {
                     for (const auto& step : node.steps) add(step);
                   },
               },
               declaration.node);
  }
  void add(const syntax::TestStep& step) {
    std::visit(Overloaded{
                   [](const auto&) {},
                   [&](const syntax::GivenStep& node) { found.insert(node.name.text); },
                   [&](const syntax::SetStep& node) { add(node.name); },
                   [&](const syntax::ExpectNotice& node) {
                     if (node.call) add(node.call->name);
                   },
                   [&](const syntax::ExpectRejected& node) { found.insert(node.requirement.text); },
               },
               step.node);
  }
};

Readers all_readers(const model::Model& model) {
  Readers result;
  result.parameters.resize(model.parameters.size());
  result.defines.resize(model.defines.size());
  result.fixtures.resize(model.fixtures.size());
  result.notices.resize(model.notices.size());
  for (auto* facts : {&result.facts, &result.facts_required, &result.facts_tested}) facts->resize(model.facts.size());

  for (const auto& expr : model.exprs) {
    if (const auto* parameter = std::get_if<model::ParameterRef>(&expr.node)) {
      result.parameters[parameter->parameter] = true;
    } else if (const auto* define = std::get_if<model::DefineRef>(&expr.node)) {
      result.defines[define->define] = true;
    } else if (const auto* fixture = std::get_if<model::FixtureRef>(&expr.node)) {
      result.fixtures[fixture->fixture] = true;
    }
  }
  for (const auto& define : model.defines) mark_facts(model, define.body, result.facts);
  for (const auto& parameter : model.parameters) mark_facts(model, parameter.value, result.facts);
  for (const auto& file : model.files) mark_facts(model, file.in_force, result.facts);
  for (const auto& invariant : model.invariants) mark_facts(model, invariant.condition, result.facts);
  for (const auto& decision : model.decisions)
    for (const auto& also : decision.alsos) {
      for (const ExprId part : {also.in_force, also.unless, also.when}) mark_facts(model, part, result.facts);
      mark_facts(model, also.call, result.facts);
      result.notices[also.call.notice] = true;
    }
  for_each_rule(model, [&](const model::Decision&, const model::Rule& rule) {
    mark_facts(model, rule, result.facts);
    for (const auto& call : rule.then) result.notices[call.notice] = true;
  });
  for (const auto& requirement : model.requirements) {
    mark_facts(model, requirement.condition, result.facts_required);
    mark_facts(model, requirement.because, result.facts_required);
  }
  mark_tested(model, result.facts_tested);
  return result;
}

}  // namespace

std::shared_ptr<const Readers> readers(const Subject& subject) {
  if (!subject.kept) return std::make_shared<const Readers>(all_readers(subject.model));
  if (!subject.kept->readers) subject.kept->readers = std::make_shared<const Readers>(all_readers(subject.model));
  return subject.kept->readers;
}

Company::Company(const Subject& subject) : complete_(subject.files.size()), used_(subject.files.size()) {
  std::unordered_map<std::string, std::size_t> by_name;
  for (std::size_t i = 0; i < subject.files.size(); ++i) by_name.emplace(subject.files[i].header.name.text(), i);
  std::vector<bool> decides(subject.files.size());
  for (const auto& decision : subject.model.decisions) decides[decision.file] = true;
  for (std::size_t i = 0; i < subject.files.size(); ++i) {
    if (decides[i]) complete_[i] = true;
    for (const auto& use : subject.files[i].header.uses) {
      const auto at = by_name.find(use.name.text());
      if (at == by_name.end()) continue;
      used_[at->second] = true;
      if (decides[i]) complete_[at->second] = true;
    }
  }
}

std::set<std::string_view> names_in(const syntax::File& file) {
  Names names;
  if (file.header.calendar) names.found.insert(file.header.calendar->text);
  for (const auto& declaration : file.declarations) names.add(declaration);
  for_each_syntax_expr(file, [&](const syntax::Expr& expr, const syntax::Expr*) { names.add(expr); });
  return std::move(names.found);
}

Span name_place(const Subject& subject, Span declaration) {
  const syntax::File* file = file_at(subject, declaration.file);
  if (file == nullptr) return declaration;
  const auto at = std::ranges::lower_bound(file->declarations, declaration.begin, {},
                                           [](const syntax::Declaration& each) { return each.span.begin; });
  if (at == file->declarations.end() || at->span.begin != declaration.begin) return declaration;
  return std::visit(Overloaded{
                        [&](const syntax::Broken&) { return declaration; },
                        [&](const syntax::TestDecl&) { return declaration; },
                        [](const auto& node) { return node.name.span; },
                    },
                    at->node);
}

bool has_tests(const Subject& subject, model::FileIndex file) {
  return std::ranges::any_of(subject.model.tests, [&](const model::Test& test) { return test.file == file; });
}

Span whole_lines(const Subject& subject, Span place) {
  const std::string_view text = subject.sources[place.file].text();
  const auto blank = [&](std::uint32_t at) { return text[at] == ' ' || text[at] == '\t' || text[at] == '\r'; };
  Span result = place;
  while (result.begin > 0 && blank(result.begin - 1)) --result.begin;
  while (result.end < text.size() && blank(result.end)) ++result.end;
  const bool alone =
      (result.begin == 0 || text[result.begin - 1] == '\n') && (result.end == text.size() || text[result.end] == '\n');
  if (!alone) return place;
  if (result.end < text.size()) ++result.end;
  return result;
}

}  // namespace writ::lint::correctness
