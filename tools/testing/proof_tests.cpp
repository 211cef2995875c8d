#include "tools/testing/proof_tests.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <map>

#include "engine/analysis/replay.hpp"
#include "engine/value/names.hpp"
#include "engine/value/time/format.hpp"
#include "grammar/parse.hpp"
#include "grammar/print.hpp"
#include "tools/testing/boundary_text.hpp"
#include "tools/testing/literal.hpp"

namespace writ::testing {
namespace {

using namespace model;
using analysis::Answer;
using analysis::Claim;
using analysis::Statement;

FileIndex file_of(const Model& model, const Statement& statement) {
  return statement.decision != none ? model.decisions[statement.decision].file
                                    : model.invariants[statement.invariant].file;
}

/// In the form in which authors write; as it is where that fails.
std::string formatted(const std::string& text) {
  SourceSet sources;
  const FileId id = sources.add("", text);
  const Parsed parsed = parse(sources, id);
  if (has_errors(parsed.diagnostics)) return text;
  const Formatted result = format(sources[id], parsed.file);
  return result.error.empty() ? result.text : text;
}

class Writer {
 public:
  Writer(const Loaded& loaded, const ProofSubject& proof, FileIndex policy)
      : loaded_(loaded),
        model_(*loaded.model),
        proof_(proof),
        policy_(policy),
        zone_(model_.files[policy].zone == nullptr ? time::Zone::utc() : model_.files[policy].zone),
        visible_(visible_files(loaded, policy)),
        literals_(model_, *zone_, visible_) {}

  ProofModule write(const std::vector<const Statement*>& statements) {
    place_module();
    header();
    for (const Statement* statement : statements) append(*statement);
    module_.tests = statements.size();
    module_.text = formatted(module_.text);
    return std::move(module_);
  }

 private:
  void line(std::string_view text) { module_.text.append(text).append("\n"); }

  /// A name and a path that nothing has yet.
  void place_module() {
    const File& policy = model_.files[policy_];
    std::string path = (*loaded_.sources)[policy.source].name();
    if (path.ends_with(".writ")) path.resize(path.size() - 5);
    const auto taken = [&](const std::string& ending) {
      return std::ranges::any_of(model_.files, [&](const File& file) { return file.name == policy.name + ending; });
    };
    std::string ending = "_found";
    for (int number = 2; taken(ending); ++number) ending = fmt::format("_found_{}", number);
    module_.name = policy.name + ending;
    module_.path = path + ending + ".writ";
  }

  void header() {
    const File& policy = model_.files[policy_];
    const syntax::File& syntax = (*loaded_.files)[policy_];
    line(fmt::format("/// Facts that `writ prove` found for {}, with what was expected of them or what they come to.",
                     policy.name));
    line(fmt::format("module {} \"Facts that were found\"", module_.name));
    if (policy.zone != nullptr) line("  timezone \"" + policy.zone->name() + "\"");
    if (syntax.header.calendar) line(fmt::format("  calendar {}", syntax.header.calendar->text));
    line("");
    for (const syntax::Use& use : syntax.header.uses) line(loaded_.sources->text(use.span));
    line("use " + policy.name);
  }

  std::string instant(time::Instant instant) const {
    std::string text;
    time::append_instant(text, instant, *zone_);
    return text;
  }

  /// A test is held to all invariants of its facts: one that reads what is undetermined fails with it.
  std::string failing_invariant(const Statement& statement) {
    const analysis::FactSet& facts = *statement.witness;
    const analysis::Example laid_out = example(*proof_.program, facts);
    analysis::Replay replay(proof_.program);
    for (std::uint32_t i = 0; i < model_.invariants.size(); ++i) {
      const Invariant& invariant = model_.invariants[i];
      if ((*loaded_.sources)[invariant.span.file].name().starts_with("--")) continue;
      const auto there = [&](FactId fact) { return std::ranges::find(facts.facts, fact) != facts.facts.end(); };
      if (!std::ranges::all_of(invariant.needs, there)) continue;
      if (!replay.begin(laid_out, invariant.needs).admitted()) continue;
      const auto result = replay.invariant(i);
      if (!result.holds || result.error) return fmt::format(" (fails by the invariant {})", invariant.name);
    }
    return {};
  }

