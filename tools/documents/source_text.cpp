#include "tools/documents/source_text.hpp"

#include <algorithm>
#include <optional>
#include <string_view>

namespace writ::documents {
namespace {

constexpr std::size_t longest_anchor = 64;  // Bytes. What is longer is prose in brackets.

std::size_t blanks_before(std::string_view line) { return std::min(line.find_first_not_of(" \t"), line.size()); }

bool is_empty(std::string_view line) { return line.find_first_not_of(" \t\r") == std::string_view::npos; }

std::string_view without_blanks(std::string_view text) {
  const std::size_t begin = text.find_first_not_of(" \t\r\n");
  if (begin == std::string_view::npos) return {};
  return text.substr(begin, text.find_last_not_of(" \t\r\n") - begin + 1);
}

struct Anchor {
  std::string_view name;
  bool note = false;
  std::size_t length = 0;  ///< With its brackets.
};

/// The anchor that `line` begins with. Links and footnotes, `[a](b)`, `[a][b]`, `[a]: b`, are none.
std::optional<Anchor> anchor_at(std::string_view line) {
  if (!line.starts_with('[')) return std::nullopt;
  const std::size_t end = line.substr(0, longest_anchor + 8).find(']');
  if (end == std::string_view::npos) return std::nullopt;
  if (end + 1 < line.size() && std::string_view("([:").find(line[end + 1]) != std::string_view::npos) {
    return std::nullopt;
  }
  std::string_view name = line.substr(1, end - 1);
  const bool note = name.ends_with(" note");
  if (note) name = without_blanks(name.substr(0, name.size() - 5));
  if (name.empty() || name.size() > longest_anchor || name.find_first_of(" \t[!^") != std::string_view::npos) {
    return std::nullopt;
  }
  return Anchor{name, note, end + 1};
}

/// `[1.4]: text`, which would be the address of a link, were it not for the number.
std::optional<Anchor> anchor_before_colon(std::string_view line) {
  const std::size_t end = line.find("]:");
  if (end == std::string_view::npos || line.size() < 2 || line[1] < '0' || line[1] > '9') return std::nullopt;
  return anchor_at(line.substr(0, end + 1));
}

/// Where an anchor would begin, were it not for what stands before it: blanks, and the marks of lists and quotations.
std::size_t after_marks(std::string_view line) {
  std::size_t at = blanks_before(line);
  while (at < line.size()) {
    std::size_t mark = 0;
    if (std::string_view("-*+>").find(line[at]) != std::string_view::npos) {
      mark = 1;
    } else {
      while (at + mark < line.size() && line[at + mark] >= '0' && line[at + mark] <= '9') ++mark;
      if (mark == 0 || at + mark >= line.size() || (line[at + mark] != '.' && line[at + mark] != ')')) return at;
      ++mark;
    }
    at += mark;
    at += blanks_before(line.substr(at));
  }
  return at;
}

/// `## A heading ##`
std::optional<Heading> heading_at(std::string_view line) {
  const std::size_t level = std::min(line.find_first_not_of('#'), line.size());
  if (level == 0 || level > 6 || (level < line.size() && line[level] != ' ' && line[level] != '\t')) {
    return std::nullopt;
  }
  std::string_view text = without_blanks(line.substr(level));
  const std::size_t last = text.find_last_not_of('#');
  if (last == std::string_view::npos) {
    text = {};
  } else if (last + 1 < text.size() && (text[last] == ' ' || text[last] == '\t')) {
    text = without_blanks(text.substr(0, last));
  }
  return Heading{level, std::string(text)};
}

/// A block of code, between lines of at least three of one sign.
struct Fence {
  char sign = 0;
  std::size_t length = 0;

  /// Takes a line in; whether it is one of code, or one that begins or ends it.
  bool takes(std::string_view line) {
    const std::size_t indent = blanks_before(line);
    const std::string_view rest = line.substr(indent);
    const char first = rest.empty() ? '\0' : rest.front();
    const std::size_t run = first == '`' || first == '~' ? std::min(rest.find_first_not_of(first), rest.size()) : 0;
    const bool is_mark = indent <= 3 && run >= 3;
    if (length > 0) {
      if (is_mark && first == sign && run >= length && is_empty(rest.substr(run))) length = 0;
      return true;
    }
    if (!is_mark || (first == '`' && rest.substr(run).find('`') != std::string_view::npos)) return false;
    sign = first;
    length = run;
    return true;
  }
};

class Reader {
 public:
  Reader(const Source& source, FileId file) : source_(source), file_(file) {}

