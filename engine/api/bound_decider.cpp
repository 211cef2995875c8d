#include "engine/api/bound_decider.hpp"

#include <algorithm>
#include <deque>

#include "engine/api/convert.hpp"
#include "engine/api/place_members.hpp"
#include "engine/explain/public_data.hpp"
#include "engine/facts/answer.hpp"
#include "engine/run/machine_state.hpp"
#include "engine/value/absent.hpp"
#include "engine/value/time/period.hpp"
#include "grammar/unicode.hpp"

namespace writ {

namespace bound {

struct Reader::State {
  void clear() {
    arena.reset();
    if (!problems.empty()) forget_problems();
  }
  [[gnu::noinline]] void forget_problems() { problems.clear(); }
  /// Has the lists kept that are read once for an object: those that are in no other list.
  void keep_lists(Place& place) {
    if (place.is_list) {
      ListInPlace& list = lists.emplace_back();
      list.kept = {reinterpret_cast<std::int64_t>(&list.list), &list.list.count};
      place.kept = &list.kept;
    } else {
      for (Place& inside : place.inside) keep_lists(inside);
    }
  }

  struct ListInPlace {
    KeptList kept;
    List list;
    std::vector<Slot> elements;
  };
  std::deque<ListInPlace> lists;
  Arena arena;
  std::vector<FactProblem> problems;
  std::string pointer;
  std::vector<std::size_t> levels;  // Where the pointer ends without each of its parts.
};

struct Core::State {
  State(std::shared_ptr<const Program> compiled, std::shared_ptr<const SourceSet> texts, model::DecisionId id,
        Source facts, Place placed, const DecideOptions& options, const Limits& limits)
      : program(std::move(compiled)),
        sources(std::move(texts)),
        decision(id),
        source(std::move(facts)),
        root(std::move(placed)),
        options_now(options.now),
        requirements(requirements_of(*program->model, {&decision, 1})),
        is_plain(requirements.empty() && !options_now),
        machine(program, limits),
        overridden(overridden_parameters(decision, *program, machine)),
        row(machine.facts()),
        time_of_object(row + program->fact_slots) {
    reading.keep_lists(root);
  }

  bool read(const void* object) {
    reading.clear();
    // Who asked until when the last one holds will ask again.
    asking = horizon != nullptr ? Machine::Asking::horizons : Machine::Asking::decisions;
    horizon = nullptr;
    return source.read(source.binding.get(), object, root, words(), reader) || say_what_does_not_fit(object);
  }

  /// Once more, to say what and where.
  [[gnu::noinline]] bool say_what_does_not_fit(const void* object) {
    reading.clear();
    reading.pointer.clear();
    reading.levels.clear();
    return source.note(source.binding.get(), object, root, words(), reader);
  }

  /// Slots, as those who write numbers into them see them.
  std::int64_t* words() { return &row->number; }

