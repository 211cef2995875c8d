#include "engine/facts/json_scalars.hpp"

#include <cstring>
#include <limits>
#include <string>

namespace writ::json {
namespace {

constexpr bool is_digit(char c) { return c >= '0' && c <= '9'; }

/// A number taken apart: digits, where their point stands, and the exponent.
struct Parts {
  bool negative = false;
  std::string_view whole, fraction;
  std::int64_t exponent = 0;
  bool has_exponent = false;
};

std::string_view take_digits(std::string_view& rest) {
  std::size_t size = 0;
  while (size < rest.size() && is_digit(rest[size])) ++size;
  const auto digits = rest.substr(0, size);
  rest.remove_prefix(size);
  return digits;
}

/// `e+12`: far beyond what any type holds, all exponents are alike.
bool take_exponent(std::string_view& rest, Parts& parts) {
  constexpr std::int64_t far = 1'000'000'000;
  rest.remove_prefix(1);
  const bool negative = rest.starts_with('-');
  if (negative || rest.starts_with('+')) rest.remove_prefix(1);
  const auto digits = take_digits(rest);
  if (digits.empty()) return false;
  for (const char c : digits) {
    if (parts.exponent < far) parts.exponent = parts.exponent * 10 + (c - '0');
  }
  if (negative) parts.exponent = -parts.exponent;
  parts.has_exponent = true;
  return true;
}

/// JSON has no leading zeros and may have an exponent; decimal text is the other way round.
bool take_apart(std::string_view text, bool json, Parts& parts) {
  parts.negative = text.starts_with('-');
  if (parts.negative) text.remove_prefix(1);
  parts.whole = take_digits(text);
  if (parts.whole.empty() || (json && parts.whole.size() > 1 && parts.whole[0] == '0')) return false;
  if (text.starts_with('.')) {
    text.remove_prefix(1);
    parts.fraction = take_digits(text);
    if (parts.fraction.empty()) return false;
  }
  if (json && !text.empty() && (text[0] == 'e' || text[0] == 'E') && !take_exponent(text, parts)) return false;
  return text.empty();
}

std::string_view without_leading_zeros(std::string_view digits) {
  const auto first = digits.find_first_not_of('0');
  return first == std::string_view::npos ? std::string_view() : digits.substr(first);
}
std::string_view without_trailing_zeros(std::string_view digits) {
  const auto last = digits.find_last_not_of('0');
  return last == std::string_view::npos ? std::string_view() : digits.substr(0, last + 1);
}

Exactness scale(Parts parts, int places, std::int64_t& result) {
  const auto fraction = without_trailing_zeros(parts.fraction);
  auto whole = without_leading_zeros(parts.whole);
  std::string digits_store;
  // The value is `digits` times 10^power.
  std::string_view digits = whole;
  std::int64_t power = parts.exponent + places;
  if (!fraction.empty()) {
    digits_store.append(whole).append(fraction);
    digits = without_leading_zeros(digits_store);
    power -= static_cast<std::int64_t>(fraction.size());
  }
  if (digits.empty()) {
    result = 0;
    return Exactness::exact;
  }
  if (power < 0) {
    // What would be cut off must be zeros: without a fraction, the whole part may still end in some.
    const auto kept = without_trailing_zeros(digits);
    const auto zeros = static_cast<std::int64_t>(digits.size() - kept.size());
    if (static_cast<std::int64_t>(digits.size()) + power > 19) return Exactness::out_of_range;
    if (zeros < -power) return Exactness::loses_precision;
    digits = digits.substr(0, digits.size() - static_cast<std::size_t>(-power));
    power = 0;
  }
  if (static_cast<std::int64_t>(digits.size()) + power > 19) return Exactness::out_of_range;
  std::uint64_t value = 0;
  for (const char c : digits) value = value * 10 + static_cast<std::uint64_t>(c - '0');  // At most 19 digits: it fits.
  for (; power > 0; --power) value *= 10;
  const std::uint64_t limit = std::numeric_limits<std::int64_t>::max();
  if (value > limit + (parts.negative ? 1 : 0)) return Exactness::out_of_range;
  result = static_cast<std::int64_t>(parts.negative ? 0 - value : value);
  return Exactness::exact;
}

int hex_digit(char c) {
  if (is_digit(c)) return c - '0';
  if (c >= 'a' && c <= 'f') return c - 'a' + 10;
  if (c >= 'A' && c <= 'F') return c - 'A' + 10;
  return -1;
}

/// The four hexadecimal digits at `at`, or -1.
std::int32_t hex_unit(std::string_view raw, std::size_t at) {
  if (at + 4 > raw.size()) return -1;
  std::int32_t unit = 0;
  for (std::size_t i = at; i < at + 4; ++i) {
    const int digit = hex_digit(raw[i]);
    if (digit < 0) return -1;
    unit = unit * 16 + digit;
  }
  return unit;
}

char* put_utf8(char* out, char32_t point) {
  const auto tail = [&](int shift) { *out++ = static_cast<char>(0x80 | (point >> shift & 0x3F)); };
  if (point < 0x80) {
    *out++ = static_cast<char>(point);
  } else if (point < 0x800) {
    *out++ = static_cast<char>(0xC0 | point >> 6);
    tail(0);
  } else if (point < 0x10000) {
    *out++ = static_cast<char>(0xE0 | point >> 12);
    tail(6);
    tail(0);
  } else {
    *out++ = static_cast<char>(0xF0 | point >> 18);
    tail(12);
    tail(6);
    tail(0);
  }
  return out;
}

/// Reads the hexadecimal digits after `\u` at `at`, with those of a second half; moves `at` past them.
bool take_code_point(std::string_view raw, std::size_t& at, char32_t& point) {
  const std::int32_t first = hex_unit(raw, at);
  if (first < 0) return false;
  at += 4;
  const bool high = first >= 0xD800 && first < 0xDC00;
  const bool low = first >= 0xDC00 && first < 0xE000;
  if (low) return false;
  point = static_cast<char32_t>(first);
  if (!high) return true;
  if (raw.substr(at, 2) != "\\u") return false;
  const std::int32_t second = hex_unit(raw, at + 2);
  if (second < 0xDC00 || second > 0xDFFF) return false;
  at += 6;
  point = static_cast<char32_t>(0x10000 + ((first - 0xD800) << 10) + (second - 0xDC00));
  return true;
}

char simple_escape(char c) {
  switch (c) {
    case '"':
    case '\\':
    case '/': return c;
    case 'b': return '\b';
    case 'f': return '\f';
    case 'n': return '\n';
    case 'r': return '\r';
    case 't': return '\t';
    default: return 0;
  }
}

}  // namespace

Exactness read_number(std::string_view token, int places, bool integers_only, std::int64_t& result) {
  Parts parts;
  if (!take_apart(token, true, parts)) return Exactness::not_a_number;
  if (integers_only && (!parts.fraction.empty() || parts.has_exponent)) return Exactness::not_a_number;
  return scale(parts, places, result);
}

Exactness read_decimal_text(std::string_view text, int places, std::int64_t& result) {
  Parts parts;
  if (!take_apart(text, false, parts)) return Exactness::not_a_number;
  return scale(parts, places, result);
}

bool is_scalar(std::string_view token) {
  if (token == "true" || token == "false" || token == "null") return true;
  Parts parts;
  return take_apart(token, true, parts);
}

std::size_t unescape(std::string_view raw, char* out) {
  char* const begin = out;
  std::size_t at = 0;
  while (at < raw.size()) {
    const auto* escape = static_cast<const char*>(std::memchr(raw.data() + at, '\\', raw.size() - at));
    const std::size_t plain = escape == nullptr ? raw.size() - at : static_cast<std::size_t>(escape - raw.data()) - at;
    std::memcpy(out, raw.data() + at, plain);
    out += plain;
    at += plain;
    if (escape == nullptr) break;
    if (at + 1 >= raw.size()) return bad_escape;
    const char kind = raw[at + 1];
    at += 2;
    if (kind == 'u') {
      char32_t point = 0;
      if (!take_code_point(raw, at, point)) return bad_escape;
      out = put_utf8(out, point);
      continue;
    }
    const char meant = simple_escape(kind);
    if (meant == 0) return bad_escape;
    *out++ = meant;
  }
  return static_cast<std::size_t>(out - begin);
}

}  // namespace writ::json
