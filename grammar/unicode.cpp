#include "grammar/unicode.hpp"

#include <algorithm>
#include <array>
#include <iterator>

namespace writ {
namespace {

struct Range {
  char32_t first;
  char32_t last;
};

#include "grammar/unicode_tables.inc"

template <std::size_t N>
bool contains(const Range (&ranges)[N], char32_t point) {
  const auto* after = std::upper_bound(std::begin(ranges), std::end(ranges), point,
                                       [](char32_t value, const Range& range) { return value < range.first; });
  return after != std::begin(ranges) && point <= std::prev(after)->last;
}

constexpr bool is_ascii_letter(char32_t point) {
  return (point >= U'a' && point <= U'z') || (point >= U'A' && point <= U'Z') || point == U'_';
}

constexpr CodePoint not_utf8{0xFFFD, 1};

/// Most of every file is ASCII, and most of that letters.
constexpr auto ascii_continues = [] {
  std::array<bool, 128> table{};
  for (std::size_t c = 0; c < table.size(); ++c) {
    const auto point = static_cast<char32_t>(c);
    table[c] = is_ascii_letter(point) || (point >= U'0' && point <= U'9');
  }
  return table;
}();

}  // namespace

CodePoint decode(std::string_view text, std::size_t at) {
  const auto byte = [&](std::size_t offset) { return static_cast<unsigned char>(text[at + offset]); };
  const unsigned char lead = byte(0);
  if (lead < 0x80) return {lead, 1};

  const std::size_t length = lead >= 0xF0 ? 4 : lead >= 0xE0 ? 3 : 2;
  if (lead < 0xC2 || lead > 0xF4 || at + length > text.size()) return not_utf8;
  char32_t value = lead & (0xFFU >> (length + 1));
  for (std::size_t offset = 1; offset < length; ++offset) {
    if ((byte(offset) & 0xC0) != 0x80) return not_utf8;
    value = (value << 6) | (byte(offset) & 0x3FU);
  }
  const bool overlong = (length == 3 && value < 0x800) || (length == 4 && value < 0x10000);
  if (overlong || value > 0x10FFFF || (value >= 0xD800 && value <= 0xDFFF)) return not_utf8;
  return {value, static_cast<std::uint8_t>(length)};
}

void append_utf8(std::string& text, char32_t point) {
  const auto push = [&](char32_t byte) { text.push_back(static_cast<char>(static_cast<unsigned char>(byte))); };
  if (point < 0x80) {
    push(point);
  } else if (point < 0x800) {
    push(0xC0 | (point >> 6));
    push(0x80 | (point & 0x3F));
  } else if (point < 0x10000) {
    push(0xE0 | (point >> 12));
    push(0x80 | ((point >> 6) & 0x3F));
    push(0x80 | (point & 0x3F));
  } else {
    push(0xF0 | (point >> 18));
    push(0x80 | ((point >> 12) & 0x3F));
    push(0x80 | ((point >> 6) & 0x3F));
    push(0x80 | (point & 0x3F));
  }
}

std::optional<std::size_t> first_invalid_utf8(std::string_view text) {
  for (std::size_t at = 0; at < text.size();) {
    if (static_cast<unsigned char>(text[at]) < 0x80) {
      ++at;
      continue;
    }
    const CodePoint point = decode(text, at);
    if (point.bytes == 1) return at;
    at += point.bytes;
  }
  return std::nullopt;
}

bool is_name_start(char32_t point) { return point < 0x80 ? is_ascii_letter(point) : contains(xid_start, point); }

bool is_name_continue(char32_t point) {
  if (point < 0x80) return is_ascii_letter(point) || (point >= U'0' && point <= U'9');
  return contains(xid_start, point) || contains(xid_continue_only, point);
}

std::size_t name_length(std::string_view text, std::size_t at) {
  if (at >= text.size()) return 0;
  const auto first = static_cast<unsigned char>(text[at]);
  if (first < 0x80 && (!ascii_continues[first] || (first >= '0' && first <= '9'))) return 0;
  CodePoint point = decode(text, at);
  if (!is_name_start(point.value)) return 0;
  std::size_t end = at + point.bytes;
  while (end < text.size()) {
    const auto byte = static_cast<unsigned char>(text[end]);
    if (byte < 0x80) {
      if (!ascii_continues[byte]) break;
      ++end;
      continue;
    }
    point = decode(text, end);
    if (!is_name_continue(point.value)) break;
    end += point.bytes;
  }
  return end - at;
}

int display_width(char32_t point) {
  if (point < 0x300) return 1;
  if (contains(zero_width, point)) return 0;
  return contains(wide, point) ? 2 : 1;
}

std::size_t display_width(std::string_view text) {
  std::size_t columns = 0;
  for (std::size_t at = 0; at < text.size();) {
    const CodePoint point = decode(text, at);
    columns += static_cast<std::size_t>(display_width(point.value));
    at += point.bytes;
  }
  return columns;
}

}  // namespace writ
