#include "tools/cli/unified_diff.hpp"

#include <algorithm>
#include <cstdint>
#include <vector>

#include "grammar/harmless.hpp"

namespace writ::cli {
namespace {

using Lines = std::vector<std::string_view>;

constexpr std::size_t lines_around = 3;
/// Texts that differ in more lines than this are not compared any further: what is in the middle is shown as replaced.
constexpr std::ptrdiff_t most_edits = 1500;

/// With their line breaks, so that a last line without one differs from one with it.
Lines lines_of(std::string_view text) {
  Lines lines;
  while (!text.empty()) {
    const std::size_t size = std::min(text.find('\n'), text.size() - 1) + 1;
    lines.push_back(text.substr(0, size));
    text.remove_prefix(size);
  }
  return lines;
}

/// A line of the diff: both texts have it, or one of them.
struct Step {
  char kind;  ///< ` `, `-`, `+`
  std::size_t before, after;
};

/// Myers' shortest edit script between the middles of two texts.
class Script {
 public:
  Script(const Lines& before, const Lines& after, std::size_t same_at_begin, std::size_t same_at_end)
      : before_(before),
        after_(after),
        skipped_(same_at_begin),
        n_(static_cast<std::ptrdiff_t>(before.size() - same_at_begin - same_at_end)),
        m_(static_cast<std::ptrdiff_t>(after.size() - same_at_begin - same_at_end)) {}

  std::vector<Step> steps() {
    const std::ptrdiff_t most = std::min(n_ + m_, most_edits);
    std::vector<std::ptrdiff_t> furthest(static_cast<std::size_t>(2 * most + 3), 0);
    const auto at = [&](std::vector<std::ptrdiff_t>& all, std::ptrdiff_t k) -> std::ptrdiff_t& {
      return all[static_cast<std::size_t>(k + most + 1)];
    };
    std::vector<std::vector<std::ptrdiff_t>> history;  // Of each number of edits, what was reached before it.
    for (std::ptrdiff_t d = 0; d <= most; ++d) {
      history.emplace_back(furthest.begin() + (most + 1 - d), furthest.begin() + (most + 1 + d + 1));
      for (std::ptrdiff_t k = -d; k <= d; k += 2) {
        const bool down = k == -d || (k != d && at(furthest, k - 1) < at(furthest, k + 1));
        std::ptrdiff_t x = down ? at(furthest, k + 1) : at(furthest, k - 1) + 1;
        while (x < n_ && x - k < m_ && same(x, x - k)) ++x;
        at(furthest, k) = x;
        if (x >= n_ && x - k >= m_) return walk_back(history, d);
      }
    }
    return replaced();
  }

 private:
  bool same(std::ptrdiff_t x, std::ptrdiff_t y) const {
    return before_[skipped_ + static_cast<std::size_t>(x)] == after_[skipped_ + static_cast<std::size_t>(y)];
  }

  std::vector<Step> walk_back(const std::vector<std::vector<std::ptrdiff_t>>& history, std::ptrdiff_t edits) const {
    std::vector<Step> steps;
    std::ptrdiff_t x = n_;
    std::ptrdiff_t y = m_;
    const auto add = [&](char kind) {
      steps.push_back({kind, skipped_ + static_cast<std::size_t>(x), skipped_ + static_cast<std::size_t>(y)});
    };
    for (std::ptrdiff_t d = edits; d > 0; --d) {
      // Diagonals of the step before: from -(d - 1) to d - 1, which lie in the middle of what was kept.
      const auto& reached = history[static_cast<std::size_t>(d)];
      const auto at = [&](std::ptrdiff_t k) { return reached[static_cast<std::size_t>(k + d)]; };
      const std::ptrdiff_t k = x - y;
      const bool down = k == -d || (k != d && at(k - 1) < at(k + 1));
      const std::ptrdiff_t from_k = down ? k + 1 : k - 1;
      const std::ptrdiff_t from_x = at(from_k);
      const std::ptrdiff_t from_y = from_x - from_k;
      while (x > from_x + (down ? 0 : 1) && y > from_y + (down ? 1 : 0)) --x, --y, add(' ');
      if (down) {
        --y;
        add('+');
      } else {
        --x;
        add('-');
      }
    }
    while (x > 0 && y > 0) --x, --y, add(' ');
    std::ranges::reverse(steps);
    return steps;
  }

