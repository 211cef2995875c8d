#include "tests/differential/every_type.hpp"

#include <algorithm>
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
  static void read(const reference::Value&, Mark&) {}
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

// ---- spoiled --------------------------------------------------------------------------------------------------------

/// `visit` with each value that is no record, list or optional.
template <class Visit>
struct Each {
  Visit visit;

  template <class T>
  void in(T& leaf) const {
    visit(leaf);
  }
  template <class T>
  void in(std::optional<T>& value) const {
    if (value) in(*value);
  }
  template <class T>
  void in(std::vector<T>& values) const {
    for (auto& value : values) in(value);
  }
  template <class T>
  void in(Both<T>& both) const {
    in(both.the), in(both.maybe);
  }
  void in(Item& item) const { all_in(item.level, item.at, item.name); }
  void in(Order& order) const {
    all_in(order.id, order.total, order.main, order.spare, order.lines, order.times, order.tags, order.marks);
  }
  void in(EveryType& all) const {
    all_in(all.text, all.level, all.instant, all.money, all.item, all.items, all.order, all.instants, all.texts,
           all.levels, all.orders);
  }
  void all_in(auto&... parts) const { (in(parts), ...); }
};

/// Changes all values of a type.
template <class T, class Change>
EveryType with_all(EveryType object, Change change) {
  const auto visit = [&](auto& leaf) {
    if constexpr (std::same_as<std::remove_cvref_t<decltype(leaf)>, T>) change(leaf);
  };
  Each<decltype(visit)>{visit}.in(object);
  return object;
}

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
  const auto level_lists = with_both<&EveryType::levels>(text_lists, "list_of_Level", levels);
  const auto order_lists = with_both<&EveryType::orders>(level_lists, "list_of_Order", order_by_types());
  return with_both<&EveryType::marks>(order_lists, "list_of_Mark", bind<Mark>("Mark")).member("now", &EveryType::now);
}

// ---- by getters -----------------------------------------------------------------------------------------------------

// What services have instead: numbers, pointers, views, lists that are made for the purpose, and no names of records.

const bound::Enumerators<int> numbered_levels = {{{2, "high"}, {0, "low"}, {1, "mid"}}};

int number_of(Level level) {
  switch (level) {
    case Level::low: return 0;
    case Level::mid: return 1;
    case Level::high: return 2;
  }
  return -1;
}
std::int64_t micros(Instant at) { return at.time_since_epoch().count(); }

/// What `to` makes of it where there is any.
template <class T, class To>
auto made(const std::optional<T>& value, To to) {
  return value ? std::optional(to(*value)) : std::nullopt;
}
template <class T, class To>
auto made(const std::vector<T>& values, To to) {
  std::vector<decltype(to(values.front()))> all;
  for (const auto& value : values) all.push_back(to(value));
  return all;
}
template <class T>
const T* pointer(const std::optional<T>& value) {
  return value ? &*value : nullptr;
}

auto item_by_getters() {
  return bind<Item>()
      .member(
          "clock", [](const Item& item) { return pointer(item.clock); }, count_of<Microseconds>)
      .member(
          "rate", [](const Item& item) { return item.rate.millionths; }, scale(6))
      .member("day", [](const Item& item) { return std::chrono::sys_days(item.day); })
      .member(
          "wait", [](const Item& item) { return made(item.wait, [](auto wait) { return wait.count(); }); },
          count_of<Microseconds>)
      .member("name", [](const Item& item) { return std::string_view(item.name); })
      .member("price",
              [](const Item& item) {
                return Value::Money{item.price, "CNY"};
              })
      .member(
          "at", [](const Item& item) { return made(item.at, micros); }, unix_micros)
      .member(
          "level", [](const Item& item) { return made(item.level, number_of); }, numbered_levels)
      .member("size", &Item::size)
      .member("ok", &Item::ok);
}

