// writ eval: parse, check, compile, then each record of facts is run and rendered.

#include <unistd.h>

#include <CLI/CLI.hpp>

#include "engine/api/rule_files.hpp"
#include "engine/facts/write_json.hpp"
#include "engine/facts/write_text.hpp"
#include "engine/value/time/format.hpp"
#include "tools/cli/command.hpp"
#include "tools/cli/diagnostics.hpp"
#include "tools/cli/io.hpp"
#include "tools/cli/lines.hpp"
#include "tools/cli/tally.hpp"

namespace writ::cli {
namespace {

struct Options {
  std::vector<std::string> policies, decisions, parameters, files;
  std::string now, language, id_pointer, format = "json";
  std::size_t limit = most_record_bytes;
  bool strict = false, exit_decision = false, quiet = false;
};

constexpr const char* footer = R"(
FILE is NDJSON, one record a line, gzip'd or not; a FILE named *.json is one document; - is standard input.
Each record gives one line, in the same order; one that is rejected says why in its place.

examples:
  writ eval --policy rules --decision send_card orders.ndjson
  writ eval --policy rules --decision send_card,ship_by --now 2025-03-12T10:00:00+08:00 --lang zh orders.ndjson.gz
  writ eval --policy rules --decision send_card --set card_quota=5 --id /order/order_id --format text order.json

exit status: 0 done, 1 something cannot be read or written, 2 wrong usage, 3 errors in rule files or rejected records,
4 with --exit-decision when a decision is forbidden, referred or undetermined
)";

bool declare(Options& options, const Arguments& arguments, int& code) {
  CLI::App app("Decides records of facts.", "writ eval");
  app.footer(footer);
  app.add_option("--policy,-p", options.policies, "rule files, or directories of them")
      ->required()
      ->allow_extra_args(false)
      ->type_name("PATH");
  app.add_option("--decision,-d", options.decisions, "the decisions wanted; unqualified where that is unambiguous")
      ->required()
      ->allow_extra_args(false)
      ->delimiter(',')
      ->type_name("NAME[,NAME]");
  app.add_option("--now", options.now, "the time to decide for, whatever the records say")->type_name("INSTANT");
  app.add_option("--set", options.parameters, "another value for a parameter")
      ->type_name("PARAMETER=VALUE")
      ->take_all()
      ->expected(1)
      ->multi_option_policy(CLI::MultiOptionPolicy::TakeAll);
  app.add_option("--lang", options.language, "messages in this language alone")->type_name("TAG");
  app.add_option("--limit", options.limit, "reject records of more bytes")
      ->type_name("BYTES")
      ->check(CLI::Range(std::size_t{1}, std::size_t{1} << 30).description(""))
      ->capture_default_str();
  app.add_flag("--strict", options.strict, "reject records with members that the policy does not know");
  app.add_option("--id", options.id_pointer, "a member of each record that its line repeats first")
      ->type_name("POINTER")
      ->check(CLI::Validator(
          [](const std::string& pointer) {
            return pointer.starts_with('/') ? std::string() : "a JSON pointer begins with a slash: `/" + pointer + "`";
          },
          ""));
  app.add_option("--format", options.format, "json: a line a record; text: for people")
      ->check(CLI::IsMember({"json", "text"}).description(""))
      ->type_name("json|text");
  app.add_flag("--exit-decision", options.exit_decision, "let the exit status tell when a decision says no");
  app.add_flag("--quiet,-q", options.quiet, "no summary on standard error");
  app.add_option("files", options.files, "facts")->required()->type_name("FILE");
  return parse_arguments(app, arguments, code);
}

/// `card_quota=5`; the value may have further `=` in it.
bool split_parameters(const std::vector<std::string>& written, std::vector<ParameterText>& parameters) {
  for (const std::string& parameter : written) {
    const auto equals = parameter.find('=');
    if (equals == std::string::npos || equals == 0) {
      say_error("`--set " + parameter + "` names no value", "write `--set card_quota=5`");
      return false;
    }
    parameters.push_back({parameter.substr(0, equals), parameter.substr(equals + 1)});
  }
  return true;
}

bool find_decisions(const model::Model& model, const std::vector<std::string>& names,
                    std::vector<model::DecisionId>& wanted) {
  for (const std::string& name : names) {
    const FoundDecision found = find_decision(model, name);
    if (found.decision == model::none) {
      say_error(found.problem, found.help);
      return false;
    }
    wanted.push_back(found.decision);
  }
  return true;
}

bool is_document(std::string_view path) { return path.ends_with(".json") || path.ends_with(".json.gz"); }

/// Everything that the records go through.
class Run {
 public:
  Run(const Options& options, std::shared_ptr<const Program> program, const SourceSet& sources,
      std::vector<model::DecisionId> wanted, std::optional<time::Instant> now)
      : options_(options),
        answerer_(program, wanted, {now, options.strict, options.id_pointer, options.limit}),
        json_(program, sources, answerer_, {options.language, wanted.size() > 1}),
        text_(program, sources, {options.language, isatty(STDOUT_FILENO) == 1}),
        as_text_(options.format == "text"),
        tally_(program->model, wanted, options.quiet) {}

