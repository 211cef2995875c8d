#pragma once
// Whether conditions can hold together, as far as that shows without a solver: bounds of numbers and times and of their
// differences, members of enums, presence, sizes of lists, and the same condition again. What it says is so; where it
// says nothing, nobody knows.

#include <cstdint>
#include <optional>
#include <span>
#include <unordered_map>
#include <vector>

#include "tools/lint/forms.hpp"

namespace writ::lint {

struct Reasoning {
  bool unfold = true;              ///< Look into definitions that have no parameters.
  bool assume_parameters = false;  ///< Parameters are as they stand, though a caller may override them.
};

class Reasoner {
 public:
  explicit Reasoner(Forms& forms) : forms_(forms) {}

  /// Whether these can never hold together.
  bool contradict(std::span<const FormId> conditions, Reasoning how = {});
  /// What a condition is about: two that share nothing can say nothing of each other. Sorted.
  const std::vector<FormId>& subjects(FormId form);
  bool related(FormId a, FormId b);

  Forms& forms() { return forms_; }

 private:
  Forms& forms_;
  std::unordered_map<FormId, std::vector<FormId>> subjects_;
};

}  // namespace writ::lint
