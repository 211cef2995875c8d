#include "tools/cli/watch.hpp"

#include <poll.h>
#include <termios.h>
#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <csignal>
#include <cstdint>
#include <cstdio>
#include <filesystem>
#include <map>
#include <optional>
#include <system_error>

namespace writ::cli {
namespace {

namespace fs = std::filesystem;

constexpr int poll_milliseconds = 300;
constexpr int exit_interrupted = 130;

volatile std::sig_atomic_t interrupted = 0;  // A signal's handler can reach nothing else.

/// What files look like from outside: whatever changes one changes this.
struct Stamp {
  fs::file_time_type time;
  std::uintmax_t size;
  friend bool operator==(const Stamp&, const Stamp&) = default;
};
using Stamps = std::map<std::string, Stamp>;

void add(Stamps& stamps, const fs::path& path) {
  std::error_code error;
  const auto time = fs::last_write_time(path, error);
  if (error) return;
  const auto size = fs::file_size(path, error);
  if (!error) stamps[path.string()] = {time, size};
}

Stamps stamps_of(const std::vector<std::string>& paths) {
  Stamps stamps;
  std::error_code error;
  for (const std::string& path : paths) {
    if (!fs::is_directory(path, error)) {
      add(stamps, path);
      continue;
    }
    fs::recursive_directory_iterator at(path, error);
    for (; !error && at != fs::recursive_directory_iterator(); at.increment(error)) {
      if (at->path().extension() == ".writ") add(stamps, at->path());
    }
  }
  return stamps;
}

/// Keys arrive as they are pressed while this lives.
class Keys {
 public:
  Keys() {
    if (isatty(STDIN_FILENO) != 1 || tcgetattr(STDIN_FILENO, &before_.emplace()) != 0) {
      before_.reset();
      return;
    }
    termios keys = *before_;
    keys.c_lflag &= ~static_cast<tcflag_t>(ICANON | ECHO);
    tcsetattr(STDIN_FILENO, TCSANOW, &keys);
  }
  ~Keys() {
    if (before_) tcsetattr(STDIN_FILENO, TCSANOW, &*before_);
  }
  Keys(const Keys&) = delete;
  Keys& operator=(const Keys&) = delete;

  /// Waits for the time between two looks at the files; true where `q` was pressed.
  bool wait_for_quit() {
    pollfd input{ended_ ? -1 : STDIN_FILENO, POLLIN, 0};
    if (poll(&input, 1, poll_milliseconds) <= 0 || (input.revents & (POLLIN | POLLHUP)) == 0) return false;
    char key = 0;
    if (read(STDIN_FILENO, &key, 1) != 1) ended_ = true;
    return key == 'q' || key == 'Q';
  }

 private:
  std::optional<termios> before_;
  bool ended_ = false;
};

/// Ctrl-C is noticed rather than fatal while this lives, so that the terminal is put back as it was.
class Interrupts {
 public:
  Interrupts() : before_(std::signal(SIGINT, [](int) { interrupted = 1; })) { interrupted = 0; }
  ~Interrupts() { std::signal(SIGINT, before_); }
  Interrupts(const Interrupts&) = delete;
  Interrupts& operator=(const Interrupts&) = delete;

 private:
  void (*before_)(int);
};

}  // namespace

int watch(const std::vector<std::string>& paths, const std::function<int()>& once) {
  const Interrupts interrupts;
  Keys keys;
  const bool terminal = isatty(STDOUT_FILENO) == 1;
  int code = 0;
  std::optional<Stamps> seen;
  while (interrupted == 0) {
    Stamps now = stamps_of(paths);
    if (seen != now) {
      seen = std::move(now);
      if (terminal) std::fputs("\x1b[2J\x1b[H", stdout);
      code = once();
      std::fputs("waiting for a change; q ends\n", stdout);
      std::fflush(stdout);
    }
    if (keys.wait_for_quit()) return code;
  }
  return exit_interrupted;
}

}  // namespace writ::cli
