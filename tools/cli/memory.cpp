#include "tools/cli/memory.hpp"

#include <features.h>

#ifdef __GLIBC__
#include <execinfo.h>
#include <malloc.h>
#include <sys/mman.h>
#include <unistd.h>

#include <cstdint>
#include <cstdlib>
#endif

namespace writ::cli {

void take_large_pages() {
#if defined(__GLIBC__) && defined(MADV_HUGEPAGE)
  // The heap grows by this much at once, and large vectors lie in it too, not in mappings of their own.
  constexpr int step = 32 << 20;
  constexpr std::uintptr_t page = 2 << 20;
  ::mallopt(M_TOP_PAD, step);
  ::mallopt(M_MMAP_THRESHOLD, step);
  void* const first = std::malloc(256 * 1024);  // Makes the heap grow.
  const auto begin = (reinterpret_cast<std::uintptr_t>(first) + page - 1) / page * page;
  const auto end = reinterpret_cast<std::uintptr_t>(::sbrk(0));
  // Only a wish: where it is refused, pages are small.
  if (begin < end && end - begin <= 2 * std::uintptr_t{step}) {
    static_cast<void>(::madvise(reinterpret_cast<void*>(begin), end - begin, MADV_HUGEPAGE));
  }
  std::free(first);
#endif
}

void be_ready_to_unwind() {
#ifdef __GLIBC__
  void* frame = nullptr;
  static_cast<void>(::backtrace(&frame, 1));
#endif
}

}  // namespace writ::cli
