// A fixed amount of each kind of work, in functions of their own of which valgrind's callgrind counts the instructions:
// see run.cmake. What is made ready for them is not counted.

#include <simdjson.h>

#include <cstdio>
#include <string>

#include "engine/batch/machine.hpp"
#include "tests/bench/card_policy.hpp"
#include "tests/bench/engine.hpp"
#include "tests/bench/orders.hpp"

namespace {

using namespace writ;
using namespace writ::bench;

constexpr std::size_t order_count = 500;
constexpr std::size_t rule_count = 500;

/// simdjson takes the widest instructions that a machine has, which would make the counts those of the machine.
void use_common_instructions() {
  for (const auto name : {"westmere", "arm64", "fallback"}) {
    const auto* found = simdjson::get_available_implementations()[name];
    if (found == nullptr || !found->supported_by_runtime_system()) continue;
    simdjson::get_active_implementation() = found;
    return;
  }
}

struct Ready {
  CardEngine engine{card_policy()};
  Lines lines{to_ndjson(make_orders(order_count))};
  FactsInMemory memory{engine, lines};
  Machine machine{engine.program()};
  batch::BatchMachine batch{engine.program(), engine.decision(), {.instructions = batch::InstructionSet::baseline}};
  FactsReader reader{engine.plan()};
  Answerer answerer{engine.program(), {engine.decision()}, {}};
  AnswerWriter writer{engine.program(), engine.sources(), answerer, {}};
  std::string out;
  std::string many_rules = card_policy(rule_count / rules.size());
};

std::size_t decide(Ready& ready) {
  std::size_t winning = 0;
  for (const auto& facts : ready.memory.facts()) {
    ready.machine.begin(facts);
    winning += ready.machine.decide(ready.engine.decision()).rules.size();
  }
  return winning;
}

std::size_t decide_until(Ready& ready) {
  std::size_t bounded = 0;
  for (const auto& facts : ready.memory.facts()) {
    ready.machine.begin(facts);
    ready.machine.decide(ready.engine.decision());
    bounded += ready.machine.horizon(ready.engine.decision()).kind == Horizon::Kind::changes ? 1U : 0U;
  }
  return bounded;
}

std::size_t decide_columns(Ready& ready) {
  std::size_t permitted = 0;
  auto rows = ready.batch.rows(ready.memory.facts());
  for (std::size_t first = 0; first < ready.memory.facts().size();) {
    const auto& chunk = ready.batch.decide(rows, first);
    for (std::size_t i = 0; i < chunk.count; ++i) permitted += chunk.outcome[i] == 0 ? 1U : 0U;
    first += chunk.count;
  }
  return permitted;
}

std::size_t read(Ready& ready) {
  std::size_t accepted = 0;
  for (const auto line : ready.lines.lines()) accepted += ready.reader.read(line, std::nullopt) ? 1U : 0U;
  return accepted;
}

std::size_t line_to_line(Ready& ready) {
  ready.out.clear();
  for (const auto line : ready.lines.lines()) ready.writer.append(ready.out, ready.answerer.answer(line));
  return ready.out.size();
}

std::size_t load(Ready& ready) { return CardEngine(ready.many_rules).program()->decisions.size(); }

/// Keeps a call from becoming a jump, after which its caller could not be told from it.
std::size_t counted(std::size_t done) {
  asm volatile("" : "+r"(done) : : "memory");
  return done;
}

}  // namespace

// What is counted, by name: run.cmake finds these names in this file.
extern "C" {
[[gnu::noinline]] std::size_t phase_decide(Ready& ready) { return counted(decide(ready)); }
[[gnu::noinline]] std::size_t phase_decide_until(Ready& ready) { return counted(decide_until(ready)); }
[[gnu::noinline]] std::size_t phase_decide_columns(Ready& ready) { return counted(decide_columns(ready)); }
[[gnu::noinline]] std::size_t phase_read(Ready& ready) { return counted(read(ready)); }
[[gnu::noinline]] std::size_t phase_line_to_line(Ready& ready) { return counted(line_to_line(ready)); }
[[gnu::noinline]] std::size_t phase_load(Ready& ready) { return counted(load(ready)); }
}

int main() {
  use_common_instructions();
  Ready ready;
  // Each first uncounted, so that buffers have grown and tables are made.
  std::size_t done = decide(ready) + decide_until(ready) + decide_columns(ready) + read(ready) + line_to_line(ready);
  done += phase_decide(ready) + phase_decide_until(ready) + phase_decide_columns(ready);
  done += phase_read(ready) + phase_line_to_line(ready) + phase_load(ready);
  std::printf("%zu\n", done);
  return done == 0 ? 1 : 0;
}
