#include "tools/lint/proof_findings.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "engine/value/fault.hpp"
#include "engine/value/names.hpp"
#include "tools/lint/run.hpp"
#include "tools/lint/table.hpp"

namespace writ::lint {
namespace {

using namespace model;
using analysis::Claim;
using analysis::Statement;

class Teller {
 public:
  explicit Teller(const ProofSubject& proof) : model_(proof.model()) {}

  Finding tell(const Statement& statement) {
    statement_ = &statement;
    if (statement.decision != none) decision_ = &model_.decisions[statement.decision];
    switch (statement.claim) {
      case Claim::facts_admitted: return nothing_admitted();
      case Claim::rule_applies: return never_applies();
      case Claim::also_applies: return never_told();
      case Claim::rule_wins: return never_wins();
      case Claim::rule_matters: return never_matters();
      case Claim::one_rule: return two_apply();
      case Claim::decided:
      case Claim::invariant_decided: return evaluation_fails();
      default: return invariant_fails();
    }
  }

 private:
  const Rule& rule() const { return rule_of(*decision_, statement_->rule); }
  std::string decision_name() const { return std::string(unqualified(decision_->name)); }
  static Span name_of(const Rule& rule) { return rule.is_otherwise ? rule.span : rule.name_span; }
  std::string subject_of(const std::string& part) const { return decision_->name + "." + part; }
  std::string invariant_name() const { return model_.invariants[statement_->invariant].name; }

  /// What a finding about an invariant points at: its declaration's first line says its name.
  Span invariant_place() const { return model_.invariants[statement_->invariant].span; }

  Finding nothing_admitted() {
    if (!statement_->contradiction.empty()) return contradiction();
    const bool of_decision = decision_ != nullptr;
    const std::string name = of_decision ? decision_->name : invariant_name();
    Finding finding{Lint::prove_nothing_admitted, of_decision ? decision_->name_span : invariant_place(),
                    fmt::format("no facts that `{}` needs are admitted", unqualified(name))};
    finding.subject = name;
    finding.help.emplace_back("mend what is required of them: `eval` would refuse every record");
    return finding;
  }

  /// At the last of them: those before it may have been right until it was added.
  Finding contradiction() {
    const auto& all = statement_->contradiction;
    std::string names;
    for (const RequirementId id : all)
      names += fmt::format("{}`{}`", names.empty() ? "" : ", ", model_.requirements[id].name);
    const Requirement& last = model_.requirements[all.back()];
    Finding finding{Lint::prove_nothing_admitted, model_[last.condition].span,
                    all.size() == 1 ? fmt::format("no facts keep the requirement {}", names)
                                    : fmt::format("no facts keep these requirements together: {}", names)};
    finding.label = all.size() == 1 ? "never holds" : "never holds where the others do";
    for (std::size_t i = 0; i + 1 < all.size(); ++i) {
      finding.labels.push_back({model_[model_.requirements[all[i]].condition].span, "required too"});
    }
    finding.subject = model_.files[last.file].name + "." + last.name;
    finding.help.emplace_back("mend them: `eval` refuses every record that is held to them");
    return finding;
  }

  Finding never_applies() {
    Finding finding{Lint::prove_never_applies, name_of(rule()),
                    fmt::format("rule `{}` of `{}` can never apply", rule().name, decision_name())};
    finding.label = "no facts that are admitted make its conditions hold";
    finding.subject = subject_of(rule().name);
    finding.help.emplace_back("mend its conditions, or remove it");
    return finding;
  }

  Finding never_told() {
    const Also& also = decision_->alsos[statement_->rule];
    const std::string& name = model_.notices[also.call.notice].name;
    Finding finding{Lint::prove_never_applies, also.call.span,
                    fmt::format("`{}` is never told with `{}`", name, decision_name())};
    finding.label = "its conditions never hold together with its outcomes";
    finding.subject = subject_of(name);
    finding.help.emplace_back("mend its conditions, or remove it");
    return finding;
  }

  Finding never_wins() {
    Finding finding{
        Lint::prove_never_wins, name_of(rule()),
        fmt::format("{} of `{}` can never win",
                    rule().is_otherwise ? "`otherwise`" : fmt::format("rule `{}`", rule().name), decision_name())};
    finding.label = rule().is_otherwise ? "some rule applies to all facts" : "another wins wherever it applies";
    finding.subject = subject_of(rule().name);
    for (const std::uint32_t winner : statement_->winners) {
      finding.labels.push_back({name_of(rule_of(*decision_, winner)), "this one wins then"});
    }
    finding.help.emplace_back("mend the conditions of one of them, or remove the rule");
    return finding;
  }

  Finding never_matters() {
    Finding finding{Lint::prove_never_matters, name_of(rule()),
                    fmt::format("rule `{}` of `{}` makes no difference", rule().name, decision_name())};
    finding.label = decision_->permission ? "without it the outcome is always the same"
                                          : "without it outcome and value are always the same";
    finding.subject = subject_of(rule().name);
    finding.help.emplace_back("mend its conditions, or remove it");
    return finding;
  }

