#include "tools/lint/config.hpp"

#include <algorithm>
#include <array>

#include <toml++/toml.h>

#include "grammar/unicode.hpp"

namespace writ::lint {
namespace {

std::string ticked(std::string_view text) { return "`" + std::string(text) + "`"; }

std::string listed(const std::vector<std::string_view>& names) {
  std::string text;
  for (const std::string_view name : names) text += (text.empty() ? "" : ", ") + std::string(name);
  return text;
}

class Reader {
 public:
  Reader(const SourceSet& sources, FileId file, Config& config)
      : source_(sources[file]), file_(file), config_(config) {}

  void read() {
    try {
      const toml::table whole = toml::parse(source_.text(), std::string_view(source_.name()));
      section(whole, "");
    } catch (const toml::parse_error& wrong) {
      mistake(at(wrong.source()), "this is no TOML: " + std::string(wrong.description()),
              "https://toml.io says how it is written");
    }
  }

 private:
  /// All that a file may have: a later command adds its rows. A name that others begin with is a table.
  struct Member {
    std::string_view path;
    void (Reader::*read)(const toml::node&);
  };
  static constexpr auto members() {
    return std::array{
        Member{"lint.exclude", &Reader::read_exclude},
        Member{"lint.levels", &Reader::read_levels},
        Member{"lint.options", &Reader::read_options},
        Member{"lint.paths", &Reader::read_paths},
    };
  }

  void section(const toml::table& table, const std::string& prefix) {
    for (const auto& [key, node] : table) {
      const std::string path = prefix + std::string(key.str());
      bool known = false;
      bool is_section = false;
      std::vector<std::string_view> names;
      for (const Member& member : members()) {
        if (member.path == path) {
          (this->*member.read)(node);
          known = true;
        }
        is_section = is_section || member.path.starts_with(path + ".");
        if (!member.path.starts_with(prefix)) continue;
        const std::string_view rest = member.path.substr(prefix.size());
        const std::string_view name = rest.substr(0, rest.find('.'));
        if (names.empty() || names.back() != name) names.push_back(name);
      }
      if (is_section) {
        if (const auto* inner = table_of(node, path)) section(*inner, path + ".");
      } else if (!known) {
        unknown("setting", path, key, names);
      }
    }
  }

  // ---- places and mistakes ----------------------------------------------------------------------------------------

  std::uint32_t offset(toml::source_position position) const {
    const auto line = std::clamp<std::uint32_t>(position.line, 1, static_cast<std::uint32_t>(source_.line_count()));
    const std::string_view text = source_.line(line);
    std::size_t at = 0;
    for (std::uint32_t column = 1; column < position.column && at < text.size(); ++column) at += decode(text, at).bytes;
    return source_.line_start(line) + static_cast<std::uint32_t>(at);
  }

  Span at(const toml::source_region& region) const {
    const std::uint32_t begin = offset(region.begin);
    const std::uint32_t end = region.end.line == 0 ? begin : offset(region.end);
    return {file_, begin, std::max(begin, end)};
  }

  void mistake(Span place, std::string message, std::string help = {}) {
    config_.mistakes.push_back({.severity = Severity::error,
                                .id = {},
                                .place = place,
                                .message = std::move(message),
                                .label = {},
                                .labels = {},
                                .help = {},
                                .fixes = {},
                                .subject = {},
                                .fingerprint = {}});
    if (!help.empty()) config_.mistakes.back().help.push_back(std::move(help));
  }

  void unknown(std::string_view kind, std::string_view name, const toml::key& key,
               const std::vector<std::string_view>& names) {
    const auto near = near_miss(key.str(), names);
    std::string help;
    if (near) {
      help = "did you mean " + ticked(*near) + "?";
    } else if (name == "fmt") {
      help = "`writ fmt` knows one form, and so it has no settings";
    } else if (names.size() <= 8) {
      help = names.empty() ? "it has none" : "there are: " + listed(names);
    } else {
      help = "`writ lint --list` names them all";
    }
    mistake(at(key.source()), "there is no " + std::string(kind) + " " + ticked(name), help);
  }

  static std::string_view word_of(const toml::node& node) {
    switch (node.type()) {
      case toml::node_type::table: return "a table";
      case toml::node_type::array: return "a list";
      case toml::node_type::string: return "a text";
      case toml::node_type::integer: return "a whole number";
      case toml::node_type::floating_point: return "a number with a fraction";
      case toml::node_type::boolean: return "true or false";
      default: return "a date or a time";
    }
  }

  void wrong_type(const toml::node& node, std::string_view path, std::string_view wanted) {
    mistake(at(node.source()),
            ticked(path) + " has to be " + std::string(wanted) + ", and this is " + std::string(word_of(node)));
  }

  const toml::table* table_of(const toml::node& node, std::string_view path) {
    if (node.as_table() == nullptr) wrong_type(node, path, "a table");
    return node.as_table();
  }

  std::vector<std::string> texts_of(const toml::node& node, std::string_view path) {
    std::vector<std::string> texts;
    if (node.as_array() == nullptr) {
      wrong_type(node, path, "a list of texts");
      return texts;
    }
    for (const toml::node& element : *node.as_array()) {
      if (const auto* text = element.as_string()) {
        texts.push_back(text->get());
      } else {
        wrong_type(element, path, "a list of texts");
      }
    }
    return texts;
  }

  // ---- [lint] -----------------------------------------------------------------------------------------------------

