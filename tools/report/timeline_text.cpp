#include "tools/report/timeline_text.hpp"

#include <algorithm>
#include <span>
#include <string_view>

#include "grammar/harmless.hpp"
#include "grammar/unicode.hpp"
#include "tools/report/bar.hpp"
#include "tools/report/columns.hpp"

namespace writ {
namespace {

constexpr std::string_view indent = "  ", hanging = "     ";
constexpr std::string_view letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";
constexpr std::size_t most_lines = 500;  // Of the table of one decision.
constexpr std::string_view faint = "\x1b[2m", plain = "\x1b[0m";

/// What a stretch of a bar is filled with: to be told apart without colours, and by colour at a glance.
struct Fill {
  std::string_view mark, colour;
  friend bool operator==(const Fill&, const Fill&) = default;
};

/// The fill of each kind of segment of a row.
std::vector<Fill> fills_of(const ChartRow& row) {
  constexpr std::string_view of_values[] = {"\x1b[34m", "\x1b[36m", "\x1b[35m", "\x1b[33m"};
  std::vector<Fill> fills;
  std::size_t values = 0;
  for (const ChartSegment& segment : row.segments) {
    if (segment.kind < fills.size()) continue;
    switch (segment.outcome) {
      case model::Outcome::permitted: fills.push_back({"█", "\x1b[32m"}); break;
      case model::Outcome::forbidden: fills.push_back({"░", "\x1b[31m"}); break;
      case model::Outcome::referred: fills.push_back({"▒", "\x1b[33m"}); break;
      case model::Outcome::undetermined: fills.push_back({"?", "\x1b[35m"}); break;
      case model::Outcome::decided:
        if (segment.follows_now) {
          fills.push_back({"/", "\x1b[34m"});
        } else if (segment.value == "absent") {
          fills.push_back({"·", faint});
        } else {
          fills.push_back({letters.substr(values % letters.size(), 1), of_values[values % std::size(of_values)]});
          ++values;
        }
    }
  }
  return fills;
}

class Writer {
 public:
  Writer(const TimelineChart& chart, const TimelineTextOptions& options)
      : chart_(chart), options_(options), cells_(std::clamp<std::size_t>(options.columns, 24, 400) - 4) {}

  std::string write() {
    out_ = range_words(chart_) + "\n\n";
    for (const ChartRow& row : chart_.rows) bar(row);
    scale();
    now();
    legend();
    for (const ChartRow& row : chart_.rows) table(row);
    return std::move(out_);
  }

 private:
  double position(time::Instant at) const {
    return static_cast<double>(at - chart_.from) / static_cast<double>(chart_.until - chart_.from);
  }
  std::size_t cell_of(time::Instant at) const {
    return std::min(static_cast<std::size_t>(position(at) * static_cast<double>(cells_)), cells_ - 1);
  }

  void tinted(std::string_view colour, std::string_view text) {
    if (options_.colour) {
      out_.append(colour).append(text).append(plain);
    } else {
      out_ += text;
    }
  }

  void bar(const ChartRow& row) {
    out_.append(row.decision).append("\n").append(indent);
    const std::vector<Fill> fills = fills_of(row);
    std::vector<double> edges;
    for (const ChartSegment& segment : row.segments) edges.push_back(position(segment.from));
    if (!row.segments.empty()) edges.push_back(position(row.segments.back().until));
    std::size_t before = several;
    for (const std::size_t shown : share_out(edges, cells_)) {
      if (shown == several) {
        tinted("\x1b[1m", "*");
        has_several_ = true;
      } else if (shown == row.segments.size()) {
        out_ += ' ';
      } else {
        const Fill& fill = fills[row.segments[shown].kind];
        const bool goes_on =
            before < row.segments.size() && before != shown && fills[row.segments[before].kind] == fill;
        tinted(fill.colour, goes_on ? "|" : fill.mark);
        has_joint_ = has_joint_ || goes_on;
      }
      before = shown;
    }
    out_ += '\n';
  }

  /// As many marks as have room for their labels.
  std::vector<Tick> marks() const {
    for (std::size_t most = cells_ / 6; most > 0; --most) {
      std::vector<Tick> found = ticks(chart_, most);
      bool fit = true;
      for (std::size_t i = 0; i + 1 < found.size(); ++i) {
        fit = fit && cell_of(found[i].at) + found[i].label.size() + 1 < cell_of(found[i + 1].at);
      }
      if (fit) return found;
    }
    return {};
  }

