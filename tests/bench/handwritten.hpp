#pragma once
// The baseline: what a C++ programmer writes for this one policy. All else is measured as a ratio to it.

#include <simdjson.h>

#include <cstdint>
#include <string>
#include <string_view>
#include <unordered_map>

#include "tests/bench/orders.hpp"

namespace writ::bench {

/// All ten rules, each as its bit where it applies. Nothing set: permitted.
std::uint32_t applying_rules(const Order& order);

/// Ten rules for each of so many categories, found by a hash on the category's name.
class RulesByCategory {
 public:
  /// The applying rules are those of the mask, counted from `first_rule`.
  struct Applying {
    std::uint32_t first_rule;
    std::uint32_t mask;
  };

  explicit RulesByCategory(std::size_t categories);
  Applying applying_rules(const std::string& category, const Order& order) const;

 private:
  std::unordered_map<std::string, std::uint32_t> first_rules_;
};

/// Reads the fields that the rules need, and no others. False where it is no order.
bool read_order(simdjson::ondemand::document_reference document, Order& order);

/// Orders as lines of JSON, read by simdjson's on-demand parser on one thread.
class OrderReader {
 public:
  explicit OrderReader(std::string_view lines) : text_(lines) {
#ifdef SIMDJSON_THREADS_ENABLED
    parser_.threaded = false;
#endif
  }

  std::size_t bytes() const { return text_.size(); }

  /// Calls `take(order)` for every line; false where a line is no order.
  template <class Take>
  bool each(Take take) {
    simdjson::ondemand::document_stream stream;
    if (parser_.iterate_many(text_).get(stream) != simdjson::SUCCESS) return false;
    Order order;
    for (auto document : stream) {
      if (document.error() != simdjson::SUCCESS || !read_order(document.value_unsafe(), order)) return false;
      take(order);
    }
    return true;
  }

 private:
  simdjson::padded_string text_;
  simdjson::ondemand::parser parser_;
};

}  // namespace writ::bench
