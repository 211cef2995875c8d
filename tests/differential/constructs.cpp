#include "tests/differential/constructs.hpp"

#include <fmt/format.h>

#include <initializer_list>
#include <set>
#include <vector>

#include "engine/facts/answer.hpp"
#include "engine/value/overloaded.hpp"

namespace writ::differential {
namespace {

using std::string;
using Node = decltype(model::Expr::node);

constexpr std::string_view node_names[] = {
    "Poison",     "Constant",   "TextConstant", "AbsentValue", "FactRef",    "NowRef",   "ParameterRef", "LocalRef",
    "FixtureRef", "DefineRef",  "DecisionRef",  "OutcomeTest", "FieldRef",   "Widen",    "MakePresent",  "Narrowed",
    "Apply",      "Equal",      "Logic",        "Not",         "IsPresent",  "OrElse",   "InList",       "InRange",
    "If",         "Quantifier", "Pick",         "Aggregate",   "MakeRecord", "MakeList", "With",         "Interpolate"};
static_assert(std::size(node_names) == std::variant_size_v<Node>);

string row_name(const Builtin& row) {
  string name = fmt::format("row {}{}(", row.name, row.is_operator ? " operator" : "");
  for (const auto& shape : row.parameters) {
    name += (shape.rule == Shape::Rule::any_list ? "list" : Schema().type_name({shape.kind})) + " ";
  }
  return name + ")";
}

/// What differs within one kind of expression.
string detail_of(const model::Expr& expr) {
  return std::visit(
      Overloaded{[](const model::Logic& node) { return fmt::format("Logic {}", static_cast<int>(node.op)); },
                 [](const model::Equal& node) { return fmt::format("Equal {}", node.negated); },
                 [](const model::InList& node) { return fmt::format("InList {}", node.negated); },
                 [](const model::IsPresent& node) { return fmt::format("IsPresent {}", node.present); },
                 [](const model::InRange& node) {
                   return fmt::format("InRange {}{}{}", node.low_closed ? '[' : '(', node.high_closed ? ']' : ')',
                                      node.negated ? " not" : "");
                 },
                 [](const model::OutcomeTest& node) {
                   return fmt::format("OutcomeTest {} {}", static_cast<int>(node.outcome), node.negated);
                 },
                 [](const model::Quantifier& node) {
                   return fmt::format("Quantifier {}{}", static_cast<int>(node.kind),
                                      node.where == model::none ? "" : " where");
                 },
                 [](const model::Pick& node) {
                   return fmt::format("Pick {}{}{}", node.first ? "first" : "last",
                                      node.where == model::none ? "" : " where", node.key == model::none ? "" : " by");
                 },
                 [](const model::Aggregate& node) {
                   return fmt::format("Aggregate {}{}", static_cast<int>(node.kind),
                                      node.where == model::none ? "" : " where");
                 },
                 [](const auto&) { return string(); }},
      expr.node);
}

string combine_name(const model::Decision& decision) {
  return decision.permission ? "permission" : fmt::format("combine {}", static_cast<int>(decision.combine));
}

/// By which name an expression is counted: what differs within its kind, or else its kind.
string name_of(const model::Expr& expr) {
  if (const auto* apply = std::get_if<model::Apply>(&expr.node)) return row_name(builtins()[apply->builtin]);
  const auto detail = detail_of(expr);
  return detail.empty() ? string(node_names[expr.node.index()]) : detail;
}

/// What expressions and rules came to, one way and the other.
class CameTo {
 public:
  explicit CameTo(const model::Model& model) : model_(model), seen_(model.exprs.size()) {}

