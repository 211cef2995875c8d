#pragma once
// What the copies of a PolicySet have in common.

#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <tuple>
#include <vector>

#include "engine/api/load.hpp"
#include "engine/facts/answer.hpp"
#include "engine/program/program.hpp"
#include "grammar/harmless.hpp"
#include "grammar/source.hpp"
#include "writ/policy_set.hpp"

namespace writ {

struct PolicySet::Shared {
  std::shared_ptr<const Program> program;
  std::shared_ptr<const SourceSet> sources;
  Limits limits;

  /// Deciders that `decide` made and that nobody uses now, by decision, whether the time is given, and strictness.
  using Key = std::tuple<model::DecisionId, bool, bool>;
  mutable std::mutex mutex;
  mutable std::map<Key, std::vector<Decider>> idle;

  /// The same program with its model's expressions, for what looks at more than decisions: one that was saved is
  /// compiled from its texts when that is first asked for. Null where that cannot be.
  std::shared_ptr<const Program> whole() const {
    std::call_once(made_whole_, [this] {
      const auto model = whole_model(program->model, *sources, limits);
      whole_ = model == program->model ? program : model == nullptr ? nullptr : compile(model);
    });
    return whole_;
  }

  /// The same policies, compiled to tell why; made when it is first asked for. Null where that is too large.
  std::shared_ptr<const Program> tracing() const {
    std::call_once(traced_, [this] {
      if (whole() != nullptr) tracing_ = compile(whole()->model, {.trace = true});
    });
    return tracing_;
  }

 private:
  mutable std::once_flag made_whole_, traced_;
  mutable std::shared_ptr<const Program> whole_, tracing_;
};

inline AnswerOptions to_answer_options(const DecideOptions& options, const Limits& limits) {
  AnswerOptions wanted;
  wanted.limits = limits;
  if (options.now) wanted.now = options.now->microseconds;
  wanted.strict = options.strict;
  return wanted;
}

inline std::string problem_of(const FoundDecision& found) {
  return harmless_line(found.problem + (found.help.empty() ? "" : ": " + found.help));
}

/// The line about a decision that does not exist.
std::string unknown_decision_line(std::string_view decision, const FoundDecision& found);

}  // namespace writ
