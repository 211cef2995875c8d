#pragma once
// What to say of records that cannot be read at all, and of times that are none. Off the fast way: only problems lead
// here.

#include <string>
#include <string_view>

#include "engine/facts/fact_problem.hpp"
#include "engine/facts/json_index.hpp"

namespace writ {

/// A problem of the record as a whole.
FactProblem whole_record(FactFault fault, std::string expected, std::string found);

/// The problem of a record whose tokens could not be found.
FactProblem unreadable(std::string_view record, JsonIndex::Error error);

/// Why an instant cannot be read: its year, its digits, or its form.
FactFault instant_fault(std::string_view text);

}  // namespace writ
