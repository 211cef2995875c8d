// What facts must be: `require` and `invariant`.

#include <fmt/format.h>

#include <algorithm>

#include "engine/check/declarations.hpp"
#include "engine/check/notices.hpp"

namespace writ::checking {
namespace {

struct Written {
  FileIndex file;
  std::uint32_t index;  ///< The symbol's.
  const syntax::RequireDecl* node;
  Span span;
};

std::vector<Written> all_requirements(const Context& context) {
  std::vector<Written> result;
  for (FileIndex i = 0; i < context.files.size(); ++i)
    for (const auto& declaration : context.files[i].declarations)
      if (const auto* node = std::get_if<syntax::RequireDecl>(&declaration.node)) {
        result.push_back({i, static_cast<std::uint32_t>(result.size()), node, declaration.span});
      }
  return result;
}

/// Whether one of the conditions that must all hold is about presence.
bool asks_presence(const syntax::Expr& expr) {
  const syntax::Expr* rest = &expr;
  while (const auto* both = std::get_if<syntax::BinaryExpr>(&rest->node)) {
    if (both->op != syntax::Operator::logical_and) return false;
    if (asks_presence(*both->right)) return true;
    rest = both->left.get();
  }
  if (const auto* paren = std::get_if<syntax::ParenExpr>(&rest->node)) return asks_presence(*paren->inner);
  if (const auto* negation = std::get_if<syntax::UnaryExpr>(&rest->node)) {
    return negation->op == syntax::Operator::logical_not;
  }
  return std::holds_alternative<syntax::PresenceExpr>(rest->node);
}

/// It can only narrow everywhere where it is checked whenever the fact that it narrows is needed: where it reads that
/// fact and no other. Definitions and decisions are not looked through: they may rest on what it says.
bool may_narrow(const Context& context, const Written& written) {
  if (!written.node->condition || !asks_presence(*written.node->condition)) return false;
  const Symbol* fact = nullptr;
  for (const auto& mention : mentions(context, written.file, *written.node->condition)) {
    if (mention.symbol->kind == SymbolKind::parameter) continue;
    if (mention.symbol->kind != SymbolKind::fact || (fact != nullptr && fact != mention.symbol)) return false;
    fact = mention.symbol;
  }
  return fact != nullptr;
}

/// What is present whenever the requirement holds.
PathSet type_requirement(Context& context, const Written& written) {
  Uses uses;
  Typer typer(context, {written.file, false, {}}, uses);
  model::Requirement requirement{std::string(written.node->name.text), none, {}, {}, written.file, written.span};
  PathSet present;
  if (written.node->condition) {
    Typed condition = typer.condition(*written.node->condition);
    requirement.condition = condition.id;
    present = std::move(condition.when_true);
    const Reads reads = context.reads.close(uses);
    requirement.reads = reads.facts.all();
    if (requirement.reads.empty() && !reads.unknown) {
      context.error(Code::requires_nothing, written.node->condition->span,
                    reads.now ? "a requirement is about facts, and this reads only `now`"
                              : "a requirement is about facts, and this reads none");
    }
  }
  if (written.node->because) requirement.because = type_message(typer, *written.node->because);
  // A message may write facts that the condition does not ask about.
  if (requirement.condition != none) {
    const Reads reads = context.reads.close(uses);
    requirement.reads = reads.facts.all();
    requirement.reads_now = reads.now;
  }
  context.requirement_ids[written.index] = static_cast<model::RequirementId>(context.model.requirements.size());
  context.model.requirements.push_back(std::move(requirement));
  return present;
}

}  // namespace

void learn_requirements(Context& context) {
  const auto all = all_requirements(context);
  context.requirement_ids.assign(all.size(), none);
  PathSet learnt;
  for (const auto& written : all) {
    if (!may_narrow(context, written)) continue;
    const auto before = context.model.requirements.size();
    const PathSet present = type_requirement(context, written);
    const auto& reads = context.model.requirements[before].reads;
    // The message may have brought in another fact.
    if (reads.size() != 1) continue;
    const PathId fact = context.presence.root(Root::fact, reads.front());
    for (const PathId path : present) {
      if (context.presence.root_of(path) != fact) continue;
      learnt.push_back(path);
      context.model.requirements[before].narrows = true;
    }
  }
  context.presence.learn(learnt);
}

void type_requirements(Context& context) {
  for (const auto& written : all_requirements(context))
    if (context.requirement_ids[written.index] == none) type_requirement(context, written);
}

void type_invariants(Context& context) {
  for (FileIndex i = 0; i < context.files.size(); ++i)
    for (const auto& declaration : context.files[i].declarations) {
      const auto* node = std::get_if<syntax::InvariantDecl>(&declaration.node);
      if (node == nullptr) continue;
      Uses uses;
      Typer typer(context, {i, false, {}}, uses);
      const ExprId condition = node->condition ? typer.condition(*node->condition).id : none;
      const Reads reads = context.reads.close(uses);
      context.model.invariants.push_back(
          {std::string(node->name.text), condition, reads.facts.all(), reads.now, i, declaration.span});
    }
}

}  // namespace writ::checking
