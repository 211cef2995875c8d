#pragma once
// Many orders at once, from columns in memory:
//
//   writ::FactColumns facts;
//   facts.orders = order_count;
//   facts.columns = {{"order.status", statuses}, {"order.cards.sent_at", sent, writ::FactColumns::Unit::seconds}, …};
//   facts.lists = {{"order.cards", card_offsets}};
//   auto decider = policies.batch("send_card");
//   if (const auto problem = decider->take(facts)) return complain(*problem);
//   while (const auto* chunk = decider->next()) count(chunk->outcomes);
//
// What comes out is what `Decider` decides for each order, for its requirements and failures too.

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "writ/decision.hpp"

namespace writ {

/// Facts of many orders, a column each. The memory stays the caller's, and stays as it is while it is decided about.
///
/// A path is written as in the policy: a fact and its fields, "order.status", and "now". Fields of the elements of a
/// list have the elements of all orders, one order after another.
struct FactColumns {
  /// How times are counted. Whatever else is counted stands as in `Value`: money in millionths, dates in days.
  enum class Unit : std::uint8_t { microseconds, milliseconds, seconds };
  using Numbers = std::variant<std::span<const std::int64_t>, std::span<const std::int32_t>,
                               std::span<const std::uint8_t>, std::span<const std::string_view>>;
  struct Column {
    std::string path;
    /// Members of enums as their number in the declaration, from zero; a Bool as 0 or 1.
    Numbers values;
    Unit unit = Unit::microseconds;
  };
  struct List {
    std::string path;
    /// Where each order's elements begin, and after the last where they end: one more than there are orders.
    std::variant<std::span<const std::int64_t>, std::span<const std::int32_t>> offsets;
  };
  /// Which values of an optional path are there: not 0. Without it, all are.
  struct Presence {
    std::string path;
    std::span<const std::uint8_t> present;
  };

  std::size_t orders = 0;
  std::vector<Column> columns;
  std::vector<List> lists;
  std::vector<Presence> presence;
};

/// What some orders, one after another, came to; good until the next.
struct BatchChunk {
  std::size_t first = 0, count = 0;
  std::span<const Outcome> outcomes;
  /// For each of `BatchDecider::rules` whether it won, 1 or 0, by order.
  std::vector<std::span<const std::uint8_t>> won;
  /// 0 where the policy is not in force.
  std::span<const std::uint8_t> in_force;
  /// Of a value decision whose value is a number, a time, a Bool or a member: whether there is one, and which.
  std::span<const std::uint8_t> present;
  std::span<const std::int64_t> values;

  /// What failed, of an order that is undetermined; with another outcome, what changed nothing.
  struct Failures {
    std::size_t order = 0;  ///< Among all of them.
    std::vector<Decision::Failure> failures;
    /// Of a rejected order: the path whose value is none of its type, or the requirement that it breaks.
    std::string path, requirement;
  };
  std::vector<Failures> failures;
};

/// Decides one question about columns again and again, and keeps its memory. For one thread at a time; made by a
/// PolicySet, which it may outlive.
class BatchDecider {
 public:
  struct State;
  explicit BatchDecider(std::unique_ptr<State> state);
  BatchDecider(BatchDecider&&) noexcept;
  BatchDecider& operator=(BatchDecider&&) noexcept;
  ~BatchDecider();

  /// The rules by name, in the order written; `otherwise` last.
  const std::vector<std::string>& rules() const;
  /// The paths of columns and lists that have to be given; presence may be left out. Others may be given too.
  std::vector<std::string> needs() const;
  /// Takes columns and begins before their first order. What is wrong with them, if anything is, in a sentence; then
  /// nothing can be decided.
  std::optional<std::string> take(const FactColumns& facts);
  /// The next orders; null after the last.
  const BatchChunk* next();
  /// Begins again before the first order.
  void rewind();

 private:
  std::unique_ptr<State> state_;
};

}  // namespace writ
