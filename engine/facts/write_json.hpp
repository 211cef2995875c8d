#pragma once
// Answers as lines of JSON.

#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "engine/facts/answer.hpp"
#include "engine/facts/write_value.hpp"
#include "grammar/source.hpp"

namespace writ {

/// `zh` and `zh-Hans`
bool same_tongue(std::string_view language, std::string_view other);

/// A message's text in a language: the one wanted, else one of the same tongue (`zh` for `zh-Hans` and the other way
/// round), else the first. Null where there is no text at all.
const MessageResult* pick_language(std::span<const MessageResult> texts, std::string_view wanted);

/// Why a requirement refuses, as a message. The texts are those of the problem; `kept` has what the message points to.
std::vector<MessageResult> message_of(const FactProblem& problem, std::vector<Text>& kept);

/// `rules/refunds.writ:12:21`
std::string place_of(const SourceSet& sources, Span span);

class AnswerWriter {
 public:
  struct Options {
    std::string language;  ///< Messages in this language alone; empty: in all that they have.
    bool as_list = false;  ///< `{"decisions":[…]}`; else there is one decision.
  };
  /// `answerer` tells which decisions are asked for and what overridden parameters came to.
  AnswerWriter(std::shared_ptr<const Program> program, const SourceSet& sources, Answerer& answerer, Options options);

  /// One line, with its end.
  void append(std::string& out, const Answer& answer) const;

 private:
  /// What does not change from record to record, written once.
  struct Prepared {
    model::DecisionId decision;
    ValueWriter values;
    std::string head;  ///< `"decision":"…","now":`
    struct Rule {
      std::string name, reason, cite;
    };
    std::vector<Rule> rules;  ///< With `otherwise`.
    std::string overridden;
  };
  Prepared prepare(model::DecisionId decision, Machine& machine) const;
  /// The members, without the braces.
  void append_decision(std::string& out, const Prepared& prepared, const DecisionAnswer& answer,
                       time::Instant now) const;
  void append_reasons(std::string& out, const Prepared& prepared, const DecisionAnswer& answer) const;
  void append_notices(std::string& out, const ValueWriter& values, const std::vector<NoticeResult>& notices) const;
  void append_errors(std::string& out, const std::vector<EvaluationError>& errors, const Prepared* prepared) const;
  void append_problem(std::string& out, const FactProblem& problem) const;
  void append_message(std::string& out, std::span<const MessageResult> texts) const;

  std::shared_ptr<const Program> program_;
  const SourceSet* sources_;
  Options options_;
  std::vector<Prepared> prepared_;
};

}  // namespace writ
