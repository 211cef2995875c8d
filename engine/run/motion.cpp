#include "engine/run/motion.hpp"

#include <algorithm>
#include <array>
#include <initializer_list>
#include <optional>

namespace writ {

namespace {

__extension__ typedef __int128 Wide;

/// A value that takes more calls than this to compute from the tape is not followed.
constexpr std::uint64_t costliest_tape = 500;

Fault checked_sum(const CallContext&, const Slot* arguments, Slot& result) {
  return __builtin_add_overflow(arguments[0].number, arguments[1].number, &result.number) ? Fault::overflow
                                                                                          : Fault::none;
}
Fault checked_difference(const CallContext&, const Slot* arguments, Slot& result) {
  return __builtin_sub_overflow(arguments[0].number, arguments[1].number, &result.number) ? Fault::overflow
                                                                                          : Fault::none;
}
Fault checked_widening(const CallContext&, const Slot* arguments, Slot& result) {
  return __builtin_mul_overflow(arguments[0].number, std::int64_t{1'000'000}, &result.number) ? Fault::overflow
                                                                                              : Fault::none;
}
const Environment nowhere;

time::Instant soonest(std::span<const Moving> operands) {
  time::Instant until = forever;
  for (const Moving& operand : operands) until = std::min(until, operand.piece.until);
  return until;
}

bool all_still(std::span<const Moving> operands) {
  return std::all_of(operands.begin(), operands.end(), [](const Moving& m) { return m.piece.still(); });
}

bool all_lines(std::span<const Moving> operands) {
  return std::all_of(operands.begin(), operands.end(), [](const Moving& m) { return m.piece.tape < 0; });
}

bool holds(Comparison comparison, Wide difference) {
  switch (comparison) {
    case Comparison::less: return difference < 0;
    case Comparison::less_equal: return difference <= 0;
    case Comparison::equal: return difference == 0;
  }
  return false;
}

/// The first whole t > 0 at which `comparison` of d + k t with 0 is not what it is at 0; nothing where there is none.
std::optional<Wide> first_flip(Comparison comparison, Wide d, Wide k) {
  if (k == 0) return std::nullopt;
  if (comparison == Comparison::equal) {
    if (d == 0) return 1;
    if (d % k != 0 || -d / k <= 0) return std::nullopt;
    return -d / k;
  }
  // With k > 0 a comparison that holds stops to hold; with k < 0 one that does not begins to.
  const bool now = holds(comparison, d);
  if (now != (k > 0)) return std::nullopt;
  if (k > 0) {
    const Wide to_zero = (-d + k - 1) / k;  // first t with d + k t >= 0; d <= 0 here
    return comparison == Comparison::less ? to_zero : -d / k + 1;
  }
  const Wide to_zero = (d - k - 1) / -k;  // first t with d + k t <= 0; d >= 0 here
  return comparison == Comparison::less_equal ? to_zero : d / -k + 1;
}

}  // namespace

void Motions::begin(time::Instant now) {
  now_ = now;
  work_ = 0;
  nodes_.clear();
  operands_.clear();
  arena_.reset();
}

Piece Motions::unknown(std::span<const Moving> operands) {
  // Whatever it is a function of, it stays while its operands do.
  time::Instant until = forever;
  for (const Moving& operand : operands) until = std::min(until, first_difference(operand));
  return {.until = until};
}

Piece Motions::line(std::int64_t value, std::int64_t slope, time::Instant until, bool instant) {
  if (slope != 0) {
    // It ends where the value leaves its type: from there on, evaluating it fails.
    const Wide low = instant ? Wide{time::first_instant} : Wide{std::numeric_limits<std::int64_t>::min()};
    const Wide high = instant ? Wide{time::last_instant} : Wide{std::numeric_limits<std::int64_t>::max()};
    const Wide room = slope > 0 ? (high - value) / slope : (low - value) / slope;
    if (room + 1 < Wide{until} - now_) until = now_ + static_cast<time::Instant>(room) + 1;
  }
  return {.until = until, .slope = slope};
}

Fault Motions::at(const Moving& value, time::Instant when, Slot& result) {
  const Piece& piece = value.piece;
  if (piece.tape < 0) {
    result = value.value;
    if (piece.slope != 0) result.number += piece.slope * (when - now_);
    return Fault::none;
  }
  const Node& node = nodes_[static_cast<std::size_t>(piece.tape)];
  std::array<Slot, 3> arguments{};
  for (std::uint32_t i = 0; i < node.operands; ++i) {
    if (const Fault fault = at(operands_[node.first_operand + i], when, arguments[i]); fault != Fault::none)
      return fault;
  }
  ++work_;
  return node.function(CallContext{*node.environment, arena_}, arguments.data(), result);
}

Piece Motions::taped(Function function, const Environment& environment, std::span<const Moving> operands,
                     int direction) {
  if (direction == 0 || operands.size() > 3) return unknown(operands);
  std::uint64_t cost = 1;
  for (const Moving& operand : operands) {
    if (operand.piece.tape >= 0) cost += nodes_[static_cast<std::size_t>(operand.piece.tape)].cost;
  }
  if (cost > costliest_tape) return unknown(operands);
  if (gives_up()) return {.until = now_ + 1};
  Piece piece{.until = soonest(operands)};
  piece.tape = static_cast<std::int32_t>(nodes_.size());
  piece.direction = static_cast<std::int8_t>(direction);
  nodes_.push_back({function, &environment, static_cast<std::uint32_t>(operands_.size()),
                    static_cast<std::uint32_t>(operands.size()), cost});
  operands_.insert(operands_.end(), operands.begin(), operands.end());
  // It ends where computing it begins to fail.
  piece.until = first_break(piece.until, [&](time::Instant when) {
    Slot then;
    return at({Slot{}, piece}, when, then) == Fault::none;
  });
  return piece;
}

/// The first instant after now and before `until` at which `holds` is false; `until` where there is none. Once false,
/// it stays false.
template <typename Holds>
time::Instant Motions::first_break(time::Instant until, Holds holds_at) {
  if (until <= now_ + 1) return until;
  if (gives_up()) return now_ + 1;
  time::Instant last = std::min(until, time::last_instant + 1);
  if (last <= now_ + 1 || holds_at(last - 1)) return until;
  time::Instant good = now_;
  time::Instant bad = last - 1;
  while (bad - good > 1) {
    const time::Instant middle = good + (bad - good) / 2;
    (holds_at(middle) ? good : bad) = middle;
  }
  return bad;
}

/// Kept apart, so that the usual way is short.
[[gnu::noinline]] Piece Motions::compared_in_full(Comparison comparison, const Moving& a, const Moving& b) {
  const std::array<Moving, 2> both{a, b};
  const time::Instant until = soonest(both);
  if (all_still(both)) return {.until = until};
  const Wide difference = Wide{a.value.number} - b.value.number;
  if (all_lines(both)) {
    const auto flip = first_flip(comparison, difference, Wide{a.piece.slope} - b.piece.slope);
    if (!flip || *flip >= Wide{until} - now_) return {.until = until};
    return {.until = now_ + static_cast<time::Instant>(*flip)};
  }
  if (a.piece.way() * b.piece.way() > 0) {
    // Both rise, or both fall, one of them in steps: until its next step it stands still beside the other.
    const auto standing = [this](const Moving& value) {
      return value.piece.tape < 0 ? value : Moving{value.value, {.until = first_difference(value)}};
    };
    return compared_in_full(comparison, standing(a), standing(b));
  }
  if (comparison == Comparison::equal) {
    // Monotone: below, equal, above, each once. Unequal turns equal where the sign of the difference changes.
    const int sign = difference < 0 ? -1 : difference > 0 ? 1 : 0;
    return {.until = first_break(until, [&](time::Instant when) {
              Slot left, right;
              if (at(a, when, left) != Fault::none || at(b, when, right) != Fault::none) return false;
              const Wide d = Wide{left.number} - right.number;
              return (d < 0 ? -1 : d > 0 ? 1 : 0) == sign;
            })};
  }
  const bool now = holds(comparison, difference);
  return {.until = first_break(until, [&](time::Instant when) {
            Slot left, right;
            if (at(a, when, left) != Fault::none || at(b, when, right) != Fault::none) return false;
            return holds(comparison, Wide{left.number} - right.number) == now;
          })};
}

time::Instant Motions::first_difference(Moving value) {
  if (value.piece.still()) return value.piece.until;
  if (value.piece.tape < 0) return std::min(value.piece.until, now_ + 1);
  return first_break(value.piece.until, [&](time::Instant when) {
    Slot then;
    return at(value, when, then) == Fault::none && then.number == value.value.number;
  });
}

time::Instant Motions::flows_until(Moving value) {
  const time::Instant until = std::min(value.piece.until, time::last_instant + 1);
  if (value.piece.tape < 0) return value.piece.slope != 0 ? until : now_;
  const auto number_at = [&](time::Instant when) {
    Slot then;
    return at(value, when, then) == Fault::none ? std::optional(then.number) : std::nullopt;
  };
  const auto next_step = [&](time::Instant from) {
    return first_break(
        until, [&, then = number_at(from)](time::Instant when) { return when <= from || number_at(when) == then; });
  };
  const time::Instant first = next_step(now_), second = next_step(first), third = next_step(second);
  // Rounding makes steps of more than one length. Where what is left of this one is much longer than the next two, the
  // value stands still and only then begins to move.
  const time::Duration longest = std::max(second - first, third - second);
  if (third >= until || longest > time::second || first - now_ > 2 * longest) return now_;
  const time::Instant end =
      first_break(until, [&, last = number_at(until - 1)](time::Instant when) { return number_at(when) != last; });
  return until - end > time::second ? end : until;
}

Piece Motions::sum(Moving a, Moving b, std::int64_t result) {
  const std::array<Moving, 2> both{a, b};
  std::int64_t slope = 0;
  if (all_lines(both) && !__builtin_add_overflow(a.piece.slope, b.piece.slope, &slope)) {
    return line(result, slope, soonest(both), false);
  }
  const int ways = a.piece.way() + b.piece.way();
  return taped(checked_sum, nowhere, both, a.piece.way() * b.piece.way() < 0 ? 0 : ways > 0 ? 1 : -1);
}

Piece Motions::difference(Moving a, Moving b, std::int64_t result) {
  const std::array<Moving, 2> both{a, b};
  std::int64_t slope = 0;
  if (all_lines(both) && !__builtin_sub_overflow(a.piece.slope, b.piece.slope, &slope)) {
    return line(result, slope, soonest(both), false);
  }
  const int ways = a.piece.way() - b.piece.way();
  return taped(checked_difference, nowhere, both, a.piece.way() * b.piece.way() > 0 ? 0 : ways > 0 ? 1 : -1);
}

Piece Motions::widened(Moving a) {
  if (a.piece.still()) return a.piece;
  return taped(checked_widening, nowhere, std::array{a}, a.piece.way());
}

/// Until when an operation that failed fails in the same way; the piece of an error.
time::Instant Motions::failure(const Builtin& builtin, Fault fault, const Environment& environment,
                               std::span<const Moving> operands) {
  const bool by_day =
      builtin.motion == Motion::shift || builtin.motion == Motion::local_date || builtin.motion == Motion::local_time;
  if (by_day) {
    // All day long, but for the first days and the last, of which not all instants are there.
    const Moving& instant = operands[0];
    const time::Instant until = std::min(soonest(operands), local_time(environment, instant).until);
    if (instant.piece.slope != 1) return until;
    return first_break(until, [&](time::Instant when) {
      std::array<Slot, 3> then{};
      for (std::size_t k = 0; k < operands.size(); ++k) {
        if (at(operands[k], when, then[k]) != Fault::none) return false;
      }
      Slot result;
      return builtin.function(CallContext{environment, arena_}, then.data(), result) == fault;
    });
  }
  if (all_lines(operands) && (builtin.motion == Motion::add || builtin.motion == Motion::subtract)) {
    // Beyond the range, and not on the way back.
    const bool adds = builtin.motion == Motion::add;
    const Wide a = operands[0].value.number, b = operands[1].value.number;
    const Wide slope = adds ? Wide{operands[0].piece.slope} + operands[1].piece.slope
                            : Wide{operands[0].piece.slope} - operands[1].piece.slope;
    if ((adds ? a + b : a - b) > 0 ? slope >= 0 : slope <= 0) return soonest(operands);
  }
  const bool by_zero = builtin.name == "/" && operands[1].value.number == 0 && operands[1].piece.still();
  return by_zero ? soonest(operands) : unknown(operands).until;
}

/// Whether of two values at a tie `a` is the one that wins a moment later, or stands still where neither does.
bool Motions::leads(const Moving& a, const Moving& b, bool larger) {
  const auto ahead = [this](const Moving& value) {
    Slot then;
    const bool goes_on = value.piece.until > now_ + 1 && at(value, now_ + 1, then) == Fault::none;
    return goes_on ? then.number : value.value.number;
  };
  const std::int64_t of_a = ahead(a), of_b = ahead(b);
  return of_a == of_b ? a.piece.still() && !b.piece.still() : (of_a > of_b) == larger;
}

Piece Motions::smaller_or_larger(std::span<const Moving> operands, bool larger) {
  const Moving& a = operands[0];
  const Moving& b = operands[1];
  bool first = larger ? a.value.number >= b.value.number : a.value.number <= b.value.number;
  // At a tie the one that wins a moment later is the one whose piece goes on.
  if (a.value.number == b.value.number) first = !leads(b, a, larger);
  const Moving& chosen = first ? a : b;
  Piece piece = chosen.piece;
  const Moving& other = first ? b : a;
  const Piece order =
      larger ? compared(Comparison::less_equal, other, chosen) : compared(Comparison::less_equal, chosen, other);
  piece.until = std::min({soonest(operands), order.until});
  return piece;
}

Piece Motions::scaled(const Builtin& builtin, Function function, const Environment& environment,
                      std::span<const Moving> operands, Slot result) {
  const bool first_moves = !operands[0].piece.still();
  const bool second_moves = !operands[1].piece.still();
  if (first_moves && second_moves) return unknown(operands);
  const bool divides = builtin.name == "/";
  if (divides && second_moves) return unknown(operands);
  const Moving& moving = operands[first_moves ? 0 : 1];
  const Moving& still = operands[first_moves ? 1 : 0];
  const std::int64_t factor = still.value.number;
  const Kind factor_kind = builtin.parameters[first_moves ? 1 : 0].kind;
  if (!divides && moving.piece.tape < 0 && factor_kind == Kind::integer) {
    std::int64_t slope = 0;
    if (!__builtin_mul_overflow(moving.piece.slope, factor, &slope)) {
      return line(result.number, slope, soonest(operands), false);
    }
  }
  const int sign = factor > 0 ? 1 : factor < 0 ? -1 : 0;
  if (sign == 0) return {.until = soonest(operands)};
  return taped(function, environment, operands, moving.piece.way() * sign);
}

/// The date of an instant that moves with `now`: a staircase that never falls while the clock is not changed.
Piece Motions::local_date(Function function, const Environment& environment, Moving instant) {
  if (instant.piece.slope != 1) return unknown(std::array{instant});
  const time::Instant change = environment.zone->next_change(instant.value.number);
  if (change <= time::last_instant) {
    instant.piece.until = std::min(instant.piece.until, now_ + (change - instant.value.number));
  }
  return taped(function, environment, std::array{instant}, 1);
}

/// The time of day of such an instant: a line from one local midnight to the next.
Piece Motions::local_time(const Environment& environment, Moving instant) {
  if (instant.piece.slope != 1) return unknown(std::array{instant});
  const time::Zone& zone = *environment.zone;
  const time::Instant x = instant.value.number;
  const time::Local local = zone.local(x);
  // Without a clock change before it, midnight is this far.
  const time::Instant midnight = x + (time::day - local.time);
  const time::Instant end = std::min(midnight, zone.next_change(x));
  return {.until = std::min(instant.piece.until, now_ + (end - x)), .slope = 1};
}

/// Instant ± Period: a line while the local date and the clock on both ends stay as they are.
Piece Motions::shifted(const Environment& environment, std::span<const Moving> operands, Slot result) {
  if (!operands[1].piece.still() || operands[0].piece.slope != 1) return unknown(operands);
  const time::Zone& zone = *environment.zone;
  const time::Instant from = operands[0].value.number;
  const time::TimeOfDay time_of_day = zone.local(from).time;
  const time::Instant end = std::min(from + (time::day - time_of_day), zone.next_change(from));
  time::Instant room = end - from;
  // A change of the clock at the other end: local times until max(before, after) read the old offset. The local time
  // wanted there is `time_of_day`, whatever the clock shows at the result.
  const time::Local shown = zone.local(result.number);
  time::Date target = shown.date;
  if (shown.time < time_of_day && time_of_day - shown.time > time::day / 2) --target;  // moved past midnight by a gap
  const time::Instant wanted = target * time::day + time_of_day;
  time::Instant change = zone.next_change(result.number - 3 * time::day);
  while (change <= time::last_instant && change <= result.number + 3 * time::day) {
    const std::int64_t offset = std::max(zone.offset_seconds(change - 1), zone.offset_seconds(change)) * time::second;
    const time::Instant local_end = change + offset;
    if (local_end > wanted) room = std::min(room, local_end - wanted);
    change = zone.next_change(change);
  }
  Piece piece = line(result.number, 1, std::min(soonest(operands), now_ + room), true);
  return piece;
}

Piece Motions::result(const Builtin& builtin, Function function, const Environment& environment,
                      std::span<const Moving> operands, Slot result) {
  if (all_still(operands)) return {.until = soonest(operands)};
  const bool instant = builtin.result.kind == Kind::instant;
  switch (builtin.motion) {
    case Motion::add:
    case Motion::subtract: {
      const bool adds = builtin.motion == Motion::add;
      const std::int64_t a = operands[0].piece.slope;
      const std::int64_t b = operands[1].piece.slope;
      std::int64_t slope = 0;
      const bool too_steep = adds ? __builtin_add_overflow(a, b, &slope) : __builtin_sub_overflow(a, b, &slope);
      if (all_lines(operands) && !too_steep) return line(result.number, slope, soonest(operands), instant);
      const int first = operands[0].piece.way();
      const int second = adds ? operands[1].piece.way() : -operands[1].piece.way();
      return taped(function, environment, operands, first * second < 0 ? 0 : first + second > 0 ? 1 : -1);
    }
    case Motion::negate: return difference(Moving{}, operands[0], result.number);
    case Motion::scale: return scaled(builtin, function, environment, operands, result);
    case Motion::rising:
      for (const Moving& other : operands.subspan(1)) {
        if (!other.piece.still()) return unknown(operands);
      }
      return taped(function, environment, operands, operands[0].piece.way());
    case Motion::absolute: {
      const Moving& a = operands[0];
      const bool negative = a.value.number < 0;
      const Moving zero{};
      const Piece side = compared(Comparison::less, a, zero);
      Piece piece = negative ? difference(zero, a, result.number) : a.piece;
      piece.until = std::min(piece.until, side.until);
      return piece;
    }
    case Motion::smaller: return smaller_or_larger(operands, false);
    case Motion::larger: return smaller_or_larger(operands, true);
    case Motion::compare: {
      if (builtin.name == "<") return compared(Comparison::less, operands[0], operands[1]);
      if (builtin.name == "<=") return compared(Comparison::less_equal, operands[0], operands[1]);
      if (builtin.name == ">") return compared(Comparison::less, operands[1], operands[0]);
      return compared(Comparison::less_equal, operands[1], operands[0]);
    }
    case Motion::local_date: return local_date(function, environment, operands[0]);
    case Motion::local_time: return local_time(environment, operands[0]);
    case Motion::shift: return shifted(environment, operands, result);
    case Motion::local_instant:
    case Motion::still: return unknown(operands);
  }
  return unknown(operands);
}

}  // namespace writ
