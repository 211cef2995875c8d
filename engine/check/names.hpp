#pragma once
// Dotted names: which part of `taobao.facts.order.id` is the file, which the declaration, which the fields.

#include <span>
#include <vector>

#include "engine/check/symbols.hpp"

namespace writ::checking {

/// The names of a chain such as `a.b.c`, first to last; empty where the expression is no chain of names.
std::vector<syntax::Name> chain_of(const syntax::Expr& expr);

/// No file's name has more parts.
constexpr std::size_t longest_qualifier = 16;

struct Reference {
  const Symbol* symbol = nullptr;
  std::size_t parts = 0;       ///< How many of the chain's names the symbol takes; the rest are fields.
  Found found;                 ///< With a rival where a plain name collides.
  FileIndex qualifier = none;  ///< The file that a qualifier stands for, also where it lacks the name.
  std::size_t qualifier_parts = 0;
};

Reference look_up(const Symbols& symbols, FileIndex from, std::span<const syntax::Name> chain, Space space);

}  // namespace writ::checking
