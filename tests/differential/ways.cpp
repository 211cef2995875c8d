#include "tests/differential/ways.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <numeric>
#include <utility>

#include "engine/api/batch.hpp"
#include "engine/batch/machine.hpp"
#include "engine/facts/answer.hpp"
#include "engine/facts/write_json.hpp"
#include "engine/saved/saved_program.hpp"
#include "tests/differential/given_columns.hpp"
#include "tests/differential/verdict_text.hpp"

namespace writ::differential {
namespace {

using Decisions = std::vector<model::DecisionId>;
using Sources = std::shared_ptr<const SourceSet>;

/// In which order a way takes the records, and how it reads them: what a reader learned from those before must not
/// show.
enum class Reading { forwards, backwards, along_an_index, anew };

/// A search for a horizon may take a second, which is too long for each of so many.
constexpr Limits limits = {.steps = 5'000'000, .horizon_changes = 300, .horizon_steps = 40'000};

/// As `writ eval` writes.
struct Lines {
  std::shared_ptr<const Program> program;
  Sources sources;
  Decisions wanted;

  Answers operator()(std::span<const std::string_view> records) const {
    Answerer answerer(program, wanted, {.limits = limits});
    const AnswerWriter writer(program, *sources, answerer, {{}, wanted.size() > 1});
    Answers answers(records.size());
    for (std::size_t i = 0; i < records.size(); ++i) writer.append(answers[i], answerer.answer(records[i]));
    return answers;
  }
};

/// The scalar machine, one record after another.
struct Scalar {
  std::shared_ptr<const Program> program;
  Decisions wanted;
  std::size_t horizons = 0;  ///< Of so many records, the first.
  Reading reading = Reading::forwards;
  Machine::Asking asking = Machine::Asking::decisions;
  bool whole = true;

  Answers operator()(std::span<const std::string_view> records) const {
    const auto plan = plan_facts(program, wanted, {.learn_shapes = reading != Reading::along_an_index});
    Answers answers(records.size());
    std::optional<FactsReader> reader;
    std::optional<Machine> machine;
    for (std::size_t i = 0; i < records.size(); ++i) {
      const auto place = reading == Reading::backwards ? records.size() - 1 - i : i;
      if (!reader || reading == Reading::anew) {
        machine.emplace(program, limits);
        reader.emplace(plan);
      }
      answers[place] = answer(*reader, *machine, records[place], place < horizons);
    }
    return answers;
  }

  std::string answer(FactsReader& reader, Machine& machine, std::string_view record, bool with_horizon) const {
    std::vector<FactProblem> problems;
    if (!reader.read(record, std::nullopt)) return rejected(reader.problems());
    machine.begin(reader.facts(), with_horizon ? asking : Machine::Asking::decisions);
    if (!check_requirements(machine, reader.plan().requirements, problems)) return rejected(problems);
    std::string text;
    for (const auto decision : wanted) {
      const Verdict& verdict = machine.decide(decision);
      if (!text.empty()) text += "\n";
      text += whole ? whole_text(machine, decision, verdict) : short_text(*program, decision, verdict);
      if (with_horizon) text += horizon_text(machine.horizon(decision));
    }
    return text;
  }

  std::string rejected(std::span<const FactProblem> problems) const {
    return whole ? problems_text(problems) : std::string(rejected_text);
  }
};

/// `decide(facts)` over all records that can be read, as rows one after another; their texts stand where they belong.
template <class Decide>
Answers over_rows(const std::shared_ptr<const FactsPlan>& plan, std::span<const std::string_view> records,
                  Decide decide) {
  FactsReader reader(plan);
  Answers answers(records.size(), std::string(rejected_text));
  std::vector<std::size_t> places;
  for (std::size_t i = 0; i < records.size(); ++i) {
    if (reader.add(records[i], std::nullopt)) places.push_back(i);
  }
  std::vector<Facts> rows;
  for (std::size_t row = 0; row < reader.rows(); ++row) rows.push_back(reader.facts(row));
  Answers texts = decide(std::span<const Facts>(rows));
  for (std::size_t row = 0; row < rows.size(); ++row) answers[places[row]] = std::move(texts[row]);
  return answers;
}

/// Rows that were all read before the first is decided. Requirements are the reader's user's to check.
struct Rows {
  std::shared_ptr<const Program> program;
  model::DecisionId judged;

  Answers operator()(std::span<const std::string_view> records) const {
    const model::DecisionId wanted[] = {judged};
    const auto plan = plan_facts(program, wanted, {});
    Machine machine(program);
    return over_rows(plan, records, [&](std::span<const Facts> rows) {
      Answers answers;
      for (const auto& facts : rows) {
        machine.begin(facts);
        const bool admitted = std::ranges::all_of(plan->requirements, [&](model::RequirementId requirement) {
          const auto result = machine.check(requirement);
          return result.holds && !result.error;
        });
        answers.push_back(admitted ? short_text(*program, judged, machine.decide(judged)) : std::string(rejected_text));
      }
      return answers;
    });
  }
};

/// Rows that were all read, decided as columns by one set of loops.
struct Columns {
  std::shared_ptr<const Program> program;
  model::DecisionId judged;
  batch::BatchOptions options;

  Answers operator()(std::span<const std::string_view> records) const {
    const model::DecisionId wanted[] = {judged};
    return over_rows(plan_facts(program, wanted, {}), records, [&](std::span<const Facts> rows) {
      Answers answers;
      batch::BatchMachine machine(program, judged, options);
      auto source = machine.rows(rows);
      for (std::size_t first = 0; first < rows.size();) {
        const auto& chunk = machine.decide(source, first);
        for (std::size_t i = 0; i < chunk.count; ++i) answers.push_back(text_of(chunk, i));
        first += chunk.count;
      }
      return answers;
    });
  }

  std::string text_of(const batch::ChunkResult& chunk, std::size_t order) const {
    if (chunk.outcome[order] == batch::rejected_outcome) return std::string(rejected_text);
    Verdict verdict;
    verdict.outcome = static_cast<model::Outcome>(chunk.outcome[order]);
    verdict.policy_not_in_force = chunk.in_force[order] == 0;
    for (std::size_t rule = 0; rule < chunk.rules.size(); ++rule) {
      if (chunk.rules[rule][order] != 0) verdict.rules.push_back(static_cast<std::uint32_t>(rule));
    }
    if (chunk.present != nullptr) verdict.present = chunk.present[order] != 0;
    if (chunk.value != nullptr) verdict.value = number(chunk.value[order]);
    return short_text(*program, judged, verdict);
  }
};

/// Columns by the public door, all orders at once.
struct PublicColumns {
  std::shared_ptr<const Program> program;
  Sources sources;
  model::DecisionId judged;

  Answers operator()(std::span<const std::string_view> records) const {
    const model::DecisionId wanted[] = {judged};
    return over_rows(plan_facts(program, wanted, {}), records, [&](std::span<const Facts> rows) {
      const GivenColumns given(*program, program->model->decisions[judged].needs, rows);
      auto decider = batch_decider(program, sources, judged);
      if (const auto problem = decider.take(given.columns())) return Answers(rows.size(), *problem);
      Answers answers;
      while (const auto* const chunk = decider.next()) {
        for (std::size_t i = 0; i < chunk->count; ++i) answers.push_back(text_of(*chunk, i));
      }
      return answers;
    });
  }

  std::string text_of(const BatchChunk& chunk, std::size_t order) const {
    if (chunk.outcomes[order] == Outcome::rejected) return std::string(rejected_text);
    Verdict verdict;
    verdict.outcome = static_cast<model::Outcome>(chunk.outcomes[order]);
    verdict.policy_not_in_force = chunk.in_force[order] == 0;
    for (std::uint32_t rule = 0; rule < chunk.won.size(); ++rule) {
      if (chunk.won[rule][order] != 0) verdict.rules.push_back(rule);
    }
    if (!chunk.present.empty()) verdict.present = chunk.present[order] != 0;
    if (!chunk.values.empty()) verdict.value = number(chunk.values[order]);
    return short_text(*program, judged, verdict);
  }
};

/// What was saved and is refused agrees with nothing.
Answers refused(std::span<const std::string_view> records) { return Answers(records.size(), "refused"); }

Decisions all_decisions(const model::Model& model) {
  Decisions all(model.decisions.size());
  std::iota(all.begin(), all.end(), model::DecisionId{0});
  return all;
}

saved::Restored saved_and_restored(const Policy& policy) {
  const auto bytes = saved::save(policy.model, *policy.sources);
  return bytes ? saved::restore(*bytes) : saved::Restored{};
}

}  // namespace

std::string Difference::text(std::string_view record_text) const {
  return fmt::format("record: {}\n{}:\n  {}\n{}:\n  {}\n", record_text, beside, expected, way, answer);
}

std::optional<Difference> first_difference(const Group& group, std::span<const std::string_view> records) {
  CutByWay uncounted;
  return first_difference(group, records, group.ways.front().answers(records), uncounted);
}

std::optional<Difference> first_difference(const Group& group, std::span<const std::string_view> records,
                                           const Answers& expected, CutByWay& cut) {
  const auto& first = group.ways.front();
  std::size_t horizons = 0;
  for (const auto& text : expected) horizons += SaidHorizons(text).horizons.size();
  for (const auto& way : std::span(group.ways).subspan(1)) {
    const auto answers = way.answers(records);
    auto& counted = cut[way.name];
    counted.horizons += horizons;
    for (std::size_t i = 0; i < records.size(); ++i) {
      if (!agree(answers[i], expected[i])) return Difference{i, way.name, answers[i], first.name, expected[i]};
      counted.alone += cut_in_one_alone(answers[i], expected[i]);
    }
  }
  return {};
}

std::optional<Policy> policy_of(std::vector<NamedText> files) {
  auto loaded = load(std::move(files));
  if (!loaded.model) return {};
  auto program = compile(loaded.model);
  if (!program) return {};
  return Policy{loaded.model, loaded.sources, program};
}

Group lines_of(const Policy& policy) {
  const auto all = all_decisions(*policy.model);
  Group group;
  group.ways = {{"lines of the scalar machine", Lines{policy.program, policy.sources, all}}};
  if (const auto plain = compile(policy.model, {.select_rules = false})) {
    group.ways.push_back({"lines without the rule index", Lines{plain, policy.sources, all}});
  }
  const auto restored = saved_and_restored(policy);
  group.ways.push_back({"lines of a saved program", restored.program
                                                        ? Way::Decide(Lines{restored.program, restored.sources, all})
                                                        : Way::Decide(refused)});
  return group;
}

Group whole_of(const Policy& policy, std::size_t horizons) {
  const auto all = all_decisions(*policy.model);
  const auto scalar = [&](std::shared_ptr<const Program> program, Reading reading = Reading::forwards,
                          Machine::Asking asking = Machine::Asking::decisions) {
    return Way::Decide(Scalar{std::move(program), all, horizons, reading, asking});
  };
  Group group;
  group.ways = {{"the scalar machine", scalar(policy.program)},
                {"the records backwards, horizons announced",
                 scalar(policy.program, Reading::backwards, Machine::Asking::horizons)},
                {"each record read along its index", scalar(policy.program, Reading::along_an_index)},
                {"everything anew for each record", scalar(policy.program, Reading::anew)}};
  if (const auto traced = compile(policy.model, {.trace = true})) {
    group.ways.push_back({"a program that traces", scalar(traced)});
  }
  if (const auto plain = compile(policy.model, {.select_rules = false})) {
    group.ways.push_back({"without the rule index", scalar(plain)});
  }
  const auto restored = saved_and_restored(policy);
  group.ways.push_back({"a saved program", restored.program ? scalar(restored.program) : Way::Decide(refused)});
  return group;
}

Group verdicts_of(const Policy& policy, model::DecisionId judged) {
  const auto& program = policy.program;
  Group group;
  group.ways = {{"the scalar machine", Scalar{.program = program, .wanted = {judged}, .whole = false}},
                {"rows in memory", Rows{program, judged}}};
  using enum batch::InstructionSet;
  for (const auto& [set, name] : {std::pair(baseline, "columns, by plain loops"), std::pair(avx2, "columns, AVX2"),
                                  std::pair(avx512, "columns, AVX-512")}) {
    if (batch::kernels_of(set) == nullptr) continue;
    group.ways.push_back({name, Columns{program, judged, {.instructions = set}}});
  }
  // The values of texts are not among what it gives.
  if (!policy.model->decisions[judged].type.present().is(Kind::text)) {
    group.ways.push_back({"columns by the public door", PublicColumns{program, policy.sources, judged}});
  }
  return group;
}

void Records::add(std::string_view record) {
  begins_.push_back(text_.size());
  sizes_.push_back(record.size());
  text_ += record;
  text_ += '\n';
}

void Records::clear() {
  text_.clear();
  begins_.clear();
  sizes_.clear();
}

std::span<const std::string_view> Records::all() {
  const auto size = text_.size();
  text_.append(json_padding, ' ');
  text_.resize(size);
  views_.clear();
  for (std::size_t i = 0; i < begins_.size(); ++i) views_.emplace_back(text_.data() + begins_[i], sizes_[i]);
  return views_;
}

}  // namespace writ::differential
