#pragma once
// Numbers and texts of JSON, exactly.

#include <cstddef>
#include <cstdint>
#include <string_view>

namespace writ::json {

enum class Exactness : std::uint8_t { exact, not_a_number, loses_precision, out_of_range };

/// A JSON number times 10^places, exactly. `integers_only`: a fraction or an exponent is not_a_number.
Exactness read_number(std::string_view token, int places, bool integers_only, std::int64_t& result);

/// Decimal text, `-?digits(.digits)?`, times 10^places, exactly.
Exactness read_decimal_text(std::string_view text, int places, std::int64_t& result);

/// Whether a token that is no text is a number, `true`, `false` or `null`.
bool is_scalar(std::string_view token);

/// Resolves the escapes of what stood between quotes. `out` has room for as many bytes as `raw`. Returns the bytes
/// written, or `bad_escape`: not an escape of JSON, or half of a surrogate pair.
constexpr std::size_t bad_escape = static_cast<std::size_t>(-1);
std::size_t unescape(std::string_view raw, char* out);

}  // namespace writ::json
