#pragma once
// Types in the words of messages.

#include <string>

#include "engine/value/schema.hpp"

namespace writ::checking {

/// For a sentence: "a duration", "CNY", "a `Card`", "a list of `Card`".
std::string with_article(const Schema& schema, Type type);
/// For a label: "duration", "CNY", "`Card`".
std::string bare(const Schema& schema, Type type);
/// "`a`", "`a` and `b`", "`a`, `b` and `c`"
std::string listed(const std::vector<std::string>& names, std::string_view conjunction = "and");

}  // namespace writ::checking
