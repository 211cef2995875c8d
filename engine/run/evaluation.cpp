// What an evaluation keeps, how it begins, and how blocks are called. Instructions are in instructions.cpp.

#include "engine/run/evaluation.hpp"

#include <algorithm>

#include "engine/run/equality.hpp"
#include "engine/value/absent.hpp"

namespace writ {

namespace {

bool reads_text(const Builtin& builtin) {
  return std::ranges::any_of(builtin.parameters, [](const Shape& shape) { return shape.kind == Kind::text; });
}

/// Whether running a block makes nothing, and runs nothing else.
bool is_alone(const Program& program, const Block& block) {
  for (std::size_t at = block.begin - block.first; program.code[at].op != Opcode::end; ++at) {
    switch (program.code[at].op) {
      case Opcode::allocate:
      case Opcode::make_list:
      case Opcode::text_end:
      case Opcode::call:
      case Opcode::call_once:
      case Opcode::decision_value:
      case Opcode::decision_outcome: return false;
      case Opcode::call_builtin:
        if (builtins()[program.code[at].c].result.kind == Kind::text) return false;
        break;
      default: break;
    }
  }
  return true;
}

/// Slots of facts that running a block that is alone may read: those that its operands name, with what may follow.
std::vector<std::uint32_t> facts_read(const Program& program, const Block& block) {
  std::vector<bool> read(program.fact_slots, false);
  for (std::size_t at = block.begin - block.first; program.code[at].op != Opcode::end; ++at) {
    const Instruction& i = program.code[at];
    if (i.op == Opcode::load_fact || i.op == Opcode::fact_address) read.assign(program.fact_slots, true);
    for (const Register reg : {i.dst, i.a, i.b}) {
      // A value may take two registers, and a function three.
      for (std::int64_t slot = std::int64_t{block.frame} + reg, end = slot + 3; slot < end; ++slot) {
        if (slot >= 0 && slot < std::int64_t{program.fact_slots}) read[static_cast<std::size_t>(slot)] = true;
      }
    }
  }
  std::vector<std::uint32_t> slots;
  for (std::uint32_t slot = 0; slot < program.fact_slots; ++slot) {
    if (read[slot]) slots.push_back(slot);
  }
  return slots;
}

std::uint32_t first_that_reads_text() {
  return static_cast<std::uint32_t>(std::ranges::find_if(builtins(), reads_text) - builtins().begin());
}

}  // namespace

template <bool follow_now>
Evaluation<follow_now>::Evaluation(const Program& program, const Limits& limits)
    : program_(program),
      limits_(limits),
      frames_(program.frames),
      now_(frames_.data() + program.fact_slots),
      piece_frames_(follow_now ? program.frames.size() : 0),
      first_of_texts_(first_that_reads_text()),
      once_(program.once_blocks),
      once_values_(program.once_registers),
      once_pieces_(follow_now ? program.once_registers : 0),
      verdicts_(program.decisions.size()) {
  facts_.row = frames_.data();
  renew(0);  // Parameters may be asked for before there are facts.
  for (std::size_t id = 0; id < program.decisions.size(); ++id) {
    const DecisionCode& code = program.decisions[id];
    rules_.emplace_back(program.model->decisions[id].rules.size(), code);
    ShortWay& way = short_ways_.emplace_back();
    if (code.rules_are_all && code.overridden_by.empty() && !program.options.trace) {
      way.still = short_entry(code.still_rules);
      way.moving = short_entry(code.moving_rules);
      way.is_wide = code.effects.size() >= RuleVerdicts::bits;
      if (!way.is_wide) {
        way.all = !way.still ? way.moving : !way.moving ? way.still : short_entry(code.all_rules);
        way.moving_is_alone = way.moving && is_alone(program, program.blocks[code.moving_rules]);
        if (way.moving_is_alone) way.moving_facts = facts_read(program, program.blocks[code.moving_rules]);
        verdicts_[id].rules.reserve(code.effects.size());
      }
    }
    way.forbid = rules_.back().by_effect.forbid.front();
    way.refer = rules_.back().by_effect.refer.front();
  }
  if constexpr (follow_now) {
    piece_frames_[program.fact_slots] = moves_with_now;
    std::uint16_t most = 0;
    for (const Block& block : program.blocks) most = std::max(most, block.result_registers);
    notice_pieces_.resize(most);
  }
}

/// With the rules at its beginning that ask for a constant decided once and for all.
template <bool follow_now>
Entry Evaluation<follow_now>::short_entry(BlockId id) {
  if (id == no_block) return {};
  const Block& block = program_.blocks[id];
  Entry entry = entry_of(block);
  const auto is_constant = [&](Register reg) {
    return reg < 0 && std::int64_t{block.frame} + reg > program_.fact_slots;
  };
  for (; entry.first->op == Opcode::verdict_if && is_constant(entry.first->a); ++entry.first) {
    const bool applies = entry.registers[entry.first->a].number != 0;
    entry.applied |= std::uint64_t{applies} << entry.first->c % verdicts_at_once;
  }
  return entry;
}

template <bool follow_now>
std::uint32_t Evaluation<follow_now>::raise(Fault fault, model::ExprId where) {
  errors_.push_back({fault, where, model::none});
  take_memory(sizeof(EvaluationError), sizeof(EvaluationError));
  return static_cast<std::uint32_t>(errors_.size() - 1);
}

/// Until when the same rules are selected.
template <bool follow_now>
time::Instant Evaluation<follow_now>::selected_until(const RuleIndex& index, Moving key) {
  if (index.kind != RuleIndex::Kind::ranges || key.piece.still()) return motions_.first_difference(key);
  const std::size_t segment = index.segment(key.value.number);
  time::Instant until = key.piece.until;
  if (segment > 0) {
    const Moving low{number(index.bounds[segment - 1]), {}};
    until = std::min(until, motions_.compared(Comparison::less_equal, low, key).until);
  }
  if (segment < index.bounds.size()) {
    const Moving high{number(index.bounds[segment]), {}};
    until = std::min(until, motions_.compared(Comparison::less, key, high).until);
  }
  return until;
}

template <bool follow_now>
auto Evaluation<follow_now>::call(const Block& block, const Slot* arguments, const Piece* argument_pieces,
                                  Slot* results, Piece* pieces) -> Status {
  const Entry entry = entry_of(block);
  std::copy_n(arguments, block.argument_registers, entry.registers);
  if constexpr (follow_now) std::copy_n(argument_pieces, block.argument_registers, entry.pieces);
  const Status status = execute(entry);
  if (status == Status::ended) {
    std::copy_n(entry.registers + block.argument_registers, block.result_registers, results);
    if constexpr (follow_now) std::copy_n(entry.pieces + block.argument_registers, block.result_registers, pieces);
  }
  return status;
}

template <bool follow_now>
auto Evaluation<follow_now>::call_once(const Block& block, Slot* results, Piece* pieces) -> Status {
  Once& once = once_[block.once];
  const std::uint32_t offset = program_.once_offsets[block.once];
  if (trace_ != nullptr) {
    if (once.epoch == epoch_) {
      if (trace_->top() != model::none && trace_->top() != once.traced) trace_->same_as(once.traced);
    } else {
      once.traced = trace_->top();
    }
  }
  if (once.epoch != epoch_) {
    once.error_until = forever;
    once.failed = call(block, nullptr, nullptr, once_values_.data() + offset,
                       follow_now ? once_pieces_.data() + offset : nullptr) == Status::failed;
    once.error = pending_;
    once.error_until = pending_until_;
    once.epoch = epoch_;
  }
  if (once.failed) {
    pending_ = once.error;
    pending_until_ = once.error_until;
    return Status::failed;
  }
  std::copy_n(once_values_.data() + offset, block.result_registers, results);
  if constexpr (follow_now) std::copy_n(once_pieces_.data() + offset, block.result_registers, pieces);
  return Status::ended;
}

/// Notes what fails, and says where to go on in the block.
template <bool follow_now>
std::uint32_t Evaluation<follow_now>::fail(const Instruction& at, Fault fault) {
  pending_ = raise(fault, program_.origins[static_cast<std::size_t>(&at - program_.code.data())]);
  if constexpr (follow_now) pending_until_ = way_until_;
  return at.fault;
}

/// Leaves the block at once, whatever else it would do: nothing counts that is decided past a limit.
template <bool follow_now>
auto Evaluation<follow_now>::stop(const Instruction& at) -> Status {
  fail(at, limit_passed());
  return Status::failed;
}

/// Steps for the texts that a builtin is to read.
template <bool follow_now>
std::uint64_t Evaluation<follow_now>::text_work(const Builtin& builtin, const CallSite& site,
                                                const Slot* arguments) const {
  if (site.pattern != nullptr) return site.pattern->steps(text_in(arguments[0]).size());
  std::uint64_t bytes = 0;
  for (std::size_t k = 0; k < std::min<std::size_t>(builtin.parameters.size(), 2); ++k) {
    if (builtin.parameters[k].kind == Kind::text) bytes += text_in(arguments[k]).size();
  }
  return bytes;
}

template <bool follow_now>
auto Evaluation<follow_now>::run(BlockId block) -> Result {
  Result result;
  pending_until_ = forever;
  const Status status = call(program_.blocks[block], nullptr, nullptr, result.values.data(), result.pieces.data());
  result.failed = status == Status::failed;
  result.error = pending_;
  if (result.failed) result.pieces[0] = Piece{.until = pending_until_};
  return result;
}

template <bool follow_now>
auto Evaluation<follow_now>::run_condition(BlockId block) -> Result {
  Result result = run(block);
  if (!result.failed && is_error(result.values[0])) {
    result.failed = true;
    result.error = error_number(result.values[0]);
  }
  return result;
}

template <bool follow_now>
auto Evaluation<follow_now>::run_once(BlockId block) -> Result {
  Result result;
  result.failed = call_once(program_.blocks[block], result.values.data(), result.pieces.data()) == Status::failed;
  result.error = pending_;
  return result;
}

template class Evaluation<false>;
template class Evaluation<true>;

}  // namespace writ