  std::vector<Step> replaced() const {
    std::vector<Step> steps;
    const auto begin_after = skipped_;
    for (std::ptrdiff_t x = 0; x < n_; ++x) steps.push_back({'-', skipped_ + static_cast<std::size_t>(x), begin_after});
    for (std::ptrdiff_t y = 0; y < m_; ++y) {
      steps.push_back({'+', skipped_ + static_cast<std::size_t>(n_), skipped_ + static_cast<std::size_t>(y)});
    }
    return steps;
  }

  const Lines& before_;
  const Lines& after_;
  std::size_t skipped_;
  std::ptrdiff_t n_, m_;
};

std::vector<Step> compare(const Lines& before, const Lines& after) {
  std::size_t begin = 0;
  while (begin < before.size() && begin < after.size() && before[begin] == after[begin]) ++begin;
  std::size_t end = 0;
  while (end < before.size() - begin && end < after.size() - begin &&
         before[before.size() - 1 - end] == after[after.size() - 1 - end]) {
    ++end;
  }
  std::vector<Step> steps;
  for (std::size_t i = 0; i < begin; ++i) steps.push_back({' ', i, i});
  std::ranges::copy(Script(before, after, begin, end).steps(), std::back_inserter(steps));
  for (std::size_t i = end; i > 0; --i) steps.push_back({' ', before.size() - i, after.size() - i});
  return steps;
}

std::string range(std::size_t begin, std::size_t count) {
  // Of no lines the one before them is named.
  return std::to_string(count == 0 ? begin : begin + 1) + (count == 1 ? "" : "," + std::to_string(count));
}

class Writer {
 public:
  Writer(const Lines& before, const Lines& after, bool colour) : before_(before), after_(after), colour_(colour) {}

  void header(std::string_view name) {
    line("\x1b[1m", "--- a/" + harmless_line(name));
    line("\x1b[1m", "+++ b/" + harmless_line(name));
  }

  void hunk(const std::vector<Step>& steps, std::size_t begin, std::size_t end) {
    std::size_t of_before = 0;
    std::size_t of_after = 0;
    for (std::size_t i = begin; i < end; ++i) {
      of_before += steps[i].kind != '+' ? 1U : 0U;
      of_after += steps[i].kind != '-' ? 1U : 0U;
    }
    line("\x1b[36m",
         "@@ -" + range(steps[begin].before, of_before) + " +" + range(steps[begin].after, of_after) + " @@");
    for (std::size_t i = begin; i < end; ++i) {
      const Step& step = steps[i];
      std::string_view text = step.kind == '+' ? after_[step.after] : before_[step.before];
      const bool ends = text.ends_with('\n');
      if (ends) text.remove_suffix(1);
      const std::string_view colour = step.kind == '+' ? "\x1b[32m" : step.kind == '-' ? "\x1b[31m" : "";
      // A patch has to hold what is there; only a terminal is spared what could change it.
      line(colour, step.kind + (colour_ ? harmless_line(text) : std::string(text)));
      if (!ends) line("", "\\ No newline at end of file");
    }
  }

  std::string take() { return std::move(out_); }

 private:
  void line(std::string_view colour, const std::string& text) {
    const bool coloured = colour_ && !colour.empty();
    if (coloured) out_ += colour;
    out_ += text;
    if (coloured) out_ += "\x1b[0m";
    out_ += '\n';
  }

  const Lines& before_;
  const Lines& after_;
  bool colour_;
  std::string out_;
};

}  // namespace

std::string unified_diff(std::string_view name, std::string_view before, std::string_view after, bool colour) {
  if (before == after) return {};
  const Lines old_lines = lines_of(before);
  const Lines new_lines = lines_of(after);
  const std::vector<Step> steps = compare(old_lines, new_lines);
  Writer writer(old_lines, new_lines, colour);
  writer.header(name);
  for (std::size_t i = 0; i < steps.size();) {
    if (steps[i].kind == ' ') {
      ++i;
      continue;
    }
    const std::size_t begin = i > lines_around ? i - lines_around : 0;
    std::size_t last = i;  // The last change that is near enough to the one before it.
    for (std::size_t j = i; j < steps.size() && j <= last + 2 * lines_around + 1; ++j) {
      if (steps[j].kind != ' ') last = j;
    }
    const std::size_t end = std::min(last + lines_around + 1, steps.size());
    writer.hunk(steps, begin, end);
    i = end;
  }
  return writer.take();
}

}  // namespace writ::cli
