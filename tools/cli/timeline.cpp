// writ timeline: what decisions come to from one time to another, record by record.

#include <unistd.h>

#include <CLI/CLI.hpp>
#include <algorithm>
#include <charconv>
#include <cstdio>

#include "engine/explain/timeline_json.hpp"
#include "engine/facts/write_json.hpp"
#include "engine/facts/write_text.hpp"
#include "engine/value/time/format.hpp"
#include "engine/value/time/period.hpp"
#include "grammar/harmless.hpp"
#include "tools/cli/asked.hpp"
#include "tools/cli/command.hpp"
#include "tools/cli/records.hpp"
#include "tools/cli/terminal.hpp"
#include "tools/report/timeline_svg.hpp"
#include "tools/report/timeline_text.hpp"

namespace writ::cli {
namespace {

struct Options {
  Asked asked;
  AskedRecords records;
  std::string now, from, until = "30 days", language, format = "text";
  std::size_t width = 0;
};

constexpr const char* footer = R"(
FILE is one JSON document if it is named *.json or *.json.gz, else NDJSON, one record a line, gzip'd or not; - is
standard input.
No fact changes but `now`. INSTANT is as 2025-03-12T10:00:00+08:00; without an offset, or without a time of day, it is
read in the time zone of the policy. The end itself is not part of the timeline.

examples:
  writ timeline --policy rules --decision send_card order.json
  writ timeline --policy rules --decision send_card,remedy --from 2025-03-10 --until "10 days" --lang zh order.json
  writ timeline --policy rules --decision send_card --until 72h --format svg order.json > timeline.svg

exit status: 0 done, 1 something cannot be read or written, 2 wrong usage, 3 errors in rule files or rejected records
)";

bool declare(Options& options, const Arguments& arguments, int& code) {
  CLI::App app("Shows what decisions come to from one time to another.", "writ timeline");
  app.footer(footer);
  declare_asked(app, options.asked);
  app.add_option("--from", options.from, "where the timeline begins; the record's now where nothing is said")
      ->type_name("INSTANT");
  app.add_option("--until", options.until, "where it ends, or how long it is: 72h, 10 days, 2 months")
      ->type_name("INSTANT|LENGTH")
      ->capture_default_str();
  app.add_option("--now", options.now, "the time of the record, whatever it says itself")->type_name("INSTANT");
  app.add_option("--format", options.format,
                 "text: for a terminal; json: a line a record; svg: a picture, of one record")
      ->check(CLI::IsMember({"text", "json", "svg"}).description(""))
      ->type_name("text|json|svg");
  app.add_option("--lang", options.language, "messages in this language")->type_name("TAG");
  declare_width(app, options.width, 24);
  declare_records(app, options.records, "a member of each record that is shown with it");
  return parse_arguments(app, arguments, code);
}

/// An instant as people write it on a command line.
std::optional<time::Instant> read_time(const std::string& written, const time::Zone& zone) {
  if (const auto instant = time::parse_instant(written, zone)) return instant;
  const auto date = time::parse_date(written);
  time::Instant start = 0;
  if (!date || zone.instant({*date, 0}, start) != Fault::none) return std::nullopt;
  return start;
}

struct Length {
  time::Period period{0, time::Unit::days};
  time::Duration duration = 0;
};

/// `72h`, `PT72H`, `10 days`, `2 months`
std::optional<Length> read_length(std::string_view written) {
  if (const auto duration = time::parse_duration(written)) return Length{.duration = *duration};
  std::int64_t count = 0;
  const auto [end, error] = std::from_chars(written.data(), written.data() + written.size(), count);
  if (error != std::errc() || count < 0 || count > 10'000'000) return std::nullopt;
  written.remove_prefix(static_cast<std::size_t>(end - written.data()));
  while (written.starts_with(' ')) written.remove_prefix(1);
  if (written.ends_with('s')) written.remove_suffix(1);
  if (written == "day") return Length{.period = {count, time::Unit::days}};
  if (written == "week") return Length{.period = {count * 7, time::Unit::days}};
  if (written == "month") return Length{.period = {count, time::Unit::months}};
  if (written == "year") return Length{.period = {count * 12, time::Unit::months}};
  if (written == "hour") return Length{.duration = count * time::hour};
  if (written == "minute") return Length{.duration = count * time::minute};
  if (written == "second") return Length{.duration = count * time::second};
  return std::nullopt;
}

/// Days and months by the calendar, at the same time of day. What is past the year 9999 ends there.
time::Instant after(time::Instant from, const Length& length, const time::Zone& zone) {
  time::Local local = zone.local(from);
  time::Instant at = from;
  if (length.period.count != 0) {
    const Fault fault = length.period.unit == time::Unit::months
                            ? time::add_months(local.date, length.period.count, local.date)
                            : time::add_days(local.date, length.period.count, local.date);
    if (fault != Fault::none || zone.instant(local, at) != Fault::none) return time::last_instant;
  }
  return length.duration < time::last_instant - at ? at + length.duration : time::last_instant;
}

/// From when until when, for one record or for all.
struct Range {
  std::optional<time::Instant> from, until;
  std::optional<Length> length;
};

bool read_range(const Options& options, const time::Zone& zone, Range& range) {
  if (!options.from.empty()) {
    range.from = read_time(options.from, zone);
    if (!range.from) {
      say_error("`--from " + options.from + "` is no instant", "write it as 2025-03-12T10:00:00+08:00 or 2025-03-12");
      return false;
    }
  }
  range.length = read_length(options.until);
  if (!range.length) range.until = read_time(options.until, zone);
  if (range.length || range.until) return true;
  say_error("`--until " + options.until + "` is neither an instant nor a length",
            "write it as 2025-03-12T10:00:00+08:00, 72h or `10 days`; units are second, minute, hour, day, week, month "
            "and year");
  return false;
}

bool lacks_now(const Answer& answer) {
  return std::ranges::any_of(answer.problems, [](const FactProblem& problem) {
    return problem.fault == FactFault::missing_member && problem.pointer == "/now";
  });
}

class Run {
 public:
  Run(const Options& options, const Ready& ready, const Range& range, std::optional<time::Instant> now)
      : options_(options),
        ready_(ready),
        model_(*ready.loaded.model),
        sources_(*ready.loaded.sources),
        range_(range),
        zone_(zone_of(model_, ready.wanted.front())),
        own_(ready.program, ready.wanted,
             {now, options.records.strict, options.records.id_pointer, options.asked.limits}),
        given_(ready.program, ready.wanted,
               {range.from, options.records.strict, options.records.id_pointer, options.asked.limits}),
        json_(ready.program, sources_, own_, {options.language, ready.wanted.size() > 1}),
        text_(ready.program, sources_, {options.language, may_colour(STDOUT_FILENO)}) {}

