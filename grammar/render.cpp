#include "grammar/render.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <map>

#include "grammar/unicode.hpp"

namespace writ {
namespace {

constexpr std::size_t tab_stop = 4;
/// Lines wider than this are shown in part, around what is marked.
constexpr std::size_t widest_line = 160;
constexpr std::size_t shown_before = 60;
constexpr std::size_t longest_message = 600;

namespace ansi {
constexpr std::string_view reset = "\x1b[0m", bold = "\x1b[1m", red = "\x1b[1;31m", yellow = "\x1b[1;33m",
                           blue = "\x1b[1;34m", cyan = "\x1b[1;36m";
}

struct Mark {
  std::uint32_t begin, end;  ///< Bytes of the source, within one line.
  bool primary;
  std::string_view text;
  std::size_t column = 0, width = 1;  ///< Where it is on the screen.
};

/// Would change the terminal or the order of what it shows.
bool unprintable(char32_t point) {
  return point < 0x20 || (point >= 0x7F && point < 0xA0) || (point >= 0x202A && point <= 0x202E) ||
         (point >= 0x2066 && point <= 0x2069);
}

std::string clean(std::string_view text, std::size_t longest) {
  std::string result;
  std::size_t points = 0;
  for (std::size_t at = 0; at < text.size(); ++points) {
    if (points == longest) return result + "…";
    const CodePoint point = decode(text, at);
    append_utf8(result, unprintable(point.value) ? U'\uFFFD' : point.value);
    at += point.bytes;
  }
  return result;
}

/// A line as it is shown, and where its bytes are on the screen.
class ShownLine {
 public:
  ShownLine(std::string_view line, std::uint32_t line_begin, std::uint32_t around) {
    // Of a line that is longer than any screen only what is near is looked at: it may be the whole file.
    constexpr std::uint32_t near = 8192;
    if (line.size() > 2 * near && around > line_begin + near) {
      std::size_t skipped = around - line_begin - near;
      while (skipped < line.size() && (static_cast<unsigned char>(line[skipped]) & 0xC0) == 0x80) ++skipped;
      line.remove_prefix(skipped);
      line_begin += static_cast<std::uint32_t>(skipped);
    }
    if (line.size() > 2 * near) line = line.substr(0, 2 * near);
    line_begin_ = line_begin;
    std::size_t column = 0;
    std::size_t around_column = 0;
    for (std::size_t at = 0; at < line.size();) {
      const CodePoint point = decode(line, at);
      const auto offset = static_cast<std::uint32_t>(at);
      if (line_begin + offset == around) around_column = column;
      const std::size_t width = point.value == U'\t'       ? tab_stop - column % tab_stop
                                : unprintable(point.value) ? 1
                                                           : static_cast<std::size_t>(display_width(point.value));
      cells_.push_back({offset, column, width, point.value});
      column += width;
      at += point.bytes;
    }
    if (line_begin + line.size() == around) around_column = column;
    cells_.push_back({static_cast<std::uint32_t>(line.size()), column, 1, U' '});
    if (column > widest_line) {
      window_begin_ = around_column > shown_before ? around_column - shown_before : 0;
      window_end_ = window_begin_ + widest_line;
    }
  }

  std::string text() const {
    std::string result = window_begin_ > 0 ? "…" : "";
    bool cut = false;
    for (const Cell& cell : cells_) {
      if (&cell == &cells_.back() || cell.column < window_begin_) continue;
      if (cell.column + cell.width > window_end_) {
        cut = true;
        break;
      }
      if (cell.point == U'\t') {
        result.append(cell.width, ' ');
      } else {
        append_utf8(result, unprintable(cell.point) ? U'\uFFFD' : cell.point);
      }
    }
    if (cut) return result + "…";
    result.erase(result.find_last_not_of(' ') + 1);
    return result;
  }

  /// Sets where the mark is on the screen; false where it is out of sight.
  bool place(Mark& mark) const {
    const std::size_t begin = column_of(mark.begin);
    const std::size_t end = std::max(column_of(mark.end), begin + 1);
    if (begin < window_begin_ || begin >= window_end_) return false;
    mark.column = begin - window_begin_ + (window_begin_ > 0 ? 1 : 0);
    mark.width = std::min(end, window_end_) - begin;
    return true;
  }

 private:
  struct Cell {
    std::uint32_t offset;
    std::size_t column, width;
    char32_t point;
  };