  void read_exclude(const toml::node& node) {
    for (std::string& glob : texts_of(node, "exclude")) config_.settings.exclude(std::move(glob));
  }

  static std::vector<std::string_view> lints_and_families() {
    std::vector<std::string_view> names;
    for (const Row& row : table()) {
      names.push_back(row.id);
      if (std::ranges::find(names, row.category) == names.end()) names.push_back(row.category);
    }
    return names;
  }

  using Levels = std::vector<std::pair<Lint, Level>>;

  /// A whole family first, and then those that are named, in whichever order they stand.
  Levels levels_of(const toml::node& node) {
    Levels of_families, of_lints;
    const toml::table* levels = table_of(node, "levels");
    if (levels == nullptr) return of_lints;
    for (const auto& [key, value] : *levels) {
      const auto* text = value.as_string();
      const auto level = text == nullptr ? std::nullopt : level_by_word(text->get());
      if (!level) level_is_wrong(key.str(), value);
      if (const auto lint = lint_by_id(key.str())) {
        if (level) of_lints.emplace_back(*lint, *level);
      } else if (is_category(key.str())) {
        for (const Row& row : table()) {
          if (level && row.category == key.str()) of_families.emplace_back(row.lint, *level);
        }
      } else {
        unknown("lint", key.str(), key, lints_and_families());
      }
    }
    of_families.insert(of_families.end(), of_lints.begin(), of_lints.end());
    return of_families;
  }

  void level_is_wrong(std::string_view name, const toml::node& value) {
    const std::vector<std::string_view> words{"off", "note", "warning", "error"};
    const auto* text = value.as_string();
    if (text == nullptr) {
      wrong_type(value, name, "the text off, note, warning or error");
      return;
    }
    const auto near = near_miss(text->get(), words);
    mistake(at(value.source()), "there is no level " + ticked(text->get()),
            near ? "did you mean " + ticked(*near) + "?" : "there are: " + listed(words));
  }

  void read_levels(const toml::node& node) {
    for (const auto& [lint, level] : levels_of(node)) config_.settings.set_level(lint, level);
  }

  void read_options(const toml::node& node) {
    const toml::table* lints = table_of(node, "options");
    if (lints == nullptr) return;
    for (const auto& [key, value] : *lints) {
      const auto lint = lint_by_id(key.str());
      if (!lint) {
        std::vector<std::string_view> with_options;
        for (const Option& option : options()) {
          if (with_options.empty() || with_options.back() != row(option.lint).id)
            with_options.push_back(row(option.lint).id);
        }
        unknown("lint", key.str(), key, with_options);
      } else if (const toml::table* set = table_of(value, key.str())) {
        read_options_of(*lint, *set);
      }
    }
  }

  void read_options_of(Lint lint, const toml::table& set) {
    for (const auto& [key, value] : set) {
      std::vector<std::string_view> names;
      const Option* found = nullptr;
      for (const Option& option : options()) {
        if (option.lint != lint) continue;
        names.push_back(option.name);
        if (option.name == key.str()) found = &option;
      }
      if (found == nullptr) {
        unknown("option of " + std::string(row(lint).id) + ":", key.str(), key, names);
      } else {
        read_option(*found, value);
      }
    }
  }

  void read_option(const Option& option, const toml::node& value) {
    if (std::holds_alternative<std::int64_t>(option.standard)) {
      const auto* number = value.as_integer();
      if (number == nullptr) return wrong_type(value, option.name, "a whole number");
      if (number->get() < 0) return mistake(at(value.source()), ticked(option.name) + " cannot be less than 0");
      config_.settings.set_option(option.lint, option.name, number->get());
    } else if (std::holds_alternative<bool>(option.standard)) {
      const auto* flag = value.as_boolean();
      if (flag == nullptr) return wrong_type(value, option.name, "true or false");
      config_.settings.set_option(option.lint, option.name, flag->get());
    } else {
      config_.settings.set_option(option.lint, option.name, texts_of(value, option.name));
    }
  }

  void read_paths(const toml::node& node) {
    const toml::array* all = node.as_array();
    if (all == nullptr) return wrong_type(node, "paths", "a list of tables, each begun by [[lint.paths]]");
    for (const toml::node& each : *all) {
      const toml::table* table = each.as_table();
      if (table == nullptr) {
        wrong_type(each, "paths", "a list of tables, each begun by [[lint.paths]]");
        continue;
      }
      Settings::LevelsOfPaths paths;
      for (const auto& [key, value] : *table) {
        if (key.str() == "paths") {
          paths.globs = texts_of(value, "paths");
        } else if (key.str() == "levels") {
          paths.levels = levels_of(value);
        } else {
          unknown("setting", "lint.paths." + std::string(key.str()), key, {"paths", "levels"});
        }
      }
      if (!table->contains("paths"))
        mistake(at(each.source()), "`paths` is missing", "say which files: `paths = [\"**/*_test.writ\"]`");
      config_.settings.add_paths(std::move(paths));
    }
  }

  const Source& source_;
  FileId file_;
  Config& config_;
};

}  // namespace

Config read_config(const SourceSet& sources, FileId file, Places places) {
  Config config;
  config.settings.set_places(std::move(places));
  Reader(sources, file, config).read();
  std::ranges::stable_sort(config.mistakes, {}, [](const Told& told) { return told.place.begin; });
  return config;
}

}  // namespace writ::lint
