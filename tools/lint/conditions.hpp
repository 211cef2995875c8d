#pragma once
// Conditions beside what is known where they stand: what `and` and `or` join them with, the rule's other conditions, an
// `if` around them, what facts are required to be.

#include <memory>
#include <string>
#include <vector>

#include "tools/lint/lint.hpp"
#include "tools/lint/reasoning.hpp"

namespace writ::lint {

/// Something that is known where a condition stands.
struct Known {
  enum class From : std::uint8_t {
    beside,       ///< joined by `and`, or before `implies`
    alternative,  ///< joined by `or`: the others count only where it does not hold
    branch,       ///< the condition of an `if` around it
    element,      ///< the `where` of a loop
    rule,         ///< the rule's `when`
    exception,    ///< the rule's `unless`
    required,     ///< of facts
  };
  FormId form = 0;  ///< What holds.
  model::ExprId expr = model::none;
  bool holds = true;  ///< The expression: its form is `form`, or where this is false the opposite.
  From from = From::beside;
};

enum class Verdict : std::uint8_t {
  holds,     ///< always
  fails,     ///< never holds
  repeated,  ///< said before in the same words
  empty,     ///< a form over a list that has no elements there
  defaulted  ///< an `or else` after what is present
};

/// A condition of which is known what it comes to.
struct Settled {
  Verdict verdict = Verdict::holds;
  model::ExprId expr = model::none;
  bool holds = true;              ///< With `repeated` and `empty`: what it then comes to.
  std::vector<Known> because;     ///< Empty where it is so by itself.
  bool all_alternatives = false;  ///< All of an `or` together: one of them always holds.
  bool parameters = false;        ///< As parameters stand; a caller may override them.
};

/// Every condition that is settled, in policies, modules and rules; tests and fixtures are not looked at.
std::shared_ptr<const std::vector<Settled>> settled_conditions(const Subject& subject);

/// Whether what it comes to can differ at all: it reads facts, `now`, an element, or a parameter that may be
/// overridden.
class Variation {
 public:
  explicit Variation(const model::Model& model) : model_(model), known_(model.exprs.size(), 0) {}
  bool varies(model::ExprId expr);

 private:
  bool look(model::ExprId expr);
  const model::Model& model_;
  std::vector<std::uint8_t> known_;  // 0: not yet, 1: no, 2: yes.
};

/// "where `a` does and `b` does not": what is known, for a sentence about what holds.
std::string where_known(const Subject& subject, const std::vector<Known>& because);
/// Labels at the places of what is known.
void label_known(const Subject& subject, const std::vector<Known>& because, Finding& finding);

}  // namespace writ::lint
