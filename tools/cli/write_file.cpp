#include "tools/cli/write_file.hpp"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstdio>
#include <filesystem>
#include <system_error>

#include "tools/cli/command.hpp"
#include "tools/cli/io.hpp"

namespace writ::cli {
namespace {

namespace fs = std::filesystem;

std::string why_not(const std::string& path, const std::error_code& error) {
  return "cannot write " + path + ": " + error.message();
}

std::error_code last_error() { return {errno, std::generic_category()}; }

bool write_all(int file, std::string_view text) {
  while (!text.empty()) {
    const auto wrote = ::write(file, text.data(), text.size());
    if (wrote >= 0) {
      text.remove_prefix(static_cast<std::size_t>(wrote));
    } else if (errno != EINTR) {
      return false;
    }
  }
  return true;
}

/// A link keeps leading to its file, and a device or a pipe is no file to be replaced.
bool write_in_place(const std::string& path, std::string_view text, std::string& error) {
  const int file = ::open(path.c_str(), O_WRONLY | O_CLOEXEC);
  if (file >= 0 && write_all(file, text)) {
    ::close(file);
    return true;
  }
  error = why_not(path, last_error());
  if (file >= 0) ::close(file);
  return false;
}

}  // namespace

bool write_whole(const std::string& path, std::string_view text, std::string& error) {
  std::error_code failed;
  fs::path target = path;
  if (fs::is_symlink(target, failed)) {
    const fs::path real = fs::weakly_canonical(target, failed);
    if (!real.empty()) target = real;
  }
  const fs::file_status status = fs::status(target, failed);
  if (fs::is_directory(status)) {
    error = why_not(path, std::make_error_code(std::errc::is_a_directory));
    return false;
  }
  if (fs::exists(status) && !fs::is_regular_file(status)) return write_in_place(path, text, error);
  if (target.has_parent_path()) {
    fs::create_directories(target.parent_path(), failed);
    if (failed) {
      error = why_not(path, failed);
      return false;
    }
  }

  std::string beside = target.string() + ".XXXXXX";
  const int file = ::mkostemp(beside.data(), O_CLOEXEC);
  if (file < 0) {
    error = why_not(path, last_error());
    return false;
  }
  // As any program would leave it: what was there before says who may read it, else the mask does.
  const mode_t mask = ::umask(0);
  ::umask(mask);
  const mode_t mode = fs::exists(status) ? static_cast<mode_t>(status.permissions()) & 07777U : 0666U & ~mask;
  const bool written = ::fchmod(file, mode) == 0 && write_all(file, text);
  const bool placed = written && ::rename(beside.c_str(), target.c_str()) == 0;
  if (!placed) error = why_not(path, last_error());
  ::close(file);
  if (!placed) ::unlink(beside.c_str());
  return placed;
}

bool may_replace(const std::string& path) {
  std::error_code failed;
  if (!path.ends_with(".writ") || !fs::exists(path, failed)) return true;
  say_error("`" + path + "` is a rule file that is there already", "name another file, or remove this one first");
  return false;
}

int write_to(const std::string& path, std::string_view text) {
  if (path.empty() || path == "-") return print(text);
  std::string error;
  if (write_whole(path, text, error)) return exit_done;
  say_error(error);
  return exit_io;
}

}  // namespace writ::cli
