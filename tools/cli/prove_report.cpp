#include "tools/cli/prove_report.hpp"

#include <fmt/format.h>
#include <unistd.h>

#include <CLI/CLI.hpp>
#include <cstdio>
#include <filesystem>
#include <map>

#include "grammar/render.hpp"
#include "tools/cli/command.hpp"
#include "tools/cli/io.hpp"
#include "tools/cli/terminal.hpp"
#include "tools/cli/write_file.hpp"
#include "tools/lint/proof_findings.hpp"
#include "tools/lint/report.hpp"
#include "tools/lint/run.hpp"
#include "tools/testing/proof_tests.hpp"

namespace writ::cli {
namespace {

using analysis::Answer;
using analysis::Statement;

class Reporter {
 public:
  Reporter(const Proved& proved, const ProveOutput& output)
      : proved_(proved),
        output_(output),
        subject_{*proved.loaded.sources, *proved.loaded.files, *proved.loaded.model, proved.settings},
        proof_{*proved.loaded.sources, proved.program, proved.proof},
        findings_(lint::proof_findings(subject_, proof_, proved.whole)) {}

  int report() {
    if (const int written = write_tests(); written != exit_done) return written;
    if (const int written = write_witnesses(); written != exit_done) return written;
    const int printed = print(text());
    return printed == exit_done ? code() : printed;
  }

 private:
  // ---- files ------------------------------------------------------------------------------------------------------

  int write_tests() {
    if (output_.tests.empty()) return exit_done;
    const auto modules = testing::proof_tests(proved_.loaded, proof_);
    if (modules.empty()) {
      std::fputs("no tests were written: nothing was found\n", stderr);
      return exit_done;
    }
    std::error_code failed;
    if (!std::filesystem::is_directory(output_.tests, failed) && !output_.tests.ends_with('/')) {
      if (modules.size() == 1) return write_tests(output_.tests, modules.front());
      say_error(fmt::format("these tests belong to {} policies, and `{}` is one file", modules.size(), output_.tests),
                "name a directory");
      return exit_usage;
    }
    for (const testing::ProofModule& module : modules) {
      const std::string name = std::filesystem::path(module.path).filename().string();
      const int code = write_tests((std::filesystem::path(output_.tests) / name).string(), module);
      if (code != exit_done) return code;
    }
    return exit_done;
  }

  static int write_tests(const std::string& path, const testing::ProofModule& module) {
    if (!may_replace(path)) return exit_usage;
    const int code = write_to(path, module.text);
    if (code != exit_done) return code;
    std::fputs(fmt::format("{}: {} {}\n", path, module.tests, module.tests == 1 ? "test" : "tests").c_str(), stderr);
    return exit_done;
  }

  int write_witnesses() {
    if (output_.witnesses.empty()) return exit_done;
    std::map<std::string, int> names;
    for (const Statement& statement : proved_.proof.statements) {
      if (!statement.witness) continue;
      std::string name = file_name(proof_, statement);
      if (const int number = ++names[name]; number > 1) name += fmt::format("_{}", number);
      const std::string path = (std::filesystem::path(output_.witnesses) / (name + ".json")).string();
      if (const int code = write_to(path, witness_of(proof_, statement).record + "\n"); code != exit_done) return code;
      std::fputs((path + "\n").c_str(), stderr);
    }
    return exit_done;
  }

  // ---- what is printed --------------------------------------------------------------------------------------------

  std::string text() {
    if (output_.format == "json") return json();
    if (output_.format == "sarif" || output_.format == "github" || output_.format == "junit") return findings_alone();
    return for_people();
  }

  std::string for_people() {
    const RenderOptions options{may_colour(STDOUT_FILENO)};
    std::string text = proof_text(proof_, {output_.verbose, options.colour});
    for (const lint::ProofFinding& found : findings_.proved) {
      const Statement& statement = proved_.proof.statements[found.statement];
      text += "\n" + render(lint::told(subject_, found.finding), *proved_.loaded.sources, options);
      if (statement.witness) text += witness_block(proof_, statement);
    }
    for (const lint::Finding& finding : findings_.of_allows) {
      text += "\n" + render(lint::told(subject_, finding), *proved_.loaded.sources, options);
    }
    const ProofCounts counts = count(proof_);
    const std::string bounds = bounds_text(proved_.proof);
    if (!bounds.empty()) text += "\nof lists with " + bounds + "\n";
    const std::string left_out =
        findings_.left_out == 0 ? std::string() : fmt::format(" ({} allowed or off)", findings_.left_out);
    text += fmt::format("{}{} proved, {} refuted{}, {} unknown, in {:.2f} s\n", bounds.empty() ? "\n" : "",
                        counts.proved, counts.refuted, left_out, counts.unknown, proved_.seconds);
    return text;
  }