  SourceText read() {
    const auto count = static_cast<std::uint32_t>(source_.line_count());
    for (std::uint32_t number = 1; number <= count; ++number) {
      std::string_view line = source_.line(number);
      std::uint32_t begin = source_.line_start(number);
      if (begin == 0 && line.starts_with("\xEF\xBB\xBF")) {
        line.remove_prefix(3);
        begin += 3;
      }
      take(line, begin);
    }
    end_block();
    if (comment_ || fence_.length > 0) result_.unclosed = SourceText::Unclosed{comment_, hidden_from_};
    return std::move(result_);
  }

 private:
  void take(std::string_view line, std::uint32_t begin) {
    if (comment_) {
      comment_ = line.find("-->") == std::string_view::npos;
      return;
    }
    const std::size_t indent = blanks_before(line);
    if (fence_.length == 0) {
      const std::string_view words = without_blanks(line);
      const auto from = begin + static_cast<std::uint32_t>(indent);
      hidden_from_ = {file_, from, from + static_cast<std::uint32_t>(words.size())};
    }
    if (fence_.takes(line)) return append(line);
    if (indent <= 3 && line.substr(indent).starts_with("<!--")) {
      comment_ = line.find("-->", indent + 4) == std::string_view::npos;
      return;
    }
    if (auto heading = heading_at(line)) {
      end_block();
      if (result_.title.empty()) result_.title = heading->text;
      result_.blocks.emplace_back(std::move(*heading));
      return;
    }
    if (const auto anchor = anchor_at(line)) {
      end_block();
      const Span place{file_, begin, begin + static_cast<std::uint32_t>(anchor->length)};
      clause_ = Clause{std::string(anchor->name), anchor->note, place, {}};
      return append(line.substr(anchor->length));
    }
    note_misplaced(line, begin);
    append(line);
  }

  void note_misplaced(std::string_view line, std::uint32_t begin) {
    const std::size_t at = after_marks(line);
    const auto anchor = at >= line.size() ? std::nullopt
                        : at == 0         ? anchor_before_colon(line)
                                          : anchor_at(line.substr(at));
    if (!anchor || anchor->name == "x" || anchor->name == "X") return;  // `- [x]` is a task that is done.
    const auto from = begin + static_cast<std::uint32_t>(at);
    result_.misplaced.push_back(
        {std::string(anchor->name), {file_, from, from + static_cast<std::uint32_t>(anchor->length)}});
  }

  void append(std::string_view line) {
    text_ += line;
    text_ += '\n';
  }

  void end_block() {
    const std::string text(without_blanks(text_));
    text_.clear();
    if (clause_) {
      clause_->text = text;
      result_.blocks.emplace_back(ClauseAt{result_.clauses.size()});
      result_.clauses.push_back(std::move(*clause_));
      clause_.reset();
    } else if (!text.empty()) {
      result_.blocks.emplace_back(Prose{text});
    }
  }

  const Source& source_;
  FileId file_;
  SourceText result_;
  Fence fence_;
  bool comment_ = false;
  Span hidden_from_;              // The last line that may have begun a comment or a block of code.
  std::optional<Clause> clause_;  // That the text belongs to.
  std::string text_;
};

}  // namespace

SourceText read_source(const SourceSet& sources, FileId file) { return Reader(sources[file], file).read(); }

std::vector<std::string> paragraphs(std::string_view text) {
  std::vector<std::string> result;
  std::string paragraph;
  for (std::size_t at = 0; at <= text.size();) {
    const std::size_t end = std::min(text.find('\n', at), text.size());
    const std::string_view line = text.substr(at, end - at);
    at = end + 1;
    if (!is_empty(line)) {
      if (!paragraph.empty()) paragraph += '\n';
      paragraph += line.ends_with('\r') ? line.substr(0, line.size() - 1) : line;
    } else if (!paragraph.empty()) {
      result.push_back(std::move(paragraph));
      paragraph.clear();
    }
  }
  if (!paragraph.empty()) result.push_back(std::move(paragraph));
  return result;
}

}  // namespace writ::documents
