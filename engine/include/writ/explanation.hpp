#pragma once
// Why a decision came out as it did, as plain data that owns itself: what each rule came to, each condition with the
// values that it compared, and what of it decided.
//
// Parts marked `decisive` made what they are part of come to what it came to: of an `and` that does not hold, those
// that do not hold; of an `or` that holds, those that do; of a decision, the rules that won, or those whose absence
// made it so. Who follows decisive parts alone from a rule downwards meets exactly the conditions that decided.

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "writ/decision.hpp"
#include "writ/value.hpp"
#include "writ/why_not.hpp"

namespace writ {

struct Explanation {
  static constexpr std::uint32_t none = 0xffffffff;

  /// From one, columns in code points; the end is after the last character.
  struct Place {
    std::string file;
    std::uint32_t line = 0, column = 0, end_line = 0, end_column = 0;
  };

  /// A value as people of a language read it, and as JSON that reads back exactly. A long list or record is shortened
  /// for people; the JSON of one that is very long is empty.
  struct Shown {
    std::string text, json;
  };

  struct Element;

  /// What an expression came to: a condition, an operand that it compared, or a part of one.
  struct Node {
    enum class Kind : std::uint8_t {
      all,         ///< `a and b and c`
      any,         ///< `a or b or c`
      implies,     ///< `a implies b`
      negation,    ///< `not a`
      comparison,  ///< An atomic condition: its parts are what it compared.
      quantifier,  ///< `some`, `every`, `no`: see `elements`.
      pick,        ///< `first`, `last`
      aggregate,   ///< `count`, `sum`, `min`, …
      choice,      ///< `if c then a else b`, and the dates of a parameter: the condition and the way taken.
      fallback,    ///< `a or else b`
      call,        ///< Arithmetic, or a function.
      made,        ///< A record, list or text that is made.
      bound,       ///< What a definition was given, or an element that is in no record.
      field,       ///< A field of what its part comes to.
      fact,        ///< A fact, or a field of one, or of an element.
      now,
      parameter,   ///< Dated, it has a part that says by what.
      definition,  ///< `definition` has what stands for it.
      decision,    ///< The value of a decision, or whether its outcome is this: `decision`.
      literal,
    };
    enum class State : std::uint8_t {
      yes,  ///< A condition that holds,
      no,   ///< and one that does not.
      value,
      error,
      not_evaluated,
    };
    enum class Skipped : std::uint8_t {
      evaluated,
      guarded,      ///< Another condition, which does not hold, has to hold first.
      not_needed,   ///< The way that was taken does not lead here.
      after_error,  ///< Something before it failed.
    };

    Kind kind = Kind::comparison;
    State state = State::not_evaluated;
    Skipped skipped = Skipped::evaluated;
    bool is_condition = false;  ///< It is a Bool: `state` is yes or no, where it came to something.
    bool decisive = false;
    std::string words;  ///< The source's, on one line.
    Place place;
    std::string name;     ///< Of a fact: its path, `card.sent_at`. Of a parameter, definition or decision: qualified.
    Shown value;          ///< Of a condition `true` or `false`; empty where it has none.
    std::string pointer;  ///< Of a fact: where in the record it stands, `/order/cards/0/sent_at`.
    bool fixed = false;   ///< A fact that nobody can change now.
    bool overridden = false;                   ///< A parameter whose value the caller gave.
    std::optional<Decision::Failure> failure;  ///< The error that began here.
    std::vector<Node> parts;                   ///< In the order written; literals too.
    /// Of the elements of a list that were looked at, those that are told; see `left_out`.
    std::vector<Element> elements;
    std::uint64_t size = 0;           ///< How many elements the list has,
    std::uint64_t looked_at = 0;      ///< how many of them were looked at: a `some` stops at the first that satisfies,
    std::uint64_t counted = 0;        ///< how many were counted, summed, compared, or satisfy,
    std::uint64_t left_out = 0;       ///< and how many that were looked at are not in `elements`.
    std::uint32_t definition = none;  ///< In `definitions`.
    std::uint32_t decision = none;    ///< In `decisions`.
  };

