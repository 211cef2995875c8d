#pragma once
// Each allocation of an operation fails once, and fails from then on: what comes out is std::bad_alloc or what comes
// out otherwise, byte for byte; nothing is lost, and the object that failed does it right the next time.

#include <sys/wait.h>
#include <unistd.h>

#include <catch2/catch.hpp>
#include <cstdio>
#include <fstream>
#include <functional>
#include <iterator>
#include <memory>
#include <new>
#include <optional>
#include <stdexcept>
#include <string>
#include <vector>

#include "tests/faults/failing_memory.hpp"

namespace writ::faults {

/// Something to be done with an object of its own, again and again to the same end.
struct Operation {
  std::function<void()> act;          ///< With memory that fails.
  std::function<std::string()> show;  ///< What the last `act` came to, with memory that does not.
};
/// Makes the object anew.
using Prepare = std::function<Operation()>;

/// Of the allocations after so many only some are tried, for the sake of time.
inline constexpr std::int64_t all_of(Fails fails) { return fails == Fails::once ? 1500 : 200; }

/// What there was to be seen.
struct Tried {
  bool failed = false;    ///< There were so many allocations.
  bool may_lose = false;  ///< RE2 was asking: where that ends by an exception, it does not give everything back.
};

/// Throws where something is wrong.
inline Tried try_failure(const Prepare& prepare, const std::string& expected, std::int64_t number, Fails fails) {
  const Operation operation = prepare();
  Tried tried;
  bool done = false;
  {
    const FailingMemory memory(number, fails);
    try {
      operation.act();
      done = true;
    } catch (const std::bad_alloc&) {
    }
    tried = {memory.failed(), memory.failed_within("libre2")};
  }
  if (done && operation.show() != expected) throw std::logic_error("it comes to this: " + operation.show());
  if (!done && !tried.failed) throw std::logic_error("out of memory without need");
  operation.act();
  if (operation.show() != expected) throw std::logic_error("afterwards it comes to this: " + operation.show());
  return tried;
}

inline void try_all_failures(const char* what, const Prepare& prepare) {
  const auto expected = [&] {
    const Operation operation = prepare();
    operation.act();
    return operation.show();
  }();
  std::int64_t points = 0;
  for (const Fails fails : {Fails::once, Fails::from_then_on}) {
    Tried tried{.failed = true};
    for (std::int64_t number = 1; tried.failed; number += 1 + (number > all_of(fails) ? number / 50 : 0)) {
      INFO(what << ": allocation " << number << " fails" << (fails == Fails::once ? "" : ", and all after it"));
      const std::int64_t before = pieces_in_use();
      try {
        tried = try_failure(prepare, expected, number, fails);
      } catch (const std::exception& wrong) {
        FAIL(wrong.what());
      }
      const std::int64_t lost = pieces_in_use() - before;
      if (lost != 0 && !tried.may_lose) FAIL(lost << " pieces of memory are lost");
      points += tried.failed ? 1 : 0;
    }
  }
  CHECK(points > 2);
  std::printf("%6lld points  %s\n", static_cast<long long>(points), what);
}

/// An operation that gives a value, and how the value is shown.
template <typename Act, typename Show>
Operation operation(Act act, Show show) {
  const auto kept = std::make_shared<std::optional<decltype(act())>>();
  return {[=]() mutable {
            kept->reset();
            kept->emplace(act());
          },
          [=] { return show(**kept); }};
}

inline std::string itself(const std::string& text) { return text; }

/// In processes of their own, where nothing was done before: neither the time zones nor anything else is there yet.
inline void try_first_failures(const char* what, const std::function<void()>& act) {
  std::int64_t points = 0;
  int status = 1;
  for (std::int64_t number = 1; status != 0; number += 1 + number / 40) {
    const pid_t child = fork();
    REQUIRE(child >= 0);
    if (child == 0) {
      bool done = false;
      const FailingMemory memory(number, Fails::once);
      try {
        act();
        done = true;
      } catch (const std::bad_alloc&) {
      }
      ::_exit(done && !memory.failed() ? 0 : 1);
    }
    ::waitpid(child, &status, 0);
    INFO(what << ": allocation " << number << " fails");
    REQUIRE((WIFEXITED(status) && WEXITSTATUS(status) <= 1));
    points += status == 0 ? 0 : 1;
  }
  CHECK(points > 2);
  std::printf("%6lld points  %s\n", static_cast<long long>(points), what);
}

// ---- what it is tried with ------------------------------------------------------------------------------------------

inline std::string file(const char* name) {
  std::ifstream in(std::string(WRIT_FAULTS) + "/" + name, std::ios::binary);
  return {std::istreambuf_iterator<char>(in), {}};
}

inline const std::string& shop() {
  static const std::string text = file("shop.writ");
  return text;
}

inline const std::vector<std::string>& orders() {
  static const std::vector<std::string> lines = [] {
    std::vector<std::string> found;
    std::ifstream in(std::string(WRIT_FAULTS) + "/orders.ndjson");
    for (std::string line; std::getline(in, line);) found.push_back(line);
    return found;
  }();
  return lines;
}

}  // namespace writ::faults
