// writ diff: what changed in meaning between two versions of policies.

#include <fmt/format.h>
#include <unistd.h>

#include <CLI/CLI.hpp>
#include <algorithm>
#include <chrono>

#include "engine/analysis/answered.hpp"
#include "engine/analysis/difference.hpp"
#include "tools/cli/asked.hpp"
#include "tools/cli/command.hpp"
#include "tools/cli/limit_option.hpp"
#include "tools/cli/proof_options.hpp"
#include "tools/cli/records.hpp"
#include "tools/cli/tally.hpp"
#include "tools/cli/terminal.hpp"
#include "tools/report/difference.hpp"
#include "tools/report/recorded.hpp"

namespace writ::cli {
namespace {

struct Options {
  std::string before, after, format = "text", id_pointer;
  std::vector<std::string> decisions, both, only_before, only_after, facts;
  AskedProof proof{.bounds = {}, .time_limit = "5s"};
  Limits limits;
  std::size_t examples = 3;
  bool no_proof = false, strict = false, verbose = false, exit_difference = false;
};

constexpr const char* footer = R"(
OLD and NEW are rule files, or directories of them. Each decision that both have is compared for every record that both
take: a difference is shown by the smallest record that has it, and that there is none is proved, for lists up to a length
that is shown. With --facts, recorded orders are decided by both as well, and counted.

examples:
  writ diff rules.old rules.new
  writ diff --decision send_card --set-old card_quota=3 --set-new card_quota=5 rules rules
  writ diff --facts orders.ndjson.gz --id /order/order_id rules.old rules.new

exit status: 0 done, 1 something cannot be read or written, 2 wrong usage, 3 errors in rule files, 4 with
--exit-difference, where something differs
)";

bool declare(Options& options, const Arguments& arguments, int& code) {
  CLI::App app("Shows what changed in meaning between two versions of policies.", "writ diff");
  app.footer(footer);
  app.add_option("OLD", options.before, "the earlier version")->required()->type_name("");
  app.add_option("NEW", options.after, "the later version")->required()->type_name("");
  const auto repeated = [&](const char* name, std::vector<std::string>& values, const char* help, const char* type) {
    return app.add_option(name, values, help)->allow_extra_args(false)->type_name(type);
  };
  repeated("--decision,-d", options.decisions, "these decisions alone", "NAME[,NAME]")->delimiter(',');
  repeated("--set", options.both, "another value for a parameter, in both versions", "PARAMETER=VALUE");
  repeated("--set-old", options.only_before, "likewise in OLD alone", "PARAMETER=VALUE");
  repeated("--set-new", options.only_after, "likewise in NEW alone", "PARAMETER=VALUE");
  repeated("--facts", options.facts, "recorded facts, as eval reads them", "FILE");
  app.add_option("--id", options.id_pointer, "a member that names a record in examples")->type_name("POINTER");
  app.add_option("--examples", options.examples, "how many records are shown of each decision")->type_name("N");
  app.add_flag("--strict", options.strict, "reject records with members that a policy does not know");
  app.add_flag("--no-proof", options.no_proof, "compare recorded facts alone")->needs("--facts");
  declare_proof(app, options.proof);
  declare_limit(app, options.limits);
  app.add_option("--format", options.format, "text: for people; json: an object a decision")
      ->check(CLI::IsMember({"text", "json"}).description(""))
      ->type_name("text|json");
  app.add_flag("--verbose,-v", options.verbose, "show all that differs, and the decisions that are the same too");
  app.add_flag("--exit-difference", options.exit_difference, "exit with status 4 where something differs");
  return parse_arguments(app, arguments, code);
}

std::optional<Ready> version(const std::string& path, const std::vector<std::string>& own, const Options& options,
                             int& code) {
  Asked asked;
  asked.policies = {path};
  asked.limits = options.limits;
  asked.parameters = options.both;
  asked.parameters.insert(asked.parameters.end(), own.begin(), own.end());
  return make_ready(asked, {}, Uses::all, code);
}

/// The qualified names of decisions that are asked for; each is in one version at least.
bool find_names(const Options& options, const model::Model& before, const model::Model& after,
                std::vector<std::string>& names) {
  for (const std::string& name : options.decisions) {
    const FoundDecision in_after = find_decision(after, name);
    const FoundDecision in_before = find_decision(before, name);
    if (in_after.decision != model::none) {
      names.push_back(after.decisions[in_after.decision].name);
    } else if (in_before.decision != model::none) {
      names.push_back(before.decisions[in_before.decision].name);
    } else {
      say_error(in_after.problem, in_after.help);
      return false;
    }
  }
  return true;
}

/// How many records were read, while a terminal watches and at the end.
class Progress {
 public:
  void step() {
    if ((++records_ & 0x3ff) != 0 || !watched_ || Clock::now() - last_shown_ < std::chrono::milliseconds(200)) return;
    last_shown_ = Clock::now();
    std::fputs(("\r\033[K" + grouped(records_) + " records").c_str(), stderr);
    std::fflush(stderr);
  }
  void finish() const {
    const std::chrono::duration<double> taken = Clock::now() - begin_;
    std::fputs(fmt::format("{}{} record{} in {:.2f} s\n", watched_ ? "\r\033[K" : "", grouped(records_),
                           records_ == 1 ? "" : "s", taken.count())
                   .c_str(),
               stderr);
  }
  std::uint64_t records() const { return records_; }

