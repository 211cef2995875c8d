#include "grammar/told.hpp"

#include <algorithm>

namespace writ {

Told told(const Diagnostic& diagnostic) {
  Told told{.severity = severity(diagnostic.code),
            .id = id(diagnostic.code),
            .place = diagnostic.place,
            .message = diagnostic.message,
            .label = diagnostic.label,
            .labels = diagnostic.labels,
            .help = diagnostic.help,
            .fixes = {},
            .subject = {},
            .fingerprint = {}};
  if (diagnostic.fix) told.fixes.push_back(*diagnostic.fix);
  return told;
}

std::vector<ToldRule> told_rules(const Diagnostics& diagnostics) {
  std::vector<Code> codes;
  for (const Diagnostic& diagnostic : diagnostics) codes.push_back(diagnostic.code);
  std::sort(codes.begin(), codes.end());
  codes.erase(std::unique(codes.begin(), codes.end()), codes.end());
  std::vector<ToldRule> rules;
  for (const Code code : codes) rules.push_back({id(code), name(code), title(code), severity(code), {}});
  return rules;
}

}  // namespace writ
