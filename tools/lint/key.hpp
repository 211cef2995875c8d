#pragma once
// A text for an expression that is the same for two that are written alike, so that many can be compared at once. Forms
// go further, and take what means the same for the same: here it is about what an author wrote twice.

#include <string>

#include "engine/model/model.hpp"

namespace writ::lint {

/// Equal for expressions that `same` calls the same, after what the checker put around values was taken off; bound
/// variables may have other names.
std::string key_of(const model::Model& model, model::ExprId expr);

}  // namespace writ::lint
