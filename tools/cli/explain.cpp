// writ explain: why decisions came out as they did, record by record.

#include <unistd.h>

#include <CLI/CLI.hpp>
#include <algorithm>
#include <charconv>

#include "engine/explain/explanation.hpp"
#include "engine/explain/explanation_json.hpp"
#include "engine/explain/timeline.hpp"
#include "engine/explain/why_not.hpp"
#include "grammar/harmless.hpp"
#include "tools/cli/asked.hpp"
#include "tools/cli/command.hpp"
#include "tools/cli/records.hpp"
#include "tools/cli/terminal.hpp"
#include "tools/report/explanation_html.hpp"
#include "tools/report/explanation_text.hpp"
#include "tools/report/facts_html.hpp"
#include "tools/report/timeline_svg.hpp"

namespace writ::cli {
namespace {

struct Options {
  Asked asked;
  AskedRecords records;
  std::string now, rule, language, unfold = "1", format = "text";
  std::size_t width = 0, depth = 1;
  bool verbose = false, no_why_not = false;
};

constexpr const char* footer = R"(
FILE is one JSON document if it is named *.json or *.json.gz, else NDJSON, one record a line, gzip'd or not; - is
standard input.
Rules and conditions that decided are told; --verbose tells the others too. ✓ holds or applies, ✗ does not, ! failed,
- was not evaluated.

examples:
  writ explain --policy rules --decision send_card order.json
  writ explain --policy rules --decision send_card --rule card_quota_exhausted --unfold all --verbose order.json
  writ explain --policy rules --decision send_card --lang zh --format html order.json > explained.html

exit status: 0 done, 1 something cannot be read or written, 2 wrong usage, 3 errors in rule files or rejected records
)";

bool declare(Options& options, const Arguments& arguments, int& code) {
  CLI::App app("Explains why decisions came out as they did.", "writ explain");
  app.footer(footer);
  declare_asked(app, options.asked);
  app.add_option("--rule", options.rule, "this rule alone, whatever it came to, in text")->type_name("NAME");
  app.add_option("--unfold", options.unfold, "how deep definitions and decisions are opened, in text")
      ->type_name("N|all")
      ->capture_default_str();
  app.add_flag("--verbose,-v", options.verbose, "tell also what decided nothing, in text");
  app.add_flag("--no-why-not", options.no_why_not, "leave out what would permit it, which takes most of the time");
  app.add_option("--now", options.now, "the time to decide for, whatever the records say")->type_name("INSTANT");
  app.add_option("--format", options.format, "text: for a terminal; json: a line a record; html: a page, of one record")
      ->check(CLI::IsMember({"text", "json", "html"}).description(""))
      ->type_name("text|json|html");
  app.add_option("--lang", options.language, "messages and values in this language")->type_name("TAG");
  declare_width(app, options.width, 60);
  declare_records(app, options.records, "a member of each record that is shown with it");
  return parse_arguments(app, arguments, code);
}

bool read_depth(Options& options) {
  if (options.unfold == "all") {
    options.depth = static_cast<std::size_t>(-1);
    return true;
  }
  const char* const end = options.unfold.data() + options.unfold.size();
  const auto [read_to, error] = std::from_chars(options.unfold.data(), end, options.depth);
  if (error == std::errc() && read_to == end) return true;
  say_error("`--unfold " + options.unfold + "` is no depth", "write a whole number, or `all`");
  return false;
}

/// The one decision of those asked for that has the rule. False where none has it, which is then told.
bool check_rule(const Options& options, const Ready& ready) {
  if (options.rule.empty()) return true;
  std::vector<std::string_view> names;
  for (const model::DecisionId id : ready.wanted) {
    const model::Decision& decision = ready.loaded.model->decisions[id];
    for (const model::Rule& rule : decision.rules) names.push_back(rule.name);
    if (decision.otherwise) names.push_back(decision.otherwise->name);
  }
  if (std::ranges::find(names, options.rule) != names.end()) return true;
  const auto near = near_miss(options.rule, names);
  std::string all;
  for (const std::string_view name : names) all.append(all.empty() ? "" : ", ").append(name);
  say_error("the decision has no rule `" + options.rule + "`",
            near ? "did you mean `" + std::string(*near) + "`?" : "there are: " + all);
  return false;
}

class Run {
 public:
  Run(const Options& options, const Ready& ready, std::optional<time::Instant> now)
      : options_(options),
        sources_(*ready.loaded.sources),
        answerer_(ready.program, ready.wanted,
                  {now, options.records.strict, options.records.id_pointer, options.asked.limits}) {}

  int files() {
    const int code = each_record(options_.records.files, options_.asked.limits.record_bytes, out_,
                                 [this](const RecordLine& line) { return record(line); });
    if (wrong_usage_) return exit_usage;
    if (code == exit_done && options_.format == "html" && records_ == 0) {
      say_error("there is no record", "a page is of one record");
      return exit_usage;
    }
    return code == exit_done && rejected_ ? exit_diagnostics : code;
  }

