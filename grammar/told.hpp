#pragma once
// Anything that is said about a place in a rule file, as it is rendered: a diagnostic of the checker, a finding of the
// linter.

#include <string>
#include <string_view>
#include <vector>

#include "grammar/diagnostic.hpp"
#include "grammar/source.hpp"

namespace writ {

struct Told {
  Severity severity;
  std::string_view id;  ///< `E0121`, `time/mixed_bounds`, of what outlives this; empty where it has none.
  Span place;
  std::string message, label;
  std::vector<Label> labels;
  std::vector<std::string> help;
  std::vector<Fix> fixes;            ///< All together or not at all.
  std::string subject, fingerprint;  ///< How it is known again after the lines have moved; empty: it is not.
};

/// What an id stands for, in a list of all of them.
struct ToldRule {
  std::string_view id, name, summary;
  Severity severity;
  std::string page;  ///< The document about it; may be empty.
};

Told told(const Diagnostic& diagnostic);
/// Those that are told of, each once, by their codes.
std::vector<ToldRule> told_rules(const Diagnostics& diagnostics);

}  // namespace writ
