#pragma once
// How a measurement says what it found.

#include <benchmark/benchmark.h>

#include <cstddef>
#include <cstdint>

namespace writ::bench {

constexpr std::size_t order_count = 100'000;
constexpr std::size_t cached_count = 1'000;

/// The figure to read: seconds an order.
inline void report(benchmark::State& state, std::size_t orders_each, std::size_t bytes_each = 0) {
  using benchmark::Counter;
  state.counters["order"] =
      Counter(static_cast<double>(orders_each), Counter::kIsIterationInvariantRate | Counter::kInvert);
  if (bytes_each != 0) state.SetBytesProcessed(state.iterations() * static_cast<std::int64_t>(bytes_each));
}

/// Whether the baseline and Writ decide all orders as is known; nothing is worth measuring where they do not.
bool decisions_are_known();

}  // namespace writ::bench