  std::size_t column_of(std::uint32_t byte) const {
    const std::uint32_t offset = byte < line_begin_ ? 0 : byte - line_begin_;
    const auto found = std::lower_bound(cells_.begin(), cells_.end(), offset,
                                        [](const Cell& cell, std::uint32_t at) { return cell.offset < at; });
    return found == cells_.end() ? cells_.back().column : found->column;
  }

  std::uint32_t line_begin_;
  std::vector<Cell> cells_;
  std::size_t window_begin_ = 0;
  std::size_t window_end_ = static_cast<std::size_t>(-1);
};

/// A row of the screen that is written to in any order of columns.
class Row {
 public:
  void put(std::size_t column, std::string_view text, std::size_t width, std::string_view colour) {
    pieces_.push_back({column, std::string(text), width, colour});
  }
  std::string text(bool coloured) {
    std::stable_sort(pieces_.begin(), pieces_.end(),
                     [](const Piece& a, const Piece& b) { return a.column < b.column; });
    std::string result;
    std::size_t at = 0;
    for (const Piece& piece : pieces_) {
      if (piece.column < at) continue;
      result.append(piece.column - at, ' ');
      result += coloured ? fmt::format("{}{}{}", piece.colour, piece.text, ansi::reset) : piece.text;
      at = piece.column + piece.width;
    }
    return result;
  }

 private:
  struct Piece {
    std::size_t column;
    std::string text;
    std::size_t width;
    std::string_view colour;
  };
  std::vector<Piece> pieces_;
};

class Renderer {
 public:
  Renderer(const Told& told, const SourceSet& sources, RenderOptions options)
      : told_(told), sources_(sources), coloured_(options.colour) {}

  std::string run() {
    const Source& source = sources_[told_.place.file];
    const Position position = source.position(told_.place.begin);
    collect();
    gutter_ = 1;
    for (const auto& [file, lines] : lines_) {
      for (const auto& [line, marks] : lines) gutter_ = std::max(gutter_, std::to_string(line).size());
    }

    out_ =
        fmt::format("{}: {}\n", paint(main_colour(), kind()), paint(ansi::bold, clean(told_.message, longest_message)));
    out_ += fmt::format("{}{} {}:{}:{}\n", std::string(gutter_, ' '), paint(ansi::blue, "-->"),
                        clean(source.name(), longest_message), position.line, position.column);
    snippet(told_.place.file, lines_[told_.place.file]);
    for (const auto& [file, lines] : lines_) {
      if (file == told_.place.file) continue;
      const auto first = lines.begin();
      const Position place = sources_[file].position(first->second.front().begin);
      out_ += fmt::format("{}{} {}:{}:{}\n", std::string(gutter_, ' '), paint(ansi::blue, ":::"),
                          clean(sources_[file].name(), longest_message), place.line, place.column);
      snippet(file, lines);
    }
    for (const std::string& help : told_.help) {
      out_ += fmt::format("{} {} {}\n", std::string(gutter_, ' '), paint(ansi::blue, "="),
                          paint(ansi::cyan, "help") + ": " + clean(help, longest_message));
    }
    return std::move(out_);
  }

 private:
  using Lines = std::map<std::uint32_t, std::vector<Mark>>;

  std::string kind() const {
    const std::string_view severity = word(told_.severity);
    return told_.id.empty() ? std::string(severity) : fmt::format("{}[{}]", severity, told_.id);
  }

  std::string_view main_colour() const {
    switch (told_.severity) {
      case Severity::error: return ansi::red;
      case Severity::warning: return ansi::yellow;
      case Severity::note: return ansi::cyan;
    }
    return ansi::red;
  }

  std::string paint(std::string_view colour, std::string_view text) const {
    return coloured_ ? fmt::format("{}{}{}", colour, text, ansi::reset) : std::string(text);
  }

  /// Of a place on several lines the first is marked, up to its end.
  void add(Span place, bool primary, std::string_view text) {
    const Source& source = sources_[place.file];
    const std::uint32_t line = source.position(place.begin).line;
    const auto line_end = static_cast<std::uint32_t>(source.line_start(line) + source.line(line).size());
    lines_[place.file][line].push_back(
        {place.begin, std::clamp(place.end, place.begin, std::max(line_end, place.begin)), primary, text});
  }

  void collect() {
    add(told_.place, true, told_.label);
    for (const Label& label : told_.labels) add(label.place, false, label.text);
  }

  std::string bar(std::string_view number) const { return paint(ansi::blue, fmt::format("{:>{}} |", number, gutter_)); }

  void line_out(std::string_view number, std::string_view text) {
    out_ += bar(number);
    if (!text.empty()) out_ += ' ';
    out_ += text;
    out_ += '\n';
  }

