// + - * / of numbers, durations and money, and of instants with durations. Calendar arithmetic is in time.cpp.

#include "engine/builtins/family.hpp"
#include "engine/value/decimal.hpp"

namespace writ::family {
namespace {

using writ::decimal::multiply_divide;
constexpr std::int64_t one = writ::decimal::one;

// Int, Decimal, Duration and Money all add and subtract as words do.

Fault add(const CallContext&, const Slot* a, Slot& result) {
  return __builtin_add_overflow(a[0].number, a[1].number, &result.number) ? Fault::overflow : Fault::none;
}
Fault subtract(const CallContext&, const Slot* a, Slot& result) {
  return __builtin_sub_overflow(a[0].number, a[1].number, &result.number) ? Fault::overflow : Fault::none;
}
Fault negate(const CallContext&, const Slot* a, Slot& result) {
  return __builtin_sub_overflow(std::int64_t{0}, a[0].number, &result.number) ? Fault::overflow : Fault::none;
}

Fault instant_plus(const CallContext&, const Slot* a, Slot& result) {
  if (__builtin_add_overflow(a[0].number, a[1].number, &result.number)) return Fault::out_of_range;
  return check_instant(result.number);
}
Fault instant_minus(const CallContext&, const Slot* a, Slot& result) {
  if (__builtin_sub_overflow(a[0].number, a[1].number, &result.number)) return Fault::out_of_range;
  return check_instant(result.number);
}

/// By an Int: exact.
Fault times_integer(const CallContext&, const Slot* a, Slot& result) {
  return __builtin_mul_overflow(a[0].number, a[1].number, &result.number) ? Fault::overflow : Fault::none;
}
/// Either of the two is a Decimal; the other is in millionths or microseconds, and so is the product.
Fault times_decimal(const CallContext&, const Slot* a, Slot& result) {
  return multiply_divide(a[0].number, a[1].number, one, result.number);
}
/// The dividend keeps its unit.
Fault over_integer(const CallContext&, const Slot* a, Slot& result) {
  return multiply_divide(a[0].number, 1, a[1].number, result.number);
}
/// Two of a unit give a Decimal; and a Decimal, Money or Duration over a Decimal keeps its unit.
Fault over_same(const CallContext&, const Slot* a, Slot& result) {
  return multiply_divide(a[0].number, one, a[1].number, result.number);
}

constexpr Builtin rows[] = {
    by_column(Column::add, operation("+", takes<integer, integer>, integer, add, Motion::add, "The sum.")),
    by_column(Column::add, operation("+", takes<decimal, decimal>, decimal, add, Motion::add, "The sum.")),
    by_column(Column::add, operation("+", takes<duration, duration>, duration, add, Motion::add,
                                     "Both durations, one after the other.")),
    by_column(Column::add,
              operation("+", takes<money, money>, money, add, Motion::add, "The sum of two amounts of one currency.")),
    by_column(Column::add_to_time, operation("+", takes<instant, duration>, instant, instant_plus, Motion::add,
                                             "The instant so much later.")),

    by_column(Column::subtract,
              operation("-", takes<integer, integer>, integer, subtract, Motion::subtract, "The difference.")),
    by_column(Column::subtract,
              operation("-", takes<decimal, decimal>, decimal, subtract, Motion::subtract, "The difference.")),
    by_column(Column::subtract, operation("-", takes<duration, duration>, duration, subtract, Motion::subtract,
                                          "How much longer the first duration is.")),
    by_column(Column::subtract, operation("-", takes<money, money>, money, subtract, Motion::subtract,
                                          "The difference between two amounts of one currency.")),
    by_column(Column::take_from_time, operation("-", takes<instant, duration>, instant, instant_minus, Motion::subtract,
                                                "The instant so much earlier.")),
    by_column(Column::subtract, operation("-", takes<instant, instant>, duration, subtract, Motion::subtract,
                                          "The time from the second instant to the first.")),
    by_column(Column::subtract, operation("-", takes<date, date>, integer, subtract, Motion::subtract,
                                          "The number of days from the second date to the first.")),

    operation("-", takes<integer>, integer, negate, Motion::negate, "The number with the other sign."),
    operation("-", takes<decimal>, decimal, negate, Motion::negate, "The number with the other sign."),
    operation("-", takes<duration>, duration, negate, Motion::negate, "The duration with the other sign."),
    operation("-", takes<money>, money, negate, Motion::negate, "The amount with the other sign."),

    operation("*", takes<integer, integer>, integer, times_integer, Motion::scale, "The product."),
    operation("*", takes<decimal, decimal>, decimal, times_decimal, Motion::scale,
              "The product, rounded half to even at the sixth decimal place."),
    operation("*", takes<duration, integer>, duration, times_integer, Motion::scale, "So many times the duration."),
    operation("*", takes<integer, duration>, duration, times_integer, Motion::scale, "So many times the duration."),
    operation("*", takes<duration, decimal>, duration, times_decimal, Motion::scale,
              "So many times the duration, rounded half to even to a microsecond."),
    operation("*", takes<decimal, duration>, duration, times_decimal, Motion::scale,
              "So many times the duration, rounded half to even to a microsecond."),
    operation("*", takes<money, integer>, money, times_integer, Motion::scale, "So many times the amount."),
    operation("*", takes<integer, money>, money, times_integer, Motion::scale, "So many times the amount."),
    operation("*", takes<money, decimal>, money, times_decimal, Motion::scale,
              "So many times the amount, rounded half to even at the sixth decimal place."),
    operation("*", takes<decimal, money>, money, times_decimal, Motion::scale,
              "So many times the amount, rounded half to even at the sixth decimal place."),

    operation("/", takes<integer, integer>, decimal, over_same, Motion::scale,
              "The quotient as a Decimal, rounded half to even at the sixth decimal place."),
    operation("/", takes<decimal, decimal>, decimal, over_same, Motion::scale,
              "The quotient, rounded half to even at the sixth decimal place."),
    operation("/", takes<duration, integer>, duration, over_integer, Motion::scale,
              "The duration in so many parts, rounded half to even to a microsecond."),
    operation("/", takes<duration, decimal>, duration, over_same, Motion::scale,
              "The duration in so many parts, rounded half to even to a microsecond."),
    operation("/", takes<duration, duration>, decimal, over_same, Motion::scale,
              "How many times the second duration the first one is."),
    operation("/", takes<money, integer>, money, over_integer, Motion::scale,
              "The amount in so many parts, rounded half to even at the sixth decimal place."),
    operation("/", takes<money, decimal>, money, over_same, Motion::scale,
              "The amount divided, rounded half to even at the sixth decimal place."),
    operation("/", takes<money, money>, decimal, over_same, Motion::scale,
              "How many times the second amount the first one is."),

    operation("of", takes<decimal, decimal>, decimal, times_decimal, Motion::scale, "That share of the number."),
    operation("of", takes<decimal, money>, money, times_decimal, Motion::scale,
              "That share of the amount, rounded half to even at the sixth decimal place."),
    operation("of", takes<decimal, duration>, duration, times_decimal, Motion::scale,
              "That share of the duration, rounded half to even to a microsecond."),
};

}  // namespace

std::span<const Builtin> arithmetic() { return rows; }

}  // namespace writ::family
