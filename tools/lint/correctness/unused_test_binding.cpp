// A step of a test that another replaces before anything is expected.

#include <fmt/format.h>

#include <unordered_map>

#include "engine/value/overloaded.hpp"
#include "tools/lint/lint.hpp"

namespace writ::lint::correctness {
namespace {

/// What a step sets; empty for what it expects.
std::string key_of(const syntax::TestStep& step) {
  return std::visit(Overloaded{
                        [](const syntax::AtStep&) { return std::string("at"); },
                        [](const syntax::GivenStep& node) { return "given " + std::string(node.name.text); },
                        [](const syntax::SetStep& node) { return "set " + node.name.text(); },
                        [](const auto&) { return std::string(); },
                    },
                    step.node);
}

void look_at(const syntax::TestDecl& test, Findings& findings) {
  std::unordered_map<std::string, const syntax::TestStep*> waiting;
  const auto tell = [&](const std::string& key, const syntax::TestStep& step) {
    Finding finding{Lint::correctness_unused_test_binding, step.span, {}, {}, {}, {}, {}, {}};
    finding.message = fmt::format("nothing is expected between this `{}` and ", key);
    return finding;
  };
  for (const auto& step : test.steps) {
    const std::string key = key_of(step);
    if (key.empty()) {
      waiting.clear();
      continue;
    }
    const auto [at, added] = waiting.try_emplace(key, &step);
    if (added) continue;
    Finding finding = tell(key, *at->second);
    finding.message += "the next";
    finding.label = "never counts";
    finding.labels = {{step.span, "this replaces it"}};
    finding.help = {"delete one of the two, or say what is expected between them"};
    findings.push_back(std::move(finding));
    at->second = &step;
  }
  for (const auto& [key, step] : waiting) {
    Finding finding = tell(key, *step);
    finding.message += "the end of the test";
    finding.label = "never counts";
    finding.help = {"say what is expected after it, or delete it"};
    findings.push_back(std::move(finding));
  }
}

}  // namespace

void unused_test_binding(const Subject& subject, Findings& findings) {
  for (const auto& file : subject.files)
    for (const auto& declaration : file.declarations)
      if (const auto* test = std::get_if<syntax::TestDecl>(&declaration.node)) look_at(*test, findings);
}

}  // namespace writ::lint::correctness
