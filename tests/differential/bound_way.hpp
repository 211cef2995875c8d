#pragma once
// Whether objects of a program's own types, bound to the facts, are decided as the same facts in JSON are.

#include <functional>
#include <span>

#include "tests/bench/orders.hpp"
#include "tests/differential/cases.hpp"
#include "writ/decision_view.hpp"

namespace writ::differential {

/// A record as JSON, and what time it says; an object says the same.
struct BoundRecord {
  std::size_t place = 0;
  std::string_view json;
  std::int64_t now = 0;
};

struct BoundObjects {
  /// The object of a record, by its number, for its own time or another.
  std::function<DecisionView(std::size_t record, std::optional<Value::Instant> given)> decide;
  /// The same object where it does not fit; and with which code that is refused, where it is read. May be null.
  std::function<std::pair<DecisionView, std::string_view>(std::size_t record, std::size_t way)> decide_spoiled = {};
};
/// Deciders of one decision; where a binding does not fit, `problem` says so.
using MakeDeciders = std::function<std::vector<BoundObjects>(const DecideOptions& options, std::string& problem)>;

/// Each object is decided by deciders that stay, for its own time and for times that are given, and is asked now for
/// this, now for that. Nothing where all of it is what the same facts in JSON come to.
std::optional<Disagreement> bound_disagreement(const PolicySet& policies, const std::string& decision,
                                               std::span<const BoundRecord> records, const MakeDeciders& make,
                                               CutAlone& cut);

/// Of each decision of a policy with the facts of WholeFacts::every_type. Records that do not fit the facts are left
/// out, since no object is like them.
std::optional<Disagreement> bound_disagreement(const Case& tried, CutAlone& cut);

/// Of the decision about orders, by rules that are about the category, too, or are not.
std::optional<Disagreement> bound_disagreement(const PolicySet& policies, std::span<const bench::Order> orders,
                                               std::span<const std::string_view> records, bool with_category,
                                               CutAlone& cut);

}  // namespace writ::differential
