#include "engine/api/batch.hpp"

#include <algorithm>
#include <set>

#include "engine/explain/public_data.hpp"
#include "engine/program/reads.hpp"
#include "engine/value/overloaded.hpp"

namespace writ {

using batch::GivenColumn;
using batch::GivenFacts;
using batch::GivenSlot;

namespace {

/// The facts that columns may be given for. Several facts may have one name, and a path names the one that the decision
/// reads; of those that it does not read, the first.
std::vector<model::FactId> facts_by_name(const model::Model& model, const std::set<model::FactId>& read) {
  std::vector<model::FactId> facts(read.begin(), read.end());
  std::set<std::string_view> names;
  for (const model::FactId fact : facts) names.insert(model.facts[fact].name);
  for (model::FactId fact = 0; fact < model.facts.size(); ++fact) {
    if (names.insert(model.facts[fact].name).second) facts.push_back(fact);
  }
  return facts;
}

/// Two facts of one name may be read where JSON has other members for them; a path cannot say which it means.
std::string read_twice(const model::Model& model, const std::set<model::FactId>& read) {
  std::set<std::string_view> names;
  for (const model::FactId fact : read) {
    if (!names.insert(model.facts[fact].name).second) return model.facts[fact].name;
  }
  return {};
}

/// A record that holds lists of its own kind has no end of columns.
bool holds_itself(const Schema& schema, std::uint32_t record, std::vector<bool>& around) {
  if (around[record]) return true;
  around[record] = true;
  const bool itself = std::ranges::any_of(schema.records[record].fields, [&](const FieldInfo& field) {
    return field.type.base == Kind::record && holds_itself(schema, field.type.id, around);
  });
  around[record] = false;
  return itself;
}

/// What of the facts that are read columns cannot hold; empty where they can hold all.
std::string beyond_columns(const model::Model& model, const std::set<model::FactId>& read) {
  const std::string twice = read_twice(model, read);
  if (!twice.empty()) return "two facts " + twice + " are read, which columns cannot tell apart";
  for (const model::FactId fact : read) {
    const Type type = model.facts[fact].type;
    std::vector<bool> around(model.schema.records.size());
    if (type.base == Kind::record && holds_itself(model.schema, type.id, around)) {
      return model.facts[fact].name + " holds lists of its own kind, which columns cannot";
    }
  }
  return {};
}

}  // namespace

struct BatchDecider::State {
  State(std::shared_ptr<const Program> compiled, std::shared_ptr<const SourceSet> texts, model::DecisionId id,
        batch::BatchOptions options)
      : program(std::move(compiled)), sources(std::move(texts)), decision(id), machine(program, id, options) {
    const model::Decision& decided = program->model->decisions[id];
    for (const model::Rule& rule : decided.rules) rules.push_back(rule.name);
    if (decided.otherwise) rules.push_back(decided.otherwise->name);
    const auto requirements =
        options.requirements ? batch::requirements_of(*program->model, id) : std::vector<model::RequirementId>();
    const Reads reads = reads_of(*program->model, id, requirements);
    slots = batch::slots_of(*program, facts_by_name(*program->model, reads.facts));
    beyond = beyond_columns(*program->model, reads.facts);
    find_needs(reads);
  }

  void find_needs(const Reads& reads);
  std::string bind(const FactColumns& facts, GivenFacts& to) const;
  std::string bind_column(const FactColumns::Column& column, GivenFacts& to) const;
  std::string bind_list(const FactColumns::List& list, GivenFacts& to) const;
  std::string check_sizes(const FactColumns& facts, const GivenFacts& to) const;
  void take(const batch::ChunkResult& result);

