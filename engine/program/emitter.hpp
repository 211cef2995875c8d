#pragma once
// Writes the code of one block: registers, labels, and where an instruction goes on when it fails.

#include <cstdint>
#include <limits>
#include <map>
#include <optional>
#include <stdexcept>
#include <tuple>
#include <unordered_map>
#include <vector>

#include "engine/program/program.hpp"

namespace writ {

/// Where a jump leads. Bound once, jumped to any number of times.
struct Target {
  std::uint32_t id;
};

class Emitter {
 public:
  explicit Emitter(const Program& program);

  /// Instructions that follow come from this expression.
  void set_origin(model::ExprId origin) { origin_ = origin; }
  model::ExprId origin() const { return origin_; }

  /// Registers are a stack: what is taken after a mark is given back by `release(mark)`.
  Register take(std::uint16_t count);
  Register mark() const { return next_register_; }
  void release(Register mark) { next_register_ = mark; }
  std::uint16_t most_registers() const { return static_cast<std::uint16_t>(most_registers_); }

  /// The register that a slot of the facts, or the time, is: no code is needed to read it. Nothing in a program that is
  /// too large for the numbers that registers have.
  std::optional<Register> fact(std::uint32_t slot) const;

  /// The register that holds this number all the time. Nothing where there are too many of them.
  std::optional<Register> constant(Slot value);

  /// The register that holds what `load` gives all the time: loaded once, when the block begins. It cannot fail.
  std::optional<Register> keep(Opcode load, std::uint32_t offset, std::uint16_t record = 0);

  Target new_target();
  void bind(Target label);
  /// Where a label that is bound stands, counted from the block's beginning.
  std::uint32_t place(Target label) const { return places_[label.id]; }
  bool is_used(Target label) const { return uses_[label.id]; }

  /// `b` is a register, or a number without sign.
  void emit(Opcode op, Register dst, Register a = 0, int b = 0, std::uint32_t c = 0);
  void emit_jump(Opcode op, Target to, Register a = 0, Register dst = 0, int b = 0);

  /// From here on a failing instruction goes on at `label`.
  Target failure() const { return failure_; }
  void set_failure(Target label) { failure_ = label; }
  void use(Target label) { uses_[label.id] = true; }

  /// Appends the code with its jumps resolved, and the frame: `begin`, `frame` and `registers` of the block.
  Block finish(Program& program);

 private:
  static constexpr std::uint32_t unbound = 0xffffffff;
  static constexpr std::size_t most_kept = 16'000;
  static constexpr std::int32_t first_fact =
      std::numeric_limits<Register>::min();  // Until it is known what it will be.
  static constexpr std::int32_t most_facts = 16'000;
  static bool is_fact(std::int32_t reg) { return reg < first_fact + most_facts; }
  static Register placed(std::int32_t fact, const Block& block);

  std::vector<Instruction> code_;
  std::vector<model::ExprId> origins_;
  std::vector<bool> jumps_;            // By instruction: `c` is a label,
  std::vector<bool> b_is_fact_;        // and `b` a register that is a fact.
  std::vector<std::uint32_t> places_;  // By label.
  std::vector<bool> uses_;
  std::vector<Instruction> first_code_;  // What comes before the block's beginning.
  std::vector<model::ExprId> first_origins_;
  std::vector<Slot> constants_;  // In the registers -1, -2, …; also room for what is kept.
  std::map<std::tuple<Opcode, std::uint32_t, std::uint16_t>, Register> kept_;
  std::unordered_map<std::int64_t, Register> constant_registers_;
  model::ExprId origin_ = model::none;
  Register next_register_ = 0, most_registers_ = 0;
  Target failure_{0};
  std::int32_t facts_ = 0;  // How many slots of them are registers.
};

/// Can this instruction go on at its `fault`?
bool can_fail(Opcode op);

}  // namespace writ
