#include "engine/facts/answer.hpp"

namespace writ {
namespace {

std::shared_ptr<const FactsPlan> plan_for(const std::shared_ptr<const Program>& program,
                                          std::span<const model::DecisionId> wanted, const AnswerOptions& options) {
  return plan_facts(program, wanted, {options.strict, options.now.has_value(), options.id_pointer, options.limits});
}

}  // namespace

Answerer::Answerer(std::shared_ptr<const Program> program, std::vector<model::DecisionId> decisions,
                   AnswerOptions options)
    : wanted_(std::move(decisions)),
      options_(std::move(options)),
      reader_(plan_for(program, wanted_, options_)),
      machine_(std::move(program), options_.limits),
      decisions_(wanted_.size()) {
  for (std::size_t i = 0; i < wanted_.size(); ++i) decisions_[i].decision = wanted_[i];
}

FactProblem no_such_time(time::Instant now) {
  FactProblem problem;
  problem.fault = FactFault::time_out_of_range;
  problem.pointer = "/now";
  problem.expected = "an instant in the years 0001 to 9999";
  problem.found = std::to_string(now) + " microseconds since 1970";
  return problem;
}

const Answer& Answerer::answer(std::string_view record, std::optional<time::Instant> given) {
  const std::optional<time::Instant> now = given ? given : options_.now;
  if (now && !is_a_time(*now)) return refuse(no_such_time(*now));
  problems_.clear();
  if (!reader_.read(record, now)) return refused();
  const Facts facts = reader_.facts();
  machine_.begin(facts, Machine::Asking::horizons);
  if (!check_requirements(machine_, reader_.plan().requirements, problems_)) return refused();
  for (DecisionAnswer& wanted : decisions_) wanted.verdict = &machine_.decide(wanted.decision);
  for (DecisionAnswer& wanted : decisions_) {
    collect_messages(machine_, wanted);
    wanted.horizon = machine_.horizon(wanted.decision);
  }
  answer_ = {options_.id_pointer.empty() ? std::string_view() : reader_.id(), facts.now, {}, decisions_};
  return answer_;
}

const Answer& Answerer::refuse(FactProblem problem) {
  problems_.clear();
  problems_.push_back(std::move(problem));
  answer_ = {options_.id_pointer.empty() ? "" : "null", 0, problems_, {}};
  return answer_;
}

const Answer& Answerer::refused() {
  const std::span<const FactProblem> problems = problems_.empty() ? reader_.problems() : problems_;
  answer_ = {options_.id_pointer.empty() ? std::string_view() : reader_.id(), 0, problems, {}};
  return answer_;
}

void collect_messages(Machine& machine, DecisionAnswer& answer) {
  answer.messages.clear();
  answer.message_ends.clear();
  for (const std::uint32_t rule : answer.verdict->rules) {
    for (const MessageResult& text : machine.message(answer.decision, rule)) answer.messages.push_back(text);
    answer.message_ends.push_back(answer.messages.size());
  }
}

bool check_requirements(Machine& machine, std::span<const model::RequirementId> checked,
                        std::vector<FactProblem>& problems) {
  const auto& requirements = machine.program().model->requirements;
  bool all_shown = true, hold = true;
  for (const model::RequirementId requirement : checked) {
    const bool narrows = requirements[requirement].narrows;
    if (!narrows && !all_shown) break;
    const auto result = machine.check(requirement);
    if (result.holds && !result.error) continue;
    hold = false;
    if (narrows) all_shown = false;
    FactProblem problem;
    problem.fault = result.error ? FactFault::requirement_undecided : FactFault::requirement_refused;
    problem.requirement = requirement;
    problem.error = result.error;
    if (!result.error) {
      for (const auto& [language, text] : machine.because(requirement)) {
        problem.message.emplace_back(language, text->view());
      }
    }
    problems.push_back(std::move(problem));
  }
  return hold;
}

}  // namespace writ
