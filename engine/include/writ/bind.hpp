#pragma once
// Decisions about a program's own types: bound to the facts once, checked when the program starts, and then read where
// they are.
//
//   const auto card = writ::bind<Card>().member("sent_at", &Card::sent_at, writ::unix_seconds)
//                                       .member("state", &Card::state, {{CardState::pending, "pending"}, ...});
//   const auto facts = writ::bind<Request>().member("order.status", &Request::status, {{Status::paid, "paid"}, ...})
//                                           .member("order.cards", &Request::cards, card)
//                                           .member("now", &Request::now, writ::unix_seconds);
//   auto bound = policies.decider("send_card", facts);
//   if (!bound.decider) return complain(bound.findings);
//   if (bound.decider->decide(request).permitted()) send();
//
// Only what the decision reads has to be bound, and only that is read: once for a decision, without memory from the
// system once the decider has seen a few objects of the size. What does not fit at run time, such as an enumerator that
// no member stands for, is rejected as it is of JSON, with its place.

#include <functional>
#include <initializer_list>
#include <optional>
#include <tuple>

#include "writ/bound_values.hpp"
#include "writ/decision_view.hpp"

namespace writ {

// ---- how a member is read, where its type does not say all ---------------------------------------------------------

/// Whole numbers of seconds (milliseconds, microseconds) since 1970 began, UTC: an Instant.
inline constexpr bound::UnixTime<std::chrono::seconds> unix_seconds;
inline constexpr bound::UnixTime<std::chrono::milliseconds> unix_millis;
inline constexpr bound::UnixTime<std::chrono::microseconds> unix_micros;

/// Whole numbers of a unit: a Duration or a TimeOfDay. `count_of<std::chrono::minutes>`
template <class Unit>
inline constexpr bound::CountOf<Unit> count_of;

/// Whole numbers that count the last of so many decimal places, 0 to 6: a Decimal. With `scale(2)`, 5 is 0.05.
inline bound::Scaled scale(int places) { return {places, {}}; }

/// Whole numbers that count the last of so many decimal places of an amount: `money("CNY", 2)` counts fen.
inline bound::Scaled money(std::string currency, int places) { return {places, std::move(currency)}; }

/// One member after another, to what is inside: `through(&Order::shop, &Shop::restricted)`. It gives a pointer where
/// one on the way is a pointer or a std::optional.
template <class First, class... Rest>
constexpr auto through(First first, Rest... rest) {
  if constexpr (sizeof...(Rest) == 0) {
    return first;
  } else {
    return [first, inner = through(rest...)](const auto& object) -> decltype(auto) {
      using Outer = std::invoke_result_t<const First&, decltype(object)>;
      static_assert(bound::lasts<Outer>, "what members lead through has to last");
      if constexpr (bound::Pointing<std::remove_cvref_t<Outer>>) {
        auto&& outer = std::invoke(first, object);
        using Inner = decltype(std::invoke(inner, *outer));
        if constexpr (std::is_pointer_v<std::remove_cvref_t<Inner>>) {
          return static_cast<bool>(outer) ? static_cast<Inner>(std::invoke(inner, *outer)) : nullptr;
        } else {
          static_assert(std::is_lvalue_reference_v<Inner>, "what members lead to has to last");
          return static_cast<bool>(outer) ? std::addressof(std::invoke(inner, *outer)) : nullptr;
        }
      } else {
        return std::invoke(inner, std::invoke(first, object));
      }
    };
  }
}

// ---- bindings ------------------------------------------------------------------------------------------------------

namespace bound {

template <class Get, class How>
struct Member {
  std::string name;
  Get get;
  How how;
};

template <class Object, class Get>
using Got = std::invoke_result_t<const Get&, const Object&>;

}  // namespace bound

/// How the members of `Object` are those of a record, or are facts. Made by `bind`; a value, like those that it makes.
template <class Object, class... Members>
class Binding {
 public:
  explicit Binding(std::string record, std::tuple<Members...> members = {})
      : record_(std::move(record)), members_(std::move(members)) {}

  /// A field of the record, or a fact, by its name: what its type says, or any range of it. A dotted name leads into a
  /// record: "order.platform". `get` is a pointer to a member or anything that can be called with an object.
  template <class Get>
  auto member(std::string name, Get get) const {
    return with(std::move(name), std::move(get), bound::Plain{});
  }
  /// With how it is read (`unix_seconds`, …), or with the binding of the record that it is.
  template <class Get, class How>
  auto member(std::string name, Get get, How how) const {
    return with(std::move(name), std::move(get), std::move(how));
  }
  /// An enum, or numbers, with the member that each value stands for.
  template <class Get>
  auto member(std::string name, Get get,
              std::initializer_list<
                  std::pair<typename bound::Leaf<std::remove_cvref_t<bound::Got<Object, Get>>>::Type, std::string_view>>
                  enumerators) const {
    using E = typename bound::Leaf<std::remove_cvref_t<bound::Got<Object, Get>>>::Type;
    bound::Enumerators<E> how;
    for (const auto& [value, member] : enumerators) how.known.emplace_back(value, member);
    return with(std::move(name), std::move(get), std::move(how));
  }

