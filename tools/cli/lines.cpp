#include "tools/cli/lines.hpp"

#include <algorithm>
#include <cstring>

#include "engine/facts/json_index.hpp"

namespace writ::cli {
namespace {

constexpr std::size_t first_size = 512 * 1024;

bool is_blank(std::string_view text) { return text.find_first_not_of(" \t\r\n") == std::string_view::npos; }

}  // namespace

LineReader::LineReader(Input& input, std::size_t most_bytes)
    : input_(input), most_bytes_(most_bytes), buffer_(first_size + json_padding) {}

/// Ends the line at `end`; `ending` bytes separate it from the next. False where it is blank.
bool LineReader::give(std::size_t end, std::size_t ending, Line& line) {
  std::string_view text(buffer_.data() + begin_, end - begin_);
  const std::uint64_t bytes = dropped_ + text.size();
  begin_ = searched_ = std::min(end + ending, end_);
  dropped_ = 0;
  if (bytes > most_bytes_) {
    line = {{}, bytes, true};
    return true;
  }
  if (!whole_ && text.ends_with('\r')) text.remove_suffix(1);
  line = {text, bytes, false};
  // A line begins with a brace, almost always: only then need it not be searched for something that is not blank.
  return text.starts_with('{') || !is_blank(text);
}

LineReader::Found LineReader::next(Line& line) {
  for (;;) {
    const char* const from = buffer_.data() + searched_;
    const auto* const newline = whole_ ? nullptr : static_cast<const char*>(std::memchr(from, '\n', end_ - searched_));
    if (newline != nullptr) {
      if (give(static_cast<std::size_t>(newline - buffer_.data()), 1, line)) return Found::line;
      continue;
    }
    searched_ = end_;
    if (!ended_) return Found::starved;
    if (begin_ == end_ && dropped_ == 0) return Found::end;
    if (!input_.error().empty()) return Found::end;  // What is left is no whole line.
    buffer_[end_] = '\n';
    if (give(end_, 0, line)) return Found::line;
  }
}

void LineReader::fill() {
  if (end_ - begin_ > most_bytes_) {
    dropped_ += end_ - begin_;
    begin_ = searched_ = end_ = 0;
  }
  if (begin_ > 0) {
    std::memmove(buffer_.data(), buffer_.data() + begin_, end_ - begin_);
    end_ -= begin_;
    searched_ -= begin_;
    begin_ = 0;
  }
  if (buffer_.size() - json_padding - end_ < first_size / 2) buffer_.resize(2 * buffer_.size());
  const std::size_t got = input_.read(buffer_.data() + end_, buffer_.size() - json_padding - end_);
  end_ += got;
  bytes_read_ += got;
  ended_ = got == 0;
}

}  // namespace writ::cli
