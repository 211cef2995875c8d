// Any bytes as lines of facts, for a policy with facts of every type: they are read along learned shapes and along
// their index to the same answers, and decided as columns as they are one by one.

#include "engine/api/load.hpp"
#include "engine/batch/machine.hpp"
#include "engine/facts/answer.hpp"
#include "engine/facts/record_lines.hpp"
#include "tests/fuzz/deciding/lines.hpp"
#include "tests/fuzz/every_type.hpp"

namespace {

using namespace writ;

struct Policy {
  Loaded loaded = load({{"every_type.writ", std::string(fuzz::every_type)}});
  std::shared_ptr<const Program> program = compile(loaded.model);
  model::DecisionId ship = find_decision(*loaded.model, "ship").decision;
};

/// Outcome and winning rules, by whichever machine.
template <class Won>
std::string verdict(std::size_t outcome, std::size_t rules, Won won) {
  std::string text = std::to_string(outcome);
  for (std::size_t rule = 0; rule < rules; ++rule) text += won(rule) ? " " + std::to_string(rule) : "";
  return text + "\n";
}

std::vector<std::string> one_by_one(const Policy& policy, std::span<const Facts> rows, std::size_t rules) {
  std::vector<std::string> verdicts;
  Machine machine(policy.program);
  for (const Facts& facts : rows) {
    machine.begin(facts);
    const auto counted = machine.check(0);
    if (!counted.holds || counted.error) {
      verdicts.push_back(verdict(batch::rejected_outcome, 0, [](std::size_t) { return false; }));
      continue;
    }
    const Verdict& decided = machine.decide(policy.ship);
    verdicts.push_back(verdict(static_cast<std::size_t>(decided.outcome), rules, [&](std::size_t rule) {
      return std::ranges::find(decided.rules, rule) != decided.rules.end();
    }));
  }
  return verdicts;
}

std::vector<std::string> as_columns(const Policy& policy, std::span<const Facts> rows, std::size_t& rules) {
  std::vector<std::string> verdicts;
  batch::BatchMachine machine(policy.program, policy.ship);
  auto source = machine.rows(rows);
  for (std::size_t first = 0; first < rows.size();) {
    const auto& chunk = machine.decide(source, first);
    rules = chunk.rules.size();
    for (std::size_t i = 0; i < chunk.count; ++i) {
      const bool rejected = chunk.outcome[i] == batch::rejected_outcome;
      verdicts.push_back(
          verdict(chunk.outcome[i], rejected ? 0 : rules, [&](std::size_t rule) { return chunk.rules[rule][i] != 0; }));
    }
    first += chunk.count;
  }
  return verdicts;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  static const Policy policy;
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  std::vector<std::string> records;
  RecordLines lines(text, {.most_bytes = 1 << 16});
  for (RecordLine line; records.size() < 16 && lines.next(line);) records.emplace_back(line.text);

  const SourceSet& sources = *policy.loaded.sources;
  random::insist(random::disagreement(records, random::lines_of(policy.program, sources, records, true),
                                      random::lines_of(policy.program, sources, records, false)));

  const model::DecisionId wanted[] = {policy.ship};
  FactsReader reader(plan_facts(policy.program, wanted, {}));
  std::vector<std::string> padded(records), taken;
  for (std::size_t i = 0; i < records.size(); ++i) {
    padded[i].append(json_padding, ' ');
    if (reader.add(std::string_view(padded[i]).substr(0, records[i].size()), std::nullopt)) taken.push_back(records[i]);
  }
  std::vector<Facts> rows;
  for (std::size_t row = 0; row < reader.rows(); ++row) rows.push_back(reader.facts(row));
  std::size_t rules = 0;
  const auto columns = as_columns(policy, rows, rules);
  random::insist(random::disagreement(taken, one_by_one(policy, rows, rules), columns));
  return 0;
}
