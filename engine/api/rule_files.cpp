#include "engine/api/rule_files.hpp"

#include <fcntl.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <filesystem>
#include <memory>
#include <set>
#include <system_error>
#include <utility>

#include "engine/api/read_file.hpp"
#include "engine/saved/saved_program.hpp"

namespace writ {
namespace {

namespace fs = std::filesystem;

/// The parser refuses files past its cap: this much is enough for it to see that.
constexpr std::size_t most_bytes = 17 * 1024 * 1024;

bool is_hidden(const fs::path& path) { return path.filename().string().starts_with('.'); }

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

bool read_text(const std::string& path, RuleFiles& files, SavedPrograms saved) {
  std::error_code error;
  auto text = read_file(path, most_bytes, error);
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

/// The rule files below a directory, by name; hidden ones are left alone.
bool walk(const std::string& directory, std::vector<std::string>& found, RuleFiles& files) {
  std::error_code error, unknown_kind;
  fs::recursive_directory_iterator at(directory, error);
  for (; !error && at != fs::recursive_directory_iterator(); at.increment(error)) {
    const bool is_directory = at->is_directory(unknown_kind);
    if (is_directory && is_hidden(at->path())) at.disable_recursion_pending();
    if (is_directory || is_hidden(at->path()) || at->path().extension() != ".writ") continue;
    found.push_back(at->path().lexically_normal().string());
  }
  if (error) {
    files.error = unreadable(directory, error);
    return false;
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

SavedBytes::SavedBytes(SavedBytes&& other) noexcept : bytes_(std::exchange(other.bytes_, {})) {}

SavedBytes::~SavedBytes() {
  if (!bytes_.empty()) ::munmap(const_cast<char*>(bytes_.data()), bytes_.size());
}

SavedBytes SavedBytes::open(const std::string& path) {
  SavedBytes opened;
  const int file = ::open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK);
  if (file < 0) return opened;
  struct stat about;
  std::array<char, 16> beginning;
  const bool is_one = ::fstat(file, &about) == 0 && S_ISREG(about.st_mode) &&
                      ::pread(file, beginning.data(), beginning.size(), 0) == std::ssize(beginning) &&
                      saved::is_saved({beginning.data(), beginning.size()});
  if (is_one) {
    const auto size = static_cast<std::size_t>(about.st_size);
    void* const mapped = ::mmap(nullptr, size, PROT_READ, MAP_PRIVATE, file, 0);
    if (mapped != MAP_FAILED) opened.bytes_ = {static_cast<const char*>(mapped), size};
  }
  ::close(file);
  return opened;
}

RuleFiles read_rule_files(const std::vector<std::string>& paths, SavedPrograms saved) {
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
      if (met.insert(real.empty() ? file : real).second && !read_text(file, files, saved)) return files;
    }
  }
  return files;
}

}  // namespace writ
