#include "tools/cli/prove_report.hpp"

#include <fmt/format.h>
#include <unistd.h>

#include <CLI/CLI.hpp>

#include "grammar/render.hpp"
#include "tools/cli/command.hpp"
#include "tools/cli/io.hpp"
#include "tools/cli/terminal.hpp"
#include "tools/lint/proof_findings.hpp"
#include "tools/lint/report.hpp"
#include "tools/lint/table.hpp"

namespace writ::cli {
namespace {

using analysis::Answer;
using analysis::Statement;

class Reporter {
 public:
  Reporter(const Proved& proved, const ProveOutput& output)
      : proved_(proved),
        output_(output),
        settings_(lint::Settings::standard()),
        subject_{*proved.loaded.sources, *proved.loaded.files, *proved.loaded.model, settings_},
        proof_{*proved.loaded.sources, proved.program, proved.proof},
        findings_(lint::proof_findings(subject_, proof_, proved.whole)) {}

  int report() {
    const int printed = print(text());
    return printed == exit_done ? code() : printed;
  }

 private:
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
      if (statement.witness) text += witness_block(witness_of(proof_, statement));
    }
    for (const lint::Finding& finding : findings_.of_allows) {
      text += "\n" + render(lint::told(subject_, finding), *proved_.loaded.sources, options);
    }
    const ProofCounts counts = count(proof_);
    const std::string bounds = bounds_text(proved_.proof);
    if (!bounds.empty()) text += "\nof lists with " + bounds + "\n";
    text += fmt::format("{}{} proved, {} refuted, {} unknown, in {:.2f} s\n", bounds.empty() ? "\n" : "", counts.proved,
                        counts.refuted, counts.unknown, proved_.seconds);
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
    for (const lint::ProofFinding& found : findings_.proved) {
      Told told = lint::told(subject_, found.finding);
      const Statement& statement = proved_.proof.statements[found.statement];
      if (statement.witness) told.help.push_back("facts: " + witness_of(proof_, statement).record);
      all.push_back(std::move(told));
    }
    for (const lint::Finding& finding : findings_.of_allows) all.push_back(lint::told(subject_, finding));
    return all;
  }

  std::string findings_alone() {
    const std::vector<Told> all = all_told();
    if (output_.format == "github") {
      std::string text;
      for (const Told& told : all) text += render_github(told, *proved_.loaded.sources) + "\n";
      return text;
    }
    return {};
  }

  int code() const {
    const auto fails = [&](const lint::Finding& finding) {
      return lint::told(subject_, finding).severity != Severity::note;
    };
    bool found = false;
    for (const lint::ProofFinding& each : findings_.proved) found = found || fails(each.finding);
    for (const lint::Finding& each : findings_.of_allows) found = found || fails(each);
    for (const Statement& statement : proved_.proof.statements) {
      if (statement.claim == analysis::Claim::always && statement.answer == Answer::no) found = true;
      if (output_.require_proof && statement.answer == Answer::unknown) found = true;
    }
    return found ? exit_diagnostics : exit_done;
  }

  const Proved& proved_;
  const ProveOutput& output_;
  lint::Settings settings_;
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
