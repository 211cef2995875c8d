#include "grammar/source.hpp"

#include <algorithm>

#include "grammar/unicode.hpp"

namespace writ {

Span cover(Span a, Span b) { return {a.file, std::min(a.begin, b.begin), std::max(a.end, b.end)}; }

Source::Source(std::string name, std::string text) : name_(std::move(name)), text_(std::move(text)) {
  // A byte-order mark says nothing in UTF-8, so that it is no part of the text and no span counts it.
  if (text_.starts_with("\xEF\xBB\xBF")) text_.erase(0, 3);
  line_starts_.push_back(0);
  for (std::size_t at = text_.find('\n'); at != std::string::npos; at = text_.find('\n', at + 1)) {
    line_starts_.push_back(static_cast<std::uint32_t>(at + 1));
  }
}

std::string_view Source::line(std::uint32_t number) const {
  const std::size_t begin = line_starts_[number - 1];
  std::size_t end = number < line_starts_.size() ? line_starts_[number] - 1 : text_.size();
  if (end > begin && text_[end - 1] == '\r') --end;
  return std::string_view(text_).substr(begin, end - begin);
}

Position Source::position(std::uint32_t offset) const {
  const std::size_t bounded = std::min<std::size_t>(offset, text_.size());
  const auto after = std::upper_bound(line_starts_.begin(), line_starts_.end(), bounded);
  const auto line_number = static_cast<std::uint32_t>(after - line_starts_.begin());
  const std::size_t start = line_starts_[line_number - 1];

  Position position{.line = line_number, .column_bytes = static_cast<std::uint32_t>(bounded - start + 1)};
  for (std::size_t at = start; at < bounded;) {
    const CodePoint point = decode(text_, at);
    at += point.bytes;
    position.column += 1;
    position.utf16 += point.value >= 0x10000 ? 2 : 1;
  }
  return position;
}

FileId SourceSet::add(std::string name, std::string text) {
  sources_.push_back(std::make_unique<const Source>(std::move(name), std::move(text)));
  return static_cast<FileId>(sources_.size() - 1);
}

}  // namespace writ