  std::string json() {
    std::vector<std::string> told(proved_.proof.statements.size());
    for (const lint::ProofFinding& found : findings_.proved) {
      told[found.statement] = render_json(lint::told(subject_, found.finding), *proved_.loaded.sources);
    }
    std::string text;
    for (const lint::Finding& finding : findings_.of_allows) {
      text += fmt::format("{{\"finding\": {}}}\n", render_json(lint::told(subject_, finding), *proved_.loaded.sources));
    }
    return proof_json(proof_, told, proved_.seconds) + text;
  }

  /// With the facts in the help, where nothing else can hold them.
  std::vector<Told> all_told() {
    std::vector<Told> all;
    lint::Findings findings;
    for (const lint::ProofFinding& found : findings_.proved) findings.push_back(found.finding);
    const std::vector<std::string> fingerprints = lint::fingerprints(subject_, findings);
    for (std::size_t i = 0; i < findings_.proved.size(); ++i) {
      const lint::ProofFinding& found = findings_.proved[i];
      Told told = lint::told(subject_, found.finding, fingerprints[i]);
      const Statement& statement = proved_.proof.statements[found.statement];
      if (statement.witness) told.help.push_back("facts: " + on_one_line(witness_of(proof_, statement).record));
      all.push_back(std::move(told));
    }
    for (const lint::Finding& finding : findings_.of_allows) all.push_back(lint::told(subject_, finding));
    return all;
  }

  std::string findings_alone() {
    const std::vector<Told> all = all_told();
    const SourceSet& sources = *proved_.loaded.sources;
    if (output_.format == "junit") return lint::junit_report(all, sources, "writ prove");
    if (output_.format == "sarif") {
      return render_sarif(all, lint::proof_rules(proved_.settings), sources, WRIT_VERSION) + "\n";
    }
    std::string text;
    for (const Told& told : all) text += render_github(told, sources) + "\n";
    return text;
  }

  int code() const {
    const auto fails = [&](const lint::Finding& finding) {
      return lint::told(subject_, finding).severity != Severity::note;
    };
    bool found = false;
    for (const lint::ProofFinding& each : findings_.proved) found = found || fails(each.finding);
    for (const lint::Finding& each : findings_.of_allows) found = found || fails(each);
    for (const Statement& statement : proved_.proof.statements) {
      const bool about_question =
          statement.claim == analysis::Claim::always || statement.claim == analysis::Claim::invariant_decided;
      if (about_question && statement.answer == Answer::no && is_question(statement)) found = true;
      if (output_.require_proof && statement.answer == Answer::unknown) found = true;
    }
    return found ? exit_diagnostics : exit_done;
  }

  bool is_question(const Statement& statement) const {
    if (statement.invariant == model::none) return false;
    const model::Invariant& invariant = proved_.loaded.model->invariants[statement.invariant];
    return (*proved_.loaded.sources)[invariant.span.file].name().starts_with("--");
  }

  const Proved& proved_;
  const ProveOutput& output_;
  lint::Subject subject_;
  ProofSubject proof_;
  lint::ProofFindings findings_;
};

}  // namespace

void declare_output(CLI::App& app, ProveOutput& output) {
  app.add_option("--emit-tests", output.tests, "write what was found as tests")->type_name("FILE");
  app.add_option("--witnesses", output.witnesses, "write the facts that were found, a file each")->type_name("DIR");
  app.add_option("--format", output.format,
                 "text: for people; json: an object a line; sarif; github: annotations; junit: XML")
      ->check(CLI::IsMember({"text", "json", "sarif", "github", "junit"}).description(""))
      ->type_name("text|json|sarif|github|junit");
  app.add_flag("--require-proof", output.require_proof, "fail where something could not be decided");
  app.add_flag("--verbose,-v", output.verbose, "a line a statement, and what is only worth knowing");
}

int report_proof(const Proved& proved, const ProveOutput& output) { return Reporter(proved, output).report(); }

}  // namespace writ::cli
