#pragma once
// What would permit what is not permitted, for people and for a page.

#include <string>
#include <string_view>

#include "writ/why_not.hpp"

namespace writ {

/// Lines that each begin with `indent`.
void append_why_not_text(std::string& out, const WhyNot& why_not, std::string_view indent);
/// A section of a page, without its heading.
void append_why_not_html(std::string& out, const WhyNot& why_not);

}  // namespace writ
