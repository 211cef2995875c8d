// writ lint: show what is not wrong and yet hardly meant, and mend what can be.

#include <unistd.h>

#include <algorithm>
#include <cstdio>
#include <map>
#include <set>

#include <CLI/CLI.hpp>

#include "engine/api/rule_files.hpp"
#include "grammar/render.hpp"
#include "tools/cli/command.hpp"
#include "tools/cli/diagnostics.hpp"
#include "tools/cli/io.hpp"
#include "tools/cli/limit_option.hpp"
#include "tools/cli/lint_baseline.hpp"
#include "tools/cli/lint_list.hpp"
#include "tools/cli/lint_settings.hpp"
#include "tools/cli/terminal.hpp"
#include "tools/cli/unified_diff.hpp"
#include "tools/cli/write_file.hpp"
#include "tools/lint/baseline.hpp"
#include "tools/lint/fix.hpp"
#include "tools/lint/report.hpp"
#include "tools/lint/run.hpp"

namespace writ::cli {
namespace {

struct Options {
  std::vector<std::string> paths;
  std::string format = "text", baseline, explain;
  bool fix = false, dry_run = false, write_baseline = false, list = false;
  AskedSettings settings;
  Limits limits;
};

constexpr const char* footer = R"(
PATH is a rule file, or a directory that is walked for *.writ. All files are looked at together: what one declares
another may use. `writ.toml`, in the directory of the first PATH or above it, sets levels and options; an author allows
a finding with `// lint:allow NAME reason`. docs/linting.md says more.

examples:
  writ lint rules
  writ lint rules --only time,style/long_condition
  writ lint rules --fix --dry-run
  writ lint rules --format sarif > lint.sarif
  writ lint rules --baseline lint.json --write-baseline
  writ lint --explain time/mixed_bounds

exit status: 0 no findings but notes, 1 something cannot be read or written, 2 wrong usage or a mistake in writ.toml,
3 findings, or errors in rule files
)";

int refused(const std::string& message, const std::string& help) {
  say_error(message, help);
  return exit_usage;
}

/// An exit code, where one option makes another mean nothing; that is then told.
int disagreement(const Options& options) {
  const bool lists = options.list || !options.explain.empty();
  if (options.list && !options.explain.empty()) {
    return refused("`--list` and `--explain` cannot go together", "leave one of them out");
  }
  if (lists && (options.fix || options.write_baseline || !options.baseline.empty())) {
    return refused("nothing is linted where lints are listed", "leave `--list` or `--explain` out");
  }
  if (lists && options.format != "text" && (options.format != "json" || !options.explain.empty())) {
    return refused("lints are not listed as " + options.format, "`--format text` and, for `--list`, json are");
  }
  if (!lists && options.paths.empty()) return refused("what is to be linted?", "name rule files or directories");
  if (options.dry_run && !options.fix) return refused("`--dry-run` is for `--fix`", "write `--fix --dry-run`");
  if (options.dry_run && options.format != "text") {
    return refused("`--dry-run` shows a diff and has no use for `--format`", "leave one of them out");
  }
  if (options.write_baseline && options.baseline.empty()) {
    return refused("`--write-baseline` needs a file", "name it: `--baseline lint.json --write-baseline`");
  }
  if (options.write_baseline && (options.fix || !options.settings.only.empty())) {
    return refused("`--write-baseline` takes all that is found, and does nothing else",
                   "leave `--fix` and `--only` out");
  }
  return exit_done;
}

bool declare(Options& options, const Arguments& arguments, int& code) {
  CLI::App app("Finds what rule files hardly mean, and mends what can be.", "writ lint");
  app.footer(footer);
  app.add_option("PATH", options.paths, "rule files, or directories of them")->type_name("");
  app.add_flag("--fix", options.fix, "make the edits that findings offer, while the files still check");
  app.add_flag("--dry-run", options.dry_run, "with --fix: show the edits as a diff and write nothing");
  app.add_option("--format", options.format,
                 "text: for people; json: a finding a line; sarif; github: annotations; junit: XML")
      ->check(CLI::IsMember({"text", "json", "sarif", "github", "junit"}).description(""))
      ->type_name("text|json|sarif|github|junit");
  app.add_option("--only", options.settings.only, "only these lints or families, with commas between")
      ->delimiter(',')
      ->allow_extra_args(false)
      ->type_name("NAMES");
  const auto* baseline =
      app.add_option("--baseline", options.baseline, "findings that are left for later and not shown")
          ->type_name("FILE");
  app.add_flag("--write-baseline", options.write_baseline, "write that file from what is found now");
  app.add_option("--config", options.settings.config, "this file in place of the nearest writ.toml")->type_name("FILE");
  app.add_option("--today", options.settings.today, "for what runs out; else the date of this machine")
      ->type_name("DATE");
  declare_limit(app, options.limits);
  app.add_flag("--list", options.list, "name the lints, with their levels");
  app.add_option("--explain", options.explain, "say what a lint finds and how it is set")->type_name("NAME");
  if (!parse_arguments(app, arguments, code)) return false;
  if (baseline->count() > 0 && options.baseline.empty()) {
    code = refused("`--baseline` needs the name of a file", "name it: `--baseline lint.json`");
    return false;
  }
  code = disagreement(options);
  return code == exit_done;
}

int list(const Options& options, const lint::Settings& settings) {
  if (options.list) return print(list_of_lints(settings, options.format == "json"));
  const auto lints = lints_named({options.explain});
  if (!lints) return exit_usage;
  std::string text;
  for (const lint::Lint lint : *lints) text += (text.empty() ? "" : "\n") + about_lint(lint, settings);
  return print(text);
}

std::string report(std::span<const Told> all, std::span<const ToldRule> rules, const SourceSet& sources,
                   const std::string& format) {
  if (format == "sarif") return render_sarif(all, rules, sources, WRIT_VERSION) + "\n";
  if (format == "junit") return lint::junit_report(all, sources);
  std::string text;
  for (const Told& told : all) {
    if (format == "json") {
      text += render_json(told, sources) + "\n";
    } else if (format == "github") {
      text += render_github(told, sources) + "\n";
    } else {
      text += render(told, sources, {may_colour(STDOUT_FILENO)}) + "\n";
    }
  }
  return text;
}

/// Files with errors: nothing can be said of what they mean.
int show_errors(const Loaded& loaded, const std::string& format) {
  const std::string text =
      format == "text" ? shown(loaded.diagnostics, *loaded.sources, loaded.limits, may_colour(STDOUT_FILENO)) + "\n"
                       : report(told_within(loaded.limits, loaded.diagnostics), told_rules(loaded.diagnostics),
                                *loaded.sources, format);
  const int printed = print(text);
  std::fputs((counted(loaded.diagnostics) + ", and nothing was linted\n").c_str(), stderr);
  return printed == exit_done ? exit_diagnostics : printed;
}

std::string counted_by_lint(const std::vector<std::string>& lints) {
  std::map<std::string_view, std::size_t> counts;
  for (const std::string& lint : lints) ++counts[lint];
  std::string text;
  for (const auto& [lint, count] : counts) {
    text += (text.empty() ? "" : ", ") + std::to_string(count) + " " + std::string(lint);
  }
  return text;
}

/// One run over rule files: reads, mends where asked, and shows.
class Run {
 public:
  Run(const Options& options, const LintSettings& settings) : options_(options), settings_(settings) {}

