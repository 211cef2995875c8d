#pragma once
// A compiled set of policies: flat code over registers, and the tables that it needs. Immutable, so that any number of
// machines run it at once.

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "engine/builtins/builtin.hpp"
#include "engine/model/model.hpp"
#include "engine/program/rule_index.hpp"
#include "engine/value/arena.hpp"
#include "engine/value/slot.hpp"

namespace writ {

enum class Opcode : std::uint16_t {
#define WRIT_OPCODE(name, effect) name,
#include "engine/program/opcodes.def"
#undef WRIT_OPCODE
};
std::string_view name(Opcode opcode);

/// Counted from a block's first register. Those below zero hold its constants.
using Register = std::int16_t;

/// See opcodes.def. Where `b` is a number and no register, it is taken as unsigned.
struct Instruction {
  Opcode op;
  Register dst, a, b;
  std::uint32_t c;
  std::uint32_t fault;
};
static_assert(sizeof(Instruction) == 16);

using BlockId = std::uint32_t;
constexpr std::uint32_t no_block = model::none;

/// How many rules the machine keeps the verdicts of before they are put down: a bit each.
constexpr std::uint32_t verdicts_at_once = 64;

/// What a block takes and gives: values one after another, each `registers(type)` long.
struct Signature {
  std::vector<Type> arguments, results;
  friend bool operator==(const Signature&, const Signature&) = default;
};

/// A piece of code with a frame of its own, always at the same place: no block can be on its way twice. Arguments
/// arrive in its first registers; its result is left in those that follow. Jumps are counted from its beginning. A
/// block whose result is a Bool never fails: the Bool may be an error.
struct Block {
  std::uint32_t begin = 0;
  std::uint32_t first = 0;  ///< How many instructions come before its beginning, run once when it is entered.
  std::uint32_t frame = 0;  ///< Of its first register.
  std::uint16_t registers = 0;
  std::uint16_t argument_registers = 0;
  std::uint16_t result_registers = 0;
  std::uint32_t once = model::none;  ///< Place of its kept result among those that run once; or none.
  std::uint32_t signature = 0;       ///< Among the program's.
};

/// What a builtin, or the writing of a value, needs beside its operands.
struct CallSite {
  Environment environment;
  const time::Zone* shown_in;  ///< For people: the environment's zone, or UTC.
  const Pattern* pattern = nullptr;
  std::string_view language;
};

struct TextCode {
  std::string_view language;
  BlockId text;
};
/// The arguments lie one after another in the block's result registers, each as wide as its type.
struct NoticeCode {
  model::NoticeId notice;
  BlockId arguments;
};

struct RuleCode {
  BlockId value = no_block;
  Type value_type;  ///< Of the value.
  std::vector<TextCode> message;
  std::vector<NoticeCode> then;
  bool has_obligation = false;
};
struct AlsoCode {
  BlockId applies;
  NoticeCode call;
};

struct DecisionCode {
  BlockId in_force = no_block;  ///< The policy's `effective`.
  /// These give the verdicts of the rules, in their order: of those that `now` does not reach, and of the others. Where
  /// the order of asking matters, all are in one of them; none: there are no such rules.
  BlockId still_rules = no_block, moving_rules = no_block;
  /// Both at once, for who does not want them apart: of a decision with few rules of both kinds.
  BlockId all_rules = no_block;
  std::vector<RuleCode> rules;          ///< The last is `otherwise` where there is one.
  std::vector<syntax::Effect> effects;  ///< Of a permission, by rule.
  BlockId otherwise_in_force = no_block;
  std::vector<std::vector<std::uint32_t>> overridden_by;  ///< By rule; empty where the decision has no overrides.
  std::vector<AlsoCode> alsos;
  bool notices = false;  ///< May come with obligations or advice.
  /// A permission that depends on nothing but which of its rules apply.
  bool rules_are_all = false;
};

/// What a step of a test needs: the value that it gives, sets or expects, the condition, or a notice's arguments.
struct TestStepCode {
  BlockId value = no_block;
  Type type;  ///< Of the value.
  std::optional<NoticeCode> notice;
};

struct CompileOptions {
  /// Notes what each expression comes to, and evaluates also what need not be known: both sides of an `or` that is
  /// true already, for one. Decisions are the same; a program without it pays nothing.
  bool trace = false;
  /// With the steps of tests.
  bool tests = false;
  /// Evaluates only rules that can apply, where many ask for a value of their own. Decisions are the same; never
  /// traced.
  bool select_rules = true;
};

/// A list whose elements are constants.
struct ConstantList {
  const List* list;
  Type element;
};

struct Program {
  std::shared_ptr<const model::Model> model;
  CompileOptions options;

  std::vector<Instruction> code;
  std::vector<model::ExprId> origins;  ///< For each instruction, the expression it comes from: where a fault is.
  std::vector<Slot> constants;
  std::vector<Type> types;
  std::vector<CallSite> sites;
  std::vector<Block> blocks;
  std::vector<Signature> signatures;
  std::vector<RuleIndex> rule_indexes;  ///< Places are counted from the beginning of the block that asks.
  /// What registers hold before anything ran. First the facts and `now`, which every block that begins near enough
  /// reads as registers; then for each block its constants, and nothing.
  std::vector<Slot> frames;
  std::uint32_t once_blocks = 0;            ///< How many blocks run once,
  std::uint32_t once_registers = 0;         ///< and the room for their results.
  std::vector<std::uint32_t> once_offsets;  ///< By place: where its result is kept.

  std::vector<DecisionCode> decisions;  ///< As in the model.
  std::vector<BlockId> requirements;
  std::vector<std::vector<TextCode>> because;    ///< By requirement.
  std::vector<BlockId> parameters;               ///< Run once.
  std::vector<std::vector<TestStepCode>> tests;  ///< By test and step, where the options want them,
  std::vector<BlockId> invariants;               ///< and the invariants, likewise.

  /// Facts lie in one row, each as a field of its type (an optional one with its presence slot before it).
  std::vector<std::uint32_t> fact_offsets;  ///< By FactId.
  std::uint32_t fact_slots = 0;
  /// What stands for a record that is absent: as many zeros as the largest has slots. Zero can be read as a value of
  /// every type but a record: as an empty text, an empty list, a member of an enum.
  std::vector<Slot> absent_record;

  std::shared_ptr<const time::Zone> utc;
  /// Owns what constants point to.
  std::shared_ptr<Arena> constant_arena;
  /// Every object that a constant points to, so that a program can be saved.
  std::vector<const Text*> constant_texts;  ///< By TextId.
  std::vector<ConstantList> constant_lists;
};

/// Kinds whose values are one number, equal when the numbers are.
inline bool is_number(Type type) { return !type.is_list() && type.base != Kind::text && type.base != Kind::record; }

/// How many registers a value of this type takes: one, or two where it may be absent.
constexpr std::uint16_t registers(Type type) { return type.optional ? 2 : 1; }
std::uint16_t registers(const std::vector<Type>& types);

/// As many zeros as the largest record has slots.
std::vector<Slot> absent_record(const Schema& schema);

/// model -> program. The model has no errors. Null where one expression needs more than the machine has: 32,767
/// registers in a block, or 65,535 call sites.
std::shared_ptr<const Program> compile(std::shared_ptr<const model::Model> model, CompileOptions options = {});

/// The code as text, an instruction a line, for people who debug it.
std::string disassemble(const Program& program);

}  // namespace writ
