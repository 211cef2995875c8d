// writ check: parse and check, and show what is wrong.

#include <unistd.h>

#include <CLI/CLI.hpp>

#include "engine/api/rule_files.hpp"
#include "engine/program/program.hpp"
#include "grammar/render.hpp"
#include "tools/cli/command.hpp"
#include "tools/cli/diagnostics.hpp"
#include "tools/cli/io.hpp"
#include "tools/cli/limit_option.hpp"
#include "tools/cli/terminal.hpp"

namespace writ::cli {
namespace {

struct Options {
  std::vector<std::string> paths;
  std::string format = "text";
  bool program = false;
  Limits limits;
};

constexpr const char* footer = R"(
PATH is a rule file, or a directory that is walked for *.writ. All files are checked together: they may use each other.

examples:
  writ check rules
  writ check --format github rules/taobao rules/calendars
  writ check --format sarif rules > writ.sarif

exit status: 0 no errors, 1 something cannot be read or written, 2 wrong usage, 3 errors
)";

bool declare(Options& options, const Arguments& arguments, int& code) {
  CLI::App app("Checks rule files and shows what is wrong with them.", "writ check");
  app.footer(footer);
  app.add_option("PATH", options.paths, "rule files, or directories of them")->required()->type_name("");
  app.add_option("--format", options.format, "text: for people; json: a diagnostic a line; sarif; github: annotations")
      ->check(CLI::IsMember({"text", "json", "sarif", "github"}).description(""))
      ->type_name("text|json|sarif|github");
  declare_limit(app, options.limits);
  app.add_flag("--program", options.program, "print the compiled program too, an instruction a line");
  return parse_arguments(app, arguments, code);
}

std::string lines(const Loaded& loaded, std::string (*render_one)(const Told&, const SourceSet&)) {
  std::string text;
  for (const Told& told : told_within(loaded.limits, loaded.diagnostics)) {
    text += render_one(told, *loaded.sources) + "\n";
  }
  return text;
}

std::string summary(const Loaded& loaded, std::size_t files) {
  return std::to_string(files) + (files == 1 ? " file, " : " files, ") + counted(loaded.diagnostics) + "\n";
}

std::string report(const Loaded& loaded, std::size_t files, const std::string& format) {
  if (format == "json") return lines(loaded, render_json);
  if (format == "github") return lines(loaded, render_github);
  if (format == "sarif") {
    return render_sarif(told_within(loaded.limits, loaded.diagnostics), told_rules(loaded.diagnostics), *loaded.sources,
                        WRIT_VERSION);
  }
  if (loaded.diagnostics.empty()) return summary(loaded, files);
  return shown(loaded.diagnostics, *loaded.sources, loaded.limits, may_colour(STDOUT_FILENO)) + "\n" +
         summary(loaded, files);
}

}  // namespace

int check(const Arguments& arguments) {
  Options options;
  int code = exit_done;
  if (!declare(options, arguments, code)) return code;
  RuleFiles rules = read_rule_files(options.paths, SavedPrograms::refused, options.limits);
  if (!rules.error.empty()) {
    say_error(rules.error, rules.help);
    return exit_io;
  }
  const std::size_t files = rules.texts.size();

  const Loaded loaded = load(std::move(rules.texts), {}, {}, options.limits);
  std::string text = report(loaded, files, options.format);
  code = loaded.model == nullptr ? exit_diagnostics : exit_done;
  if (loaded.model != nullptr && options.program) {
    const auto program = compile(loaded.model);
    if (program != nullptr) text += disassemble(*program);
  }
  const int printed = print(text);
  return printed == exit_done ? code : printed;
}

}  // namespace writ::cli
