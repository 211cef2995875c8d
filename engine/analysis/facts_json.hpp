#pragma once
// Facts as a record that `eval` reads back exactly.

#include <cstdint>
#include <span>
#include <string>

#include "engine/model/model.hpp"
#include "engine/run/machine.hpp"
#include "engine/value/time/zone.hpp"

namespace writ::analysis {

enum class RecordLayout : std::uint8_t {
  one_line,
  indented,  ///< For people: a line a member; what is short stands on one line.
};

/// `now` and the facts that are needed, in the model's order, spelled and encoded as the model declares. What is absent
/// is left out. Instants are written in `zone`. Without a newline at its end.
std::string facts_json(const model::Model& model, Facts facts, std::span<const model::FactId> needs,
                       const time::Zone& zone, RecordLayout layout = RecordLayout::indented);

}  // namespace writ::analysis