auto order_by_getters() {
  return bind<Order>()
      .member(
          "marks", [](const Order& order) { return made(order.marks, number_of); }, numbered_levels)
      .member("tags", [](const Order& order) { return std::list(order.tags.begin(), order.tags.end()); })
      .member(
          "times", [](const Order& order) { return made(order.times, micros); }, unix_micros)
      .member("paid", through(&Order::paid, &Value::Instant::microseconds), unix_micros)
      .member("counts", [](const Order& order) { return pointer(order.counts); })
      .member(
          "lines", [](const Order& order) { return std::span(order.lines); }, item_by_getters())
      .member(
          "spare", [](const Order& order) { return pointer(order.spare); }, item_by_getters())
      .member("main", &Order::main, item_by_getters())
      .member(
          "total",
          [](const Order& order) { return made(order.total, [](const auto& total) { return total.millionths; }); },
          money("CNY", 6))
      .member("id", [](const Order& order) { return std::string(order.id); });
}

auto facts_by_getters() {
  using All = EveryType;
  const auto to_pointer = [](const auto& value) { return &value; };
  const auto to_view = [](const std::string& text) { return std::string_view(text); };
  const auto scalars =
      bind<All>()
          .member(
              "now", [](const All& all) { return micros(all.now); }, unix_micros)
          .member("the_Bool", through(&All::flag, &Both<bool>::the))
          .member("maybe_Bool", [](const All& all) { return pointer(all.flag.maybe); })
          .member("the_Int", [](const All& all) { return all.integer.the; })
          .member("maybe_Int", [](const All& all) { return pointer(all.integer.maybe); })
          .member(
              "the_Decimal", [](const All& all) { return all.decimal.the.millionths; }, scale(6))
          .member(
              "maybe_Decimal",
              [](const All& all) { return made(all.decimal.maybe, [](auto decimal) { return decimal.millionths; }); },
              scale(6))
          .member("the_Text", [=](const All& all) { return to_view(all.text.the); })
          .member("maybe_Text", [](const All& all) { return all.text.maybe; })
          .member(
              "the_Level", [](const All& all) { return number_of(all.level.the); }, numbered_levels)
          .member(
              "maybe_Level", [](const All& all) { return made(all.level.maybe, number_of); }, numbered_levels)
          .member("the_Instant", [](const All& all) { return Value::Instant{micros(all.instant.the)}; })
          .member(
              "maybe_Instant", [](const All& all) { return made(all.instant.maybe, micros); }, unix_micros)
          .member("the_Date", [](const All& all) { return std::chrono::year_month_day(all.date.the); })
          .member("maybe_Date",
                  [](const All& all) {
                    return made(all.date.maybe, [](auto date) {
                      return Value::Date{static_cast<std::int32_t>(date.time_since_epoch().count())};
                    });
                  })
          .member("the_TimeOfDay", [](const All& all) { return Microseconds(all.clock.the.microseconds); })
          .member(
              "maybe_TimeOfDay",
              [](const All& all) { return made(all.clock.maybe, [](auto clock) { return clock.microseconds; }); },
              count_of<Microseconds>)
          .member(
              "the_Duration", [](const All& all) { return all.duration.the.count(); }, count_of<Microseconds>)
          .member("maybe_Duration",
                  [](const All& all) {
                    return made(all.duration.maybe, [](auto length) { return Value::Duration{length.count()}; });
                  })
          .member("the_Money_CNY", through(&All::money, &Both<Value::Money>::the, &Value::Money::millionths),
                  money("CNY", 6))
          .member("maybe_Money_CNY", [](const All& all) { return pointer(all.money.maybe); });
  // A record whose fields are bound one by one lies in none of its own here.
  const auto order = [](const auto member) { return through(&All::order, &Both<Order>::the, member); };
  const auto records =
      scalars
          .member(
              "the_Item", [](const All& all) { return &all.item.the; }, item_by_getters())
          .member(
              "maybe_Item", [](const All& all) { return pointer(all.item.maybe); }, item_by_getters())
          .member(
              "the_Order.lines", [=](const All& all) { return made(all.order.the.lines, to_pointer); },
              item_by_getters())
          .member("the_Order.main", order(&Order::main), item_by_getters())
          .member("the_Order.id", order(&Order::id))
          .member("the_Order.total", order(&Order::total))
          .member("the_Order.spare", order(&Order::spare), item_by_getters())
          .member("the_Order.counts", order(&Order::counts))
          .member("the_Order.paid", order(&Order::paid))
          .member("the_Order.times", order(&Order::times))
          .member("the_Order.tags", order(&Order::tags))
          .member("the_Order.marks", order(&Order::marks), levels)
          .member(
              "maybe_Order", [](const All& all) { return pointer(all.order.maybe); }, order_by_getters());
  return records
      .member(
          "the_list_of_Item", [=](const All& all) { return made(all.items.the, to_pointer); }, item_by_getters())
      .member(
          "maybe_list_of_Item", [](const All& all) { return pointer(all.items.maybe); }, item_by_getters())
      .member("the_list_of_Int", [](const All& all) { return std::span(all.integers.the); })
      .member("maybe_list_of_Int", [](const All& all) { return all.integers.maybe; })
      .member(
          "the_list_of_Instant", [](const All& all) { return made(all.instants.the, micros); }, unix_micros)
      .member("maybe_list_of_Instant", [](const All& all) { return pointer(all.instants.maybe); })
      .member("the_list_of_Text", [=](const All& all) { return made(all.texts.the, to_view); })
      .member("maybe_list_of_Text", [](const All& all) { return all.texts.maybe; })
      .member(
          "the_list_of_Level", [](const All& all) { return made(all.levels.the, number_of); }, numbered_levels)
      .member(
          "maybe_list_of_Level", [](const All& all) { return pointer(all.levels.maybe); }, levels)
      .member(
          "the_list_of_Order", [](const All& all) { return std::span(all.orders.the); }, order_by_getters())
      .member(
          "maybe_list_of_Order",
          [=](const All& all) {
            return made(all.orders.maybe, [=](const auto& orders) { return made(orders, to_pointer); });
          },
          order_by_getters())
      .member(
          "the_list_of_Mark", [](const All& all) { return std::span(all.marks.the); }, bind<Mark>())
      .member(
          "maybe_list_of_Mark", [](const All& all) { return all.marks.maybe; }, bind<Mark>());
}

}  // namespace

