#include "grammar/print_printer.hpp"

namespace writ {

using layout::Part;
using layout::Parts;

Part Printer::row_start(Row row) {
  const bool at_end = reader_.done();
  const std::uint32_t column = reader_.word_column();
  struct Line {
    std::string_view comment;
    bool blank_before, inside;
  };
  std::vector<Line> lines;
  while (reader_.has_own_comment()) {
    const PrintReader::OwnComment comment = reader_.take_own_comment();
    // Further right than what comes next: it belongs to the row before, as one that has been commented out does.
    const bool inside = !row.first && comment.column > column && (lines.empty() || lines.back().inside);
    lines.push_back({comment.text, comment.blank_before, inside});
  }
  const bool blank_before_word = reader_.blank_before_word();
  if (lines.empty() && !at_end && (row.first || !(row.needs_blank || blank_before_word))) return hard();
  if (!at_end) lines.push_back({{}, blank_before_word, false});

  bool needs_blank = row.needs_blank;
  for (const Line& line : lines) needs_blank = needs_blank && (line.inside || !line.blank_before);
  Parts parts;
  for (const Line& line : lines) {
    const bool forced = needs_blank && !line.inside;
    const bool blank = (line.blank_before || forced) && !(row.first && &line == lines.data());
    needs_blank = needs_blank && !forced;
    const Part comment = line.comment.empty() ? 0 : document_.own_comment(line.comment);
    const Part whole = all({blank ? document_.blank() : document_.hard(), comment});
    parts.push_back(line.inside ? document_.indented(2, whole) : whole);
  }
  return document_.all(parts);
}

}  // namespace writ
