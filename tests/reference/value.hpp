#pragma once
// What an expression comes to: a value, or a failure that is thrown to whoever asked.
//
// Of a type of one number (docs/language.md 3) the number is as the checked tree has its constants: a Bool 0 or 1, a
// Decimal or Money in millionths, an Instant, a Duration and a TimeOfDay in microseconds, a Date in days since 1970, a
// Period as engine/value packs it, an enum the place of its member.

#include <cstdint>
#include <memory>
#include <string>
#include <utility>
#include <variant>
#include <vector>

#include "engine/model/model.hpp"
#include "engine/value/fault.hpp"

namespace writ::reference {

struct Value;

struct Absent {
  friend bool operator==(Absent, Absent) = default;
};

/// The elements of a list, or the fields of a record in the order of its declaration.
struct Parts {
  std::shared_ptr<const std::vector<Value>> all;
  friend bool operator==(const Parts& left, const Parts& right);
};

/// `==` is the equality of docs/language.md 3: records field by field, lists element by element in order.
struct Value {
  std::variant<Absent, std::int64_t, std::string, Parts> is;

  bool present() const { return !std::holds_alternative<Absent>(is); }
  std::int64_t number() const { return std::get<std::int64_t>(is); }
  bool truth() const { return number() != 0; }
  const std::string& text() const { return std::get<std::string>(is); }
  const std::vector<Value>& parts() const { return *std::get<Parts>(is).all; }

  friend bool operator==(const Value&, const Value&) = default;
};

inline bool operator==(const Parts& left, const Parts& right) {
  return left.all == right.all || *left.all == *right.all;
}

inline Value number(std::int64_t number) { return {number}; }
inline Value parts(std::vector<Value> all) {
  return {Parts{std::make_shared<const std::vector<Value>>(std::move(all))}};
}

/// An evaluation error (docs/language.md 10).
struct Failure {
  Fault fault = Fault::none;
  model::ExprId expr = model::none;      ///< The expression that failed; none: the decision as a whole.
  model::DecisionId used = model::none;  ///< The undetermined decision that it used.

  friend bool operator==(const Failure&, const Failure&) = default;
};

}  // namespace writ::reference
