#include "tools/cli/chunks.hpp"

#include <cstring>
#include <string_view>

#include "engine/facts/json_index.hpp"

namespace writ::cli {
namespace {

constexpr std::size_t usual_size = 256 * 1024;

}  // namespace

void Chunk::release_much() {
  if (buffer.size() > 4 * usual_size) buffer = std::vector<char>();
}

bool ChunkReader::next(Chunk& chunk) {
  chunk.whole = whole_;
  chunk.size = rest_.size();
  chunk.dropped = 0;
  if (chunk.buffer.size() < rest_.size() + usual_size) chunk.buffer.resize(rest_.size() + usual_size + json_padding);
  if (!rest_.empty()) std::memcpy(chunk.buffer.data(), rest_.data(), rest_.size());
  rest_.clear();
  std::size_t lines_end = 0;
  while (!ended_) {
    std::size_t room = chunk.buffer.size() - json_padding - chunk.size;
    if (room < usual_size / 2) {
      chunk.buffer.resize(2 * chunk.buffer.size());
      room = chunk.buffer.size() - json_padding - chunk.size;
    }
    char* const begin = chunk.buffer.data() + chunk.size;
    const std::size_t got = input_.read(begin, room);
    ended_ = got == 0;
    chunk.size += got;
    const auto newline = whole_ ? std::string_view::npos : std::string_view(begin, got).rfind('\n');
    if (newline != std::string_view::npos) lines_end = chunk.size - got + newline + 1;
    if (lines_end > 0 && (chunk.size >= usual_size || input_.may_wait())) break;
    if (lines_end == 0 && chunk.size > most_bytes_) {
      chunk.dropped += chunk.size;
      chunk.size = 0;
    }
  }
  return finish(chunk, lines_end);
}

/// Keeps the line that goes on for the next chunk. At the end there is none: what is left is a line, or no whole one.
bool ChunkReader::finish(Chunk& chunk, std::size_t lines_end) {
  if (!ended_) {
    rest_.assign(chunk.buffer.begin() + static_cast<std::ptrdiff_t>(lines_end),
                 chunk.buffer.begin() + static_cast<std::ptrdiff_t>(chunk.size));
    chunk.size = lines_end;
  } else if (!input_.error().empty()) {
    if (lines_end == 0) chunk.dropped = 0;
    chunk.size = lines_end;
  } else if (whole_ && !done_) {
    done_ = true;
    return true;  // An empty document is one that is rejected.
  }
  return chunk.size > 0 || chunk.dropped > 0;
}

}  // namespace writ::cli