  void snippet(FileId file, const Lines& lines) {
    const Source& source = sources_[file];
    line_out("", "");
    std::uint32_t last = 0;
    for (const auto& [line, marks] : lines) {
      if (last != 0 && line == last + 2) {
        const ShownLine between(source.line(last + 1), source.line_start(last + 1), source.line_start(last + 1));
        line_out(std::to_string(last + 1), between.text());
      } else if (last != 0 && line > last + 1) {
        out_ += paint(ansi::blue, "...") + "\n";
      }
      marked_line(source, line, marks);
      last = line;
    }
  }

  void marked_line(const Source& source, std::uint32_t line, std::vector<Mark> marks) {
    std::stable_sort(marks.begin(), marks.end(), [](const Mark& a, const Mark& b) { return a.begin < b.begin; });
    const auto main = std::find_if(marks.begin(), marks.end(), [](const Mark& mark) { return mark.primary; });
    const ShownLine shown(source.line(line), source.line_start(line),
                          (main != marks.end() ? *main : marks.front()).begin);
    line_out(std::to_string(line), shown.text());
    std::erase_if(marks, [&](Mark& mark) { return !shown.place(mark); });
    if (marks.empty()) return;

    // Underlines: those of other places first, so that the main one is never hidden by a wider one.
    std::size_t end = 0;
    for (const Mark& mark : marks) end = std::max(end, mark.column + mark.width);
    std::string under(end, ' ');
    for (const bool primary : {false, true}) {
      for (const Mark& mark : marks) {
        if (mark.primary == primary)
          std::fill_n(under.begin() + static_cast<std::ptrdiff_t>(mark.column), mark.width, primary ? '^' : '-');
      }
    }

    // The last label stands beside its mark, where nothing is right of that; the others hang below, from right to left.
    std::vector<const Mark*> hanging;
    for (const Mark& mark : marks) {
      if (!mark.text.empty()) hanging.push_back(&mark);
    }
    const Mark* beside = nullptr;
    if (!hanging.empty() && hanging.back()->column + hanging.back()->width == end) {
      beside = hanging.back();
      hanging.pop_back();
    }
    std::string row = coloured_ ? coloured(under) : under;
    if (beside != nullptr) row += " " + paint(colour_of(*beside), clean(beside->text, longest_message));
    line_out("", row);

    if (hanging.empty()) return;
    Row bars;
    for (const Mark* mark : hanging) bars.put(mark->column, "|", 1, colour_of(*mark));
    line_out("", bars.text(coloured_));
    while (!hanging.empty()) {
      const Mark* mark = hanging.back();
      hanging.pop_back();
      Row texts;
      for (const Mark* left : hanging) texts.put(left->column, "|", 1, colour_of(*left));
      const std::string text = clean(mark->text, longest_message);
      texts.put(mark->column, text, display_width(text), colour_of(*mark));
      line_out("", texts.text(coloured_));
    }
  }

  std::string_view colour_of(const Mark& mark) const { return mark.primary ? main_colour() : ansi::blue; }

  std::string coloured(std::string_view under) const {
    std::string result;
    for (std::size_t at = 0; at < under.size();) {
      const std::size_t end = std::min(under.find_first_not_of(under[at], at), under.size());
      const std::string_view run = under.substr(at, end - at);
      result += run.front() == ' ' ? std::string(run) : paint(run.front() == '^' ? main_colour() : ansi::blue, run);
      at = end;
    }
    return result;
  }

  const Told& told_;
  const SourceSet& sources_;
  bool coloured_;
  std::map<FileId, Lines> lines_;
  std::size_t gutter_ = 1;
  std::string out_;
};

}  // namespace

std::string_view word(Severity severity) {
  switch (severity) {
    case Severity::error: return "error";
    case Severity::warning: return "warning";
    case Severity::note: return "note";
  }
  return "error";
}

std::string render(const Told& told, const SourceSet& sources, RenderOptions options) {
  return Renderer(told, sources, options).run();
}

std::string render(const Diagnostic& diagnostic, const SourceSet& sources, RenderOptions options) {
  return render(told(diagnostic), sources, options);
}

std::string render(const Diagnostics& diagnostics, const SourceSet& sources, RenderOptions options) {
  std::string result;
  for (const Diagnostic& diagnostic : diagnostics) {
    if (!result.empty()) result += '\n';
    result += render(diagnostic, sources, options);
  }
  return result;
}

}  // namespace writ
