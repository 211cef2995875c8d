#include "tools/testing/boundaries.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <optional>

#include "tools/testing/boundary_text.hpp"
#include "tools/testing/source_literal.hpp"
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
  return load(std::move(texts));
}

/// Writes the tests twice: first to see what the rules come to, then with that.
class Author {
 public:
  Author(const Loaded& loaded, Boundaries& result) : loaded_(loaded), result_(result) {}

  void write(std::vector<PlannedTest> planned) {
    std::map<FileIndex, std::size_t> by_file;
    for (PlannedTest& plan : planned) {
      const FileIndex file = loaded_.model->tests[plan.test].file;
      const auto [found, is_new] = by_file.try_emplace(file, modules_.size());
      if (is_new) modules_.push_back(module_for(loaded_, file));
      WrittenTest test{std::move(plan), {}};
      const Question question = question_of(test.plan);
      const bool decides = question.decision != none;
      test.expects.assign(test.plan.points.size(), question.words + (decides ? " is undetermined" : ""));
      modules_[found->second].tests.push_back(std::move(test));
    }
    std::ranges::sort(modules_, {}, &WrittenModule::path);
    const auto asking = load_all();
    if (!asking) return;
    run(*asking, [&](WrittenTest& test, std::size_t point, const Observation& seen, const TestStep& step) {
      test.expects[point] = came_to(*asking, test, seen, step);
    });
    const auto telling = load_all();
    if (!telling) return;
    std::map<const WrittenTest*, bool> right;
    run(*telling, [&](WrittenTest& test, std::size_t, const Observation& seen, const TestStep&) {
      const auto [found, is_new] = right.try_emplace(&test, true);
      found->second = found->second && seen.passed;
    });
    for (WrittenModule& module : modules_) {
      std::erase_if(module.tests, [&](const WrittenTest& test) {
        const auto found = right.find(&test);
        return found == right.end() || !found->second;
      });
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

  /// Runs the modules' tests and shows each point of each as it was evaluated.
  template <typename Visit>
  void run(const Loaded& all, Visit visit) {
    for (WrittenModule& module : modules_) {
      std::vector<std::uint32_t> tests;
      for (std::uint32_t i = 0; i < all.model->tests.size(); ++i) {
        const Test& test = all.model->tests[i];
        if ((*all.sources)[test.span.file].name() == module.path) tests.push_back(i);
      }
      if (tests.size() != module.tests.size()) continue;
      for (std::size_t i = 0; i < tests.size(); ++i) {
        WrittenTest& written = module.tests[i];
        std::vector<std::size_t> open;
        for (std::size_t point = 0; point < written.expects.size(); ++point)
          if (!written.expects[point].empty()) open.push_back(point);
        std::size_t next = 0;
        const auto& steps = all.model->tests[tests[i]].steps;
        TestRunner runner(all, {.filter = {},
                                .fail_fast = false,
                                .observer =
                                    [&](const Observation& seen) {
                                      if (next < open.size()) visit(written, open[next++], seen, steps[seen.step]);
                                    },
                                .limits = {}});
        runner.run(tests[i]);
        // What was not evaluated says nothing.
        for (; next < open.size(); ++next) written.expects[open[next]].clear();
      }
    }
  }

  /// What is expected there, in words; none where the facts were refused.
  std::string came_to(const Loaded& all, const WrittenTest& test, const Observation& seen, const TestStep& step) const {
    const Model& model = *all.model;
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
    const Decision& decision = model.decisions[expected->decision];
    const Verdict& verdict = seen.machine.decide(expected->decision);
    std::string words = question.words;
    switch (verdict.outcome) {
      case Outcome::permitted: words += " is permitted"; break;
      case Outcome::forbidden: words += " is forbidden"; break;
      case Outcome::referred: words += " is referred"; break;
      case Outcome::undetermined: return words + " is undetermined";
      case Outcome::decided: {
        if (!verdict.present) return words + " is absent";
        const auto& zone = model.files[model.tests[seen.test].file].zone;
        const auto utc = time::Zone::utc();
        words += " is ";
        SourceLiterals(model, zone == nullptr ? *utc : *zone).append(words, decision.type.present(), verdict.value);
        return words;
      }
    }
    words += " by ";
    if (verdict.rules.empty()) return words + (verdict.policy_not_in_force ? "policy_not_in_force" : "no_rule_permits");
    for (std::size_t i = 0; i < verdict.rules.size(); ++i) {
      if (i > 0) words += ", ";
      words += rule_of(decision, verdict.rules[i]).name;
    }
    return words;
  }

  const Loaded& loaded_;
  Boundaries& result_;
  std::vector<WrittenModule> modules_;
};

}  // namespace

Boundaries write_boundaries(const Loaded& loaded, const std::string& filter) {
  BoundaryPlan plan = plan_boundaries(loaded, filter);
  Boundaries result;
  result.untested = std::move(plan.untested);
  result.tested = plan.tested;
  Author(loaded, result).write(std::move(plan.tests));
  return result;
}

}  // namespace writ::testing
