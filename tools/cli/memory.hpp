#pragma once
// How the program asks the system for memory.

namespace writ::cli {

/// Takes the heap in large pages where the system has them. Rule files become some megabytes of small objects, and to
/// hand those out page by page takes a fifth of the time that `writ check` does. To be called early.
void take_large_pages();

/// Has the C library load what it unwinds with. It does so when that is first wanted, asks for memory to do it, and
/// ends the program where there is none: where memory has run out, that would be too late. To be called before all
/// else.
void be_ready_to_unwind();

}  // namespace writ::cli
