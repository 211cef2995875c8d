#pragma once
// text -> syntax. The PEG grammar is in productions.hpp; only parse.cpp compiles it.

#include "grammar/diagnostic.hpp"
#include "grammar/syntax.hpp"
#include "writ/limits.hpp"

namespace writ {

struct Parsed {
  syntax::File file;
  Diagnostics diagnostics;
};

/// Parses one source whole. Never throws for what the text holds; recovers at the next clause or declaration.
/// Refused with one diagnostic: a file or nesting past the limits, invalid UTF-8.
Parsed parse(const SourceSet& sources, FileId file, const Limits& limits = {});

/// Parses one expression, as `--ask` and `--set` take it.
struct ParsedExpression {
  syntax::ExprPtr expression;  ///< Null where it failed.
  Diagnostics diagnostics;
};
ParsedExpression parse_expression(const SourceSet& sources, FileId file, const Limits& limits = {});

}  // namespace writ
