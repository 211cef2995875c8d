#pragma once
// What the operands of each instruction are, for those who check code that they did not make.

#include <cstdint>
#include <optional>

#include "engine/program/program.hpp"

namespace writ::saved {

enum class Operand : std::uint8_t {
  none,
  read,     ///< A register, or the first of several.
  written,  ///< Likewise.
  count,    ///< A number without sign.
  site,     ///< A call site.
  outcome,
};

/// What `c` counts.
enum class Number : std::uint8_t {
  none,
  constant,
  fact,   ///< A slot of the facts.
  slots,  ///< Slots in a row, or from one element to the next.
  type,
  builtin,
  block,
  once_block,
  decision,
  rule,
  rules,     ///< Of the decision whose rules are asked; the number itself leads nowhere.
  verdicts,  ///< Words of verdicts.
  rule_index,
  target,
};

struct Operands {
  Operand dst = Operand::none, a = Operand::none, b = Operand::none;
  Number c = Number::none;
};

/// Nothing for a number that is no opcode, and for tracing: programs that trace are not saved.
std::optional<Operands> operands_of(Opcode opcode);

}  // namespace writ::saved
