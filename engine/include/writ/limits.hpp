#pragma once
// What policies, facts and evaluations may take. Past a limit there is an error that names it, and never a decision.
// The standard values are far past what people write; docs/security.md says what each protects from.

#include <cstdint>

namespace writ {

struct Limits {
  // Of rule files:
  std::uint64_t file_bytes = std::uint64_t{16} << 20;  ///< Of each. At most 1 GiB.
  std::uint32_t nesting = 200;                         ///< Of brackets and forms. At most 400.
  std::uint32_t name_bytes = 1'000;                    ///< Of each name.
  std::uint32_t rules = 100'000;                       ///< Of all decisions together.
  std::uint32_t diagnostics = 200;                     ///< That are shown; then one says how many more there are.

  // Of facts as JSON:
  std::uint64_t record_bytes = std::uint64_t{16} << 20;
  std::uint64_t list_length = 1'000'000;               ///< Elements of a list.
  std::uint64_t text_bytes = std::uint64_t{16} << 20;  ///< Of a text, also of one that an evaluation makes.

  // Of an evaluation:
  std::uint64_t steps = 100'000'000;  ///< Elements of lists, calls, bytes of texts. At most 10^12.
  /// Of texts, lists and records that it makes, of errors that it notes, and of the values that are its answer.
  std::uint64_t memory_bytes = std::uint64_t{64} << 20;
  /// Of the search for until when a decision holds. Past these it holds "at least until", which is no error.
  std::uint32_t horizon_changes = 10'000;
  std::uint64_t horizon_steps = 20'000'000;
};

}  // namespace writ
