// Measures decisions beside hand-written C++. The figure to read is `order`: seconds an order.

#include <benchmark/benchmark.h>

#include <cstdio>
#include <cstring>

#include "tests/bench/handwritten.hpp"

namespace writ::bench {
namespace {

constexpr std::size_t order_count = 100'000;
constexpr std::size_t cached_count = 1'000;

const std::vector<Order>& orders() {
  static const auto all = make_orders(order_count);
  return all;
}

const std::string& lines() {
  static const auto text = to_ndjson(orders());
  return text;
}

void report(benchmark::State& state, std::size_t orders_each) {
  using benchmark::Counter;
  state.counters["order"] =
      Counter(static_cast<double>(orders_each), Counter::kIsIterationInvariantRate | Counter::kInvert);
}

void handwritten_struct(benchmark::State& state) {
  const auto some = std::span(orders()).first(static_cast<std::size_t>(state.range(0)));
  for (auto _ : state) {
    for (const auto& order : some) benchmark::DoNotOptimize(applying_rules(order));
  }
  report(state, some.size());
}
BENCHMARK(handwritten_struct)->Arg(order_count)->Arg(cached_count);

void handwritten_read(benchmark::State& state) {
  OrderReader reader(lines());
  for (auto _ : state) {
    if (!reader.each([](const Order& order) { benchmark::DoNotOptimize(&order); })) state.SkipWithError("not read");
  }
  state.SetBytesProcessed(state.iterations() * static_cast<std::int64_t>(reader.bytes()));
  report(state, order_count);
}
BENCHMARK(handwritten_read)->Unit(benchmark::kMillisecond);

void handwritten_read_and_decide(benchmark::State& state) {
  OrderReader reader(lines());
  for (auto _ : state) {
    if (!reader.each([](const Order& order) { benchmark::DoNotOptimize(applying_rules(order)); })) {
      state.SkipWithError("not read");
    }
  }
  state.SetBytesProcessed(state.iterations() * static_cast<std::int64_t>(reader.bytes()));
  report(state, order_count);
}
BENCHMARK(handwritten_read_and_decide)->Unit(benchmark::kMillisecond);

void copy_text(benchmark::State& state) {
  std::string copy(lines().size(), '\0');
  for (auto _ : state) {
    std::memcpy(copy.data(), lines().data(), copy.size());
    benchmark::ClobberMemory();
  }
  state.SetBytesProcessed(state.iterations() * static_cast<std::int64_t>(copy.size()));
  report(state, order_count);
}
BENCHMARK(copy_text)->Unit(benchmark::kMillisecond);

/// Nothing is timed before its decisions are the known ones.
bool decides_rightly() {
  Tally from_structs;
  for (const auto& order : orders()) from_structs.add(applying_rules(order));
  Tally from_lines;
  const bool read = OrderReader(lines()).each([&](const Order& order) { from_lines.add(applying_rules(order)); });
  return read && from_structs == known_tally && from_lines == known_tally;
}

}  // namespace
}  // namespace writ::bench

int main(int count, char* arguments[]) {
  if (!writ::bench::decides_rightly()) {
    std::fputs("the decisions are not the known ones: nothing is measured\n", stderr);
    return 1;
  }
  benchmark::Initialize(&count, arguments);
  if (benchmark::ReportUnrecognizedArguments(count, arguments)) return 2;
  benchmark::RunSpecifiedBenchmarks();
  return 0;
}
