#pragma once
// Why a record is refused, as data.

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "engine/run/machine.hpp"

namespace writ {

/// One enumerator per row of faults_of_facts.def.
enum class FactFault : std::uint8_t {
#define WRIT_FACT_FAULT(id, name, title) name,
#include "engine/facts/faults_of_facts.def"
#undef WRIT_FACT_FAULT
};

std::string_view id(FactFault fault);     ///< "F0103"
std::string_view name(FactFault fault);   ///< "wrong_type"
std::string_view title(FactFault fault);  ///< One line for lists.

struct FactProblem {
  FactFault fault = FactFault::not_json;
  std::string pointer;   ///< RFC 6901; "" is the whole record.
  std::string expected;  ///< In words of the language: "an Instant".
  std::string found;     ///< The JSON text, shortened, in valid UTF-8; "nothing" where a member is missing.

  /// Of the last two faults only.
  model::RequirementId requirement = model::none;
  std::vector<std::pair<std::string, std::string>> message;  ///< Language and text.
  std::optional<EvaluationError> error;
};

}  // namespace writ
