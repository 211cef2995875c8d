#pragma once
// A golden file as data: its sections, what they mean, and how they are written back. README.md has the format.

#include <algorithm>
#include <optional>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

namespace writ::golden {

struct Section {
  std::string name;      ///< `policy`, `facts`, `stdin`, `run`, `exit`, `expect`
  std::string argument;  ///< What stands after the name: a file's name, or the exit status.
  std::string body;
};

struct Golden {
  std::string comment;  ///< What stands before the first section.
  std::vector<Section> sections;

  const Section* find(std::string_view name) const {
    const auto found = std::find_if(sections.begin(), sections.end(), [&](const auto& s) { return s.name == name; });
    return found == sections.end() ? nullptr : &*found;
  }
};

inline bool is_known(std::string_view name) {
  return name == "policy" || name == "facts" || name == "file" || name == "stdin" || name == "run" || name == "exit" ||
         name == "expect";
}

/// Throws std::runtime_error with what is wrong with the file.
inline Golden parse(std::string_view text) {
  Golden golden;
  std::string* body = &golden.comment;
  while (!text.empty()) {
    const auto end = std::min(text.find('\n'), text.size() - 1) + 1;
    const auto line = text.substr(0, end);
    text.remove_prefix(end);
    if (!line.starts_with("--- ")) {
      *body += line;
      continue;
    }
    auto header = line.substr(4);
    while (!header.empty() && (header.back() == '\n' || header.back() == '\r' || header.back() == ' ')) {
      header.remove_suffix(1);
    }
    const auto space = header.find(' ');
    Section section{std::string(header.substr(0, space)), {}, {}};
    if (space != std::string_view::npos) section.argument = header.substr(space + 1);
    // What is printed may have such lines itself: a diff begins with `--- a/NAME`.
    if (!is_known(section.name) && golden.find("expect") != nullptr) {
      *body += line;
      continue;
    }
    if (!is_known(section.name)) throw std::runtime_error("there is no section `--- " + section.name + "`");
    golden.sections.push_back(std::move(section));
    body = &golden.sections.back().body;
  }
  if (!golden.find("run")) throw std::runtime_error("there is no section `--- run`");
  return golden;
}

inline std::string print(const Golden& golden) {
  std::string text = golden.comment;
  for (const auto& section : golden.sections) {
    text += "--- " + section.name + (section.argument.empty() ? "" : " " + section.argument) + "\n" + section.body;
  }
  return text;
}

/// The name under which a `policy`, `facts` or `file` section is written; nothing for another section.
inline std::optional<std::string> file_name(const Section& section) {
  if (!section.argument.empty() && (section.name == "policy" || section.name == "facts" || section.name == "file")) {
    return section.argument;
  }
  if (section.name == "policy") return "policy.writ";
  if (section.name == "facts") return "facts.ndjson";
  if (section.name == "file") throw std::runtime_error("`--- file` needs a name");
  return std::nullopt;
}

/// A line of `--- run` as words: blanks part them, single and double quotes keep them together.
inline std::vector<std::string> words(std::string_view line) {
  std::vector<std::string> found;
  bool open = false;
  char quote = 0;
  for (const char c : line) {
    if (quote != 0) {
      if (c == quote) {
        quote = 0;
      } else {
        found.back() += c;
      }
      continue;
    }
    if (c == ' ' || c == '\t' || c == '\r') {
      open = false;
      continue;
    }
    if (!open) found.emplace_back();
    open = true;
    if (c == '\'' || c == '"') {
      quote = c;
    } else {
      found.back() += c;
    }
  }
  return found;
}

inline std::vector<std::string> lines_of(std::string_view text) {
  std::vector<std::string> found;
  while (!text.empty()) {
    const auto end = std::min(text.find('\n'), text.size());
    found.emplace_back(text.substr(0, end));
    text.remove_prefix(std::min(end + 1, text.size()));
  }
  return found;
}

/// The commands of all `run` sections, a line each, with the paths added that a line leaves out.
inline std::vector<std::vector<std::string>> commands(const Golden& golden) {
  std::vector<std::string> policies;
  std::vector<std::string> facts;
  for (const auto& section : golden.sections) {
    const auto name = file_name(section);
    if (!name) continue;
    (section.name == "facts" ? facts : policies).push_back(*name);
  }
  std::vector<std::vector<std::string>> found;
  for (const auto& section : golden.sections) {
    if (section.name != "run") continue;
    for (const auto& line : lines_of(section.body)) {
      auto command = words(line);
      if (command.empty()) continue;
      std::replace(command.begin(), command.end(), std::string("{rules}"), std::string("rules"));
      const auto names = [&](const std::vector<std::string>& any) {
        return std::any_of(command.begin() + 1, command.end(),
                           [&](const auto& word) { return std::find(any.begin(), any.end(), word) != any.end(); });
      };
      const auto is_option = [](const std::string& word) {
        return word == "--policy" || word.starts_with("--policy=");
      };
      if (command[0] == "eval") {
        if (std::none_of(command.begin(), command.end(), is_option) && !policies.empty()) {
          command.insert(command.begin() + 1, {"--policy", "."});
        }
        if (!names(facts) && !names({"-"})) command.insert(command.end(), facts.begin(), facts.end());
      } else if (!command[0].starts_with("-") && !policies.empty() && !names(policies) && !names({"."})) {
        command.emplace_back(".");
      }
      found.push_back(std::move(command));
    }
  }
  return found;
}

/// A line of JSON without the blanks that mean nothing; any other line as it stands.
inline std::string without_json_blanks(const std::string& line) {
  if (!line.starts_with('{')) return line;
  std::string text;
  bool quoted = false;
  for (std::size_t i = 0; i < line.size(); ++i) {
    const char c = line[i];
    if (quoted && c == '\\' && i + 1 < line.size()) {
      text += c;
      text += line[++i];
      continue;
    }
    if (c == '"') quoted = !quoted;
    if (quoted || (c != ' ' && c != '\t')) text += c;
  }
  return text;
}

inline bool same_line(const std::string& expected, const std::string& found) {
  return without_json_blanks(expected) == without_json_blanks(found);
}

inline bool same_text(const std::string& expected, const std::string& found) {
  return std::ranges::equal(lines_of(expected), lines_of(found), same_line);
}

/// What differs, as lines that begin with `-` (expected) and `+` (found); equal lines at both ends are left out.
inline std::string difference(const std::string& expected, const std::string& found) {
  const auto a = lines_of(expected);
  const auto b = lines_of(found);
  std::size_t begin = 0;
  while (begin < a.size() && begin < b.size() && same_line(a[begin], b[begin])) ++begin;
  std::size_t tail = 0;
  while (tail < a.size() - begin && tail < b.size() - begin &&
         same_line(a[a.size() - 1 - tail], b[b.size() - 1 - tail]))
    ++tail;
  std::string text = "from line " + std::to_string(begin + 1) + " of what is printed:\n";
  for (std::size_t i = begin; i < a.size() - tail; ++i) text += "-" + a[i] + "\n";
  for (std::size_t i = begin; i < b.size() - tail; ++i) text += "+" + b[i] + "\n";
  return text;
}

}  // namespace writ::golden
