// writ eval: parse, check, compile, then each record of facts is run and rendered.

#include <unistd.h>

#include <CLI/CLI.hpp>
#include <algorithm>
#include <atomic>
#include <functional>
#include <thread>
#include <utility>

#include "engine/facts/ordered_pipeline.hpp"
#include "engine/facts/write_json.hpp"
#include "engine/facts/write_text.hpp"
#include "tools/cli/asked.hpp"
#include "tools/cli/chunks.hpp"
#include "tools/cli/command.hpp"
#include "tools/cli/io.hpp"
#include "tools/cli/signals.hpp"
#include "tools/cli/tally.hpp"
#include "tools/cli/terminal.hpp"

namespace writ::cli {
namespace {

constexpr std::size_t most_threads = 64;

/// As many as the machine has, but no more than one reader and one writer can keep busy.
std::size_t usual_threads() { return std::clamp<std::size_t>(std::thread::hardware_concurrency(), 1, 8); }

struct Options {
  Asked asked;
  AskedRecords records;
  std::string now, language, format = "json";
  std::size_t threads = usual_threads();
  bool exit_decision = false, quiet = false;
};

constexpr const char* footer = R"(
FILE is NDJSON, one record a line, gzip'd or not; a FILE named *.json or *.json.gz is one document; - is standard input.
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
  declare_records(app, options.records, "a member of each record that its line repeats first");
  app.add_option("--format", options.format, "json: a line a record; text: for people")
      ->check(CLI::IsMember({"json", "text"}).description(""))
      ->type_name("json|text");
  app.add_option("--threads", options.threads,
                 "how many decide at once, to the same answers; by default one a processor, at most 8")
      ->type_name("N")
      ->check(CLI::Range(std::size_t{1}, most_threads).description(""));
  app.add_flag("--exit-decision", options.exit_decision, "let the exit status tell when a decision says no");
  app.add_flag("--quiet,-q", options.quiet, "no summary on standard error");
  return parse_arguments(app, arguments, code);
}

/// Output that waits until that of the records before it is written. Lines of two bytes can be answered with hundreds,
/// so it is bounded by itself, whatever is read.
class Waiting {
 public:
  explicit Waiting(std::size_t most) : most_(most) {}

  /// False where there is too much.
  bool add(std::size_t bytes) { return bytes_.fetch_add(bytes, std::memory_order_relaxed) + bytes <= most_; }
  void remove(std::size_t bytes) { bytes_.fetch_sub(bytes, std::memory_order_relaxed); }

 private:
  std::size_t most_;
  std::atomic<std::size_t> bytes_ = 0;
};

/// A chunk of records on its way: read, answered, written; in parts where its answers are long.
struct Job {
  Chunk chunk;
  std::optional<RecordLines> lines;  ///< Those that are not answered yet; none where no record is, or all are.
  std::string out;
  std::size_t waiting = 0;  ///< Bytes of `out` that are counted as waiting.
  Counts counts;
  std::string error;      ///< Why there is no chunk: a file cannot be read, or not to its end.
  bool may_wait = false;  ///< For more to come: what is decided need not wait with it.
};

/// Gives the chunks of all files, one after another.
class Source {
 public:
  Source(const Options& options, const Interrupt& interrupt) : options_(options), interrupt_(interrupt) {}

  bool next(Job& job) {
    job.error.clear();
    for (;;) {
      if (!input_ && !open(job.error)) return !job.error.empty();
      job.may_wait = input_->may_wait();
      if (reader_->next(job.chunk)) {
        job.lines = job.chunk.lines(options_.asked.limits.record_bytes);
        return true;
      }
      job.error = input_->error();
      reader_.reset();
      input_.reset();
      if (!job.error.empty()) return true;
    }
  }

 private:
  bool open(std::string& error) {
    if (next_ == options_.records.files.size()) return false;
    const std::string& path = options_.records.files[next_++];
    input_ = Input::open(path, error);
    if (!input_) return false;
    input_->heed(interrupt_);
    reader_.emplace(*input_, options_.asked.limits.record_bytes, is_document(path));
    return true;
  }

  const Options& options_;
  const Interrupt& interrupt_;
  std::size_t next_ = 0;
  std::optional<Input> input_;
  std::optional<ChunkReader> reader_;
};

/// What one thread answers records with.
class Worker {
 public:
  Worker(const Options& options, const std::shared_ptr<const Program>& program, const SourceSet& sources,
         const std::vector<model::DecisionId>& wanted, std::optional<time::Instant> now, Waiting& waiting)
      : limit_(options.asked.limits.record_bytes),
        waiting_(waiting),
        answerer_(program, wanted, {now, options.records.strict, options.records.id_pointer, options.asked.limits}),
        json_(program, sources, answerer_, {options.language, wanted.size() > 1}),
        text_(program, sources, {options.language, may_colour(STDOUT_FILENO)}),
        as_text_(options.format == "text") {}