  void add(const Trace& trace, std::set<string>& found) {
    for (const auto& node : trace.nodes()) {
      if (node.kind == TraceNode::Kind::decision) decision_ = &model_.decisions[node.id];
      if (node.kind == TraceNode::Kind::rule || node.kind == TraceNode::Kind::also) {
        const auto of = combine_name(*decision_) + (node.kind == TraceNode::Kind::also ? " also" : " rule");
        found.insert(of + (node.state != TraceNode::State::value ? " fails"
                           : node.values[0].number != 0          ? " applies"
                                                                 : " does not apply"));
      }
      if (node.kind != TraceNode::Kind::expression || node.state != TraceNode::State::value) continue;
      const auto& type = model_[node.id].type;
      if (!type.optional && !type.is(Kind::boolean)) continue;
      insert(node.id, (type.optional ? 2U : 0U) + (node.values[0].number != 0 ? 1U : 0U), found);
    }
  }
  void add(const EvaluationError& error, std::set<string>& found) {
    // That several rules apply is told at the value of each, which has not failed.
    if (error.expr != model::none && error.fault != Fault::several_rules) insert(error.expr, 4, found);
  }

 private:
  void insert(model::ExprId expr, unsigned what, std::set<string>& found) {
    constexpr const char* words[] = {" is false", " is true", " is absent", " is present", " fails"};
    if ((seen_[expr] >> what & 1U) != 0) return;
    seen_[expr] = static_cast<std::uint8_t>(seen_[expr] | 1U << what);
    found.insert(name_of(model_[expr]) + words[what]);
  }

  const model::Model& model_;
  const model::Decision* decision_ = nullptr;
  std::vector<std::uint8_t> seen_;
};

/// All that a rule is made of, and what its names stand for.
class Reached {
 public:
  Reached(const model::Model& model, std::set<string>& found)
      : model_(model), found_(found), seen_(model.exprs.size()) {}

  void rule(const model::Decision& decision, const model::Rule& rule) {
    const auto clause = [&](bool there, const char* what) {
      if (there) found_.insert(string("clause ") + what);
    };
    clause(rule.when != model::none, "when");
    clause(rule.unless != model::none, "unless");
    clause(rule.in_force != model::none, "effective");
    clause(!rule.overrides.empty(), "overrides");
    clause(rule.because.has_value(), "because");
    clause(!rule.then.empty(), "then");
    clause(!rule.cite.empty(), "cite");
    clause(rule.is_otherwise, "otherwise");
    if (rule.effect) clause(true, fmt::format("effect {}", static_cast<int>(*rule.effect)).c_str());
    found_.insert(combine_name(decision));
    for (const auto root : {rule.in_force, rule.unless, rule.when, rule.value}) expr(root);
    for (const auto& call : rule.then) {
      for (const auto argument : call.arguments) expr(argument);
    }
    if (rule.because) {
      for (const auto& text : rule.because->texts) expr(text.text);
    }
  }

  void expr(model::ExprId id) {
    if (id == model::none || seen_[id]) return;
    seen_[id] = true;
    const auto& expr = model_[id];
    found_.insert(string(node_names[expr.node.index()]));
    if (const auto detail = detail_of(expr); !detail.empty()) found_.insert(detail);
    if (const auto* apply = std::get_if<model::Apply>(&expr.node)) found_.insert(row_name(builtins()[apply->builtin]));
    if (const auto* define = std::get_if<model::DefineRef>(&expr.node)) this->expr(model_.defines[define->define].body);
    if (const auto* parameter = std::get_if<model::ParameterRef>(&expr.node)) {
      this->expr(model_.parameters[parameter->parameter].value);
    }
    for (const auto part : model::parts(expr)) this->expr(part);
  }

