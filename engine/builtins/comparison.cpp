// < <= > >= of everything that has an order. `is` and `is not` hold for every type and are built into the language.

#include "engine/builtins/family.hpp"

namespace writ::family {
namespace {

// Whatever has an order is a number that has the same order.

Fault less(const CallContext&, const Slot* a, Slot& result) {
  result.number = a[0].number < a[1].number;
  return Fault::none;
}
Fault less_equal(const CallContext&, const Slot* a, Slot& result) {
  result.number = a[0].number <= a[1].number;
  return Fault::none;
}
Fault greater(const CallContext&, const Slot* a, Slot& result) {
  result.number = a[0].number > a[1].number;
  return Fault::none;
}
Fault greater_equal(const CallContext&, const Slot* a, Slot& result) {
  result.number = a[0].number >= a[1].number;
  return Fault::none;
}

template <Shape shape>
constexpr std::array<Builtin, 4> orders(std::string_view below, std::string_view not_above, std::string_view above,
                                        std::string_view not_below) {
  return {by_column(Column::less, operation("<", takes<shape, shape>, boolean, less, Motion::compare, below)),
          by_column(Column::less_equal,
                    operation("<=", takes<shape, shape>, boolean, less_equal, Motion::compare, not_above)),
          by_column(Column::greater, operation(">", takes<shape, shape>, boolean, greater, Motion::compare, above)),
          by_column(Column::greater_equal,
                    operation(">=", takes<shape, shape>, boolean, greater_equal, Motion::compare, not_below))};
}

template <Shape shape>
constexpr auto quantities() {
  return orders<shape>("The first is less than the second.", "The first is the second or less.",
                       "The first is more than the second.", "The first is the second or more.");
}
template <Shape shape>
constexpr auto moments() {
  return orders<shape>("The first is before the second.", "The first is the second or before it.",
                       "The first is after the second.", "The first is the second or after it.");
}

constexpr auto rows = [] {
  std::array<Builtin, 28> all{};
  std::size_t next = 0;
  for (const auto& group : {quantities<integer>(), quantities<decimal>(), quantities<money>(), quantities<duration>(),
                            moments<instant>(), moments<date>(), moments<time_of_day>()}) {
    for (const Builtin& row : group) all[next++] = row;
  }
  return all;
}();

}  // namespace

std::span<const Builtin> comparison() { return rows; }

}  // namespace writ::family
