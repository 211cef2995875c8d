#include "tests/differential/verdict_text.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "engine/facts/write_value.hpp"

namespace writ::differential {
namespace {

constexpr std::string_view outcomes[] = {"permitted", "forbidden", "referred", "decided", "undetermined"};

std::string head_text(const Program& program, model::DecisionId id, const Verdict& verdict) {
  std::vector<std::string> rules;
  for (const auto rule : verdict.rules) rules.push_back(rule_of(program.model->decisions[id], rule).name);
  return fmt::format("{} {} by [{}]{}", program.model->decisions[id].name, outcomes[static_cast<int>(verdict.outcome)],
                     fmt::join(rules, ", "), verdict.policy_not_in_force ? " not in force" : "");
}

ValueWriter writer_of(const Program& program) {
  static const auto utc = time::Zone::utc();
  return {program.model->schema, *utc};
}

void append_notices(std::string& text, const Program& program, std::span<const NoticeResult> notices) {
  const auto writer = writer_of(program);
  for (const auto& told : notices) {
    const auto& notice = program.model->notices[told.notice];
    text += " " + notice.name + "(";
    std::size_t at = 0;
    for (const auto& parameter : notice.parameters) {
      if (at > 0) text += ", ";
      writer.append_registers(text, parameter.type, told.arguments.data() + at);
      at += registers(parameter.type);
    }
    text += ")";
  }
}

}  // namespace

std::string short_text(const Program& program, model::DecisionId id, const Verdict& verdict) {
  auto text = head_text(program, id, verdict);
  const auto& decision = program.model->decisions[id];
  if (decision.permission || verdict.outcome != model::Outcome::decided) return text;
  const auto type = decision.type.present();
  if (type.is_list() || type.is(Kind::record)) return text;
  if (!verdict.present) return text + " absent";
  text += " = ";
  writer_of(program).append(text, type, verdict.value);
  return text;
}

std::string whole_text(Machine& machine, model::DecisionId id, const Verdict& verdict) {
  const Program& program = machine.program();
  const auto& decision = program.model->decisions[id];
  auto text = head_text(program, id, verdict);
  if (!decision.permission && verdict.outcome == model::Outcome::decided) {
    text += " = ";
    if (verdict.present) {
      writer_of(program).append(text, decision.type.present(), verdict.value);
    } else {
      text += "absent";
    }
  }
  for (const auto rule : verdict.rules) {
    for (const auto& message : machine.message(id, rule)) {
      text += fmt::format(" because {} ", message.language);
      append_json_text(text, message.text->view());
    }
  }
  append_notices(text, program, verdict.obligations);
  append_notices(text, program, verdict.advice);
  for (const auto& error : verdict.errors) text += error_text(*program.model, error);
  return text;
}

std::string error_text(const model::Model& model, const EvaluationError& error) {
  auto text = fmt::format("; {}", name(error.fault));
  if (error.expr != model::none) text += fmt::format(" at {}", model.span(error.expr).begin);
  if (error.rule != model::none) text += fmt::format(" in rule {}", error.rule);
  if (error.decision != model::none) text += " of " + model.decisions[error.decision].name;
  return text;
}

std::string horizon_text(const Horizon& horizon) {
  switch (horizon.kind) {
    case Horizon::Kind::at_least: return std::string(unknown_horizon);
    case Horizon::Kind::never_changes: return horizon.follows_now ? " follows now, for ever" : " holds for ever";
    case Horizon::Kind::changes: break;
  }
  std::string text = horizon.follows_now ? " follows now, until " : " holds until ";
  ValueWriter(Schema{}, *time::Zone::utc()).append(text, Type{Kind::instant}, number(horizon.at));
  return text;
}

std::string problems_text(std::span<const FactProblem> problems) {
  std::string text(rejected_text);
  for (const auto& problem : problems) {
    text += fmt::format(" {} {}", id(problem.fault), problem.pointer);
    for (const auto& [language, message] : problem.message) text += fmt::format(" {} {}", language, message);
  }
  return text;
}

namespace {

/// A line of `writ eval`, without until when decisions hold.
std::string without_horizons(std::string_view line) {
  std::string rest(line);
  for (const std::string_view key : {", \"follows_now\": ", ", \"holds_until\": ", ", \"holds_at_least\": "}) {
    for (auto at = rest.find(key); at != std::string::npos; at = rest.find(key)) {
      rest.erase(at, rest.find_first_of(",}", at + 1) - at);
    }
  }
  return rest;
}

}  // namespace

bool agree(std::string_view left, std::string_view right) {
  const auto ended_early = [](std::string_view text) {
    return text.find("\"holds_at_least\"") != std::string_view::npos;
  };
  if (left != right && (ended_early(left) || ended_early(right))) {
    return without_horizons(left) == without_horizons(right);
  }
  while (left != right) {
    const auto left_line = left.substr(0, left.find('\n')), right_line = right.substr(0, right.find('\n'));
    const bool unknown = left_line.ends_with(unknown_horizon) || right_line.ends_with(unknown_horizon);
    const auto without = [](std::string_view line) {
      if (const auto follows = line.rfind(" follows now, "); follows != std::string_view::npos)
        return line.substr(0, follows);
      return line.substr(0, line.rfind(" holds "));
    };
    if (unknown ? without(left_line) != without(right_line) : left_line != right_line) return false;
    left.remove_prefix(std::min(left.size(), left_line.size() + 1));
    right.remove_prefix(std::min(right.size(), right_line.size() + 1));
  }
  return true;
}

}  // namespace writ::differential
