#pragma once
// One evaluation of facts at one instant: the machine proper. Written once for two uses: `Evaluation<false>` decides,
// `Evaluation<true>` also follows how long each value stays as it is (see motion.hpp).

#include <algorithm>
#include <array>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "engine/run/combine.hpp"
#include "engine/run/machine.hpp"
#include "engine/run/motion.hpp"
#include "engine/run/short_way.hpp"
#include "engine/run/trace.hpp"

namespace writ {

/// A Bool register that stands for an error is 2 + the error's number.
constexpr std::int64_t first_error = 2;
constexpr bool is_error(Slot boolean) { return boolean.number >= first_error; }
constexpr std::uint32_t error_number(Slot boolean) { return static_cast<std::uint32_t>(boolean.number - first_error); }

/// Of a block that are a step of the search for how long a decision holds.
constexpr std::uint64_t instructions_a_step = 8;

/// A verdict with how long it stands.
struct TimedVerdict : Verdict {
  std::uint64_t epoch = 0;        ///< When it was decided.
  time::Instant until = forever;  ///< No part but a moving value differs before.
  Piece value_piece;
  bool as_before = false;  ///< It is that of the other evaluation: outcome and errors are filled in, rules are not.
  bool plain = true;       ///< All but outcome and rules are as they were made.
};

/// What rules came to that were asked together.
struct Asked {
  explicit Asked(std::size_t count) : verdicts(count) {}
  RuleVerdicts verdicts;
  std::uint64_t epoch = 0;              ///< When: of facts for those that `now` does not reach.
  std::uint64_t steps = 0, memory = 0;  ///< That it took.
  time::Instant until = forever;
  bool complete = true;  ///< Else there was too much work.
};

/// The rules of a decision, kept so that nothing is allocated again.
struct AskedRules {
  AskedRules(std::size_t count, const DecisionCode& code)
      : still(count), moving(count), again(count), all(count), by_effect(code) {}
  Asked still, moving;
  Asked again;  ///< The moving ones at a later time.
  RuleVerdicts all;
  RulesByEffect by_effect;
};

template <bool follow_now>
class Evaluation {
 public:
  Evaluation(const Program& program, const Limits& limits);

  /// Where a traced program notes what it comes to.
  void set_trace(Trace* trace) { trace_ = trace; }

  void begin(Facts facts) {
    if (facts.row != frames_.data() && facts.row != nullptr) {
      std::copy_n(facts.row, program_.fact_slots, frames_.data());
    }
    begin_at(facts.now);
  }
  /// With those facts alone that asking the rules of a decision takes that `now` reaches and that are alone.
  void begin_with_moving(Facts facts, model::DecisionId decision) {
    for (const std::uint32_t slot : short_ways_[decision].moving_facts) frames_[slot] = facts.row[slot];
    begin_at(facts.now);
  }
  /// With the facts that were put here.
  void begin_at(time::Instant now) {
    move_to(now);
    facts_epoch_ = epoch_;
  }
  /// The facts as registers: those that `begin` takes need not be copied where they were put here.
  Slot* facts() { return frames_.data(); }
  /// The same facts at another time.
  void move_to(time::Instant now) {
    arena_.reset();
    renew(now);
  }
  /// The same facts at the same time, as if nothing had been asked. What was made before stays where it is.
  void start_over() {
    renew(facts_.now);
    facts_epoch_ = epoch_;
  }
  /// Another evaluation of the same facts, which need not ask again what was asked there: this one takes from it what
  /// rules came to that `now` does not reach, or where this one does not follow `now`, what the others came to.
  void share_with(Evaluation<!follow_now>* other) { other_ = other; }
  // These are in decide_shortly.hpp.
  [[gnu::always_inline]] inline const TimedVerdict& decide(model::DecisionId decision);
  /// `decide` right after `begin_at`, by one that shares with none.
  [[gnu::always_inline]] inline const TimedVerdict& decide_first(model::DecisionId decision);
  /// The same after the rules that `now` reaches were asked elsewhere. Null where it has to start over.
  [[gnu::always_inline]] inline const TimedVerdict* decide_after(model::DecisionId decision,
                                                                 const ShortWay::Moving& moving);

