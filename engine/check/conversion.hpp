#pragma once
// What to say where a value is of another type than its place wants.

#include "engine/check/context.hpp"

namespace writ::checking {

/// "this is a date, and an instant is needed here", with the way from one to the other where there is one.
void report_mismatch(Context& context, ExprId id, Type wanted, Span span, std::string_view role);
/// Adds how to come from one type to the other, where there is a way.
void help_convert(Context& context, Report& report, ExprId id, Type wanted, Span span);

}  // namespace writ::checking
