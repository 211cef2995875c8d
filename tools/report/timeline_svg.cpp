#include "tools/report/timeline_svg.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <iterator>

#include "engine/model/outcome_name.hpp"
#include "grammar/unicode.hpp"
#include "tools/report/html.hpp"

namespace writ {
namespace {

// All in pixels of a picture that is this wide; it scales as a whole.
constexpr double width = 960, margin = 24, bar_left = margin, bar_width = width - 2 * margin;
constexpr double heading_height = 30, label_height = 22, bar_height = 36, row_gap = 18, axis_height = 34;
constexpr double table_title_height = 34, line_height = 20;
/// What is shorter on the scale is drawn as wide as this, if that shifts the others by little.
constexpr double least_width = 3, most_shift = 0.08 * bar_width;
constexpr std::size_t most_lines = 500;  // Of the table of one decision.
constexpr double ruler_label_width = 82;

struct Colours {
  std::string_view fill, ink;
};
constexpr Colours permitted{"#b5e2c4", "#0f4d2a"}, forbidden{"#f3b8b0", "#7c1d13"}, referred{"#f7dfa3", "#5f4200"},
    undetermined{"#dcd3ea", "#46306f"}, absent{"#e3e7ea", "#46505a"};
/// For values, by the order in which they come; none of them is one of the above.
constexpr std::array<Colours, 8> of_values{{{"#bcd7f5", "#123f73"},
                                            {"#ffd9b8", "#6b3300"},
                                            {"#c2e6e3", "#0d4d49"},
                                            {"#e4cdf0", "#55216b"},
                                            {"#dbe5a8", "#434d08"},
                                            {"#f7c6dc", "#74174a"},
                                            {"#c9cfee", "#28307a"},
                                            {"#e6d6c3", "#54391b"}}};

/// How wide a text is drawn, rather too much than too little: fonts differ.
double text_width(std::string_view text, double size) {
  double ems = 0;
  for (std::size_t at = 0; at < text.size();) {
    const CodePoint point = decode(text, at);
    at += point.bytes;
    ems += display_width(point.value) == 2                                  ? 1.02
           : point.value < 0x80 && point.value != 'm' && point.value != 'w' ? 0.58
                                                                            : 0.9;
  }
  return ems * size;
}

/// As much of it as fits, with an ellipsis where that is not all.
std::string shortened(std::string_view text, double size, double room) {
  if (text_width(text, size) <= room) return std::string(text);
  std::string kept;
  for (std::size_t at = 0; at < text.size();) {
    const std::size_t next = at + decode(text, at).bytes;
    if (text_width(text.substr(0, next), size) + size > room) break;
    kept = text.substr(0, next);
    at = next;
  }
  return kept + "…";
}

std::string joined(const std::vector<std::string>& parts, std::string_view between) {
  std::string text;
  for (const std::string& part : parts) text.append(text.empty() ? "" : between).append(part);
  return text;
}

/// Beside the outcome: the rules, or what is wrong.
std::string details(const ChartSegment& segment) {
  const std::string text = joined(segment.problems.empty() ? segment.rules : segment.problems, ", ");
  return segment.follows_now ? text + "; at first " + segment.value : text;
}

class Picture {
 public:
  Picture(const TimelineChart& chart, const SvgOptions& options) : chart_(chart), options_(options) {}

  std::string draw() {
    heading();
    bars();
    axis();
    now_marker();
    if (options_.table) {
      const Columns at = columns();
      for (const ChartRow& row : chart_.rows) table(row, at);
    }
    for (const ChartRow& row : chart_.rows) cut_note(row);
    return frame();
  }

 private:
  template <typename... Arguments>
  void put(fmt::format_string<Arguments...> format, Arguments&&... arguments) {
    fmt::format_to(std::back_inserter(out_), format, std::forward<Arguments>(arguments)...);
  }

  double x_of(time::Instant at) const {
    return bar_left +
           bar_width * (static_cast<double>(at - chart_.from) / static_cast<double>(chart_.until - chart_.from));
  }

  std::string title() const {
    std::vector<std::string> names;
    for (const ChartRow& row : chart_.rows) names.push_back(row.decision);
    return (names.size() == 1 ? "Timeline of " : "Timelines of ") + joined(names, ", ");
  }

