// A `use` of a file of which nothing is used.

#include <fmt/format.h>

#include <algorithm>
#include <unordered_map>

#include "tools/lint/correctness/usage.hpp"
#include "tools/lint/walk.hpp"

namespace writ::lint::correctness {
namespace {

std::set<std::string_view> declared_in(const syntax::File& file) {
  std::set<std::string_view> names;
  for (const auto& declaration : file.declarations) {
    std::visit(Overloaded{
                   [](const syntax::Broken&) {},
                   [](const syntax::TestDecl&) {},
                   [&](const auto& node) { names.insert(node.name.text); },
               },
               declaration.node);
  }
  return names;
}

}  // namespace

void unused_use(const Subject& subject, Findings& findings) {
  std::unordered_map<std::string, const syntax::File*> by_name;
  for (const auto& file : subject.files) by_name.emplace(file.header.name.text(), &file);
  std::unordered_map<const syntax::File*, std::set<std::string_view>> declared;
  for (const auto& file : subject.files) {
    if (file.header.uses.empty()) continue;
    const auto written = names_in(file);
    for (const auto& use : file.header.uses) {
      const auto at = by_name.find(use.name.text());
      if (at == by_name.end() || use.name.parts.empty()) continue;
      const std::string_view qualifier = use.alias ? use.alias->text : use.name.parts.front().text;
      if (written.contains(qualifier)) continue;
      if (!use.alias) {
        auto [names, added] = declared.try_emplace(at->second);
        if (added) names->second = declared_in(*at->second);
        const bool used =
            std::ranges::any_of(names->second, [&](std::string_view name) { return written.contains(name); });
        if (used) continue;
      }
      Finding finding{Lint::correctness_unused_use, use.span, {}, {}, {}, {}, {}, {}};
      finding.message = fmt::format("this file uses nothing of `{}`", use.name.text());
      finding.help = {"delete the line"};
      finding.fixes = {{whole_lines(subject, use.span), ""}};
      findings.push_back(std::move(finding));
    }
  }
}

}  // namespace writ::lint::correctness
