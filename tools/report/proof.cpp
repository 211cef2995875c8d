#include "tools/report/proof.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "engine/analysis/prover.hpp"
#include "engine/value/names.hpp"

namespace writ {

using namespace model;
using analysis::Answer;
using analysis::Claim;
using analysis::Statement;

namespace {

const std::string& rule_name(const Decision& decision, std::uint32_t rule) { return rule_of(decision, rule).name; }

std::string quoted_rule(const Decision& decision, std::uint32_t rule) {
  return rule == decision.rules.size() ? "`otherwise`" : fmt::format("rule `{}`", rule_name(decision, rule));
}

FileIndex file_of(const Model& model, const Statement& statement) {
  if (statement.decision != none) return model.decisions[statement.decision].file;
  return model.invariants[statement.invariant].file;
}

/// Decisions that an expression names, also through definitions, but not through other decisions.
void add_named(const Model& model, ExprId root, std::vector<DecisionId>& found) {
  std::vector<bool> seen(model.exprs.size());
  std::vector<ExprId> open{root};
  const auto add = [&](DecisionId id) {
    if (std::ranges::find(found, id) == found.end()) found.push_back(id);
  };
  while (!open.empty()) {
    const ExprId id = open.back();
    open.pop_back();
    if (seen[id]) continue;
    seen[id] = true;
    const auto parts = model::parts(model[id]);
    open.insert(open.end(), parts.rbegin(), parts.rend());
    if (const auto* use = std::get_if<DefineRef>(&model[id].node)) open.push_back(model.defines[use->define].body);
    if (const auto* value = std::get_if<DecisionRef>(&model[id].node)) add(value->decision);
    if (const auto* outcome = std::get_if<OutcomeTest>(&model[id].node)) add(outcome->decision);
  }
}

/// "`d` and `e`, which it reads, are determined"; empty where nothing has to be kept in mind.
std::string reservation(const Model& model, const Statement& statement) {
  std::string names;
  for (std::size_t i = 0; i < statement.where_determined.size(); ++i) {
    const bool last = i + 1 == statement.where_determined.size();
    names += fmt::format("{}`{}`",
                         i == 0 ? ""
                         : last ? " and "
                                : ", ",
                         unqualified(model.decisions[statement.where_determined[i]].name));
  }
  if (!names.empty()) names += statement.where_determined.size() == 1 ? " is determined" : " are determined";
  if (!statement.where_in_force) return names;
  return names + (names.empty() ? "" : " and ") + "the policies it reads are in force";
}

std::string with_reservation(const Model& model, const Statement& statement, std::string words) {
  const std::string where = statement.answer == Answer::yes ? reservation(model, statement) : std::string();
  return where.empty() ? words : fmt::format("{}, where {}", words, where);
}

}  // namespace

std::string words(const ProofSubject& subject, const Statement& statement) {
  const Model& model = subject.model();
  const Decision* decision = statement.decision == none ? nullptr : &model.decisions[statement.decision];
  const auto rule = [&] { return quoted_rule(*decision, statement.rule); };
  switch (statement.claim) {
    case Claim::facts_admitted: return "some facts are admitted";
    case Claim::rule_applies: return rule() + " can apply";
    case Claim::rule_wins: return rule() + " can win";
    case Claim::rule_matters: return rule() + " makes a difference";
    case Claim::also_applies:
      return fmt::format("`{}` can be told", model.notices[decision->alsos[statement.rule].call.notice].name);
    case Claim::possible: return fmt::format("`{}`", model.invariants[statement.invariant].name);
    case Claim::one_rule:
      if (statement.rule == none) return "never do two rules apply together";
      return fmt::format("`{}` and `{}` never apply together", rule_name(*decision, statement.rule),
                         rule_name(*decision, statement.rival));
    case Claim::some_rule: return "some rule applies to all facts";
    case Claim::decided: return with_reservation(model, statement, "never undetermined, overflow apart");
    case Claim::no_overflow: return "no number or time is ever too large";
    case Claim::invariant_holds: return "it holds wherever it can be evaluated";
    case Claim::invariant_decided:
      return with_reservation(model, statement, "it can always be evaluated, overflow apart");
    case Claim::always: return fmt::format("`{}`", model.invariants[statement.invariant].name);
  }
  return {};
}

std::string_view verdict_word(const Statement& statement) {
  if (statement.answer == Answer::unknown) return "unknown";
  const bool yes = statement.answer == Answer::yes;
  if (analysis::about_all_facts(statement.claim)) return yes ? "proved" : "refuted";
  return yes ? "possible" : "impossible";
}

std::vector<DecisionId> decisions_of(const Model& model, const Statement& statement) {
  std::vector<DecisionId> found;
  if (statement.decision != none) found.push_back(statement.decision);
  if (statement.invariant != none) add_named(model, model.invariants[statement.invariant].condition, found);
  return found;
}

analysis::WitnessText witness_of(const ProofSubject& subject, const Statement& statement) {
  const auto decisions = decisions_of(subject.model(), statement);
  return analysis::witness_text(subject.program, subject.sources, *statement.witness, decisions,
                                file_of(subject.model(), statement));
}

std::string bounds_text(const analysis::Proof& proof) {
  std::string text;
  for (const analysis::ListBound& bound : proof.bounds) {
    text += fmt::format("{}{} {}", text.empty() ? "at most " : ", ", bound.most, bound.path);
  }
  return text;
}

ProofCounts count(const ProofSubject& subject) {
  ProofCounts counts;
  for (const Statement& statement : subject.proof.statements) {
    // That there are facts at all is taken for granted; that something asked for is impossible is a proof as well.
    if (statement.claim == Claim::facts_admitted && statement.answer == Answer::yes) continue;
    const bool impossible = statement.claim == Claim::possible && statement.answer == Answer::no;
    counts.proved += statement.answer == Answer::yes || impossible;
    counts.refuted += statement.answer == Answer::no && is_fault(subject.model(), statement);
    counts.unknown += statement.answer == Answer::unknown;
  }
  return counts;
}

namespace {

/// What one decision, invariant or question has said of it: statements that stand together.
struct Group {
  FileIndex file;
  std::string name;
  std::vector<const Statement*> statements;
  bool question = false;
};

std::vector<Group> groups(const ProofSubject& subject) {
  const Model& model = subject.model();
  std::vector<Group> found;
  const Statement* before = nullptr;
  for (const Statement& statement : subject.proof.statements) {
    const bool goes_on =
        before != nullptr && statement.decision == before->decision && statement.invariant == before->invariant;
    if (!goes_on) {
      Group group{file_of(model, statement), {}, {}};
      if (statement.decision != none) {
        group.name = std::string(unqualified(model.decisions[statement.decision].name));
      } else {
        const Invariant& invariant = model.invariants[statement.invariant];
        group.question = subject.sources[invariant.span.file].name().starts_with("--");
        group.name = group.question
                         ? fmt::format("{} '{}'", subject.sources[invariant.span.file].name(), invariant.name)
                         : "invariant " + invariant.name;
      }
      found.push_back(std::move(group));
    }
    found.back().statements.push_back(&statement);
    before = &statement;
  }
  return found;
}

/// One word for all that was said of it.
std::string summary(const ProofSubject& subject, const Group& group) {
  std::size_t refuted = 0, unknown = 0;
  for (const Statement* statement : group.statements) {
    refuted += is_fault(subject.model(), *statement);
    unknown += statement->answer == Answer::unknown;
  }
  if (refuted > 0) return "refuted";
  if (unknown > 0) return "unknown";
  return "proved";
}

/// Of a question the last statement is the answer, unless nothing is admitted at all. What cannot always be evaluated
/// is not always so.
const Statement& answer_of(const Group& group) {
  const Statement* answer = group.statements.front();
  for (const Statement* statement : group.statements) {
    if (statement->claim == Claim::always || statement->claim == Claim::possible) answer = statement;
    const bool fails = statement->claim == Claim::invariant_decided && statement->answer != Answer::yes;
    if (fails && answer->answer == Answer::yes) answer = statement;
  }
  return *answer;
}

void append_group(std::string& text, const ProofSubject& subject, const Group& group, const ProofTextOptions& options) {
  const std::string_view word = group.question ? verdict_word(answer_of(group)) : std::string_view();
  text += fmt::format("  {:<10} {}\n", group.question ? std::string(word) : summary(subject, group), group.name);
  for (const Statement* statement : group.statements) {
    const bool unknown = statement->answer == Answer::unknown;
    if (options.verbose) {
      text += fmt::format("    {:<10} {}{}\n", verdict_word(*statement), words(subject, *statement),
                          unknown ? ": " + statement->why : "");
    } else if (!statement->where_determined.empty() && statement->answer == Answer::yes) {
      text += fmt::format("             {}\n", words(subject, *statement));
    } else if (unknown) {
      text += fmt::format("             {}: {}\n", words(subject, *statement), statement->why);
    }
  }
  if (!group.question) return;
  const Statement& answer = answer_of(group);
  if (answer.witness) text += witness_block(subject, answer);
}

}  // namespace

std::string witness_block(const ProofSubject& subject, const Statement& statement) {
  const analysis::WitnessText witness = witness_of(subject, statement);
  std::string text = "    facts:\n";
  const auto append_lines = [&](std::string_view block) {
    for (std::size_t begin = 0; begin <= block.size();) {
      const std::size_t end = std::min(block.find('\n', begin), block.size());
      text += fmt::format("      {}\n", block.substr(begin, end - begin));
      begin = end + 1;
    }
  };
  append_lines(witness.record);
  if (!witness.answers.empty()) text += witness.answers.size() == 1 ? "    decision:\n" : "    decisions:\n";
  for (const std::string& answer : witness.answers) append_lines(answer);
  if (statement.invariant != none) text += "    because:\n" + values_of(subject, statement);
  return text;
}

std::string proof_text(const ProofSubject& subject, const ProofTextOptions& options) {
  std::string text;
  const std::vector<Group> all = groups(subject);
  std::vector<FileIndex> files;
  for (const Group& group : all) {
    if (std::ranges::find(files, group.file) == files.end()) files.push_back(group.file);
  }
  for (const FileIndex file : files) {
    text += subject.model().files[file].name + "\n";
    for (const Group& group : all) {
      if (group.file == file) append_group(text, subject, group, options);
    }
  }
  return text;
}

}  // namespace writ