  /// The whole, once it is known how high it is.
  std::string frame() const {
    const double height = y_ + margin;
    std::string svg = fmt::format(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {0:g} {1:g}\" width=\"{0:g}\" height=\"{1:g}\" "
        "role=\"img\" "
        "aria-labelledby=\"{2}-title {2}-range\" font-family=\"system-ui, -apple-system, 'Segoe UI', 'Helvetica Neue', "
        "'Noto Sans', 'DejaVu Sans', 'PingFang SC', 'Microsoft YaHei', 'Noto Sans CJK SC', 'Source Han Sans SC', "
        "sans-serif\" font-size=\"13\" fill=\"#1d2329\">\n",
        width, height, html_escape(options_.id_prefix));
    svg += fmt::format("<title id=\"{0}-title\">{1}</title>\n<desc id=\"{0}-range\">{2}</desc>\n",
                       html_escape(options_.id_prefix), html_escape(title()), html_escape(range_words(chart_)));
    svg += patterns();
    svg += fmt::format("<rect width=\"{:g}\" height=\"{:g}\" rx=\"6\" fill=\"#ffffff\"/>\n", width, height);
    return svg + out_ + "</svg>\n";
  }

  /// Hatching, for who cannot tell the colours apart.
  std::string patterns() const {
    const std::string prefix = html_escape(options_.id_prefix);
    const auto pattern = [&](std::string_view name, const Colours& colours, std::string_view strokes) {
      return fmt::format(
          "<pattern id=\"{0}-{1}\" width=\"8\" height=\"8\" patternUnits=\"userSpaceOnUse\"><rect width=\"8\" "
          "height=\"8\" "
          "fill=\"{2}\"/><path d=\"{3}\" stroke=\"{4}\" stroke-opacity=\"0.16\" stroke-width=\"1.4\" "
          "fill=\"none\"/></pattern>\n",
          prefix, name, colours.fill, strokes, colours.ink);
    };
    return "<defs>\n" + pattern("forbidden", forbidden, "M-2 2l4 -4M0 8l8 -8M6 10l4 -4") +
           pattern("referred", referred, "M0 4h8") + pattern("undetermined", undetermined, "M0 0l8 8M8 0l-8 8") +
           pattern("moving", of_values[0], "M-2 6l4 4M0 0l8 8M6 -2l4 4") + "</defs>\n";
  }

  void heading() {
    y_ = margin;
    put("<text x=\"{:g}\" y=\"{:g}\" fill=\"#667079\">{}</text>\n", bar_left, y_ + 8, html_escape(range_words(chart_)));
    y_ += heading_height;
  }

  // ---- bars -----------------------------------------------------------------------------------------------------

  /// Where the segments of a row begin and end on the scale.
  std::vector<double> edges(const ChartRow& row) const {
    const auto& segments = row.segments;
    std::vector<double> at;
    if (segments.empty()) return at;
    for (const ChartSegment& segment : segments) at.push_back(x_of(segment.from));
    at.push_back(x_of(segments.back().until));
    std::size_t narrow = 0;
    for (std::size_t i = 0; i < segments.size(); ++i) narrow += at[i + 1] - at[i] < least_width ? 1U : 0U;
    if (narrow == 0) return at;
    const double least = std::min({least_width, most_shift / static_cast<double>(narrow),
                                   0.9 * (at.back() - at.front()) / static_cast<double>(segments.size())});
    const double end = at.back();
    for (std::size_t i = 0; i < segments.size(); ++i) at[i + 1] = std::max(at[i + 1], at[i] + least);
    at.back() = end;
    for (std::size_t i = segments.size(); i > 0; --i) at[i - 1] = std::min(at[i - 1], at[i] - least);
    at.front() = x_of(segments.front().from);
    return at;
  }

  Colours colours_of(const ChartSegment& segment) const {
    switch (segment.outcome) {
      case model::Outcome::permitted: return permitted;
      case model::Outcome::forbidden: return forbidden;
      case model::Outcome::referred: return referred;
      case model::Outcome::undetermined: return undetermined;
      case model::Outcome::decided: break;
    }
    if (segment.follows_now) return of_values[0];
    return segment.value == "absent" ? absent : of_values[segment.kind % of_values.size()];
  }

  std::string paint_of(const ChartSegment& segment) const {
    const auto hatched = [&](std::string_view name) {
      return fmt::format("url(#{}-{})", html_escape(options_.id_prefix), name);
    };
    switch (segment.outcome) {
      case model::Outcome::forbidden: return hatched("forbidden");
      case model::Outcome::referred: return hatched("referred");
      case model::Outcome::undetermined: return hatched("undetermined");
      case model::Outcome::decided:
        if (segment.follows_now) return hatched("moving");
        [[fallthrough]];
      case model::Outcome::permitted: return std::string(colours_of(segment).fill);
    }
    return {};
  }

