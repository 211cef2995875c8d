#pragma once
// Values inside messages, written for people of a language.

#include <string>
#include <string_view>

#include "engine/value/schema.hpp"
#include "engine/value/slot.hpp"
#include "engine/value/time/zone.hpp"

namespace writ {

/// A present value of a scalar type. `language` as in a message: "" reads as English does.
void append_for_people(std::string& out, Slot value, Type type, const Schema& schema, const time::Zone& zone,
                       std::string_view language);

}  // namespace writ
