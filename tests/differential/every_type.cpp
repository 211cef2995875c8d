#include "tests/differential/every_type.hpp"

#include <concepts>
#include <list>
#include <span>

namespace writ::differential {
namespace {

// ---- from values ----------------------------------------------------------------------------------------------------

/// A value as a member of some type.
struct Read {
  template <class T>
  static void read(const reference::Value& from, std::optional<T>& to) {
    if (from.present()) read(from, to.emplace());
  }
  template <class T>
  static void read(const reference::Value& from, std::vector<T>& to) {
    for (const auto& element : from.parts()) read(element, to.emplace_back());
  }
  /// The fields of a record, in the order of its declaration.
  template <class... Members>
  static void read_fields(const reference::Value& from, Members&... members) {
    const auto* field = from.parts().data();
    (read(*field++, members), ...);
  }
  static void read(const reference::Value& from, Item& to) {
    read_fields(from, to.ok, to.size, to.level, to.at, to.price, to.name, to.wait, to.day, to.rate, to.clock);
  }
  static void read(const reference::Value& from, Order& to) {
    read_fields(from, to.id, to.total, to.main, to.spare, to.lines, to.counts, to.paid, to.times, to.tags, to.marks);
  }
  static void read(const reference::Value& from, std::string& to) { to = from.text(); }
  static void read(const reference::Value& from, bool& to) { to = from.truth(); }
  static void read(const reference::Value& from, std::int64_t& to) { to = from.number(); }
  static void read(const reference::Value& from, Level& to) {
    constexpr Level all[] = {Level::low, Level::mid, Level::high};
    to = all[from.number()];
  }
  static void read(const reference::Value& from, std::chrono::sys_days& to) {
    to = std::chrono::sys_days(std::chrono::days(from.number()));
  }
  static void read(const reference::Value& from, std::chrono::year_month_day& to) {
    to = std::chrono::sys_days(std::chrono::days(from.number()));
  }
  static void read(const reference::Value& from, Instant& to) { to = Instant(Microseconds(from.number())); }
  static void read(const reference::Value& from, Microseconds& to) { to = Microseconds(from.number()); }
  static void read(const reference::Value& from, Value::Instant& to) { to = {from.number()}; }
  static void read(const reference::Value& from, Value::TimeOfDay& to) { to = {from.number()}; }
  static void read(const reference::Value& from, Value::Decimal& to) { to = {from.number()}; }
  static void read(const reference::Value& from, Value::Money& to) { to = {from.number(), "CNY"}; }
};

// ---- bindings by the types of members -------------------------------------------------------------------------------

/// Which member stands for `Level.low`, ...
const bound::Enumerators<Level> levels = {{{Level::low, "low"}, {Level::mid, "mid"}, {Level::high, "high"}}};

auto item_by_types() {
  return bind<Item>("Item")
      .member("ok", &Item::ok)
      .member("size", &Item::size)
      .member("level", &Item::level, levels)
      .member("at", &Item::at)
      .member("price", &Item::price, money("CNY", 6))
      .member("name", &Item::name)
      .member("wait", &Item::wait)
      .member("day", &Item::day)
      .member("rate", &Item::rate)
      .member("clock", &Item::clock, count_of<Microseconds>);
}

auto order_by_types() {
  return bind<Order>()
      .member("id", &Order::id)
      .member("total", &Order::total)
      .member("main", &Order::main, item_by_types())
      .member("spare", &Order::spare, item_by_types())
      .member("lines", &Order::lines, item_by_types())
      .member("counts", &Order::counts)
      .member("paid", &Order::paid)
      .member("times", &Order::times)
      .member("tags", &Order::tags)
      .member("marks", &Order::marks, levels);
}

/// Of facts that may be absent, and of those that are there.
template <auto both>
struct The {
  const auto& operator()(const EveryType& all) const { return (all.*both).the; }
};
template <auto both>
struct Maybe {
  const auto& operator()(const EveryType& all) const { return (all.*both).maybe; }
};

/// Both are read in the same way.
template <auto both, class Facts, class... How>
auto with_both(const Facts& facts, const std::string& type, const How&... how) {
  return facts.member("the_" + type, The<both>(), how...).member("maybe_" + type, Maybe<both>(), how...);
}

auto facts_by_types() {
  const auto flags = with_both<&EveryType::flag>(bind<EveryType>(), "Bool");
  const auto integers = with_both<&EveryType::integer>(flags, "Int");
  const auto decimals = with_both<&EveryType::decimal>(integers, "Decimal");
  const auto texts = with_both<&EveryType::text>(decimals, "Text");
  const auto enums = with_both<&EveryType::level>(texts, "Level", levels);
  const auto instants = with_both<&EveryType::instant>(enums, "Instant");
  const auto dates = with_both<&EveryType::date>(instants, "Date");
  const auto clocks = with_both<&EveryType::clock>(dates, "TimeOfDay");
  const auto durations = with_both<&EveryType::duration>(clocks, "Duration");
  const auto amounts = with_both<&EveryType::money>(durations, "Money_CNY");
  const auto items = with_both<&EveryType::item>(amounts, "Item", item_by_types());
  const auto item_lists = with_both<&EveryType::items>(items, "list_of_Item", item_by_types());
  const auto orders = with_both<&EveryType::order>(item_lists, "Order", order_by_types());
  const auto integer_lists = with_both<&EveryType::integers>(orders, "list_of_Int");
  const auto instant_lists = with_both<&EveryType::instants>(integer_lists, "list_of_Instant");
  const auto text_lists = with_both<&EveryType::texts>(instant_lists, "list_of_Text");
  return with_both<&EveryType::levels>(text_lists, "list_of_Level", levels).member("now", &EveryType::now);
}

}  // namespace

EveryType every_type(const model::Model& model, const reference::Facts& facts, std::int64_t now) {
  EveryType all;
  all.now = Instant(Microseconds(now));
  std::size_t fact = 0;
  const auto both = [&](auto& member) {
    // Declared one after the other.
    while (!model.facts[fact].name.starts_with("the_")) ++fact;
    if (facts[fact]) Read::read(*facts[fact], member.the);
    ++fact;
    if (facts[fact]) Read::read(*facts[fact], member.maybe);
    ++fact;
  };
  both(all.flag), both(all.integer), both(all.decimal), both(all.text), both(all.level), both(all.instant);
  both(all.date), both(all.clock), both(all.duration), both(all.money), both(all.item), both(all.items);
  both(all.order), both(all.integers), both(all.instants), both(all.texts), both(all.levels);
  return all;
}

std::vector<Decides> bound_deciders(const PolicySet& policies, const std::string& decision,
                                    const DecideOptions& options, std::string& problem) {
  std::vector<Decides> deciders;
  const auto add = [&](const auto& facts) {
    auto bound = policies.decider(decision, facts, options);
    for (const auto& finding : bound.findings) problem += finding.rendered;
    if (bound.decider) deciders.push_back(std::move(*bound.decider));
  };
  static const auto by_types = facts_by_types();
  add(by_types);
  return deciders;
}

}  // namespace writ::differential
