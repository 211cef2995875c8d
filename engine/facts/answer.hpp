#pragma once
// One record in, all that is to be said about it out: facts are read, requirements checked, decisions decided and
// described. One answerer serves one thread and keeps its memory from record to record.

#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "engine/facts/fact_problem.hpp"
#include "engine/facts/read_json.hpp"
#include "engine/run/machine.hpp"

namespace writ {

struct AnswerOptions {
  std::optional<time::Instant> now = {};  ///< Whatever the record says.
  bool strict = false;
  std::string id_pointer = {};
  Limits limits = {};
};

struct DecisionAnswer {
  model::DecisionId decision = model::none;
  const Verdict* verdict = nullptr;
  Horizon horizon;
  /// The messages of the rules that won, rule after rule; `message_ends` has where those of each end.
  std::vector<MessageResult> messages;
  std::vector<std::size_t> message_ends;

  std::span<const MessageResult> message(std::size_t won) const {
    const std::size_t begin = won == 0 ? 0 : message_ends[won - 1];
    return std::span(messages).subspan(begin, message_ends[won] - begin);
  }
};

/// Whether they hold, of the facts that the machine has. All that are broken become problems, not the first alone; but
/// where one that shows presence is broken, no other is evaluated: it would read what is not there. Those come first.
bool check_requirements(Machine& machine, std::span<const model::RequirementId> requirements,
                        std::vector<FactProblem>& problems);
/// Adds the messages of the rules that won.
void collect_messages(Machine& machine, DecisionAnswer& answer);

/// That the time which a caller gave is none that there is.
FactProblem no_such_time(time::Instant now);
inline bool is_a_time(time::Instant now) { return now >= time::first_instant && now <= time::last_instant; }

/// Good until the next record.
struct Answer {
  std::string_view id;  ///< JSON; empty where none is wanted.
  time::Instant now = 0;
  std::span<const FactProblem> problems;      ///< Where there are any, nothing was decided.
  std::span<const DecisionAnswer> decisions;  ///< In the order wanted.
};

class Answerer {
 public:
  Answerer(std::shared_ptr<const Program> program, std::vector<model::DecisionId> decisions, AnswerOptions options);

  /// `json_padding` bytes after the record can be read, and the record stays as it is while the answer is used. With
  /// `now`, of this record alone, whatever the options and the record say.
  const Answer& answer(std::string_view record, std::optional<time::Instant> now = {});
  /// For a record that could not be taken in whole, such as a line past the limit.
  const Answer& refuse(FactProblem problem);

  Machine& machine() { return machine_; }
  /// Of the record that was answered last, if it had no problems.
  Facts facts() const { return reader_.facts(); }
  std::span<const model::DecisionId> wanted() const { return wanted_; }

 private:
  const Answer& refused();

  std::vector<model::DecisionId> wanted_;
  AnswerOptions options_;
  FactsReader reader_;
  Machine machine_;
  std::vector<FactProblem> problems_;
  std::vector<DecisionAnswer> decisions_;
  Answer answer_;
};

}  // namespace writ
