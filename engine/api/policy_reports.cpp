// What a PolicySet tells beside decisions: why, and when they change.

#include <algorithm>

#include "engine/api/shared_policies.hpp"
#include "engine/explain/explanation.hpp"
#include "engine/explain/explanation_json.hpp"
#include "engine/explain/public_data.hpp"
#include "engine/explain/timeline.hpp"
#include "engine/explain/timeline_json.hpp"
#include "engine/explain/why_not.hpp"
#include "engine/facts/write_json.hpp"
#include "engine/value/time/zone.hpp"

namespace writ {
namespace {

constexpr time::Duration usual_length = 30 * time::day;

/// Of a decision that cannot be explained.
Explanation unexplained(std::string_view decision, std::string problem) {
  Explanation::Decided none;
  none.name = decision;
  none.failures.push_back({"", std::move(problem), "", "", ""});
  Explanation explanation;
  explanation.decisions.push_back(std::move(none));
  return explanation;
}

/// One record, answered.
class Answered {
 public:
  Answered(std::shared_ptr<const Program> program, model::DecisionId decision, std::string_view facts,
           const DecideOptions& options, const Limits& limits)
      : padded_(facts), answerer_(std::move(program), {decision}, to_answer_options(options, limits)) {
    padded_.append(json_padding, '\n');
    answer_ = &answerer_.answer(std::string_view(padded_).substr(0, facts.size()));
  }

  Answerer& answerer() { return answerer_; }
  const Answer& answer() const { return *answer_; }
  bool rejected() const { return !answer_->problems.empty(); }

 private:
  std::string padded_;
  Answerer answerer_;
  const Answer* answer_ = nullptr;
};

std::string without_line_break(std::string line) {
  line.pop_back();
  return line;
}

Timeline::Segment to_segment(const Segment& found, const model::Model& model, const model::Decision& declared,
                             const SourceSet& sources, const std::string& language) {
  Timeline::Segment segment;
  segment.from = {found.from};
  segment.until = {found.until};
  segment.outcome = to_outcome(found.outcome);
  segment.value_text = found.value_words;
  segment.value_json = found.value;
  segment.follows_now = found.follows_now;
  if (found.policy_not_in_force) {
    segment.reasons.push_back({"policy_not_in_force", {}, {}});
  } else if (found.rules.empty() && found.outcome == model::Outcome::forbidden) {
    segment.reasons.push_back({"no_rule_permits", {}, {}});
  }
  for (std::size_t i = 0; i < found.rules.size(); ++i) {
    const model::Rule& rule = rule_of(declared, found.rules[i]);
    segment.rules.push_back(rule.name);
    Decision::Reason reason{rule.name, {}, to_citations(rule.cite, model.files[declared.file])};
    const auto& texts = found.messages[i];
    for (std::size_t t = 0; t < texts.size(); ++t) {
      if (language.empty() || t == pick_text(texts, language)) {
        reason.messages.push_back({texts[t].language, texts[t].text});
      }
    }
    segment.reasons.push_back(std::move(reason));
  }
  for (const EvaluationError& error : found.errors) {
    segment.failures.push_back(to_failure(error, model, &declared, sources));
  }
  return segment;
}

struct Ends {
  time::Instant from, until;
};

Ends ends_of(const TimelineOptions& options, time::Instant now) {
  const auto within = [](time::Instant end) { return std::clamp(end, time::first_instant, time::last_instant); };
  const time::Instant from = options.from ? within(options.from->microseconds) : now;
  if (options.until) return {from, within(options.until->microseconds)};
  return {from, from < time::last_instant - usual_length ? from + usual_length : time::last_instant};
}

SegmentList segments_of(Answered& answered, model::DecisionId decision, const Ends& ends, const std::string& language) {
  if (ends.from >= ends.until) return {};
  return timeline(answered.answerer().machine(), answered.answerer().facts().row, decision, ends.from, ends.until,
                  {.language = language});
}

}  // namespace

Explanation PolicySet::explain(std::string_view decision, std::string_view facts,
                               const ExplanationOptions& options) const {
  const FoundDecision found = find_decision(*shared_->program->model, decision);
  if (found.decision == model::none) return unexplained(decision, problem_of(found));
  const std::shared_ptr<const Program> program = shared_->tracing();
  if (program == nullptr) return unexplained(decision, "an expression is too large to be explained");
  Answered answered(program, found.decision, facts, {options.now, options.strict}, shared_->limits);
  Answerer& answerer = answered.answerer();
  Explanation explanation = explain_answer(answerer.machine(), *shared_->sources, answered.answer(), found.decision,
                                           {.language = options.language});
  if (options.why_not && !answered.rejected()) {
    explanation.why_not = why_not(answerer.machine(), answerer.facts(), found.decision, options.language);
  }
  return explanation;
}

std::string PolicySet::explain_as_json(std::string_view decision, std::string_view facts,
                                       const ExplanationOptions& options) const {
  const FoundDecision found = find_decision(*shared_->program->model, decision);
  if (found.decision == model::none) return unknown_decision_line(decision, found);
  return without_line_break(explanation_json({{explain(decision, facts, options)}}, {}, false));
}

Timeline PolicySet::timeline(std::string_view decision, std::string_view facts, const TimelineOptions& options) const {
  const model::Model& model = *shared_->program->model;
  const FoundDecision found = find_decision(model, decision);
  Timeline result;
  result.decision = decision;
  if (found.decision == model::none) {
    result.failures.push_back({"", problem_of(found), "", "", ""});
    return result;
  }
  const model::Decision& declared = model.decisions[found.decision];
  result.decision = declared.name;
  result.zone = zone_of(model, found.decision).name();
  Answered answered(shared_->program, found.decision, facts, {options.now, options.strict}, shared_->limits);
  for (const FactProblem& problem : answered.answer().problems) {
    result.rejections.push_back(to_rejection(problem, model, *shared_->sources));
  }
  if (answered.rejected()) return result;
  const SegmentList segments =
      segments_of(answered, found.decision, ends_of(options, answered.answer().now), options.language);
  for (const Segment& segment : segments.segments) {
    result.segments.push_back(to_segment(segment, model, declared, *shared_->sources, options.language));
  }
  result.cut = segments.cut;
  return result;
}

std::string PolicySet::timeline_as_json(std::string_view decision, std::string_view facts,
                                        const TimelineOptions& options) const {
  const model::Model& model = *shared_->program->model;
  const FoundDecision found = find_decision(model, decision);
  if (found.decision == model::none) return unknown_decision_line(decision, found);
  Answered answered(shared_->program, found.decision, facts, {options.now, options.strict}, shared_->limits);
  if (answered.rejected()) {
    std::string line;
    AnswerWriter(shared_->program, *shared_->sources, answered.answerer(), {}).append(line, answered.answer());
    return without_line_break(std::move(line));
  }
  const time::Instant now = answered.answer().now;
  const Ends ends = ends_of(options, now);
  const TimelineOf of{found.decision, segments_of(answered, found.decision, ends, options.language)};
  return without_line_break(
      timeline_json(model, *shared_->sources, {{of}}, {{}, now, ends.from, ends.until, options.language}));
}

}  // namespace writ
