// Two prohibitions of one decision, or two requirements, that say the same: nobody can tell which of them it was.

#include <fmt/format.h>

#include <map>

#include "tools/lint/key.hpp"
#include "tools/lint/policy/messages.hpp"

namespace writ::lint::policy {

using namespace model;

namespace {

class Finder {
 public:
  Finder(const Subject& subject, Findings& findings) : subject_(subject), findings_(findings) {}

  void begin() { said_.clear(); }

  void take(std::string_view name, const Message& message) {
    bool told = false;
    for (const MessageText& text : message.texts) {
      const auto [found, is_new] =
          said_.try_emplace(text.language + key_of(subject_.model, text.text), Said{std::string(name), text.text});
      if (is_new || told) continue;
      told = true;
      findings_.push_back({
          .lint = Lint::policy_same_message,
          .place = subject_.model[text.text].span,
          .message = fmt::format("`{}` says the same as `{}`", name, found->second.name),
          .labels = {{subject_.model[found->second.text].span, "the same text"}},
          .help = {"say what is different: whoever reads it cannot tell which of the two it was"},
      });
    }
  }

 private:
  struct Said {
    std::string name;
    ExprId text;
  };
  const Subject& subject_;
  Findings& findings_;
  std::map<std::string, Said> said_;
};

}  // namespace

void same_message(const Subject& subject, Findings& findings) {
  const Model& model = subject.model;
  Finder finder(subject, findings);
  // The value beside a message says which rule it was; an effect does not.
  for (const Decision& decision : model.decisions) {
    finder.begin();
    for (const Rule& rule : decision.rules) {
      if (rule.because && rule.effect && *rule.effect != syntax::Effect::permit) finder.take(rule.name, *rule.because);
    }
  }
  for (FileIndex file = 0; file < model.files.size(); ++file) {
    finder.begin();
    for (const Requirement& requirement : model.requirements) {
      if (requirement.file == file) finder.take(requirement.name, requirement.because);
    }
  }
}

}  // namespace writ::lint::policy
