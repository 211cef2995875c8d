#include "tests/differential/verdict_text.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <utility>

#include "engine/facts/write_value.hpp"
#include "engine/value/time/format.hpp"

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

namespace {

constexpr std::string_view follows_key = ", \"follows_now\": ", until_key = ", \"holds_until\": ",
                           at_least_key = ", \"holds_at_least\": ";

}  // namespace

std::string horizon_text(const Horizon& horizon) {
  std::string text;
  if (horizon.follows_now) text.append(follows_key).append("true");
  text += horizon.kind == Horizon::Kind::at_least ? at_least_key : until_key;
  if (horizon.kind == Horizon::Kind::never_changes) return text + "null";
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

SaidHorizons::SaidHorizons(std::string_view text) {
  bool follows = false;
  for (std::string_view key; !text.empty();) {
    const auto starts = [&](std::string_view with) { return text.starts_with(key = with); };
    if (!starts(follows_key) && !starts(until_key) && !starts(at_least_key)) {
      rest += text.front();
      text.remove_prefix(1);
      continue;
    }
    text.remove_prefix(key.size());
    const auto value = text.substr(0, text.find_first_of(",}\n; "));
    text.remove_prefix(value.size());
    if (key == follows_key) {
      follows = true;
      continue;
    }
    auto& said = horizons.emplace_back();
    said.follows_now = std::exchange(follows, false);
    if (value == "null") continue;
    said.kind = key == until_key ? Horizon::Kind::changes : Horizon::Kind::at_least;
    if (const auto at = time::parse_instant(value.substr(1, value.size() - 2))) {
      said.at = *at;
    } else {
      rest += value;  // An offset of old, to the second.
    }
  }
}

namespace {

bool agree(const Horizon& left, const Horizon& right) {
  using enum Horizon::Kind;
  if (left.kind == at_least && right.kind == at_least) return true;
  if (left.kind == at_least) return right.kind == never_changes || left.at <= right.at;
  if (right.kind == at_least) return agree(right, left);
  return left.kind == right.kind && left.at == right.at && left.follows_now == right.follows_now;
}

}  // namespace

bool agree(std::string_view left, std::string_view right) {
  if (left == right) return true;
  const SaidHorizons one(left), other(right);
  return one.rest == other.rest &&
         std::ranges::equal(one.horizons, other.horizons, [](const auto& a, const auto& b) { return agree(a, b); });
}

std::size_t cut_in_one_alone(std::string_view left, std::string_view right) {
  if (left == right) return 0;
  const SaidHorizons one(left), other(right);
  std::size_t count = 0;
  for (std::size_t i = 0; i < std::min(one.horizons.size(), other.horizons.size()); ++i) {
    const auto is_cut = [&](const SaidHorizons& said) { return said.horizons[i].kind == Horizon::Kind::at_least; };
    if (is_cut(one) != is_cut(other)) ++count;
  }
  return count;
}

}  // namespace writ::differential