  std::string tooltip(const ChartSegment& segment) const {
    std::string text = outcome_words(segment);
    if (const std::string rest = details(segment); !rest.empty()) text += ": " + rest;
    text += "\nfrom " + instant_words(chart_, segment.from) + " until " + instant_words(chart_, segment.until) + " (" +
            length_words(segment.until - segment.from, chart_.language) + ")";
    for (const std::string& message : segment.messages) text += "\n" + message;
    return text;
  }

  void bars() {
    first_bar_ = y_ + label_height;
    for (const ChartRow& row : chart_.rows) {
      put("<text x=\"{:g}\" y=\"{:g}\" font-weight=\"600\">{}</text>\n", bar_left, y_ + 14,
          html_escape(shortened(row.decision, 13.5, bar_width)));
      y_ += label_height;
      const std::vector<double> at = edges(row);
      // Where there are very many, a line between two would hide both.
      const bool lines = at.size() < 150;
      for (std::size_t i = 0; i < row.segments.size(); ++i) bar(row.segments[i], at[i], at[i + 1], lines);
      y_ += bar_height + row_gap;
    }
    y_ -= row_gap;
  }

  void bar(const ChartSegment& segment, double left, double right, bool lines) {
    const Colours colours = colours_of(segment);
    put("<g class=\"{}\"><title>{}</title><rect x=\"{:.2f}\" y=\"{:g}\" width=\"{:.2f}\" height=\"{:g}\" fill=\"{}\"/>",
        name_of(segment.outcome), html_escape(tooltip(segment)), left, y_, right - left, bar_height, paint_of(segment));
    // Its beginning, dark enough to show what is too narrow for its colour to.
    if (lines && left > bar_left) {
      put("<path d=\"M{:.2f} {:g}v{:g}\" stroke=\"{}\" stroke-width=\"1\"/>", left + 0.5, y_, bar_height, colours.ink);
    }
    inscribe(segment, left + 5, right - left - 8, colours.ink);
    out_ += "</g>\n";
  }

  /// What it comes to, and the rules where there is room for them.
  void inscribe(const ChartSegment& segment, double left, double room, std::string_view ink) {
    const std::string words = outcome_words(segment);
    const std::string rules = joined(segment.rules, ", ");
    constexpr double large = 12.5, small = 11;
    const double size = text_width(words, large) <= room ? large : 10;
    if (text_width(words, size) > room) return;
    const bool two = !rules.empty() && rules != "otherwise" && text_width(rules, small) <= room;
    put("<text x=\"{:.2f}\" y=\"{:g}\" font-size=\"{:g}\" font-weight=\"600\" fill=\"{}\">{}</text>", left,
        y_ + (two ? 15 : 22), size, ink, html_escape(words));
    if (!two) return;
    put("<text x=\"{:.2f}\" y=\"{:g}\" font-size=\"{:g}\" fill=\"{}\">{}</text>", left, y_ + 29, small, ink,
        html_escape(rules));
  }

  // ---- the scale ------------------------------------------------------------------------------------------------

  void axis() {
    y_ += 6;
    put("<path d=\"M{:g} {:g}h{:g}\" stroke=\"#98a3ad\"/>\n", bar_left, y_, bar_width);
    for (const Tick& tick : ticks(chart_, static_cast<std::size_t>(bar_width / ruler_label_width))) {
      const double x = x_of(tick.at);
      put("<path d=\"M{:.2f} {:g}v6\" stroke=\"#98a3ad\"/>", x, y_);
      const double half = text_width(tick.label, 11.5) / 2;
      const double middle = std::clamp(x, half + 4, width - half - 4);
      put("<text x=\"{:.2f}\" y=\"{:g}\" font-size=\"11.5\" text-anchor=\"middle\" fill=\"#46505a\">{}</text>\n",
          middle, y_ + 20, html_escape(tick.label));
    }
    y_ += axis_height;
  }

  void now_marker() {
    if (!chart_.now || *chart_.now < chart_.from || *chart_.now >= chart_.until) return;
    const double x = x_of(*chart_.now);
    const std::string words = "now " + instant_words(chart_, *chart_.now);
    put("<g><title>{}</title>", html_escape(words));
    for (std::size_t i = 0; i < chart_.rows.size(); ++i) {
      const double top = first_bar_ + static_cast<double>(i) * (label_height + bar_height + row_gap) - 3;
      put("<path d=\"M{:.2f} {:g}v{:g}\" stroke=\"#1d2329\" stroke-width=\"1.5\" stroke-dasharray=\"4 2.5\"/>", x, top,
          bar_height + 6);
    }
    put("<path d=\"M{:.2f} {:g}l-5 9h10z\" fill=\"#1d2329\"/>", x, y_ - axis_height + 24);
    const double half = text_width(words, 11.5) / 2;
    put("<text x=\"{:.2f}\" y=\"{:g}\" font-size=\"11.5\" text-anchor=\"middle\">{}</text></g>\n",
        std::clamp(x, half + margin, width - half - margin), y_ + 10, html_escape(words));
    y_ += 16;
  }

