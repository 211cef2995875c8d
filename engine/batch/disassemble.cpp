#include <fmt/format.h>

#include <iterator>

#include "engine/batch/column_program.hpp"

namespace writ::batch {
namespace {

constexpr const char* names[] = {
#define WRIT_COLUMN_OP(name, effect) #name,
#include "engine/batch/instructions.def"
#undef WRIT_COLUMN_OP
};

}  // namespace

std::string disassemble(const ColumnProgram& program) {
  std::string text;
  auto out = std::back_inserter(text);
  for (const Node node : program.order) {
    const Instruction& instruction = program.code[node];
    fmt::format_to(out, "{:5} [{}] {}", node, instruction.domain, names[static_cast<std::size_t>(instruction.op)]);
    for (const Node operand : {instruction.a, instruction.b, instruction.c}) {
      if (operand != no_node) fmt::format_to(out, " {}", operand);
    }
    if (instruction.k != 0) fmt::format_to(out, " #{}", instruction.k);
    text += '\n';
  }
  return text;
}

}  // namespace writ::batch