 private:
  using Clock = std::chrono::steady_clock;
  bool watched_ = isatty(STDERR_FILENO) != 0;
  std::uint64_t records_ = 0;
  Clock::time_point begin_ = Clock::now(), last_shown_ = begin_;
};

analysis::Answered too_long(std::uint64_t most_bytes) {
  return {.rejected = fmt::format("as longer than {} bytes", grouped(most_bytes))};
}

/// Recorded facts, decided by both versions.
class Recorded {
 public:
  Recorded(const Ready& before, const Ready& after, const std::vector<std::string>& names, const Options& options)
      : options_(options) {
    const model::Model& old_model = *before.loaded.model;
    const model::Model& new_model = *after.loaded.model;
    const FactsPlanOptions plan{.strict = options.strict, .id_pointer = options.id_pointer, .limits = options.limits};
    for (model::DecisionId id = 0; id < new_model.decisions.size(); ++id) {
      const std::string& name = new_model.decisions[id].name;
      const auto old = old_model.decision(name);
      if (!old || (!names.empty() && std::ranges::find(names, name) == names.end())) continue;
      const Type type = new_model.decisions[id].type;
      const bool same = old_model.decisions[*old].type == type;
      pairs_.push_back({analysis::DecisionAnswers(before.program, options.limits),
                        analysis::DecisionAnswers(after.program, options.limits),
                        RecordedDecision(name, same ? type : Type{}, options.examples)});
      pairs_.back().before.take(*old, plan);
      pairs_.back().after.take(id, plan);
    }
  }

  int read(std::string& text) {
    Output out;
    Progress progress;
    const std::uint64_t most_bytes = options_.limits.record_bytes;
    const int code = each_record(options_.facts, most_bytes, out, [&](const RecordLine& line) {
      progress.step();
      for (Pair& pair : pairs_) {
        const analysis::Answered before = line.too_long ? too_long(most_bytes) : pair.before.answer(line.text);
        const analysis::Answered after = line.too_long ? too_long(most_bytes) : pair.after.answer(line.text);
        const bool has_id = !line.too_long && !options_.id_pointer.empty() && pair.after.id() != "null";
        pair.decision.take(has_id ? std::string(pair.after.id()) : "record " + std::to_string(progress.records()),
                           before, after);
      }
      return true;
    });
    progress.finish();
    bool is_first = true;
    for (const Pair& pair : pairs_) {
      if (options_.format == "json") {
        text += pair.decision.json() + "\n";
      } else if (pair.decision.differs() || options_.verbose) {
        text += (is_first ? "" : "\n") + pair.decision.text();
        is_first = false;
      }
    }
    return code;
  }

  bool differs() const {
    return std::ranges::any_of(pairs_, [](const Pair& pair) { return pair.decision.differs(); });
  }

 private:
  struct Pair {
    analysis::DecisionAnswers before, after;
    RecordedDecision decision;
  };
  const Options& options_;
  std::vector<Pair> pairs_;
};

bool any_difference(const analysis::Differences& differences) {
  return std::ranges::any_of(differences.decisions, [](const analysis::DecisionComparison& decision) {
    const DecisionChange change = change_of(decision);
    const bool is_same = change == DecisionChange::unchanged || change == DecisionChange::same;
    return !is_same || !decision.facts.empty();
  });
}

analysis::Differences compare(const Ready& before, const Ready& after, analysis::CompareOptions wanted) {
  const bool shows_progress = isatty(STDERR_FILENO) != 0;
  if (shows_progress) {
    wanted.progress = [](const std::string& decision) {
      std::fputs(("\r\033[K" + decision).c_str(), stderr);
      std::fflush(stderr);
    };
  }
  analysis::Differences differences = analysis::compare(before.program, after.program, wanted);
  if (shows_progress) std::fputs("\r\033[K", stderr);
  return differences;
}

}  // namespace

int diff(const Arguments& arguments) {
  Options options;
  int code = exit_done;
  if (!declare(options, arguments, code)) return code;
  analysis::CompareOptions wanted;
  if (!read_proof(options.proof, wanted.bounds, wanted.limits)) return exit_usage;
  const auto before = version(options.before, options.only_before, options, code);
  if (!before) return code;
  const auto after = version(options.after, options.only_after, options, code);
  if (!after) return code;
  if (!find_names(options, *before->loaded.model, *after->loaded.model, wanted.decisions)) return exit_usage;
  if (!know_lists(*after->loaded.model, wanted.bounds)) return exit_usage;

  std::string text;
  bool differs = false;
  if (!options.no_proof) {
    const analysis::Differences differences = compare(*before, *after, wanted);
    differs = any_difference(differences);
    text = options.format == "json" ? difference_json(differences)
                                    : difference_text(differences, {options.verbose, may_colour(STDOUT_FILENO)});
  }
  int read = exit_done;
  if (!options.facts.empty()) {
    if (options.format == "text" && !text.empty()) text += "\n";
    Recorded recorded(*before, *after, wanted.decisions, options);
    read = recorded.read(text);
    differs |= recorded.differs();
  }
  const int printed = print(text);
  if (printed != exit_done) return printed;
  if (read != exit_done) return read;
  return options.exit_difference && differs ? exit_negative : exit_done;
}

}  // namespace writ::cli
