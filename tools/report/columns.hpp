#pragma once
// Text in the columns of a terminal, where an ideograph takes two.

#include <cstddef>
#include <string>
#include <string_view>

namespace writ {

/// The text on one line, its end replaced by `…` where it is wider than `width`.
std::string fitted(std::string_view text, std::size_t width);

/// Likewise, with blanks after it up to `width`.
std::string padded(std::string_view text, std::size_t width);

}  // namespace writ
