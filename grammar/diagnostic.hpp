#pragma once
// What is wrong with a rule file, as data. Rendering is in render.hpp.

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "grammar/source.hpp"

namespace writ {

enum class Severity : std::uint8_t { error, warning, note };

/// One enumerator per row of diagnostics.def: `Code::mixed_and_or` is E0121.
enum class Code : std::uint16_t {
#define WRIT_DIAGNOSTIC(id, severity, name, title) name,
#include "grammar/diagnostics.def"
#undef WRIT_DIAGNOSTIC
};

std::string_view id(Code code);     ///< "E0121"
std::string_view name(Code code);   ///< "mixed_and_or"
std::string_view title(Code code);  ///< One line for lists: "`and` and `or` mixed without parentheses"
Severity severity(Code code);
std::optional<Code> code_by_id(std::string_view id);

/// A second place that matters, with the words that stand under it.
struct Label {
  Span place;
  std::string text;
};

/// An edit that a machine may apply: `place` becomes `replacement`.
struct Fix {
  Span place;
  std::string replacement;
};

struct Diagnostic {
  Code code;
  Span place;                     ///< The narrowest span that is wrong.
  std::string message;            ///< One sentence in lower case, without a full stop. Situation first.
  std::string label;              ///< Words under `place`; may be empty.
  std::vector<Label> labels;      ///< The other places.
  std::vector<std::string> help;  ///< How to mend it, a line each.
  std::optional<Fix> fix;
};

using Diagnostics = std::vector<Diagnostic>;

bool has_errors(const Diagnostics& diagnostics);

/// The name among `candidates` that was probably meant by `written`; nothing where none is near.
std::optional<std::string_view> near_miss(std::string_view written, const std::vector<std::string_view>& candidates);

}  // namespace writ
