#pragma once
// What the operands of each instruction are, for those who check code that they did not make.

#include <cstdint>
#include <iterator>
#include <optional>

#include "engine/program/program.hpp"

namespace writ::saved {

enum class Operand : std::uint8_t {
  none,
  // Registers, or the first of several:
  word,             ///< Read: a number of whatever kind.
  boolean,          ///< Read: true, false, or an error.
  typed,            ///< Read, as a type that the instruction says elsewhere (verify_code.cpp).
  written_word,     ///< Written: a number.
  written_boolean,  ///< Written: true, false, or an error.
  written,          ///< Written, as a type that the instruction says elsewhere.
  // No registers:
  count,    ///< A number without sign.
  weight,   ///< The steps that going round, or a call, takes: one at least, or it might never end.
  site,     ///< A call site.
  outcome,  ///< Of a decision.
  type,     ///< One of the program's types.
  record,   ///< One of the schema's.
};

/// What `c` counts.
enum class Number : std::uint8_t {
  none,
  constant,
  fact,   ///< A slot of the facts.
  slots,  ///< Slots in a row, or from one element to the next.
  type,
  record,
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

constexpr Opcode every_opcode[] = {
#define WRIT_OPCODE(name, effect) Opcode::name,
#include "engine/program/opcodes.def"
#undef WRIT_OPCODE
};
constexpr std::size_t opcodes = std::size(every_opcode);

/// Nothing for a number that is no opcode, and for tracing: programs that trace are not saved.
std::optional<Operands> operands_of(Opcode opcode);

}  // namespace writ::saved
