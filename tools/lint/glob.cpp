#include "tools/lint/glob.hpp"

#include <algorithm>
#include <vector>

namespace writ::lint {
namespace {

using Parts = std::vector<std::string_view>;

Parts parts_of(std::string_view path) {
  Parts parts;
  while (!path.empty()) {
    const std::size_t slash = std::min(path.find('/'), path.size());
    const std::string_view part = path.substr(0, slash);
    if (part == ".." && !parts.empty() && parts.back() != "..") {
      parts.pop_back();
    } else if (!part.empty() && part != ".") {
      parts.push_back(part);
    }
    path.remove_prefix(std::min(slash + 1, path.size()));
  }
  return parts;
}

/// Without recursion, so that no pattern takes long: only the last star is ever tried again.
bool part_fits(std::string_view glob, std::string_view text) {
  constexpr std::size_t never = std::string_view::npos;
  std::size_t g = 0, t = 0, star = never, from = 0;
  while (t < text.size()) {
    if (g < glob.size() && glob[g] == '*') {
      star = g++;
      from = t;
    } else if (g < glob.size() && (glob[g] == '?' || glob[g] == text[t])) {
      ++g;
      // A character, not a byte of it.
      const bool whole = glob[g - 1] == '?';
      ++t;
      while (whole && t < text.size() && (static_cast<unsigned char>(text[t]) & 0xC0) == 0x80) ++t;
    } else if (star != never) {
      g = star + 1;
      t = ++from;
    } else {
      return false;
    }
  }
  while (g < glob.size() && glob[g] == '*') ++g;
  return g == glob.size();
}

/// The same, a part of the path at a time: `**` is its star.
bool parts_fit(const Parts& glob, const Parts& path) {
  constexpr std::size_t never = static_cast<std::size_t>(-1);
  std::size_t g = 0, p = 0, star = never, from = 0;
  while (p < path.size()) {
    if (g == glob.size()) return true;  // A directory, and so what is in it.
    if (glob[g] == "**") {
      star = g++;
      from = p;
      // At the end it stands for what is in a directory.
      if (g == glob.size()) return true;
    } else if (part_fits(glob[g], path[p])) {
      ++g;
      ++p;
    } else if (star != never) {
      g = star + 1;
      p = ++from;
    } else {
      return false;
    }
  }
  return g == glob.size();
}

}  // namespace

bool fits(std::string_view glob, std::string_view path) {
  const Parts parts = parts_of(path);
  if (glob.find('/') == std::string_view::npos && glob != "**") {
    return std::ranges::any_of(parts, [&](std::string_view part) { return part_fits(glob, part); });
  }
  return parts_fit(parts_of(glob), parts);
}

std::string seen_from(std::string_view root, std::string_view working, std::string_view name) {
  if (root.empty()) return std::string(name);
  const std::string absolute =
      name.starts_with('/') ? std::string(name) : std::string(working) + "/" + std::string(name);
  const Parts from = parts_of(root);
  const Parts to = parts_of(absolute);
  if (to.size() < from.size() || !std::equal(from.begin(), from.end(), to.begin())) return std::string(name);
  std::string result;
  for (std::size_t i = from.size(); i < to.size(); ++i) {
    if (!result.empty()) result += '/';
    result += to[i];
  }
  return result;
}

}  // namespace writ::lint