 private:
  /// False where the command line does not fit the record.
  bool record(const RecordLine& line) {
    if (options_.format == "html" && ++records_ > 1) {
      say_error("a page is of one record, and there are more", "`--format json` writes a line for each");
      wrong_usage_ = true;
      return false;
    }
    const ExplainOptions explain{.language = options_.language};
    const Answer& answer = line.too_long ? answerer_.refuse(too_large(line.bytes, options_.asked.limits.record_bytes))
                                         : answerer_.answer(line.text);
    rejected_ |= !answer.problems.empty();
    const std::string id(answer.id);
    horizon_.reset();
    if (answer.problems.empty() && answer.decisions.front().horizon.kind == Horizon::Kind::changes) {
      horizon_ = answer.decisions.front().horizon.at;
    }
    std::vector<Explanation> explanations;
    for (const model::DecisionId decision : answerer_.wanted()) {
      explanations.push_back(explain_answer(answerer_.machine(), sources_, answer, decision, explain));
      if (!answer.problems.empty()) break;
    }
    // Deciding again, for what would permit, forgets what was decided.
    const bool asks_why_not = answer.problems.empty() && !options_.no_why_not;
    for (std::size_t i = 0; asks_why_not && i < explanations.size(); ++i) {
      explanations[i].why_not =
          why_not(answerer_.machine(), answerer_.facts(), answerer_.wanted()[i], options_.language);
    }
    if (options_.format == "html") {
      out_.text += page(explanations.front());
    } else if (options_.format == "json") {
      out_.text += explanation_json(explanations, id, answerer_.wanted().size() > 1);
    } else {
      for (const Explanation& explanation : explanations) append(explanation, id);
    }
    return true;
  }

  std::string page(const Explanation& explanation) {
    ExplanationHtmlOptions parts{.language = options_.language};
    if (!explanation.rejected()) {
      const model::DecisionId decision = answerer_.wanted().front();
      parts.timeline = picture(explanation, decision);
      parts.facts = facts_html(answerer_.machine().program(), decision, answerer_.facts().row, facts_read(explanation),
                               options_.language);
    }
    return explanation_html(explanation, parts);
  }

  /// From two days before to eight after, or a little further where the decision changes then.
  std::string picture(const Explanation& explanation, model::DecisionId decision) {
    const model::Model& model = *answerer_.machine().program().model;
    const time::Instant now = explanation.now.microseconds;
    time::Instant until = now + 8 * time::day;
    if (horizon_ && *horizon_ - now < 400 * time::day) until = std::max(until, now + (*horizon_ - now) / 4 * 5);
    TimelineChart chart;
    chart.from = std::max(now - 2 * time::day, time::first_instant);
    chart.until = std::min(until, time::last_instant);
    chart.now = now;
    chart.language = options_.language;
    if (chart.from >= chart.until) return {};
    const SegmentList found = timeline(answerer_.machine(), answerer_.facts().row, decision, chart.from, chart.until,
                                       {.language = options_.language, .most_segments = 500, .most_steps = 20'000'000});
    add_row(chart, model, decision, found);
    return timeline_svg(chart);
  }

  /// Of several decisions, that which has the rule that is asked for.
  bool has_rule(const Explanation& explanation) const {
    if (options_.rule.empty() || explanation.rejected()) return true;
    return std::ranges::any_of(explanation.decisions.front().rules,
                               [&](const Explanation::Rule& rule) { return rule.name == options_.rule; });
  }

  void append(const Explanation& explanation, std::string_view id) {
    if (!has_rule(explanation)) return;
    if (!out_.text.empty()) out_.text += '\n';
    if (!id.empty()) out_.text.append(harmless_line(id)).append("\n");
    const std::size_t columns = options_.width > 0 ? options_.width : terminal_columns(STDOUT_FILENO);
    out_.text += explanation_text(
        explanation, {columns, may_colour(STDOUT_FILENO), options_.depth, options_.verbose, options_.rule});
  }

  const Options& options_;
  const SourceSet& sources_;
  Answerer answerer_;
  Output out_;
  std::optional<time::Instant> horizon_;  // When the decision that is explained changes, where that is known.
  std::size_t records_ = 0;
  bool rejected_ = false, wrong_usage_ = false;
};

}  // namespace

int explain(const Arguments& arguments) {
  Options options;
  int code = exit_done;
  if (!declare(options, arguments, code)) return code;
  std::optional<time::Instant> now;
  if (!read_instant("--now", options.now, now) || !read_depth(options)) return exit_usage;
  const auto ready = make_ready(options.asked, {.trace = true}, Uses::all, code);
  if (!ready) return code;
  if (!check_rule(options, *ready) || !has_language(*ready->loaded.model, options.language)) return exit_usage;
  if (options.format == "html" && ready->wanted.size() > 1) {
    say_error("a page is of one decision", "leave the others out, or use `--format json`");
    return exit_usage;
  }
  return Run(options, *ready, now).files();
}

}  // namespace writ::cli
