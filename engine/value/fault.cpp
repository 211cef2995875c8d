#include "engine/value/fault.hpp"

#include <array>

namespace writ {
namespace {

struct Row {
  std::string_view id, name, message;
};

constexpr std::array rows{
    Row{"", "none", ""},
#define WRIT_FAULT(id, name, message) Row{id, #name, message},
#include "engine/value/faults.def"
#undef WRIT_FAULT
};

constexpr const Row& row(Fault fault) { return rows[static_cast<std::size_t>(fault)]; }

}  // namespace

std::string_view id(Fault fault) { return row(fault).id; }
std::string_view name(Fault fault) { return row(fault).name; }
std::string_view message(Fault fault) { return row(fault).message; }

}  // namespace writ