  void scale() {
    std::string line(cells_, '-'), labels(cells_, ' ');
    std::size_t taken = 0;
    for (const Tick& mark : marks()) {
      const std::size_t cell = cell_of(mark.at);
      line[cell] = '+';
      // The last may have to stand to the left of where it belongs.
      const std::size_t at = std::min(cell, cells_ - std::min(cells_, mark.label.size()));
      if (at < taken) continue;
      labels.replace(at, mark.label.size(), mark.label);
      taken = at + mark.label.size() + 1;
    }
    labels.erase(labels.find_last_not_of(' ') + 1);
    out_ += indent;
    tinted(faint, line);
    out_.append("\n").append(indent);
    tinted(faint, labels);
    out_ += '\n';
  }

  void now() {
    if (!chart_.now || *chart_.now < chart_.from || *chart_.now >= chart_.until) return;
    const std::string words = "now, " + instant_words(chart_, *chart_.now);
    const std::size_t cell = cell_of(*chart_.now);
    const bool right = cell + 2 + words.size() <= cells_;
    out_ += indent;
    if (right) {
      out_.append(cell, ' ').append("^ ").append(words);
    } else {
      const std::size_t room = cell < words.size() + 1 ? 0 : cell - words.size() - 1;
      out_.append(room, ' ').append(words).append(" ^");
    }
    out_ += '\n';
  }

  void legend() {
    if (has_joint_) out_.append(indent).append("|  begins the next segment, of the same outcome or value\n");
    if (has_several_) out_.append(indent).append("*  several segments\n");
  }

  std::string what(const ChartSegment& segment) const {
    std::string words = outcome_words(segment);
    for (const std::string& rule : segment.rules) {
      const bool is_rule = rule != "policy_not_in_force" && rule != "no_rule_permits";
      words += &rule != &segment.rules.front() ? ", " : is_rule ? " by " : ": ";
      words += rule;
    }
    return harmless_line(segment.follows_now ? words + "; at first " + segment.value : words);
  }

  void table(const ChartRow& row) {
    out_.append("\n").append(row.decision).append("\n");
    const std::vector<Fill> fills = fills_of(row);
    std::size_t from_width = 0, until_width = 0, length_width = 0, what_width = 0;
    const std::span<const ChartSegment> shown(row.segments.data(), std::min(row.segments.size(), most_lines));
    for (const ChartSegment& segment : shown) {
      from_width = std::max(from_width, display_width(instant_words(chart_, segment.from)));
      until_width = std::max(until_width, display_width(instant_words(chart_, segment.until)));
      length_width = std::max(length_width, display_width(length(segment)));
      what_width = std::max(what_width, display_width(what(segment)));
    }
    const std::size_t before = hanging.size() + from_width + 4 + until_width + 2 + length_width + 2;
    const bool one_line = before + what_width <= options_.columns;
    for (const ChartSegment& segment : shown) {
      const Fill& fill = fills[segment.kind];
      out_ += indent;
      tinted(fill.colour, fill.mark);
      out_ += indent;
      out_ += padded(instant_words(chart_, segment.from), from_width) + " to " +
              padded(instant_words(chart_, segment.until), until_width) + "  ";
      if (one_line) {
        out_ += padded(length(segment), length_width) + "  ";
      } else {
        out_.append(length(segment)).append("\n").append(hanging);
      }
      tinted(fill.colour, what(segment));
      out_ += '\n';
      for (const std::string& problem : segment.problems) out_.append(hanging).append(problem).append("\n");
      for (const std::string& message : segment.messages) {
        out_.append(hanging).append(harmless_line(message)).append("\n");
      }
    }
    if (shown.size() < row.segments.size()) {
      out_.append(hanging).append("and ").append(std::to_string(row.segments.size() - shown.size())).append(" more\n");
    }
    if (!row.cut) return;
    out_.append(hanging).append("it changes too often to follow it further\n");
  }

  std::string length(const ChartSegment& segment) const {
    return length_words(segment.until - segment.from, chart_.language);
  }

  const TimelineChart& chart_;
  const TimelineTextOptions& options_;
  std::size_t cells_;
  std::string out_;
  bool has_joint_ = false, has_several_ = false;
};

}  // namespace

std::string timeline_text(const TimelineChart& chart, const TimelineTextOptions& options) {
  return Writer(chart, options).write();
}

}  // namespace writ
