#include "engine/value/type.hpp"

#include <algorithm>
#include <array>

namespace writ {
namespace {

constexpr Currency pack(const char a, const char b, const char c) {
  return static_cast<Currency>(static_cast<unsigned char>(a)) << 16 |
         static_cast<Currency>(static_cast<unsigned char>(b)) << 8 |
         static_cast<Currency>(static_cast<unsigned char>(c));
}

struct CurrencyRow {
  Currency code;
  int minor_units;
};

constexpr auto currencies = [] {
  std::array rows{
#define WRIT_CURRENCY(code, units) CurrencyRow{pack(#code[0], #code[1], #code[2]), units},
#include "engine/value/currencies.def"
#undef WRIT_CURRENCY
  };
  std::ranges::sort(rows, {}, &CurrencyRow::code);
  return rows;
}();

}  // namespace

Currency pack_currency(std::string_view letters) {
  const auto is_letter = [](char c) { return c >= 'A' && c <= 'Z'; };
  if (letters.size() != 3 || !std::ranges::all_of(letters, is_letter)) return 0;
  return pack(letters[0], letters[1], letters[2]);
}

std::string currency_letters(Currency currency) {
  return {static_cast<char>(currency >> 16 & 0xff), static_cast<char>(currency >> 8 & 0xff),
          static_cast<char>(currency & 0xff)};
}

int minor_units(Currency currency) {
  const auto row = std::ranges::lower_bound(currencies, currency, {}, &CurrencyRow::code);
  return row != currencies.end() && row->code == currency ? row->minor_units : -1;
}

}  // namespace writ
