// Loaded into a program before the C library: calls that fail as WRIT_FAULT says, `write:error:3`. Of the calls of that
// name the third fails, is short, is interrupted, or ends the program. The file that WRIT_FAULT_SEEN names is made once
// there were so many. With `mkostemp:change:1` another program has changed a file by the time that a new one is made.

#include <dlfcn.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <atomic>
#include <cerrno>
#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <cstring>

namespace {

enum class How { none, error, short_count, interrupted, kill, terminate, change };

struct Fault {
  const char* call = "";
  How how = How::none;
  long number = 0;
  const char* seen = nullptr;
};

char fault_text[64];

Fault read_fault() {
  const char* const text = std::getenv("WRIT_FAULT");
  if (text == nullptr) return {};
  std::strncpy(fault_text, text, sizeof fault_text - 1);
  Fault fault{fault_text, How::none, 0, std::getenv("WRIT_FAULT_SEEN")};
  char* const how = std::strchr(fault_text, ':');
  char* const number = how == nullptr ? nullptr : std::strchr(how + 1, ':');
  if (number == nullptr) return {};
  *how = *number = '\0';
  fault.number = std::strtol(number + 1, nullptr, 10);
  const char* const names[] = {"none", "error", "short", "interrupted", "kill", "terminate", "change"};
  for (int i = 0; i < 7; ++i) {
    if (std::strcmp(how + 1, names[i]) == 0) fault.how = static_cast<How>(i);
  }
  return fault;
}

const Fault& fault() {
  static const Fault read = read_fault();
  return read;
}

/// How this call fares: an error and a short count stay, as a full disk does.
How fares(const char* call) {
  static std::atomic<long> count = 0;
  const Fault& wanted = fault();
  if (wanted.how == How::none || std::strcmp(call, wanted.call) != 0) return How::none;
  const long number = ++count;
  if (number < wanted.number) return How::none;
  if (number == wanted.number) {
    const int kept = errno;
    const auto made = static_cast<int>(::syscall(SYS_openat, AT_FDCWD, wanted.seen, O_CREAT | O_WRONLY, 0600));
    if (made >= 0) ::syscall(SYS_close, made);
    errno = kept;
    if (wanted.how == How::kill) ::kill(::getpid(), SIGKILL);
    if (wanted.how == How::terminate) ::kill(::getpid(), SIGTERM);
    return wanted.how;
  }
  return wanted.how == How::error || wanted.how == How::short_count ? wanted.how : How::none;
}

#ifdef WRIT_FAILING_MALLOC
std::atomic<bool> in_main = false;
#endif

template <typename Function>
Function next(const char* name) {
  return reinterpret_cast<Function>(::dlsym(RTLD_NEXT, name));
}

/// False where the call is not to be made; `size` may have become 1.
bool goes_on(const char* call, int error, std::size_t* size = nullptr) {
  const How how = fares(call);
  if (how == How::short_count && size != nullptr && *size > 1) *size = 1;
  if (how == How::error) errno = error;
  if (how == How::interrupted) errno = EINTR;
  return how != How::error && how != How::interrupted;
}

/// As an editor saves the file that is being replaced by `beside`, a template of the same name and more.
void add_line(const char* beside) {
  char name[4096] = {};
  const std::size_t size = std::strlen(beside) - std::strlen(".XXXXXX");
  if (size >= sizeof name) return;
  std::memcpy(name, beside, size);
  const auto file = static_cast<int>(::syscall(SYS_openat, AT_FDCWD, name, O_WRONLY | O_APPEND));
  if (file < 0) return;
  const char line[] = "// mine\n";
  ::syscall(SYS_write, file, line, sizeof line - 1);
  ::syscall(SYS_close, file);
}

}  // namespace

extern "C" {

ssize_t read(int file, void* to, std::size_t size) {
  static const auto original = next<ssize_t (*)(int, void*, std::size_t)>("read");
  return goes_on("read", EIO, &size) ? original(file, to, size) : -1;
}

ssize_t pread(int file, void* to, std::size_t size, off_t at) {
  static const auto original = next<ssize_t (*)(int, void*, std::size_t, off_t)>("pread");
  return goes_on("read", EIO) ? original(file, to, size, at) : -1;  // Of a file, and never short.
}

ssize_t write(int file, const void* from, std::size_t size) {
  static const auto original = next<ssize_t (*)(int, const void*, std::size_t)>("write");
  return goes_on("write", ENOSPC, &size) ? original(file, from, size) : -1;
}

int fsync(int file) {
  static const auto original = next<int (*)(int)>("fsync");
  return goes_on("fsync", EIO) ? original(file) : -1;
}

int rename(const char* from, const char* to) noexcept {
  static const auto original = next<int (*)(const char*, const char*)>("rename");
  return goes_on("rename", EIO) ? original(from, to) : -1;
}

int mkostemp(char* name, int flags) {
  static const auto original = next<int (*)(char*, int)>("mkostemp");
  if (fault().how == How::change) add_line(name);
  return goes_on("mkostemp", ENOSPC) ? original(name, flags) : -1;
}

#ifdef WRIT_FAILING_MALLOC

/// The program's first call: what is asked for before its main function is none of its own.
int mallopt(int what, int value) noexcept {
  static const auto original = next<int (*)(int, int)>("mallopt");
  in_main = true;
  return original(what, value);
}

/// The C library's own: dlsym itself asks for memory.
void* __libc_malloc(std::size_t size);
void* malloc(std::size_t size) { return !in_main || goes_on("malloc", ENOMEM) ? __libc_malloc(size) : nullptr; }

#endif

}  // extern "C"
