// writ trace: every clause of every source, the rules that cite it and the tests that exercise those.

#include <unistd.h>

#include <CLI/CLI.hpp>
#include <algorithm>
#include <cstdio>

#include "engine/api/source_documents.hpp"
#include "grammar/render.hpp"
#include "tools/cli/command.hpp"
#include "tools/cli/diagnostics.hpp"
#include "tools/cli/limit_option.hpp"
#include "tools/cli/terminal.hpp"
#include "tools/cli/write_file.hpp"
#include "tools/documents/clause_report.hpp"
#include "tools/documents/exercised.hpp"

namespace writ::cli {
namespace {

struct Options {
  std::vector<std::string> paths;
  std::string format = "text", output, source;
  Limits limits;
};

constexpr const char* footer = R"(
PATH is a rule file, or a directory that is walked for *.writ: policies and their tests together. The sources are found
beside the policies that name them. A clause begins with its anchor at the start of a line, `[1.5a]`; one that is not
normative says so, `[2.1 note]`, and needs no rule.

examples:
  writ trace rules
  writ trace --source negotiated_shipping rules/taobao
  writ trace --format html -o clauses.html rules

exit status: 0 every clause has a rule and every citation a clause, 1 something cannot be written, 2 wrong usage,
3 findings, or errors in rule files
)";

bool declare(Options& options, const Arguments& arguments, int& code) {
  CLI::App app("Shows each clause of the sources beside the rules that cite it and the tests of those.", "writ trace");
  app.footer(footer);
  app.add_option("PATH", options.paths, "rule files, or directories of them")->required()->type_name("");
  app.add_option("--format", options.format, "text: a table; json: one object; html: a page that stands alone")
      ->check(CLI::IsMember({"text", "json", "html"}).description(""))
      ->type_name("text|json|html");
  app.add_option("-o,--output", options.output, "write to this file, which is replaced whole")->type_name("FILE");
  app.add_option("--source", options.source, "this source alone: the name that rules cite it by, or its file's")
      ->type_name("NAME");
  declare_limit(app, options.limits);
  return parse_arguments(app, arguments, code);
}

std::string report(const documents::ClauseMap& map, const Options& options) {
  if (options.format == "json") return documents::clause_json(map);
  if (options.format == "html") return documents::clause_html(map);
  const bool to_terminal = (options.output.empty() || options.output == "-") && isatty(STDOUT_FILENO) == 1;
  const bool coloured = to_terminal && may_colour(STDOUT_FILENO);
  return documents::clause_text(map, {terminal_columns(STDOUT_FILENO), coloured, to_terminal});
}

/// The first of them in full, and how many there are; JSON has them all.
void show_findings(const documents::ClauseMap& map) {
  constexpr std::size_t most_shown = 100;
  if (map.findings.empty()) return;
  const auto shown = static_cast<Diagnostics::difference_type>(std::min(most_shown, map.findings.size()));
  const Diagnostics first(map.findings.begin(), map.findings.begin() + shown);
  std::string text = render(first, *map.texts, {may_colour(STDERR_FILENO)}) + "\n" + counted(map.findings);
  if (map.findings.size() > most_shown) text += ", the first " + std::to_string(most_shown) + " of them shown";
  std::fputs((text + "\n").c_str(), stderr);
}

}  // namespace

int trace(const Arguments& arguments) {
  Options options;
  int code = exit_done;
  if (!declare(options, arguments, code)) return code;
  const auto right = load_right(options.paths, options.limits, code);
  if (!right) return code;
  const Loaded& loaded = *right;

  const SourceDocuments sources = read_source_documents(*loaded.model, *loaded.sources);
  auto map = documents::map_clauses(loaded, sources, documents::exercised_by_tests(loaded));
  if (map.sources.empty()) {
    say_error("these files name no source",
              "a policy names the text that it restates: `source guide \"sources/guide.md\"`");
    return exit_usage;
  }
  if (!options.source.empty() && !documents::keep_source(map, options.source)) {
    std::string names;
    for (const auto& source : map.sources) names += (names.empty() ? "" : ", ") + source.path;
    say_error("there is no source `" + options.source + "`", "there are: " + names);
    return exit_usage;
  }
  documents::find_gaps(map);
  const int written = write_to(options.output, report(map, options));
  if (options.format != "json" || !options.output.empty()) show_findings(map);
  if (written != exit_done) return written;
  return has_errors(map.findings) ? exit_diagnostics : exit_done;
}

}  // namespace writ::cli
