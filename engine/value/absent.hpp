#pragma once
// Where a value is absent its slots are zero. They are never asked for, and can be read all the same: as a number, an
// empty text or an empty list.

#include "engine/value/slot.hpp"

namespace writ {

inline std::string_view text_in(Slot slot) { return slot.text == nullptr ? std::string_view() : slot.text->view(); }
inline List list_in(Slot slot) { return slot.list == nullptr ? List{} : *slot.list; }

}  // namespace writ
