#include "engine/explain/source_words.hpp"

#include <algorithm>
#include <string_view>

namespace writ {
namespace {

constexpr std::string_view blanks = " \t\r\n";

bool is_blank(char c) { return blanks.find(c) != std::string_view::npos; }

/// Parentheses that a piece of source closes without having opened, and opens without closing. A range opens and closes
/// with either kind.
struct Parentheses {
  int unopened = 0, unclosed = 0;
};

Parentheses count_parentheses(std::string_view text) {
  Parentheses found;
  bool quoted = false;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const char c = text[i];
    if (quoted && c == '\\') {
      ++i;
    } else if (c == '"') {
      quoted = !quoted;
    } else if (quoted) {
      continue;
    } else if (c == '(' || c == '[') {
      ++found.unclosed;
    } else if (c == ')' || c == ']') {
      if (found.unclosed > 0) {
        --found.unclosed;
      } else {
        ++found.unopened;
      }
    }
  }
  return found;
}

}  // namespace

std::string words_at(const SourceSet& sources, Span span) {
  const std::string_view all = sources[span.file].text();
  std::string words;
  bool quoted = false, gap = false;
  for (std::size_t i = span.begin; i < span.end; ++i) {
    const char c = all[i];
    if (!quoted && c == '/' && i + 1 < span.end && all[i + 1] == '/') {
      while (i < span.end && all[i] != '\n') ++i;
      gap = true;
      continue;
    }
    if (!quoted && is_blank(c)) {
      gap = true;
      continue;
    }
    if (gap && !words.empty()) words += ' ';
    gap = false;
    words += c;
    if (quoted && c == '\\' && i + 1 < span.end) {
      words += all[++i];
    } else if (c == '"') {
      quoted = !quoted;
    }
  }
  const Parentheses parentheses = count_parentheses(words);
  words.insert(0, static_cast<std::size_t>(parentheses.unopened), '(');
  words.append(static_cast<std::size_t>(parentheses.unclosed), ')');
  return words;
}

std::string word_before(const SourceSet& sources, Span span) {
  const std::string_view before = sources[span.file].text().substr(0, span.begin);
  const auto end = before.find_last_not_of(blanks);
  if (end == std::string_view::npos) return {};
  const auto begin = before.find_last_of(blanks, end);
  return std::string(before.substr(begin == std::string_view::npos ? 0 : begin + 1, end - begin));
}

std::string plain_doc(std::string_view doc) {
  std::string text;
  while (!doc.empty()) {
    std::string_view line = doc.substr(0, doc.find('\n'));
    doc.remove_prefix(std::min(doc.size(), line.size() + 1));
    line.remove_prefix(std::min(line.size(), line.find_first_not_of(" \t\r/")));
    while (!line.empty() && is_blank(line.back())) line.remove_suffix(1);
    if (!line.empty()) text.append(text.empty() ? "" : " ").append(line);
  }
  return text;
}

Explanation::Place place_at(const SourceSet& sources, Span span) {
  const Source& source = sources[span.file];
  const Position begin = source.position(span.begin);
  const Position end = source.position(span.end);
  return {source.name(), begin.line, begin.column, end.line, end.column};
}

}  // namespace writ
