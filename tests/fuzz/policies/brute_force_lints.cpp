// What the linter says of conditions and rules is so for every record.

#include <algorithm>
#include <array>

#include "engine/run/machine.hpp"
#include "tests/fuzz/policies/brute_force.hpp"
#include "tests/fuzz/policies/trial.hpp"
#include "tools/lint/conditions.hpp"
#include "tools/lint/run.hpp"

namespace writ::random {
namespace {

class LintTrial {
 public:
  LintTrial(Trial& trial, Findings& findings)
      : trial_(trial), findings_(findings), model_(trial.model()), replay_(trial.program()) {}

  std::string run() {
    const lint::Settings settings = lint::Settings::standard();
    const lint::Subject subject{*trial_.loaded().sources, *trial_.loaded().files, model_, settings, {}};
    const lint::Findings found = lint::run(subject);
    for (const lint::Finding& finding : found) {
      if (finding.lint != lint::Lint::correctness_never_wins) continue;
      ++findings_.settled;
      if (std::string wrong = wins(finding); !wrong.empty()) return wrong;
    }
    const auto all_settled = lint::settled_conditions(subject);
    for (const lint::Settled& settled : *all_settled) {
      if (settled.verdict == lint::Verdict::defaulted) continue;
      if (model_[settled.expr].type.base != writ::Kind::boolean) continue;
      ++findings_.settled;
      if (std::string wrong = replaced(settled); !wrong.empty()) return wrong;
    }
    return {};
  }

 private:
  std::string wins(const lint::Finding& finding) {
    for (model::DecisionId id = 0; id < model_.decisions.size(); ++id) {
      const model::Decision& decision = model_.decisions[id];
      for (std::uint32_t rule = 0; rule < decision.rules.size(); ++rule) {
        if (decision.rules[rule].name_span.begin != finding.place.begin) continue;
        std::string wrong;
        trial_.each([&](const std::string& record, Facts facts) {
          if (!replay_.begin(facts, decision.needs).admitted()) return true;
          const Verdict& verdict = replay_.decide(id);
          if (std::ranges::find(verdict.rules, rule) == verdict.rules.end()) return true;
          wrong = "the linter: " + finding.message + ", but it does\n" + record;
          return false;
        });
        return wrong;
      }
    }
    return "the linter: no rule stands at `" + finding.message + "`";
  }

  /// In place of the condition stands what it is said to come to: no verdict becomes another.
  std::string replaced(const lint::Settled& settled) {
    auto changed = std::make_shared<model::Model>(model_);
    const bool holds = settled.verdict == lint::Verdict::holds
                           ? true
                           : (settled.verdict == lint::Verdict::fails ? false : settled.holds);
    changed->exprs[settled.expr].node = model::Constant{holds ? 1 : 0};
    const auto program = compile(changed, {.trace = false, .tests = true});
    if (program == nullptr) return {};
    analysis::Replay other(program);
    std::string wrong;
    const Span span = model_[settled.expr].span;
    const auto told = [&](const std::string& about, const std::string& record) {
      const auto& text = (*trial_.loaded().sources)[span.file].text();
      wrong = "the linter: `" + std::string(text.substr(span.begin, span.end - span.begin)) + "` is said to " +
              (holds ? "hold" : "fail") + ", which changes " + about + "\n" + record;
    };
    trial_.each([&](const std::string& record, Facts facts) {
      for (model::DecisionId id = 0; id < model_.decisions.size() && wrong.empty(); ++id) {
        const model::Decision& decision = model_.decisions[id];
        const bool admitted = replay_.begin(facts, decision.needs).admitted();
        if (other.begin(facts, decision.needs).admitted() != admitted) {
          told("what is admitted", record);
        } else if (admitted) {
          // What fails is another matter.
          const Verdict& verdict = replay_.decide(id);
          if (verdict.outcome != model::Outcome::undetermined && verdict.errors.empty() &&
              !same_verdict(model_, decision, verdict, other.decide(id))) {
            told(decision.name, record);
          }
        }
      }
      for (std::uint32_t i = 0; i < model_.invariants.size() && wrong.empty(); ++i) {
        const auto& needs = model_.invariants[i].needs;
        if (!trial_.is_read(needs) || !replay_.begin(facts, needs).admitted() || !other.begin(facts, needs).admitted())
          continue;
        const auto before = replay_.invariant(i);
        if (!before.error && before.holds != other.invariant(i).holds) told(model_.invariants[i].name, record);
      }
      return wrong.empty();
    });
    return wrong;
  }

  Trial& trial_;
  Findings& findings_;
  const model::Model& model_;
  analysis::Replay replay_;
};

}  // namespace

std::string wrong_lints(Trial& trial, Findings& findings) { return LintTrial(trial, findings).run(); }

}  // namespace writ::random
