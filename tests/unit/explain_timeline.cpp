// The timeline and `holds_until` against brute force: deciding again around each boundary, at every whole hour and a
// microsecond beside it, and at random instants of each segment.

#include <algorithm>
#include <catch2/catch.hpp>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <random>
#include <string>

#include "engine/api/rule_files.hpp"
#include "engine/explain/timeline.hpp"
#include "engine/facts/answer.hpp"
#include "engine/facts/write_value.hpp"
#include "engine/value/time/format.hpp"

using namespace writ;

namespace {

/// What a segment says, of one instant.
struct Plain {
  model::Outcome outcome;
  std::vector<std::uint32_t> rules;
  bool policy_not_in_force;
  std::string value;
  friend bool operator==(const Plain&, const Plain&) = default;
};

class Trial {
 public:
  explicit Trial(std::shared_ptr<const Program> program)
      : program_(std::move(program)), model_(*program_->model), machine_(program_), stepping_(program_) {
    for (model::DecisionId id = 0; id < model_.decisions.size(); ++id) {
      answerers_.push_back(std::make_unique<Answerer>(program_, std::vector{id}, AnswerOptions{}));
    }
  }

  /// Every decision for which the record has the facts. How many there were.
  std::size_t probe(const std::string& record, time::Duration before, time::Duration after, std::size_t instants) {
    const std::string padded = record + std::string(json_padding, ' ');
    std::size_t decisions = 0;
    for (model::DecisionId id = 0; id < answerers_.size(); ++id) {
      Answerer& answerer = *answerers_[id];
      const Answer& answer = answerer.answer(std::string_view(padded).substr(0, record.size()));
      if (!answer.problems.empty()) continue;
      ++decisions;
      decision_ = id;
      row_ = answerer.facts().row;
      INFO(model_.decisions[id].name << " of " << record.substr(0, 2000));
      probe(answer.now - before, answer.now + after, instants);
    }
    return decisions;
  }

  std::size_t segments() const { return segments_; }

 private:
  void probe(time::Instant from, time::Instant until, std::size_t instants) {
    const SegmentList line = timeline(stepping_, row_, decision_, from, until, {.most_segments = 500});
    REQUIRE_FALSE(line.segments.empty());
    segments_ += line.segments.size();
    CHECK(line.segments.front().from == from);
    CHECK((line.cut || line.segments.back().until == until));
    for (std::size_t i = 0; i < line.segments.size(); ++i) {
      const Segment& segment = line.segments[i];
      REQUIRE(segment.from < segment.until);
      if (i > 0) {
        REQUIRE(segment.from == line.segments[i - 1].until);
        CHECK(differ(line.segments[i - 1], segment));
      }
      stays(segment, segment.from);
      stays(segment, segment.until - 1);
      stays(segment, std::min(segment.from + 1, segment.until - 1));
      std::uniform_int_distribution<time::Instant> within(segment.from, segment.until - 1);
      for (std::size_t n = 0; n < instants; ++n) stays(segment, within(random_));
      for (int n = 0; n < 3; ++n) holds(segment, within(random_), line.cut ? segment.until : until);
    }
    // Where a boundary was overlooked, it is most likely at a whole hour, or a microsecond after one.
    auto segment = line.segments.begin();
    for (time::Instant hour = from / time::hour * time::hour + time::hour; hour < until - 1; hour += time::hour) {
      for (const time::Instant when : {hour - 1, hour, hour + 1}) {
        while (segment != line.segments.end() && segment->until <= when) ++segment;
        if (segment != line.segments.end()) stays(*segment, when);
      }
    }
  }

  Plain at(time::Instant when, bool follows_now) {
    machine_.begin({row_, when});
    const Verdict& verdict = machine_.decide(decision_);
    Plain plain{verdict.outcome, verdict.rules, verdict.policy_not_in_force, {}};
    if (verdict.outcome != model::Outcome::decided || follows_now) return plain;
    plain.value = "null";
    if (!verdict.present) return plain;
    plain.value.clear();
    ValueWriter(model_.schema, zone_of(model_, decision_))
        .append(plain.value, model_.decisions[decision_].type.present(), verdict.value);
    return plain;
  }