  // ---- the table ------------------------------------------------------------------------------------------------

  /// Where the columns of all tables begin, so that they stand under each other.
  struct Columns {
    double from, until, length, outcome, outcome_width, rules;
  };
  Columns columns() const {
    double instants = 0, lengths = 0, outcomes = 0;
    for (const ChartRow& row : chart_.rows) {
      for (std::size_t i = 0; i < std::min(row.segments.size(), most_lines); ++i) {
        const ChartSegment& segment = row.segments[i];
        instants = std::max({instants, text_width(instant_words(chart_, segment.from), 12),
                             text_width(instant_words(chart_, segment.until), 12)});
        lengths = std::max(lengths, text_width(length_words(segment.until - segment.from, chart_.language), 12));
        outcomes = std::max(outcomes, text_width(outcome_words(segment), 12));
      }
    }
    Columns at{};
    at.outcome_width = std::min(outcomes, 260.0);
    at.from = bar_left + 20;
    at.until = at.from + instants + 30;
    at.length = at.until + instants + 16;
    at.outcome = at.length + lengths + 16;
    at.rules = at.outcome + at.outcome_width + 16;
    return at;
  }

  void table(const ChartRow& row, const Columns& at) {
    y_ += table_title_height;
    put("<text x=\"{:g}\" y=\"{:g}\" font-weight=\"600\">{}</text>\n", bar_left, y_,
        html_escape(shortened(row.decision, 13.5, bar_width)));
    y_ += 8;
    put("<path d=\"M{:g} {:g}h{:g}\" stroke=\"#d5dade\"/>\n", bar_left, y_, bar_width);
    const std::size_t lines = std::min(row.segments.size(), most_lines);
    for (std::size_t i = 0; i < lines; ++i) {
      const ChartSegment& segment = row.segments[i];
      y_ += line_height;
      put("<g font-size=\"12\"><title>{}</title>", html_escape(tooltip(segment)));
      put("<rect x=\"{:g}\" y=\"{:g}\" width=\"11\" height=\"11\" rx=\"2\" fill=\"{}\" stroke=\"{}\" "
          "stroke-width=\"0.7\"/>",
          bar_left + 1, y_ - 10, paint_of(segment), colours_of(segment).ink);
      cell(at.from, instant_words(chart_, segment.from), "#1d2329", width);
      cell(at.until - 19, "to", "#98a3ad", width);
      cell(at.until, instant_words(chart_, segment.until), "#1d2329", width);
      cell(at.length, length_words(segment.until - segment.from, chart_.language), "#667079", width);
      cell(at.outcome, outcome_words(segment), colours_of(segment).ink, at.outcome_width);
      cell(at.rules, details(segment), "#1d2329", width - margin - at.rules);
      out_ += "</g>\n";
    }
    if (lines == row.segments.size()) return;
    y_ += line_height;
    put("<text x=\"{:g}\" y=\"{:g}\" font-size=\"12\" fill=\"#667079\">and {} more</text>\n", at.from, y_,
        row.segments.size() - lines);
  }

  void cell(double x, std::string_view text, std::string_view ink, double room) {
    if (room <= 12) return;
    put("<text x=\"{:.2f}\" y=\"{:g}\" fill=\"{}\">{}</text>", x, y_, ink, html_escape(shortened(text, 12, room)));
  }

  void cut_note(const ChartRow& row) {
    if (!row.cut) return;
    y_ += line_height + 4;
    put("<text x=\"{:g}\" y=\"{:g}\" font-size=\"12\" fill=\"#7c1d13\">{}</text>\n", bar_left, y_,
        html_escape(row.decision + " is shown until " + instant_words(chart_, row.segments.back().until) +
                    ": it changes too often to follow it further"));
  }

  const TimelineChart& chart_;
  const SvgOptions& options_;
  std::string out_;
  double y_ = 0, first_bar_ = 0;
};

}  // namespace

std::string timeline_svg(const TimelineChart& chart, const SvgOptions& options) {
  return Picture(chart, options).draw();
}

}  // namespace writ
