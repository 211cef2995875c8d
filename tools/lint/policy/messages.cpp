#include "tools/lint/policy/messages.hpp"

#include "tools/lint/walk.hpp"

namespace writ::lint::policy {

using namespace model;

std::vector<WrittenMessage> written_messages(const Model& model) {
  std::vector<WrittenMessage> found;
  for (const Requirement& requirement : model.requirements) {
    if (!requirement.because.texts.empty()) {
      found.push_back({&requirement.because, requirement.file, requirement.name});
    }
  }
  for_each_rule(model, [&](const Decision& decision, const Rule& rule) {
    if (rule.because && !rule.because->texts.empty()) found.push_back({&*rule.because, decision.file, rule.name});
  });
  return found;
}

std::vector<ExprId> placeholders(const Model& model, const MessageText& text) {
  std::vector<ExprId> found;
  const auto* interpolate = std::get_if<Interpolate>(&model[text.text].node);
  if (interpolate == nullptr) return found;
  for (const TextPart& part : interpolate->parts) {
    if (!part.is_text) found.push_back(part.id);
  }
  return found;
}

std::string listed(const std::vector<std::string>& names) {
  std::string text;
  for (std::size_t i = 0; i < names.size(); ++i) {
    if (i > 0) text += i + 1 == names.size() ? " and " : ", ";
    text += "`" + names[i] + "`";
  }
  return text;
}

}  // namespace writ::lint::policy