  /// What a block gives: nothing where it failed.
  struct Result {
    bool failed = true;
    std::uint32_t error = 0;
    std::array<Slot, 2> values{};
    std::array<Piece, 2> pieces{};
  };
  /// Runs a block without arguments whose result is one value.
  Result run(BlockId block);
  /// Runs a Bool block: 1, 0, or failed.
  Result run_condition(BlockId block);
  Result run_once(BlockId block);

  /// A message that fails changes nothing, but is listed.
  void message_failed(model::DecisionId decision, std::uint32_t rule, std::uint32_t error);

  /// The arguments of an obligation or advice; nothing where one failed, with its error in `error`.
  std::optional<NoticeResult> run_notice(const NoticeCode& notice, std::uint32_t& error);

  const EvaluationError& error(std::uint32_t number) const { return errors_[number]; }
  std::uint64_t steps() const { return static_cast<std::uint64_t>(static_cast<std::int64_t>(limits_.steps) - left_); }
  /// A limit was passed: what was left undone may be anywhere.
  bool exhausted() const { return left_ < 0; }
  /// Which it was.
  Fault limit_passed() const { return memory_ > limits_.memory_bytes ? Fault::too_much_memory : Fault::too_much_work; }
  /// All that finding out how long things stay as they are took at this time.
  std::uint64_t work() const { return steps() + motions_.work() + passed_ / instructions_a_step; }
  Motions& motions() { return motions_; }
  Arena& arena() { return arena_; }

  /// What those came to that `now` does not reach; null where they were not asked about these facts.
  const Asked* still_asked(model::DecisionId decision) const {
    const Asked& still = rules_[decision].still;
    return still.epoch == facts_epoch_ ? &still : nullptr;
  }
  /// Asks those that it reaches, once.
  const Asked& moving_rules(model::DecisionId decision);
  bool has_short_way(model::DecisionId decision) const { return static_cast<bool>(short_ways_[decision].all); }
  /// Whether those that `now` reaches may be asked elsewhere.
  bool may_share(model::DecisionId decision) const {
    const ShortWay& way = short_ways_[decision];
    return !way.all || (way.moving_is_alone && way.still);
  }
  /// What the rules came to of a decision that took the short way; nothing where it did not.
  const ShortWay* short_way(model::DecisionId decision) const {
    const ShortWay& way = short_ways_[decision];
    return way.epoch == epoch_ ? &way : nullptr;
  }
  /// Asks those that `now` reaches, and how long they stand.
  const ShortWay::Moving& moving_shortly(model::DecisionId decision) {
    const ShortWay::Moving& known = short_ways_[decision].at_time;
    return known.epoch == epoch_ ? known : ask_moving(decision);
  }
  /// The same right after `begin`.
  [[gnu::always_inline]] inline const ShortWay::Moving& moving_first(model::DecisionId decision);
  /// Which of them apply at another time, without disturbing what was decided; false where that cannot be, or one
  /// failed.
  bool moving_at(model::DecisionId decision, time::Instant when, std::uint64_t& applied);
  const TimedVerdict* decided(model::DecisionId decision) const {
    return verdicts_[decision].epoch == epoch_ ? &verdicts_[decision] : nullptr;
  }

 private:
  void renew(time::Instant now) {
    *now_ = number(now);
    facts_.now = now;
    ++epoch_;
    errors_.clear();
    if (trace_ != nullptr) trace_->clear();
    left_ = static_cast<std::int64_t>(limits_.steps);
    memory_ = 0;
    if constexpr (follow_now) {
      passed_ = 0;
      motions_.begin(now);
    }
  }

  enum class Status : std::uint8_t { ended, failed };

  Entry entry_of(const Block& block) {
    const Instruction* const code = program_.code.data() + block.begin;
    return {code, code - block.first, frames_.data() + block.frame,
            follow_now ? piece_frames_.data() + block.frame : nullptr};
  }
  Entry short_entry(BlockId id);
  Status execute(const Entry& entry);
  Status call(const Block& block, const Slot* arguments, const Piece* argument_pieces, Slot* results, Piece* pieces);
  Status call_once(const Block& block, Slot* results, Piece* pieces);

