#pragma once
// How the program asks the system for memory.

namespace writ::cli {

/// Takes the heap in large pages where the system has them. Rule files become some megabytes of small objects, and to
/// hand those out page by page takes a fifth of the time that `writ check` does. To be called first.
void take_large_pages();

}  // namespace writ::cli
