#include "grammar/print_reader.hpp"

#include <algorithm>

#include "grammar/unicode.hpp"

namespace writ {
namespace {

constexpr std::string_view byte_order_mark = "\xEF\xBB\xBF";

bool is_blank(char letter) { return letter == ' ' || letter == '\t' || letter == '\r' || letter == '\n'; }

/// Comments that speak of their own line, and of nothing else.
bool is_about_line(std::string_view comment) {
  return comment.starts_with("// coverage:") || comment.starts_with("// mutant:") ||
         comment.starts_with("// lint:allow");
}

}  // namespace

std::string_view comment_text(std::string_view source, const syntax::Comment& comment) {
  std::string_view text = source.substr(comment.span.begin, comment.span.end - comment.span.begin);
  while (!text.empty() && is_blank(text.back())) text.remove_suffix(1);
  return text;
}

PrintReader::PrintReader(std::string_view source, const std::vector<syntax::Comment>& comments)
    : source_(source), comments_(&comments) {
  if (source.starts_with(byte_order_mark)) at_ = static_cast<std::uint32_t>(byte_order_mark.size());
}

std::uint32_t PrintReader::next() {
  if (known_) return next_;
  known_ = true;
  next_ = at_;
  next_comment_ = comment_;
  for (;;) {
    while (next_ < source_.size() && is_blank(source_[next_])) ++next_;
    if (next_comment_ == comments_->size() || (*comments_)[next_comment_].span.begin != next_) return next_;
    next_ = (*comments_)[next_comment_].span.end;
    ++next_comment_;
  }
}

std::string_view PrintReader::word() {
  const std::uint32_t begin = next();
  return source_.substr(begin, name_length(source_, begin));
}

void PrintReader::move_to(std::uint32_t end) {
  at_ = end;
  known_ = false;
  while (comment_ < comments_->size() && (*comments_)[comment_].span.begin < end) ++comment_;
}

bool PrintReader::has_own_comment() { return next() >= at_ && comment_ < next_comment_; }

std::string_view PrintReader::take_end_comment() {
  if (!has_own_comment()) return {};
  const syntax::Comment& comment = (*comments_)[comment_];
  if (from(at_, comment.span.begin).find('\n') != std::string_view::npos) return {};
  at_ = comment.span.end;
  ++comment_;
  return comment_text(source_, comment);
}

PrintReader::OwnComment PrintReader::take_own_comment() {
  const syntax::Comment& comment = (*comments_)[comment_];
  const std::string_view before = from(at_, comment.span.begin);
  const bool blank = std::count(before.begin(), before.end(), '\n') > 1;
  at_ = comment.span.end;
  ++comment_;
  return {comment_text(source_, comment), column_of(comment.span.begin), blank};
}

bool PrintReader::line_ends_here() { return from(at_, next()).find('\n') != std::string_view::npos; }

bool PrintReader::blank_before_word() {
  std::uint32_t begin = at_;
  if (next() >= at_ && next_comment_ > comment_) begin = (*comments_)[next_comment_ - 1].span.end;
  const std::string_view before = from(begin, next());
  return std::count(before.begin(), before.end(), '\n') > 1;
}

/// Only blanks stand before it on its line, or nothing depends on it.
std::uint32_t PrintReader::column_of(std::uint32_t at) const {
  std::uint32_t begin = at;
  while (begin > 0 && (source_[begin - 1] == ' ' || source_[begin - 1] == '\t')) --begin;
  return at - begin;
}

std::uint32_t PrintReader::word_column() { return done() ? 0 : column_of(next()); }

/// A comment is the last thing on its line, so that the next one tells.
bool PrintReader::on_marked_line() {
  if (comment_ == comments_->size()) return false;
  const Span place = (*comments_)[comment_].span;
  return is_about_line(comment_text(source_, (*comments_)[comment_])) && line_end(at_) > place.begin;
}

bool PrintReader::next_line_has_comment() {
  const std::uint32_t begin = next();
  return next_comment_ < comments_->size() && line_end(begin) > (*comments_)[next_comment_].span.begin;
}

std::uint32_t PrintReader::line_end(std::uint32_t from) {
  if (from < line_begin_ || from > line_end_ || line_end_ == 0) {
    line_begin_ = from;
    line_end_ = static_cast<std::uint32_t>(std::min(source_.find('\n', from), source_.size()));
  }
  return line_end_;
}

bool PrintReader::read_doc_since(std::size_t first) const {
  for (std::size_t i = first; i < comment_; ++i) {
    if ((*comments_)[i].doc) return true;
  }
  return false;
}

}  // namespace writ
