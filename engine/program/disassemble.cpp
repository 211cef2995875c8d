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

namespace {

/// A line for each value and the place where its rules begin.
void append(std::string& out, const RuleIndex& index) {
  const auto to = std::back_inserter(out);
  const auto members = [&] {
    for (std::size_t i = 0; i < index.places.size(); ++i) {
      if (index.places[i] != index.otherwise) {
        fmt::format_to(to, "  {}: {}\n", index.first + static_cast<std::int64_t>(i), index.places[i]);
      }
    }
  };
  const auto ranges = [&] {
    for (std::size_t i = 0; i < index.places.size(); ++i) {
      if (i == 0) {
        fmt::format_to(to, "  below: {}\n", index.places[i]);
      } else {
        fmt::format_to(to, "  from {}: {}\n", index.bounds[i - 1], index.places[i]);
      }
    }
  };
  switch (index.kind) {
    case RuleIndex::Kind::members: members(); break;
    case RuleIndex::Kind::ranges: return ranges();
    case RuleIndex::Kind::numbers:
      for (const auto& entry : index.numbers) {
        if (entry.place != RuleIndex::empty) fmt::format_to(to, "  {}: {}\n", entry.key, entry.place);
      }
      break;
    case RuleIndex::Kind::texts:
      for (const auto& entry : index.texts) {
        if (entry.place == RuleIndex::empty) continue;
        fmt::format_to(to, "  \"{}\": {}\n", index.letters.substr(entry.begin, entry.size), entry.place);
      }
  }
  fmt::format_to(to, "  otherwise: {}\n", index.otherwise);
}

}  // namespace

std::string disassemble(const Program& program) {
  std::string out;
  for (std::size_t id = 0; id < program.blocks.size(); ++id) {
    const Block& block = program.blocks[id];
    fmt::format_to(std::back_inserter(out), "block {}: {} registers, {} arguments, {} results{}\n", id, block.registers,
                   block.argument_registers, block.result_registers, block.once == model::none ? "" : ", once");
    // A block's code reaches to the next block's; what is run before its beginning has numbers below zero.
    std::size_t end = program.code.size();
    for (const Block& other : program.blocks) {
      if (other.begin > block.begin && other.begin - other.first < end) end = other.begin - other.first;
    }
    for (std::size_t at = block.begin - block.first; at < end; ++at) {
      const Instruction& i = program.code[at];
      const auto number = static_cast<std::int64_t>(at) - static_cast<std::int64_t>(block.begin);
      fmt::format_to(std::back_inserter(out), "{:5}  {:<18} {:4} {:4} {:4} {:6} {:6}\n", number, name(i.op), i.dst, i.a,
                     i.b, i.c, i.fault);
    }
  }
  for (std::size_t i = 0; i < program.rule_indexes.size(); ++i) {
    fmt::format_to(std::back_inserter(out), "rule index {}\n", i);
    append(out, program.rule_indexes[i]);
  }
  return out;
}

}  // namespace writ
