#pragma once
// The variables that a symbolic value is made of, and what makes an example of them readable.

#include <optional>

#include "engine/analysis/symbol.hpp"
#include "engine/analysis/term.hpp"
#include "engine/value/schema.hpp"

namespace writ::analysis {

/// `visit(term, type, is_shape)` for each number and truth of a value; `is_shape` of what says how much of it there is,
/// and which kind: presence, lengths, truths, members of enums.
template <typename Visit>
void each_leaf(const Schema& schema, Type type, const Symbol& symbol, Visit visit) {
  if (symbol.present) visit(*symbol.present, Type{Kind::boolean}, true);
  if (type.is_list()) {
    visit(symbol.term, Type{Kind::integer}, true);
    for (const Symbol& part : symbol.parts) each_leaf(schema, type.present().element(), part, visit);
  } else if (type.base == Kind::record) {
    const auto& fields = schema.records[type.id].fields;
    for (std::size_t i = 0; i < fields.size(); ++i) each_leaf(schema, fields[i].type, symbol.parts[i], visit);
  } else {
    visit(symbol.term, type.present(), type.base == Kind::boolean || type.base == Kind::enumeration);
  }
}

/// What people write: years of this century, amounts that somebody has.
struct Readable {
  Integer least, most;
};
std::optional<Readable> readable_range(Type type);

}  // namespace writ::analysis
