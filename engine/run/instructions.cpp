// The instructions. See engine/program/opcodes.def for what each does. Those that take more than a few instructions of
// the processor are functions of their own, in operations.cpp: so those that are here stay in its registers.

#include <algorithm>

#include "engine/run/equality.hpp"
#include "engine/run/evaluation.hpp"
#include "engine/run/format_value.hpp"
#include "engine/value/absent.hpp"

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
#define GO_TO(place)  \
  do {                \
    i = code + place; \
    CONTINUE;         \
  } while (false)
#define OPERATION(name)                      \
  switch (name(*i, r, p)) {                  \
    case Going::on: NEXT;                    \
    case Going::to_fault: GO_TO(i->fault);   \
    case Going::away: return Status::failed; \
  }                                          \
  NEXT

template <bool follow_now>
auto Evaluation<follow_now>::execute(const Entry& entry) -> Status {
  const Instruction* const code = entry.code;
  const Instruction* i = entry.first;
  Slot* const r = entry.registers;
  Piece* const p = entry.pieces;
  if constexpr (follow_now) way_until_ = forever;

  // None of these refers to `i`: it, like `r`, is to stay in a register of the processor.
  const auto still = [p]([[maybe_unused]] Register dst) {
    if constexpr (follow_now) p[dst] = Piece{};
  };
  const auto moving = [r, p](Register reg) { return Moving{r[reg], p[reg]}; };
  const auto chose = [this, p]([[maybe_unused]] Register condition) {
    if constexpr (follow_now) lasts(p[condition].until);
  };
  // Which rules apply, a bit each, of those since they were put down. Without a branch: it is what a processor cannot
  // foretell.
  std::uint64_t applied = entry.applied;
  const auto judge = [&applied](const Instruction& at, bool applies) {
    applied |= std::uint64_t{applies} << at.c % verdicts_at_once;
  };
  // A rule that is one comparison stands while that does.
  const auto stands = [this, r, p]([[maybe_unused]] Comparison comparison, [[maybe_unused]] const Instruction& at) {
    if constexpr (follow_now) {
      bool turns = false;
      const time::Instant until = motions_.compared(comparison, r[at.a], p[at.a], r[at.b], p[at.b], &turns);
      verdict_lasts(until, turns ? std::uint64_t{1} << at.c % verdicts_at_once : unsure);
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
absent_record:
  r[i->dst].row = program_.absent_record.data();
  still(i->dst);
  NEXT;
allocate:
  OPERATION(new_row);
store:
store_row:
  OPERATION(store);
make_list:
  r[i->dst].list = arena_.list(r[i->a].row, i->c);
  if constexpr (follow_now) p[i->dst] = p[i->a];
  NEXT;

less : {
  const bool holds = r[i->a].number < r[i->b].number;
  if constexpr (follow_now)
    p[i->dst] = {.until = motions_.compared(Comparison::less, r[i->a], p[i->a], r[i->b], p[i->b])};
  r[i->dst] = number(holds);
  NEXT;
}
less_equal : {
  const bool holds = r[i->a].number <= r[i->b].number;
  if constexpr (follow_now)
    p[i->dst] = {.until = motions_.compared(Comparison::less_equal, r[i->a], p[i->a], r[i->b], p[i->b])};
  r[i->dst] = number(holds);
  NEXT;
}
equal:
not_equal : {
  const bool equal = r[i->a].number == r[i->b].number;
  if constexpr (follow_now)
    p[i->dst] = {.until = motions_.compared(Comparison::equal, r[i->a], p[i->a], r[i->b], p[i->b])};
  r[i->dst] = number(equal == (i->op == Opcode::equal));
  NEXT;
}
equal_value:
  OPERATION(equal_value);
in_mask : {
  const bool in = (static_cast<std::uint64_t>(program_.constants[i->c].number) >> (r[i->a].number & 63)) & 1;
  if constexpr (follow_now) p[i->dst] = Piece{.until = p[i->a].until};
  r[i->dst] = number(in);
  NEXT;
}
in_list:
  OPERATION(among);

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
    if constexpr (follow_now) lasts(motions_.unknown(std::array{moving(i->a), moving(i->b)}).until);
    GO_TO(fail(*i, Fault::overflow));
  }
  if constexpr (follow_now) p[i->dst] = motions_.sum(moving(i->a), moving(i->b), result);
  r[i->dst] = number(result);
  NEXT;
}
subtract : {
  std::int64_t result;
  if (__builtin_sub_overflow(r[i->a].number, r[i->b].number, &result)) {
    if constexpr (follow_now) lasts(motions_.unknown(std::array{moving(i->a), moving(i->b)}).until);
    GO_TO(fail(*i, Fault::overflow));
  }
  if constexpr (follow_now) p[i->dst] = motions_.difference(moving(i->a), moving(i->b), result);
  r[i->dst] = number(result);
  NEXT;
}
widen : {
  std::int64_t result;
  if (__builtin_mul_overflow(r[i->a].number, std::int64_t{1'000'000}, &result)) {
    if constexpr (follow_now) lasts(motions_.unknown(std::array{moving(i->a)}).until);
    GO_TO(fail(*i, Fault::overflow));
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
      lasts(motions_.failure(builtins_[i->c], Fault::out_of_range, nowhere, operands));
    }
    GO_TO(fail(*i, Fault::out_of_range));
  }
  if constexpr (follow_now) {
    const Builtin& builtin = builtins_[i->c];
    const std::array operands{moving(i->a), moving(i->b)};
    p[i->dst] = motions_.result(builtin, builtin.function, nowhere, operands, number(result));
  }
  r[i->dst] = number(result);
  NEXT;
}
spend:
  if (!spend(i->c)) return stop(*i);
  NEXT;
