#include "tools/cli/records.hpp"

#include "engine/facts/plan.hpp"
#include "tools/cli/asked.hpp"
#include "tools/cli/chunks.hpp"
#include "tools/cli/command.hpp"

namespace writ::cli {
namespace {

/// How a file ended.
enum class End : std::uint8_t { read, unreadable, stopped };

End each_of(const std::string& path, std::size_t most_bytes, Output& out,
            const std::function<bool(const RecordLine&)>& answer) {
  std::string error;
  auto input = Input::open(path, error);
  if (!input) {
    say_error(error);
    return End::unreadable;
  }
  ChunkReader reader(*input, most_bytes, is_document(path));
  Chunk chunk;
  while (reader.next(chunk)) {
    RecordLines lines = chunk.lines(most_bytes);
    for (RecordLine line; lines.next(line);) {
      if (!answer(line) || !out.write_if_full()) return End::stopped;
    }
  }
  if (input->error().empty()) return End::read;
  say_error(input->error());
  return End::unreadable;
}

}  // namespace

int each_record(const std::vector<std::string>& files, std::size_t most_bytes, Output& out,
                const std::function<bool(const RecordLine&)>& answer) {
  int code = exit_done;
  for (const std::string& path : files) {
    const End end = each_of(path, most_bytes, out, answer);
    if (end == End::unreadable) code = exit_io;
    if (end != End::stopped) continue;
    if (out.error().empty()) return code;
    break;
  }
  if (out.error().empty()) out.write();
  return out.error().empty() ? code : out.tell();
}

}  // namespace writ::cli
