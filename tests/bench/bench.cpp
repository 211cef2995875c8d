// Decisions beside hand-written C++, in one process. The figure to read is `order`: seconds an order.

#include <algorithm>
#include <array>
#include <cstring>
#include <fstream>
#include <span>

#include "engine/api/rule_files.hpp"
#include "engine/batch/machine.hpp"
#include "engine/facts/ordered_pipeline.hpp"
#include "engine/saved/saved_program.hpp"
#include "tests/bench/batch.hpp"
#include "tests/bench/bound.hpp"
#include "tests/bench/card_policy.hpp"
#include "tests/bench/engine.hpp"
#include "tests/bench/handwritten.hpp"
#include "tests/bench/handwritten_columns.hpp"
#include "tests/bench/report.hpp"

namespace writ::bench {
namespace {

const std::vector<Order>& orders() {
  static const auto all = make_orders(order_count);
  return all;
}

const std::string& text() {
  static const auto all = to_ndjson(orders());
  return all;
}

const Lines& lines() {
  static const Lines all(text());
  return all;
}

const CardEngine& engine() {
  static const CardEngine card(card_policy());
  return card;
}

// ---- by hand --------------------------------------------------------------------------------------------------------

void handwritten_decide(benchmark::State& state) {
  const auto some = std::span(orders()).first(static_cast<std::size_t>(state.range(0)));
  for (auto _ : state) {
    for (const auto& order : some) benchmark::DoNotOptimize(applying_rules(order));
  }
  report(state, some.size());
}
BENCHMARK(handwritten_decide)->Arg(order_count)->Arg(cached_count);

/// The same over columns of 64-bit integers, vectorised.
void handwritten_decide_columns(benchmark::State& state) {
  const auto some = std::span(orders()).first(static_cast<std::size_t>(state.range(0)));
  const OrderColumns columns(some);
  std::vector<std::int64_t> masks(columns.size());
  for (auto _ : state) {
    applying_rules(columns, masks);
    benchmark::ClobberMemory();
  }
  state.SetLabel(std::string(column_instructions()));
  report(state, columns.size());
}
BENCHMARK(handwritten_decide_columns)->Arg(order_count)->Arg(cached_count);

/// The same among so many rules, of which ten are about the order: behind a hash on its category.
void handwritten_decide_among_rules(benchmark::State& state) {
  const auto categories = static_cast<std::size_t>(state.range(0)) / rules.size();
  const RulesByCategory by_category(categories);
  const auto some = make_orders(cached_count, categories);
  std::vector<std::string> names;
  for (const auto& order : some) names.push_back("c" + std::to_string(order.category));
  for (auto _ : state) {
    for (std::size_t i = 0; i < some.size(); ++i) {
      benchmark::DoNotOptimize(by_category.applying_rules(names[i], some[i]));
    }
  }
  report(state, some.size());
}
BENCHMARK(handwritten_decide_among_rules)->Arg(10)->Arg(10'000);

void handwritten_read(benchmark::State& state) {
  OrderReader reader(text());
  for (auto _ : state) {
    if (!reader.each([](const Order& order) { benchmark::DoNotOptimize(&order); })) state.SkipWithError("not read");
  }
  report(state, order_count, text().size());
}
BENCHMARK(handwritten_read)->Unit(benchmark::kMillisecond);

void handwritten_read_and_decide(benchmark::State& state) {
  OrderReader reader(text());
  for (auto _ : state) {
    if (!reader.each([](const Order& order) { benchmark::DoNotOptimize(applying_rules(order)); })) {
      state.SkipWithError("not read");
    }
  }
  report(state, order_count, text().size());
}
BENCHMARK(handwritten_read_and_decide)->Unit(benchmark::kMillisecond);

void copy_text(benchmark::State& state) {
  std::string copy(text().size(), '\0');
  for (auto _ : state) {
    std::memcpy(copy.data(), text().data(), copy.size());
    benchmark::ClobberMemory();
  }
  report(state, order_count, copy.size());
}
BENCHMARK(copy_text)->Unit(benchmark::kMillisecond);

// ---- by Writ --------------------------------------------------------------------------------------------------------

/// All ten rules and every reason, for facts that are in memory.
void writ_decide(benchmark::State& state) {
  const Lines some(to_ndjson(std::span(orders()).first(cached_count)));
  const FactsInMemory memory(engine(), some);
  Machine machine(engine().program());
  for (auto _ : state) {
    for (const auto& facts : memory.facts()) {
      machine.begin(facts);
      benchmark::DoNotOptimize(&machine.decide(engine().decision()));
    }
  }
  report(state, cached_count);
}
BENCHMARK(writ_decide);

/// All ten rules and every reason for so many orders, from columns in memory.
void writ_batch(benchmark::State& state) {
  const auto some = std::span(orders()).first(static_cast<std::size_t>(state.range(0)));
  const OrderFacts columns(some);
  BatchEngine batch(card_policy(), columns);
  for (auto _ : state) batch.decide();
  report(state, static_cast<std::size_t>(state.range(0)));
}
BENCHMARK(writ_batch)->Arg(order_count)->Arg(cached_count);

/// The same with times and members as narrow as they can be.
void writ_batch_narrow(benchmark::State& state) {
  const auto some = std::span(orders()).first(static_cast<std::size_t>(state.range(0)));
  const OrderFacts columns(some);
  BatchEngine batch(card_policy(), columns, BatchEngine::Width::narrow);
  for (auto _ : state) batch.decide();
  report(state, static_cast<std::size_t>(state.range(0)));
}
BENCHMARK(writ_batch_narrow)->Arg(order_count)->Arg(cached_count);

/// The same, and until when the decision holds.
void writ_decide_until(benchmark::State& state) {
  const Lines some(to_ndjson(std::span(orders()).first(cached_count)));
  const FactsInMemory memory(engine(), some);
  Machine machine(engine().program());
  for (auto _ : state) {
    for (const auto& facts : memory.facts()) {
      machine.begin(facts, Machine::Asking::horizons);
      machine.decide(engine().decision());
      benchmark::DoNotOptimize(machine.horizon(engine().decision()));
    }
  }
  report(state, cached_count);
}
BENCHMARK(writ_decide_until);

void writ_read(benchmark::State& state) {
  FactsReader reader(engine().plan());
  for (auto _ : state) {
    for (const auto line : lines().lines()) benchmark::DoNotOptimize(reader.read(line, std::nullopt));
  }
  report(state, order_count, lines().bytes());
}
BENCHMARK(writ_read)->Unit(benchmark::kMillisecond);

/// Reads some hundred records at a time and decides them together; `take` gets what a chunk came to. False where a
/// record is rejected.
template <typename Take>
bool read_and_decide(FactsReader& reader, batch::BatchMachine& machine, Take take) {
  constexpr std::size_t together = 256;
  auto rows = machine.rows({});
  std::vector<Facts> facts;
  const auto& all = lines().lines();
  for (std::size_t next = 0; next < all.size();) {
    reader.clear();
    facts.clear();
    for (const auto end = std::min(next + together, all.size()); next < end; ++next) {
      if (!reader.add(all[next], std::nullopt)) return false;
    }
    for (std::size_t i = 0; i < reader.rows(); ++i) facts.push_back(reader.facts(i));
    rows.take(facts);
    for (std::size_t first = 0; first < facts.size();) {
      const auto& chunk = machine.decide(rows, first);
      take(chunk);
      first += chunk.count;
    }
  }
  return true;
}

void writ_read_and_decide(benchmark::State& state) {
  FactsReader reader(engine().plan());
  batch::BatchMachine machine(engine().program(), engine().decision());
  for (auto _ : state) {
    const bool read = read_and_decide(reader, machine,
                                      [](const batch::ChunkResult& chunk) { benchmark::DoNotOptimize(chunk.outcome); });
    if (!read) state.SkipWithError("an order is rejected");
  }
  report(state, order_count, lines().bytes());
}
BENCHMARK(writ_read_and_decide)->Unit(benchmark::kMillisecond);

/// Everything that `writ eval` does between its files: read, decide, until when, written as JSON.
void writ_line_to_line(benchmark::State& state) {
  Answerer answerer(engine().program(), {engine().decision()}, {});
  const AnswerWriter writer(engine().program(), engine().sources(), answerer, {});
  std::string out;
  for (auto _ : state) {
    for (const auto line : lines().lines()) {
      writer.append(out, answerer.answer(line));
      if (out.size() > 1 << 18) out.clear();
    }
  }
  report(state, order_count, lines().bytes());
}
BENCHMARK(writ_line_to_line)->Unit(benchmark::kMillisecond);

/// The same by the pipeline of `writ eval`, two threads deciding; what is written comes out in order.
void writ_lines_two_threads(benchmark::State& state) {
  struct Job {
    std::span<const std::string_view> lines;
    std::string out;
  };
  struct Worker {
    Answerer answerer{engine().program(), {engine().decision()}, {}};
    AnswerWriter writer{engine().program(), engine().sources(), answerer, {}};
  };
  constexpr std::size_t workers = 2, lines_each = 800;
  std::array<Worker, workers> each;
  for (auto _ : state) {
    std::span<const std::string_view> left(lines().lines());
    std::size_t bytes = 0;
    const auto make = [&](Job& job) {
      job.lines = left.first(std::min(lines_each, left.size()));
      left = left.subspan(job.lines.size());
      return !job.lines.empty();
    };
    const auto work = [&](std::size_t worker, Job& job) {
      job.out.clear();
      for (const auto line : job.lines) each[worker].writer.append(job.out, each[worker].answerer.answer(line));
    };
    const auto take = [&](Job& job) {
      bytes += job.out.size();
      return true;
    };
    OrderedPipeline<Job>(workers, {.make = make, .work = work, .take = take}).run();
    benchmark::DoNotOptimize(bytes);
  }
  report(state, order_count, lines().bytes());
}
BENCHMARK(writ_lines_two_threads)->Unit(benchmark::kMillisecond)->UseRealTime();

/// One decision by a policy of so many rules, of which ten are about the order.
void writ_decide_among_rules(benchmark::State& state) {
  const auto categories = static_cast<std::size_t>(state.range(0)) / rules.size();
  const CardEngine many(card_policy(categories));
  const Lines some(to_ndjson(make_orders(cached_count, categories)));
  const FactsInMemory memory(many, some);
  Machine machine(many.program());
  for (auto _ : state) {
    for (const auto& facts : memory.facts()) {
      machine.begin(facts);
      benchmark::DoNotOptimize(&machine.decide(many.decision()));
    }
  }
  report(state, cached_count);
}
BENCHMARK(writ_decide_among_rules)->RangeMultiplier(10)->Range(10, 10'000)->Unit(benchmark::kMillisecond);

/// From text to a program that is ready to run.
void writ_load_rules(benchmark::State& state) {
  const auto policy = card_policy(static_cast<std::size_t>(state.range(0)) / rules.size());
  for (auto _ : state) {
    const CardEngine many(policy);
    benchmark::DoNotOptimize(many.program());
  }
}
BENCHMARK(writ_load_rules)->Arg(10)->Arg(10'000)->Unit(benchmark::kMillisecond);

/// From a saved program, in a file that the system has in memory, to one that is ready to run.
void writ_load_saved(benchmark::State& state) {
  const CardEngine many(card_policy(static_cast<std::size_t>(state.range(0)) / rules.size()));
  const auto saved = saved::save(many.program()->model, many.sources());
  if (!saved) return state.SkipWithError("not saved");
  const std::string path = std::string(WRIT_BENCH_PLACE) + "/saved.writc";
  if (!(std::ofstream(path, std::ios::binary) << *saved).flush()) return state.SkipWithError("not written");
  for (auto _ : state) {
    const auto restored = saved::restore(SavedBytes::open(path).view());
    if (restored.program == nullptr) state.SkipWithError("not read");
    benchmark::DoNotOptimize(restored.program);
  }
}
BENCHMARK(writ_load_saved)->Arg(10)->Arg(10'000)->Unit(benchmark::kMillisecond);

// ---- checked first --------------------------------------------------------------------------------------------------

Tally tally_by_hand() {
  Tally tally;
  OrderReader reader(text());
  if (!reader.each([&](const Order& order) { tally.add(applying_rules(order)); })) return {};
  return tally;
}

Tally tally_by_writ() {
  Tally tally;
  FactsReader reader(engine().plan());
  Machine machine(engine().program());
  for (const auto line : lines().lines()) {
    if (!reader.read(line, std::nullopt)) return {};
    machine.begin(reader.facts());
    tally.add(CardEngine::mask(machine.decide(engine().decision())));
  }
  return tally;
}

Tally tally_by_rows() {
  FactsReader reader(engine().plan());
  batch::BatchMachine machine(engine().program(), engine().decision());
  Tally tally;
  const bool read = read_and_decide(reader, machine, [&](const batch::ChunkResult& chunk) {
    for (std::size_t i = 0; i < chunk.count; ++i) {
      std::uint32_t mask = 0;
      for (std::size_t rule = 0; rule < rules.size(); ++rule) {  // The first rule permits.
        mask |= static_cast<std::uint32_t>(chunk.rules[rule + 1][i]) << rule;
      }
      tally.add(mask);
    }
  });
  return read ? tally : Tally{};
}

Tally tally_by_batch(BatchEngine::Width width) {
  const OrderFacts columns(orders());
  return BatchEngine(card_policy(), columns, width).tally();
}

/// A policy of many categories decides each order as the ten rules alone do.
bool agrees_among_rules() {
  constexpr std::size_t categories = 100;
  const CardEngine many(card_policy(categories));
  const auto some = make_orders(cached_count, categories);
  const Lines as_lines(to_ndjson(some));
  const FactsInMemory memory(many, as_lines);
  Machine machine(many.program());
  for (std::size_t i = 0; i < some.size(); ++i) {
    machine.begin(memory.facts()[i]);
    if (CardEngine::mask(machine.decide(many.decision())) != applying_rules(some[i])) return false;
  }
  return true;
}

}  // namespace

bool decisions_are_known() {
  return tally_by_hand() == known_tally && tally_by_writ() == known_tally && tally_by_rows() == known_tally &&
         tally_by_bound() == known_tally && tally_by_batch(BatchEngine::Width::wide) == known_tally &&
         tally_by_batch(BatchEngine::Width::narrow) == known_tally && agrees_among_rules();
}

}  // namespace writ::bench
