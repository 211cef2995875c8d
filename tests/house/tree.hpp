#pragma once
// The files of the project as text, for the checks of the house.

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace writ::house {

inline const std::filesystem::path root = WRIT_SOURCE_DIR;

inline std::string read(const std::filesystem::path& path) {
  std::ifstream in(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(in), {}};
}

/// Every file below `directory` as a path from the root, sorted; without what is built, kept by git or hidden.
inline std::vector<std::string> files(const std::string& directory = ".") {
  std::vector<std::string> found;
  if (!std::filesystem::exists(root / directory)) return found;
  for (auto at = std::filesystem::recursive_directory_iterator(root / directory); at != end(at); ++at) {
    const auto name = at->path().filename().string();
    const auto relative = std::filesystem::relative(at->path(), root).generic_string();
    const bool skipped = at->is_directory() && (relative == "build" || (name.starts_with('.') && name != ".ci"));
    if (skipped) at.disable_recursion_pending();
    if (at->is_regular_file()) found.push_back(relative);
  }
  std::sort(found.begin(), found.end());
  return found;
}

inline bool is_cpp(std::string_view path) {
  return path.ends_with(".cpp") || path.ends_with(".hpp") || path.ends_with(".h");
}

/// The text's lines with their numbers counted from one.
inline std::vector<std::pair<int, std::string>> lines(const std::string& text) {
  std::vector<std::pair<int, std::string>> found;
  std::size_t begin = 0;
  for (int number = 1; begin < text.size(); ++number) {
    const auto end = std::min(text.find('\n', begin), text.size());
    found.emplace_back(number, text.substr(begin, end - begin));
    begin = end + 1;
  }
  return found;
}

}  // namespace writ::house
