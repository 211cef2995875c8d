#pragma once
// One case: facts and `now`, and what everything in the model comes to for them.

#include <cstdint>
#include <map>
#include <optional>
#include <variant>
#include <vector>

#include "engine/model/model.hpp"
#include "tests/reference/value.hpp"

namespace writ::reference {

/// By model::FactId; nothing where a fact is not needed.
using Facts = std::vector<std::optional<Value>>;

/// A failure as a decision lists it.
struct Error {
  Failure failure;
  std::uint32_t rule = model::none;          ///< While evaluating this rule;
  model::DecisionId decision = model::none;  ///< of this decision, where the failure is the cause of another one.

  friend bool operator==(const Error&, const Error&) = default;
};

struct Notice {
  model::NoticeId notice;
  std::vector<Value> arguments;
};

/// A decision (docs/language.md 11.1). A rule is its number; `otherwise` is the number after the last.
struct Verdict {
  model::Outcome outcome = model::Outcome::undetermined;
  bool policy_not_in_force = false;
  std::vector<std::uint32_t> rules = {};
  Value value = {};
  std::vector<Notice> obligations = {}, advice = {};
  std::vector<Error> errors = {};
};

struct MessageText {
  std::string language, text;
};

const model::Rule& rule_of(const model::Decision& decision, std::uint32_t number);

struct Standing;

class Evaluation {
 public:
  Evaluation(const model::Model& model, const Facts& facts, std::int64_t now)
      : model_(model), facts_(facts), now_(now), locals_(model.locals.size()) {}

  /// Throws a Failure.
  Value value(model::ExprId expr);
  const Verdict& decide(model::DecisionId decision);
  /// The texts that can be put together; failures of the others go to `failures`.
  std::vector<MessageText> message(const model::Message& message, std::vector<Failure>& failures);
  /// Adds an error, once, and after it what caused it in a decision that it used.
  void list(Verdict& verdict, const Error& error);

 private:
  bool holds(model::ExprId condition) { return condition == model::none || value(condition).truth(); }
  std::vector<Value> values(const std::vector<model::ExprId>& exprs);
  /// Of a decision that is used; undetermined is a failure of the expression that uses it.
  const Verdict& determined(model::DecisionId decision, model::ExprId user);

  void settle(const model::Decision& decision, Verdict& verdict);
  bool applies(model::ExprId in_force, model::ExprId unless, model::ExprId when);
  void settle_permission(const model::Decision& decision, const Standing& standing, Verdict& verdict);
  void settle_value(const model::Decision& decision, const Standing& standing, Verdict& verdict);
  void add_notices(const model::Decision& decision, Verdict& verdict);

  const model::Model& model_;
  const Facts& facts_;
  std::int64_t now_;
  std::vector<Value> locals_;  // What bound names stand for at the moment.
  // Each of these is evaluated at most once for a case (8.6, 9.6).
  std::map<model::DefineId, std::variant<Value, Failure>> defines_;
  std::map<model::ParameterId, std::variant<Value, Failure>> parameters_;
  std::map<model::DecisionId, Verdict> decisions_;
};

/// Whether all of so many conditions hold, where some may fail (10): one that does not hold settles it, whatever fails
/// beside it. Else the first failure is that of the whole.
template <typename Holds>
bool all_hold(std::size_t count, Holds holds) {
  std::optional<Failure> failure;
  for (std::size_t i = 0; i < count; ++i) {
    try {
      if (!holds(i)) return false;
    } catch (const Failure& thrown) {
      if (!failure) failure = thrown;
    }
  }
  if (failure) throw *failure;
  return true;
}

}  // namespace writ::reference
