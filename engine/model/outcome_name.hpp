#pragma once
// Outcomes as policies, tests and answers write them.

#include <optional>
#include <string_view>

#include "engine/model/model.hpp"

namespace writ::model {

/// `permitted`
std::string_view name_of(Outcome outcome);
/// Of a permission: a value decision's `decided` is nothing that a policy can ask for.
std::optional<Outcome> outcome_named(std::string_view name);

}  // namespace writ::model
