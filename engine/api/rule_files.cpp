#include "engine/api/rule_files.hpp"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <filesystem>
#include <memory>
#include <set>
#include <system_error>
#include <utility>

#include "engine/api/read_file.hpp"
#include "engine/saved/saved_program.hpp"
#include "engine/value/list_directory.hpp"

namespace writ {
namespace {

namespace fs = std::filesystem;

std::string unreadable(const std::string& path, const std::error_code& error) {
  return "cannot read " + path + ": " + error.message();
}

bool add_saved(const std::string& path, RuleFiles& files) {
  auto restored = saved::restore_texts(SavedBytes::open(path).view());
  if (!restored.problem.message.empty()) {
    files.error = path + " " + restored.problem.message;
    files.help = restored.problem.help;
    return false;
  }
  for (saved::SourceText& text : restored.texts) files.texts.push_back({std::move(text.name), std::move(text.text)});
  return true;
}

/// No more than the parser has to see to refuse it.
bool read_text(const std::string& path, RuleFiles& files, SavedPrograms saved, std::uint64_t most_bytes) {
  std::error_code error;
  auto text = read_file(path, most_bytes + 1, error);
  if (!text) {
    files.error = unreadable(path, error);
    return false;
  }
  if (saved::is_saved(*text)) {
    if (saved == SavedPrograms::read) return add_saved(path, files);
    files.error = path + " is a saved program, and this needs rule files";
    files.help = "give the rule files that it was built from";
    return false;
  }
  files.texts.push_back({path, std::move(*text)});
  return true;
}

/// Why a file that was met in a directory is not read, or nothing. Whoever names a directory means the rules in it, and
/// not what links in it lead to, nor a pipe or a device, which may have no end.
std::string_view problem_of(const fs::path& path, const fs::path& root) {
  std::error_code error;
  if (!fs::is_symlink(path, error)) return fs::is_regular_file(path, error) ? "" : "it is no regular file";
  const fs::path target = fs::canonical(path, error);
  if (error) return "the link leads nowhere";
  if (std::ranges::mismatch(root, target).in1 != root.end()) return "the link leads out of the directory";
  return fs::is_regular_file(target, error) ? "" : "it is no regular file";
}

/// The rule files below a directory, by name; hidden ones are left alone, and so are directories behind links.
bool walk(const std::string& directory, std::vector<std::string>& found, RuleFiles& files) {
  std::error_code error, unknown_kind;
  const fs::path root = fs::canonical(directory, unknown_kind);
  std::vector<std::string> open = {directory};
  while (!open.empty()) {
    const std::string parent = std::move(open.back());
    open.pop_back();
    for (const std::string& name : list_directory(parent, error)) {
      const fs::path path = (fs::path(parent) / name).lexically_normal();
      if (fs::is_directory(path, unknown_kind)) {
        if (!fs::is_symlink(path, unknown_kind)) open.push_back(path.string());
        continue;
      }
      if (path.extension() != ".writ") continue;
      if (const std::string_view problem = problem_of(path, root); !problem.empty()) {
        files.error = "cannot read " + path.string() + ": " + std::string(problem);
        files.help = "give the file itself if it is meant, or take it out of " + directory;
        return false;
      }
      found.push_back(path.string());
    }
    if (error) {
      files.error = unreadable(parent, error);
      return false;
    }
  }
  if (found.empty()) {
    files.error = "there is no rule file in " + directory;
    files.help = "the names of rule files end in .writ";
    return false;
  }
  std::ranges::sort(found);
  return true;
}

}  // namespace

SavedBytes SavedBytes::open(const std::string& path) {
  constexpr std::size_t largest = std::size_t{1} << 30;
  SavedBytes opened;
  const Descriptor file(::open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK));
  if (file.number < 0) return opened;
  struct stat about;
  std::array<char, 16> beginning;
  if (::fstat(file.number, &about) != 0 || !S_ISREG(about.st_mode) ||
      static_cast<std::size_t>(about.st_size) > largest ||
      ::pread(file.number, beginning.data(), beginning.size(), 0) != std::ssize(beginning) ||
      !saved::is_saved({beginning.data(), beginning.size()})) {
    return opened;
  }
  const auto size = static_cast<std::size_t>(about.st_size);
  auto bytes = std::make_unique_for_overwrite<char[]>(size);  // Of which every byte is read.
  std::size_t got = 0;
  while (got < size) {
    const ssize_t more = ::read(file.number, bytes.get() + got, size - got);
    if (more < 0 && errno == EINTR) continue;
    if (more <= 0) break;
    got += static_cast<std::size_t>(more);
  }
  // One that became shorter is cut off, which its header tells.
  if (got >= beginning.size()) {
    opened.bytes_ = std::move(bytes);
    opened.size_ = got;
  }
  return opened;
}

RuleFiles read_rule_files(const std::vector<std::string>& paths, SavedPrograms saved, const Limits& limits) {
  RuleFiles files;
  std::set<std::string> met;
  for (const std::string& path : paths) {
    std::error_code error;
    std::vector<std::string> found;
    if (!fs::is_directory(path, error)) {
      found.push_back(path);
    } else if (!walk(path, found, files)) {
      return files;
    }
    for (const std::string& file : found) {
      const std::string real = fs::weakly_canonical(file, error).string();
      if (met.insert(real.empty() ? file : real).second && !read_text(file, files, saved, limits.file_bytes))
        return files;
    }
  }
  return files;
}

}  // namespace writ
