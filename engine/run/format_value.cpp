#include "engine/run/format_value.hpp"
#include "engine/value/absent.hpp"

#include "engine/value/decimal.hpp"
#include "engine/value/time/format.hpp"

namespace writ {

void append_for_people(std::string& out, Slot value, Type type, const Schema& schema, const time::Zone& zone,
                       std::string_view language) {
  switch (type.base) {
    case Kind::boolean: out += value.number != 0 ? "true" : "false"; break;
    case Kind::integer: out += std::to_string(value.number); break;
    case Kind::decimal: decimal::append(out, value.number); break;
    case Kind::text: out += text_in(value); break;
    case Kind::instant: time::append_instant_for_people(out, value.number, zone, language); break;
    case Kind::date: time::append_date(out, static_cast<time::Date>(value.number)); break;
    case Kind::time_of_day: time::append_time(out, value.number); break;
    case Kind::duration: time::append_duration_for_people(out, value.number, language); break;
    case Kind::period: time::append_period_for_people(out, time::Period::unpack(value.number), language); break;
    case Kind::money:
      out += currency_letters(type.id);
      out += ' ';
      decimal::append(out, value.number, minor_units(type.id));
      break;
    case Kind::enumeration: out += schema.enums[type.id].members[static_cast<std::size_t>(value.number)].name; break;
    case Kind::record:
    case Kind::unknown: break;  // The checker lets only scalars into a text.
  }
}

}  // namespace writ
