#pragma once
// Facts as tables that people read, with marks on those that a decision read and on those that decided it.

#include <set>
#include <span>
#include <string>

#include "engine/facts/write_value.hpp"
#include "engine/program/program.hpp"
#include "writ/explanation.hpp"

namespace writ {

/// Places in the record, as JSON pointers.
struct FactsRead {
  std::set<std::string, std::less<>> read, decided;
};
FactsRead facts_read(const Explanation& explanation);

/// The facts of a row that a decision needs.
std::string facts_html(const Program& program, model::DecisionId decision, const Slot* row, const FactsRead& marks,
                       std::string_view language);

}  // namespace writ
