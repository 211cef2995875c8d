#pragma once
// What can be done with values that are not known, whatever their type. Included by this room's own files only.

#include "engine/analysis/symbol.hpp"
#include "engine/analysis/term.hpp"
#include "engine/value/schema.hpp"

namespace writ::analysis {

/// Zero, false, the first member, nothing: what stands where a value means nothing.
Symbol plain_symbol(Terms& terms, const Schema& schema, Type type);
/// A constant of one numeric slot.
Symbol constant_symbol(Terms& terms, Type type, std::int64_t value);
Symbol absent_symbol(Terms& terms, const Schema& schema, Type type);
Symbol present_symbol(Terms& terms, Symbol symbol);
/// One or the other, both of this type.
Symbol chosen(Terms& terms, Term condition, const Symbol& then, const Symbol& otherwise);
/// The list has more elements than its parts: what these are is not known. False of most lists.
Term goes_on(Terms& terms, const Symbol& list);
/// Structural, as the language's `is`; within records and lists optional values may both be absent.
Term equal_symbols(Terms& terms, const Schema& schema, Type type, const Symbol& a, const Symbol& b);

bool is_false(const Terms& terms, Term term);
bool is_true(const Terms& terms, Term term);

}  // namespace writ::analysis
