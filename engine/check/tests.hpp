#pragma once
// `test "…"`: steps and expectations.

#include "engine/check/context.hpp"

namespace writ::checking {

void type_tests(Context& context);

}  // namespace writ::checking
