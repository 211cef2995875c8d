#pragma once
// Comparisons of moments and lengths of time, taken apart into what they are counted from and how far.

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "engine/model/model.hpp"

namespace writ::lint::time {

/// `value < end` and so on. Of a range, one for each end.
struct Comparison {
  enum class Order : std::uint8_t { below, at_most, above, at_least };
  model::ExprId expr = model::none;  ///< What it is written as.
  model::ExprId value = model::none, end = model::none;
  Order order = Order::below;
};

/// The other way round: what `end` is to `value`.
Comparison::Order flipped(Comparison::Order order);
/// Does the order hold where both are the same?
bool holds_at_end(Comparison::Order order);
bool is_upper(Comparison::Order order);  ///< `<` or `<=`

/// Nothing where it is no comparison. Of a negated range (`not in`), what makes it true on each side.
std::vector<Comparison> comparisons(const model::Model& model, model::ExprId expr);

/// Where the figures of a sum come from.
struct Origins {
  bool set = false;           ///< One is what is written for a parameter that a caller may set.
  bool set_to_zero = false;   ///< Likewise, and it is zero, which switches off.
  bool set_moment = false;    ///< Likewise, and it is an instant or a date.
  bool plain_moment = false;  ///< One is an instant or a date that stays as it is written.

  void add(const Origins& other);
};

/// A sum of moments, lengths and a constant, in microseconds (of dates: days).
struct Sum {
  struct Term {
    std::int64_t times = 0;
    model::ExprId expr = model::none;  ///< Where it was seen first.
  };
  std::map<std::string, Term> terms;  ///< By key_of; none is taken 0 times.
  std::int64_t constant = 0;
  bool has_days = false;  ///< Some of it are calendar days, taken as 24 hours.
  Origins origins;

  /// The terms without the constant, for maps.
  std::string key() const;
  Sum minus(const Sum& other) const;
};

/// How parameters are read: as themselves, or as what is written for them, where that is one plain value.
enum class Parameters : std::uint8_t { named, written };

/// Nothing where numbers grow too large. `days_too`: days and weeks of the calendar are taken as 24 hours each, else
/// `s + 1 day` is a term of its own.
std::optional<Sum> sum_of(const model::Model& model, model::ExprId expr, Parameters parameters, bool days_too = false);

/// What is written for it: a literal, or a parameter with one plain value.
std::optional<std::int64_t> written_value(const model::Model& model, model::ExprId expr);

/// A step from a moment: `moment + length`.
struct Step {
  model::ExprId expr = model::none, moment = model::none, length = model::none;
  std::optional<std::int64_t> hours;  ///< Written in exact time: whole hours, at least one.
  std::optional<std::int64_t> days;   ///< Written in days or weeks of the calendar.
};
/// Nothing where it is none, or where its length is not written out.
std::optional<Step> step_of(const model::Model& model, model::ExprId expr);

/// The field or fact that a moment is taken from, whichever record of a list it belongs to; empty for anything else.
std::string origin_of(const model::Model& model, model::ExprId moment);

/// `24h`, `1h30m`, `1 day`
std::string hours_in_words(std::int64_t hours);
std::string days_in_words(std::int64_t days);

}  // namespace writ::lint::time
