#pragma once
// What a machine keeps, and how it begins and decides for whoever has to be quick.

#include "engine/run/decide_shortly.hpp"
#include "engine/run/machine.hpp"

namespace writ {

struct Machine::State {
  static constexpr model::DecisionId every_decision = model::none - 1;

  State(std::shared_ptr<const Program> compiled, Limits allowed)
      : program(std::move(compiled)),
        limits(allowed),
        limits_of_later(of_later(allowed)),
        present(*program, limits),
        later(*program, limits_of_later) {
    if (program->options.trace) present.set_trace(&trace);
    later.share_with(&present);
  }

  void ask(Asking asking);

  /// What `present` was asked while it left work to `later`.
  struct Question {
    enum class Kind : std::uint8_t { requirement, because, decision, message };
    Kind kind;
    std::uint32_t id, rule = 0;
  };
  /// What both evaluate counts twice while they share. Where that passes a limit, all that was asked is asked again of
  /// `present` alone, so that what is decided does not hang on whether until when is asked for. True where the last
  /// question is to be asked again.
  bool has_to_ask_again(Question question) { return is_shared && passes_a_limit(question); }
  bool passes_a_limit(Question question);
  void ask_all_again();
  [[gnu::always_inline]] const Verdict& decide(model::DecisionId decision) {
    const Verdict& verdict = present.decide(decision);
    return has_to_ask_again({Question::Kind::decision, decision}) ? decide_alone(decision) : verdict;
  }
  const Verdict& decide_alone(model::DecisionId decision);
  const Verdict& begin_and_share(time::Instant now, model::DecisionId decision);
  void share(bool shares) {
    is_shared = shares;
    present.share_with(shares ? &later : nullptr);
  }
  /// At one instant no more is looked for than at all of them.
  static Limits of_later(Limits limits) {
    limits.steps = std::min(limits.steps, limits.horizon_steps);
    return limits;
  }

  /// Each text that can be made; `failed` hears of the others.
  template <typename Failed>
  std::span<const MessageResult> texts(const std::vector<TextCode>& codes, Failed failed);
  RequirementResult check(BlockId condition, TraceNode::Kind kind, std::uint32_t id);
  std::span<const MessageResult> because(model::RequirementId requirement);
  std::span<const MessageResult> message(model::DecisionId decision, std::uint32_t rule);
  inline bool horizon_shortly(model::DecisionId decision, const ShortWay& way);
  void horizon_at_length(model::DecisionId decision);
  void give_up_from(time::Instant when) { horizon = {.kind = Horizon::Kind::at_least, .at = when}; }
  void begin_later() {
    later.begin(facts);
    later_is_new_to = every_decision;
  }
  void move_later_to(time::Instant when) {
    later.move_to(when);
    later_is_new_to = model::none;
  }
  bool same(model::DecisionId decision, const Verdict& a, const TimedVerdict& b, bool follows_now) const;

  std::shared_ptr<const Program> program;
  Limits limits, limits_of_later;
  Facts facts;
  Evaluation<false> present;  // What was asked.
  Evaluation<true> later;     // The same facts at later instants,
  /// or at the present one, yet: with the facts of every decision, or those alone that the moving rules of one read.
  model::DecisionId later_is_new_to = model::none;
  bool is_shared = false;  // `present` leaves work to `later`.
  Horizon horizon;         // That was asked for last.
  std::vector<Question> questions;
  Trace trace;
  std::vector<MessageResult> messages;
};

inline const Verdict& Machine::begin_and_decide(time::Instant now, Asking asking, model::DecisionId decision) {
  State& state = *state_;
  if (asking == Asking::horizons && state.present.may_share(decision)) return state.begin_and_share(now, decision);
  state.facts = {state.present.facts(), now};
  state.present.begin_at(now);
  state.later_is_new_to = model::none;
  if (state.is_shared) state.share(false);
  return state.present.decide_first(decision);
}

}  // namespace writ
