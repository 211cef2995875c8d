#pragma once
// An input in chunks of whole lines, in bounded memory: each can be worked on while the next is read.

#include <cstdint>
#include <vector>

#include "engine/facts/record_lines.hpp"
#include "tools/cli/input.hpp"

namespace writ::cli {

/// Serves one chunk after another; its memory is used again.
struct Chunk {
  std::vector<char> buffer;   ///< As many bytes as JSON wants can be read after those of the lines.
  std::size_t size = 0;       ///< Of the lines.
  std::uint64_t dropped = 0;  ///< Of the first line: it was too long to be kept.
  bool whole = false;         ///< A document, not a line a record.

  /// Gives memory back that only an uncommonly long line needed.
  void release_much();

  RecordLines lines(std::size_t most_bytes) const {
    return {{buffer.data(), size}, {.most_bytes = most_bytes, .dropped = dropped, .whole = whole}};
  }
};

class ChunkReader {
 public:
  /// Lines of more than `most_bytes` are not kept. `whole`: all is one record, a document.
  ChunkReader(Input& input, std::size_t most_bytes, bool whole)
      : input_(input), most_bytes_(most_bytes), whole_(whole) {}

  /// False at the end of the input or of what can be read of it. A chunk has at least one line, or is a
  /// document; where the input may wait for more to come, it has those that are there.
  bool next(Chunk& chunk);

 private:
  bool finish(Chunk& chunk, std::size_t lines_end);

  Input& input_;
  std::size_t most_bytes_;
  bool whole_, ended_ = false, done_ = false;
  std::vector<char> rest_;  // What was read of a line that goes on in the next chunk.
};

}  // namespace writ::cli
