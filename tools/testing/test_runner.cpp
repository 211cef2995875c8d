#include "tools/testing/test_runner.hpp"

#include <algorithm>
#include <chrono>
#include <map>
#include <set>

#include "engine/value/overloaded.hpp"
#include "tools/testing/expectation.hpp"

namespace writ::testing {

using namespace model;

namespace {

using Clock = std::chrono::steady_clock;

double seconds_since(Clock::time_point start) { return std::chrono::duration<double>(Clock::now() - start).count(); }

char lower(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; }

bool contains_any_case(std::string_view text, std::string_view part) {
  const auto same = [](char a, char b) { return lower(a) == lower(b); };
  return !std::ranges::search(text, part, same).empty() || part.empty();
}

/// Parameters that steps have set: the expressions of their values.
using Sets = std::map<ParameterId, ExprId>;

/// A program whose parameters are set so, and its machine.
struct Prepared {
  std::shared_ptr<const Program> program;
  std::optional<Machine> machine;
};

}  // namespace

std::vector<std::uint32_t> tests_that_match(const Loaded& loaded, std::string_view filter) {
  std::vector<std::uint32_t> found;
  const Model& model = *loaded.model;
  for (std::uint32_t i = 0; i < model.tests.size(); ++i) {
    const std::string& file = (*loaded.sources)[model.tests[i].span.file].name();
    if (contains_any_case(model.tests[i].title, filter) || contains_any_case(file, filter)) found.push_back(i);
  }
  return found;
}

class TestRunner::Impl {
 public:
  Impl(const Loaded& loaded, RunOptions options)
      : loaded_(loaded),
        model_(*loaded.model),
        options_(std::move(options)),
        too_large_(prepared({}, traced_always()).program == nullptr) {}

  bool too_large() const { return too_large_; }

  TestResult run(std::uint32_t number, bool brief) {
    const Test& test = model_.tests[number];
    brief_ = brief;
    result_ = {};
    result_.test = number;
    result_.title = test.title;
    result_.module = model_.files[test.file].name;
    result_.place = place(*loaded_.sources, test.span);
    begin_test();
    const auto start = Clock::now();
    for (std::uint32_t i = 0; i < test.steps.size() && !stop_; ++i) {
      step_ = i;
      std::visit(Overloaded{[&](const AtStep& node) { situation_.now = node.instant; },
                            [&](const GivenStep& node) { give(number, node); },
                            [&](const SetStep& node) { set(number, node); }, [&](const auto&) { expect(number); }},
                 test.steps[i].node);
    }
    if (result_.expectations == 0 && !stop_) expects_nothing(test);
    tell_repeated();
    result_.seconds = seconds_since(start);
    return std::move(result_);
  }

 private:
  bool traced_always() const { return static_cast<bool>(options_.observer); }

  Prepared& prepared(const Sets& sets, bool traced) {
    const auto [found, is_new] = prepared_.try_emplace({sets, traced});
    Prepared& made = found->second;
    if (!is_new) return made;
    std::shared_ptr<const Model> model = loaded_.model;
    if (!sets.empty()) {
      auto changed = std::make_shared<Model>(model_);
      for (const auto& [parameter, value] : sets) {
        changed->parameters[parameter].value = value;
        changed->parameters[parameter].overridden = true;
      }
      model = std::move(changed);
    }
    made.program = compile(std::move(model), {.trace = traced, .tests = true});
    if (made.program != nullptr) made.machine.emplace(made.program, loaded_.limits);
    return made;
  }

  void begin_test() {
    const Program& program = *prepared({}, traced_always()).program;
    if (!values_) values_.emplace(prepared({}, false).program, loaded_.limits);
    situation_ = {};
    situation_.row.assign(program.fact_slots, Slot{});
    situation_.given_at.assign(model_.facts.size(), none);
    sets_.clear();
    told_.clear();
    repeated_.clear();
    stop_ = false;
    // What steps give lives in the arena of this machine until the next test: it reads no facts, so there are none.
    values_->begin({situation_.row.data(), 0});
  }

  void fail(Failure failure) {
    result_.failures.push_back(std::move(failure));
    if (brief_) stop_ = true;
  }

  Failure failure(FailureKind kind, const TestStep& step) const {
    Failure made;
    made.kind = kind;
    made.step = step_;
    made.place = place(*loaded_.sources, step.span);
    made.text = one_line(loaded_.sources->text(step.span));
    return made;
  }

  void give(std::uint32_t number, const GivenStep& node) {
    const Machine::StepValue value = values_->step_value(number, step_);
    if (value.error) return cannot_evaluate(number, *value.error);
    const Type type = model_.facts[node.fact].type;
    Slot* slots = situation_.row.data() + prepared({}, traced_always()).program->fact_offsets[node.fact];
    situation_.given_at[node.fact] = step_;
    if (type.optional) {
      slots->number = value.present ? 1 : 0;
      if (!value.present) return;
      ++slots;
    }
    if (type.is(Kind::record)) {
      std::copy_n(value.value.row, model_.schema.records[type.id].slots, slots);
    } else {
      *slots = value.value;
    }
  }