  template <class V>
    requires std::derived_from<V, Object>
  void describe(bound::Description& to) const {
    to.gives = bound::Gives::record;
    to.record = record_;
    const auto add = [&]<class Get, class How>(const bound::Member<Get, How>& member) {
      bound::Description& inside = to.inside.emplace_back();
      inside.name = member.name;
      bound::describe<std::remove_cvref_t<bound::Got<Object, Get>>>(member.how, inside);
    };
    std::apply([&](const auto&... member) { (add(member), ...); }, members_);
  }

  /// As a bound::Source has it: all that is read, in one function.
  template <bool noting>
  [[gnu::flatten]] static bool read(const void* binding, const void* object, const bound::Place& root,
                                    std::int64_t* row, bound::Reader& reader) {
    const auto& read = *static_cast<const Object*>(object);
    return static_cast<const Binding*>(binding)->template store<noting, false>(read, root, row, reader) >= 0;
  }

  template <bool noting, bool copy, class V>
  bound::Fit store(const V& object, const bound::Place& place, std::int64_t* row, bound::Reader& reader) const {
    const bound::Place* next = place.inside.data();
    bound::Fit all = bound::fits;
    const auto one = [&]<class Get, class How>(const bound::Member<Get, How>& member) {
      const bound::Place& to = *next++;
      constexpr bool temporary = !bound::lasts<bound::Got<Object, Get>>;
      if (!noting && to.usual) [[likely]] {
        auto&& value = std::invoke(member.get, static_cast<const Object&>(object));
        all |= bound::store < noting, copy || temporary, true > (value, member.how, to, row + to.slot, reader);
      } else if (to.slot != bound::Place::unread) {
        all |= unusual < noting, copy || temporary > (object, member, to, row + to.slot, reader);
      }
    };
    std::apply([&](const auto&... member) { (one(member), ...); }, members_);
    return all;
  }

 private:
  template <class Get, class How>
  Binding<Object, Members..., bound::Member<Get, How>> with(std::string name, Get get, How how) const {
    bound::Member<Get, How> last{std::move(name), std::move(get), std::move(how)};
    return Binding<Object, Members..., bound::Member<Get, How>>(
        record_, std::tuple_cat(members_, std::tuple<bound::Member<Get, How>>(std::move(last))));
  }

  /// Kept apart, so that the usual way is short.
  template <bool noting, bool copy, class Get, class How>
  [[gnu::noinline]] static bound::Fit unusual(const Object& object, const bound::Member<Get, How>& member,
                                              const bound::Place& to, std::int64_t* word, bound::Reader& reader) {
    if constexpr (noting) reader.enter(member.name);
    auto&& value = std::invoke(member.get, object);
    const bound::Fit fit = bound::store<noting, copy>(value, member.how, to, word, reader);
    if constexpr (noting) reader.leave();
    return fit;
  }

  std::string record_;
  std::tuple<Members...> members_;
};

/// Begins a binding. Where a record's name is given, qualified or not, it is checked too.
template <class Object>
Binding<Object> bind(std::string record = {}) {
  return Binding<Object>(std::move(record));
}

// ---- deciding ------------------------------------------------------------------------------------------------------

/// As `Decider`, for objects: for one thread at a time, and may outlive its PolicySet and its binding.
template <class Object>
class BoundDecider {
 public:
  explicit BoundDecider(std::unique_ptr<bound::Core> core) : core_(std::move(core)) {}

  DecisionView decide(const Object& object) { return core_->decide(&object); }
  /// For another time than the options or the object have.
  DecisionView decide(const Object& object, Value::Instant now) { return core_->decide(&object, now); }

 private:
  std::unique_ptr<bound::Core> core_;
};

template <class Object>
struct Bound {
  std::optional<BoundDecider<Object>> decider;  ///< Nothing where there are findings:
  std::vector<Finding> findings;                ///< every way in which the binding does not fit.
};

template <class Object, class... Members>
Bound<Object> PolicySet::decider(std::string_view decision, const Binding<Object, Members...>& facts,
                                 const DecideOptions& options) const {
  using Facts = Binding<Object, Members...>;
  bound::Source source;
  source.binding = std::make_shared<const Facts>(facts);
  source.read = &Facts::template read<false>;
  source.note = &Facts::template read<true>;
  facts.template describe<Object>(source.description);
  bound::Made made = bind(decision, std::move(source), options);
  Bound<Object> result;
  if (made.core) result.decider.emplace(std::move(made.core));
  result.findings = std::move(made.findings);
  return result;
}

}  // namespace writ