  int files() {
    const int code = each_record(options_.records.files, options_.asked.limits.record_bytes, out_,
                                 [this](const RecordLine& line) { return record(line); });
    if (wrong_usage_) return exit_usage;
    if (code == exit_done && options_.format == "svg" && records_ == 0) {
      say_error("there is no record", "a picture is of one record");
      return exit_usage;
    }
    return code == exit_done && rejected_ ? exit_diagnostics : code;
  }

 private:
  /// False where the command line does not fit the record.
  bool record(const RecordLine& line) {
    if (options_.format == "svg" && ++records_ > 1) {
      return misuse("a picture is of one record, and there are more", "`--format json` writes a line for each");
    }
    Answerer* answerer = &own_;
    const Answer* answer = line.too_long ? &own_.refuse(too_large(line.bytes, options_.asked.limits.record_bytes))
                                         : &own_.answer(line.text);
    bool has_now = true;
    if (range_.from && !line.too_long && lacks_now(*answer)) {
      answerer = &given_;
      answer = &given_.answer(line.text);
      has_now = false;
    }
    if (!answer->problems.empty()) {
      reject(*answer);
      return true;
    }
    TimelineJsonOptions about{answer->id, {}, range_.from.value_or(answer->now), 0, options_.language};
    if (has_now) about.now = answer->now;
    about.until = range_.length ? after(about.from, *range_.length, zone_) : *range_.until;
    if (about.from >= about.until) {
      return misuse("the timeline ends where it begins, or before", "it begins at " + shown(about.from));
    }
    std::vector<TimelineOf> timelines;
    for (const model::DecisionId decision : ready_.wanted) {
      timelines.push_back({decision, timeline(answerer->machine(), answerer->facts().row, decision, about.from,
                                              about.until, {options_.language})});
    }
    append(timelines, about);
    return true;
  }

  void append(std::span<const TimelineOf> timelines, const TimelineJsonOptions& about) {
    if (options_.format == "json") {
      out_.text += timeline_json(model_, sources_, timelines, about);
      return;
    }
    TimelineChart chart{.from = about.from, .until = about.until, .now = about.now, .language = about.language};
    for (const TimelineOf& of : timelines) add_row(chart, model_, of.decision, of.timeline);
    if (options_.format == "svg") {
      out_.text += timeline_svg(chart);
      return;
    }
    if (!out_.text.empty()) out_.text += '\n';
    if (!about.id.empty()) out_.text.append(harmless_line(about.id)).append("\n");
    const std::size_t columns = options_.width > 0 ? options_.width : terminal_columns(STDOUT_FILENO);
    out_.text += timeline_text(chart, {columns, may_colour(STDOUT_FILENO)});
  }

  void reject(const Answer& answer) {
    rejected_ = true;
    if (options_.format == "json") {
      json_.append(out_.text, answer);
      return;
    }
    std::string text;
    text_.append(text, answer);
    text.pop_back();
    if (options_.format == "svg") {
      std::fputs(text.c_str(), stderr);
    } else {
      out_.text += (out_.text.empty() ? "" : "\n") + text;
    }
  }

  bool misuse(const std::string& message, const std::string& help) {
    say_error(message, help);
    wrong_usage_ = true;
    return false;
  }

  std::string shown(time::Instant instant) const {
    std::string text;
    time::append_instant(text, instant, zone_);
    return text;
  }

  const Options& options_;
  const Ready& ready_;
  const model::Model& model_;
  const SourceSet& sources_;
  Range range_;
  const time::Zone& zone_;
  Answerer own_, given_;  // The second for records without `now`, where it is said from when on.
  AnswerWriter json_;
  TextWriter text_;
  Output out_;
  std::size_t records_ = 0;
  bool rejected_ = false, wrong_usage_ = false;
};

}  // namespace

int timeline(const Arguments& arguments) {
  Options options;
  int code = exit_done;
  if (!declare(options, arguments, code)) return code;
  std::optional<time::Instant> now;
  if (!read_instant("--now", options.now, now)) return exit_usage;
  const auto ready = make_ready(options.asked, {}, Uses::decisions, code);
  if (!ready) return code;
  if (!has_language(*ready->loaded.model, options.language)) return exit_usage;
  Range range;
  if (!read_range(options, zone_of(*ready->loaded.model, ready->wanted.front()), range)) return exit_usage;
  return Run(options, *ready, range, now).files();
}

}  // namespace writ::cli
