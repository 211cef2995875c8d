#pragma once
// Files checked together, and what came out.

#include <memory>
#include <string>
#include <vector>

#include "engine/check/check.hpp"
#include "grammar/parse.hpp"

namespace writ::conformance {

struct CheckedPolicy {
  SourceSet sources;
  Diagnostics errors;
  std::shared_ptr<const model::Model> model;  ///< Null where there are errors.
};

inline CheckedPolicy check_policy(const std::vector<std::string>& texts) {
  CheckedPolicy result;
  std::vector<syntax::File> files;
  for (const auto& text : texts) {
    auto parsed = parse(result.sources, result.sources.add("policy.writ", text));
    result.errors.insert(result.errors.end(), parsed.diagnostics.begin(), parsed.diagnostics.end());
    files.push_back(std::move(parsed.file));
  }
  const auto checked = check(result.sources, files);
  result.errors.insert(result.errors.end(), checked.diagnostics.begin(), checked.diagnostics.end());
  std::erase_if(result.errors, [](const auto& each) { return severity(each.code) != Severity::error; });
  if (result.errors.empty()) result.model = checked.model;
  return result;
}

}  // namespace writ::conformance
