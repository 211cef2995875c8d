// A message whose languages show different values.

#include <fmt/format.h>

#include <algorithm>
#include <map>

#include "tools/lint/key.hpp"
#include "tools/lint/policy/messages.hpp"
#include "tools/lint/walk.hpp"

namespace writ::lint::policy {

using namespace model;

namespace {

using Shown = std::map<std::string, ExprId>;  // By key.

/// What a field is taken of in the end: `order` in `order.buyer.name`.
ExprId base_of(const Model& model, ExprId expr) {
  expr = bare(model, expr);
  const auto* field = std::get_if<FieldRef>(&model[expr].node);
  return field == nullptr ? expr : base_of(model, field->base);
}

/// A text that is the same whatever the facts are.
bool is_plain_text(const Model& model, ExprId expr) {
  expr = bare(model, expr);
  const Expr& e = model[expr];
  if (const auto* branches = std::get_if<If>(&e.node)) {
    return is_plain_text(model, branches->then) && is_plain_text(model, branches->otherwise);
  }
  if (const auto* text = std::get_if<Interpolate>(&e.node)) return std::ranges::all_of(text->parts, &TextPart::is_text);
  return std::holds_alternative<TextConstant>(e.node);
}

/// Adds the facts, parameters, definitions and decisions that a value is made of: languages put them differently.
void add_values(const Model& model, ExprId expr, Shown& shown) {
  expr = bare(model, expr);
  const auto& node = model[expr].node;
  // `line{if n is 1 then "" else "s"}` is grammar, which another language may not have.
  if (std::holds_alternative<If>(node) && is_plain_text(model, expr)) return;
  const auto& base = model[base_of(model, expr)].node;
  if (std::holds_alternative<LocalRef>(base)) return;
  const bool is_value = std::holds_alternative<FactRef>(base) || std::holds_alternative<NowRef>(base) ||
                        std::holds_alternative<ParameterRef>(base) || std::holds_alternative<DefineRef>(base) ||
                        std::holds_alternative<DecisionRef>(base);
  if (is_value) {
    shown.try_emplace(key_of(model, expr), expr);
    return;
  }
  for (const ExprId part : parts(model[expr])) add_values(model, part, shown);
}

Shown shown_by(const Model& model, const MessageText& text) {
  Shown shown;
  for (const ExprId each : placeholders(model, text)) add_values(model, each, shown);
  return shown;
}

}  // namespace

void placeholder_mismatch(const Subject& subject, Findings& findings) {
  const Model& model = subject.model;
  for (const auto& [message, file, name] : written_messages(model)) {
    if (message->texts.size() < 2) continue;
    std::vector<Shown> shown;
    for (const MessageText& text : message->texts) shown.push_back(shown_by(model, text));
    for (std::size_t i = 0; i < shown.size(); ++i) {
      std::vector<std::string> missing;
      Shown told;
      Finding finding{
          .lint = Lint::policy_placeholder_mismatch, .place = model[message->texts[i].text].span, .message = {}};
      for (std::size_t j = 0; j < shown.size(); ++j) {
        for (const auto& [key, value] : shown[j]) {
          if (shown[i].contains(key) || !told.try_emplace(key, value).second) continue;
          missing.push_back(words_of(subject, value));
          finding.labels.push_back({model[value].span, fmt::format("the `{}` text does", message->texts[j].language)});
        }
      }
      if (missing.empty()) continue;
      finding.message =
          fmt::format("the `{}` text of `{}` does not show {}", message->texts[i].language, name, listed(missing));
      finding.help.push_back("all who are refused should learn the same: show the same values in each language");
      findings.push_back(std::move(finding));
    }
  }
}

}  // namespace writ::lint::policy