  void stays(const Segment& segment, time::Instant when) {
    const Plain said{segment.outcome, segment.rules, segment.policy_not_in_force,
                     segment.follows_now ? "" : segment.value};
    if (at(when, segment.follows_now) == said) return;
    INFO("from " << segment.from << " until " << segment.until << " value " << segment.value);
    FAIL_CHECK("it differs at " << when);
  }

  /// `holds_until` of an instant within a segment is the segment's end. One that moves holds on after it has stopped.
  void holds(const Segment& segment, time::Instant when, time::Instant until) {
    machine_.begin({row_, when});
    machine_.decide(decision_);
    const Horizon horizon = machine_.horizon(decision_);
    if (horizon.kind == Horizon::Kind::at_least) return;
    if (segment.follows_now && !horizon.follows_now) return;  // At its very last step.
    INFO("from " << segment.from << " until " << segment.until << " at " << when);
    CHECK(horizon.follows_now == segment.follows_now);
    time::Instant end = horizon.kind == Horizon::Kind::never_changes ? forever : horizon.at;
    if (horizon.follows_now) end = std::min(end, horizon.follows_until);
    if (segment.until < until) {
      CHECK(end == segment.until);
    } else {
      CHECK(end >= segment.until);
    }
  }

  static bool differ(const Segment& a, const Segment& b) {
    return a.outcome != b.outcome || a.rules != b.rules || a.policy_not_in_force != b.policy_not_in_force ||
           a.follows_now != b.follows_now || a.value != b.value;
  }

  std::shared_ptr<const Program> program_;
  const model::Model& model_;
  Machine machine_, stepping_;
  std::vector<std::unique_ptr<Answerer>> answerers_;
  model::DecisionId decision_ = 0;
  const Slot* row_ = nullptr;
  std::size_t segments_ = 0;
  std::mt19937_64 random_{20250310};
};

std::shared_ptr<const Program> compiled(std::vector<NamedText> texts) {
  const Loaded loaded = load(std::move(texts));
  REQUIRE(loaded.model);
  return compile(loaded.model);
}

std::string contents(const std::filesystem::path& path) {
  std::ifstream file(path);
  return {std::istreambuf_iterator<char>(file), {}};
}

/// Every record of the samples and of the cases of the domain: a line, or a document that is laid out over several.
std::vector<std::string> records_of_the_house() {
  std::vector<std::string> records;
  const auto lines = [&](const std::string& text) {
    for (std::size_t begin = 0; begin < text.size();) {
      const std::size_t end = std::min(text.find('\n', begin), text.size());
      if (text[begin] == '{') records.push_back(text.substr(begin, end - begin));
      begin = end + 1;
    }
  };
  const std::filesystem::path root = WRIT_SOURCE_DIR;
  std::vector<std::filesystem::path> files;
  for (const char* const folder : {"rules/samples", "tests/golden/domain"}) {
    for (const auto& entry : std::filesystem::recursive_directory_iterator(root / folder)) files.push_back(entry);
  }
  std::ranges::sort(files);
  for (const auto& file : files) {
    const std::string text = file.has_extension() ? contents(file) : "";
    if (file.extension() == ".json") records.push_back(text);
    if (file.extension() == ".ndjson") lines(text);
    if (file.extension() == ".golden") lines(text.substr(0, text.find("--- run")));
  }
  return records;
}

const char* const policy = R"(
policy z "What `now` can reach"
  timezone "America/New_York"
  calendar c

calendar c weekend sat, sun covers 1990 .. 2200
record E { at : Instant  lasts : Duration }
fact x  : Instant
fact y  : Instant
fact n  : Int
fact es : list of E

decision workdays : permission
  permit workday when is_business_day(date(now))
  refer  evening when time(now) >= 18:00:00
  forbid instant when some e in es satisfies e.at <= now and now < e.at + e.lasts
  forbid night when time(now) < 06:00:00
decision open : Int otherwise = count of e in es where e.at <= now and now <= e.at + e.lasts
decision clamped : Duration otherwise = clamp(now - x, 0h, 50h)
decision halves : Duration otherwise = (now - x) / 2
decision until_x : Instant otherwise = earliest(now + 24h, x)
decision midnight : Instant otherwise = start_of_day(date(now))
decision month : Instant otherwise = now + 1 month
decision noon : Instant? , first rule
  rule later = at(date(now), 12:00:00) when now >= x
decision clock : TimeOfDay otherwise = time(now)
decision failing : Decimal otherwise = if now < x then 1.0 else (now - y) / (n * 1h)
decision dates : Date otherwise = date(now) + days(n)
decision lists : list of Int otherwise = if now within 3 days after x then [1, n] else if now < y then [1] else []
decision steps : Int otherwise = round_down((now - y) / 7h)
decision window : permission
  permit p when now within 36h after x
  permit q when now <= y or n is 3
  refer  r when now > y + 2 business days
)";

}  // namespace

