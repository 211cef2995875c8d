#pragma once
// Writes the code of one block: registers, labels, and where an instruction goes on when it fails.

#include <cstdint>
#include <map>
#include <optional>
#include <stdexcept>
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
  /// Instructions that follow come from this expression.
  void set_origin(model::ExprId origin) { origin_ = origin; }
  model::ExprId origin() const { return origin_; }

  /// Registers are a stack: what is taken after a mark is given back by `release(mark)`.
  Register take(std::uint16_t count);
  Register mark() const { return next_register_; }
  void release(Register mark) { next_register_ = mark; }
  std::uint16_t most_registers() const { return static_cast<std::uint16_t>(most_registers_); }

  /// The register that holds this number all the time. Nothing where there are too many of them.
  std::optional<Register> constant(Slot value);

  /// The register that holds what `load` gives all the time: loaded once, when the block begins. It cannot fail.
  std::optional<Register> keep(Opcode load, std::uint32_t offset);

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
  static constexpr std::size_t most_kept = 32'000;

  std::vector<Instruction> code_;
  std::vector<model::ExprId> origins_;
  std::vector<bool> jumps_;            // By instruction: `c` is a label.
  std::vector<std::uint32_t> places_;  // By label.
  std::vector<bool> uses_;
  std::vector<Instruction> first_code_;  // What comes before the block's beginning.
  std::vector<model::ExprId> first_origins_;
  std::vector<Slot> constants_;  // In the registers -1, -2, …; also room for what is kept.
  std::map<std::pair<Opcode, std::uint32_t>, Register> kept_;
  std::unordered_map<std::int64_t, Register> constant_registers_;
  model::ExprId origin_ = model::none;
  Register next_register_ = 0, most_registers_ = 0;
  Target failure_{0};
};

/// Can this instruction go on at its `fault`?
bool can_fail(Opcode op);

}  // namespace writ
