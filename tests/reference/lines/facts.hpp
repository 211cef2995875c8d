#pragma once
// Facts from JSON: docs/language.md 12.

#include <optional>
#include <span>
#include <string_view>

#include "tests/reference/evaluation.hpp"

namespace writ::reference {

struct Record {
  Facts facts;
  std::int64_t now = 0;
};

/// What these decisions need of a record; nothing where it is not as the policy declares it.
std::optional<Record> read_facts(const model::Model& model, std::span<const model::DecisionId> decisions,
                                 std::string_view json);

}  // namespace writ::reference