  std::shared_ptr<const Program> program;
  std::shared_ptr<const SourceSet> sources;
  model::DecisionId decision;
  batch::BatchMachine machine;
  std::vector<std::string> rules;
  std::vector<std::string> needed_columns, needed_lists;
  std::string beyond;  // What columns cannot hold of what is read; empty where they can hold all.
  GivenFacts slots;    // Of one fact for each name, with nothing given.
  GivenFacts given;
  std::optional<batch::ColumnSource> source;
  std::size_t next = 0;
  BatchChunk chunk;
};

/// What the columns' program reads; where there is none, all that the decision could read.
void BatchDecider::State::find_needs(const Reads& reads) {
  const batch::ColumnProgram* const columns = machine.columns();
  if (columns == nullptr) {
    const GivenFacts all =
        batch::slots_of(*program, std::vector<model::FactId>(reads.facts.begin(), reads.facts.end()));
    for (const batch::GivenElements& list : all.lists) needed_lists.push_back(list.path);
    for (const GivenSlot& slot : all.slots) {
      if (!slot.leaf.is_presence && (!slot.leaf.is_now || reads.now)) needed_columns.push_back(slot.path);
    }
    return;
  }
  std::set<std::pair<batch::Domain, std::uint32_t>> leaves, lists;
  bool reads_now = false;
  std::vector<batch::Domain> domains(columns->lists.size() + 1);  // By those of the columns' program.
  for (std::size_t i = 0; i < columns->lists.size(); ++i) {
    const batch::ListLeaf& list = columns->lists[i];
    for (std::size_t k = 0; k < slots.lists.size(); ++k) {
      const batch::ListLeaf& known = slots.lists[k].list;
      if (known.parent == domains[list.parent] && known.offset == list.offset) {
        domains[i + 1] = static_cast<batch::Domain>(k + 1);
      }
    }
  }
  // Not only what is read in columns: the scalar machine decides orders again for which something fails, and reads all.
  for (const batch::Instruction& instruction : columns->code) {
    if (instruction.op == batch::Op::open) {
      const batch::ListLeaf& list = columns->lists[static_cast<std::size_t>(instruction.k)];
      lists.emplace(domains[list.parent], list.offset);
    } else if (instruction.op == batch::Op::leaf) {
      const batch::Leaf& leaf = columns->leaves[static_cast<std::size_t>(instruction.k)];
      reads_now |= leaf.is_now;
      if (!leaf.is_presence && !leaf.is_now) leaves.emplace(domains[leaf.domain], leaf.offset);
    }
  }
  for (const batch::GivenElements& list : slots.lists) {
    if (lists.contains({list.list.parent, list.list.offset})) needed_lists.push_back(list.path);
  }
  for (const GivenSlot& slot : slots.slots) {
    if (slot.leaf.is_presence) continue;
    const bool read =
        slot.leaf.is_now ? reads_now : columns == nullptr || leaves.contains({slot.leaf.domain, slot.leaf.offset});
    if (read) needed_columns.push_back(slot.path);
  }
}

// ---- what is given ------------------------------------------------------------------------------------------------

namespace {

std::size_t size_of(const FactColumns::Numbers& values) {
  return std::visit([](const auto& span) { return span.size(); }, values);
}

template <typename Given>
bool contains(const std::vector<Given>& all, const std::string& path) {
  return std::ranges::find(all, path, &Given::path) != all.end();
}

/// The first path that is given more than once; empty where none is.
template <typename Given>
std::string given_twice(const std::vector<Given>& all) {
  std::set<std::string_view> paths;
  const auto again = std::ranges::find_if(all, [&](const Given& each) { return !paths.insert(each.path).second; });
  return again == all.end() ? std::string() : again->path;
}

bool is_time(Type type) { return type.is(Kind::instant); }

GivenColumn as_given(const FactColumns::Column& column) {
  GivenColumn given;
  std::visit(Overloaded{[&](std::span<const std::int64_t> values) {
                          given.form = GivenColumn::Form::int64;
                          given.data = values.data();
                        },
                        [&](std::span<const std::int32_t> values) {
                          given.form = GivenColumn::Form::int32;
                          given.data = values.data();
                        },
                        [&](std::span<const std::uint8_t> values) {
                          given.form = GivenColumn::Form::byte;
                          given.data = values.data();
                        },
                        [&](std::span<const std::string_view> values) {
                          given.form = GivenColumn::Form::text;
                          given.data = values.data();
                        }},
             column.values);
  if (column.unit == FactColumns::Unit::seconds) given.scale = time::second;
  if (column.unit == FactColumns::Unit::milliseconds) given.scale = time::second / 1000;
  return given;
}

}  // namespace

std::string BatchDecider::State::bind_column(const FactColumns::Column& column, GivenFacts& to) const {
  const auto found = std::ranges::find_if(
      to.slots, [&](const GivenSlot& slot) { return !slot.leaf.is_presence && slot.path == column.path; });
  if (found == to.slots.end()) return column.path + " is no path of a fact";
  const bool is_text = found->leaf.type.is(Kind::text);
  found->column = as_given(column);
  if (is_text != (found->column.form == GivenColumn::Form::text)) {
    return column.path + " is of type " + program->model->schema.type_name(found->leaf.type);
  }
  if (found->column.scale != 1 && !is_time(found->leaf.type)) return column.path + " is no Instant and has no unit";
  return {};
}

std::string BatchDecider::State::bind_list(const FactColumns::List& list, GivenFacts& to) const {
  const auto found = std::ranges::find(to.lists, list.path, &batch::GivenElements::path);
  if (found == to.lists.end()) return list.path + " is no path of a list";
  std::visit(Overloaded{[&](std::span<const std::int64_t> offsets) {
                          found->given = {false, offsets.data()};
                        },
                        [&](std::span<const std::int32_t> offsets) {
                          found->given = {true, offsets.data()};
                        }},
             list.offsets);
  return {};
}

/// Every column has a value for each order, or for each element of its list.
std::string BatchDecider::State::check_sizes(const FactColumns& facts, const GivenFacts& to) const {
  std::vector<std::optional<std::size_t>> sizes(to.lists.size() + 1);
  sizes[batch::orders] = facts.orders;
  for (std::size_t i = 0; i < to.lists.size(); ++i) {
    const auto list = std::ranges::find(facts.lists, to.lists[i].path, &FactColumns::List::path);
    if (list == facts.lists.end()) continue;
    const auto owners = sizes[to.lists[i].list.parent];
    if (!owners) return list->path + " is within a list that is not given";
    const auto check = [&](const auto& offsets) -> std::string {
      if (offsets.size() != *owners + 1) return "the offsets of " + list->path + " are not one more than its lists";
      if (offsets.front() < 0 || !std::ranges::is_sorted(offsets)) {
        return "the offsets of " + list->path + " do not rise from 0";
      }
      sizes[i + 1] = static_cast<std::size_t>(offsets.back());
      return {};
    };
    if (std::string problem = std::visit(check, list->offsets); !problem.empty()) return problem;
  }
  const auto check = [&](const std::string& path, std::size_t size, bool presence) -> std::string {
    for (const GivenSlot& slot : to.slots) {
      if (slot.path != path || slot.leaf.is_presence != presence) continue;
      const auto wanted = sizes[slot.leaf.domain];
      if (!wanted) return path + " is within a list that is not given";
      // Elements before the first offset and after the last are nobody's.
      const bool fits = slot.leaf.domain == batch::orders ? size == *wanted : size >= *wanted;
      if (!fits) return path + " has " + std::to_string(size) + " values and not " + std::to_string(*wanted);
    }
    return {};
  };
  for (const FactColumns::Column& column : facts.columns) {
    if (std::string problem = check(column.path, size_of(column.values), false); !problem.empty()) return problem;
  }
  for (const FactColumns::Presence& presence : facts.presence) {
    if (std::string problem = check(presence.path, presence.present.size(), true); !problem.empty()) return problem;
  }
  return {};
}

std::string BatchDecider::State::bind(const FactColumns& facts, GivenFacts& to) const {
  to.orders = facts.orders;
  if (!beyond.empty()) return beyond;
  if (const std::string path = given_twice(facts.columns); !path.empty()) return path + " is given twice";
  if (const std::string path = given_twice(facts.lists); !path.empty()) return "the list " + path + " is given twice";
  if (const std::string path = given_twice(facts.presence); !path.empty()) {
    return "the presence of " + path + " is given twice";
  }
  for (const FactColumns::Column& column : facts.columns) {
    if (std::string problem = bind_column(column, to); !problem.empty()) return problem;
  }
  for (const FactColumns::List& list : facts.lists) {
    if (std::string problem = bind_list(list, to); !problem.empty()) return problem;
  }
  for (const FactColumns::Presence& presence : facts.presence) {
    const auto found = std::ranges::find_if(
        to.slots, [&](const GivenSlot& slot) { return slot.leaf.is_presence && slot.path == presence.path; });
    if (found == to.slots.end()) return presence.path + " is no optional path of a fact";
    found->present = presence.present.data();
  }
  for (const std::string& path : needed_lists) {
    if (!contains(facts.lists, path)) return "the list " + path + " is needed and is not given";
  }
  for (const std::string& path : needed_columns) {
    if (!contains(facts.columns, path)) return path + " is needed and is not given";
  }
  if (std::string problem = check_sizes(facts, to); !problem.empty()) return problem;
  // What the decision does not read is not looked at.
  for (GivenSlot& slot : to.slots) {
    if (!slot.leaf.is_presence && std::ranges::find(needed_columns, slot.path) == needed_columns.end())
      slot.column = {};
  }
  return {};
}

// ---- deciding ----------------------------------------------------------------------------------------------------

void BatchDecider::State::take(const batch::ChunkResult& result) {
  const std::size_t n = result.count;
  chunk.first = result.first;
  chunk.count = n;
  static_assert(static_cast<int>(Outcome::rejected) == batch::rejected_outcome);
  chunk.outcomes = {reinterpret_cast<const Outcome*>(result.outcome), n};
  chunk.in_force = {result.in_force, n};
  chunk.won.resize(result.rules.size());
  for (std::size_t i = 0; i < result.rules.size(); ++i) chunk.won[i] = {result.rules[i], n};
  const bool is_text = program->model->decisions[decision].type.present().is(Kind::text);
  if (result.present != nullptr && !is_text) {
    chunk.present = {result.present, n};
    chunk.values = {result.value, n};
  }
  chunk.failures.clear();
  for (const batch::ChunkResult::Single& single : result.singles) {
    BatchChunk::Failures failed{.order = result.first + single.order, .failures = {}, .path = {}, .requirement = {}};
    const model::Model& model = *program->model;
    for (const EvaluationError& error : single.errors) {
      failed.failures.push_back(to_failure(error, model, &model.decisions[decision], *sources));
    }
    failed.path = single.column;
    if (single.requirement != model::none) failed.requirement = model.requirements[single.requirement].name;
    chunk.failures.push_back(std::move(failed));
  }
}

BatchDecider::BatchDecider(std::unique_ptr<State> state) : state_(std::move(state)) {}
BatchDecider::BatchDecider(BatchDecider&&) noexcept = default;
BatchDecider& BatchDecider::operator=(BatchDecider&&) noexcept = default;
BatchDecider::~BatchDecider() = default;

const std::vector<std::string>& BatchDecider::rules() const { return state_->rules; }
std::vector<std::string> BatchDecider::needs() const {
  std::vector<std::string> paths = state_->needed_lists;
  paths.insert(paths.end(), state_->needed_columns.begin(), state_->needed_columns.end());
  return paths;
}

std::optional<std::string> BatchDecider::take(const FactColumns& facts) {
  State& state = *state_;
  state.source.reset();
  GivenFacts given = state.slots;
  if (std::string problem = state.bind(facts, given); !problem.empty()) return problem;
  state.given = std::move(given);
  state.source.emplace(state.machine.columns(), *state.program, state.given);
  state.next = 0;
  return std::nullopt;
}

const BatchChunk* BatchDecider::next() {
  State& state = *state_;
  if (!state.source || state.next >= state.given.orders) return nullptr;
  state.take(state.machine.decide(*state.source, state.next));
  state.next += state.chunk.count;
  return &state.chunk;
}

void BatchDecider::rewind() { state_->next = 0; }

BatchDecider batch_decider(std::shared_ptr<const Program> program, std::shared_ptr<const SourceSet> sources,
                           model::DecisionId decision, batch::BatchOptions options) {
  return BatchDecider(std::make_unique<BatchDecider::State>(std::move(program), std::move(sources), decision, options));
}

}  // namespace writ
