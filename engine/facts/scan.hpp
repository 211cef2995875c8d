#pragma once
// The bytes of JSON taken sixteen or eight at a time: where a text ends, what digits come to. All of these read up to
// sixteen bytes past where they are asked to look, and none is told where the record ends: who asks knows that.

#include <bit>
#include <cstdint>
#include <cstring>

#ifdef __SSE2__
#include <emmintrin.h>
#endif

namespace writ::json {

inline std::uint64_t eight_bytes(const char* at) {
  std::uint64_t bytes = 0;
  std::memcpy(&bytes, at, 8);
  return bytes;
}

/// Which of sixteen bytes are the same in both places, a bit each.
#ifdef __SSE2__
inline std::uint32_t same_bytes(const char* a, const char* b) {
  const __m128i left = _mm_loadu_si128(reinterpret_cast<const __m128i*>(a));
  const __m128i right = _mm_loadu_si128(reinterpret_cast<const __m128i*>(b));
  return static_cast<std::uint32_t>(_mm_movemask_epi8(_mm_cmpeq_epi8(left, right)));
}
#else
inline std::uint32_t same_bytes(const char* a, const char* b) {
  std::uint32_t same = 0;
  for (std::uint32_t i = 0; i < 16; ++i) same |= static_cast<std::uint32_t>(a[i] == b[i]) << i;
  return same;
}
#endif

/// Of sixteen bytes of a text, a bit each: those that end it or need a closer look (quotes, backslashes, control
/// characters), and those that are not ASCII.
struct TextBlock {
  std::uint32_t special = 0, high = 0;
};

#ifdef __SSE2__
inline TextBlock text_block(const char* at) {
  const __m128i bytes = _mm_loadu_si128(reinterpret_cast<const __m128i*>(at));
  const __m128i quotes = _mm_cmpeq_epi8(bytes, _mm_set1_epi8('"'));
  const __m128i backslashes = _mm_cmpeq_epi8(bytes, _mm_set1_epi8('\\'));
  const __m128i control = _mm_cmpeq_epi8(_mm_min_epu8(bytes, _mm_set1_epi8(0x1F)), bytes);
  const __m128i special = _mm_or_si128(_mm_or_si128(quotes, backslashes), control);
  return {static_cast<std::uint32_t>(_mm_movemask_epi8(special)), static_cast<std::uint32_t>(_mm_movemask_epi8(bytes))};
}
#else
inline TextBlock text_block(const char* at) {
  TextBlock block;
  for (std::uint32_t i = 0; i < 16; ++i) {
    const auto c = static_cast<unsigned char>(at[i]);
    if (c == '"' || c == '\\' || c < 0x20) block.special |= 1U << i;
    if (c >= 0x80) block.high |= 1U << i;
  }
  return block;
}
#endif

/// Digits from `at` on, at most eight, and the number that they make.
struct Digits {
  std::uint32_t count = 0;
  std::uint64_t value = 0;
};

inline Digits up_to_eight_digits(const char* at) {
  if constexpr (std::endian::native == std::endian::little) {
    const std::uint64_t nibbles = eight_bytes(at) ^ 0x3030303030303030;
    // A byte of ten or more sets its top bit; what it carries into later bytes does not matter.
    const std::uint64_t others = (nibbles | (nibbles + 0x7676767676767676)) & 0x8080808080808080;
    const auto count = static_cast<std::uint32_t>(std::countr_zero(others)) / 8;
    if (count == 0) return {};
    std::uint64_t value = nibbles << (64 - 8 * count);  // As if zeros stood before them.
    value = (value * 10 + (value >> 8)) & 0x00FF00FF00FF00FF;
    value = (value * 100 + (value >> 16)) & 0x0000FFFF0000FFFF;
    return {count, (value * 10000 + (value >> 32)) & 0xFFFFFFFF};
  } else {
    Digits digits;
    for (; digits.count < 8 && at[digits.count] >= '0' && at[digits.count] <= '9'; ++digits.count) {
      digits.value = digits.value * 10 + static_cast<std::uint64_t>(at[digits.count] - '0');
    }
    return digits;
  }
}

inline constexpr std::uint64_t powers_of_ten[] = {1,       10,        100,        1000,       10'000,
                                                  100'000, 1'000'000, 10'000'000, 100'000'000};

/// All digits from `at` on, up to eighteen; a count of 19 where there are more.
inline Digits up_to_eighteen_digits(const char* at) {
  Digits digits = up_to_eight_digits(at);
  if (digits.count < 8) return digits;
  const Digits more = up_to_eight_digits(at + 8);
  digits = {8 + more.count, digits.value * powers_of_ten[more.count] + more.value};
  if (digits.count < 16) return digits;
  const Digits last = up_to_eight_digits(at + 16);
  if (last.count > 2) return {19, 0};
  return {16 + last.count, digits.value * powers_of_ten[last.count] + last.value};
}

inline bool is_blank(char c) { return c == ' ' || c == '\n' || c == '\r' || c == '\t'; }

}  // namespace writ::json
