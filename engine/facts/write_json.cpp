#include "engine/facts/write_json.hpp"

#include <algorithm>

namespace writ {
namespace {

std::string_view outcome_json(model::Outcome outcome) {
  switch (outcome) {
    case model::Outcome::permitted: return "\"permitted\"";
    case model::Outcome::forbidden: return "\"forbidden\"";
    case model::Outcome::referred: return "\"referred\"";
    case model::Outcome::decided: return "\"decided\"";
    case model::Outcome::undetermined: return "\"undetermined\"";
  }
  return "null";
}

std::string quoted(std::string_view text) {
  std::string out;
  append_json_text(out, text);
  return out;
}

const time::Zone& zone_of(const model::File& file) { return file.zone ? *file.zone : *time::Zone::utc(); }

std::string cited(const model::Rule& rule, const model::File& file) {
  if (rule.cite.empty()) return {};
  std::string out = ", \"cite\": [";
  for (std::size_t i = 0; i < rule.cite.size(); ++i) {
    if (i > 0) out += ", ";
    append_json_text(out, file.sources[rule.cite[i].source].name + " " + rule.cite[i].anchor);
  }
  return out + "]";
}

}  // namespace

bool same_tongue(std::string_view language, std::string_view other) {
  return language.substr(0, language.find('-')) == other.substr(0, other.find('-'));
}

const MessageResult* pick_language(std::span<const MessageResult> texts, std::string_view wanted) {
  const auto best = [&](auto&& fits) {
    return std::ranges::find_if(texts, [&](const MessageResult& text) { return fits(text.language); });
  };
  auto found = best([&](std::string_view language) { return language == wanted; });
  if (found == texts.end()) found = best([&](std::string_view language) { return same_tongue(language, wanted); });
  if (found == texts.end()) found = best([](std::string_view) { return true; });
  return found == texts.end() ? nullptr : &*found;
}

std::string place_of(const SourceSet& sources, Span span) {
  const Source& source = sources[span.file];
  const Position position = source.position(span.begin);
  return source.name() + ":" + std::to_string(position.line) + ":" + std::to_string(position.column);
}

AnswerWriter::AnswerWriter(std::shared_ptr<const Program> program, const SourceSet& sources, Answerer& answerer,
                           Options options)
    : program_(std::move(program)), sources_(&sources), options_(std::move(options)) {
  for (const model::DecisionId decision : answerer.wanted()) prepared_.push_back(prepare(decision, answerer.machine()));
}

AnswerWriter::Prepared AnswerWriter::prepare(model::DecisionId decision, Machine& machine) const {
  const model::Model& model = *program_->model;
  const model::Decision& declared = model.decisions[decision];
  const model::File& file = model.files[declared.file];
  Prepared prepared{decision, ValueWriter(model.schema, zone_of(file)), {}, {}, {}};
  prepared.head = "\"decision\": " + quoted(declared.name) + ", \"now\": ";
  const auto add = [&](const model::Rule& rule) {
    const std::string name = quoted(rule.name);
    prepared.rules.push_back({name, "{\"rule\": " + name, cited(rule, file)});
  };
  for (const model::Rule& rule : declared.rules) add(rule);
  if (declared.otherwise) add(*declared.otherwise);
  for (const model::ParameterId id : declared.parameters) {
    const model::Parameter& parameter = model.parameters[id];
    if (!parameter.overridden) continue;
    const auto value = machine.parameter(id);
    prepared.overridden += prepared.overridden.empty() ? ", \"overridden\": {" : ", ";
    append_json_text(prepared.overridden, parameter.name);
    prepared.overridden += ": ";
    if (value.failed || !value.present) {
      prepared.overridden += "null";
    } else {
      prepared.values.append(prepared.overridden, parameter.type.present(), value.value);
    }
  }
  if (!prepared.overridden.empty()) prepared.overridden += '}';
  return prepared;
}

void AnswerWriter::append(std::string& out, const Answer& answer) const {
  out += '{';
  if (!answer.id.empty()) {
    out += "\"id\": ";
    out += answer.id;
    out += ", ";
  }
  if (!answer.problems.empty()) {
    out += "\"rejected\": [";
    for (std::size_t i = 0; i < answer.problems.size(); ++i) {
      if (i > 0) out += ", ";
      append_problem(out, answer.problems[i]);
    }
    out += ']';
  } else if (!options_.as_list) {
    append_decision(out, prepared_.front(), answer.decisions.front(), answer.now);
  } else {
    out += "\"decisions\": [";
    for (std::size_t i = 0; i < answer.decisions.size(); ++i) {
      out += i > 0 ? ", {" : "{";
      append_decision(out, prepared_[i], answer.decisions[i], answer.now);
      out += '}';
    }
    out += ']';
  }
  out += "}\n";
}

void AnswerWriter::append_decision(std::string& out, const Prepared& prepared, const DecisionAnswer& answer,
                                   time::Instant now) const {
  const Verdict& verdict = *answer.verdict;
  const model::Decision& declared = program_->model->decisions[prepared.decision];
  const Type instant{Kind::instant};
  out += prepared.head;
  prepared.values.append(out, instant, number(now));
  out += ", \"outcome\": ";
  out += outcome_json(verdict.outcome);
  if (verdict.outcome == model::Outcome::decided) {
    out += ", \"value\": ";
    if (verdict.present) {
      prepared.values.append(out, declared.type.present(), verdict.value);
    } else {
      out += "null";
    }
  }
  out += ", \"rules\": [";
  for (std::size_t i = 0; i < verdict.rules.size(); ++i) {
    if (i > 0) out += ", ";
    out += prepared.rules[verdict.rules[i]].name;
  }
  out += "], \"reasons\": [";
  append_reasons(out, prepared, answer);
  if (verdict.obligations.empty() && verdict.advice.empty()) {
    out += "], \"obligations\": [], \"advice\": []";
  } else {
    out += "], \"obligations\": [";
    append_notices(out, prepared.values, verdict.obligations);
    out += "], \"advice\": [";
    append_notices(out, prepared.values, verdict.advice);
    out += ']';
  }
  if (!verdict.errors.empty()) append_errors(out, verdict.errors, &prepared);
  out += prepared.overridden;
  if (answer.horizon.follows_now) out += ", \"follows_now\": true";
  switch (answer.horizon.kind) {
    case Horizon::Kind::never_changes: out += ", \"holds_until\": null"; break;
    case Horizon::Kind::changes:
      out += ", \"holds_until\": ";
      prepared.values.append(out, instant, number(answer.horizon.at));
      break;
    case Horizon::Kind::at_least:
      out += ", \"holds_at_least\": ";
      prepared.values.append(out, instant, number(answer.horizon.at));
      break;
  }
}

void AnswerWriter::append_reasons(std::string& out, const Prepared& prepared, const DecisionAnswer& answer) const {
  const Verdict& verdict = *answer.verdict;
  if (verdict.policy_not_in_force) {
    out += "{\"rule\": \"policy_not_in_force\"}";
  } else if (verdict.rules.empty() && verdict.outcome == model::Outcome::forbidden) {
    out += "{\"rule\": \"no_rule_permits\"}";
  }
  for (std::size_t i = 0; i < verdict.rules.size(); ++i) {
    const std::uint32_t rule = verdict.rules[i];
    if (i > 0) out += ", ";
    out += prepared.rules[rule].reason;
    append_message(out, answer.message(i));
    out += prepared.rules[rule].cite;
    out += '}';
  }
}

void AnswerWriter::append_message(std::string& out, std::span<const MessageResult> texts) const {
  const MessageResult* const picked = pick_language(texts, options_.language);
  if (picked == nullptr) return;
  out += ", \"message\": ";
  if (!options_.language.empty() || texts.size() == 1) {
    append_json_text(out, picked->text->view());
    return;
  }
  std::string_view before = "{";
  for (const MessageResult& text : texts) {
    out += before;
    before = ", ";
    append_json_text(out, text.language);
    out += ": ";
    append_json_text(out, text.text->view());
  }
  out += '}';
}

void AnswerWriter::append_notices(std::string& out, const ValueWriter& values,
                                  const std::vector<NoticeResult>& notices) const {
  for (std::size_t i = 0; i < notices.size(); ++i) {
    const model::Notice& declared = program_->model->notices[notices[i].notice];
    if (i > 0) out += ", ";
    out += "{\"name\": ";
    append_json_text(out, declared.name);
    out += ", \"arguments\": {";
    const Slot* argument = notices[i].arguments.data();
    for (std::size_t p = 0; p < declared.parameters.size(); ++p) {
      const auto& parameter = declared.parameters[p];
      if (p > 0) out += ", ";
      append_json_text(out, parameter.name);
      out += ": ";
      values.append_registers(out, parameter.type, argument);
      argument += registers(parameter.type);
    }
    out += "}}";
  }
}

void AnswerWriter::append_errors(std::string& out, const std::vector<EvaluationError>& errors,
                                 const Prepared* prepared) const {
  out += ", \"errors\": [";
  for (std::size_t i = 0; i < errors.size(); ++i) {
    const EvaluationError& error = errors[i];
    if (i > 0) out += ", ";
    out += "{\"code\": \"";
    out += id(error.fault);
    out += "\", \"message\": ";
    append_json_text(out, message(error.fault));
    if (error.expr != model::none) {
      out += ", \"place\": ";
      append_json_text(out, place_of(*sources_, program_->model->span(error.expr)));
    }
    if (error.decision != model::none) {
      const model::Decision& used = program_->model->decisions[error.decision];
      out += ", \"decision\": ";
      append_json_text(out, used.name);
      if (error.rule != model::none) {
        out += ", \"rule\": ";
        append_json_text(out, rule_of(used, error.rule).name);
      }
    } else if (prepared != nullptr && error.rule != model::none) {
      out += ", \"rule\": ";
      out += prepared->rules[error.rule].name;
    }
    out += '}';
  }
  out += ']';
}

std::vector<MessageResult> message_of(const FactProblem& problem, std::vector<Text>& kept) {
  kept.clear();
  kept.reserve(problem.message.size());
  std::vector<MessageResult> texts;
  for (const auto& [language, text] : problem.message) {
    kept.push_back({text.data(), text.size()});
    texts.push_back({language, &kept.back()});
  }
  return texts;
}

void AnswerWriter::append_problem(std::string& out, const FactProblem& problem) const {
  out += "{\"code\": \"";
  out += id(problem.fault);
  if (problem.requirement == model::none) {
    out += "\", \"pointer\": ";
    append_json_text(out, problem.pointer);
    out += ", \"expected\": ";
    append_json_text(out, problem.expected);
    out += ", \"found\": ";
    append_json_text(out, problem.found);
  } else {
    out += "\", \"requirement\": ";
    append_json_text(out, program_->model->requirements[problem.requirement].name);
    std::vector<Text> kept;
    append_message(out, message_of(problem, kept));
    if (problem.error) append_errors(out, {*problem.error}, nullptr);
  }
  out += '}';
}

}  // namespace writ
