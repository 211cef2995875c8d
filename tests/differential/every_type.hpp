#pragma once
// A program's own types with a member for each fact of the policies of WholeFacts::every_type, and bindings of them.

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "tests/reference/evaluation.hpp"
#include "writ/bind.hpp"

namespace writ::differential {

using Microseconds = std::chrono::microseconds;
using Instant = std::chrono::sys_time<Microseconds>;
enum class Level : std::int16_t { low = -300, mid = 7, high = 30'000 };

struct Item {
  bool ok = false;
  std::int64_t size = 0;
  std::optional<Level> level;
  std::optional<Instant> at;
  std::int64_t price = 0;  ///< In millionths, as all amounts here.
  std::string name;
  std::optional<Microseconds> wait;
  std::chrono::year_month_day day;
  Value::Decimal rate;
  std::optional<std::int64_t> clock;  ///< In microseconds.
};

struct Order {
  std::string id;
  std::optional<Value::Money> total;
  Item main;
  std::optional<Item> spare;
  std::vector<Item> lines;
  std::optional<std::vector<std::int64_t>> counts;
  Value::Instant paid;
  std::vector<Instant> times;
  std::vector<std::string> tags;
  std::vector<Level> marks;
};

struct Mark {};

/// Each of them, and one that may be absent.
template <class T>
struct Both {
  T the{};
  std::optional<T> maybe;
};

struct EveryType {
  Both<bool> flag;
  Both<std::int64_t> integer;
  Both<Value::Decimal> decimal;
  Both<std::string> text;
  Both<Level> level;
  Both<Instant> instant;
  Both<std::chrono::sys_days> date;
  Both<Value::TimeOfDay> clock;
  Both<Microseconds> duration;
  Both<Value::Money> money;
  Both<Item> item;
  Both<std::vector<Item>> items;
  Both<Order> order;
  Both<std::vector<std::int64_t>> integers;
  Both<std::vector<Instant>> instants;
  Both<std::vector<std::string>> texts;
  Both<std::vector<Level>> levels;
  Both<std::vector<Order>> orders;
  Both<std::vector<Mark>> marks;
  Instant now;
};

/// Whether the policy has these facts and records: one that is made smaller may not.
bool has_every_type(const model::Model& model);
/// From what the reference has read.
EveryType every_type(const model::Model& model, const reference::Facts& facts, std::int64_t now);

/// What no value of the language is like, in place of all values of a type; and how it is refused.
struct Spoiled {
  EveryType object;
  std::string_view code;
};
/// One of `ways_to_spoil`.
Spoiled spoiled(EveryType object, std::size_t way);
inline constexpr std::size_t ways_to_spoil = 4;

using Decides = BoundDecider<EveryType>;
/// A decider of each binding: by the types of the members, and by getters that give numbers, pointers, views and lists
/// of their own. Nothing where a binding does not fit, which is told to `problem`.
std::vector<Decides> bound_deciders(const PolicySet& policies, const std::string& decision,
                                    const DecideOptions& options, std::string& problem);

}  // namespace writ::differential