  std::shared_ptr<const Program> program;
  std::shared_ptr<const SourceSet> sources;
  model::DecisionId decision;
  Source source;
  Place root;
  std::optional<Value::Instant> options_now;
  std::vector<model::RequirementId> requirements;
  bool is_plain;  // Nothing is required, and each object has its own time.
  List no_elements;
  Reader::State reading;
  Reader reader{reading, reinterpret_cast<std::int64_t>(&no_elements)};
  Machine machine;
  std::vector<Decision::Parameter> overridden;
  Slot* const row;                   // The machine's; then `now`:
  const Slot* const time_of_object;  // the object's own, where that is bound.
  time::Instant now = 0;
  const Verdict* verdict = nullptr;  // Null where it was rejected.
  const Horizon* horizon = nullptr;  // The machine's, where it was asked for.
  Machine::Asking asking = Machine::Asking::decisions;
};

// ---- reading --------------------------------------------------------------------------------------------------------

std::int64_t Place::searched(std::int64_t value) const {
  const auto found = std::ranges::lower_bound(known_values, value);
  if (found == known_values.end() || *found != value) return -1;
  return known_members[static_cast<std::size_t>(found - known_values.begin())];
}

std::int64_t* Reader::rows(std::int64_t* word, std::size_t count, const Place& place) {
  const std::size_t width = count * place.width;
  auto* list = static_cast<List*>(state_->arena.allocate(sizeof(List) + width * sizeof(Slot)));
  Slot* slots = reinterpret_cast<Slot*>(list + 1);
  if (place.partly) std::fill_n(slots, width, Slot{});
  reinterpret_cast<Slot*>(word)->list = new (list) List{slots, count};
  return &slots->number;
}

void Reader::make_room(KeptList& kept, std::size_t count, const Place& place) {
  const auto found = std::ranges::find(state_->lists, &kept, [](const auto& list) { return &list.kept; });
  const std::size_t room = std::max(count, 2 * kept.room);
  found->elements.assign(room * place.width, Slot{});
  found->list.rows = found->elements.data();
  kept.row = &found->elements.data()->number;
  kept.room = room;
}

bool Reader::text(std::int64_t* word, std::string_view text, bool copy) {
  const bool plain = std::ranges::all_of(text, [](char byte) { return static_cast<signed char>(byte) >= 0; });
  if (!plain && first_invalid_utf8(text)) return false;
  Slot* slot = reinterpret_cast<Slot*>(word);
  if (copy) {
    slot->text = state_->arena.text(text);
  } else {
    slot->text = new (state_->arena.allocate(sizeof(Text))) Text{text.data(), text.size()};
  }
  return true;
}

void Reader::enter(std::string_view name) {
  state_->levels.push_back(state_->pointer.size());
  state_->pointer += '/';
  std::ranges::replace_copy(name, std::back_inserter(state_->pointer), '.', '/');
}

void Reader::enter(std::size_t element) { enter(std::to_string(element)); }

void Reader::leave() {
  state_->pointer.resize(state_->levels.back());
  state_->levels.pop_back();
}

void Reader::refuse(Refusal refusal, const Place& place, std::string found) {
  FactProblem problem;
  switch (refusal) {
    case Refusal::missing: problem.fault = FactFault::missing_member; break;
    case Refusal::number: problem.fault = FactFault::number_out_of_range; break;
    case Refusal::time: problem.fault = FactFault::time_out_of_range; break;
    case Refusal::enumerator: problem.fault = FactFault::not_a_member_of_enum; break;
    case Refusal::currency: problem.fault = FactFault::wrong_currency; break;
    case Refusal::text: problem.fault = FactFault::invalid_utf8; break;
  }
  problem.pointer = state_->pointer;
  problem.expected = place.expected;
  problem.found = std::move(found);
  state_->problems.push_back(std::move(problem));
}

// ---- deciding -------------------------------------------------------------------------------------------------------

Core::Core(std::unique_ptr<State> state) : state_(std::move(state)) {}
Core::~Core() = default;

[[gnu::noinline]] DecisionView Core::rejected() {
  state_->verdict = nullptr;
  state_->now = 0;
  return {this, Outcome::rejected, {}};
}

inline DecisionView Core::decided(const Verdict& verdict) {
  state_->verdict = &verdict;
  return {this, to_outcome(verdict.outcome), verdict.rules};
}

/// For any time, and where there are requirements.
[[gnu::noinline]] DecisionView Core::decide_at(time::Instant now) {
  State& state = *state_;
  if (!is_a_time(now)) {
    state.reading.problems.push_back(no_such_time(now));
    return rejected();
  }
  state.now = now;
  if (state.requirements.empty()) return decided(state.machine.begin_and_decide(now, state.asking, state.decision));
  state.machine.begin({state.row, now}, state.asking);
  if (!check_requirements(state.machine, state.requirements, state.reading.problems)) return rejected();
  return decided(state.machine.decide(state.decision));
}

DecisionView Core::decide(const void* object) {
  State& state = *state_;
  if (!state.read(object)) return rejected();
  if (!state.is_plain)
    return decide_at(state.options_now ? state.options_now->microseconds : state.time_of_object->number);
  // The object's own time was read, and so it is one.
  state.now = state.time_of_object->number;
  return decided(state.machine.begin_and_decide(state.now, state.asking, state.decision));
}

DecisionView Core::decide(const void* object, Value::Instant now) {
  return state_->read(object) ? decide_at(now.microseconds) : rejected();
}

}  // namespace bound

// ---- what was decided -----------------------------------------------------------------------------------------------

std::string_view DecisionView::rule_name(std::uint32_t rule) const {
  const bound::Core::State& state = *core_->state_;
  const model::Decision& decision = state.program->model->decisions[state.decision];
  if (rule > decision.rules.size() || (rule == decision.rules.size() && !decision.otherwise)) return {};
  return rule_of(decision, rule).name;
}

Value::Instant DecisionView::now() const { return {core_->state_->now}; }

ValueView DecisionView::value() const {
  const bound::Core::State& state = *core_->state_;
  if (state.verdict == nullptr || state.verdict->outcome != model::Outcome::decided || !state.verdict->present)
    return {};
  const Type type = state.program->model->decisions[state.decision].type.present();
  const Slot slot = state.verdict->value;
  if (type.is_list()) return {ValueView::Compound{}};
  switch (type.base) {
    case Kind::boolean: return {slot.number != 0};
    case Kind::integer: return {slot.number};
    case Kind::decimal: return {Value::Decimal{slot.number}};
    case Kind::text: return {text_in(slot)};
    case Kind::instant: return {Value::Instant{slot.number}};
    case Kind::date: return {Value::Date{static_cast<std::int32_t>(slot.number)}};
    case Kind::time_of_day: return {Value::TimeOfDay{slot.number}};
    case Kind::duration: return {Value::Duration{slot.number}};
    case Kind::period: return {to_period(slot)};
    case Kind::money: {
      ValueView::Money money{slot.number, {}};
      std::ranges::copy_n(currency_letters(type.id).begin(), 3, money.currency.begin());
      return {money};
    }
    case Kind::enumeration: {
      const auto& members = state.program->model->schema.enums[type.id].members;
      return {ValueView::Member{members[static_cast<std::size_t>(slot.number)].name}};
    }
    case Kind::record: return {ValueView::Compound{}};
    case Kind::unknown: break;
  }
  return {};
}

namespace {

constexpr Horizon of_what_was_rejected;

const Horizon& horizon_of(bound::Core::State& state) {
  if (state.horizon == nullptr) {
    state.horizon = state.verdict == nullptr ? &of_what_was_rejected : &state.machine.horizon(state.decision);
  }
  return *state.horizon;
}

}  // namespace

Value::Instant DecisionView::held_before() const {
  const Horizon& horizon = horizon_of(*core_->state_);
  return {horizon.kind == Horizon::Kind::never_changes ? always : horizon.at};
}

bool DecisionView::holds_at_least() const { return horizon_of(*core_->state_).kind == Horizon::Kind::at_least; }
bool DecisionView::follows_now() const { return horizon_of(*core_->state_).follows_now; }

Decision DecisionView::decision() const {
  bound::Core::State& state = *core_->state_;
  DecisionAnswer decided;
  decided.decision = state.decision;
  decided.verdict = state.verdict;
  Answer answer{{}, state.now, state.reading.problems, {}};
  if (state.verdict != nullptr) {
    decided.horizon = horizon_of(state);
    collect_messages(state.machine, decided);
    answer.decisions = {&decided, 1};
  }
  return to_decision(answer, state.decision, *state.program, *state.sources, state.overridden);
}

// ---- making one -----------------------------------------------------------------------------------------------------

bound::Made make_bound_decider(std::shared_ptr<const Program> program, std::shared_ptr<const SourceSet> sources,
                               const FoundDecision& found, bound::Source facts, const DecideOptions& options,
                               const Limits& limits) {
  bound::Made made;
  if (found.decision == model::none) {
    made.findings.push_back(plain_error(found.problem, found.help));
    return made;
  }
  const Reads reads = reads_of(*program->model, found.decision, requirements_of(*program->model, {&found.decision, 1}));
  PlacedMembers placed = place_members(*program, found.decision, reads, facts.description, options.now.has_value());
  for (auto& [message, help] : placed.problems)
    made.findings.push_back(plain_error(std::move(message), std::move(help)));
  if (!made.findings.empty()) return made;
  made.core = std::make_unique<bound::Core>(
      std::make_unique<bound::Core::State>(std::move(program), std::move(sources), found.decision, std::move(facts),
                                           std::move(placed.root), options, limits));
  return made;
}

}  // namespace writ
