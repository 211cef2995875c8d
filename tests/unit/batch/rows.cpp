// The batch machine over rows of facts against the scalar machine: random policies, and those of the rule pack.

#include <catch2/catch.hpp>
#include <deque>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>

#include "engine/api/load.hpp"
#include "engine/batch/machine.hpp"
#include "engine/facts/read_json.hpp"
#include "engine/run/equality.hpp"
#include "tests/fuzz/policies/trial.hpp"

using namespace writ;

namespace {

using batch::BatchMachine;
using batch::InstructionSet;

constexpr InstructionSet sets[] = {InstructionSet::baseline, InstructionSet::avx2, InstructionSet::avx512};

/// Records that stay in memory as facts.
class Records {
 public:
  explicit Records(std::shared_ptr<const FactsPlan> plan) : plan_(std::move(plan)) {}

  void add(std::string_view record) {
    std::string& text = texts_.emplace_back(record);
    text.append(json_padding, '\n');
    FactsReader reader(plan_);
    if (!reader.read(std::string_view(text).substr(0, record.size()), std::nullopt)) return;
    readers_.push_back(std::move(reader));
    facts_.push_back(readers_.back().facts());
  }
  const std::vector<Facts>& facts() const { return facts_; }

 private:
  std::shared_ptr<const FactsPlan> plan_;
  std::deque<std::string> texts_;
  std::deque<FactsReader> readers_;
  std::vector<Facts> facts_;
};

/// Whether one order of a chunk came to what the scalar machine decides.
bool same(const batch::ChunkResult& chunk, std::size_t at, Machine& machine, model::DecisionId id, const Facts& facts,
          std::span<const model::RequirementId> requirements) {
  machine.begin(facts);
  for (const model::RequirementId requirement : requirements) {
    const auto checked = machine.check(requirement);
    if (!checked.holds || checked.error) return chunk.outcome[at] == batch::rejected_outcome;
  }
  const Verdict& verdict = machine.decide(id);
  const model::Decision& decision = machine.program().model->decisions[id];
  if (chunk.outcome[at] != static_cast<std::uint8_t>(verdict.outcome)) return false;
  if ((chunk.in_force[at] == 0) != verdict.policy_not_in_force) return false;
  for (std::uint32_t rule = 0; rule < chunk.rules.size(); ++rule) {
    const bool won = std::find(verdict.rules.begin(), verdict.rules.end(), rule) != verdict.rules.end();
    if (chunk.rules[rule][at] != (won ? 1 : 0)) return false;
  }
  std::vector<EvaluationError> errors;
  for (const auto& single : chunk.singles) {
    if (single.order == at) errors = single.errors;
  }
  if (errors != verdict.errors) return false;
  if (chunk.present == nullptr || verdict.outcome != model::Outcome::decided) return true;
  if ((chunk.present[at] != 0) != verdict.present) return false;
  if (!verdict.present) return true;
  if (!decision.type.present().is(Kind::text)) return chunk.value[at] == verdict.value.number;
  return reinterpret_cast<const Text*>(chunk.value[at])->view() == verdict.value.text->view();
}

struct Tried {
  std::size_t decisions = 0, with_columns = 0, orders = 0, singles = 0;
};

/// Every decision of a program over the same records, on every instruction set.
void try_all(const std::shared_ptr<const Program>& program, const std::vector<Facts>& facts, Tried& tried,
             std::span<const model::DecisionId> decisions) {
  const model::Model& model = *program->model;
  Machine machine(program);
  for (const model::DecisionId id : decisions) {
    const auto requirements = batch::requirements_of(model, id);
    ++tried.decisions;
    for (const InstructionSet set : sets) {
      if (batch::kernels_of(set) == nullptr) continue;
      BatchMachine many(program, id, {.instructions = set});
      if (set == InstructionSet::baseline && many.columns() != nullptr) ++tried.with_columns;
      auto source = many.rows(facts);
      for (std::size_t first = 0; first < facts.size();) {
        const batch::ChunkResult& chunk = many.decide(source, first);
        REQUIRE(chunk.count > 0);
        tried.singles += chunk.singles.size();
        for (std::size_t i = 0; i < chunk.count; ++i) {
          ++tried.orders;
          if (same(chunk, i, machine, id, facts[first + i], requirements)) continue;
          FAIL(model.decisions[id].name << ", order " << first + i << ", " << many.instruction_set() << '\n'
                                        << (many.columns() != nullptr ? disassemble(*many.columns()) : ""));
        }
        first += chunk.count;
      }
    }
  }
}

std::vector<model::DecisionId> all_of(const model::Model& model) {
  std::vector<model::DecisionId> all(model.decisions.size());
  for (model::DecisionId id = 0; id < all.size(); ++id) all[id] = id;
  return all;
}

std::string read(const std::filesystem::path& path) {
  std::ifstream in(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(in), {}};
}

}  // namespace

