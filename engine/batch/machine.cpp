#include "engine/batch/machine.hpp"

#include <algorithm>
#include <optional>

#include "engine/batch/executor.hpp"
#include "engine/batch/kernels/tables.hpp"
#include "engine/value/absent.hpp"

namespace writ::batch {

const Kernels* kernels_of(InstructionSet set) {
#if defined(__x86_64__)
  const bool has_avx2 = __builtin_cpu_supports("avx2") && __builtin_cpu_supports("bmi2");
  const bool has_avx512 = has_avx2 && __builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512bw") &&
                          __builtin_cpu_supports("avx512dq") && __builtin_cpu_supports("avx512vl");
  switch (set) {
    case InstructionSet::best: return has_avx512 ? &avx512::kernels : has_avx2 ? &avx2::kernels : &baseline::kernels;
    case InstructionSet::baseline: return &baseline::kernels;
    case InstructionSet::avx2: return has_avx2 ? &avx2::kernels : nullptr;
    case InstructionSet::avx512: return has_avx512 ? &avx512::kernels : nullptr;
  }
  return nullptr;
#else
  return set == InstructionSet::best || set == InstructionSet::baseline ? &baseline::kernels : nullptr;
#endif
}

struct BatchMachine::State {
  State(std::shared_ptr<const Program> compiled, model::DecisionId id, BatchOptions options)
      : program(std::move(compiled)),
        decision(id),
        columns(options.columns ? compile_columns(program, id, {.requirements = options.requirements}) : nullptr),
        kernels(kernels_of(options.instructions)),
        machine(program, options.limits),
        lanes(columns ? columns->lists.size() : 0, columns ? columns->lists : std::vector<ListLeaf>()) {
    if (kernels == nullptr) kernels = kernels_of(InstructionSet::baseline);
    if (columns) executor.emplace(*columns, *kernels);
    if (options.requirements) requirements = requirements_of(*program->model, id);
    const model::Decision& decided = program->model->decisions[id];
    rules = decided.rules.size() + (decided.otherwise ? 1 : 0);
    const Type type = decided.type;
    has_value = !decided.permission && !type.is_list() && !type.is(Kind::record);
    own.resize(rules + 3);
    result.rules.resize(rules);
  }

  template <typename Source>
  const ChunkResult& decide(Source& source, std::size_t first);
  void take_columns();
  void make_own(bool copy);
  template <typename Source>
  void decide_one(Source& source, std::size_t order);
  void take(std::size_t order, const Verdict& verdict, ChunkResult::Single& single);

  std::shared_ptr<const Program> program;
  model::DecisionId decision;
  std::shared_ptr<const ColumnProgram> columns;
  const Kernels* kernels;
  Machine machine;
  Lanes lanes;
  std::optional<Executor> executor;
  std::vector<model::RequirementId> requirements;
  std::size_t rules = 0;
  bool has_value = false;

