#include "engine/check/names.hpp"

#include <algorithm>

namespace writ::checking {

std::vector<syntax::Name> chain_of(const syntax::Expr& expr) {
  std::vector<syntax::Name> chain;
  const syntax::Expr* rest = &expr;
  while (const auto* field = std::get_if<syntax::FieldExpr>(&rest->node)) {
    chain.push_back(field->field);
    rest = field->base.get();
  }
  const auto* root = std::get_if<syntax::NameExpr>(&rest->node);
  if (root == nullptr) return {};
  chain.push_back(root->name);
  std::reverse(chain.begin(), chain.end());
  return chain;
}

Reference look_up(const Symbols& symbols, FileIndex from, std::span<const syntax::Name> chain, Space space) {
  Reference reference;
  if (chain.empty()) return reference;
  reference.found = symbols.find(from, chain[0].text, space);
  if (reference.found.symbol != nullptr) {
    reference.symbol = reference.found.symbol;
    reference.parts = 1;
    return reference;
  }
  std::string qualifier;
  for (std::size_t i = 0; i + 1 < std::min(chain.size(), longest_qualifier); ++i) {
    if (i > 0) qualifier += '.';
    qualifier += chain[i].text;
    const FileIndex file = symbols.qualifier(from, qualifier);
    if (file == none) continue;
    const auto* symbol = symbols.in_file(file, chain[i + 1].text, space);
    // `a.b.c` may be of a file `a` or of a file `a.b`: the longer name wins, where it has what is asked for.
    if (symbol == nullptr && reference.symbol != nullptr) continue;
    reference.qualifier = file;
    reference.qualifier_parts = i + 1;
    if (symbol == nullptr) continue;
    reference.symbol = symbol;
    reference.parts = i + 2;
  }
  return reference;
}

}  // namespace writ::checking
