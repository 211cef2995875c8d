#pragma once
// Type expressions to types, enums and records to the schema.

#include "engine/check/context.hpp"

namespace writ::checking {

/// Unknown where it was reported.
Type resolve_type(Context& context, FileIndex file, const syntax::TypeExpr& written);
/// Fills the schema from every enum and record of all files and lays it out.
void declare_types(Context& context);
/// What `as unix_seconds` says; reported where the type is no Instant or the word is none.
Encoding resolve_encoding(Context& context, const std::optional<syntax::Name>& written, Type type);
/// A Period is no fact: reported where a type that facts have holds one.
void reject_period(Context& context, Type type, Span place);

}  // namespace writ::checking
