// The instructions. See engine/program/opcodes.def for what each does.

#include <algorithm>

#include "engine/run/equality.hpp"
#include "engine/run/evaluation.hpp"
#include "engine/run/format_value.hpp"

namespace writ {

namespace {

/// Of sums that ask for no zone and no calendar.
const Environment nowhere;

time::Instant longer_or_false(std::int64_t a, std::int64_t b, time::Instant ua, time::Instant ub, std::int64_t wins) {
  // `wins` decides alone: false for `and`, true for `or`.
  if (a == wins && b == wins) return std::max(ua, ub);
  if (a == wins) return ua;
  if (b == wins) return ub;
  return std::min(ua, ub);
}

}  // namespace

// An instruction goes straight to the next one's code, by the address of its label: an extension that GCC and Clang
// have, and worth a third of the time beside a switch in a loop.
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wpedantic"
#if defined(__clang__)
#pragma clang diagnostic ignored "-Wunused-lambda-capture"  // What only the machine that follows `now` needs.
#endif
// NOLINTBEGIN(bugprone-macro-parentheses): a jump and a label take none.
#define CONTINUE goto* places[static_cast<std::size_t>(i->op)]
#define NEXT  \
  do {        \
    ++i;      \
    CONTINUE; \
  } while (false)

template <bool follow_now>
auto Evaluation<follow_now>::execute(const Block& block, Slot* r, Piece* p, [[maybe_unused]] const Block* then)
    -> Status {
  const Instruction* code = program_.code.data() + block.begin;
  const Instruction* i = code - block.first;
  // How long the way taken so far is the way that is taken: what a failure on it is bound by.
  time::Instant way_until = forever;

  // None of these refers to `i`: it, like `r`, is to stay in a register of the processor.
  const auto still = [p]([[maybe_unused]] Register dst) {
    if constexpr (follow_now) p[dst] = Piece{};
  };
  const auto moving = [r, p](Register reg) { return Moving{r[reg], p[reg]}; };
  const auto chose = [p, &way_until]([[maybe_unused]] Register condition) {
    if constexpr (follow_now) way_until = std::min(way_until, p[condition].until);
  };
  // Which rules apply, a bit each, of those since they were put down. Without a branch: it is what a processor cannot
  // foretell.
  std::uint64_t applied = 0;
  const auto judge = [&applied](const Instruction& at, bool applies) {
    applied |= std::uint64_t{applies} << at.c % verdicts_at_once;
  };
  // A rule that is one comparison stands while that does.
  const auto stands = [this, moving]([[maybe_unused]] Comparison comparison, [[maybe_unused]] const Instruction& at) {
    if constexpr (follow_now) {
      asked_until_ = std::min(asked_until_, motions_.compared(comparison, moving(at.a), moving(at.b)).until);
    }
  };

  static constexpr void* places[] = {
#define WRIT_OPCODE(name, effect) &&name,
#include "engine/program/opcodes.def"
#undef WRIT_OPCODE
  };
  // NOLINTEND(bugprone-macro-parentheses)

  CONTINUE;

constant:
  r[i->dst] = program_.constants[i->c];
  still(i->dst);
  NEXT;
move:
  r[i->dst] = r[i->a];
  if constexpr (follow_now) p[i->dst] = p[i->a];
  NEXT;
now:
  r[i->dst] = number(facts_.now);
  if constexpr (follow_now) p[i->dst] = moves_with_now;
  NEXT;
load_fact:
  r[i->dst] = facts_.row[i->c];
  still(i->dst);
  NEXT;
fact_address:
  r[i->dst].row = facts_.row + i->c;
  still(i->dst);
  NEXT;
load:
  r[i->dst] = r[i->a].row[i->c];
  if constexpr (follow_now) p[i->dst] = p[i->a];
  NEXT;
address:
  r[i->dst].row = r[i->a].row + i->c;
  if constexpr (follow_now) p[i->dst] = p[i->a];
  NEXT;
allocate : {
  if (!make(i->c * std::uint64_t{sizeof(Slot)})) return stop(*i, way_until);
  Slot* row = arena_.slots(i->c);
  std::fill_n(row, i->c, Slot{});
  r[i->dst].row = row;
  still(i->dst);
  NEXT;
}
store:
store_row : {
  // Rows made by `allocate` are this evaluation's own until the expression that makes them ends.
  Slot* row = const_cast<Slot*>(r[i->dst].row) + i->c;
  if (i->op == Opcode::store) {
    *row = r[i->a];
  } else {
    std::copy_n(r[i->a].row, static_cast<std::uint16_t>(i->b), row);
  }
  if constexpr (follow_now) {
    // A row has one piece for all that is in it: something in it that moves ends it at once.
    const time::Instant until = p[i->a].still() ? p[i->a].until : facts_.now + 1;
    p[i->dst].until = std::min(p[i->dst].until, until);
  }
  NEXT;
}
make_list:
  r[i->dst].list = arena_.list(r[i->a].row, i->c);
  if constexpr (follow_now) p[i->dst] = p[i->a];
  NEXT;

less : {
  const bool holds = r[i->a].number < r[i->b].number;
  if constexpr (follow_now) p[i->dst] = motions_.compared(Comparison::less, moving(i->a), moving(i->b));
  r[i->dst] = number(holds);
  NEXT;
}
less_equal : {
  const bool holds = r[i->a].number <= r[i->b].number;
  if constexpr (follow_now) p[i->dst] = motions_.compared(Comparison::less_equal, moving(i->a), moving(i->b));
  r[i->dst] = number(holds);
  NEXT;
}
equal:
not_equal : {
  const bool equal = r[i->a].number == r[i->b].number;
  if constexpr (follow_now) p[i->dst] = motions_.compared(Comparison::equal, moving(i->a), moving(i->b));
  r[i->dst] = number(equal == (i->op == Opcode::equal));
  NEXT;
}
equal_value : {
  std::uint64_t work = 0;
  const bool equal = equal_values(program_.model->schema, program_.types[i->c], r[i->a], r[i->b], work, limits_.steps);
  if constexpr (follow_now) p[i->dst] = motions_.unknown(std::array{moving(i->a), moving(i->b)});
  r[i->dst] = number(equal);
  if (!spend(work)) return stop(*i, way_until);
  NEXT;
}
in_mask : {
  const bool in = (static_cast<std::uint64_t>(program_.constants[i->c].number) >> (r[i->a].number & 63)) & 1;
  if constexpr (follow_now) p[i->dst] = Piece{.until = p[i->a].until};
  r[i->dst] = number(in);
  NEXT;
}
in_list : {
  const Schema& schema = program_.model->schema;
  const Type type = program_.types[i->c];
  const std::uint32_t stride = schema.slots(type);
  const List& list = *r[i->b].list;
  bool in = false;
  std::uint64_t work = list.count;
  [[maybe_unused]] time::Instant until = forever;
  for (std::uint64_t k = 0; k < list.count && !in && work <= limits_.steps; ++k) {
    const Slot* element = list.rows + k * stride;
    const Slot candidate = type.is(Kind::record) ? Slot{.row = element} : *element;
    in = equal_values(schema, type, r[i->a], candidate, work, limits_.steps);
    if constexpr (follow_now) {
      const Piece same = motions_.compared(Comparison::equal, moving(i->a), Moving{candidate, p[i->b]});
      until = in ? same.until : std::min(until, same.until);
    }
  }
  if constexpr (follow_now) p[i->dst] = Piece{.until = std::min({until, p[i->a].until, p[i->b].until})};
  r[i->dst] = number(in);
  if (!spend(work)) return stop(*i, way_until);
  NEXT;
}

logical_not:
  r[i->dst] = r[i->a].number < first_error ? number(1 - r[i->a].number) : r[i->a];
  if constexpr (follow_now) p[i->dst] = p[i->a];
  NEXT;
logical_and:
logical_or : {
  const std::int64_t wins = i->op == Opcode::logical_or ? 1 : 0;
  const std::int64_t a = r[i->a].number;
  const std::int64_t b = r[i->b].number;
  if constexpr (follow_now) {
    p[i->dst] = Piece{.until = longer_or_false(a, b, p[i->a].until, p[i->b].until, wins)};
  }
  r[i->dst] = number(a == wins || b == wins ? wins : a >= first_error ? a : b);
  NEXT;
}

add : {
  std::int64_t result;
  if (__builtin_add_overflow(r[i->a].number, r[i->b].number, &result)) {
    if constexpr (follow_now)
      way_until = std::min(way_until, motions_.unknown(std::array{moving(i->a), moving(i->b)}).until);
    i = code + fail(*i, Fault::overflow, way_until);
    CONTINUE;
  }
  if constexpr (follow_now) p[i->dst] = motions_.sum(moving(i->a), moving(i->b), result);
  r[i->dst] = number(result);
  NEXT;
}
subtract : {
  std::int64_t result;
  if (__builtin_sub_overflow(r[i->a].number, r[i->b].number, &result)) {
    if constexpr (follow_now)
      way_until = std::min(way_until, motions_.unknown(std::array{moving(i->a), moving(i->b)}).until);
    i = code + fail(*i, Fault::overflow, way_until);
    CONTINUE;
  }
  if constexpr (follow_now) p[i->dst] = motions_.difference(moving(i->a), moving(i->b), result);
  r[i->dst] = number(result);
  NEXT;
}
widen : {
  std::int64_t result;
  if (__builtin_mul_overflow(r[i->a].number, std::int64_t{1'000'000}, &result)) {
    if constexpr (follow_now) way_until = std::min(way_until, motions_.unknown(std::array{moving(i->a)}).until);
    i = code + fail(*i, Fault::overflow, way_until);
    CONTINUE;
  }
  if constexpr (follow_now) p[i->dst] = motions_.widened(moving(i->a));
  r[i->dst] = number(result);
  NEXT;
}
add_instant:
subtract_instant : {
  const bool adds = i->op == Opcode::add_instant;
  std::int64_t result;
  const bool too_large = adds ? __builtin_add_overflow(r[i->a].number, r[i->b].number, &result)
                              : __builtin_sub_overflow(r[i->a].number, r[i->b].number, &result);
  if (too_large || result < time::first_instant || result > time::last_instant) {
    if constexpr (follow_now) {
      const std::array operands{moving(i->a), moving(i->b)};
      way_until = std::min(way_until, motions_.failure(builtins_[i->c], nowhere, operands));
    }
    i = code + fail(*i, Fault::out_of_range, way_until);
    CONTINUE;
  }
  if constexpr (follow_now) {
    const Builtin& builtin = builtins_[i->c];
    const std::array operands{moving(i->a), moving(i->b)};
    p[i->dst] = motions_.result(builtin, builtin.function, nowhere, operands, number(result));
  }
  r[i->dst] = number(result);
  NEXT;
}
call_builtin : {
  const Builtin& builtin = builtins_[i->c];
  const CallSite& site = program_.sites[static_cast<std::uint16_t>(i->b)];
  Slot result{};
  if (i->c >= first_of_texts_ && !spend(text_work(builtin, site, r + i->a))) return stop(*i, way_until);
  const Fault fault = builtin.function(CallContext{site.environment, arena_, site.pattern}, r + i->a, result);
  [[maybe_unused]] std::array<Moving, 3> operands{};
  const std::size_t count = std::min<std::size_t>(builtin.parameters.size(), operands.size());
  if constexpr (follow_now) {
    for (std::size_t k = 0; k < count; ++k) operands[k] = moving(static_cast<Register>(i->a + static_cast<int>(k)));
  }
  const std::span<const Moving> moved(operands.data(), count);
  if (fault != Fault::none) {
    if constexpr (follow_now) {
      way_until = std::min(way_until, motions_.failure(builtin, site.environment, moved));
    }
    i = code + fail(*i, fault, way_until);
    CONTINUE;
  }
  if (builtin.result.kind == Kind::text && !make(result.text->size)) return stop(*i, way_until);
  if constexpr (follow_now) {
    p[i->dst] = motions_.result(builtin, builtin.function, site.environment, moved, result);
  }
  r[i->dst] = result;
  NEXT;
}
call:
call_once : {
  const Block& callee = program_.blocks[i->c];
  if (!spend(1)) {
    i = code + fail(*i, Fault::too_much_work, way_until);
    CONTINUE;
  }
  const Status status = i->op == Opcode::call ? call(callee, r + i->a, follow_now ? p + i->a : nullptr, r + i->dst,
                                                     follow_now ? p + i->dst : nullptr)
                                              : call_once(callee, r + i->dst, follow_now ? p + i->dst : nullptr);
  if (status == Status::failed) {
    if constexpr (follow_now) pending_until_ = std::min(pending_until_, way_until);
    i = code + i->fault;
    CONTINUE;
  }
  if constexpr (follow_now) {
    // An argument that moves may come to fail, whatever is made of it.
    time::Instant until = forever;
    for (std::uint16_t k = 0; i->op == Opcode::call && k < callee.argument_registers; ++k) {
      if (!p[i->a + k].still()) until = std::min(until, p[i->a + k].until);
    }
    for (std::uint16_t k = 0; k < callee.result_registers; ++k) {
      p[i->dst + k].until = std::min(p[i->dst + k].until, until);
    }
  }
  NEXT;
}
decision_value:
decision_outcome : {
  const TimedVerdict& verdict = decide(i->c);
  const bool asked = i->op == Opcode::decision_outcome;
  const auto outcome = static_cast<model::Outcome>(i->b);
  if (verdict.outcome == model::Outcome::undetermined && !(asked && outcome == model::Outcome::undetermined)) {
    i = code + fail(*i, Fault::undetermined_used, std::min(way_until, verdict.until));
    CONTINUE;
  }
  if (asked) {
    r[i->dst] = number(verdict.outcome == outcome);
    if constexpr (follow_now) p[i->dst] = Piece{.until = verdict.until};
    NEXT;
  }
  Register value = i->dst;
  if (program_.model->decisions[i->c].type.optional) {
    r[value] = number(verdict.present);
    if constexpr (follow_now) p[value] = Piece{.until = verdict.until};
    ++value;
  }
  r[value] = verdict.value;
  if constexpr (follow_now) {
    p[value] = verdict.value_piece;
    p[value].until = std::min(p[value].until, verdict.until);
  }
  NEXT;
}

list_size:
  r[i->dst] = number(static_cast<std::int64_t>(r[i->a].list->count));
  if constexpr (follow_now) p[i->dst] = Piece{.until = p[i->a].until};
  NEXT;
element:
  if constexpr (follow_now) p[i->dst] = p[i->a];
  r[i->dst] = r[i->a].list->rows[static_cast<std::uint64_t>(r[i->b].number) * i->c];
  NEXT;
element_address:
  if constexpr (follow_now) p[i->dst] = p[i->a];
  r[i->dst].row = r[i->a].list->rows + static_cast<std::uint64_t>(r[i->b].number) * i->c;
  NEXT;
next:
previous:
  if (!spend(1)) {
    i = code + fail(*i, Fault::too_much_work, way_until);
    CONTINUE;
  }
  r[i->dst].number += i->op == Opcode::next ? 1 : -1;
  if (i->op == Opcode::next ? r[i->dst].number < r[i->a].number : r[i->dst].number >= 0) {
    i = code + i->c;
    CONTINUE;
  }
  NEXT;

first_row : {
  const List& list = *r[i->a].list;
  r[i->dst].row = list.rows;
  r[i->dst + 1].row = list.rows + list.count * static_cast<std::uint16_t>(i->b);
  if constexpr (follow_now) p[i->dst] = p[i->dst + 1] = p[i->a];
  if (list.count == 0) {
    i = code + i->c;
    CONTINUE;
  }
  NEXT;
}
next_row:
  if (!spend(1)) {
    i = code + fail(*i, Fault::too_much_work, way_until);
    CONTINUE;
  }
  r[i->dst].row += static_cast<std::uint16_t>(i->b);
  if (r[i->dst].row != r[i->dst + 1].row) {
    i = code + i->c;
    CONTINUE;
  }
  NEXT;

text_begin:
  text_.clear();
  text_until_ = forever;
  NEXT;
text_constant:
  text_ += program_.constants[i->c].text->view();
  NEXT;
text_value : {
  const CallSite& site = program_.sites[static_cast<std::uint16_t>(i->b)];
  append_for_people(text_, r[i->a], program_.types[i->c], program_.model->schema, *site.shown_in, site.language);
  if constexpr (follow_now) {
    way_until = std::min(way_until, p[i->a].until);
    if (!p[i->a].still()) text_until_ = facts_.now + 1;
  }
  if (text_.size() > limits_.text_bytes) {
    i = code + fail(*i, Fault::too_much_work, way_until);
    CONTINUE;
  }
  NEXT;
}
text_end:
  if (!make(text_.size())) return stop(*i, way_until);
  r[i->dst].text = arena_.text(text_);
  if constexpr (follow_now) p[i->dst] = Piece{.until = std::min(way_until, text_until_)};
  NEXT;

trace_enter:
  enter(TraceNode::Kind::expression, i->c);
  NEXT;
trace_leave:
  if (trace_ != nullptr) {
    const Type type = (*program_.model)[i->c].type;
    const bool failed_bool = type == Type{Kind::boolean} && is_error(r[i->a]);
    trace_->leave(TraceNode::Kind::expression, i->c, {r + i->a, registers(type)}, failed_bool,
                  failed_bool ? error_number(r[i->a]) : 0);
  }
  NEXT;
trace_element:
  if (trace_ != nullptr) trace_->element(static_cast<std::uint32_t>(r[i->a].number));
  NEXT;
trace_rule:
  enter(TraceNode::Kind::rule, i->c);
  NEXT;

jump:
  // Back only from where an error was caught.
  if (code + i->c <= i && !spend(1)) return stop(*i, way_until);
  i = code + i->c;
  CONTINUE;
jump_if_false:
  chose(i->a);
  if (r[i->a].number == 0) {
    i = code + i->c;
    CONTINUE;
  }
  NEXT;
jump_if_true:
  chose(i->a);
  if (r[i->a].number == 1) {
    i = code + i->c;
    CONTINUE;
  }
  NEXT;
jump_unless_false:
  chose(i->a);
  if (r[i->a].number != 0) {
    i = code + i->c;
    CONTINUE;
  }
  NEXT;
jump_if_less:
  if (r[i->a].number < r[i->b].number) {
    i = code + i->c;
    CONTINUE;
  }
  NEXT;
jump_if_less_equal:
  if (r[i->a].number <= r[i->b].number) {
    i = code + i->c;
    CONTINUE;
  }
  NEXT;
jump_if_equal:
  if (r[i->a].number == r[i->b].number) {
    i = code + i->c;
    CONTINUE;
  }
  NEXT;
jump_if_not_equal:
  if (r[i->a].number != r[i->b].number) {
    i = code + i->c;
    CONTINUE;
  }
  NEXT;
jump_if_in_mask:
  if (static_cast<std::uint64_t>(r[i->b].number) >> (r[i->a].number & 63) & 1) {
    i = code + i->c;
    CONTINUE;
  }
  NEXT;
jump_if_field_equal:
  if (r[i->a].row[i->dst].number == r[i->b].number) {
    i = code + i->c;
    CONTINUE;
  }
  NEXT;
jump_if_field_not_equal:
  if (r[i->a].row[i->dst].number != r[i->b].number) {
    i = code + i->c;
    CONTINUE;
  }
  NEXT;
need_bool:
  if (is_error(r[i->a])) {
    pending_ = error_number(r[i->a]);
    if constexpr (follow_now) pending_until_ = std::min(way_until, p[i->a].until);
    i = code + i->fault;
    CONTINUE;
  }
  NEXT;
bound:
  if constexpr (follow_now) p[i->dst].until = std::min(p[i->dst].until, p[i->a].until);
  NEXT;
caught:
  r[i->dst] = number(first_error + pending_);
  if constexpr (follow_now) p[i->dst] = Piece{.until = pending_until_};
  NEXT;
verdict : {
  const Slot applies = r[i->a];
  judge(*i, applies.number == 1);
  if (is_error(applies)) asking_->fail(i->c, errors_[error_number(applies)]);
  if constexpr (follow_now) asked_until_ = std::min(asked_until_, p[i->a].until);
  if (trace_ != nullptr) {
    const bool failed_rule = is_error(applies);
    trace_->leave(TraceNode::Kind::rule, i->c, {&applies, 1}, failed_rule, failed_rule ? error_number(applies) : 0);
  }
  NEXT;
}
verdict_if:
  judge(*i, r[i->a].number != 0);
  if constexpr (follow_now) asked_until_ = std::min(asked_until_, p[i->a].until);
  NEXT;
verdict_less:
  judge(*i, r[i->a].number < r[i->b].number);
  stands(Comparison::less, *i);
  NEXT;
verdict_less_equal:
  judge(*i, r[i->a].number <= r[i->b].number);
  stands(Comparison::less_equal, *i);
  NEXT;
verdict_equal:
  judge(*i, r[i->a].number == r[i->b].number);
  stands(Comparison::equal, *i);
  NEXT;
verdict_not_equal:
  judge(*i, r[i->a].number != r[i->b].number);
  stands(Comparison::equal, *i);
  NEXT;
verdict_in_mask:
  judge(*i, static_cast<std::uint64_t>(r[i->b].number) >> (r[i->a].number & 63) & 1);
  if constexpr (follow_now) asked_until_ = std::min(asked_until_, p[i->a].until);
  NEXT;
put_verdicts:
  asking_->add(i->c, applied);
  applied = 0;
  NEXT;
select_rules : {
  const RuleIndex& index = program_.rule_indexes[i->c];
  if constexpr (follow_now) asked_until_ = std::min(asked_until_, selected_until(index, moving(i->a)));
  i = code + index.place(r[i->a]);
  CONTINUE;
}
order_verdicts:
  asking_->put_in_order();
  if (i->c == 1) asking_->keep_first();
  NEXT;
end:
  if constexpr (!follow_now) {
    if (then != nullptr) {
      r = frames_.data() + then->frame;
      code = program_.code.data() + then->begin;
      i = code - then->first;
      then = nullptr;
      CONTINUE;
    }
  }
  end_way_until_ = way_until;
  return Status::ended;
fail:
  return Status::failed;
}

#undef CONTINUE
#undef NEXT
#pragma GCC diagnostic pop

template class Evaluation<false>;
template class Evaluation<true>;

}  // namespace writ
