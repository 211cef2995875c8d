#include "tools/documents/declared.hpp"

#include <algorithm>

#include "engine/value/names.hpp"
#include "engine/value/overloaded.hpp"

namespace writ::documents {
namespace {

/// Goes through all that decisions use, each thing once.
class Walker {
 public:
  explicit Walker(const model::Model& model) : model_(model), visited_(model.exprs.size()) {
    reach_.defines.resize(model.defines.size());
    reach_.parameters.resize(model.parameters.size());
    reach_.decisions.resize(model.decisions.size());
    reach_.notices.resize(model.notices.size());
  }

  Reach take() { return std::move(reach_); }

  void visit_decision(model::DecisionId id) {
    if (reach_.decisions[id]) return;
    reach_.decisions[id] = true;
    const model::Decision& decision = model_.decisions[id];
    visit(model_.files[decision.file].in_force);
    for (const model::Rule& rule : decision.rules) visit_rule(rule);
    if (decision.otherwise) visit_rule(*decision.otherwise);
    for (const model::Also& also : decision.alsos) {
      for (const model::ExprId expr : {also.in_force, also.unless, also.when}) visit(expr);
      visit_notice(also.call);
    }
  }

 private:
  void visit_rule(const model::Rule& rule) {
    for (const model::ExprId expr : {rule.in_force, rule.unless, rule.when, rule.value}) visit(expr);
    if (rule.because) {
      for (const model::MessageText& text : rule.because->texts) visit(text.text);
    }
    for (const model::NoticeCall& call : rule.then) visit_notice(call);
  }

  void visit_notice(const model::NoticeCall& call) {
    reach_.notices[call.notice] = true;
    for (const model::ExprId argument : call.arguments) visit(argument);
  }

  void visit(model::ExprId id) {
    if (id == model::none || visited_[id]) return;
    visited_[id] = true;
    const model::Expr& expr = model_[id];
    std::visit(Overloaded{[&](const model::NowRef&) { reach_.reads_now = true; },
                          [&](const model::DefineRef& node) {
                            if (reach_.defines[node.define]) return;
                            reach_.defines[node.define] = true;
                            visit(model_.defines[node.define].body);
                          },
                          [&](const model::ParameterRef& node) {
                            if (reach_.parameters[node.parameter]) return;
                            reach_.parameters[node.parameter] = true;
                            visit(model_.parameters[node.parameter].value);
                          },
                          [&](const model::DecisionRef& node) { visit_decision(node.decision); },
                          [&](const model::OutcomeTest& node) { visit_decision(node.decision); },
                          [&](const model::FieldRef& node) {
                            auto& fields = reach_.fields[node.record];
                            fields.resize(model_.schema.records[node.record].fields.size());
                            fields[node.field] = true;
                          },
                          [](const auto&) {}},
               expr.node);
    for (const model::ExprId part : model::parts(expr)) visit(part);
  }

  const model::Model& model_;
  Reach reach_;
  std::vector<bool> visited_;
};

}  // namespace

template <typename Node>
const syntax::Declaration* Declared::find(model::FileIndex file, std::string_view name) const {
  const auto is_it = [&](const syntax::Declaration& declaration) {
    const auto* node = std::get_if<Node>(&declaration.node);
    return node != nullptr && node->name.text == name;
  };
  const auto& declarations = files_[file].declarations;
  const auto found = std::ranges::find_if(declarations, is_it);
  return found == declarations.end() ? nullptr : &*found;
}

const syntax::ParameterDecl* Declared::parameter(const model::Parameter& parameter) const {
  const auto* found = find<syntax::ParameterDecl>(parameter.file, unqualified(parameter.name));
  return found == nullptr ? nullptr : std::get_if<syntax::ParameterDecl>(&found->node);
}

const syntax::DecisionDecl* Declared::decision(const model::Decision& decision) const {
  const auto* found = find<syntax::DecisionDecl>(decision.file, unqualified(decision.name));
  return found == nullptr ? nullptr : std::get_if<syntax::DecisionDecl>(&found->node);
}

/// The syntax has `otherwise` among the rules.
const syntax::Rule* Declared::rule(const model::Decision& decision, const model::Rule& rule) const {
  const syntax::DecisionDecl* declared = this->decision(decision);
  if (declared == nullptr) return nullptr;
  const auto is_it = [&](const syntax::Rule& each) {
    return rule.is_otherwise ? each.is_otherwise : !each.is_otherwise && each.name.text == rule.name;
  };
  const auto found = std::ranges::find_if(declared->rules, is_it);
  return found == declared->rules.end() ? nullptr : &*found;
}

const syntax::Also* Declared::also(const model::Decision& decision, std::size_t number) const {
  const syntax::DecisionDecl* declared = this->decision(decision);
  return declared == nullptr || number >= declared->alsos.size() ? nullptr : &declared->alsos[number];
}

const syntax::Declaration* Declared::notice(const model::Notice& notice) const {
  return find<syntax::NoticeDecl>(notice.file, notice.name);
}

const syntax::Declaration* Declared::fact(const model::Fact& fact) const {
  return find<syntax::FactDecl>(fact.file, fact.name);
}

const syntax::RecordDecl* Declared::record(std::string_view qualified_name) const {
  const std::string_view file = qualified_name.substr(0, std::min(qualified_name.rfind('.'), qualified_name.size()));
  for (model::FileIndex i = 0; i < files_.size(); ++i) {
    if (model_.files[i].name != file) continue;
    const auto* found = find<syntax::RecordDecl>(i, unqualified(qualified_name));
    return found == nullptr ? nullptr : std::get_if<syntax::RecordDecl>(&found->node);
  }
  return nullptr;
}

Reach reach_of(const model::Model& model, const std::vector<model::DecisionId>& decisions) {
  Walker walker(model);
  for (const model::DecisionId decision : decisions) walker.visit_decision(decision);
  return walker.take();
}

}  // namespace writ::documents
