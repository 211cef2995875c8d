#include "grammar/diagnostic.hpp"

#include <algorithm>
#include <array>

#include "grammar/unicode.hpp"

namespace writ {
namespace {

struct Row {
  std::string_view id;
  Severity severity;
  std::string_view name;
  std::string_view title;
};

constexpr Row rows[] = {
#define WRIT_DIAGNOSTIC(id, severity, name, title) Row{#id, Severity::severity, #name, title},
#include "grammar/diagnostics.def"
#undef WRIT_DIAGNOSTIC
};

const Row& row(Code code) { return rows[static_cast<std::size_t>(code)]; }

/// Names longer than this are never near misses of one another: the distance is quadratic in the length.
constexpr std::size_t longest_compared = 64;

/// Optimal string alignment: insertion, deletion, replacement and the exchange of two neighbours cost one each.
std::size_t distance(std::u32string_view a, std::u32string_view b) {
  std::array<std::array<std::size_t, longest_compared + 1>, 3> lines{};
  for (std::size_t j = 0; j <= b.size(); ++j) lines[0][j] = j;
  for (std::size_t i = 1; i <= a.size(); ++i) {
    auto& line = lines[i % 3];
    const auto& above = lines[(i + 2) % 3];
    const auto& above_that = lines[(i + 1) % 3];
    line[0] = i;
    for (std::size_t j = 1; j <= b.size(); ++j) {
      const std::size_t replaced = above[j - 1] + (a[i - 1] == b[j - 1] ? 0 : 1);
      line[j] = std::min({above[j] + 1, line[j - 1] + 1, replaced});
      if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1]) {
        line[j] = std::min(line[j], above_that[j - 2] + 1);
      }
    }
  }
  return lines[a.size() % 3][b.size()];
}

/// Lower case in ASCII, where the case of names is confused; underscores vanish, as in `shipBy` for `ship_by`.
std::u32string folded(std::string_view text) {
  std::u32string result;
  for (std::size_t at = 0; at < text.size();) {
    const CodePoint point = decode(text, at);
    at += point.bytes;
    if (point.value == U'_') continue;
    result.push_back(point.value >= U'A' && point.value <= U'Z' ? point.value + 32 : point.value);
  }
  return result;
}

}  // namespace

std::string_view id(Code code) { return row(code).id; }
std::string_view name(Code code) { return row(code).name; }
std::string_view title(Code code) { return row(code).title; }
Severity severity(Code code) { return row(code).severity; }

std::optional<Code> code_by_id(std::string_view id) {
  for (std::size_t index = 0; index < std::size(rows); ++index) {
    if (rows[index].id == id) return static_cast<Code>(index);
  }
  return std::nullopt;
}

bool has_errors(const Diagnostics& diagnostics) {
  return std::any_of(diagnostics.begin(), diagnostics.end(),
                     [](const Diagnostic& diagnostic) { return severity(diagnostic.code) == Severity::error; });
}

std::optional<std::string_view> near_miss(std::string_view written, const std::vector<std::string_view>& candidates) {
  const std::u32string meant = folded(written);
  if (meant.empty() || meant.size() > longest_compared) return std::nullopt;

  // A third of the letters may be wrong; in short names one, in names of one or two letters none. An ideograph
  // carries as much as a short word, so that one of two may be.
  const bool ideographs = std::any_of(meant.begin(), meant.end(), [](char32_t point) { return point >= 0x2E80; });
  const std::size_t allowed = ideographs          ? meant.size() / 2
                              : meant.size() <= 2 ? 0
                                                  : std::max<std::size_t>(1, meant.size() / 3);

  std::optional<std::string_view> best;
  std::size_t best_distance = allowed + 1;
  for (const std::string_view candidate : candidates) {
    if (candidate == written) continue;
    const std::u32string other = folded(candidate);
    if (other.empty() || other.size() > longest_compared) continue;
    const std::size_t gap = other.size() > meant.size() ? other.size() - meant.size() : meant.size() - other.size();
    if (gap >= best_distance) continue;
    const std::size_t found = distance(meant, other);
    if (found < best_distance) {
      best_distance = found;
      best = candidate;
    }
  }
  return best;
}

}  // namespace writ
