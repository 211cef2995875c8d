#pragma once
// How many recorded records two versions of policies answer differently, and how: by outcome, by money, with examples.
// Memory does not grow with the number of records.

#include <compare>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "engine/analysis/answered.hpp"
#include "engine/model/model.hpp"

namespace writ {

struct RecordedExample {
  std::string record;  ///< Its id as JSON, or where it stands: "orders.ndjson:12".
  analysis::Answered before, after;
};

/// How far numbers went apart: of money, durations, instants, days, counts.
class Shifts {
 public:
  void take(std::int64_t before, std::int64_t after);

  std::uint64_t count() const { return count_; }
  std::int64_t least() const { return least_; }
  std::int64_t most() const { return most_; }
  /// All together, where that fits.
  std::optional<std::int64_t> sum() const;
  /// Nothing where there were too many different ones to know.
  std::optional<std::int64_t> median() const;

 private:
  std::uint64_t count_ = 0;
  std::int64_t least_ = 0, most_ = 0;
  std::int64_t sum_ = 0;
  bool sum_fits_ = true, kept_ = true;
  std::map<std::int64_t, std::uint64_t> counts_;
};

class RecordedDecision {
 public:
  /// `value`: of a value decision, its type in both versions; unknown where it is not the same.
  RecordedDecision(std::string name, Type value, std::size_t most_examples)
      : name_(std::move(name)), value_(value), most_examples_(most_examples) {}

  void take(std::string_view record, const analysis::Answered& before, const analysis::Answered& after);

  std::string text() const;
  std::string json() const;  ///< An object on one line, known from that of a proof by `recorded`.
  bool differs() const { return differ_ > 0; }

 private:
  std::string name_;
  Type value_;
  std::size_t most_examples_;
  std::uint64_t records_ = 0, rejected_by_both_ = 0, differ_ = 0;
  struct Turn {
    analysis::Aspect aspect;
    std::string before, after;  ///< "forbidden", "permitted"

    auto operator<=>(const Turn&) const = default;
    std::string words() const;
  };
  std::map<Turn, std::uint64_t> turns_;
  std::map<std::pair<std::string, std::string>, std::uint64_t> reasons_;
  Shifts shifts_;
  std::vector<RecordedExample> examples_;
};

}  // namespace writ
