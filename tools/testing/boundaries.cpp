#include "tools/testing/boundaries.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <memory>
#include <optional>
#include <set>

#include "tools/testing/boundary_text.hpp"
#include "tools/testing/literal.hpp"
#include "tools/testing/test_runner.hpp"

namespace writ::testing {

using namespace model;

namespace {

/// Everything that was loaded and, after it, the modules.
Loaded load_with(const Loaded& loaded, const std::vector<WrittenModule>& modules) {
  std::vector<NamedText> texts;
  for (const File& file : loaded.model->files) {
    const Source& source = (*loaded.sources)[file.source];
    texts.push_back({source.name(), std::string(source.text())});
  }
  for (const WrittenModule& module : modules) texts.push_back({module.path, module_text(loaded, module).text});
  return load(std::move(texts), {}, {}, loaded.limits);
}

/// Writes the tests twice: first to see what the rules come to, then with that.
class Author {
 public:
  Author(const Loaded& loaded, Boundaries& result) : loaded_(loaded), result_(result) {}

  void write(const std::vector<std::vector<PlannedTest>>& choices) {
    std::map<FileIndex, std::size_t> by_file;
    for (std::size_t boundary = 0; boundary < choices.size(); ++boundary) {
      for (const PlannedTest& plan : choices[boundary]) {
        const FileIndex file = loaded_.model->tests[plan.test].file;
        const auto [found, is_new] = by_file.try_emplace(file, modules_.size());
        if (is_new) modules_.push_back(module_for(loaded_, file));
        const Question question = question_of(plan);
        const std::string asking = question.words + (question.decision != none ? " is undetermined" : "");
        modules_[found->second].tests.push_back({plan, std::vector(plan.points.size(), asking), boundary});
      }
    }
    std::ranges::sort(modules_, {}, &WrittenModule::path);
    const auto asking = load_all();
    if (!asking) return;
    observe(*asking);
    choose(choices.size());
    const auto telling = load_all();
    if (!telling) return;
    for (WrittenModule& module : modules_) {
      keep_passing(*telling, module);
      if (module.tests.empty()) continue;
      result_.modules.push_back({module.name, module.path, module_text(loaded_, module).text, module.tests.size()});
    }
  }

 private:
  Question question_of(const PlannedTest& plan) const {
    return testing::question_of(loaded_, loaded_.model->tests[plan.test].steps[plan.step]);
  }

  /// Leaves out what cannot be loaded: a name that the module does not see, or sees twice.
  std::optional<Loaded> load_all() {
    for (WrittenModule& module : modules_) drop_empty(module);
    for (;;) {
      Loaded all = load_with(loaded_, modules_);
      if (all.model != nullptr) return all;
      if (!drop_broken(all)) return std::nullopt;
    }
  }

  static void drop_empty(WrittenModule& module) {
    std::erase_if(module.tests, [](const WrittenTest& test) {
      return std::ranges::all_of(test.expects, [](const std::string& words) { return words.empty(); });
    });
  }

  bool drop_broken(const Loaded& all) {
    bool dropped = false;
    for (WrittenModule& module : modules_) {
      const ModuleText text = module_text(loaded_, module);
      std::vector<bool> broken(module.tests.size(), false);
      for (const Diagnostic& diagnostic : all.diagnostics) {
        if ((*all.sources)[diagnostic.place.file].name() != module.path) continue;
        const auto after = std::ranges::upper_bound(text.begins, diagnostic.place.begin);
        if (after == text.begins.begin()) {
          // Its header: nothing of it can stand.
          broken.assign(module.tests.size(), true);
        } else {
          broken[static_cast<std::size_t>(after - text.begins.begin()) - 1] = true;
        }
      }
      std::size_t at = 0;
      dropped = dropped || std::ranges::find(broken, true) != broken.end();
      std::erase_if(module.tests, [&](const WrittenTest&) { return broken[at++]; });
    }
    std::erase_if(modules_, [](const WrittenModule& module) { return module.tests.empty(); });
    return dropped;
  }

  /// The tests of a module, as many as it has.
  static std::vector<std::uint32_t> tests_of(const Loaded& all, const WrittenModule& module) {
    std::vector<std::uint32_t> tests;
    for (std::uint32_t i = 0; i < all.model->tests.size(); ++i) {
      if ((*all.sources)[all.model->tests[i].span.file].name() == module.path) tests.push_back(i);
    }
    return tests;
  }

  static void keep_passing(const Loaded& all, WrittenModule& module) {
    const std::vector<std::uint32_t> tests = tests_of(all, module);
    TestRunner runner(all, {});
    std::size_t at = 0;
    std::erase_if(module.tests, [&](const WrittenTest&) { return !runner.passes(tests[at++]); });
  }

  /// For each boundary one test: the first that comes to something else on its two sides, or else the first.
  void choose(std::size_t boundaries) {
    std::vector<const WrittenTest*> chosen(boundaries, nullptr);
    for (WrittenModule& module : modules_) {
      drop_empty(module);
      for (const WrittenTest& test : module.tests) {
        const WrittenTest*& best = chosen[test.boundary];
        if (best == nullptr || (!differs(*best) && differs(test))) best = &test;
      }
    }
    for (WrittenModule& module : modules_) {
      std::vector<WrittenTest> kept;
      for (WrittenTest& test : module.tests) {
        if (chosen[test.boundary] != &test) continue;
        const auto same = std::ranges::find_if(kept, [&](const WrittenTest& other) { return shows(other, test); });
        if (same == kept.end()) {
          kept.push_back(std::move(test));
          continue;
        }
        // Two comparisons with one boundary are shown by one test.
        same->plan.clauses.insert(same->plan.clauses.end(), test.plan.clauses.begin(), test.plan.clauses.end());
      }
      module.tests = std::move(kept);
    }
  }

