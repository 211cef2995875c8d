#pragma once
// Text in XML 1.0.

#include <string>
#include <string_view>

namespace writ {

/// Text between tags. What XML cannot hold, such as a control character, becomes U+FFFD.
std::string xml_escape(std::string_view text);

/// ` name="value"`, line breaks and tabs kept from becoming blanks.
std::string xml_attribute(std::string_view name, std::string_view value);

}  // namespace writ
