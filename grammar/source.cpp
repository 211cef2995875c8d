#include "grammar/source.hpp"

#include <algorithm>

#include "grammar/unicode.hpp"

namespace writ {
namespace {

constexpr std::size_t bytes_a_milestone = 4096;

}  // namespace

Span cover(Span a, Span b) { return {a.file, std::min(a.begin, b.begin), std::max(a.end, b.end)}; }

Source::Source(std::string name, std::string text) : name_(std::move(name)), text_(std::move(text)) {
  // A byte-order mark says nothing in UTF-8, so that it is no part of the text and no span counts it.
  if (text_.starts_with("\xEF\xBB\xBF")) text_.erase(0, 3);
  line_starts_.push_back(0);
  for (std::size_t at = text_.find('\n'); at != std::string::npos; at = text_.find('\n', at + 1)) {
    line_starts_.push_back(static_cast<std::uint32_t>(at + 1));
  }
  for (std::uint32_t number = 1; number <= line_count(); ++number) add_milestones(number);
}

void Source::add_milestones(std::uint32_t number) {
  const std::string_view all = line(number);
  if (all.size() <= bytes_a_milestone) return;
  Milestone here{line_start(number), 0, 0};
  const std::size_t end = here.at + all.size();
  for (std::size_t next = here.at + bytes_a_milestone; next < end; next += bytes_a_milestone) {
    walk(here, next);
    milestones_.push_back(here);
  }
}

void Source::walk(Milestone& here, std::size_t until) const {
  while (here.at < until) {
    const CodePoint point = decode(text_, here.at);
    here.at += point.bytes;
    here.points += 1;
    here.utf16 += point.value >= 0x10000 ? 2 : 1;
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

  Milestone here{start, 0, 0};
  const auto later = std::ranges::upper_bound(milestones_, bounded, {}, &Milestone::at);
  if (later != milestones_.begin() && std::prev(later)->at > start) here = *std::prev(later);
  walk(here, bounded);
  return {.line = line_number,
          .column_bytes = static_cast<std::uint32_t>(bounded - start + 1),
          .column = here.points + 1,
          .utf16 = here.utf16};
}

FileId SourceSet::add(std::string name, std::string text) {
  sources_.push_back(std::make_unique<const Source>(std::move(name), std::move(text)));
  return static_cast<FileId>(sources_.size() - 1);
}

}  // namespace writ
