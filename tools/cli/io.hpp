#pragma once
// Reading and writing without surprises: every error is noticed and told with the file's name.

#include <cstddef>
#include <string>
#include <string_view>

#include "tools/cli/input.hpp"

namespace writ::cli {

/// Standard output, or a file, through a buffer.
class Output {
 public:
  /// `text` may be appended to at will; `write_if_full` sends it on from 256 KiB.
  std::string text;

  bool write_if_full() { return text.size() < full || write(); }
  /// Puts `more` behind the text, or, where that would be full, sends both on, and `more` without a copy of it.
  bool add(std::string_view more);
  /// False where it cannot be written; `error()` tells why, and nothing more is written.
  bool write();
  const std::string& error() const { return error_; }
  /// Says why it could not be written. Not where the reader went away: whoever reads the first line alone wanted no
  /// more, and is not bothered. The exit code.
  int tell() const;

 private:
  static constexpr std::size_t full = 256 * 1024;

  bool write_out(std::string_view bytes);

  std::string error_;
  bool reader_left_ = false;
};

/// Writes `text` to standard output, all of it, or tells why not. An exit code.
int print(std::string_view text);

}  // namespace writ::cli
