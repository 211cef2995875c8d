#include "tests/faults/failing_memory.hpp"

#include <dlfcn.h>
#include <execinfo.h>

#include <array>
#include <atomic>
#include <cstdlib>
#include <limits>
#include <new>
#include <string_view>

namespace writ::faults {
namespace {

constexpr std::int64_t never = std::numeric_limits<std::int64_t>::max();

std::atomic<std::int64_t> until_failure = never;
std::atomic<bool> all_fail = false, one_failed = false;
std::atomic<std::int64_t> in_use = 0;
std::array<void*, 64> callers;  // Of the allocation that failed first.
std::atomic<int> caller_count = 0;

bool fails() {
  if (until_failure.load(std::memory_order_relaxed) == never) return false;
  const std::int64_t left = until_failure.fetch_sub(1);
  if (left == 1) {
    caller_count = ::backtrace(callers.data(), static_cast<int>(callers.size()));
    one_failed = true;
  }
  return left == 1 || (left < 1 && all_fail);
}

void* take(std::size_t bytes, std::size_t alignment) noexcept {
  if (fails()) return nullptr;
  const std::size_t size = bytes == 0 ? 1 : bytes;
  void* const memory = alignment == 0 ? std::malloc(size)
                                      : std::aligned_alloc(alignment, (size + alignment - 1) / alignment * alignment);
  if (memory != nullptr) in_use.fetch_add(1, std::memory_order_relaxed);
  return memory;
}

void* take_or_throw(std::size_t bytes, std::size_t alignment) {
  if (void* const memory = take(bytes, alignment)) return memory;
  throw std::bad_alloc();
}

void give_back(void* memory) noexcept {
  if (memory != nullptr) in_use.fetch_sub(1, std::memory_order_relaxed);
  std::free(memory);
}

}  // namespace

FailingMemory::FailingMemory(std::int64_t number, Fails fails) {
  one_failed = false;
  all_fail = fails == Fails::from_then_on;
  until_failure = number;
}
FailingMemory::~FailingMemory() { until_failure = never; }
bool FailingMemory::failed() const { return one_failed; }

bool FailingMemory::failed_within(const char* library) const {
  for (std::size_t i = 0; one_failed && i < static_cast<std::size_t>(caller_count); ++i) {
    Dl_info about{};
    if (::dladdr(callers[i], &about) != 0 && about.dli_fname != nullptr &&
        std::string_view(about.dli_fname).find(library) != std::string_view::npos) {
      return true;
    }
  }
  return false;
}

std::int64_t pieces_in_use() { return in_use; }

}  // namespace writ::faults

using writ::faults::give_back;
using writ::faults::take;
using writ::faults::take_or_throw;

// Not inlined: a compiler that sees through them takes malloc and delete for a mistake.
[[gnu::noinline]] void* operator new(std::size_t bytes) { return take_or_throw(bytes, 0); }
[[gnu::noinline]] void* operator new[](std::size_t bytes) { return take_or_throw(bytes, 0); }
[[gnu::noinline]] void* operator new(std::size_t bytes, const std::nothrow_t&) noexcept { return take(bytes, 0); }
[[gnu::noinline]] void* operator new[](std::size_t bytes, const std::nothrow_t&) noexcept { return take(bytes, 0); }
[[gnu::noinline]] void* operator new(std::size_t bytes, std::align_val_t alignment) {
  return take_or_throw(bytes, static_cast<std::size_t>(alignment));
}
[[gnu::noinline]] void* operator new[](std::size_t bytes, std::align_val_t alignment) {
  return take_or_throw(bytes, static_cast<std::size_t>(alignment));
}
[[gnu::noinline]] void operator delete(void* memory) noexcept { give_back(memory); }
[[gnu::noinline]] void operator delete[](void* memory) noexcept { give_back(memory); }
[[gnu::noinline]] void operator delete(void* memory, std::size_t) noexcept { give_back(memory); }
[[gnu::noinline]] void operator delete[](void* memory, std::size_t) noexcept { give_back(memory); }
[[gnu::noinline]] void operator delete(void* memory, std::align_val_t) noexcept { give_back(memory); }
[[gnu::noinline]] void operator delete[](void* memory, std::align_val_t) noexcept { give_back(memory); }
[[gnu::noinline]] void operator delete(void* memory, std::size_t, std::align_val_t) noexcept { give_back(memory); }
[[gnu::noinline]] void operator delete[](void* memory, std::size_t, std::align_val_t) noexcept { give_back(memory); }
