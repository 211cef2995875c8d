#include "grammar/words.hpp"

#include <algorithm>
#include <array>

#include "grammar/unicode.hpp"

namespace writ {
namespace {

struct Row {
  std::string_view word;
  WordRole role;
};

constexpr Row rows[] = {
#define WRIT_WORD(spelling, role) Row{spelling, WordRole::role},
#include "grammar/words.def"
#undef WRIT_WORD
};

constexpr std::size_t longest = 10;

/// The rows of each length in a row of their own, so that most names are told apart by length and first letters.
constexpr auto sorted = [] {
  std::array<Row, std::size(rows)> result{};
  std::copy(std::begin(rows), std::end(rows), result.begin());
  std::sort(result.begin(), result.end(), [](const Row& a, const Row& b) {
    return a.word.size() != b.word.size() ? a.word.size() < b.word.size() : a.word < b.word;
  });
  return result;
}();

constexpr auto first_of_length = [] {
  std::array<std::size_t, longest + 2> result{};
  for (std::size_t length = 0; length < result.size(); ++length) {
    result[length] = static_cast<std::size_t>(
        std::find_if(sorted.begin(), sorted.end(), [&](const Row& row) { return row.word.size() >= length; }) -
        sorted.begin());
  }
  return result;
}();

}  // namespace

std::optional<WordRole> reserved(std::string_view word) {
  if (word.size() > longest) return std::nullopt;
  for (std::size_t index = first_of_length[word.size()]; index < first_of_length[word.size() + 1]; ++index) {
    if (sorted[index].word == word) return sorted[index].role;
  }
  return std::nullopt;
}

const std::vector<std::string_view>& reserved_words() {
  static const std::vector<std::string_view> words = [] {
    std::vector<std::string_view> result;
    for (const Row& row : rows) result.push_back(row.word);
    return result;
  }();
  return words;
}

std::optional<std::size_t> reserved_prefix(std::string_view name) {
  const auto letters = static_cast<std::size_t>(
      std::find_if(name.begin(), name.end(), [](char c) { return c < 'a' || c > 'z'; }) - name.begin());
  if (letters == 0 || letters == name.size() || decode(name, letters).value < 0x2E80) return std::nullopt;
  return reserved(name.substr(0, letters)) ? std::optional(letters) : std::nullopt;
}

}  // namespace writ