  void set(std::uint32_t number, const SetStep& node) {
    const Machine::StepValue value = values_->step_value(number, step_);
    if (value.error) return cannot_evaluate(number, *value.error);
    sets_[node.parameter] = node.value;
  }

  void cannot_evaluate(std::uint32_t number, const EvaluationError& error) {
    Failure made = failure(FailureKind::error, model_.tests[number].steps[step_]);
    made.expected = "a value";
    made.got = "an error";
    made.errors.push_back(account_of(error, model::none, loaded_));
    fail(std::move(made));
    stop_ = true;  // What follows relies on the value.
  }

  void expects_nothing(const Test& test) {
    Failure made;
    made.kind = FailureKind::nothing_expected;
    made.place = place(*loaded_.sources, test.span);
    made.text = "test \"" + test.title + "\"";
    made.expected = "an expectation";
    made.got = "none: a test that expects nothing shows nothing";
    made.help = "write `expect …` at its end";
    fail(std::move(made));
  }

  void expect(std::uint32_t number) {
    // `expect D is VALUE by RULE` is written once and stands for two steps.
    const auto& steps = model_.tests[number].steps;
    if (step_ == 0 || steps[step_ - 1].span != steps[step_].span) ++result_.expectations;
    const Ask ask{loaded_, number, step_, situation_, options_.unfold};
    Prepared& plain = prepared(sets_, traced_always());
    if (plain.program == nullptr) {
      stop_ = true;
      return;
    }
    Failure made;
    const bool passed = examine(ask, *plain.machine, made, false);
    if (options_.observer) {
      options_.observer({number, step_, *plain.machine, situation_.facts(), passed, plain.machine->trace().cut()});
    }
    if (!passed) tell(ask, made);
    check_invariants(ask, *plain.machine);
  }

  /// Evaluates once more, traced, to say why. What is wrong for the same reason as before is not told again.
  void tell(const Ask& ask, Failure& brief) {
    if (brief_) return fail(std::move(brief));
    Failure made = failure(brief.kind, ask.step_node());
    Prepared& traced = prepared(sets_, true);
    examine(ask, *traced.machine, made, true);
    if (traced.machine->trace().cut()) {
      made.notes.emplace_back("it evaluates too much to be traced whole: not all of why is told");
    }
    const bool lacks = made.kind == FailureKind::missing_fact || made.kind == FailureKind::missing_now;
    if (lacks && !told_.insert(made.got).second) {
      ++repeated_[made.got];
      return;
    }
    fail(std::move(made));
  }

  void tell_repeated() {
    for (Failure& failure : result_.failures) {
      const auto more = repeated_.find(failure.got);
      if (more == repeated_.end()) continue;
      failure.notes.push_back(more->second == 1
                                  ? "one more expectation of this test needs it"
                                  : std::to_string(more->second) + " more expectations of this test need it");
    }
  }

  /// Invariants are about the policy as it is written: where a parameter is set they are not asked for.
  void check_invariants(const Ask& ask, Machine& machine) {
    if (!sets_.empty()) return;
    for (std::uint32_t i = 0; i < model_.invariants.size() && !stop_; ++i) {
      const std::string& name = model_.invariants[i].name;
      Failure made;
      if (told_.contains(name) || invariant_holds(ask, machine, i, made, false)) continue;
      told_.insert(name);
      if (!brief_) {
        made = failure(FailureKind::invariant, ask.step_node());
        invariant_holds(ask, *prepared(sets_, true).machine, i, made, true);
      }
      fail(std::move(made));
    }
  }

  const Loaded& loaded_;
  const Model& model_;
  RunOptions options_;
  std::map<std::pair<Sets, bool>, Prepared> prepared_;
  bool too_large_;

  // Of the test that is run.
  bool brief_ = false, stop_ = false;
  TestResult result_;
  std::uint32_t step_ = 0;
  Situation situation_;
  Sets sets_;
  std::set<std::string> told_;
  std::map<std::string, std::uint32_t> repeated_;
  std::optional<Machine> values_;
};

TestRunner::TestRunner(const Loaded& loaded, RunOptions options)
    : impl_(std::make_unique<Impl>(loaded, std::move(options))) {}
TestRunner::~TestRunner() = default;

bool TestRunner::too_large() const { return impl_->too_large(); }
TestResult TestRunner::run(std::uint32_t test) { return impl_->run(test, false); }
bool TestRunner::passes(std::uint32_t test) { return impl_->run(test, true).passed(); }

TestRun run_tests(const Loaded& loaded, RunOptions options) {
  TestRun run;
  const auto start = Clock::now();
  const auto wanted = tests_that_match(loaded, options.filter);
  const bool fail_fast = options.fail_fast;
  const auto stopped = options.stopped;
  TestRunner runner(loaded, std::move(options));
  if (runner.too_large()) {
    run.too_large = true;
    return run;
  }
  for (const std::uint32_t test : wanted) {
    if (stopped && stopped()) break;
    run.tests.push_back(runner.run(test));
    if (fail_fast && !run.tests.back().passed()) break;
  }
  run.left_out = wanted.size() - run.tests.size();
  run.seconds = seconds_since(start);
  return run;
}

}  // namespace writ::testing
