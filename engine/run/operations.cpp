// Instructions that take more than a few instructions of the processor. See engine/program/opcodes.def for what each
// does, and instructions.cpp for the others.

#include <algorithm>

#include "engine/run/decide_shortly.hpp"
#include "engine/run/equality.hpp"
#include "engine/run/format_value.hpp"
#include "engine/value/absent.hpp"

namespace writ {

constexpr std::uint16_t slots_a_step = 16;  // That are copied.

template <bool follow_now>
auto Evaluation<follow_now>::new_row(const Instruction& at, Slot* r, Piece* p) -> Going {
  if (!make(std::max(at.c, 1U) * std::uint64_t{sizeof(Slot)})) return stops(at);
  Slot* row = arena_.slots(at.c);
  std::fill_n(row, at.c, Slot{});
  r[at.dst].row = row;
  if constexpr (follow_now) p[at.dst] = Piece{};
  return Going::on;
}

/// Of a slot, or of a row's slots.
template <bool follow_now>
auto Evaluation<follow_now>::store(const Instruction& at, Slot* r, Piece* p) -> Going {
  // Rows made by `allocate` are this evaluation's own until the expression that makes them ends.
  Slot* row = const_cast<Slot*>(r[at.dst].row) + at.c;
  if (at.op == Opcode::store) {
    *row = r[at.a];
  } else {
    const auto slots = static_cast<std::uint16_t>(at.b);
    if (!spend(slots / slots_a_step)) return stops(at);
    std::copy_n(r[at.a].row, slots, row);
  }
  if constexpr (follow_now) {
    // A row has one piece for all that is in it: something in it that moves ends it at once.
    const time::Instant until = p[at.a].still() ? p[at.a].until : facts_.now + 1;
    p[at.dst].until = std::min(p[at.dst].until, until);
  }
  return Going::on;
}

template <bool follow_now>
auto Evaluation<follow_now>::equal_value(const Instruction& at, Slot* r, Piece* p) -> Going {
  std::uint64_t work = 0;
  const bool equal = equal_values(program_.model->schema, program_.types[at.c], r[at.a], r[at.b], work, limits_.steps);
  if constexpr (follow_now) {
    p[at.dst] = motions_.unknown(std::array{Moving{r[at.a], p[at.a]}, Moving{r[at.b], p[at.b]}});
  }
  r[at.dst] = number(equal);
  return spend(work) ? Going::on : stops(at);
}

template <bool follow_now>
auto Evaluation<follow_now>::among(const Instruction& at, Slot* r, Piece* p) -> Going {
  const Schema& schema = program_.model->schema;
  const Type type = program_.types[at.c];
  const std::uint32_t stride = schema.slots(type);
  const List list = list_in(r[at.b]);
  bool in = false;
  std::uint64_t work = list.count;
  [[maybe_unused]] time::Instant until = forever;
  for (std::uint64_t k = 0; k < list.count && !in && work <= limits_.steps; ++k) {
    const Slot* element = list.rows + k * stride;
    const Slot candidate = type.is(Kind::record) ? Slot{.row = element} : *element;
    in = equal_values(schema, type, r[at.a], candidate, work, limits_.steps);
    if constexpr (follow_now) {
      const Piece same = motions_.compared(Comparison::equal, Moving{r[at.a], p[at.a]}, Moving{candidate, p[at.b]});
      until = in ? same.until : std::min(until, same.until);
    }
  }
  if constexpr (follow_now) p[at.dst] = Piece{.until = std::min({until, p[at.a].until, p[at.b].until})};
  r[at.dst] = number(in);
  return spend(work) ? Going::on : stops(at);
}

template <bool follow_now>
auto Evaluation<follow_now>::call_function(const Instruction& at, Slot* r, Piece* p) -> Going {
  const Builtin& builtin = builtins_[at.c];
  const CallSite& site = program_.sites[static_cast<std::uint16_t>(at.b)];
  Slot result{};
  if (at.c >= first_of_texts_ && !spend(text_work(builtin, site, r + at.a))) return stops(at);
  const Fault fault = builtin.function(CallContext{site.environment, arena_, site.pattern}, r + at.a, result);
  [[maybe_unused]] std::array<Moving, 3> operands{};
  const std::size_t count = std::min<std::size_t>(builtin.parameters.size(), operands.size());
  if constexpr (follow_now) {
    for (std::size_t k = 0; k < count; ++k)
      operands[k] = {r[at.a + static_cast<int>(k)], p[at.a + static_cast<int>(k)]};
  }
  const std::span<const Moving> moved(operands.data(), count);
  if (fault != Fault::none) {
    if constexpr (follow_now) lasts(motions_.failure(builtin, fault, site.environment, moved));
    return fails(at, fault);
  }
  if (builtin.result.kind == Kind::text) {
    const std::size_t made = text_in(result).size();
    if (!make(made + sizeof(Text))) return stops(at);
    // What was not made is as long as it was given.
    if (made > limits_.text_bytes && made > text_in(r[at.a]).size()) {
      if constexpr (follow_now) lasts(p[at.a].still() ? p[at.a].until : facts_.now + 1);
      return fails(at, Fault::text_too_long);
    }
  }
  if constexpr (follow_now) {
    p[at.dst] = motions_.result(builtin, builtin.function, site.environment, moved, result);
  }
  r[at.dst] = result;
  return Going::on;
}

/// Every time, or once an evaluation.
template <bool follow_now>
auto Evaluation<follow_now>::call_block(const Instruction& at, Slot* r, Piece* p) -> Going {
  const Block& callee = program_.blocks[at.c];
  const bool every_time = at.op == Opcode::call;
  const bool runs = every_time || once_[callee.once].epoch != epoch_;
  if (!spend(runs ? static_cast<std::uint16_t>(at.b) : 1)) return fails(at, limit_passed());
  const time::Instant way_until = way_until_;
  Piece* const results = follow_now ? p + at.dst : nullptr;
  const Status status = every_time ? call(callee, r + at.a, follow_now ? p + at.a : nullptr, r + at.dst, results)
                                   : call_once(callee, r + at.dst, results);
  way_until_ = way_until;
  if (status == Status::failed) {
    if constexpr (follow_now) pending_until_ = std::min(pending_until_, way_until_);
    return Going::to_fault;
  }
  if constexpr (follow_now) {
    // An argument that moves may come to fail, whatever is made of it.
    time::Instant until = forever;
    for (std::uint16_t k = 0; every_time && k < callee.argument_registers; ++k) {
      until = std::min(until, p[at.a + k].until);
    }
    for (std::uint16_t k = 0; k < callee.result_registers; ++k) {
      p[at.dst + k].until = std::min(p[at.dst + k].until, until);
    }
  }
  return Going::on;
}

/// The decision that is used, and null where it is undetermined but asked for something else.
template <bool follow_now>
const TimedVerdict* Evaluation<follow_now>::used(const Instruction& at) {
  const time::Instant way_until = way_until_;
  const TimedVerdict& verdict = decide(at.c);
  way_until_ = way_until;
  const bool asks_for_that =
      at.op == Opcode::decision_outcome && static_cast<model::Outcome>(at.b) == model::Outcome::undetermined;
  if (verdict.outcome != model::Outcome::undetermined || asks_for_that) return &verdict;
  lasts(verdict.until);
  fail(at, Fault::undetermined_used);
  return nullptr;
}

template <bool follow_now>
auto Evaluation<follow_now>::outcome_of_decision(const Instruction& at, Slot* r, Piece* p) -> Going {
  const TimedVerdict* const verdict = used(at);
  if (verdict == nullptr) return Going::to_fault;
  r[at.dst] = number(verdict->outcome == static_cast<model::Outcome>(at.b));
  if constexpr (follow_now) p[at.dst] = Piece{.until = verdict->until};
  return Going::on;
}

template <bool follow_now>
auto Evaluation<follow_now>::value_of_decision(const Instruction& at, Slot* r, Piece* p) -> Going {
  const TimedVerdict* const verdict = used(at);
  if (verdict == nullptr) return Going::to_fault;
  Register value = at.dst;
  if (program_.model->decisions[at.c].type.optional) {
    r[value] = number(verdict->present);
    if constexpr (follow_now) p[value] = Piece{.until = verdict->until};
    ++value;
  }
  const bool no_record = !verdict->present && program_.model->decisions[at.c].type.present().is(Kind::record);
  r[value] = no_record ? Slot{.row = program_.absent_record.data()} : verdict->value;
  if constexpr (follow_now) {
    p[value] = verdict->value_piece;
    p[value].until = std::min(p[value].until, verdict->until);
  }
  return Going::on;
}

template <bool follow_now>
auto Evaluation<follow_now>::add_value(const Instruction& at, Slot* r, Piece* p) -> Going {
  const CallSite& site = program_.sites[static_cast<std::uint16_t>(at.b)];
  const std::size_t before = text_.size();
  append_for_people(text_, r[at.a], program_.types[at.c], program_.model->schema, *site.shown_in, site.language);
  if constexpr (follow_now) {
    lasts(p[at.a].until);
    text_until_ = std::min(text_until_, motions_.first_difference({r[at.a], p[at.a]}));
  }
  if (!spend(text_.size() - before)) return stops(at);
  if (text_.size() <= limits_.text_bytes) return Going::on;
  if constexpr (follow_now) lasts(text_until_);
  return fails(at, Fault::text_too_long);
}

template <bool follow_now>
auto Evaluation<follow_now>::end_text(const Instruction& at, Slot* r, Piece* p) -> Going {
  take_memory(text_.size() + sizeof(Text), 0);  // Its steps were spent when its parts were put together.
  if (exhausted()) return stops(at);
  r[at.dst].text = arena_.text(text_);
  if constexpr (follow_now) p[at.dst] = Piece{.until = std::min(way_until_, text_until_)};
  return Going::on;
}

template <bool follow_now>
auto Evaluation<follow_now>::trace_value(const Instruction& at, Slot* r, Piece*) -> Going {
  if (trace_ == nullptr) return Going::on;
  const Type type = (*program_.model)[at.c].type;
  const bool failed_bool = type == Type{Kind::boolean} && is_error(r[at.a]);
  trace_->leave(TraceNode::Kind::expression, at.c, {r + at.a, registers(type)}, failed_bool,
                failed_bool ? error_number(r[at.a]) : 0);
  return Going::on;
}

/// Of a rule that failed, or where it is traced.
template <bool follow_now>
void Evaluation<follow_now>::note_verdict(const Instruction& at, Slot applies) {
  const bool failed = is_error(applies);
  if (failed) {
    asking_->fail(at.c, errors_[error_number(applies)]);
    take_memory(sizeof(RuleVerdicts::Failure), 0);
  }
  if (trace_ == nullptr) return;
  trace_->leave(TraceNode::Kind::rule, at.c, {&applies, 1}, failed, failed ? error_number(applies) : 0);
}

template class Evaluation<false>;
template class Evaluation<true>;

}  // namespace writ
