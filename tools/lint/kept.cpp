#include "tools/lint/kept.hpp"

namespace writ::lint {

std::shared_ptr<Forms> forms_of(const Subject& subject) {
  if (!subject.kept) return std::make_shared<Forms>(subject.model);
  if (!subject.kept->forms) subject.kept->forms = std::make_shared<Forms>(subject.model);
  return subject.kept->forms;
}

}  // namespace writ::lint