  ChunkResult result;
  // The result in memory of our own, where single orders are put into it: outcome, in_force, present, then the rules.
  std::vector<std::vector<std::uint8_t>> own;
  std::vector<std::int64_t> values;
  Arena texts;
};

void BatchMachine::State::take_columns() {
  const Executor& made = *executor;
  result.outcome = made.bytes(columns->outcome);
  result.in_force = made.bytes(columns->in_force);
  for (std::size_t i = 0; i < rules; ++i) result.rules[i] = made.bytes(columns->rules[i]);
  result.present = nullptr;
  result.value = nullptr;
  if (!has_value) return;
  result.present = made.bytes(columns->present);
  if (columns->code[columns->value].lane == Lane::byte) {
    values.resize(chunk_lanes);
    kernels->widen_byte(made.bytes(columns->value), values.data(), result.count);
    result.value = values.data();
  } else {
    result.value = made.numbers(columns->value);
  }
}

/// From here on single orders may be written.
void BatchMachine::State::make_own(bool copy) {
  const auto keep = [&](const std::uint8_t*& column, std::vector<std::uint8_t>& to) {
    to.resize(chunk_lanes);
    if (copy) std::copy_n(column, result.count, to.begin());
    column = to.data();
  };
  keep(result.outcome, own[0]);
  keep(result.in_force, own[1]);
  for (std::size_t i = 0; i < rules; ++i) keep(result.rules[i], own[3 + i]);
  if (!has_value) return;
  keep(result.present, own[2]);
  values.resize(chunk_lanes);
  if (copy && result.value != values.data()) std::copy_n(result.value, result.count, values.begin());
  result.value = values.data();
}

void BatchMachine::State::take(std::size_t order, const Verdict& verdict, ChunkResult::Single& single) {
  own[0][order] = static_cast<std::uint8_t>(verdict.outcome);
  own[1][order] = verdict.policy_not_in_force ? 0 : 1;
  for (std::size_t i = 0; i < rules; ++i) own[3 + i][order] = 0;
  for (const std::uint32_t rule : verdict.rules) own[3 + rule][order] = 1;
  if (has_value) {
    own[2][order] = verdict.present ? 1 : 0;
    values[order] = 0;
    const bool is_text = program->model->decisions[decision].type.present().is(Kind::text);
    if (verdict.present && is_text) {
      values[order] = reinterpret_cast<std::int64_t>(texts.text(text_in(verdict.value)));
    } else if (verdict.present) {
      values[order] = verdict.value.number;
    }
  }
  single.errors = verdict.errors;
}

template <typename Source>
void BatchMachine::State::decide_one(Source& source, std::size_t order) {
  ChunkResult::Single single{.order = order, .errors = {}, .column = {}};
  const auto reject = [&] {
    take(order, Verdict{}, single);
    own[0][order] = rejected_outcome;
  };
  const Facts facts = source.facts(result.first + order);
  single.column = source.problem();
  if (!single.column.empty()) {
    reject();
    result.singles.push_back(std::move(single));
    return;
  }
  machine.begin(facts);
  for (const model::RequirementId requirement : requirements) {
    const auto checked = machine.check(requirement);
    if (checked.holds && !checked.error) continue;
    reject();
    single.requirement = requirement;
    if (checked.error) single.errors.push_back(*checked.error);
    result.singles.push_back(std::move(single));
    return;
  }
  take(order, machine.decide(decision), single);
  if (!single.errors.empty()) result.singles.push_back(std::move(single));
}

template <typename Source>
const ChunkResult& BatchMachine::State::decide(Source& source, std::size_t first) {
  result.first = first;
  result.count = std::min(chunk_lanes, source.size() - first);
  result.singles.clear();
  texts.reset();
  if (result.count == 0) return result;
  lanes.begin(result.count);
  source.begin(first, lanes);
  if (!columns) {
    make_own(false);
    for (std::size_t i = 0; i < result.count; ++i) decide_one(source, i);
    return result;
  }
  executor->run(source, lanes);
  result.count = lanes.size();
  take_columns();
  if (!lanes.any_marked()) return result;
  make_own(true);
  for (std::size_t i = 0; i < result.count; ++i) {
    if (lanes.marked(i) != 0) decide_one(source, i);
  }
  return result;
}

BatchMachine::BatchMachine(std::shared_ptr<const Program> program, model::DecisionId decision, BatchOptions options)
    : state_(std::make_unique<State>(std::move(program), decision, options)) {}
BatchMachine::~BatchMachine() = default;
BatchMachine::BatchMachine(BatchMachine&&) noexcept = default;
BatchMachine& BatchMachine::operator=(BatchMachine&&) noexcept = default;

const ColumnProgram* BatchMachine::columns() const { return state_->columns.get(); }
const char* BatchMachine::instruction_set() const { return state_->kernels->name; }
const ChunkResult& BatchMachine::decide(RowSource& source, std::size_t first) { return state_->decide(source, first); }
const ChunkResult& BatchMachine::decide(ColumnSource& source, std::size_t first) {
  return state_->decide(source, first);
}
RowSource BatchMachine::rows(std::span<const Facts> facts) const { return {state_->columns.get(), facts}; }

}  // namespace writ::batch