  int run() {
    if (!options_.baseline.empty() && !options_.write_baseline) {
      int code = exit_done;
      auto baseline = read_baseline_file(options_.baseline, code);
      if (!baseline) return code;
      baseline_ = std::move(*baseline);
      for (const lint::BaselineEntry& entry : baseline_.entries) known_.insert(entry.fingerprint);
    }
    RuleFiles rules = read_rule_files(options_.paths, SavedPrograms::refused, options_.limits);
    if (!rules.error.empty()) {
      say_error(rules.error, rules.help);
      return exit_io;
    }
    for (const NamedText& text : rules.texts) looked_at_.insert(settings_.settings.seen(text.name));
    Loaded loaded = load(rules.texts, {}, {}, options_.limits);
    if (loaded.model == nullptr) return show_errors(loaded, options_.format);
    if (options_.fix) {
      const lint::Mended mended = lint::mend(
          rules.texts, settings_.settings, settings_.today,
          [&](const lint::Finding&, const std::string& fingerprint) { return !known_.contains(fingerprint); },
          options_.limits);
      if (const int code = take(rules.texts, mended); code != exit_done) return code;
      if (!options_.dry_run) loaded = load(mended.texts, {}, {}, options_.limits);
    }
    return show(loaded);
  }

 private:
  /// Writes what changed, or shows it.
  int take(const std::vector<NamedText>& before, const lint::Mended& mended) {
    std::size_t files = 0;
    std::string diff;
    for (std::size_t i = 0; i < before.size(); ++i) {
      if (before[i].text == mended.texts[i].text) continue;
      ++files;
      std::string error;
      if (options_.dry_run) {
        diff += unified_diff(before[i].name, before[i].text, mended.texts[i].text, may_colour(STDOUT_FILENO));
      } else if (!write_whole(before[i].name, mended.texts[i].text, error, before[i].text)) {
        say_error(error);
        return exit_io;
      }
    }
    const std::size_t count = mended.done.size();
    std::string said = count == 0 ? "nothing to mend\n"
                                  : std::string(options_.dry_run ? "would mend " : "mended ") + std::to_string(count) +
                                        (count == 1 ? " finding in " : " findings in ") + std::to_string(files) +
                                        (files == 1 ? " file: " : " files: ") + counted_by_lint(mended.done) + "\n";
    if (!mended.failed.empty()) {
      said += "left as they are, because the files would no longer check: " + counted_by_lint(mended.failed) + "\n";
    }
    if (mended.stopped) said += "there is more to mend in what came out: run it again\n";
    const int printed = print(diff);
    std::fputs(said.c_str(), stderr);
    return printed;
  }

