#include "engine/builtins/lower_case.hpp"

#include <algorithm>
#include <array>
#include <cstdint>

namespace writ {
namespace {

struct Row {
  std::uint32_t first, last, step;
  std::int32_t distance;
};
constexpr std::array rows{
#define WRIT_LOWER(first, last, step, distance) Row{first, last, step, distance},
#include "engine/builtins/lower_case.def"
#undef WRIT_LOWER
};

bool is_upper_ascii(char c) { return c >= 'A' && c <= 'Z'; }

std::uint32_t lower(std::uint32_t code_point) {
  if (code_point < rows.front().first) {
    return is_upper_ascii(static_cast<char>(code_point)) ? code_point + 32 : code_point;
  }
  const auto after = std::ranges::upper_bound(rows, code_point, {}, &Row::first);
  if (after == rows.begin()) return code_point;
  const Row& row = *std::prev(after);
  if (code_point > row.last || (code_point - row.first) % row.step != 0) return code_point;
  return code_point + static_cast<std::uint32_t>(row.distance);
}

struct Decoded {
  std::uint32_t code_point;
  std::size_t size;
};

/// The first code point of `text`, which is not empty; size 0 where there is none.
Decoded decode(std::string_view text) {
  const auto byte = [&](std::size_t i) { return static_cast<std::uint32_t>(static_cast<unsigned char>(text[i])); };
  const std::uint32_t lead = byte(0);
  if (lead < 0x80) return {lead, 1};
  const std::size_t size = lead >= 0xf0 ? 4 : lead >= 0xe0 ? 3 : 2;
  if (lead < 0xc2 || lead > 0xf4 || text.size() < size) return {0, 0};
  std::uint32_t code_point = lead & (0x7fu >> size);
  for (std::size_t i = 1; i < size; ++i) {
    if ((byte(i) & 0xc0) != 0x80) return {0, 0};
    code_point = code_point << 6 | (byte(i) & 0x3f);
  }
  return {code_point, size};
}

void encode(std::string& out, std::uint32_t code_point) {
  const auto put = [&](std::uint32_t byte) { out += static_cast<char>(static_cast<unsigned char>(byte)); };
  const auto put_rest = [&](unsigned shift) { put(0x80 | (code_point >> shift & 0x3f)); };
  if (code_point < 0x80) {
    put(code_point);
  } else if (code_point < 0x800) {
    put(0xc0 | code_point >> 6);
    put_rest(0);
  } else if (code_point < 0x10000) {
    put(0xe0 | code_point >> 12);
    put_rest(6);
    put_rest(0);
  } else {
    put(0xf0 | code_point >> 18);
    put_rest(12);
    put_rest(6);
    put_rest(0);
  }
}

}  // namespace

bool is_lower_case(std::string_view text) {
  while (!text.empty()) {
    const auto [code_point, size] = decode(text);
    if (size != 0 && lower(code_point) != code_point) return false;
    text.remove_prefix(std::max<std::size_t>(size, 1));
  }
  return true;
}

std::string lower_case(std::string_view text) {
  std::string result;
  result.reserve(text.size());
  while (!text.empty()) {
    const auto [code_point, size] = decode(text);
    if (size == 0) {
      result += text.front();
    } else {
      encode(result, lower(code_point));
    }
    text.remove_prefix(std::max<std::size_t>(size, 1));
  }
  return result;
}

}  // namespace writ
