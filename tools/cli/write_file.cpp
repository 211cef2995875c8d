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
#include "tools/cli/signals.hpp"

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
  const bool written = file >= 0 && write_all(file, text);
  if (!written) error = why_not(path, last_error());
  if (file < 0) return false;
  if (::close(file) == 0 || !written) return written;
  error = why_not(path, last_error());
  return false;
}

/// Renaming asks nobody about the file itself, and an administrator may write all: what nobody may write was made so on
/// purpose.
bool may_write(const fs::path& target, const struct stat& there) {
  return (there.st_mode & 0222U) != 0 && ::faccessat(AT_FDCWD, target.c_str(), W_OK, AT_EACCESS) == 0;
}

/// Makes the new file as the one that was `there`, or as any program would leave it, and puts it on the disk: after a
/// rename that is on the disk before its file, a crash would leave nothing.
bool fill(int file, std::string_view text, const struct stat* there) {
  if (there != nullptr) {
    // Only an administrator may give a file away. Others keep the group where they are in it.
    const bool kept =
        ::fchown(file, there->st_uid, there->st_gid) == 0 || ::fchown(file, static_cast<uid_t>(-1), there->st_gid) == 0;
    // Permissions for a group are not handed to another one.
    const mode_t mode = there->st_mode & (kept ? 07777U : 0707U);
    if (::fchmod(file, mode) != 0) return false;
  } else {
    const mode_t mask = ::umask(0);
    ::umask(mask);
    if (::fchmod(file, 0666U & ~mask) != 0) return false;
  }
  return write_all(file, text) && ::fsync(file) == 0;
}

/// Does the file still hold what was read of it?
bool holds(const std::string& path, std::string_view text) {
  const int file = ::open(path.c_str(), O_RDONLY | O_CLOEXEC);
  if (file < 0) return false;
  char block[16 * 1024];
  bool same = true, first = true;
  while (same) {
    const auto got = ::read(file, block, sizeof block);
    if (got < 0 && errno == EINTR) continue;
    if (got <= 0) {
      same = got == 0 && text.empty();
      break;
    }
    std::string_view part(block, static_cast<std::size_t>(got));
    // Who reads rule files takes a byte-order mark off.
    constexpr std::string_view mark = "\xEF\xBB\xBF";
    if (first && part.starts_with(mark) && !text.starts_with(mark)) part.remove_prefix(mark.size());
    first = false;
    same = text.starts_with(part);
    if (same) text.remove_prefix(part.size());
  }
  ::close(file);
  return same;
}

/// Puts the new name on the disk as well. Not every file system can, and the file is whole in any case.
void keep_entry(const fs::path& target) {
  const std::string directory = target.has_parent_path() ? target.parent_path().string() : ".";
  const int opened = ::open(directory.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  if (opened < 0) return;
  static_cast<void>(::fsync(opened));
  ::close(opened);
}

}  // namespace

bool write_whole(const std::string& path, std::string_view text, std::string& error,
                 std::optional<std::string_view> read_before) {
  std::error_code failed;
  fs::path target = path;
  if (fs::is_symlink(target, failed)) {
    const fs::path real = fs::weakly_canonical(target, failed);
    if (!real.empty()) target = real;
  }
  struct stat there = {};
  const bool exists = ::stat(target.c_str(), &there) == 0;
  if (exists && S_ISDIR(there.st_mode)) {
    error = why_not(path, std::make_error_code(std::errc::is_a_directory));
    return false;
  }
  if (exists && !S_ISREG(there.st_mode)) return write_in_place(path, text, error);
  if (exists && !may_write(target, there)) {
    error = why_not(path, std::make_error_code(std::errc::permission_denied));
    return false;
  }
  if (target.has_parent_path()) {
    fs::create_directories(target.parent_path(), failed);
    if (failed) {
      error = why_not(path, failed);
      return false;
    }
  }

  const SignalsHeld held;  // Nobody else removes what is left beside it.
  std::string beside = target.string() + ".XXXXXX";
  const int file = ::mkostemp(beside.data(), O_CLOEXEC);
  if (file < 0) {
    error = why_not(path, last_error());
    return false;
  }
  bool done = fill(file, text, exists ? &there : nullptr);
  if (!done) error = why_not(path, last_error());
  if (::close(file) != 0 && done) {
    error = why_not(path, last_error());
    done = false;
  }
  if (done && read_before && !holds(target.string(), *read_before)) {
    error = "cannot write " + path + ": it was changed by another program meanwhile";
    done = false;
  }
  if (done && ::rename(beside.c_str(), target.c_str()) != 0) {
    error = why_not(path, last_error());
    done = false;
  }
  if (done) {
    keep_entry(target);
  } else {
    ::unlink(beside.c_str());
  }
  return done;
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
