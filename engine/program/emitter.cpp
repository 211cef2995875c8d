#include "engine/program/emitter.hpp"

#include <algorithm>
#include <limits>

namespace writ {

bool can_fail(Opcode op) {
  switch (op) {
    case Opcode::add:
    case Opcode::subtract:
    case Opcode::add_instant:
    case Opcode::subtract_instant:
    case Opcode::widen:
    case Opcode::call_builtin:
    case Opcode::call:
    case Opcode::call_once:
    case Opcode::decision_value:
    case Opcode::decision_outcome:
    case Opcode::need_bool:
    case Opcode::next:
    case Opcode::previous:
    case Opcode::next_row:
    case Opcode::text_value: return true;
    default: return false;
  }
}

Emitter::Emitter(const Program& program) {
  // Counted from any block's first register they are below its constants, and as far as the frames before it reach.
  const std::size_t farthest = program.frames.size() + most_kept;
  const bool near = farthest <= static_cast<std::size_t>(-std::int32_t{std::numeric_limits<Register>::min()});
  if (near) facts_ = std::min(static_cast<std::int32_t>(program.fact_slots) + 1, most_facts);
}

std::optional<Register> Emitter::fact(std::uint32_t slot) const {
  if (slot >= static_cast<std::uint32_t>(facts_)) return std::nullopt;
  return static_cast<Register>(first_fact + static_cast<std::int32_t>(slot));
}

/// As the block that is finished counts it.
Register Emitter::placed(std::int32_t fact, const Block& block) {
  return static_cast<Register>(fact - first_fact - static_cast<std::int32_t>(block.frame));
}

Register Emitter::take(std::uint16_t count) {
  const Register first = next_register_;
  if (count > std::numeric_limits<Register>::max() - first) throw std::length_error("a block needs too many registers");
  next_register_ = static_cast<Register>(first + count);
  most_registers_ = std::max(most_registers_, next_register_);
  return first;
}

Target Emitter::new_target() {
  places_.push_back(unbound);
  uses_.push_back(false);
  return {static_cast<std::uint32_t>(places_.size() - 1)};
}

void Emitter::bind(Target label) { places_[label.id] = static_cast<std::uint32_t>(code_.size()); }

void Emitter::emit(Opcode op, Register dst, Register a, int b, std::uint32_t c) {
  if (can_fail(op)) use(failure_);
  code_.push_back({op, dst, a, static_cast<Register>(static_cast<std::uint16_t>(b)), c, failure_.id});
  origins_.push_back(origin_);
  jumps_.push_back(false);
  b_is_fact_.push_back(b < 0 && is_fact(b));
}

void Emitter::emit_jump(Opcode op, Target to, Register a, Register dst, int b) {
  emit(op, dst, a, b, to.id);
  jumps_.back() = true;
  use(to);
}

std::optional<Register> Emitter::constant(Slot value) {
  const auto found = constant_registers_.find(value.number);
  if (found != constant_registers_.end()) return found->second;
  if (constants_.size() == most_kept) return std::nullopt;
  constants_.push_back(value);
  const auto place = static_cast<Register>(-static_cast<int>(constants_.size()));
  constant_registers_.emplace(value.number, place);
  return place;
}

std::optional<Register> Emitter::keep(Opcode load, std::uint32_t offset, std::uint16_t record) {
  const auto key = std::tuple{load, offset, record};
  const auto found = kept_.find(key);
  if (found != kept_.end()) return found->second;
  if (constants_.size() == most_kept) return std::nullopt;
  constants_.push_back(Slot{});
  const auto place = static_cast<Register>(-static_cast<int>(constants_.size()));
  kept_.emplace(key, place);
  first_code_.push_back({load, place, 0, static_cast<Register>(record), offset, 0});
  first_origins_.push_back(origin_);
  return place;
}

Block Emitter::finish(Program& program) {
  Block block;
  block.first = static_cast<std::uint32_t>(first_code_.size());
  block.begin = static_cast<std::uint32_t>(program.code.size()) + block.first;
  block.registers = most_registers();
  program.frames.insert(program.frames.end(), constants_.rbegin(), constants_.rend());
  block.frame = static_cast<std::uint32_t>(program.frames.size());
  program.frames.resize(program.frames.size() + block.registers, Slot{});
  program.code.insert(program.code.end(), first_code_.begin(), first_code_.end());
  program.origins.insert(program.origins.end(), first_origins_.begin(), first_origins_.end());
  for (std::size_t i = 0; i < code_.size(); ++i) {
    if (is_fact(code_[i].dst)) code_[i].dst = placed(code_[i].dst, block);
    if (is_fact(code_[i].a)) code_[i].a = placed(code_[i].a, block);
    if (b_is_fact_[i]) code_[i].b = placed(code_[i].b, block);
    if (jumps_[i]) code_[i].c = places_[code_[i].c];
    code_[i].fault = can_fail(code_[i].op) ? places_[code_[i].fault] : 0;
  }
  program.code.insert(program.code.end(), code_.begin(), code_.end());
  program.origins.insert(program.origins.end(), origins_.begin(), origins_.end());
  return block;
}

}  // namespace writ
