// Any bytes as a baseline of the linter: entries that are written and read again as they were, or an error.

#include <tuple>

#include "tests/fuzz/deciding/lines.hpp"
#include "tools/lint/baseline.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace writ;
  const auto read = lint::read_baseline({reinterpret_cast<const char*>(data), size});
  if (!read.error.empty()) {
    random::insist(read.entries.empty() ? "" : "there are entries beside an error");
    return 0;
  }
  const std::string written = lint::write_baseline(read.entries);
  const auto again = lint::read_baseline(written);
  random::insist(again.error);
  random::insist(lint::write_baseline(again.entries) == written ? "" : "it is not what was written");
  return 0;
}
