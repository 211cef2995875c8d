#pragma once
// Explanations for programs. docs/explanations.md says what each member means.

#include <span>
#include <string>
#include <string_view>

#include "writ/explanation.hpp"

namespace writ {

/// One line, with its end: an object, or `{"decisions": […]}` where `as_list`. `id` is JSON that names the record, or
/// empty.
std::string explanation_json(std::span<const Explanation> explanations, std::string_view id, bool as_list);

}  // namespace writ