  const RuleVerdicts* ask_rules(model::DecisionId decision, TimedVerdict& verdict);
  time::Instant selected_until(const RuleIndex& index, Moving key);
  const RuleVerdicts* ask_together(const DecisionCode& code, RuleVerdicts& to);
  bool ask_block(BlockId rules, RuleVerdicts& to);
  [[gnu::always_inline]] inline bool ask_shortly(ShortWay& way, const Entry& rules);
  [[gnu::always_inline]] inline bool decide_shortly(model::DecisionId decision, ShortWay& way, TimedVerdict& verdict);
  [[gnu::always_inline]] inline void settle_shortly(ShortWay& way, std::uint64_t applied, TimedVerdict& verdict);
  bool decide_widely(model::DecisionId decision, const ShortWay& way, TimedVerdict& verdict);
  const ShortWay::Moving& ask_moving(model::DecisionId decision);
  void decide_at_length(model::DecisionId decision, TimedVerdict& verdict);
  void decide_again(model::DecisionId decision, TimedVerdict& verdict, std::int64_t left_before,
                    std::uint64_t memory_before);
  static void forget(TimedVerdict& verdict);
  const Asked& still_rules(model::DecisionId decision);
  bool is_as_before(model::DecisionId decision, TimedVerdict& verdict);
  void ask(BlockId rules, Asked& to, std::uint64_t epoch);
  void settle(model::DecisionId decision, TimedVerdict& verdict);
  void decide_in_full(model::DecisionId decision, TimedVerdict& verdict);
  bool is_in_force(const model::Decision& decision, const DecisionCode& code, TimedVerdict& verdict);
  bool combine(const model::Decision& decision, const DecisionCode& code, const RuleVerdicts& rules,
               TimedVerdict& verdict);
  void settle_value(const model::Decision& decision, const DecisionCode& code, Winners::Kind kind,
                    TimedVerdict& verdict);
  bool take_value(const DecisionCode& code, std::uint32_t rule, TimedVerdict& verdict, Result& result);
  void fold(const model::Decision& decision, const DecisionCode& code, TimedVerdict& verdict);
  void collect_notices(const model::Decision& decision, const DecisionCode& code, TimedVerdict& verdict);
  void collect(const NoticeCode& notice, std::uint32_t rule, TimedVerdict& verdict);
  void give_up(TimedVerdict& verdict, EvaluationError error);
  void report(TimedVerdict& verdict, EvaluationError error);

  void enter(TraceNode::Kind kind, std::uint32_t id) {
    if (trace_ != nullptr) trace_->enter(kind, id);
  }
  void leave(TraceNode::Kind kind, std::uint32_t id) {
    if (trace_ != nullptr) trace_->leave(kind, id);
  }

  // Instructions that are functions of their own: operations.cpp.
  enum class Going : std::uint8_t { on, to_fault, away };  // To the next one, to its `fault`, or out of the block.
  Going new_row(const Instruction& at, Slot* r, Piece* p);
  Going store(const Instruction& at, Slot* r, Piece* p);
  Going equal_value(const Instruction& at, Slot* r, Piece* p);
  Going among(const Instruction& at, Slot* r, Piece* p);
  Going call_function(const Instruction& at, Slot* r, Piece* p);
  Going call_block(const Instruction& at, Slot* r, Piece* p);
  Going value_of_decision(const Instruction& at, Slot* r, Piece* p);
  Going outcome_of_decision(const Instruction& at, Slot* r, Piece* p);
  Going add_value(const Instruction& at, Slot* r, Piece* p);
  Going end_text(const Instruction& at, Slot* r, Piece* p);
  Going trace_value(const Instruction& at, Slot* r, Piece* p);
  void note_verdict(const Instruction& at, Slot applies);
  const TimedVerdict* used(const Instruction& at);