  Finding two_apply() {
    const Rule& rival = rule_of(*decision_, statement_->rival);
    Finding finding{
        Lint::prove_two_apply, name_of(rival),
        fmt::format("rules `{}` and `{}` of `{}` can apply together", rule().name, rival.name, decision_name())};
    finding.label = "applies to the same facts";
    finding.labels.push_back({name_of(rule()), "as this one"});
    finding.subject = subject_of(rule().name + "." + rival.name);
    finding.help.push_back(
        fmt::format("keep their conditions apart, or let one override the other: `overrides {}`", rule().name));
    return finding;
  }

  Finding evaluation_fails() {
    const bool of_decision = decision_ != nullptr;
    const std::string name = of_decision ? decision_name() : invariant_name();
    const EvaluationError* error = nullptr;
    for (const EvaluationError& each : statement_->errors) {
      if (error == nullptr && each.fault != Fault::undetermined_used) error = &each;
    }
    Finding finding{Lint::prove_evaluation_fails, of_decision ? decision_->name_span : invariant_place(),
                    of_decision ? fmt::format("`{}` can be undetermined", name)
                                : fmt::format("invariant `{}` cannot always be evaluated", name)};
    finding.subject =
        of_decision ? decision_->name : model_.files[model_.invariants[statement_->invariant].file].name + "." + name;
    if (error != nullptr) {
      finding.message += fmt::format(": {}", message(error->fault));
      if (error->expr != none && model_[error->expr].span.end > 0) {
        finding.labels.push_back({finding.place, of_decision ? "in this decision" : "in this invariant"});
        finding.place = model_[error->expr].span;
        finding.label = message(error->fault);
        if (finding.labels.back().place.file != finding.place.file ||
            (finding.labels.back().place.begin <= finding.place.begin &&
             finding.place.end <= finding.labels.back().place.end)) {
          finding.labels.clear();
        }
      }
    }
    finding.help.emplace_back("guard it by a condition, or `require` of the facts what keeps it from failing");
    return finding;
  }

  Finding invariant_fails() {
    const Invariant& invariant = model_.invariants[statement_->invariant];
    Finding finding{Lint::prove_invariant_fails, model_[invariant.condition].span,
                    fmt::format("invariant `{}` does not hold for all facts", invariant.name)};
    finding.label = "false of the facts below";
    finding.subject = model_.files[invariant.file].name + "." + invariant.name;
    finding.help.emplace_back("mend the rules, or say in the invariant when it holds");
    return finding;
  }

  const Model& model_;
  const Statement* statement_ = nullptr;
  const Decision* decision_ = nullptr;
};

bool is_question(const ProofSubject& proof, const Statement& statement) {
  if (statement.invariant == none) return false;
  return proof.sources[proof.model().invariants[statement.invariant].span.file].name().starts_with("--");
}

Severity severity(Level level) {
  if (level == Level::error) return Severity::error;
  return level == Level::warning ? Severity::warning : Severity::note;
}

}  // namespace

std::vector<ToldRule> proof_rules(const Settings& settings) {
  std::vector<ToldRule> rules;
  for (const Row& row : table()) {
    const Level level = settings.level(row.lint);
    if (level == Level::off || (row.category != "prove" && row.category != "lint")) continue;
    rules.push_back({row.id, row.name, row.summary, severity(level), "docs/lints/" + std::string(row.id) + ".md"});
  }
  return rules;
}

ProofFindings proof_findings(const Subject& subject, const ProofSubject& proof, bool whole) {
  Findings findings;
  std::vector<ProofFinding> told;
  for (std::size_t i = 0; i < proof.proof.statements.size(); ++i) {
    const Statement& statement = proof.proof.statements[i];
    // A question is answered, not found fault with.
    if (!is_fault(proof.model(), statement) || is_question(proof, statement)) continue;
    Finding finding = Teller(proof).tell(statement);
    // Several decisions need what the same requirements refuse.
    const bool again = std::ranges::any_of(findings, [&](const Finding& each) {
      return each.lint == finding.lint && each.place == finding.place && each.message == finding.message;
    });
    if (again) continue;
    told.push_back({finding, i});
    findings.push_back(std::move(finding));
  }
  settle(subject, findings, [&](Lint lint, FileId) {
    return whole && (row(lint).category == "prove" || lint == Lint::lint_unused_allow);
  });
  ProofFindings result;
  for (Finding& finding : findings) {
    const auto found = std::ranges::find_if(told, [&](const ProofFinding& each) {
      return each.finding.lint == finding.lint && each.finding.place == finding.place &&
             each.finding.message == finding.message;
    });
    if (found == told.end()) {
      result.of_allows.push_back(std::move(finding));
    } else {
      result.proved.push_back({std::move(finding), found->statement});
    }
  }
  result.left_out = told.size() - result.proved.size();
  return result;
}

}  // namespace writ::lint