call_builtin:
  OPERATION(call_function);
call:
  OPERATION(call_block);
call_once:
  OPERATION(call_block);
decision_value:
  OPERATION(value_of_decision);
decision_outcome:
  OPERATION(outcome_of_decision);

list_size:
  r[i->dst] = number(static_cast<std::int64_t>(list_in(r[i->a]).count));
  if constexpr (follow_now) p[i->dst] = Piece{.until = p[i->a].until};
  NEXT;
element:
element_address : {
  const List list = list_in(r[i->a]);
  const auto index = static_cast<std::uint64_t>(r[i->b].number);
  // Code counts to what there is; of a saved program only its types are verified.
  if (index >= list.count) return stop(*i);
  const Slot* const at = list.rows + index * i->c;
  if constexpr (follow_now) p[i->dst] = p[i->a];
  r[i->dst] = i->op == Opcode::element ? *at : Slot{.row = at};
  NEXT;
}
next:
previous:
  if (!spend(static_cast<std::uint16_t>(i->b))) {
    GO_TO(fail(*i, limit_passed()));
  }
  // Not signed: who forged a program may begin at the last number that there is.
  r[i->dst].number = static_cast<std::int64_t>(static_cast<std::uint64_t>(r[i->dst].number) +
                                               (i->op == Opcode::next ? 1 : ~std::uint64_t{0}));
  if (i->op == Opcode::next ? r[i->dst].number < r[i->a].number : r[i->dst].number >= 0) {
    GO_TO(i->c);
  }
  NEXT;

first_row : {
  const List list = list_in(r[i->a]);
  Slot* const from = r + i->dst;
  from[1].row = list.rows + list.count * static_cast<std::uint16_t>(i->b);
  from[0].row = list.rows;
  if constexpr (follow_now) {
    p[i->dst] = p[i->dst + 1] = p[i->a];
    lasts(p[i->a].until);  // What fails for an element fails while the list stays.
  }
  if (list.count == 0) {
    GO_TO(i->c);
  }
  NEXT;
}
next_row:
  if (!spend(static_cast<std::uint16_t>(i->a))) {
    GO_TO(fail(*i, limit_passed()));
  }
  r[i->dst].row += static_cast<std::uint16_t>(i->b);
  if (r[i->dst].row != r[i->dst + 1].row) {
    GO_TO(i->c);
  }
  NEXT;

some_field_equal : {
  const List list = list_in(r[i->a]);
  const std::size_t stride = i->c >> 16;
  const Slot* field = list.count > 0 ? list.rows + (i->c & 0xffff) : nullptr;
  std::size_t k = 0;
  for (; k < list.count && field->number != r[i->b].number; ++k) field += stride;
  if (!spend(k)) return stop(*i);
  r[i->dst] = number(k < list.count);
  still(i->dst);
  NEXT;
}

