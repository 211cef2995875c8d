#include "tools/cli/watch.hpp"

#include <poll.h>
#include <termios.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <chrono>
#include <csignal>
#include <cstdint>
#include <filesystem>
#include <map>
#include <optional>
#include <system_error>

#include "tools/cli/command.hpp"
#include "tools/cli/io.hpp"

namespace writ::cli {
namespace {

namespace fs = std::filesystem;

constexpr int poll_milliseconds = 300;
constexpr int exit_of_signals = 128;  // And the signal's number: how shells tell of them.

volatile std::sig_atomic_t interrupted = 0;  // The signal that came; its handler can reach nothing else.

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

/// Ctrl-C, the end of the terminal and a polite kill are noticed rather than fatal while this lives, so that the
/// terminal is put back as it was.
class Interrupts {
 public:
  Interrupts() {
    interrupted = 0;
    for (std::size_t i = 0; i < signals.size(); ++i) {
      before_[i] = std::signal(signals[i], [](int number) { interrupted = number; });
    }
  }
  ~Interrupts() {
    for (std::size_t i = 0; i < signals.size(); ++i) std::signal(signals[i], before_[i]);
  }
  Interrupts(const Interrupts&) = delete;
  Interrupts& operator=(const Interrupts&) = delete;

 private:
  static constexpr std::array signals{SIGINT, SIGTERM, SIGHUP};
  std::array<void (*)(int), signals.size()> before_{};
};

}  // namespace

int watch(const std::vector<std::string>& paths, const std::function<int(const Stopped&)>& once) {
  const Interrupts interrupts;
  Keys keys;
  const bool terminal = isatty(STDOUT_FILENO) == 1;
  int code = 0;
  std::optional<Stamps> seen;
  while (interrupted == 0) {
    Stamps now = stamps_of(paths);
    if (seen != now) {
      seen = std::move(now);
      // By the same way as reports: what waits in a buffer of its own would wipe them when it comes.
      if (terminal && print("\x1b[2J\x1b[H") != exit_done) return exit_io;
      code = once([] { return interrupted != 0; });
      if (interrupted != 0) break;
      if (print("waiting for a change; q ends\n") != exit_done) return exit_io;
    }
    if (keys.wait_for_quit()) return code;
  }
  return exit_of_signals + static_cast<int>(interrupted);
}

}  // namespace writ::cli