  int show(const Loaded& loaded) {
    const lint::Subject subject{*loaded.sources,    *loaded.files,   *loaded.model,
                                settings_.settings, settings_.today, options_.limits};
    const lint::Findings findings = lint::run(subject);
    const std::vector<std::string> fingerprints = lint::fingerprints(subject, findings);
    if (options_.write_baseline) {
      return write_baseline_file(options_.baseline, lint::entries_of(subject, findings, fingerprints), settings_,
                                 looked_at_);
    }
    std::vector<Told> all;
    for (std::size_t i = 0; i < findings.size(); ++i) {
      if (!known_.contains(fingerprints[i])) all.push_back(lint::told(subject, findings[i], fingerprints[i]));
    }
    const std::size_t left_out = findings.size() - all.size();
    int printed = exit_done;
    if (!options_.dry_run) {
      std::string text = report(all, lint::told_rules(settings_.settings), *loaded.sources, options_.format);
      if (options_.format == "text") text += summary(all, left_out);
      printed = print(text);
    }
    if (!baseline_.entries.empty()) {
      tell_of_gone(baseline_, {fingerprints.begin(), fingerprints.end()}, looked_at_, settings_.settings);
    }
    if (printed != exit_done) return printed;
    const bool is_clean = std::ranges::all_of(all, [](const Told& told) { return told.severity == Severity::note; });
    return is_clean ? exit_done : exit_diagnostics;
  }

  std::string summary(const std::vector<Told>& all, std::size_t left_out) const {
    std::string text = lint::summary(all, looked_at_.size());
    if (left_out > 0) text += "; " + std::to_string(left_out) + " more in " + options_.baseline;
    const auto mendable = std::ranges::count_if(all, [](const Told& told) { return !told.fixes.empty(); });
    if (mendable > 0 && !options_.fix) text += "; `--fix` mends " + std::to_string(mendable);
    return text + "\n";
  }

  const Options& options_;
  const LintSettings& settings_;
  lint::Baseline baseline_;
  std::set<std::string> known_, looked_at_;
};

}  // namespace

int lint(const Arguments& arguments) {
  Options options;
  int code = exit_done;
  if (!declare(options, arguments, code)) return code;
  const auto settings = read_settings(options.settings, options.paths.empty() ? "" : options.paths.front(), code);
  if (!settings) return code;
  if (options.list || !options.explain.empty()) return list(options, settings->settings);
  return Run(options, *settings).run();
}

}  // namespace writ::cli
