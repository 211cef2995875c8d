#pragma once
// The loops over columns. They are written once (loops.inc) and compiled for each instruction set; a program picks a
// table when it starts. The same bytes come out of all of them.
//
// A mask has one byte a lane, 0 or 1. A kernel that checks says whether any lane failed; which ones is then found out
// slowly, since it is rare. Nothing with an inline function may be included here: compiled for a newer machine, it
// could be the copy that the linker keeps for all.

#include <cstddef>
#include <cstdint>

namespace writ::batch {

struct Kernels {
  using Number = std::int64_t;
  using Byte = std::uint8_t;
  using Index = std::uint32_t;
  using Owner = std::uint16_t;  ///< No domain has more than 65,536 lanes.
  using Size = std::size_t;

  const char* name;

  // masks and small enums
  void (*logical_not)(const Byte* a, Byte* out, Size n);
  void (*logical_and)(const Byte* a, const Byte* b, Byte* out, Size n);
  void (*logical_or)(const Byte* a, const Byte* b, Byte* out, Size n);
  void (*logical_and_not)(const Byte* a, const Byte* b, Byte* out, Size n);
  void (*equal_bytes)(const Byte* a, const Byte* b, Byte* out, Size n);
  /// low <= a <= low + span
  void (*byte_between)(const Byte* a, Byte low, Byte span, Byte* out, Size n);
  void (*select_byte)(const Byte* condition, const Byte* a, const Byte* b, Byte* out, Size n);
  void (*fill_byte)(Byte value, Byte* out, Size n);
  bool (*byte_above)(const Byte* a, Byte most, Size n);  ///< Whether any is.

  // comparing numbers
  void (*less)(const Number* a, const Number* b, Byte* out, Size n);
  void (*less_equal)(const Number* a, const Number* b, Byte* out, Size n);
  void (*equal)(const Number* a, const Number* b, Byte* out, Size n);
  void (*less_than)(const Number* a, Number b, Byte* out, Size n);
  void (*greater_than)(const Number* a, Number b, Byte* out, Size n);
  void (*equal_to)(const Number* a, Number b, Byte* out, Size n);

  // computing; each result lies in low .. high, or the lane fails
  bool (*add)(const Number* a, const Number* b, Number low, Number high, Number* out, Size n);
  bool (*subtract)(const Number* a, const Number* b, Number low, Number high, Number* out, Size n);
  bool (*add_to)(const Number* a, Number b, Number low, Number high, Number* out, Size n);
  /// a * by, where a lies in low .. high.
  bool (*scale)(const Number* a, Number by, Number low, Number high, Number* out, Size n);
  bool (*outside)(const Number* a, Number low, Number high, Size n);  ///< Whether any is.
  void (*select_number)(const Byte* condition, const Number* a, const Number* b, Number* out, Size n);
  void (*fill_number)(Number value, Number* out, Size n);

  // between widths; where `present` is given, 0 where it is 0
  void (*keep_numbers)(const Number* a, const Byte* present, Number* out, Size n);
  void (*keep_bytes)(const Byte* a, const Byte* present, Byte* out, Size n);
  bool (*narrow)(const Number* a, Number limit, Byte* out, Size n);  ///< Fails outside of 0 .. limit, of 255 or less.
  void (*widen_int32)(const std::int32_t* a, Number* out, Size n);
  void (*widen_byte)(const Byte* a, Number* out, Size n);

  // rows of slots
  void (*gather_number)(const Number* const* rows, Size offset, Number* out, Size n);
  void (*gather_byte)(const Number* const* rows, Size offset, Byte* out, Size n);

  // lists: the elements of lane i are those from begins[i] to begins[i + 1]
  /// From where lists begin in the caller's columns to where they begin among the elements of a chunk.
  void (*rebase)(const Number* offsets, Number first, Index* out, Size n);
  void (*rebase_int32)(const std::int32_t* offsets, Number first, Index* out, Size n);
  /// Which lane each element is of. Writes up to four entries past the last.
  void (*owners)(const Index* begins, Owner* out, Size n);
  void (*sizes)(const Index* begins, Number* out, Size n);
  void (*spread_byte)(const Byte* a, const Owner* owners, Byte* out, Size n);
  void (*spread_number)(const Number* a, const Owner* owners, Number* out, Size n);
  /// Whether any element's mask is set.
  void (*any_of)(const Byte* a, Size elements, const Owner* owners, Byte* out, Size n);
  /// How many elements' masks are set; `counts` is scratch, one longer than the elements.
  void (*count_of)(const Byte* a, Size elements, const Index* begins, Index* counts, Number* out, Size n);
};

}  // namespace writ::batch
