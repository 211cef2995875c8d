#pragma once
// What was decided about a bound object (see bind.hpp), without memory of its own; and what makes it, behind all types.

#include <array>
#include <memory>
#include <optional>
#include <span>
#include <string_view>
#include <variant>
#include <vector>

#include "writ/bound_values.hpp"
#include "writ/policy_set.hpp"

namespace writ {

struct Verdict;

namespace bound {
class Core;
}

/// A value without memory of its own.
struct ValueView {
  struct Member {
    std::string_view name;
  };
  struct Money {
    std::int64_t millionths = 0;
    std::array<char, 3> currency{};
  };
  /// A list or a record: `DecisionView::decision` has it.
  struct Compound {};

  std::variant<Value::Absent, bool, std::int64_t, Value::Decimal, std::string_view, Value::Instant, Value::Date,
               Value::TimeOfDay, Value::Duration, Value::Period, Money, Member, Compound>
      data;

  template <typename T>
  const T* get_if() const {
    return std::get_if<T>(&data);
  }
  bool is_absent() const { return std::holds_alternative<Value::Absent>(data); }
};

/// What was decided about an object. It lies in the decider: good until that decides again or is gone.
class DecisionView {
 public:
  Outcome outcome() const { return outcome_; }
  bool permitted() const { return outcome_ == Outcome::permitted; }
  /// Those that won, in the order written, by their number in the decision from 0; `otherwise` comes after all others.
  std::span<const std::uint32_t> rules() const { return rules_; }
  std::string_view rule_name(std::uint32_t rule) const;
  ValueView value() const;
  Value::Instant now() const;

  /// As in `Decision`. Found when one of them is first asked for.
  std::optional<Value::Instant> holds_until() const {
    const Value::Instant end = held_before();
    return end.microseconds == always ? std::optional<Value::Instant>() : end;
  }
  bool holds_at_least() const;
  bool follows_now() const;

  /// All of it, with messages, obligations, failures, and why it was rejected: data that owns itself. The object, and
  /// the texts in it, must still be as they were.
  Decision decision() const;

 private:
  friend class bound::Core;
  static constexpr std::int64_t always = INT64_MAX;
  Value::Instant held_before() const;  // At `always` where it never changes.
  DecisionView(bound::Core* core, Outcome outcome, std::span<const std::uint32_t> rules)
      : outcome_(outcome), rules_(rules), core_(core) {}

  Outcome outcome_;
  std::span<const std::uint32_t> rules_;
  bound::Core* core_;
};

namespace bound {

/// A binding and how it is read, its type forgotten.
struct Source {
  /// False where something does not fit.
  using Read = bool (*)(const void* binding, const void* object, const Place& root, std::int64_t* row, Reader& reader);

  std::shared_ptr<const void> binding;
  Read read = nullptr;
  Read note = nullptr;  ///< Tells the reader what it was, and where.
  Description description;
};

class Core {
 public:
  struct State;
  explicit Core(std::unique_ptr<State> state);
  ~Core();

  /// For the time of the options, or else the object's own.
  DecisionView decide(const void* object);
  DecisionView decide(const void* object, Value::Instant now);

 private:
  friend class writ::DecisionView;
  [[gnu::visibility("hidden")]] DecisionView decide_at(std::int64_t now);
  DecisionView decided(const Verdict& verdict);
  [[gnu::visibility("hidden")]] DecisionView rejected();

  std::unique_ptr<State> state_;
};

struct Made {
  std::unique_ptr<Core> core;
  std::vector<Finding> findings;
};

}  // namespace bound

}  // namespace writ
