// From the verdicts of rules to a decision with its value, obligations and advice.

#include <algorithm>
#include <utility>

#include "engine/run/equality.hpp"
#include "engine/run/evaluation.hpp"
#include "engine/run/put_back.hpp"

namespace writ {

using model::Outcome;
using syntax::Combine;

template <bool follow_now>
void Evaluation<follow_now>::give_up(TimedVerdict& verdict, EvaluationError error) {
  verdict.outcome = Outcome::undetermined;
  verdict.as_before = false;
  verdict.rules.clear();
  verdict.present = false;
  verdict.obligations.clear();
  verdict.advice.clear();
  report(verdict, error);
}

constexpr std::size_t errors_a_step = 8;

/// Adds an error; where it is that a decision used is undetermined, with what left that one so.
template <bool follow_now>
void Evaluation<follow_now>::report(TimedVerdict& verdict, EvaluationError error) {
  verdict.plain = false;
  const auto add = [&](const EvaluationError& each) {
    spend(verdict.errors.size() / errors_a_step);
    if (std::find(verdict.errors.begin(), verdict.errors.end(), each) == verdict.errors.end()) {
      verdict.errors.push_back(each);
    }
  };
  add(error);
  if (error.fault != Fault::undetermined_used || error.expr == model::none) return;
  const model::DecisionId used = program_.model->used_decision(error.expr);
  if (used == model::none) return;
  // It may have been decided by the other evaluation, where that asked the rule.
  const TimedVerdict* undetermined = decided(used);
  if (undetermined == nullptr && other_ != nullptr) undetermined = other_->decided(used);
  if (undetermined == nullptr) return;
  for (EvaluationError cause : undetermined->errors) {
    if (cause.decision == model::none) cause.decision = used;
    add(cause);
  }
}

template <bool follow_now>
void Evaluation<follow_now>::message_failed(model::DecisionId decision, std::uint32_t rule, std::uint32_t error) {
  EvaluationError failed = errors_[error];
  failed.rule = rule;
  report(verdicts_[decision], failed);
}

/// False where it was too much work.
template <bool follow_now>
bool Evaluation<follow_now>::ask_block(BlockId rules, RuleVerdicts& to) {
  if (execute(entry_of(program_.blocks[rules])) == Status::failed) return false;
  to.add(0, applied_);
  return true;
}

template <bool follow_now>
void Evaluation<follow_now>::ask(BlockId rules, Asked& to, std::uint64_t epoch) {
  const PutBack asking(asking_);
  const PutBack until(asked_until_);
  const PutBack turning(turning_);
  const std::int64_t left_before = left_;
  const std::uint64_t memory_before = memory_;
  asking_ = &to.verdicts;
  asked_until_ = forever;
  to.verdicts.clear();
  to.complete = ask_block(rules, to.verdicts);
  to.epoch = epoch;
  to.steps = static_cast<std::uint64_t>(left_before - left_);
  to.memory = memory_ - memory_before;
  to.until = asked_until_;
}

/// All rules, without keeping what some of them came to.
template <bool follow_now>
const RuleVerdicts* Evaluation<follow_now>::ask_together(const DecisionCode& code, RuleVerdicts& to) {
  const PutBack asking(asking_);
  asking_ = &to;
  to.clear();
  const bool complete = code.all_rules != no_block
                            ? ask_block(code.all_rules, to)
                            : ask_block(code.still_rules, to) && ask_block(code.moving_rules, to);
  to.put_in_order();
  return complete ? &to : nullptr;
}

/// Rules that `now` does not reach are asked only once about the same facts.
template <bool follow_now>
const Asked& Evaluation<follow_now>::still_rules(model::DecisionId id) {
  if constexpr (follow_now) {
    if (const Asked* still = other_->still_asked(id)) {
      count_again(*still);
      return *still;
    }
  }
  Asked& still = rules_[id].still;
  if (still.epoch == facts_epoch_) {
    count_again(still);
  } else {
    ask(program_.decisions[id].still_rules, still, facts_epoch_);
  }
  return still;
}

template <bool follow_now>
const Asked& Evaluation<follow_now>::moving_rules(model::DecisionId id) {
  if constexpr (!follow_now) {
    if (other_ != nullptr) {
      const Asked& moving = other_->moving_rules(id);
      count_again(moving);
      return moving;
    }
  }
  Asked& moving = epoch_ == facts_epoch_ ? rules_[id].moving : rules_[id].again;
  if (moving.epoch != epoch_) {
    ask(program_.decisions[id].moving_rules, moving, epoch_);
    // What ran once when they were asked the short way did not run again.
    const ShortWay::Moving& shortly = short_ways_[id].at_time;
    if (shortly.epoch == epoch_) {
      moving.steps = std::max(moving.steps, shortly.steps);
      moving.memory = std::max(moving.memory, shortly.memory);
    }
  }
  return moving;
}

/// Null where they could not all be asked: it was too much work.
template <bool follow_now>
const RuleVerdicts* Evaluation<follow_now>::ask_rules(model::DecisionId id, TimedVerdict& verdict) {
  const DecisionCode& code = program_.decisions[id];
  if constexpr (!follow_now) {
    // Nobody is going to want them apart.
    if (other_ == nullptr && code.still_rules != no_block && code.moving_rules != no_block) {
      return ask_together(code, rules_[id].all);
    }
  }
  const Asked& still = code.still_rules == no_block ? no_rules_ : still_rules(id);
  if (!still.complete) return nullptr;
  if (code.moving_rules == no_block) return &still.verdicts;
  const Asked& moving = moving_rules(id);
  if (!moving.complete) return nullptr;
  verdict.until = std::min(verdict.until, moving.until);
  if (still.verdicts.none()) return &moving.verdicts;
  if (moving.verdicts.none()) return &still.verdicts;
  RuleVerdicts& all = rules_[id].all;
  all = still.verdicts;
  all.merge(moving.verdicts);
  return &all;
}

/// Whether a permission is what it was when the facts were new, since the same rules apply.
template <bool follow_now>
bool Evaluation<follow_now>::is_as_before(model::DecisionId id, TimedVerdict& verdict) {
  if constexpr (follow_now) {
    const DecisionCode& code = program_.decisions[id];
    if (!code.rules_are_all) return false;
    const TimedVerdict* before = other_->decided(id);
    if (before == nullptr || before->outcome == Outcome::undetermined) return false;
    if (code.moving_rules != no_block) {
      const Asked& moving = moving_rules(id);
      const Asked& then = rules_[id].moving;
      if (then.epoch != facts_epoch_ || !moving.complete || !then.complete || !moving.verdicts.apply_as(then.verdicts))
        return false;
      verdict.until = std::min(verdict.until, moving.until);
    }
    verdict.outcome = before->outcome;
    verdict.errors = before->errors;
    return true;
  }
  return false;
}

/// Whether the policy is in force; else, or where that failed, the verdict is filled in.
template <bool follow_now>
bool Evaluation<follow_now>::is_in_force(const model::Decision& decision, const DecisionCode& code,
                                         TimedVerdict& verdict) {
  enter(TraceNode::Kind::in_force, 0);
  const Result in_force = run_condition(code.in_force);
  leave(TraceNode::Kind::in_force, 0);
  verdict.until = std::min(verdict.until, in_force.pieces[0].until);
  if (in_force.failed) {
    give_up(verdict, errors_[in_force.error]);
  } else if (in_force.values[0].number != 0) {
    return true;
  } else {
    verdict.policy_not_in_force = true;
    verdict.outcome = Outcome::forbidden;
    if (!decision.permission) give_up(verdict, {Fault::policy_not_in_force, model::none, model::none});
  }
  return false;
}

template <bool follow_now>
void Evaluation<follow_now>::settle(model::DecisionId id, TimedVerdict& verdict) {
  enter(TraceNode::Kind::decision, id);
  decide_in_full(id, verdict);
  leave(TraceNode::Kind::decision, id);
  // Work beyond the limit may have been left undone anywhere: nothing decided after that counts.
  if (exhausted() && verdict.outcome != Outcome::undetermined) {
    give_up(verdict, {limit_passed(), model::none, model::none});
  }
}

template <bool follow_now>
void Evaluation<follow_now>::decide_in_full(model::DecisionId id, TimedVerdict& verdict) {
  if constexpr (follow_now) {
    verdict.as_before = is_as_before(id, verdict);
    if (verdict.as_before) return;
  }
  const model::Decision& decision = program_.model->decisions[id];
  const DecisionCode& code = program_.decisions[id];
  if (code.in_force != no_block && !is_in_force(decision, code, verdict)) return;

  const RuleVerdicts* const rules = ask_rules(id, verdict);
  if (rules == nullptr) return give_up(verdict, {limit_passed(), model::none, model::none});
  if (decision.permission && rules->failed().empty() && code.overridden_by.empty()) {
    verdict.outcome = strongest(rules_[id].by_effect, *rules, verdict.rules);
  } else if (!combine(decision, code, *rules, verdict)) {
    return;
  }
  if (code.notices && verdict.outcome != Outcome::undetermined) collect_notices(decision, code, verdict);
}

/// False where that leaves it undetermined.
template <bool follow_now>
bool Evaluation<follow_now>::combine(const model::Decision& decision, const DecisionCode& code,
                                     const RuleVerdicts& rules, TimedVerdict& verdict) {
  for (const auto& [rule, failure] : rules.failed()) {
    EvaluationError error = failure;
    error.rule = rule;
    report(verdict, error);
  }
  const Winners winners = combiner_.combine(decision, code, rules, verdict.rules);
  verdict.outcome = winners.outcome;
  if (winners.kind == Winners::Kind::undetermined) return false;
  if (winners.kind == Winners::Kind::several) {
    const std::vector<std::uint32_t> rivals = verdict.rules;
    give_up(verdict, {Fault::several_rules, decision.rules[rivals[0]].value, rivals[0]});
    for (std::size_t i = 1; i < rivals.size(); ++i) {
      report(verdict, {Fault::several_rules, decision.rules[rivals[i]].value, rivals[i]});
    }
    return false;
  }
  if (!decision.permission) settle_value(decision, code, winners.kind, verdict);
  return true;
}

/// Whether a value may be part of an answer. Written it can be far larger than it is in memory, where lists share what
/// they hold.
template <bool follow_now>
bool Evaluation<follow_now>::may_leave(Type type, Slot value) {
  if (!type.is_list() && type.base != Kind::record && type.base != Kind::text) return true;
  return make(weight_of(program_.model->schema, type.present(), value, limits_.memory_bytes));
}

template <bool follow_now>
bool Evaluation<follow_now>::may_leave(const model::Notice& notice, const Slot* arguments) {
  return std::ranges::all_of(notice.parameters, [&](const model::Notice::Parameter& parameter) {
    const Slot* const value = arguments + (parameter.type.optional ? 1 : 0);
    const bool present = !parameter.type.optional || arguments->number != 0;
    arguments += registers(parameter.type);
    return !present || may_leave(parameter.type, *value);
  });
}

/// Runs a rule's value. Where it fails, the decision is undetermined.
template <bool follow_now>
bool Evaluation<follow_now>::take_value(const DecisionCode& code, std::uint32_t rule, TimedVerdict& verdict,
                                        Result& result) {
  enter(TraceNode::Kind::value, rule);
  result = run(code.rules[rule].value);
  leave(TraceNode::Kind::value, rule);
  const Type type = code.rules[rule].value_type;
  const bool is_bool_error = !result.failed && type == Type{Kind::boolean} && is_error(result.values[0]);
  if (result.failed || is_bool_error) {
    verdict.until = std::min(verdict.until, result.pieces[0].until);
    EvaluationError error = errors_[is_bool_error ? error_number(result.values[0]) : result.error];
    error.rule = rule;
    give_up(verdict, error);
    return false;
  }
  if ((!type.optional || result.values[0].number != 0) && !may_leave(type, result.values[type.optional ? 1 : 0])) {
    give_up(verdict, {limit_passed(), model::none, rule});
    return false;
  }
  // From here on every value is a present flag and a value.
  if (!type.optional) {
    result.values[1] = result.values[0];
    result.pieces[1] = result.pieces[0];
    result.values[0] = number(1);
    result.pieces[0] = Piece{};
  }
  return true;
}

template <bool follow_now>
void Evaluation<follow_now>::settle_value(const model::Decision& decision, const DecisionCode& code, Winners::Kind kind,
                                          TimedVerdict& verdict) {
  std::optional<std::uint32_t> rule;
  if (kind == Winners::Kind::nothing && decision.otherwise) {
    bool in_force = true;
    if (code.otherwise_in_force != no_block) {
      const auto number = static_cast<std::uint32_t>(decision.rules.size());
      enter(TraceNode::Kind::rule, number);
      const Result result = run_condition(code.otherwise_in_force);
      if (trace_ != nullptr) {
        trace_->leave(TraceNode::Kind::rule, number, {result.values.data(), 1}, result.failed, result.error);
      }
      verdict.until = std::min(verdict.until, result.pieces[0].until);
      if (result.failed) {
        EvaluationError error = errors_[result.error];
        error.rule = number;
        return give_up(verdict, error);
      }
      in_force = result.values[0].number != 0;
    }
    if (in_force) {
      rule = static_cast<std::uint32_t>(decision.rules.size());
      verdict.rules.push_back(*rule);
    }
  } else if (kind == Winners::Kind::rules &&
             (decision.combine == Combine::single || decision.combine == Combine::first)) {
    rule = verdict.rules[0];
  }
  if (rule) {
    Result result;
    if (!take_value(code, *rule, verdict, result)) return;
    verdict.until = std::min(verdict.until, result.pieces[0].until);
    verdict.present = result.values[0].number != 0;
    verdict.value = result.values[1];
    verdict.value_piece = verdict.present ? result.pieces[1] : Piece{};
    return;
  }
  switch (decision.combine) {
    case Combine::single:
    case Combine::first:
    case Combine::min:
    case Combine::max:
      if (verdict.rules.empty()) {
        if (!decision.type.optional) give_up(verdict, {Fault::no_rule, model::none, model::none});
        return;  // absent
      }
      break;
    case Combine::every:
    case Combine::sum:
    case Combine::count: break;
  }
  fold(decision, code, verdict);
}

/// Many rules, one value.
template <bool follow_now>
void Evaluation<follow_now>::fold(const model::Decision& decision, const DecisionCode& code, TimedVerdict& verdict) {
  verdict.present = true;
  if (decision.combine == Combine::count) {
    verdict.value = number(static_cast<std::int64_t>(verdict.rules.size()));
    return;
  }
  const Schema& schema = program_.model->schema;
  const Type element = decision.combine == Combine::every ? decision.type.element() : decision.type;
  const std::uint32_t stride = decision.combine == Combine::every ? schema.slots(element) : 0;
  const std::size_t slots = stride * verdict.rules.size();
  if (!make(slots * sizeof(Slot))) return give_up(verdict, {limit_passed(), model::none, model::none});
  Slot* rows = arena_.slots(slots);
  Slot total{};
  Piece piece;
  const std::vector<std::uint32_t>& rules = verdict.rules;
  for (std::size_t k = 0; k < rules.size(); ++k) {
    Result result;
    if (!take_value(code, rules[k], verdict, result)) return;
    const Slot value = result.values[1];
    const Moving moved{value, result.pieces[1]};
    switch (decision.combine) {
      case Combine::every:
        if (element.is(Kind::record)) {
          std::copy_n(value.row, stride, rows + k * stride);
        } else {
          rows[k] = value;
        }
        // A list has one piece: what moves in it ends it.
        piece.until = std::min(piece.until, moved.piece.still() ? moved.piece.until : facts_.now + 1);
        break;
      case Combine::sum: {
        std::int64_t sum;
        if (__builtin_add_overflow(total.number, value.number, &sum)) {
          verdict.until = std::min(verdict.until, motions_.unknown(std::array{moved, Moving{total, piece}}).until);
          return give_up(verdict, {Fault::overflow, model::none, rules[k]});
        }
        if constexpr (follow_now) piece = motions_.sum(Moving{total, piece}, moved, sum);
        total = number(sum);
        break;
      }
      default: {  // min, max
        const bool larger = decision.combine == Combine::max;
        if constexpr (follow_now) {
          piece = k == 0 ? moved.piece : motions_.smaller_or_larger(std::array{Moving{total, piece}, moved}, larger);
        }
        if (k == 0 || (larger ? value.number > total.number : value.number < total.number)) total = value;
      }
    }
  }
  verdict.value = decision.combine == Combine::every ? Slot{.list = arena_.list(rows, rules.size())} : total;
  verdict.value_piece = piece;
}

template <bool follow_now>
void Evaluation<follow_now>::collect_notices(const model::Decision& decision, const DecisionCode& code,
                                             TimedVerdict& verdict) {
  for (std::size_t k = 0; k < verdict.rules.size() && verdict.outcome != Outcome::undetermined; ++k) {
    const std::uint32_t rule = verdict.rules[k];
    for (const NoticeCode& notice : code.rules[rule].then) {
      collect(notice, rule, verdict);
      if (verdict.outcome == Outcome::undetermined) return;
    }
  }
  for (std::size_t k = 0; k < code.alsos.size(); ++k) {
    const model::Also& also = decision.alsos[k];
    const AlsoCode& also_code = code.alsos[k];
    if (!also.outcomes.empty() &&
        std::find(also.outcomes.begin(), also.outcomes.end(), verdict.outcome) == also.outcomes.end()) {
      continue;
    }
    enter(TraceNode::Kind::also, static_cast<std::uint32_t>(k));
    const Result applies = run_condition(also_code.applies);
    if (trace_ != nullptr) {
      trace_->leave(TraceNode::Kind::also, static_cast<std::uint32_t>(k), {applies.values.data(), 1}, applies.failed,
                    applies.error);
    }
    if (!applies.failed && applies.values[0].number == 0) {
      // Whether it could fail later is part of how long the outcome stands.
      verdict.until = std::min(verdict.until, applies.pieces[0].until);
      continue;
    }
    if (applies.failed) {
      verdict.until = std::min(verdict.until, applies.pieces[0].until);
      const bool binding = program_.model->notices[also_code.call.notice].kind == syntax::NoticeKind::obligation;
      if (binding && verdict.outcome != Outcome::forbidden) return give_up(verdict, errors_[applies.error]);
      report(verdict, errors_[applies.error]);
      continue;
    }
    verdict.until = std::min(verdict.until, applies.pieces[0].until);
    collect(also_code.call, model::none, verdict);
    if (verdict.outcome == Outcome::undetermined) return;
  }
}

/// Adds an obligation or advice. An obligation that cannot be computed cannot be left out, except of a prohibition.
template <bool follow_now>
void Evaluation<follow_now>::collect(const NoticeCode& notice, std::uint32_t rule, TimedVerdict& verdict) {
  const Block& block = program_.blocks[notice.arguments];
  Slot* arguments = arena_.slots(block.result_registers);
  Piece* pieces = notice_pieces_.data();
  const bool failed = call(block, nullptr, nullptr, arguments, pieces) == Status::failed;
  if (!failed && !may_leave(program_.model->notices[notice.notice], arguments)) {
    return give_up(verdict, {limit_passed(), model::none, rule});
  }
  verdict.until = std::min(verdict.until, failed ? pending_until_ : way_until_);
  const bool binding = program_.model->notices[notice.notice].kind == syntax::NoticeKind::obligation;
  if (!failed) {
    (binding ? verdict.obligations : verdict.advice).push_back({notice.notice, {arguments, block.result_registers}});
    return;
  }
  EvaluationError error = errors_[pending_];
  error.rule = rule;
  if (binding && verdict.outcome != Outcome::forbidden) return give_up(verdict, error);
  report(verdict, error);
}

template <bool follow_now>
std::optional<NoticeResult> Evaluation<follow_now>::run_notice(const NoticeCode& notice, std::uint32_t& error) {
  const Block& block = program_.blocks[notice.arguments];
  Slot* arguments = arena_.slots(block.result_registers);
  Piece* pieces = notice_pieces_.data();
  const bool failed = call(block, nullptr, nullptr, arguments, pieces) == Status::failed;
  error = pending_;
  if (failed) return std::nullopt;
  return NoticeResult{notice.notice, {arguments, block.result_registers}};
}

/// All but outcome and rules.
template <bool follow_now>
[[gnu::noinline]] void Evaluation<follow_now>::forget(TimedVerdict& verdict) {
  verdict.policy_not_in_force = false;
  verdict.present = false;
  verdict.value = Slot{};
  verdict.obligations.clear();
  verdict.advice.clear();
  verdict.errors.clear();
  verdict.until = forever;
  verdict.value_piece = Piece{};
  verdict.plain = true;
}

template <bool follow_now>
[[gnu::noinline]] void Evaluation<follow_now>::decide_at_length(model::DecisionId id, TimedVerdict& verdict) {
  verdict.outcome = Outcome::undetermined;
  verdict.rules.clear();
  verdict.plain = false;
  settle(id, verdict);
  verdict.epoch = epoch_;
}

/// The long way after the short one, which asked the same rules: they count once, and so does what ran once.
template <bool follow_now>
[[gnu::noinline]] void Evaluation<follow_now>::decide_again(model::DecisionId id, TimedVerdict& verdict,
                                                            std::int64_t left_before, std::uint64_t memory_before) {
  if (exhausted()) return decide_at_length(id, verdict);
  const std::int64_t left_shortly = std::exchange(left_, left_before);
  const std::uint64_t memory_shortly = std::exchange(memory_, memory_before);
  decide_at_length(id, verdict);
  left_ = std::min(left_, left_shortly);
  memory_ = std::max(memory_, memory_shortly);
}

template class Evaluation<false>;
template class Evaluation<true>;

}  // namespace writ
