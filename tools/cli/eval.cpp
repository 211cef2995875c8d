// writ eval: parse, check, compile, then each record of facts is run and rendered.

#include <unistd.h>

#include <CLI/CLI.hpp>

#include "engine/facts/write_json.hpp"
#include "engine/facts/write_text.hpp"
#include "tools/cli/asked.hpp"
#include "tools/cli/command.hpp"
#include "tools/cli/io.hpp"
#include "tools/cli/lines.hpp"
#include "tools/cli/tally.hpp"
#include "tools/cli/terminal.hpp"

namespace writ::cli {
namespace {

struct Options {
  Asked asked;
  AskedRecords records;
  std::string now, language, format = "json";
  std::size_t limit = most_record_bytes;
  bool exit_decision = false, quiet = false;
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
  declare_asked(app, options.asked);
  app.add_option("--now", options.now, "the time to decide for, whatever the records say")->type_name("INSTANT");
  app.add_option("--lang", options.language, "messages in this language alone")->type_name("TAG");
  app.add_option("--limit", options.limit, "reject records of more bytes")
      ->type_name("BYTES")
      ->check(CLI::Range(std::size_t{1}, std::size_t{1} << 30).description(""))
      ->capture_default_str();
  declare_records(app, options.records, "a member of each record that its line repeats first");
  app.add_option("--format", options.format, "json: a line a record; text: for people")
      ->check(CLI::IsMember({"json", "text"}).description(""))
      ->type_name("json|text");
  app.add_flag("--exit-decision", options.exit_decision, "let the exit status tell when a decision says no");
  app.add_flag("--quiet,-q", options.quiet, "no summary on standard error");
  return parse_arguments(app, arguments, code);
}

/// Everything that the records go through.
class Run {
 public:
  Run(const Options& options, std::shared_ptr<const Program> program, const SourceSet& sources,
      std::vector<model::DecisionId> wanted, std::optional<time::Instant> now)
      : options_(options),
        answerer_(program, wanted, {now, options.records.strict, options.records.id_pointer, options.limit}),
        json_(program, sources, answerer_, {options.language, wanted.size() > 1}),
        text_(program, sources, {options.language, may_colour(STDOUT_FILENO)}),
        as_text_(options.format == "text"),
        tally_(program->model, wanted, options.quiet) {}

  int files() {
    int code = exit_done;
    for (const std::string& path : options_.records.files) {
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
  if (!declare(options, arguments, code)) return code;
  std::optional<time::Instant> now;
  if (!read_instant("--now", options.now, now)) return exit_usage;
  auto ready = make_ready(options.asked, {}, code);
  if (!ready) return code;
  return Run(options, ready->program, *ready->loaded.sources, std::move(ready->wanted), now).files();
}

}  // namespace writ::cli
