#include "tests/differential/ways.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <numeric>
#include <utility>

#include "engine/api/load.hpp"
#include "engine/batch/machine.hpp"
#include "engine/facts/answer.hpp"
#include "engine/facts/write_json.hpp"
#include "engine/saved/saved_program.hpp"

namespace writ::differential {
namespace {

using Decisions = std::vector<model::DecisionId>;
using Sources = std::shared_ptr<const SourceSet>;

/// The order in which a way takes the records: what a reader learned from those before must not show.
enum class Order { forwards, backwards };

struct Lines {
  std::shared_ptr<const Program> program;
  Sources sources;
  Decisions wanted;
  Order order = Order::forwards;
  bool fresh = false;  ///< Everything anew for each record.

  Answers operator()(std::span<const std::string_view> records) const {
    Answers answers(records.size());
    std::vector<std::size_t> places(records.size());
    std::iota(places.begin(), places.end(), std::size_t{0});
    if (order == Order::backwards) std::ranges::reverse(places);
    std::optional<Answerer> answerer;
    std::optional<AnswerWriter> writer;
    for (const auto place : places) {
      if (fresh || !answerer) {
        writer.reset();
        answerer.emplace(program, wanted, AnswerOptions{});
        writer.emplace(program, *sources, *answerer, AnswerWriter::Options{{}, wanted.size() > 1});
      }
      writer->append(answers[place], answerer->answer(records[place]));
    }
    return answers;
  }
};

/// One decision of each record, as the answerer comes to it.
struct Verdicts {
  std::shared_ptr<const Program> program;
  model::DecisionId judged;

  Answers operator()(std::span<const std::string_view> records) const {
    Answers answers;
    Answerer answerer(program, {judged}, {});
    for (const auto record : records) {
      const auto& answer = answerer.answer(record);
      answers.push_back(answer.problems.empty() ? verdict_text(*program, judged, *answer.decisions.front().verdict)
                                                : std::string(rejected_text));
    }
    return answers;
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
        answers.push_back(admitted ? verdict_text(*program, judged, machine.decide(judged))
                                   : std::string(rejected_text));
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
    for (std::size_t rule = 0; rule < chunk.rules.size(); ++rule) {
      if (chunk.rules[rule][order] != 0) verdict.rules.push_back(static_cast<std::uint32_t>(rule));
    }
    if (chunk.present != nullptr) verdict.present = chunk.present[order] != 0;
    if (chunk.value != nullptr) verdict.value = number(chunk.value[order]);
    return verdict_text(*program, judged, verdict);
  }
};

/// Of a scalar; lists and records are for the lines.
std::string value_text(const model::Decision& decision, const Verdict& verdict) {
  if (decision.permission || verdict.outcome != model::Outcome::decided) return {};
  const auto type = decision.type.present();
  if (decision.combine == syntax::Combine::every || type.is_list() || type.is(Kind::record)) return {};
  if (!verdict.present) return " absent";
  if (type.is(Kind::text)) return fmt::format(" value {}", verdict.value.text->view());
  return fmt::format(" value {}", verdict.value.number);
}

/// What was saved and is refused agrees with nothing.
Answers refused(std::span<const std::string_view> records) { return Answers(records.size(), "refused"); }

}  // namespace

std::string verdict_text(const Program& program, model::DecisionId decision, const Verdict& verdict) {
  return fmt::format("outcome {} rules {}{}", static_cast<int>(verdict.outcome), fmt::join(verdict.rules, ","),
                     value_text(program.model->decisions[decision], verdict));
}

std::string Difference::text(std::string_view record_text) const {
  return fmt::format("record: {}\n{}:\n  {}\n{}:\n  {}\n", record_text, beside, expected, way, answer);
}

std::optional<Difference> first_difference(const Group& group, std::span<const std::string_view> records) {
  const auto& first = group.ways.front();
  const auto expected = first.answers(records);
  for (const auto& way : std::span(group.ways).subspan(1)) {
    const auto answers = way.answers(records);
    for (std::size_t i = 0; i < records.size(); ++i) {
      if (answers[i] != expected[i]) return Difference{i, way.name, answers[i], first.name, expected[i]};
    }
  }
  return {};
}

std::optional<Ways> ways_of(const std::string& policy, model::DecisionId judged) {
  const auto loaded = load({{"policy.writ", policy}});
  if (!loaded.model) return {};
  const auto program = compile(loaded.model);
  if (!program) return {};
  Decisions all(loaded.model->decisions.size());
  std::iota(all.begin(), all.end(), model::DecisionId{0});

  Ways ways;
  ways.program = program;
  ways.lines.ways = {
      {"the scalar machine", Lines{program, loaded.sources, all}},
      {"the scalar machine, the records backwards", Lines{program, loaded.sources, all, Order::backwards}}};
  ways.each_anew = {"the scalar machine, everything anew for each record",
                    Lines{program, loaded.sources, all, Order::forwards, true}};
  ways.verdicts.ways = {{"the scalar machine", Verdicts{program, judged}}, {"rows in memory", Rows{program, judged}}};
  if (const auto traced = compile(loaded.model, {.trace = true})) {
    ways.verdicts.ways.push_back({"a program that traces", Verdicts{traced, judged}});
  }
  if (const auto plain = compile(loaded.model, {.select_rules = false})) {
    ways.lines.ways.push_back({"without the rule index", Lines{plain, loaded.sources, all}});
  }
  if (const auto bytes = saved::save(loaded.model, *loaded.sources)) {
    const auto restored = saved::restore(*bytes);
    ways.lines.ways.push_back({"a saved program", restored.program
                                                      ? Way::Decide(Lines{restored.program, restored.sources, all})
                                                      : Way::Decide(refused)});
  }
  using enum batch::InstructionSet;
  for (const auto& [set, name] : {std::pair(baseline, "columns, by plain loops"), std::pair(avx2, "columns, AVX2"),
                                  std::pair(avx512, "columns, AVX-512")}) {
    if (batch::kernels_of(set) == nullptr) continue;
    ways.verdicts.ways.push_back({name, Columns{program, judged, {.instructions = set}}});
  }
  return ways;
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