  int files() {
    int code = exit_done;
    for (const std::string& path : options_.files) {
      if (!file(path)) code = exit_io;
      if (!out_.error().empty()) break;
    }
    if (out_.error().empty()) out_.write();
    tally_.finish();
    if (!out_.error().empty()) {
      say_error(out_.error());
      return exit_io;
    }
    if (code != exit_done) return code;
    if (tally_.rejected() > 0) return exit_diagnostics;
    return options_.exit_decision && tally_.negative() > 0 ? exit_negative : exit_done;
  }

 private:
  /// False where it could not be read to its end.
  bool file(const std::string& path) {
    std::string error;
    auto input = Input::open(path, error);
    if (!input) {
      say_error(error);
      return false;
    }
    LineReader lines(*input, options_.limit);
    if (is_document(path)) lines.all_is_one_line();
    Line line;
    for (;;) {
      const auto found = lines.next(line);
      if (found == LineReader::Found::end) break;
      if (found == LineReader::Found::line) {
        record(line);
        if (!out_.write_if_full()) return true;
        continue;
      }
      // Waiting for more: what is decided need not wait with us.
      if (lines.may_wait() && !out_.write()) return true;
      lines.fill();
    }
    if (input->error().empty()) return true;
    tally_.pause();
    say_error(input->error());
    return false;
  }

  void record(const Line& line) {
    const Answer& answer =
        line.too_long ? answerer_.refuse(too_large(line.bytes, options_.limit)) : answerer_.answer(line.text);
    if (as_text_) {
      text_.append(out_.text, answer);
    } else {
      json_.append(out_.text, answer);
    }
    tally_.count(answer);
  }

  const Options& options_;
  Answerer answerer_;
  AnswerWriter json_;
  TextWriter text_;
  bool as_text_;
  Tally tally_;
  Output out_;
};

}  // namespace

int eval(const Arguments& arguments) {
  Options options;
  int code = exit_done;
  std::vector<ParameterText> parameters;
  if (!declare(options, arguments, code)) return code;
  if (!split_parameters(options.parameters, parameters)) return exit_usage;
  std::optional<time::Instant> now;
  if (!options.now.empty()) {
    now = time::parse_instant(options.now);
    if (!now) {
      say_error("`--now " + options.now + "` is no instant", "write it as 2025-03-12T10:00:00+08:00");
      return exit_usage;
    }
  }
  RuleFiles rules = read_rule_files(options.policies);
  if (!rules.error.empty()) {
    say_error(rules.error, rules.help);
    return exit_io;
  }

  const Loaded loaded = load(std::move(rules.texts), parameters);
  show_diagnostics(loaded);
  if (loaded.model == nullptr) return exit_diagnostics;
  const auto program = compile(loaded.model);
  if (program == nullptr) {
    say_error("an expression is too large to be compiled", "take parts of it out into definitions of their own");
    return exit_diagnostics;
  }
  std::vector<model::DecisionId> wanted;
  if (!find_decisions(*loaded.model, options.decisions, wanted)) return exit_usage;
  return Run(options, program, *loaded.sources, std::move(wanted), now).files();
}

}  // namespace writ::cli
