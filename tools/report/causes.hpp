#pragma once
// Where the errors began that left a decision undetermined, however many decisions lie between.

#include <vector>

#include "writ/explanation.hpp"

namespace writ {

/// Each once, in the order in which they are met; none of a decision that is not undetermined. They are the
/// explanation's own.
std::vector<const Decision::Failure*> causes(const Explanation& explanation);

}  // namespace writ
