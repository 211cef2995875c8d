#include "engine/run/machine.hpp"

#include <algorithm>

#include "engine/run/equality.hpp"
#include "engine/run/machine_state.hpp"

namespace writ {

namespace {

constexpr Text no_text{"", 0};

}  // namespace

// Who lets others choose limits holds them to the most (`at_most_allowed`). Steps past what a signed number can say
// would be none at all: then nothing is decided.
Machine::Machine(std::shared_ptr<const Program> program, Limits limits)
    : state_(std::make_unique<State>(std::move(program), limits)) {}
Machine::~Machine() = default;
Machine::Machine(Machine&&) noexcept = default;
Machine& Machine::operator=(Machine&&) noexcept = default;

const Program& Machine::program() const { return *state_->program; }
const Limits& Machine::limits() const { return state_->limits; }

Slot* Machine::facts() { return state_->present.facts(); }

inline void Machine::State::ask(Asking asking) {
  later_is_new_to = model::none;
  const bool shares = asking == Asking::horizons && !program->options.trace;
  if (shares) begin_later();
  share(shares);
  questions.clear();
}

[[gnu::noinline]] bool Machine::State::passes_a_limit(Question question) {
  questions.push_back(question);
  if (!present.exhausted() && !later.exhausted()) [[likely]]
    return false;
  ask_all_again();
  return true;
}

[[gnu::noinline]] void Machine::State::ask_all_again() {
  share(false);
  later_is_new_to = model::none;
  present.start_over();
  for (const Question& question : std::span(questions).first(questions.size() - 1)) {
    switch (question.kind) {
      case Question::Kind::requirement: present.run_condition(program->requirements[question.id]); break;
      case Question::Kind::because: because(question.id); break;
      case Question::Kind::decision: decide_alone(question.id); break;
      case Question::Kind::message: message(question.id, question.rule); break;
    }
  }
}

[[gnu::noinline]] const Verdict& Machine::State::decide_alone(model::DecisionId decision) {
  return present.decide(decision);
}

void Machine::begin(Facts facts, Asking asking) {
  State& state = *state_;
  state.facts = facts;
  state.present.begin(facts);
  state.ask(asking);
}

/// Where the rules that `now` reaches make nothing and call nothing, asking them elsewhere counts as it does here.
[[gnu::noinline]] const Verdict& Machine::State::begin_and_share(time::Instant now, model::DecisionId decision) {
  facts = {present.facts(), now};
  present.begin_at(now);
  if (!present.has_short_way(decision)) {
    ask(Asking::horizons);
    return decide(decision);
  }
  if (is_shared) share(false);
  later.begin_with_moving(facts, decision);
  later_is_new_to = decision;
  if (const Verdict* verdict = present.decide_after(decision, later.moving_first(decision))) return *verdict;
  later_is_new_to = model::none;
  present.start_over();
  return present.decide_first(decision);
}

Machine::RequirementResult Machine::State::check(BlockId condition, TraceNode::Kind kind, std::uint32_t id) {
  if (program->options.trace) trace.enter(kind, id);
  const auto result = present.run_condition(condition);
  if (program->options.trace) trace.leave(kind, id);
  if (present.exhausted()) return {false, EvaluationError{.fault = present.limit_passed()}};
  if (result.failed) return {false, present.error(result.error)};
  return {result.values[0].number != 0, std::nullopt};
}

Machine::RequirementResult Machine::check(model::RequirementId requirement) {
  State& state = *state_;
  const BlockId condition = state.program->requirements[requirement];
  const auto result = state.check(condition, TraceNode::Kind::requirement, requirement);
  if (!state.has_to_ask_again({State::Question::Kind::requirement, requirement})) return result;
  return state.check(condition, TraceNode::Kind::requirement, requirement);
}

Machine::RequirementResult Machine::check_invariant(std::uint32_t invariant) {
  return state_->check(state_->program->invariants[invariant], TraceNode::Kind::invariant, invariant);
}

const Verdict& Machine::decide(model::DecisionId decision) { return state_->decide(decision); }

template <typename Failed>
std::span<const MessageResult> Machine::State::texts(const std::vector<TextCode>& codes, Failed failed) {
  messages.clear();
  for (const TextCode& code : codes) {
    const auto result = present.run(code.text);
    if (result.failed) {
      failed(result.error);
    } else {
      const Text* const text = result.values[0].text;
      messages.push_back({code.language, text == nullptr ? &no_text : text});
    }
  }
  return messages;
}

std::span<const MessageResult> Machine::State::because(model::RequirementId requirement) {
  return texts(program->because[requirement], [](std::uint32_t) {});
}

std::span<const MessageResult> Machine::because(model::RequirementId requirement) {
  const auto texts = state_->because(requirement);
  const bool again = state_->has_to_ask_again({State::Question::Kind::because, requirement});
  return again ? state_->because(requirement) : texts;
}

std::span<const MessageResult> Machine::State::message(model::DecisionId decision, std::uint32_t rule) {
  return texts(program->decisions[decision].rules[rule].message,
               [&](std::uint32_t error) { present.message_failed(decision, rule, error); });
}

std::span<const MessageResult> Machine::message(model::DecisionId decision, std::uint32_t rule) {
  const auto texts = state_->message(decision, rule);
  const bool again = state_->has_to_ask_again({State::Question::Kind::message, decision, rule});
  return again ? state_->message(decision, rule) : texts;
}

Machine::ParameterValue Machine::parameter(model::ParameterId parameter) {
  const auto result = state_->present.run_once(state_->program->parameters[parameter]);
  const Type type = state_->program->model->parameters[parameter].type;
  const bool optional = type.optional;
  if (result.failed || (type == Type{Kind::boolean} && is_error(result.values[0]))) return {.failed = true};
  return {false, !optional || result.values[0].number != 0, result.values[optional ? 1 : 0]};
}

Machine::StepValue Machine::step_value(std::uint32_t test, std::uint32_t step) {
  State& state = *state_;
  const TestStepCode& code = state.program->tests[test][step];
  const bool traced = state.program->options.trace;
  if (traced) state.trace.enter(TraceNode::Kind::step, step);
  const bool condition = code.type == Type{Kind::boolean};
  const auto result = condition ? state.present.run_condition(code.value) : state.present.run(code.value);
  if (traced) state.trace.leave(TraceNode::Kind::step, step);
  if (state.present.exhausted()) return {.error = EvaluationError{.fault = state.present.limit_passed()}};
  if (result.failed) return {.error = state.present.error(result.error)};
  const bool optional = code.type.optional;
  return {std::nullopt, !optional || result.values[0].number != 0, result.values[optional ? 1 : 0]};
}

Machine::StepNotice Machine::step_notice(std::uint32_t test, std::uint32_t step) {
  std::uint32_t error = 0;
  const auto notice = state_->present.run_notice(*state_->program->tests[test][step].notice, error);
  if (!notice) return {.error = state_->present.error(error)};
  return {std::nullopt, *notice};
}

std::uint64_t Machine::steps() const { return state_->present.steps(); }

const Trace& Machine::trace() const { return state_->trace; }
const EvaluationError& Machine::error(std::uint32_t number) const { return state_->present.error(number); }

bool Machine::State::same(model::DecisionId decision, const Verdict& a, const TimedVerdict& b, bool follows_now) const {
  if (b.as_before) return true;
  if (a.outcome != b.outcome || a.rules != b.rules || a.policy_not_in_force != b.policy_not_in_force) return false;
  if (follows_now || a.outcome != model::Outcome::decided) return true;
  if (a.present != b.present) return false;
  std::uint64_t work = 0;
  const Type type = program->model->decisions[decision].type.present();
  return !a.present || equal_values(program->model->schema, type, a.value, b.value, work);
}

namespace {

/// Until when the value moves with `now`, from `at` on; `at` where it does not. A number that is no line in `now` is a
/// staircase, however fine, whose next step can be told; a time is one where its steps are long.
time::Instant moves_until(Motions& motions, Type type, const TimedVerdict& verdict, time::Instant at) {
  if (!verdict.present) return at;
  const bool is_time = type.base == Kind::instant || type.base == Kind::duration || type.base == Kind::time_of_day;
  if (type.is_list() || (verdict.value_piece.tape >= 0 && !is_time)) return at;
  return motions.flows_until({verdict.value, verdict.value_piece});
}

}  // namespace

/// Of a permission that took the short way, by the bits of its rules. False where that does not go on.
[[gnu::always_inline]] inline bool Machine::State::horizon_shortly(model::DecisionId decision, const ShortWay& way) {
  horizon = Horizon{};
  if (!way.moving) return true;
  const bool is_known = later_is_new_to == decision || later_is_new_to == every_decision;
  if (!is_known) begin_later();
  const ShortWay::Moving* moving = is_known ? &later.moving_shortly(decision) : &later.moving_first(decision);
  const std::uint64_t winners = way.winners(way.apply);
  const std::uint64_t still = way.apply ^ moving->applied;
  for (std::uint32_t changes = 0; moving->complete; ++changes) {
    if (moving->until > time::last_instant) return true;
    horizon.at = moving->until;
    if (changes == limits.horizon_changes || horizon.steps > limits.horizon_steps) {
      horizon.kind = Horizon::Kind::at_least;
      return true;
    }
    // As a rule something changes there. How long what is there stands is asked only where nothing does, and that is
    // what counts: so the search ends at the same place whichever way it goes.
    std::uint64_t applied = moving->applied ^ moving->turning;
    const bool sure = (moving->turning & unsure) == 0 || present.moving_at(decision, horizon.at, applied);
    bool changed = sure && way.winners(still | applied) != winners;
    if (!changed) {
      move_later_to(horizon.at);
      moving = &later.moving_shortly(decision);
      horizon.steps += later.work() + 1;
      changed = moving->complete && way.winners(still | moving->applied) != winners;
    }
    if (changed) {
      horizon.kind = Horizon::Kind::changes;
      return true;
    }
  }
  // From the beginning, as if nothing had been asked.
  later_is_new_to = model::none;
  return false;
}

const Horizon& Machine::horizon(model::DecisionId decision) {
  State& state = *state_;
  const ShortWay* way = state.present.short_way(decision);
  if (way == nullptr && state.present.decided(decision) == nullptr) {
    state.decide(decision);
    way = state.present.short_way(decision);
  }
  if (state.is_shared) state.share(false);
  if (way == nullptr || !state.horizon_shortly(decision, *way)) state.horizon_at_length(decision);
  return state.horizon;
}

[[gnu::noinline]] void Machine::State::horizon_at_length(model::DecisionId decision) {
  const Type type = program->model->decisions[decision].type;
  const Verdict& now = *present.decided(decision);
  horizon = Horizon{};
  if (!program->model->decisions[decision].reads_now) return;
  // Past a limit nothing is known of what was not evaluated.
  if (present.exhausted()) return give_up_from(facts.now);
  if (later_is_new_to != every_decision) begin_later();
  const TimedVerdict* verdict = &later.decide(decision);
  if (later.exhausted()) return give_up_from(facts.now);
  time::Instant moving = moves_until(later.motions(), type, *verdict, facts.now);
  horizon.follows_now = moving > facts.now;
  for (std::uint32_t changes = 0;; ++changes) {
    // Nothing can differ before this instant; at it, decide again.
    time::Instant next = verdict->until;
    if (horizon.follows_now) {
      next = std::min(next, verdict->value_piece.until);
      if (moving < next) horizon.follows_until = std::min(horizon.follows_until, moving);
    } else if (verdict->present) {
      next = std::min(next, later.motions().first_difference({verdict->value, verdict->value_piece}));
    }
    if (next > time::last_instant) return;
    horizon.at = next;
    if (changes == limits.horizon_changes || horizon.steps > limits.horizon_steps) {
      horizon.kind = Horizon::Kind::at_least;
      return;
    }
    move_later_to(next);
    verdict = &later.decide(decision);
    horizon.steps += later.work() + 1;
    if (later.exhausted()) return give_up_from(next);
    if (horizon.follows_now) moving = moves_until(later.motions(), type, *verdict, next);
    if (!same(decision, now, *verdict, horizon.follows_now)) {
      horizon.kind = Horizon::Kind::changes;
      return;
    }
  }
}

}  // namespace writ
