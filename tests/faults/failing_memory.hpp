#pragma once
// An operator new that fails when it is told to, and counts what is not given back. Linked into a program, it serves
// all of it, and the libraries that it uses.

#include <cstdint>

namespace writ::faults {

enum class Fails : std::uint8_t { once, from_then_on };

/// For as long as it lives, the n-th allocation from its beginning fails, counted from 1 over all threads.
class FailingMemory {
 public:
  FailingMemory(std::int64_t number, Fails fails);
  FailingMemory(const FailingMemory&) = delete;
  FailingMemory& operator=(const FailingMemory&) = delete;
  ~FailingMemory();

  /// Were there as many allocations?
  bool failed() const;
  /// Was it a library of this name that asked for the one that failed?
  bool failed_within(const char* library) const;
};

/// Pieces of memory that were taken and not given back.
std::int64_t pieces_in_use();

}  // namespace writ::faults
