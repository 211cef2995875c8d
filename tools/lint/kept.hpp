#pragma once
// What several lints of one run work out alike.

#include <memory>
#include <vector>

#include "tools/lint/conditions.hpp"
#include "tools/lint/forms.hpp"
#include "tools/lint/lint.hpp"

namespace writ::lint {

namespace correctness {
struct Readers;
}

struct Kept {
  std::shared_ptr<Forms> forms;
  std::shared_ptr<const std::vector<Settled>> settled;
  std::shared_ptr<const correctness::Readers> readers;
};

/// The forms of the subject's model.
std::shared_ptr<Forms> forms_of(const Subject& subject);

}  // namespace writ::lint