  void work(Job& job) {
    if (!job.lines) return;
    for (RecordLine line; job.lines->next(line);) {
      const Answer& answer =
          line.too_long ? answerer_.refuse(too_large(line.bytes, limit_)) : answerer_.answer(line.text);
      if (as_text_) {
        text_.append(job.out, answer);
      } else {
        json_.append(job.out, answer);
      }
      job.counts.count(answer);
      if (job.out.size() - job.waiting >= step && !has_room(job)) return;
    }
    job.lines.reset();
  }

 private:
  static constexpr std::size_t step = 64 * 1024, most_of_a_job = std::size_t{1} << 20;

  bool has_room(Job& job) {
    const std::size_t more = job.out.size() - job.waiting;
    job.waiting += more;
    return waiting_.add(more) && job.out.size() < most_of_a_job;
  }

  std::size_t limit_;
  Waiting& waiting_;
  Answerer answerer_;
  AnswerWriter json_;
  TextWriter text_;
  bool as_text_;
};

/// Everything that the records go through.
class Run {
 public:
  Run(const Options& options, std::shared_ptr<const Program> program, const SourceSet& sources,
      std::vector<model::DecisionId> wanted, std::optional<time::Instant> now)
      : options_(options),
        program_(std::move(program)),
        sources_(sources),
        wanted_(std::move(wanted)),
        now_(now),
        tally_(program_->model, wanted_, options.quiet) {}

  int files() {
    Source source(options_, interrupt_);
    Waiting waiting(options_.threads > 1 ? most_waiting : 0);
    std::vector<std::optional<Worker>> workers(options_.threads);
    OrderedPipeline<Job>(options_.threads, {.make = [&](Job& job) { return source.next(job); },
                                            .work =
                                                [&](std::size_t number, Job& job) {
                                                  auto& worker = workers[number];
                                                  if (!worker)
                                                    worker.emplace(options_, program_, sources_, wanted_, now_,
                                                                   waiting);
                                                  worker->work(job);
                                                },
                                            .whole = [](const Job& job) { return !job.lines; },
                                            .take = [&](Job& job) { return take(job, waiting); },
                                            .bytes = [](const Job& job) { return job.chunk.size; },
                                            .interrupt = [&] { interrupt_.set(); },
                                            .start =
                                                [](std::function<void()> run) {
                                                  const SignalsHeld held;  // They are for the thread that writes.
                                                  return std::jthread(std::move(run));
                                                }})
        .run();
    if (out_.error().empty()) out_.write();
    tally_.finish();
    if (!out_.error().empty()) return out_.tell();
    if (unreadable_) return exit_io;
    if (tally_.rejected() > 0) return exit_diagnostics;
    return options_.exit_decision && tally_.negative() > 0 ? exit_negative : exit_done;
  }

 private:
  static constexpr std::size_t most_waiting = std::size_t{8} << 20, most_kept = std::size_t{2} << 20;

  bool take(Job& job, Waiting& waiting) {
    if (!job.error.empty()) {
      unreadable_ = true;
      tally_.pause();
      say_error(job.error);
      return true;
    }
    tally_.add(job.counts);
    job.counts.clear();
    const bool written = out_.add(job.out);
    job.out.clear();
    if (job.out.capacity() > most_kept) job.out = std::string();
    waiting.remove(std::exchange(job.waiting, 0));
    if (!job.lines) job.chunk.release_much();
    return job.may_wait ? out_.write() : written;
  }

  const Options& options_;
  std::shared_ptr<const Program> program_;
  const SourceSet& sources_;
  std::vector<model::DecisionId> wanted_;
  std::optional<time::Instant> now_;
  Interrupt interrupt_;
  Tally tally_;
  Output out_;
  bool unreadable_ = false;
};

}  // namespace

int eval(const Arguments& arguments) {
  Options options;
  int code = exit_done;
  if (!declare(options, arguments, code)) return code;
  std::optional<time::Instant> now;
  if (!read_instant("--now", options.now, now)) return exit_usage;
  auto ready = make_ready(options.asked, {}, Uses::decisions, code);
  if (!ready) return code;
  if (!has_language(*ready->loaded.model, options.language)) return exit_usage;
  return Run(options, ready->program, *ready->loaded.sources, std::move(ready->wanted), now).files();
}

}  // namespace writ::cli
