#pragma once
// Calendars as they are declared.

#include <vector>

#include "tools/lint/lint.hpp"

namespace writ::lint::time {

struct DeclaredCalendar {
  const syntax::CalendarDecl* declaration = nullptr;
  const syntax::File* file = nullptr;
};
std::vector<DeclaredCalendar> declared_calendars(const Subject& subject);

}  // namespace writ::lint::time