text_begin:
  text_.clear();
  text_until_ = forever;
  NEXT;
text_constant:
  text_ += program_.constants[i->c].text->view();
  if (!spend(program_.constants[i->c].text->size)) return stop(*i);
  NEXT;
text_value:
  OPERATION(add_value);
text_end:
  OPERATION(end_text);

trace_enter:
  enter(TraceNode::Kind::expression, i->c);
  NEXT;
trace_leave:
  OPERATION(trace_value);
trace_element:
  if (trace_ != nullptr) trace_->element(static_cast<std::uint32_t>(r[i->a].number));
  NEXT;
trace_rule:
  enter(TraceNode::Kind::rule, i->c);
  NEXT;

jump:
  GO_TO(i->c);
jump_if_false:
  chose(i->a);
  if (r[i->a].number == 0) {
    GO_TO(i->c);
  }
  NEXT;
jump_if_true:
  chose(i->a);
  if (r[i->a].number == 1) {
    GO_TO(i->c);
  }
  NEXT;
jump_unless_false:
  chose(i->a);
  if (r[i->a].number != 0) {
    GO_TO(i->c);
  }
  NEXT;
jump_if_less:
  if (r[i->a].number < r[i->b].number) {
    GO_TO(i->c);
  }
  NEXT;
jump_if_less_equal:
  if (r[i->a].number <= r[i->b].number) {
    GO_TO(i->c);
  }
  NEXT;
jump_if_equal:
  if (r[i->a].number == r[i->b].number) {
    GO_TO(i->c);
  }
  NEXT;
jump_if_not_equal:
  if (r[i->a].number != r[i->b].number) {
    GO_TO(i->c);
  }
  NEXT;
jump_if_in_mask:
  if (static_cast<std::uint64_t>(r[i->b].number) >> (r[i->a].number & 63) & 1) {
    GO_TO(i->c);
  }
  NEXT;
jump_if_field_equal:
  if (r[i->a].row[i->dst].number == r[i->b].number) {
    GO_TO(i->c);
  }
  NEXT;
jump_if_field_not_equal:
  if (r[i->a].row[i->dst].number != r[i->b].number) {
    GO_TO(i->c);
  }
  NEXT;
need_bool:
  if (is_error(r[i->a])) {
    pending_ = error_number(r[i->a]);
    if constexpr (follow_now) pending_until_ = std::min(way_until_, p[i->a].until);
    GO_TO(i->fault);
  }
  NEXT;
bound:
  if constexpr (follow_now) p[i->dst].until = std::min(p[i->dst].until, p[i->a].until);
  NEXT;
way_bound:
  chose(i->a);
  NEXT;
caught:
  r[i->dst] = number(first_error + pending_);
  if constexpr (follow_now) p[i->dst] = Piece{.until = pending_until_};
  NEXT;
verdict:
  judge(*i, r[i->a].number == 1);
  if (trace_ != nullptr || is_error(r[i->a])) note_verdict(*i, r[i->a]);
  if constexpr (follow_now) verdict_lasts(p[i->a].until, unsure);
  NEXT;
verdict_if:
  judge(*i, r[i->a].number != 0);
  if constexpr (follow_now) verdict_lasts(p[i->a].until, unsure);
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
  if constexpr (follow_now) verdict_lasts(p[i->a].until, unsure);
  NEXT;
put_verdicts:
  asking_->add(i->c, applied);
  applied = 0;
  NEXT;
select_rules : {
  const RuleIndex& index = program_.rule_indexes[i->c];
  if constexpr (follow_now) verdict_lasts(selected_until(index, moving(i->a)), unsure);
  i = code + index.place(r[i->a]);
  CONTINUE;
}
order_verdicts:
  asking_->put_in_order();
  if (i->c == 1) {
    asking_->add(0, applied);
    applied = 0;
    asking_->keep_first();
  }
  NEXT;
end:
  if constexpr (follow_now) passed_ += static_cast<std::uint64_t>(i - code);
  applied_ = applied;
  return Status::ended;
fail:
  return Status::failed;
}

#undef CONTINUE
#undef NEXT
#undef GO_TO
#undef OPERATION
#pragma GCC diagnostic pop

template class Evaluation<false>;
template class Evaluation<true>;

}  // namespace writ
