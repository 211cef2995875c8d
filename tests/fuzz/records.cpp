// Any bytes as a file of facts, plain or packed by gzip, regular or through a pipe: its lines come out in chunks as
// they stand in what is unpacked, and an error is told.
//
// The first byte says how it is read.

#include <sys/mman.h>
#include <unistd.h>

#include <string>
#include <vector>

#include "tests/fuzz/deciding/lines.hpp"
#include "tools/cli/chunks.hpp"

namespace {

using namespace writ;

/// Bytes as a file that can be opened by its path.
class Given {
 public:
  Given(std::string_view bytes, bool through_pipe) {
    int ends[2] = {-1, -1};
    if (through_pipe) {
      random::insist(::pipe(ends) == 0 ? "" : "there is no pipe");
    } else {
      ends[0] = ends[1] = ::memfd_create("facts", 0);
    }
    random::insist(::write(ends[1], bytes.data(), bytes.size()) == static_cast<ssize_t>(bytes.size()) ? "" : "no room");
    file_ = cli::Descriptor(ends[0]);
    if (through_pipe) ::close(ends[1]);
  }
  /// Only once where it is a pipe.
  cli::Input open() const {
    std::string error;
    auto input = cli::Input::open("/proc/self/fd/" + std::to_string(file_.number()), error);
    random::insist(error);
    return std::move(*input);
  }

 private:
  cli::Descriptor file_;
};

/// Every record, and its place among those that were too long to be kept.
void add_lines(std::vector<std::string>& all, RecordLines lines) {
  for (RecordLine line; lines.next(line);) {
    all.push_back(line.too_long ? "too long: " + std::to_string(line.bytes) : std::string(line.text));
  }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  if (size == 0) return 0;
  const bool whole = (data[0] & 1) != 0, through_pipe = (data[0] & 2) != 0 && size < 60'000;
  const std::size_t most_bytes = (data[0] & 4) != 0 ? 16 : 1 << 20, step = std::size_t{1} << (data[0] >> 4);
  const std::string_view bytes(reinterpret_cast<const char*>(data) + 1, size - 1);

  std::string unpacked;
  cli::Input input = Given(bytes, through_pipe).open();
  std::vector<char> part(step);
  constexpr std::size_t most_unpacked = 8 << 20;  // A thousandth of it is enough to write so much.
  while (const std::size_t got = input.read(part.data(), part.size())) {
    unpacked.append(part.data(), got);
    if (unpacked.size() > most_unpacked) return 0;
  }

  std::vector<std::string> lines, expected;
  cli::Input again = Given(bytes, through_pipe).open();
  cli::ChunkReader reader(again, most_bytes, whole);
  for (cli::Chunk chunk; reader.next(chunk);) add_lines(lines, chunk.lines(most_bytes));
  random::insist(again.error().empty() == input.error().empty() ? "" : "an error comes and goes");
  if (!input.error().empty()) return 0;
  if (bytes.starts_with("\x1f\x8b") || unpacked == bytes) {
    add_lines(expected, {unpacked, {.most_bytes = most_bytes, .whole = whole}});
    random::insist(lines == expected ? "" : "lines are not those of the whole");
  } else {
    random::insist("what is not packed was changed");
  }
  return 0;
}
