#pragma once
// Values as texts: for people (docs/language.md 11.3), and in JSON (11.2).

#include <string>
#include <string_view>

#include "engine/model/model.hpp"
#include "tests/reference/value.hpp"

namespace writ::reference {

/// A present value of a type of one value. Without a zone an instant is shown in UTC.
void append_for_people(std::string& out, const model::Model& model, Type type, const Value& value,
                       const time::Zone* zone, std::string_view language);

void append_json_text(std::string& out, std::string_view text);
void append_json(std::string& out, const model::Model& model, Type type, const Value& value, const time::Zone& zone);

}  // namespace writ::reference