  static bool differs(const WrittenTest& test) {
    std::set<std::string_view> seen(test.expects.begin(), test.expects.end());
    seen.erase("");
    return seen.size() > 1;
  }

  static bool shows(const WrittenTest& a, const WrittenTest& b) {
    return a.plan.test == b.plan.test && a.plan.step == b.plan.step && a.plan.changed == b.plan.changed &&
           a.plan.points == b.plan.points && a.plan.shows_notices == b.plan.shows_notices;
  }

  /// Runs the modules' tests and writes down what each point of each came to.
  void observe(const Loaded& all) {
    for (WrittenModule& module : modules_) {
      const std::vector<std::uint32_t> tests = tests_of(all, module);
      const std::vector<FileIndex> visible = visible_files(loaded_, module.tests_of);
      std::vector<std::string> came;
      RunOptions options;
      options.observer = [&](const Observation& seen) {
        const auto at = static_cast<std::size_t>(std::ranges::find(tests, seen.test) - tests.begin());
        came.push_back(came_to(all, module.tests[at], seen, visible));
      };
      TestRunner runner(all, std::move(options));
      for (std::size_t i = 0; i < tests.size(); ++i) {
        came.clear();
        runner.run(tests[i]);
        std::size_t next = 0;
        for (std::string& words : module.tests[i].expects) {
          if (!words.empty()) words = next < came.size() ? came[next++] : "";
        }
      }
    }
  }

  /// What is expected there, in words; none where the facts were refused.
  std::string came_to(const Loaded& all, const WrittenTest& test, const Observation& seen,
                      const std::vector<FileIndex>& visible) const {
    const Model& model = *all.model;
    const TestStep& step = model.tests[seen.test].steps[seen.step];
    const Question question = question_of(test.plan);
    const Trace& trace = seen.machine.trace();
    if (std::holds_alternative<ExpectExpr>(step.node)) {
      const bool evaluated = std::ranges::any_of(trace.roots(), [&](TraceId root) {
        return trace[root].kind == TraceNode::Kind::step && trace[root].first_child != none &&
               trace[trace[root].first_child].state == TraceNode::State::value;
      });
      if (!evaluated) return "";
      return seen.passed ? question.words : "not (" + question.words + ")";
    }
    const auto* expected = std::get_if<ExpectOutcome>(&step.node);
    if (expected == nullptr || trace.find(TraceNode::Kind::decision, expected->decision) == none) return "";
    const Verdict& verdict = seen.machine.decide(expected->decision);
    const auto& zone = model.files[model.tests[seen.test].file].zone;
    const LiteralWriter literals(model, zone == nullptr ? *utc_ : *zone, visible);
    std::string words = question.words + outcome(model.decisions[expected->decision], verdict, literals);
    if (!test.plan.shows_notices) return words;
    for (const NoticeResult& each : verdict.obligations) words += notice(model, question, each, literals);
    for (const NoticeResult& each : verdict.advice) words += notice(model, question, each, literals);
    return words;
  }

  static std::string outcome(const Decision& decision, const Verdict& verdict, const LiteralWriter& literals) {
    std::string words;
    switch (verdict.outcome) {
      case Outcome::permitted: words = " is permitted by "; break;
      case Outcome::forbidden: words = " is forbidden by "; break;
      case Outcome::referred: words = " is referred by "; break;
      case Outcome::undetermined: return " is undetermined";
      case Outcome::decided:
        if (!verdict.present) return " is absent";
        words = " is ";
        literals.append(words, decision.type.present(), verdict.value);
        return words;
    }
    if (verdict.rules.empty()) return words + (verdict.policy_not_in_force ? "policy_not_in_force" : "no_rule_permits");
    for (std::size_t i = 0; i < verdict.rules.size(); ++i) {
      if (i > 0) words += ", ";
      words += rule_of(decision, verdict.rules[i]).name;
    }
    return words;
  }

  /// An expectation of its own, after the outcome's; nothing where an argument is absent and so has no words.
  static std::string notice(const Model& model, const Question& question, const NoticeResult& result,
                            const LiteralWriter& literals) {
    const Notice& notice = model.notices[result.notice];
    const bool obliges = notice.kind == syntax::NoticeKind::obligation;
    std::string words =
        fmt::format("\n  expect {} {} {}(", question.words, obliges ? "obliges" : "advises", notice.name);
    const Slot* slot = result.arguments.data();
    for (std::size_t i = 0; i < notice.parameters.size(); ++i) {
      const Type type = notice.parameters[i].type;
      if (type.optional && slot->number == 0) return "";
      if (i > 0) words += ", ";
      literals.append(words, type.present(), type.optional ? slot[1] : slot[0]);
      slot += registers(type);
    }
    return words + ")";
  }

  const Loaded& loaded_;
  Boundaries& result_;
  std::vector<WrittenModule> modules_;
  std::shared_ptr<const time::Zone> utc_ = time::Zone::utc();
};

}  // namespace

Boundaries write_boundaries(const Loaded& loaded, const std::string& filter) {
  BoundaryPlan plan = plan_boundaries(loaded, filter);
  Boundaries result;
  result.untested = std::move(plan.untested);
  result.tested = plan.tested;
  result.cut = std::move(plan.cut);
  Author(loaded, result).write(plan.choices);
  return result;
}

}  // namespace writ::testing
