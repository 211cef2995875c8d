#include <array>
#include <string_view>

#include <fmt/format.h>

#include "engine/program/program.hpp"

namespace writ {

std::string_view name(Opcode opcode) {
  static constexpr std::array names{
#define WRIT_OPCODE(name, effect) std::string_view(#name),
#include "engine/program/opcodes.def"
#undef WRIT_OPCODE
  };
  return names[static_cast<std::size_t>(opcode)];
}

std::string disassemble(const Program& program) {
  std::string out;
  for (std::size_t id = 0; id < program.blocks.size(); ++id) {
    const Block& block = program.blocks[id];
    fmt::format_to(std::back_inserter(out), "block {}: {} registers, {} arguments, {} results{}\n", id, block.registers,
                   block.argument_registers, block.result_registers, block.once == model::none ? "" : ", once");
    // A block's code reaches to the next block's beginning.
    std::size_t end = program.code.size();
    for (const Block& other : program.blocks) {
      if (other.begin > block.begin && other.begin < end) end = other.begin;
    }
    for (std::size_t at = block.begin; at < end; ++at) {
      const Instruction& i = program.code[at];
      fmt::format_to(std::back_inserter(out), "{:5}  {:<16} {:4} {:4} {:4} {:6} {:6}\n", at - block.begin, name(i.op),
                     i.dst, i.a, i.b, i.c, i.fault);
    }
  }
  return out;
}

}  // namespace writ