  struct Element {
    enum class Role : std::uint8_t {
      satisfies,  ///< Of a quantifier: what it asks for holds of it,
      fails,      ///< or does not.
      counted,    ///< It was counted, summed, or compared,
      chosen,     ///< and it is the one that was chosen.
      excluded,   ///< `where` does not hold of it.
      error,
    };
    std::uint64_t index = 0;  ///< From zero.
    std::string label;        ///< What tells it apart: its first fixed text, else its value where that is short.
    std::string pointer;      ///< Where in the record it stands, where it does.
    Role role = Role::fails;
    bool decisive = false;
    std::vector<Node> parts;  ///< `where`, then what it has to satisfy, what is summed, or what it goes by.
  };

  /// A definition's value and what made it so. Used several times, it is here once; with parameters, once a call.
  struct Definition {
    std::string name, doc;
    Place place;
    struct Argument {
      std::string name;
      Shown value;
    };
    std::vector<Argument> arguments;
    Node body;
  };

  struct Rule {
    enum class Verdict : std::uint8_t {
      won,
      applies,         ///< It applies, yet the decision is undetermined.
      outweighed,      ///< It applies, but a stronger effect won: that of `by`.
      overridden,      ///< It applies, but `by`, which override it, do too.
      does_not_apply,  ///< Its `when` does not hold, or its `unless` does.
      not_in_force,
      failed,
      not_looked_at,  ///< `by`, which comes before it, applies; or the policy is not in force.
    };
    std::string name;    ///< `otherwise` for that clause.
    std::string effect;  ///< permit, forbid, refer; empty of a value's rule.
    std::string doc;
    Place place;
    std::vector<std::string> cite;  ///< "guide 1.5a"
    Verdict verdict = Verdict::not_looked_at;
    bool decisive = false;
    std::vector<std::string> by;
    std::vector<Decision::Message> messages;  ///< Of one that won.
    std::optional<Node> effective, unless, when;
    std::optional<Node> value;  ///< What it gives, of one that won.
    std::optional<Decision::Failure> failure;
  };

  /// An obligation or advice that the decision has, or an `also` whose condition does not hold.
  struct Notice {
    std::string name;
    bool obligation = true;
    bool given = true;
    std::string rule;  ///< Whose it is; empty of an `also`.
    Place place;
    std::vector<Definition::Argument> arguments;
    std::vector<std::string> cite;
    std::optional<Node> effective, unless, when;  ///< Of an `also`.
  };

  /// A decision: the one that is explained, or one that it uses.
  struct Decided {
    std::string name, doc;
    Place place;
    std::string combine;  ///< "permission", "single rule", "first rule", "every rule", "sum of rules", …
    Outcome outcome = Outcome::undetermined;
    Shown value;                       ///< Of a value decision that is decided.
    std::vector<std::string> winners;  ///< As in `writ::Decision::rules`.
    std::string reason;                ///< Where no rule won: `no_rule_permits`, `policy_not_in_force`; else empty.
    std::optional<Node> in_force;      ///< The policy's own `effective`.
    std::vector<Rule> rules;           ///< In the order written, `otherwise` last.
    std::vector<Notice> notices;
    std::vector<Decision::Failure> failures;
  };

  /// A condition that is no rule's: a requirement that refused the facts, what a test expects, an invariant.
  struct Condition {
    std::string name;  ///< Of a requirement or invariant.
    Place place;
    std::vector<Decision::Message> messages;
    Node node;
  };

  Value::Instant now;
  std::string zone;  ///< Times for people are of this zone.
  Shown now_shown;
  /// As `writ::Decision` has them; `holds_until` is empty where it never changes.
  std::optional<Shown> holds_until;
  bool holds_at_least = false, follows_now = false;
  /// The decision asked for, then those that it uses, in the order in which they were met. Empty of rejected facts.
  std::vector<Decided> decisions;
  std::vector<Definition> definitions;
  std::vector<Condition> conditions;
  std::vector<Decision::Rejection> rejections;  ///< Why the facts were rejected; requirements are in `conditions` too.

  /// So much was evaluated that not all of it is told: conditions and definitions that were evaluated are left out.
  bool cut = false;
  /// What would permit it, of a permission that is forbidden or referred, where that was asked for.
  std::optional<WhyNot> why_not;

  bool rejected() const { return !rejections.empty(); }
};

/// "does_not_apply"
const char* name(Explanation::Rule::Verdict verdict);
const char* name(Explanation::Node::Kind kind);
const char* name(Explanation::Node::State state);
const char* name(Explanation::Node::Skipped skipped);
const char* name(Explanation::Element::Role role);

}  // namespace writ
