#pragma once
// What a policy decided about one record of facts, as plain data that owns itself.

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "writ/value.hpp"

namespace writ {

/// `undetermined`: evaluating failed in a way that could have changed the outcome; a permission is then to be treated
/// as forbidden. `rejected`: the facts do not fit the policy, and nothing was decided.
enum class Outcome : std::uint8_t { permitted, forbidden, referred, decided, undetermined, rejected };

/// "permitted"
const char* name(Outcome outcome);

struct Decision {
  /// A text in one language; a language of "" is the only one.
  struct Message {
    std::string language, text;
  };
  struct Reason {
    std::string rule;  ///< Or `no_rule_permits`, `policy_not_in_force`.
    std::vector<Message> messages;
    std::vector<std::string> cite;  ///< "guide 1.5a"
  };
  /// An obligation, which the caller has to see to, or advice, which may be ignored.
  struct Notice {
    struct Argument {
      std::string name;
      Value value;
    };
    std::string name;
    std::vector<Argument> arguments;
  };
  /// A parameter that the decision reads, and whose value the caller gave.
  struct Parameter {
    std::string name;  ///< Qualified.
    Value value;       ///< Absent where it cannot be computed, too.
  };
  /// What went wrong while a rule was evaluated.
  struct Failure {
    std::string code;  ///< "V0102"; each has a page in docs/diagnostics/.
    std::string message;
    std::string place;  ///< "refunds.writ:12:21", where it is known.
    std::string rule;   ///< Likewise.
    /// Whose rule it is, where the failure is the cause of another: a decision that is used and is undetermined.
    std::string decision;
  };
  /// Why a record was rejected: a member that does not fit, or a requirement that it breaks.
  struct Rejection {
    std::string code;               ///< "F0103"
    std::string pointer;            ///< RFC 6901: "/order/paid_at"
    std::string expected, found;    ///< "an Instant", "\"yesterday\""
    std::string requirement;        ///< The name of a requirement; then pointer, expected and found are empty,
    std::vector<Message> messages;  ///< these say why,
    std::vector<Failure> failures;  ///< or this why it could not be checked.
  };

  std::string decision;  ///< The qualified name.
  Value::Instant now;    ///< The time that it was decided for.
  Outcome outcome = Outcome::rejected;
  Value value;                     ///< Of a value decision.
  std::vector<std::string> rules;  ///< Those that won, in the order written.
  std::vector<Reason> reasons;
  std::vector<Notice> obligations, advice;
  std::vector<Parameter> overridden;
  std::vector<Failure> failures;  ///< Of an undetermined decision; with another outcome, those that changed nothing.
  std::vector<Rejection> rejections;  ///< All of them, where it was rejected.

  /// The first instant after `now` at which outcome, rules or value differ if no fact but the time changes; nothing
  /// when they never will. Where `holds_at_least`, it is not known to change then, but to hold until then.
  std::optional<Value::Instant> holds_until;
  bool holds_at_least = false;
  /// The value moves with `now` itself; `holds_until` is then about outcome and rules.
  bool follows_now = false;

  bool permitted() const { return outcome == Outcome::permitted; }
};

}  // namespace writ
