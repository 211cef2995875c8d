// The program runs out of memory, once or from then on: one line says so, the status too, and no file is half written.

#include <catch2/catch.hpp>
#include <cstdio>

#include "tests/faults/program_cases.hpp"

namespace writ::faults {
namespace {

using hostile::contains;

TEST_CASE("the program without memory") {
  if (hostile::sanitized) return;  // Whose malloc is its own.
  std::size_t points = 0;
  for (const Case& tried : cases) {
    const Left right = run(tried, "");
    for (const char* const how : {"malloc:interrupted:", "malloc:error:"}) {
      bool seen = true;
      for (long number = 1; seen; number += 1 + number / 5) {
        const Left left = run(tried, how + std::to_string(number));
        INFO(tried.name << ", " << how << number << ": status " << left.status << "\n" << left.err);
        seen = left.seen;
        points += seen ? 1 : 0;
        const bool same = left.status == right.status && left.out == right.out && left.files == right.files;
        if (same) continue;
        CHECK(left.status == hostile::io_error);
        CHECK(contains(left.err, "error: "));
        CHECK(right.out.starts_with(left.out));
        for (const auto& [name, text] : left.files) {
          const auto before = files().find(name), after = right.files.find(name);
          INFO(name);
          CHECK(((before != files().end() && before->second == text) ||
                 (after != right.files.end() && after->second == text)));
        }
      }
    }
  }
  CHECK(points > cases.size());
  std::printf("%6zu points  memory of the program\n", points);
}

}  // namespace
}  // namespace writ::faults
