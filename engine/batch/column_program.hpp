#pragma once
// A decision as straight-line code over columns: each instruction makes one column, and no column is made twice. It is
// made from a program's model for the batch machine; see instructions.def.

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "engine/program/program.hpp"

namespace writ::batch {

enum class Op : std::uint8_t {
#define WRIT_COLUMN_OP(name, effect) name,
#include "engine/batch/instructions.def"
#undef WRIT_COLUMN_OP
};

/// How a lane lies in memory.
enum class Lane : std::uint8_t {
  byte,    ///< A Bool, 0 or 1, or a member of an enum of 256 or fewer.
  number,  ///< 64 bits.
  text,    ///< A `const Text*`, never null.
};
Lane lane_of(const Schema& schema, Type type);

/// The lanes that a column has: orders, or the elements of list `domain - 1`.
using Domain = std::uint16_t;
constexpr Domain orders = 0;
constexpr Domain everywhere = 0xffff;  ///< Of a constant.

using Node = std::uint32_t;  ///< An instruction, and the column that it makes.
constexpr Node no_node = model::none;

struct Instruction {
  Op op = Op::constant;
  Lane lane = Lane::number;
  Domain domain = everywhere;
  Node a = no_node, b = no_node, c = no_node;
  std::int64_t k = 0, low = 0, high = 0;

  friend bool operator==(const Instruction&, const Instruction&) = default;
};

/// A slot of the facts' row, or of a list's elements.
struct Leaf {
  Domain domain = orders;
  std::uint32_t offset = 0;
  bool is_now = false;
  bool is_presence = false;  ///< Whether the value in the slots that follow is present.
  Type type;                 ///< Of the present value.
};
struct ListLeaf {
  Domain parent = orders;
  std::uint32_t offset = 0;
  Type element;
  std::uint32_t element_slots = 1;
  std::uint32_t copy = 0;  ///< One for each loop over the same list within another.
};

struct ColumnCall {
  const Builtin* builtin = nullptr;
  Environment environment;
  const Pattern* pattern = nullptr;
  std::uint32_t arguments = 0;
};

struct ColumnProgram {
  std::shared_ptr<const Program> program;
  model::DecisionId decision = model::none;

  std::vector<Instruction> code;  ///< Each after its operands; constants are left out when it runs.
  std::vector<Leaf> leaves;
  std::vector<ListLeaf> lists;
  std::vector<ColumnCall> calls;

  // What the decision came to.
  Node outcome = no_node;   ///< model::Outcome, a byte.
  Node in_force = no_node;  ///< A mask: the policy is.
  std::vector<Node> rules;  ///< Masks: each that won, `otherwise` last.
  Node present = no_node;   ///< Of a value decision.
  Node value = no_node;

  // Where columns are kept, found by `place_columns`.
  struct Buffer {
    Domain domain = orders;
    std::uint8_t width = 8;
  };
  std::vector<Buffer> buffers;
  std::vector<std::uint32_t> buffer_of;  ///< By node; none for what is not run.
  std::vector<Node> order;               ///< What is run.

  std::shared_ptr<Arena> arena;  ///< Owns the texts that constants point to.
};

/// Those that are checked before a decision: what they read is all needed.
std::vector<model::RequirementId> requirements_of(const model::Model& model, model::DecisionId decision);

struct ColumnOptions {
  /// The facts come unchecked: the requirements of what is read are checked too.
  bool requirements = true;
};

/// Null where columns would not do or would not pay; the scalar machine decides all orders then.
std::shared_ptr<const ColumnProgram> compile_columns(const std::shared_ptr<const Program>& program,
                                                     model::DecisionId decision, ColumnOptions options = {});

/// The code as text, an instruction a line, for people who debug it.
std::string disassemble(const ColumnProgram& program);

}  // namespace writ::batch
