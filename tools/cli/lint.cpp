// writ lint: show what is not wrong and yet not as it should be.

#include <unistd.h>

#include <CLI/CLI.hpp>

#include "grammar/render.hpp"
#include "tools/cli/command.hpp"
#include "tools/cli/diagnostics.hpp"
#include "tools/cli/io.hpp"
#include "tools/cli/terminal.hpp"
#include "tools/lint/report.hpp"
#include "tools/lint/run.hpp"

namespace writ::cli {
namespace {

struct Options {
  std::vector<std::string> paths;
};

bool declare(Options& options, const Arguments& arguments, int& code) {
  CLI::App app("Shows what rule files say that their authors hardly mean.", "writ lint");
  app.add_option("paths", options.paths, "rule files, or directories of them")->required()->type_name("PATH");
  return parse_arguments(app, arguments, code);
}

}  // namespace

int lint(const Arguments& arguments) {
  Options options;
  int code = exit_done;
  if (!declare(options, arguments, code)) return code;
  const auto loaded = load_right(options.paths, code);
  if (!loaded) return code;
  const lint::Settings settings = lint::Settings::standard();
  const lint::Subject subject{*loaded->sources, *loaded->files, *loaded->model, settings};
  std::string text;
  for (const lint::Finding& finding : lint::run(subject)) {
    const Told told = lint::told(subject, finding);
    text += render(told, *loaded->sources, {may_colour(STDOUT_FILENO)}) + "\n";
    if (told.severity != Severity::note) code = exit_diagnostics;
  }
  const int printed = print(text);
  return printed == exit_done ? code : printed;
}

}  // namespace writ::cli