  std::uint32_t raise(Fault fault, model::ExprId where);
  std::uint32_t fail(const Instruction& at, Fault fault);
  Status stop(const Instruction& at);
  Going fails(const Instruction& at, Fault fault) {
    fail(at, fault);
    return Going::to_fault;
  }
  Going stops(const Instruction& at) {
    stop(at);
    return Going::away;
  }
  /// The verdict of a rule stands that long. `turning`: its bit, where it is otherwise then for sure; else `unsure`.
  void verdict_lasts(time::Instant until, std::uint64_t turning) {
    if (until > asked_until_) return;
    turning_ = until < asked_until_ ? turning : turning_ | turning;
    asked_until_ = until;
  }
  /// The way taken through the block is taken no longer than that.
  void lasts(time::Instant until) { way_until_ = std::min(way_until_, until); }
  std::uint64_t text_work(const Builtin& builtin, const CallSite& site, const Slot* arguments) const;
  /// False where that is more than there were left.
  bool spend(std::uint64_t steps) {
    left_ -= static_cast<std::int64_t>(steps);
    return left_ >= 0;
  }
  /// Bytes of something that is made, which are steps too. Too many use up all steps: so these alone are looked at.
  void take_memory(std::uint64_t bytes, std::uint64_t steps) {
    memory_ += bytes;
    spend(steps);
    if (memory_ > limits_.memory_bytes) left_ = std::min<std::int64_t>(left_, -1);
  }
  bool make(std::uint64_t bytes) {
    take_memory(bytes, bytes);
    return !exhausted();
  }
  /// What was asked before counts as if it were asked again.
  void count_again(const Asked& asked) { take_memory(asked.memory, asked.steps); }
  bool may_leave(Type type, Slot value);
  bool may_leave(const model::Notice& notice, const Slot* arguments);

  const Program& program_;
  const Limits& limits_;
  Facts facts_;
  Arena arena_;
  Motions motions_;
  Trace* trace_ = nullptr;
  std::vector<Slot> frames_;
  Slot* const now_;  // After the facts, among them.
  std::vector<Piece> piece_frames_;
  std::vector<Piece> notice_pieces_;  // Of a notice's arguments, which nothing reads after the next is made.
  const Builtin* const builtins_ = builtins().data();
  const std::uint32_t first_of_texts_;  // The builtins before it read no text.
  std::int64_t left_ = 0;               // How many steps: loops, calls, elements compared, bytes made.
  std::uint64_t memory_ = 0;            // Bytes made.
  std::uint64_t passed_ = 0;            // Instructions of blocks; only where this one follows `now`.
  std::string text_;
  time::Instant text_until_ = forever;

  std::vector<EvaluationError> errors_;
  time::Instant way_until_ = forever;      // How long the way taken so far through the block is the way taken.
  std::uint32_t pending_ = 0;              // The error on its way to whom it concerns,
  time::Instant pending_until_ = forever;  // and how long it stays.

  // What ran once, valid where its epoch is the present one.
  struct Once {
    std::uint64_t epoch = 0;
    bool failed = false;
    std::uint32_t error = 0;
    time::Instant error_until = forever;
    TraceId traced = model::none;
  };
  std::uint64_t epoch_ = 1;        // Of the present time,
  std::uint64_t facts_epoch_ = 1;  // and that of the time at which the facts were new.
  std::vector<Once> once_;
  std::vector<Slot> once_values_;
  std::vector<Piece> once_pieces_;
  std::vector<TimedVerdict> verdicts_;  // By decision.

  std::vector<AskedRules> rules_;  // By decision.
  std::vector<ShortWay> short_ways_;
  const Asked no_rules_{0};
  std::uint64_t applied_ = 0;            // Of the block that ended last: rules that apply and were not put down.
  RuleVerdicts* asking_ = nullptr;       // Where the verdicts go of the rules that are being asked,
  time::Instant asked_until_ = forever;  // how long they stand,
  std::uint64_t turning_ = 0;            // and which are then otherwise: the bits of rules, or `unsure`.
  Evaluation<!follow_now>* other_ = nullptr;
  Combiner combiner_;
};

extern template class Evaluation<false>;
extern template class Evaluation<true>;

}  // namespace writ
