// A pattern that asks for nothing but a text, its begin, its end or a part of it.

#include <fmt/format.h>

#include "tools/lint/walk.hpp"

namespace writ::lint::performance {
namespace {

/// The text that a pattern asks for, where it asks for no more: without signs that mean something else.
std::optional<std::string> plain(std::string_view pattern) {
  constexpr std::string_view signs = ".*+?()[]{}|^$\\";
  std::string text;
  for (std::size_t i = 0; i < pattern.size(); ++i) {
    if (pattern[i] == '\\') {
      if (i + 1 >= pattern.size() || signs.find(pattern[i + 1]) == std::string_view::npos) return std::nullopt;
      text += pattern[++i];
    } else if (signs.find(pattern[i]) != std::string_view::npos) {
      return std::nullopt;
    } else {
      text += pattern[i];
    }
  }
  return text;
}

/// As a text of the language.
std::string quoted(std::string_view text) {
  std::string result = "\"";
  for (const char letter : text) {
    if (letter == '"' || letter == '\\') result += '\\';
    result += letter;
    if (letter == '{' || letter == '}') result += letter;
  }
  return result + "\"";
}

struct Instead {
  std::string code, function;
  bool is_whole;  ///< Says just the same: without `.*`, which stops at a line break.
};

std::optional<Instead> instead_of(std::string_view pattern, std::string_view subject) {
  // The whole text is matched: these say nothing.
  if (pattern.starts_with('^')) pattern.remove_prefix(1);
  if (pattern.ends_with('$') && !pattern.ends_with("\\$")) pattern.remove_suffix(1);
  const bool open_begin = pattern.starts_with(".*");
  if (open_begin) pattern.remove_prefix(2);
  const bool open_end = pattern.ends_with(".*") && !pattern.ends_with("\\.*");
  if (open_end) pattern.remove_suffix(2);
  const auto text = plain(pattern);
  if (!text || text->empty()) return std::nullopt;
  if (!open_begin && !open_end) return Instead{fmt::format("{} is {}", subject, quoted(*text)), "is", true};
  const std::string_view function = open_begin && open_end ? "contains" : open_begin ? "ends_with" : "starts_with";
  return Instead{fmt::format("{}({}, {})", function, subject, quoted(*text)), std::string(function), false};
}

}  // namespace

void needless_pattern(const Subject& subject, Findings& findings) {
  const model::Model& model = subject.model;
  for_each_expr(model, [&](model::ExprId id, const Root& root) {
    if (root.purpose == Purpose::test || root.purpose == Purpose::fixture) return;
    const auto* call = std::get_if<model::Apply>(&model[id].node);
    if (call == nullptr || call->pattern == model::none) return;
    const model::ExprId asked = call->arguments.front();
    const auto instead = instead_of(model.patterns[call->pattern]->text(), subject.sources.text(model[asked].span));
    if (!instead) return;
    Finding finding{Lint::performance_needless_pattern, model[id].span, {}, {}, {}, {}, {}, {}};
    finding.message = fmt::format("a pattern where `{}` serves", instead->function);
    finding.help = {fmt::format("`{}` is as clear and quicker", instead->code)};
    if (instead->is_whole) {
      // `not matches(…)` and the like keep their meaning only where what stands instead binds as tightly.
      finding.fixes = {{model[id].span, "(" + instead->code + ")"}};
    } else {
      finding.help.push_back("they differ where the text has line breaks, which `.` does not stand for");
    }
    findings.push_back(std::move(finding));
  });
}

}  // namespace writ::lint::performance
