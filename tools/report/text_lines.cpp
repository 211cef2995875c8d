#include "tools/report/text_lines.hpp"

#include <algorithm>
#include <vector>

#include "grammar/harmless.hpp"
#include "grammar/unicode.hpp"

namespace writ {
namespace {

/// However deep, a line has room for this much.
constexpr std::size_t least_room = 24;

bool is_letter(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_'; }

/// What is deep is indented half as much, so that it stays within the columns for longer.
std::size_t squeezed(std::size_t indent, std::size_t most) {
  const std::size_t full = most - std::min(most, least_room);
  return indent <= full ? indent : full + (indent - full) / 2;
}

/// Pieces of at most `room` columns, cut at blanks where there are some, else before the dots of a path.
std::vector<std::string_view> wrapped(std::string_view text, std::size_t room) {
  std::vector<std::string_view> lines;
  std::size_t begin = 0, blank = 0, dot = 0, columns = 0;
  for (std::size_t at = 0; at < text.size();) {
    const CodePoint point = decode(text, at);
    if (point.value == '\n') {
      lines.push_back(text.substr(begin, at - begin));
      begin = blank = dot = at + 1;
      columns = 0;
      ++at;
      continue;
    }
    if (point.value == ' ') blank = at;
    if (point.value == '.' && at + 1 < text.size() && is_letter(text[at + 1])) dot = at;
    columns += static_cast<std::size_t>(display_width(point.value));
    if (columns > room && at > begin) {
      const bool at_blank = blank > begin;
      const std::size_t end = at_blank ? blank : dot > begin ? dot : at;
      lines.push_back(text.substr(begin, end - begin));
      begin = at_blank ? blank + 1 : end;
      at = blank = dot = begin;
      columns = 0;
      continue;
    }
    at += point.bytes;
  }
  lines.push_back(text.substr(begin));
  return lines;
}

}  // namespace

TextLines::TextLines(std::size_t columns, bool colour) : columns_(std::max(columns, 2 * least_room)), colour_(colour) {}

void TextLines::append(Tint tint, std::string_view text) {
  if (!colour_ || tint == Tint::plain || text.empty()) {
    out_ += text;
    return;
  }
  switch (tint) {
    case Tint::plain: break;
    case Tint::strong: out_ += "\x1b[1m"; break;
    case Tint::good: out_ += "\x1b[32m"; break;
    case Tint::bad: out_ += "\x1b[31m"; break;
    case Tint::doubtful: out_ += "\x1b[33m"; break;
    case Tint::faint: out_ += "\x1b[2m"; break;
  }
  out_ += text;
  out_ += "\x1b[0m";
}

void TextLines::add(const Line& line) {
  const std::size_t mark_columns = line.mark.empty() ? 0 : display_width(line.mark) + 1;
  const std::size_t wanted = squeezed(line.indent, columns_ - least_room);
  const std::size_t indent = std::min(wanted, columns_ - least_room);
  const std::size_t hanging = indent + mark_columns;
  std::string text = harmless(line.text);
  // Where there is no room to show by blanks what is part of what, a number does.
  if (wanted > indent) text.insert(0, "(" + std::to_string(wanted - indent) + " deeper) ");
  const std::string end = harmless_line(line.right);  // A place, in a file whose name may hold anything.
  const std::size_t right = display_width(end);
  // What stands at the right ends the first line, so that places stand under each other.
  std::size_t room = columns_ - hanging;
  const bool beside = right > 0 && display_width(text) + 2 + right <= room;
  const std::vector<std::string_view> pieces = wrapped(text, room);
  for (std::size_t i = 0; i < pieces.size(); ++i) {
    std::size_t at = i == 0 ? indent : hanging;
    if (i == 0 && !label_.empty() && display_width(label_) < indent) {
      const std::size_t before = indent - display_width(label_) - 1;
      out_.append(before, ' ');
      append(Tint::faint, label_);
      out_ += ' ';
    } else {
      out_.append(pieces[i].empty() && (i > 0 || line.mark.empty()) ? 0 : at, ' ');
    }
    if (i == 0 && !line.mark.empty()) {
      append(line.mark_tint, line.mark);
      out_ += ' ';
      at = hanging;
    }
    append(line.tint, pieces[i]);
    const std::size_t used = at + display_width(pieces[i]);
    const bool last = i + 1 == pieces.size();
    if (right > 0 && last) {
      if (beside || used + 2 + right <= columns_) {
        out_.append(columns_ - used - right, ' ');
      } else {
        out_ += '\n';
        out_.append(right < columns_ ? columns_ - right : 0, ' ');
      }
      append(Tint::faint, end);
    }
    out_ += '\n';
  }
  label_.clear();
}

}  // namespace writ
