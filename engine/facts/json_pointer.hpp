#pragma once
// JSON pointers (RFC 6901), as problems and explanations name what they are about: `/order/order~1id`.

#include <string>
#include <string_view>

namespace writ {

/// Goes on to a member: a slash, and its name with `~` and `/` escaped.
inline void append_pointer_member(std::string& pointer, std::string_view name) {
  pointer += '/';
  for (const char c : name) {
    if (c == '~') {
      pointer += "~0";
    } else if (c == '/') {
      pointer += "~1";
    } else {
      pointer += c;
    }
  }
}

}  // namespace writ
