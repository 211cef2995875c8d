#pragma once
// What a row of engine/builtins/ asks of the file's header: a zone, a calendar, and dates that the calendar covers.

#include "engine/check/context.hpp"

namespace writ::checking {

/// For `+`, `-` and `within` with a period: the zone that the row needs, the calendar that business days need, and
/// where both operands are constant, whether the calendar covers the steps.
void check_period_step(Context& context, FileIndex file, const Builtin& row, ExprId from, ExprId step, Span span);
/// For a call: the zone or calendar that the row needs, and a constant date that the calendar does not cover.
void check_call_needs(Context& context, FileIndex file, const Builtin& row, const std::vector<ExprId>& arguments,
                      Span span);

}  // namespace writ::checking