TEST_CASE("columns decide random policies as the scalar machine does", "[batch][random]") {
  Tried tried;
  for (std::uint64_t seed = 0; seed < 2'500; ++seed) {
    auto choices = random::Choices::of_seed(seed);
    const auto policy = random::random_policy(choices, {.records = 60});
    const random::Trial trial(policy);
    if (!trial.accepted()) continue;
    INFO("seed " << seed << '\n' << policy.text);
    const auto all = all_of(trial.model());
    Records records(plan_facts(trial.program(), all, {}));
    for (std::size_t i = 0; i < policy.records(); ++i) records.add(policy.record(i));
    try_all(trial.program(), records.facts(), tried, all);
  }
  INFO(tried.decisions << " decisions, " << tried.with_columns << " with columns, " << tried.orders << " orders, "
                       << tried.singles << " with failures");
  CHECK(tried.orders > 10'000);
  CHECK(tried.with_columns * 5 > tried.decisions);
  CHECK(tried.singles > 0);
}

TEST_CASE("columns decide the rule pack's samples as the scalar machine does", "[batch]") {
  namespace fs = std::filesystem;
  std::vector<NamedText> texts;
  for (const auto& entry : fs::recursive_directory_iterator(WRIT_SOURCE_DIR "/rules")) {
    if (entry.path().extension() == ".writ") texts.push_back({entry.path().string(), read(entry.path())});
  }
  std::ranges::sort(texts, {}, &NamedText::name);
  const Loaded loaded = load(std::move(texts));
  REQUIRE(loaded.model);
  const auto program = compile(loaded.model);
  std::vector<std::string> lines;
  for (const auto& entry : fs::directory_iterator(WRIT_SOURCE_DIR "/rules/samples")) {
    if (entry.path().extension() == ".json") lines.push_back(read(entry.path()));
    if (entry.path().extension() != ".ndjson") continue;
    const std::string all = read(entry.path());
    for (std::size_t begin = 0; begin < all.size();) {
      const auto end = all.find('\n', begin);
      lines.push_back(all.substr(begin, end - begin));
      if (end == std::string::npos) break;
      begin = end + 1;
    }
  }
  Tried tried;
  std::string without;
  for (model::DecisionId id = 0; id < loaded.model->decisions.size(); ++id) {
    const model::DecisionId wanted[] = {id};
    Records records(plan_facts(program, wanted, {}));
    for (const std::string& line : lines) records.add(line);
    const std::size_t before = tried.with_columns;
    try_all(program, records.facts(), tried, wanted);
    if (tried.with_columns == before) without += loaded.model->decisions[id].name + " ";
  }
  INFO(tried.decisions << " decisions, " << tried.with_columns << " with columns; without: " << without);
  CHECK(tried.orders > 0);
  CHECK(tried.with_columns * 2 > tried.decisions);
  if (std::getenv("WRIT_SHOW") != nullptr) WARN("without columns: " << without);
}
