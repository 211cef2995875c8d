#pragma once
// Every name that a file gives to something, and what it is the name of.

#include <functional>
#include <string_view>

#include "grammar/syntax.hpp"

namespace writ::lint::style {

struct GivenName {
  const syntax::Name& name;
  std::string_view kind;  ///< "parameter", "enum member", …
  bool type = false;      ///< Of an enum or record.
  bool in_facts = false;  ///< A fact, a field or an enum member: JSON has a spelling of its own for it.
  bool has_spelling = false;
};

/// In the order of declarations; bound variables last.
void for_each_given_name(const syntax::File& file, const std::function<void(const GivenName&)>& visit);

}  // namespace writ::lint::style
