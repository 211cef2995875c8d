#pragma once
// Answers for people: a decision and its reasons in a few lines.

#include <memory>
#include <string>
#include <string_view>

#include "engine/facts/answer.hpp"
#include "engine/facts/write_value.hpp"
#include "grammar/source.hpp"

namespace writ {

class TextWriter {
 public:
  struct Options {
    std::string language;  ///< Of messages; empty: each language that they have.
    bool colour = false;
  };
  TextWriter(std::shared_ptr<const Program> program, const SourceSet& sources, Options options)
      : program_(std::move(program)), sources_(&sources), options_(std::move(options)) {}

  void append(std::string& out, const Answer& answer) const;

 private:
  enum class Tint : std::uint8_t { good, bad, doubtful, faint };
  void append_tinted(std::string& out, Tint tint, std::string_view text) const;
  void append_decision(std::string& out, const DecisionAnswer& answer) const;
  void append_reasons(std::string& out, const DecisionAnswer& answer) const;
  void append_message(std::string& out, std::span<const MessageResult> texts) const;
  void append_notices(std::string& out, std::string_view verb, const ValueWriter& values,
                      const std::vector<NoticeResult>& notices) const;
  void append_error(std::string& out, const EvaluationError& error) const;
  void append_horizon(std::string& out, const ValueWriter& values, const DecisionAnswer& answer) const;
  void append_problem(std::string& out, const FactProblem& problem) const;

  std::shared_ptr<const Program> program_;
  const SourceSet* sources_;
  Options options_;
};

}  // namespace writ
