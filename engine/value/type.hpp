#pragma once
// The types of the language. A type is eight bytes and compares by value: since list elements are never optional and
// there is no `T??`, every type is a base, a number of `list of` around it, and whether it may be absent.

#include <cstdint>
#include <string>
#include <string_view>

namespace writ {

enum class Kind : std::uint8_t {
  unknown,  ///< Of an expression that is already reported as wrong; fits everything.
  boolean,
  integer,
  decimal,
  text,
  instant,
  date,
  time_of_day,
  duration,
  period,
  money,
  enumeration,
  record,
};

/// Three letters of ISO 4217, packed.
using Currency = std::uint32_t;
Currency pack_currency(std::string_view letters);
std::string currency_letters(Currency currency);
/// Decimal places of the currency's minor unit (CNY 2, JPY 0, KWD 3); -1 where ISO 4217 knows no such code.
int minor_units(Currency currency);

struct Type {
  Kind base = Kind::unknown;
  std::uint8_t lists = 0;  ///< `list of list of Int` has 2.
  bool optional = false;   ///< The whole may be absent: `T?`, `(list of T)?`.
  std::uint32_t id = 0;    ///< Currency of money, index in the schema of an enum or record; else 0.

  friend bool operator==(const Type&, const Type&) = default;

  bool is(Kind kind) const { return base == kind && lists == 0; }
  bool is_unknown() const { return base == Kind::unknown && lists == 0; }
  bool is_list() const { return lists > 0; }
  Type element() const { return {base, static_cast<std::uint8_t>(lists - 1), false, id}; }
  Type list_of() const { return {base, static_cast<std::uint8_t>(lists + 1), false, id}; }
  Type present() const { return {base, lists, false, id}; }
  Type or_absent() const { return {base, lists, true, id}; }
};

}  // namespace writ