  std::string title(const Statement& statement) {
    std::string about = statement.decision != none ? std::string(unqualified(model_.decisions[statement.decision].name))
                                                   : model_.invariants[statement.invariant].name;
    std::string text;
    switch (statement.claim) {
      case Claim::one_rule: text = fmt::format("{}: two rules apply together", about); break;
      case Claim::decided: text = fmt::format("{}: undetermined{}", about, failing_invariant(statement)); break;
      case Claim::invariant_holds: text = fmt::format("{}: does not hold", about); break;
      case Claim::invariant_decided: text = fmt::format("{}: cannot be evaluated", about); break;
      case Claim::possible: text = "facts that were asked for"; break;
      default: text = "not always so"; break;
    }
    const auto count = ++titles_[text];
    return count == 1 ? text : fmt::format("{} ({})", text, count);
  }

  void append(const Statement& statement) {
    const analysis::FactSet& facts = *statement.witness;
    line("");
    line(fmt::format("test \"{}\"", title(statement)));
    for (const Parameter& parameter : model_.parameters) {
      if (!parameter.overridden || std::ranges::find(visible_, parameter.file) == visible_.end()) continue;
      line(fmt::format("  set {} = {}", parameter.name, loaded_.sources->text(model_[parameter.value].span)));
    }
    line("  at " + instant(facts.now));
    const analysis::Example laid_out = example(*proof_.program, facts);
    for (std::size_t i = 0; i < facts.facts.size(); ++i) {
      const Fact& fact = model_.facts[facts.facts[i]];
      if (!facts.values[i].present) continue;
      std::string value;
      literals_.append_in_row(value, fact.type, laid_out.row + proof_.program->fact_offsets[facts.facts[i]]);
      line(fmt::format("  given {} = {}", fact.name, value));
    }
    expectation(statement);
  }

  void expectation(const Statement& statement) {
    if (statement.decision != none) {
      line(fmt::format("  expect {} is undetermined", unqualified(model_.decisions[statement.decision].name)));
      return;
    }
    const ExprId condition = model_.invariants[statement.invariant].condition;
    // In the author's words, on one line: a condition may stand on several.
    std::string words;
    for (const char c : loaded_.sources->text(model_[condition].span)) {
      const bool blank = c == '\n' || c == '\r' || c == '\t' || c == ' ';
      if (!blank) words += c;
      if (blank && !words.ends_with(' ')) words += ' ';
    }
    line("  expect " + words);
  }

  const Loaded& loaded_;
  const Model& model_;
  const ProofSubject& proof_;
  FileIndex policy_;
  std::shared_ptr<const time::Zone> zone_;
  std::vector<FileIndex> visible_;
  LiteralWriter literals_;
  std::map<std::string, int> titles_;
  ProofModule module_;
};

/// Has facts of its own, and what is to be expected of them can be said.
bool is_shown(const Model& model, const Statement& statement) {
  if (!statement.witness) return false;
  const bool asked = statement.claim == Claim::possible && statement.answer == Answer::yes;
  return asked || is_fault(model, statement);
}

}  // namespace

std::vector<ProofModule> proof_tests(const Loaded& loaded, const ProofSubject& proof) {
  const Model& model = *loaded.model;
  std::map<FileIndex, std::vector<const Statement*>> by_file;
  for (const Statement& statement : proof.proof.statements) {
    if (is_shown(model, statement)) by_file[file_of(model, statement)].push_back(&statement);
  }
  std::vector<ProofModule> modules;
  for (const auto& [file, statements] : by_file) modules.push_back(Writer(loaded, proof, file).write(statements));
  return modules;
}

}  // namespace writ::testing
