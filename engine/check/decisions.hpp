#pragma once
// Decisions: their rules, how those combine, what overrides what, and what is said beside.

#include "engine/check/context.hpp"
#include "engine/check/effective.hpp"
#include "engine/check/references.hpp"

namespace writ::checking {

/// When policies are in force; typed with the first decision of a file, since it may use definitions.
class PolicyForce {
 public:
  struct Of {
    bool typed = false;
    Uses uses;
    PolicyRange range;
  };

  explicit PolicyForce(std::size_t files) : by_file_(files) {}
  /// Types the file's own `effective`, once, and says what it reads.
  const Of& of(Context& context, FileIndex file);

 private:
  std::vector<Of> by_file_;
};

void type_decision(Context& context, PolicyForce& force, const Node& node);
/// Needs of every decision, once all are typed; two facts of one name in one decision are reported.
void set_needs(Context& context);

/// Overrides by the rules' names; circles are reported.
void resolve_overrides(Context& context, const syntax::DecisionDecl& node, model::Decision& decision);

}  // namespace writ::checking
