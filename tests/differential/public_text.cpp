#include "tests/differential/public_text.hpp"

#include <fmt/format.h>

#include <limits>

#include "engine/value/overloaded.hpp"

namespace writ::differential {
namespace {

void append(std::string& out, const std::vector<Decision::Message>& messages) {
  for (const auto& message : messages) out += fmt::format(" {} \"{}\"", message.language, message.text);
}

void append(std::string& out, const char* what, const std::vector<Decision::Notice>& notices) {
  for (const auto& notice : notices) {
    out += fmt::format("\n  {} {}", what, notice.name);
    for (const auto& argument : notice.arguments) {
      out += fmt::format(" {}: {}", argument.name, public_text(argument.value));
    }
  }
}

void append(std::string& out, const std::vector<Decision::Failure>& failures) {
  for (const auto& failure : failures) {
    out += fmt::format("\n  failed {} {} at {} in {} of {}", failure.code, failure.message, failure.place, failure.rule,
                       failure.decision);
  }
}

}  // namespace

std::string public_text(const Value& value) {
  return std::visit(
      Overloaded{[](Value::Absent) { return std::string("absent"); },
                 [](bool truth) { return std::string(truth ? "true" : "false"); },
                 [](std::int64_t number) { return fmt::format("{}", number); },
                 [](Value::Decimal decimal) { return fmt::format("decimal {}", decimal.millionths); },
                 [](const std::string& text) { return fmt::format("\"{}\"", text); },
                 [](Value::Instant at) { return fmt::format("instant {}", at.microseconds); },
                 [](Value::Date date) { return fmt::format("date {}", date.days); },
                 [](Value::TimeOfDay at) { return fmt::format("time {}", at.microseconds); },
                 [](Value::Duration length) { return fmt::format("duration {}", length.microseconds); },
                 [](Value::Period period) { return fmt::format("period {} {}", period.count, int(period.unit)); },
                 [](const Value::Money& money) { return fmt::format("{} {}", money.currency, money.millionths); },
                 [](const Value::Member& member) { return member.name; },
                 [](const Value::List& list) {
                   std::string text = "[";
                   for (const auto& element : list) text += public_text(element) + " ";
                   return text + "]";
                 },
                 [](const Value::Record& record) {
                   std::string text = "{";
                   for (const auto& field : record) text += field.name + ": " + public_text(field.value) + " ";
                   return text + "}";
                 }},
      value.data);
}

std::string public_text(const Decision& decision) {
  auto text = fmt::format("{} {} = {} at {}", decision.decision, name(decision.outcome), public_text(decision.value),
                          decision.now.microseconds);
  for (const auto& rule : decision.rules) text += " by " + rule;
  for (const auto& reason : decision.reasons) {
    text += "\n  because " + reason.rule;
    append(text, reason.messages);
    for (const auto& clause : reason.cite) text += " cites " + clause;
  }
  append(text, "obliges", decision.obligations);
  append(text, "advises", decision.advice);
  append(text, decision.failures);
  for (const auto& rejection : decision.rejections) {
    text += fmt::format("\n  rejected {} {} {} {} by {}", rejection.code, rejection.pointer, rejection.expected,
                        rejection.found, rejection.requirement);
    append(text, rejection.messages);
    append(text, rejection.failures);
  }
  return text;
}

bool Until::agrees_with(const Until& other) const {
  if (!holds_at_least && !other.holds_at_least) {
    return holds_until == other.holds_until && follows_now == other.follows_now;
  }
  if (holds_at_least && other.holds_at_least) return true;
  const auto& cut = holds_at_least ? *this : other;
  const auto& known = holds_at_least ? other : *this;
  return !known.holds_until || *cut.holds_until <= *known.holds_until;
}

std::string Until::text() const {
  return fmt::format("{}{}{}", holds_at_least ? "at least " : "",
                     holds_until ? fmt::format("until {}", holds_until->microseconds) : "for ever",
                     follows_now ? ", follows now" : "");
}

}  // namespace writ::differential
