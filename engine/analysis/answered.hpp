#pragma once
// What a version of policies answers to a record, told so that two versions can be compared.

#include <cstdint>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <string_view>

#include "engine/analysis/replay.hpp"
#include "engine/facts/read_json.hpp"
#include "engine/model/model.hpp"
#include "engine/program/program.hpp"

namespace writ::analysis {

/// What can differ between the answers to one record, the first of these that does.
enum class Aspect : std::uint8_t {
  admission,  ///< One version rejects the record.
  outcome,
  value,
  rules,    ///< The same outcome and value for other reasons: rules that won, by their names.
  notices,  ///< Which obligations and advice are told, by their names.
};

/// What one version answers to one record about one decision, in words that both versions share.
struct Answered {
  std::string rejected = {};  ///< Why it takes no such record, in a few words; empty where it does.
  model::Outcome outcome = model::Outcome::undetermined;
  std::string value = {};                   ///< JSON; empty where nothing is decided.
  std::string shown = {};                   ///< Likewise, for people: `EUR 3.99`.
  std::optional<std::int64_t> number = {};  ///< The value again, where it is one number: as in a Slot.
  std::set<std::string> rules = {};         ///< Those that won.
  std::set<std::string> notices = {};       ///< Obligations and advice.
};

/// The first aspect in which two answers differ; none where they do not.
std::optional<Aspect> difference(const Answered& before, const Answered& after);

/// Answers records about one decision after another.
class DecisionAnswers {
 public:
  explicit DecisionAnswers(const std::shared_ptr<const Program>& program) : program_(program), replay_(program) {}
  /// Of recorded facts, which are decided as `eval` decides them.
  DecisionAnswers(const std::shared_ptr<const Program>& program, const Limits& limits)
      : program_(program), replay_(program, limits) {}

  const std::shared_ptr<const Program>& program() const { return program_; }
  const model::Model& model() const { return *program_->model; }

  /// From now on records are about this one.
  void take(model::DecisionId decision, FactsPlanOptions options = {});
  /// `json_padding` bytes after the record can be read.
  Answered answer(std::string_view record);
  /// Of the record answered last: the member that the options' `id_pointer` names, as JSON.
  std::string_view id() const { return reader_->id(); }

 private:
  std::string shown(Type type, Slot value, const time::Zone& zone) const;

  std::shared_ptr<const Program> program_;
  Replay replay_;
  model::DecisionId decision_ = model::none;
  std::optional<FactsReader> reader_;
};

}  // namespace writ::analysis