TEST_CASE("the timelines of the policies agree with brute force", "[explain][timeline]") {
  RuleFiles rules = read_rule_files({WRIT_SOURCE_DIR "/rules"});
  REQUIRE(rules.error.empty());
  Trial trial(compiled(std::move(rules.texts)));
  std::size_t decisions = 0;
  for (const std::string& record : records_of_the_house()) {
    decisions += trial.probe(record, 5 * time::day, 20 * time::day, 200);
  }
  CHECK(decisions > 500);
  CHECK(trial.segments() > decisions);
}

TEST_CASE("timelines of all that now can reach agree with brute force", "[explain][timeline]") {
  Trial trial(compiled({{"policy.writ", policy}}));
  std::mt19937_64 random(20250307);
  const auto some = [&](std::int64_t from, std::int64_t to) {
    return std::uniform_int_distribution<std::int64_t>(from, to)(random);
  };
  // Around the change of the clock in New York on 9 March 2025; often on a whole hour or a tick beside it.
  const auto instant = [&] {
    const time::Instant hour = *time::parse_instant("2025-03-06T00:00:00Z") + some(0, 24 * 8) * time::hour;
    std::string text = "\"";
    time::append_instant(text, hour + (some(0, 1) == 0 ? some(-1, 1) : some(0, time::hour)), *time::Zone::utc());
    return text + "\"";
  };
  const auto length = [&] {
    std::string text = "\"";
    time::append_duration(text, some(0, 1) == 0 ? some(0, 3) : some(0, 50) * time::hour + some(-1, 1));
    return text + "\"";
  };
  std::size_t decisions = 0;
  for (int round = 0; round < 25; ++round) {
    std::string es;
    for (std::int64_t count = some(0, 4); count > 0; --count) {
      es += (es.empty() ? "" : ",") + (R"({"at":)" + instant()) + R"(,"lasts":)" + length() + "}";
    }
    decisions += trial.probe(R"({"now":)" + instant() + R"(,"x":)" + instant() + R"(,"y":)" + instant() + R"(,"n":)" +
                                 std::to_string(some(0, 4)) + R"(,"es":[)" + es + "]}",
                             4 * time::day, 8 * time::day, 100);
  }
  CHECK(decisions > 300);
}

