#pragma once
// The lines of a piece of text, each a record.

#include <algorithm>
#include <cstdint>
#include <cstring>
#include <string_view>
#include <utility>

namespace writ {

struct RecordLine {
  std::string_view text;    ///< Without its ending.
  std::uint64_t bytes = 0;  ///< Its whole size.
  bool too_long = false;    ///< Then `text` is empty.
};

/// Whole lines, the last with or without its ending.
class RecordLines {
 public:
  struct Options {
    std::size_t most_bytes;     ///< Of a line.
    std::uint64_t dropped = 0;  ///< Bytes of the first line that are gone: it is too long.
    bool whole = false;         ///< All is one record, be it blank: a document.
  };
  RecordLines(std::string_view text, Options options) : rest_(text), options_(options) {}

  /// The next line that is not blank, or the document; false where there is none.
  bool next(RecordLine& line) {
    while (!rest_.empty() || options_.dropped > 0 || options_.whole) {
      const bool whole = std::exchange(options_.whole, false);
      const auto* const newline =
          whole ? nullptr : static_cast<const char*>(std::memchr(rest_.data(), '\n', rest_.size()));
      const std::size_t size = newline == nullptr ? rest_.size() : static_cast<std::size_t>(newline - rest_.data());
      std::string_view text = rest_.substr(0, size);
      rest_.remove_prefix(std::min(size + 1, rest_.size()));
      const std::uint64_t bytes = options_.dropped + size;
      options_.dropped = 0;
      if (bytes > options_.most_bytes) {
        line = {{}, bytes, true};
        return true;
      }
      if (!whole && text.ends_with('\r')) text.remove_suffix(1);
      line = {text, bytes, false};
      if (whole) return true;
      // A line begins with a brace, almost always: only then need it not be searched for something that is not blank.
      if (text.starts_with('{') || text.find_first_not_of(" \t\r\n") != std::string_view::npos) return true;
    }
    return false;
  }

 private:
  std::string_view rest_;
  Options options_;
};

}  // namespace writ
