#pragma once
// Which definitions, decisions, parameters and fixtures use which, read from the syntax: what has no declared type
// must be typed before what uses it, and a circle must be found before anything is typed.

#include <vector>

#include "engine/check/context.hpp"

namespace writ::checking {

struct Node {
  SymbolKind kind;  ///< parameter, define, decision or fixture.
  FileIndex file;
  std::uint32_t index;
  const syntax::Declaration* declaration;
  bool in_circle = false;
};

const syntax::Name& name_of(const Node& node);

/// Every such declaration, each after those that it uses; circles are reported. Definitions are renumbered, so that
/// their ids follow the order.
std::vector<Node> sort_declarations(Context& context);

/// The values that an expression names, whatever they are, locals left out.
struct Mention {
  const Symbol* symbol;
  Span place;
};
std::vector<Mention> mentions(const Context& context, FileIndex file, const syntax::Expr& expr);

}  // namespace writ::checking
