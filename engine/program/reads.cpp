#include "engine/program/reads.hpp"

#include "engine/value/overloaded.hpp"

namespace writ {

using namespace model;

namespace {

class Walk {
 public:
  explicit Walk(const Model& model)
      : model_(model), seen_(model.exprs.size(), false), decided_(model.decisions.size()) {
    for (const RecordInfo& record : model.schema.records) reads_.fields.emplace_back(record.fields.size(), false);
  }

  void decision(DecisionId id) {
    if (decided_[id]) return;
    decided_[id] = true;
    const Decision& decision = model_.decisions[id];
    reads_.facts.insert(decision.needs.begin(), decision.needs.end());
    reads_.now |= decision.reads_now;
    expression(model_.files[decision.file].in_force);
    whole(decision.type);
    for (const Rule& each : decision.rules) rule(each);
    if (decision.otherwise) rule(*decision.otherwise);
    for (const Also& also : decision.alsos) {
      for (const ExprId part : {also.in_force, also.unless, also.when}) expression(part);
      notice(also.call);
    }
  }

  void requirement(const Requirement& requirement) {
    reads_.facts.insert(requirement.reads.begin(), requirement.reads.end());
    reads_.now |= requirement.reads_now;
    expression(requirement.condition);
    message(requirement.because);
  }

  Reads take() { return std::move(reads_); }

 private:
  void rule(const Rule& rule) {
    for (const ExprId part : {rule.in_force, rule.unless, rule.when, rule.value}) expression(part);
    if (rule.because) message(*rule.because);
    for (const NoticeCall& call : rule.then) notice(call);
  }
  void message(const Message& message) {
    for (const MessageText& text : message.texts) expression(text.text);
  }
  void notice(const NoticeCall& call) {
    for (const ExprId argument : call.arguments) {
      expression(argument);
      whole(model_[argument].type);
    }
  }

  void expression(ExprId expr) {
    if (expr == none || seen_[expr]) return;
    seen_[expr] = true;
    const Expr& e = model_[expr];
    std::visit(Overloaded{
                   [](const auto&) {},
                   [&](const ParameterRef& node) { expression(model_.parameters[node.parameter].value); },
                   [&](const FixtureRef& node) { expression(model_.fixtures[node.fixture].value); },
                   [&](const DefineRef& node) { expression(model_.defines[node.define].body); },
                   [&](const DecisionRef& node) { decision(node.decision); },
                   [&](const OutcomeTest& node) { decision(node.decision); },
                   [&](const FieldRef& node) { reads_.fields[node.record][node.field] = true; },
                   // Compared as a whole, field by field.
                   [&](const Equal& node) { whole(model_[node.left].type); },
                   [&](const InList& node) { whole(model_[node.value].type); },
               },
               e.node);
    for (const ExprId part : parts(e)) expression(part);
  }

  /// All that a value of this type holds.
  void whole(Type type) {
    if (type.base != Kind::record) return;
    const auto& fields = model_.schema.records[type.id].fields;
    for (std::size_t i = 0; i < fields.size(); ++i) {
      if (reads_.fields[type.id][i] && wholes_.contains({type.id, i})) continue;
      reads_.fields[type.id][i] = true;
      wholes_.insert({type.id, i});
      whole(fields[i].type);
    }
  }

  const Model& model_;
  std::vector<bool> seen_, decided_;
  std::set<std::pair<std::uint32_t, std::size_t>> wholes_;
  Reads reads_;
};

}  // namespace

Reads reads_of(const Model& model, DecisionId decision, const std::vector<RequirementId>& requirements) {
  Walk walk(model);
  walk.decision(decision);
  for (const RequirementId requirement : requirements) walk.requirement(model.requirements[requirement]);
  return walk.take();
}

}  // namespace writ
