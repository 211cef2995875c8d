#pragma once
// Names that mean nothing, or too much: how they are looked up and how that is said. What a failed parse may have
// declared is poisoned quietly.

#include <functional>
#include <optional>

#include "engine/check/context.hpp"

namespace writ::checking {

/// Adds what may have been meant; true where it found something.
using Suggest = std::function<bool(Report&)>;

/// The symbol that a plain or qualified name stands for; null where it was reported, or is to be passed over.
const Symbol* resolve_symbol(Context& context, FileIndex file, const syntax::QualifiedName& written, Space space,
                             const Suggest& suggest = nullptr);
/// Likewise for a name without dots.
const Symbol* resolve_symbol(Context& context, FileIndex file, const syntax::Name& written, Space space,
                             const Suggest& suggest = nullptr);

/// Says that two used files declare the name.
void report_collision(Context& context, const syntax::Name& written, const Found& found);
/// Says that a name is unknown in `file`, where it is declared if some other file has it, else what is near.
void report_unknown(Context& context, FileIndex file, const syntax::Name& written, Space space,
                    const Suggest& suggest = nullptr);
/// Says that the names begin with that of a file which is not used; false where they do not.
bool report_unused_file(Context& context, std::span<const syntax::Name> names);
/// Says that a file, used by a qualified name, declares no such name.
void report_unknown_in(Context& context, FileIndex target, const syntax::Name& written, Space space);

/// A currency of ISO 4217; reported where it is none.
std::optional<Currency> check_currency(Context& context, const syntax::Name& written);

}  // namespace writ::checking