/// Both `Item` and `Order` have as many; `Mark` has none.
constexpr std::size_t fields_of_a_record = 10;

bool has_every_type(const model::Model& model) {
  const auto has_all_fields = [](const RecordInfo& record) {
    return record.fields.size() == (record.name.ends_with("Mark") ? 0 : fields_of_a_record);
  };
  if (!std::ranges::all_of(model.schema.records, has_all_fields)) return false;
  return std::ranges::count_if(model.facts, [](const model::Fact& fact) {
           return fact.name.starts_with("the_") || fact.name.starts_with("maybe_");
         }) == 38;
}

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
  both(all.order), both(all.integers), both(all.instants), both(all.texts), both(all.levels), both(all.orders);
  both(all.marks);
  return all;
}

Spoiled spoiled(EveryType all, std::size_t way) {
  switch (way) {
    case 0: return {with_all<std::string>(std::move(all), [](auto& text) { text += '\xff'; }), "F0106"};
    case 1: return {with_all<Level>(std::move(all), [](auto& level) { level = Level{5}; }), "F0110"};
    case 2: return {with_all<Instant>(std::move(all), [](auto& at) { at = Instant::max(); }), "F0109"};
    default: return {with_all<Value::Money>(std::move(all), [](auto& money) { money.currency = "USD"; }), "F0111"};
  }
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
  static const auto by_getters = facts_by_getters();
  add(by_types);
  add(by_getters);
  return deciders;
}

}  // namespace writ::differential
