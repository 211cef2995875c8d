#include "engine/facts/write_text.hpp"

#include <algorithm>

#include "engine/facts/write_json.hpp"
#include "engine/value/time/format.hpp"
#include "grammar/harmless.hpp"

namespace writ {
namespace {

std::string_view outcome_word(model::Outcome outcome) {
  switch (outcome) {
    case model::Outcome::permitted: return "permitted";
    case model::Outcome::forbidden: return "forbidden";
    case model::Outcome::referred: return "referred: a person decides";
    case model::Outcome::decided: return "decided";
    case model::Outcome::undetermined: return "undetermined";
  }
  return "";
}

}  // namespace

void TextWriter::append_tinted(std::string& out, Tint tint, std::string_view text) const {
  if (!options_.colour) {
    out += text;
    return;
  }
  switch (tint) {
    case Tint::good: out += "\x1b[1;32m"; break;
    case Tint::bad: out += "\x1b[1;31m"; break;
    case Tint::doubtful: out += "\x1b[1;33m"; break;
    case Tint::faint: out += "\x1b[2m"; break;
  }
  out += text;
  out += "\x1b[0m";
}

void TextWriter::append(std::string& out, const Answer& answer) const {
  if (!answer.id.empty()) {
    append_tinted(out, Tint::faint, harmless_line(answer.id));
    out += '\n';
  }
  if (!answer.problems.empty()) {
    append_tinted(out, Tint::bad, "rejected");
    out += '\n';
    for (const FactProblem& problem : answer.problems) append_problem(out, problem);
  }
  for (const DecisionAnswer& decision : answer.decisions) append_decision(out, decision);
  out += '\n';
}

void TextWriter::append_decision(std::string& out, const DecisionAnswer& answer) const {
  const model::Model& model = *program_->model;
  const model::Decision& declared = model.decisions[answer.decision];
  const model::File& file = model.files[declared.file];
  const ValueWriter values(model.schema, file.zone ? *file.zone : *time::Zone::utc());
  const Verdict& verdict = *answer.verdict;
  out += declared.name;
  out += ": ";
  switch (verdict.outcome) {
    case model::Outcome::permitted: append_tinted(out, Tint::good, outcome_word(verdict.outcome)); break;
    case model::Outcome::forbidden: append_tinted(out, Tint::bad, outcome_word(verdict.outcome)); break;
    case model::Outcome::decided: {
      std::string value;
      if (verdict.present) {
        values.append_for_people(value, declared.type.present(), verdict.value, options_.language);
      } else {
        value = "absent";
      }
      append_tinted(out, Tint::good, harmless_line(value));
      break;
    }
    default: append_tinted(out, Tint::doubtful, outcome_word(verdict.outcome));
  }
  out += '\n';
  append_reasons(out, answer);
  append_notices(out, "obliges", values, verdict.obligations);
  append_notices(out, "advises", values, verdict.advice);
  for (const EvaluationError& error : verdict.errors) append_error(out, error);
  append_horizon(out, values, answer);
}

void TextWriter::append_reasons(std::string& out, const DecisionAnswer& answer) const {
  const model::Decision& declared = program_->model->decisions[answer.decision];
  const model::File& file = program_->model->files[declared.file];
  const Verdict& verdict = *answer.verdict;
  if (verdict.policy_not_in_force) {
    out += "  policy_not_in_force\n";
  } else if (verdict.rules.empty() && verdict.outcome == model::Outcome::forbidden) {
    out += "  no_rule_permits\n";
  }
  for (std::size_t i = 0; i < verdict.rules.size(); ++i) {
    const model::Rule& rule = rule_of(declared, verdict.rules[i]);
    out += "  " + rule.name;
    std::string cited;
    for (const model::Citation& cite : rule.cite) {
      cited += (cited.empty() ? "  [" : ", ") + file.sources[cite.source].name + " " + cite.anchor;
    }
    if (!cited.empty()) append_tinted(out, Tint::faint, cited + "]");
    out += '\n';
    append_message(out, answer.message(i));
  }
}

void TextWriter::append_message(std::string& out, std::span<const MessageResult> texts) const {
  const auto line = [&](const MessageResult& text) {
    const std::string words = harmless(text.text->view());
    for (std::size_t begin = 0; begin <= words.size();) {
      const std::size_t end = std::min(words.find('\n', begin), words.size());
      out.append("    ").append(words, begin, end - begin).append("\n");
      begin = end + 1;
    }
  };
  if (options_.language.empty()) {
    for (const MessageResult& text : texts) line(text);
  } else if (const MessageResult* const picked = pick_language(texts, options_.language)) {
    line(*picked);
  }
}

void TextWriter::append_notices(std::string& out, std::string_view verb, const ValueWriter& values,
                                const std::vector<NoticeResult>& notices) const {
  for (const NoticeResult& notice : notices) {
    const model::Notice& declared = program_->model->notices[notice.notice];
    out += "  ";
    out += verb;
    out += " " + declared.name + "(";
    const Slot* argument = notice.arguments.data();
    for (std::size_t i = 0; i < declared.parameters.size(); ++i) {
      const Type type = declared.parameters[i].type;
      if (i > 0) out += ", ";
      out += declared.parameters[i].name + ": ";
      if (type.optional && argument->number == 0) {
        out += "absent";
      } else {
        std::string value;
        values.append_for_people(value, type.present(), argument[type.optional ? 1 : 0], options_.language);
        out += harmless_line(value);
      }
      argument += registers(type);
    }
    out += ")\n";
  }
}

void TextWriter::append_error(std::string& out, const EvaluationError& error) const {
  out += "  ";
  append_tinted(out, Tint::doubtful, std::string("error[").append(id(error.fault)).append("]"));
  out += ": ";
  out += message(error.fault);
  if (error.decision != model::none) out += " (" + program_->model->decisions[error.decision].name + ")";
  if (error.expr != model::none) out += ", at " + harmless_line(place_of(*sources_, program_->model->span(error.expr)));
  out += '\n';
}

void TextWriter::append_horizon(std::string& out, const ValueWriter& values, const DecisionAnswer& answer) const {
  std::string text = "  ";
  switch (answer.horizon.kind) {
    case Horizon::Kind::never_changes: text += "holds for ever"; break;
    case Horizon::Kind::changes: text += "holds until "; break;
    case Horizon::Kind::at_least: text += "holds at least until "; break;
  }
  if (answer.horizon.kind != Horizon::Kind::never_changes) {
    time::append_instant_for_people(text, answer.horizon.at, values.zone(), options_.language);
    text += " (" + values.zone().name() + ")";
  }
  if (answer.horizon.follows_now) text += "; the value moves with now";
  append_tinted(out, Tint::faint, text);
  out += '\n';
}

void TextWriter::append_problem(std::string& out, const FactProblem& problem) const {
  out += "  ";
  append_tinted(out, Tint::bad, id(problem.fault));
  if (problem.requirement != model::none) {
    out += " " + program_->model->requirements[problem.requirement].name + "\n";
    std::vector<Text> kept;
    append_message(out, message_of(problem, kept));
    if (problem.error) append_error(out, *problem.error);
    return;
  }
  out += " " + (problem.pointer.empty() ? std::string("the record") : harmless_line(problem.pointer));
  out += ": expected " + problem.expected + ", found " + harmless_line(problem.found) + "\n";
}

}  // namespace writ
