#include "tools/lint/style/letter_case.hpp"

#include <algorithm>
#include <vector>

namespace writ::lint::style {
namespace {

bool is_capital(char c) { return c >= 'A' && c <= 'Z'; }
bool is_small(char c) { return c >= 'a' && c <= 'z'; }
bool is_digit(char c) { return c >= '0' && c <= '9'; }
char capital(char c) { return is_small(c) ? static_cast<char>(c - 'a' + 'A') : c; }
char small(char c) { return is_capital(c) ? static_cast<char>(c - 'A' + 'a') : c; }

/// A word begins after `_`, at a capital after a small letter or digit, and at the last of several capitals before a
/// small letter.
std::vector<std::string> words_of(std::string_view name) {
  std::vector<std::string> words;
  bool fresh = true;
  for (std::size_t i = 0; i < name.size(); ++i) {
    if (name[i] == '_') {
      fresh = true;
      continue;
    }
    if (i > 0 && is_capital(name[i])) {
      const bool after_small = is_small(name[i - 1]) || is_digit(name[i - 1]);
      const bool before_small = is_capital(name[i - 1]) && i + 1 < name.size() && is_small(name[i + 1]);
      fresh = fresh || after_small || before_small;
    }
    if (fresh) words.emplace_back();
    fresh = false;
    words.back() += small(name[i]);
  }
  return words;
}

}  // namespace

bool is_pascal_case(std::string_view name) {
  return !name.empty() && !is_small(name.front()) && name.find('_') == std::string_view::npos;
}

bool is_snake_case(std::string_view name) { return std::ranges::none_of(name, is_capital); }

std::string to_pascal_case(std::string_view name) {
  std::string result;
  for (std::string& word : words_of(name)) {
    word.front() = capital(word.front());
    result += word;
  }
  return result;
}

std::string to_snake_case(std::string_view name) {
  std::string result;
  for (const std::string& word : words_of(name)) {
    if (!result.empty()) result += '_';
    result += word;
  }
  return result;
}

}  // namespace writ::lint::style