TEST_CASE("a timeline that is cut says so, and shows what it has", "[explain][timeline]") {
  const auto program = compiled({{"policy.writ", policy}});
  const model::DecisionId steps = *program->model->decision("z.steps");
  Answerer answerer(program, {steps}, {});
  const std::string record = R"({"now":"2025-03-10T12:00:00Z","y":"2025-03-10T12:00:00Z"})";
  const std::string padded = record + std::string(json_padding, ' ');
  REQUIRE(answerer.answer(std::string_view(padded).substr(0, record.size())).problems.empty());
  const time::Instant now = answerer.facts().now;
  const auto line = [&](time::Instant until, const SegmentOptions& options) {
    return timeline(answerer.machine(), answerer.facts().row, steps, now, until, options);
  };
  const SegmentList few = line(now + 30 * time::day, {.most_segments = 5});
  CHECK(few.cut);
  REQUIRE(few.segments.size() == 5);
  CHECK(few.segments.back().until < now + 30 * time::day);
  CHECK(line(now + 30 * time::day, {.most_steps = 3}).cut);
  CHECK_FALSE(line(now + 30 * time::day, {}).cut);

  const SegmentList last = line(time::last_instant, {.most_segments = 1'000});
  CHECK(last.segments.size() == 1'000);
  const SegmentList instant = line(now + 1, {});
  REQUIRE(instant.segments.size() == 1);
  CHECK(instant.segments.front().until == now + 1);
}

TEST_CASE("a timeline counts what deciding takes, of rules that do not depend on now too", "[explain][timeline]") {
  const auto program = compiled({{"policy.writ", R"(
policy z "Heavy"
  timezone "UTC"

fact ns : list of Int

decision d : permission
  permit heavy when no a in ns satisfies some b in ns satisfies a + b is 0
  forbid night when time(now) < 06:00:00
)"}});
  const model::DecisionId decision = *program->model->decision("z.d");
  Answerer answerer(program, {decision}, {});
  std::string record = R"({"now":"2025-03-10T12:00:00Z","ns":[1)";
  for (int i = 2; i <= 100; ++i) record += "," + std::to_string(i);
  record += "]}";
  const std::string padded = record + std::string(json_padding, ' ');
  REQUIRE(answerer.answer(std::string_view(padded).substr(0, record.size())).problems.empty());
  const time::Instant now = answerer.facts().now;
  const auto line = [&](std::uint64_t steps) {
    return timeline(answerer.machine(), answerer.facts().row, decision, now, now + 30 * time::day,
                    {.most_steps = steps});
  };
  CHECK_FALSE(line(10'000'000).cut);
  // Each time it is decided it takes 10,000 steps.
  const SegmentList few = line(55'000);
  CHECK(few.cut);
  CHECK(few.segments.size() > 1);
  CHECK(few.segments.size() < 7);
}

TEST_CASE("a timeline ends where deciding passes a limit", "[explain][timeline]") {
  const auto program = compiled({{"policy.writ", R"(
policy z "Heavy"
  timezone "UTC"

fact ns : list of Int

decision d : permission
  permit small when (sum of n for n in ns) < 10 and time(now) < 18:00:00
)"}});
  const model::DecisionId decision = *program->model->decision("z.d");
  const std::string record = R"({"now":"2025-03-10T12:00:00Z","ns":[1,2,3,4]})";
  const std::string padded = record + std::string(json_padding, ' ');
  for (const Limits& limits : {Limits{.steps = 1}, Limits{.horizon_steps = 1}, Limits{}}) {
    Answerer answerer(program, {decision}, {.limits = limits});
    REQUIRE(answerer.answer(std::string_view(padded).substr(0, record.size())).problems.empty());
    const time::Instant now = answerer.facts().now;
    const SegmentList found =
        timeline(answerer.machine(), answerer.facts().row, decision, now, now + 3 * time::day, {});
    INFO(limits.steps << " " << limits.horizon_steps);
    const bool passed = limits.steps == 1 || limits.horizon_steps == 1;
    CHECK(found.cut == passed);
    if (!passed) continue;
    // Of the instant itself something is known, of no other.
    REQUIRE(found.segments.size() == 1);
    CHECK(found.segments.front().from == now);
    CHECK(found.segments.front().until == now + 1);
    CHECK((found.segments.front().outcome == model::Outcome::undetermined) == (limits.steps == 1));
  }
}
