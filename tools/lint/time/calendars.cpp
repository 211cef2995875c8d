#include "tools/lint/time/calendars.hpp"

namespace writ::lint::time {

std::vector<DeclaredCalendar> declared_calendars(const Subject& subject) {
  std::vector<DeclaredCalendar> found;
  for (const syntax::File& file : subject.files) {
    for (const syntax::Declaration& declaration : file.declarations) {
      if (const auto* calendar = std::get_if<syntax::CalendarDecl>(&declaration.node))
        found.push_back({calendar, &file});
    }
  }
  return found;
}

}  // namespace writ::lint::time
