// writ fmt: rewrite rule files in their canonical form, or say which are not in it.

#include <unistd.h>

#include <algorithm>
#include <cstdio>

#include <CLI/CLI.hpp>

#include "engine/api/rule_files.hpp"
#include "engine/facts/json_writer.hpp"
#include "grammar/harmless.hpp"
#include "grammar/parse.hpp"
#include "grammar/print.hpp"
#include "tools/cli/command.hpp"
#include "tools/cli/diagnostics.hpp"
#include "tools/cli/io.hpp"
#include "tools/cli/limit_option.hpp"
#include "tools/cli/terminal.hpp"
#include "tools/cli/unified_diff.hpp"
#include "tools/cli/write_file.hpp"

namespace writ::cli {
namespace {

struct Options {
  std::vector<std::string> paths;
  bool check = false, diff = false;
  std::string format = "text";
  Limits limits;
};

constexpr const char* footer = R"(
PATH is a rule file, or a directory that is walked for *.writ; `-` reads a rule file from standard input and writes it
to standard output. A file is replaced whole or not at all, and only after its new text was read again and says the
same. One with errors is left alone.

examples:
  writ fmt rules
  writ fmt --check rules
  writ fmt --diff rules/taobao
  writ fmt - < draft.writ

exit status: 0 done, 1 something cannot be read or written, 2 wrong usage, 3 a file has errors, or with --check or
--diff is not in its canonical form
)";

bool declare(Options& options, const Arguments& arguments, int& code) {
  CLI::App app("Writes rule files in their one canonical form.", "writ fmt");
  app.footer(footer);
  app.add_option("PATH", options.paths, "rule files, directories of them, or -")->required()->type_name("");
  auto* check = app.add_flag("--check", options.check, "change nothing; list the files that would be changed");
  app.add_flag("--diff", options.diff, "change nothing; show what would be changed")->excludes(check);
  app.add_option("--format", options.format, "of --check: text, or json: a file a line")
      ->check(CLI::IsMember({"text", "json"}).description(""))
      ->type_name("text|json")
      ->needs(check);
  declare_limit(app, options.limits);
  if (!parse_arguments(app, arguments, code)) return false;
  const bool reads_input = std::ranges::find(options.paths, "-") != options.paths.end();
  if (reads_input && options.paths.size() > 1) {
    say_error("`-` stands alone: standard input is one rule file", "name files, or read one from standard input");
    code = exit_usage;
    return false;
  }
  return true;
}

/// Standard input as a rule file, and no more than the parser has to see to refuse it.
RuleFiles read_standard_input(std::uint64_t most_bytes) {
  RuleFiles files;
  std::string text;
  auto input = Input::open("-", files.error);
  if (!input) return files;
  std::string block(64 * 1024, '\0');
  while (text.size() <= most_bytes) {
    const std::size_t got = input->read(block.data(), block.size());
    if (got == 0) break;
    text.append(block, 0, got);
  }
  files.error = input->error();
  files.texts.push_back({"standard input", std::move(text)});
  return files;
}

enum class Outcome : unsigned char { as_it_is, changed, has_errors, failed };

class Run {
 public:
  Run(const Options& options, bool reads_input) : options_(options), reads_input_(reads_input) {}

  int all(std::vector<NamedText> texts) {
    for (NamedText& text : texts) {
      one(std::move(text));
      if (!out_.write_if_full()) break;
    }
    if (!reads_input_ && !options_.diff && options_.format == "text") out_.text += summary();
    if (!out_.write()) return out_.tell();
    if (failed_ > 0) return exit_io;
    const bool asks = options_.check || options_.diff;
    return broken_ > 0 || (asks && changed_ > 0) ? exit_diagnostics : exit_done;
  }

 private:
  void one(NamedText text) {
    const std::string name = text.name;
    SourceSet sources;
    const FileId id = sources.add(std::move(text.name), std::move(text.text));
    ++files_;
    const Outcome outcome = formatted(sources, id);
    changed_ += outcome == Outcome::changed ? 1 : 0;
    broken_ += outcome == Outcome::has_errors ? 1 : 0;
    failed_ += outcome == Outcome::failed ? 1 : 0;
    if (options_.format == "json") {
      constexpr std::string_view words[] = {"formatted", "not_formatted", "errors", "failed"};
      JsonWriter json;
      json.begin_object();
      json.member("file", name);
      json.member("status", words[static_cast<std::size_t>(outcome)]);
      json.end_object();
      out_.text += json.take() + "\n";
    } else if (outcome == Outcome::changed && !options_.diff && !reads_input_) {
      out_.text += harmless_line(name) + (options_.check ? ": not formatted\n" : ": formatted\n");
    }
  }

  Outcome formatted(const SourceSet& sources, FileId id) {
    const Source& source = sources[id];
    const Parsed parsed = parse(sources, id, options_.limits);
    if (has_errors(parsed.diagnostics)) {
      show_diagnostics(parsed.diagnostics, sources, options_.limits);
      return Outcome::has_errors;
    }
    const Formatted result = format(source, parsed.file, options_.limits);
    if (!result.error.empty()) {
      say_error(source.name() + " cannot be formatted: " + result.error,
                "this is a fault of writ, and the file is left as it is: please report it");
      return Outcome::failed;
    }
    const bool same = result.text == source.text();
    if (options_.diff) out_.text += unified_diff(source.name(), source.text(), result.text, may_colour(STDOUT_FILENO));
    if (reads_input_ && !options_.check && !options_.diff) out_.text += result.text;
    if (same) return Outcome::as_it_is;
    return options_.check || options_.diff || reads_input_ ? Outcome::changed : written(source, result.text);
  }

  static Outcome written(const Source& source, std::string_view text) {
    std::string error;
    if (write_whole(source.name(), text, error, source.text())) return Outcome::changed;
    say_error(error);
    return Outcome::failed;
  }

  std::string summary() const {
    std::string text =
        std::to_string(changed_) + " of " + std::to_string(files_) + (files_ == 1 ? " file " : " files ");
    text += options_.check ? "not formatted" : "changed";
    if (broken_ > 0) text += ", " + std::to_string(broken_) + " with errors left alone";
    return text + "\n";
  }

  const Options& options_;
  bool reads_input_;
  Output out_;
  std::size_t files_ = 0, changed_ = 0, broken_ = 0, failed_ = 0;
};

}  // namespace

int fmt(const Arguments& arguments) {
  Options options;
  int code = exit_done;
  if (!declare(options, arguments, code)) return code;
  const bool reads_input = options.paths.front() == "-";
  RuleFiles rules = reads_input ? read_standard_input(options.limits.file_bytes)
                                : read_rule_files(options.paths, SavedPrograms::refused, options.limits);
  if (!rules.error.empty()) {
    say_error(rules.error, rules.help);
    return exit_io;
  }
  return Run(options, reads_input).all(std::move(rules.texts));
}

}  // namespace writ::cli
