#include "engine/facts/fact_problem.hpp"

#include <array>

namespace writ {
namespace {

struct Row {
  std::string_view id, name, title;
};
constexpr std::array rows{
#define WRIT_FACT_FAULT(id, name, title) Row{id, #name, title},
#include "engine/facts/faults_of_facts.def"
#undef WRIT_FACT_FAULT
};

const Row& row(FactFault fault) { return rows[static_cast<std::size_t>(fault)]; }

}  // namespace

std::string_view id(FactFault fault) { return row(fault).id; }
std::string_view name(FactFault fault) { return row(fault).name; }
std::string_view title(FactFault fault) { return row(fault).title; }

}  // namespace writ
