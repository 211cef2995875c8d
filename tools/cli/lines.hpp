#pragma once
// Lines of an input in bounded memory: blocks are read, lines are views into them.

#include <cstdint>
#include <string_view>
#include <vector>

#include "tools/cli/io.hpp"

namespace writ::cli {

struct Line {
  std::string_view text;    ///< Without its ending; as many bytes as JSON wants can be read after it.
  std::uint64_t bytes = 0;  ///< Its whole size.
  bool too_long = false;    ///< Then `text` is empty.
};

class LineReader {
 public:
  /// Lines of more than `most_bytes` are passed over without being kept.
  LineReader(Input& input, std::size_t most_bytes);

  enum class Found : std::uint8_t { line, starved, end };
  /// The next line that is not blank. `starved`: `fill` has to be called first, which may wait for more to come.
  Found next(Line& line);
  void fill();
  bool may_wait() const { return input_.may_wait(); }

  /// Takes all that is left as one record: a whole document.
  void all_is_one_line() { whole_ = true; }
  std::uint64_t bytes_read() const { return bytes_read_; }

 private:
  bool give(std::size_t end, std::size_t ending, Line& line);

  Input& input_;
  std::size_t most_bytes_;
  std::vector<char> buffer_;
  std::size_t begin_ = 0;      // Of the line that is looked for,
  std::size_t searched_ = 0;   // how far its end was looked for,
  std::size_t end_ = 0;        // and of what was read.
  std::uint64_t dropped_ = 0;  // Bytes of a line that is too long.
  std::uint64_t bytes_read_ = 0;
  bool ended_ = false, whole_ = false;
};

}  // namespace writ::cli
