// What was proved, for programs: an object a line.

#include <fmt/format.h>

#include "engine/facts/json_writer.hpp"
#include "tools/report/proof.hpp"

namespace writ {

using namespace model;
using analysis::Claim;
using analysis::Statement;

std::string_view claim_name(Claim claim) {
  switch (claim) {
    case Claim::facts_admitted: return "facts_admitted";
    case Claim::rule_applies: return "rule_applies";
    case Claim::rule_wins: return "rule_wins";
    case Claim::rule_matters: return "rule_matters";
    case Claim::also_applies: return "also_applies";
    case Claim::possible: return "ask";
    case Claim::one_rule: return "one_rule";
    case Claim::some_rule: return "some_rule";
    case Claim::decided: return "decided";
    case Claim::no_overflow: return "no_overflow";
    case Claim::invariant_holds: return "invariant_holds";
    case Claim::invariant_decided: return "invariant_decided";
    case Claim::always: return "always";
  }
  return "";
}

std::string file_name(const ProofSubject& subject, const Statement& statement) {
  const Model& model = subject.model();
  if (statement.decision == none) {
    const Invariant& invariant = model.invariants[statement.invariant];
    const bool asked = statement.claim == Claim::possible || statement.claim == Claim::always;
    if (asked) return std::string(claim_name(statement.claim));
    return fmt::format("{}.{}.{}", model.files[invariant.file].name, invariant.name, claim_name(statement.claim));
  }
  const Decision& decision = model.decisions[statement.decision];
  std::string name = fmt::format("{}.{}", decision.name, claim_name(statement.claim));
  if (statement.claim == Claim::also_applies) {
    name += "." + model.notices[decision.alsos[statement.rule].call.notice].name;
  } else if (statement.rule != none) {
    name += "." + rule_of(decision, statement.rule).name;
  }
  if (statement.rival != none) name += "." + rule_of(decision, statement.rival).name;
  return name;
}

std::string on_one_line(std::string_view json) {
  std::string line;
  bool inside = false;
  for (std::size_t i = 0; i < json.size(); ++i) {
    if (json[i] == '"') inside = !inside;
    if (inside && json[i] == '\\') line += json[i++];
    if (!inside && json[i] == '\n') {
      while (i + 1 < json.size() && json[i + 1] == ' ') ++i;
      if (!line.empty() && line.back() == ',') line += ' ';
      continue;
    }
    line += json[i];
  }
  return line;
}

namespace {

void write(JsonWriter& json, const ProofSubject& subject, const Statement& statement, std::string_view finding) {
  const Model& model = subject.model();
  json.begin_object();
  json.member("claim", claim_name(statement.claim));
  if (statement.decision != none) {
    const Decision& decision = model.decisions[statement.decision];
    json.member("decision", decision.name);
    if (statement.claim == Claim::also_applies) {
      json.member("notice", model.notices[decision.alsos[statement.rule].call.notice].name);
    } else if (statement.rule != none) {
      json.member("rule", rule_of(decision, statement.rule).name);
    }
    if (statement.rival != none) json.member("rival", rule_of(decision, statement.rival).name);
    if (!statement.winners.empty()) {
      json.name("winners");
      json.begin_list();
      for (const std::uint32_t winner : statement.winners) json.text(rule_of(decision, winner).name);
      json.end_list();
    }
  }
  if (statement.invariant != none) {
    const std::string& written = subject.sources[model.invariants[statement.invariant].span.file].name();
    const bool asked = written.starts_with("--");
    json.member(asked ? "question" : "invariant", model.invariants[statement.invariant].name);
  }
  if (!statement.contradiction.empty()) {
    json.name("requirements");
    json.begin_list();
    for (const RequirementId id : statement.contradiction) json.text(model.requirements[id].name);
    json.end_list();
  }
  json.member("verdict", verdict_word(statement));
  json.member_if("why", statement.why);
  if (!statement.where_determined.empty()) {
    json.name("where_determined");
    json.begin_list();
    for (const DecisionId decision : statement.where_determined) json.text(model.decisions[decision].name);
    json.end_list();
  }
  if (statement.where_in_force) json.member_raw("where_in_force", "true");
  if (statement.witness) {
    const analysis::WitnessText witness = witness_of(subject, statement);
    json.member_raw("facts", on_one_line(witness.record));
    json.name("decisions");
    json.begin_list();
    for (const std::string& answer : witness.answers) json.raw(answer);
    json.end_list();
  }
  if (!finding.empty()) json.member_raw("finding", finding);
  json.end_object();
}

}  // namespace

std::string proof_json(const ProofSubject& subject, const std::vector<std::string>& findings, double seconds) {
  std::string text;
  for (std::size_t i = 0; i < subject.proof.statements.size(); ++i) {
    JsonWriter json;
    write(json, subject, subject.proof.statements[i], findings[i]);
    text += json.take() + "\n";
  }
  const ProofCounts counts = count(subject);
  JsonWriter json;
  json.begin_object();
  json.name("summary");
  json.begin_object();
  json.member("proved", std::uint64_t{counts.proved});
  json.member("refuted", std::uint64_t{counts.refuted});
  json.member("unknown", std::uint64_t{counts.unknown});
  json.name("bounds");
  json.begin_object();
  for (const analysis::ListBound& bound : subject.proof.bounds) json.member(bound.path, std::uint64_t{bound.most});
  json.end_object();
  json.member_raw("seconds", fmt::format("{:.2f}", seconds));
  json.end_object();
  json.end_object();
  return text + json.take() + "\n";
}

}  // namespace writ