 private:
  const model::Model& model_;
  std::set<string>& found_;
  std::vector<bool> seen_;
};

void add_outcomes(const Policy& policy, Machine& machine, std::set<string>& found, Reached& reached, CameTo& came_to) {
  for (model::DecisionId id = 0; id < policy.model->decisions.size(); ++id) {
    const auto& decision = policy.model->decisions[id];
    const Verdict& verdict = machine.decide(id);
    found.insert(fmt::format("outcome {}", static_cast<int>(verdict.outcome)));
    for (const auto rule : verdict.rules) reached.rule(decision, rule_of(decision, rule));
    found.insert(fmt::format("{} outcome {}", combine_name(decision), static_cast<int>(verdict.outcome)));
    for (const auto& error : verdict.errors) {
      found.insert(fmt::format("fault {}", name(error.fault)));
      came_to.add(error, found);
    }
    if (!verdict.obligations.empty()) found.insert("obligation");
    if (!verdict.advice.empty()) found.insert("advice");
    if (verdict.policy_not_in_force) found.insert("policy not in force");
  }
  came_to.add(machine.trace(), found);
}

/// What can come to one thing and to another has to come to both.
void add_both_ways(Constructs& all) {
  const auto each = [&](const string& name, std::initializer_list<const char*> words) {
    for (const char* word : words) all[name + word];
  };
  for (const auto& row : builtins()) {
    if (row.result.kind == Kind::boolean) each(row_name(row), {" is true", " is false"});
    const bool chooses = row.motion == Motion::compare || row.motion == Motion::smaller || row.motion == Motion::larger;
    if (!row.never_fails && !chooses) each(row_name(row), {" fails"});
  }
  for (const auto& [name, count] : Constructs(all)) {
    const auto starts = [&, &known = name](const char* with) { return known.starts_with(with); };
    if (starts("Logic ") || starts("Equal ") || starts("InList ") || starts("InRange ") || starts("IsPresent ") ||
        starts("OutcomeTest ") || starts("Quantifier ") || name == "Not" || name == "If" || name == "FactRef" ||
        name == "FieldRef" || name == "ParameterRef" || name == "LocalRef" || name == "DefineRef" ||
        name == "DecisionRef") {
      each(name, {" is true", " is false"});
    }
    if (starts("Pick ") || name == "FactRef" || name == "FieldRef" || name == "DefineRef" || name == "DecisionRef" ||
        name == "If" || name == "OrElse") {
      each(name, {" is present", " is absent"});
    }
    if (starts("OutcomeTest ") || name == "DecisionRef" || name == "Widen") each(name, {" fails"});
    if (starts("combine ") || name == "permission") {
      each(name + " rule", {" applies", " does not apply", " fails"});
      each(name + " also", {" applies", " does not apply", " fails"});
      each(name, {name == "permission" ? " outcome 0" : " outcome 3", " outcome 4"});
    }
  }
  for (const char* aggregate : {"Aggregate 2", "Aggregate 3", "Aggregate 4", "Aggregate 5"}) {
    for (const char* where : {"", " where"}) each(string(aggregate) + where, {" is present", " is absent"});
  }
  for (const char* where : {"", " where"}) each(string("Aggregate 1") + where, {" fails"});
}

}  // namespace

Constructs all_constructs() {
  Constructs all;
  for (const auto& row : builtins()) all[row_name(row)];
  for (const auto node : node_names) all[string(node)];
  for (int i = 0; i < 3; ++i) {
    all[fmt::format("Logic {}", i)], all[fmt::format("clause effect {}", i)], all[fmt::format("Quantifier {}", i)];
    all[fmt::format("Quantifier {} where", i)], all[fmt::format("OutcomeTest {} true", i)],
        all[fmt::format("OutcomeTest {} false", i)];
  }
  for (const char* truth : {"true", "false"}) {
    for (const char* node : {"Equal", "InList", "IsPresent"}) all[fmt::format("{} {}", node, truth)];
  }
  for (const char* ends : {"[]", "[)", "(]", "()"})
    all[fmt::format("InRange {}", ends)], all[fmt::format("InRange {} not", ends)];
  for (const char* end : {"first", "last"}) {
    for (const char* rest : {"", " where", " by", " where by"}) all[fmt::format("Pick {}{}", end, rest)];
  }
  for (int i = 0; i < 6; ++i) all[fmt::format("Aggregate {}", i)], all[fmt::format("Aggregate {} where", i)];
  for (int i = 0; i < 7; ++i) all[fmt::format("combine {}", i)];
  for (int i = 0; i < 5; ++i) all[fmt::format("outcome {}", i)];
  for (const char* what : {"when", "unless", "effective", "overrides", "because", "then", "cite", "otherwise"}) {
    all[string("clause ") + what];
  }
  for (const char* what : {"permission", "obligation", "advice", "policy not in force", "requirement refuses"})
    all[what];
#define WRIT_FAULT(id, name, message) all["fault " #name];
#include "engine/value/faults.def"
#undef WRIT_FAULT
#define WRIT_FACT_FAULT(id, name, title) all["rejected " #name];
#include "engine/facts/faults_of_facts.def"
#undef WRIT_FACT_FAULT
  add_both_ways(all);
  return all;
}

const std::map<string, string>& left_out() {
  static const std::map<string, string> reasons = {
      {"row round(Decimal ) fails", "cannot be: there is a whole number beside every Decimal"},
      {"row round_down(Decimal ) fails", "cannot be: likewise"},
      {"row round_up(Decimal ) fails", "cannot be: likewise"},
      {"row - operator(Instant Instant ) fails", "cannot be: ten thousand years are a Duration"},
      {"row - operator(Date Date ) fails", "cannot be: four million days are an Integer"},
      {"row lower(Text ) fails", "comes after a text of more than 16 MiB"},
      {"Poison", "stands in models that have errors only"},
      {"FixtureRef", "stands in tests only"},
      {"fault too_much_work", "comes after a hundred million steps, which golden tests take"},
      {"fault too_much_memory", "comes after 64 MiB, likewise"},
      {"fault text_too_long", "comes after 16 MiB, likewise"},
      {"rejected more_problems", "comes after a hundred problems of one record"},
      {"rejected nested_too_deep", "comes after two hundred levels, where nothing that is known is nested so"},
      {"rejected beyond_limits", "comes after a text or list that is longer than any of these"},
      {"rejected record_too_large", "comes after sixteen megabytes"},
      {"rejected unknown_member", "is for those who ask for it, by --strict"},
  };
  return reasons;
}

bool is_a_way(std::string_view name) {
  const auto ends = [&](std::string_view with) { return name.ends_with(with); };
  return ends(" is true") || ends(" is false") || ends(" is present") || ends(" is absent") || ends(" fails") ||
         ends(" applies") || ends(" does not apply");
}

void count_constructs(const Case& tried, Constructs& counts) {
  auto policy = policy_of(tried.files);
  if (!policy) return;
  if (const auto traced = compile(policy->model, {.trace = true})) policy->program = traced;
  Records records;
  for (const auto& record : tried.records) records.add(record);
  std::vector<model::DecisionId> all;
  for (model::DecisionId id = 0; id < policy->model->decisions.size(); ++id) all.push_back(id);
  const auto plan = plan_facts(policy->program, all, {});
  FactsReader reader(plan);
  Machine machine(policy->program);
  std::set<string> found;
  Reached reached(*policy->model, found);
  CameTo came_to(*policy->model);
  for (const auto record : records.all()) {
    std::vector<FactProblem> problems;
    const bool read = reader.read(record, std::nullopt);
    if (read) {
      machine.begin(reader.facts());
      if (check_requirements(machine, plan->requirements, problems)) {
        add_outcomes(*policy, machine, found, reached, came_to);
      }
    }
    for (const auto& problem : read ? problems : reader.problems()) {
      found.insert(fmt::format("rejected {}", name(problem.fault)));
      if (problem.requirement != model::none) found.insert("requirement refuses");
    }
  }
  for (const auto& each : found) {
    if (const auto known = counts.find(each); known != counts.end()) ++known->second;
  }
}

}  // namespace writ::differential
