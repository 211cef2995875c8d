#include "grammar/print_printer.hpp"
#include "grammar/unicode.hpp"

namespace writ {

using layout::Part;
using layout::Parts;

Part Printer::own_comments() {
  Parts parts;
  while (reader_.has_own_comment()) parts.push_back(document_.own_comment(reader_.take_own_comment().text));
  return document_.all(parts);
}

Part Printer::end_comment() {
  const std::string_view comment = reader_.take_end_comment();
  return comment.empty() ? 0 : document_.end_comment(comment);
}

/// What ends there, and the comment behind it.
Part Printer::taken(std::uint32_t end, bool mark) {
  const std::string_view view = reader_.from(reader_.next(), end);
  reader_.move_to(end);
  const Part part = mark ? document_.mark(view) : document_.text(view);
  const Part comment = end_comment();
  return comment == 0 ? part : all({part, comment});
}

Part Printer::word(std::string_view expected) {
  if (!reader_.follows(expected)) {
    failed_ = true;
    return 0;
  }
  const Part comments = own_comments();
  const Part part = taken(reader_.next() + static_cast<std::uint32_t>(expected.size()));
  return comments == 0 ? part : all({comments, part});
}

Part Printer::words(std::string_view expected) {
  const std::size_t blank = expected.find(' ');
  if (blank == std::string_view::npos) return word(expected);
  const Part first = word(expected.substr(0, blank));
  return all({first, document_.space(), words(expected.substr(blank + 1))});
}

Part Printer::word(Span span) {
  if (reader_.next() != span.begin || span.end <= span.begin) {
    failed_ = true;
    return 0;
  }
  const Part comments = own_comments();
  const Part part = taken(span.end);
  return comments == 0 ? part : all({comments, part});
}

Part Printer::written(Span span) {
  Parts parts;
  while (!failed_ && reader_.next() < span.end) {
    if (!parts.empty()) parts.push_back(document_.space());
    parts.push_back(own_comments());
    const std::uint32_t begin = reader_.next();
    const std::string_view rest = reader_.from(begin, span.end);
    const std::size_t size = std::min(rest.find_first_of(" \t\r\n/"), rest.size());
    if (size == 0) failed_ = true;
    parts.push_back(taken(begin + static_cast<std::uint32_t>(size)));
  }
  return document_.all(parts);
}

Part Printer::compound(Span span) {
  Parts parts;
  bool tight = true;
  while (!failed_ && reader_.next() < span.end) {
    const std::uint32_t begin = reader_.next();
    const std::size_t letters = name_length(source_, begin);
    const char sign = source_[begin];
    const bool is_name = letters != 0;
    if (!tight && (is_name || sign == '(')) parts.push_back(document_.space());
    parts.push_back(own_comments());
    parts.push_back(taken(begin + static_cast<std::uint32_t>(is_name ? letters : 1)));
    tight = !is_name && (sign == '.' || sign == '(');
  }
  return document_.all(parts);
}

/// A line that ends with a comment about that line stays what it is: nothing on it moves to another, and nothing joins
/// it.
Part Printer::between(Part usual, Part nothing) {
  if (reader_.behind_comment()) return document_.hard();
  if (!reader_.line_ends_here()) return reader_.on_marked_line() ? nothing : usual;
  return reader_.next_line_has_comment() ? document_.hard() : usual;
}

Part Printer::line() { return between(document_.line(), document_.space()); }
Part Printer::soft() { return between(document_.soft(), 0); }
Part Printer::hard() { return between(document_.hard(), document_.space()); }

/// Comments before a comma go behind it: they are about what it ends, or about what comes next.
void Printer::comma(Parts& parts) {
  const Part before = own_comments();
  if (!reader_.follows(",")) {
    failed_ = true;
    return;
  }
  parts.push_back(taken(reader_.next() + 1, true));
  parts.push_back(line());
  parts.push_back(before);
}

/// A comma behind the last item says that the brackets have lines of their own. What is said before the closing one is
/// inside.
Part Printer::closed(Brackets brackets, Part open, Part begin, Parts& parts, bool filled, bool empty) {
  Parts rest;
  if (!empty && brackets.last_comma) rest.push_back(document_.last_mark(","));
  const auto comments = [&] {
    if (!reader_.has_own_comment()) return;
    rest.push_back(document_.hard());
    rest.push_back(own_comments());
  };
  comments();
  if (reader_.follows(",")) {
    if (!brackets.last_comma) failed_ = true;
    reader_.move_to(reader_.next() + 1);
    rest.push_back(end_comment());
  }
  comments();
  const Part items = filled ? document_.fill(parts) : document_.all(parts);
  const Part inner = all({begin, items, document_.all(rest)});
  const Part end = empty && !reader_.behind_comment() ? 0 : brackets.spaced ? line() : soft();
  return in_group({open, document_.indented(2, inner), end, word(brackets.close)});
}

}  // namespace writ
