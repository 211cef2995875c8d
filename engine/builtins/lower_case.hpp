#pragma once
// Lower case by Unicode's simple mappings: one code point to one, the same in every language.

#include <string>
#include <string_view>

namespace writ {

/// True where `lower_case` would change nothing: then nothing need be copied.
bool is_lower_case(std::string_view text);
/// Bytes that are not UTF-8 stay as they are.
std::string lower_case(std::string_view text);

}  // namespace writ
