// Every limit: one below it and at it nothing is said, one above it there is an error that names it.

#include <catch2/catch.hpp>
#include <cstdint>
#include <string>

#include "engine/api/load.hpp"
#include "engine/saved/saved_program.hpp"
#include "writ/policy_set.hpp"

namespace writ {
namespace {

std::string repeated(std::string_view text, std::size_t times) {
  std::string result;
  for (std::size_t i = 0; i < times; ++i) result += text;
  return result;
}

/// What is found in a rule file: the code of the first error and its help. Nothing where there is none.
std::string error_of(const std::string& text, const Limits& limits) {
  for (const Finding& finding : PolicySet::load({{"p.writ", text}}, {}, limits).findings) {
    if (finding.level != Finding::Level::error) continue;
    std::string told = finding.code;
    for (const std::string& help : finding.help) told += " " + help;
    return told;
  }
  return {};
}

bool names(const std::string& told, const std::string& limit) { return told.find("`" + limit + "`") != told.npos; }

TEST_CASE("rule files have limits") {
  const std::string beginning = "policy p\n";
  for (const std::uint32_t limit : {1U, 9U, 200U, 400U}) {
    const auto nested = [](std::size_t depth) {
      return "policy p\ndefine x = " + repeated("(", depth) + "1" + repeated(")", depth) + "\n";
    };
    INFO(limit);
    CHECK(error_of(nested(limit - 1), {.nesting = limit}).empty());
    CHECK(error_of(nested(limit), {.nesting = limit}).empty());
    CHECK(error_of(nested(limit + 1), {.nesting = limit}).starts_with("E0002"));
    CHECK(names(error_of(nested(limit + 1), {.nesting = limit}), "nesting"));
  }
  CHECK(names(error_of("policy p\ndefine x = " + repeated("(", 401) + "1" + repeated(")", 401), {.nesting = 100'000}),
              "nesting"));  // The stack has an end, whatever is asked for.

  for (const int more : {-1, 0, 1}) {
    const std::string file = beginning + std::string(static_cast<std::size_t>(91 + more), ' ');
    INFO(file.size());
    CHECK(names(error_of(file, {.file_bytes = 100}), "file_bytes") == (more > 0));

    const std::string name(static_cast<std::size_t>(10 + more), 'n');
    CHECK(names(error_of(beginning + "define " + name + " = 1\n", {.name_bytes = 10}), "name_bytes") == (more > 0));

    std::string rules = "policy p\ndecision d : permission\n  permit r0\ndecision e : permission\n";
    for (int i = 1; i < 5 + more; ++i) rules += "  permit r" + std::to_string(i) + "\n";
    CHECK(names(error_of(rules, {.rules = 5}), "rules") == (more > 0));
  }
}

TEST_CASE("there are at most 1,000 patterns, each of limited size") {
  const auto with = [](int patterns) {
    std::string text = "policy p\nfact t : Text\ndecision d : permission\n";
    for (int i = 0; i < patterns; ++i) {
      text += "  permit r" + std::to_string(i) + " when matches(t, \"a{" + std::to_string(i) + "}\")\n";
    }
    return text;
  };
  CHECK(error_of(with(1'000), {}).empty());
  CHECK(error_of(with(1'001), {}).starts_with("E0002"));
  CHECK(!error_of("policy p\nfact t : Text\ndefine x = matches(t, \"((a{100}){100}){100}\")\n", {}).empty());
}

TEST_CASE("only so many findings are told, and how many more there are") {
  const std::string text = "policy p\n" + repeated("define x = y\n", 10);
  const auto all = PolicySet::load({{"p.writ", text}}).findings;
  REQUIRE(all.size() > 3);
  for (const std::size_t limit : {all.size() - 1, all.size(), all.size() + 1}) {
    const auto told = PolicySet::load({{"p.writ", text}}, {}, {.diagnostics = static_cast<std::uint32_t>(limit)});
    CHECK(told.findings.size() == all.size());
    CHECK(names(told.findings.back().help.empty() ? "" : told.findings.back().help.front(), "diagnostics") ==
          (limit < all.size()));
    CHECK(!told.policies);
  }
}

constexpr std::string_view facts_policy = R"(policy p
record Wide { a : Int? b : Int? c : Int? d : Text? }
fact words : list of Text
fact wide : list of Wide
decision d : permission
  permit anyone when size(words) + size(wide) >= 0
)";

Decision decide(std::string_view policy, const std::string& decision, const std::string& facts, const Limits& limits) {
  const auto loaded = PolicySet::load({{"p.writ", std::string(policy)}}, {}, limits);
  REQUIRE(loaded.policies);
  return loaded.policies->decide(decision, facts);
}

TEST_CASE("facts have limits, however they are read") {
  const auto record = [](std::size_t words, std::size_t letters, std::size_t wide) {
    std::string text = "{\"now\":\"2025-01-01T00:00:00Z\",\"words\":[";
    for (std::size_t i = 0; i < words; ++i) text += (i > 0 ? ",\"" : "\"") + std::string(letters, 'a') + "\"";
    text += "],\"wide\":[";
    for (std::size_t i = 0; i < wide; ++i) text += i > 0 ? ",{}" : "{}";
    return text + "]}";
  };
  const auto refused_by = [&](const std::string& facts, const Limits& limits) {
    const auto loaded = PolicySet::load({{"p.writ", std::string(facts_policy)}}, {}, limits);
    auto decider = loaded.policies->decider("d");
    std::string first;
    for (int round = 0; round < 3; ++round) {  // The first is read along its index, others along what was learned.
      decider->decide(record(1, 1, 1));
      const Decision decision = decider->decide(facts);
      const std::string refusal = decision.rejections.empty() ? "" : decision.rejections.front().expected;
      CHECK((decision.outcome == Outcome::rejected) == !refusal.empty());
      if (round > 0) CHECK(refusal == first);
      first = refusal;
    }
    return first;
  };
  for (const std::size_t count : {std::size_t{4}, std::size_t{5}, std::size_t{6}}) {
    INFO(count);
    CHECK(refused_by(record(count, 1, 0), {.list_length = 5}) ==
          (count > 5 ? "at most 5 elements (limit list_length)" : ""));
    CHECK(refused_by(record(1, count, 0), {.text_bytes = 5}) ==
          (count > 5 ? "at most 5 bytes (limit text_bytes)" : ""));
    const std::string facts = record(count, 1, 0);
    CHECK(refused_by(facts, {.record_bytes = record(5, 1, 0).size()}).ends_with("bytes (limit record_bytes)") ==
          (count > 5));
  }
  // Four elements of seven or eight slots at first, then twice as many.
  CHECK(refused_by(record(0, 0, 4), {.memory_bytes = 4 * 64}).empty());
  CHECK(refused_by(record(0, 0, 5), {.memory_bytes = 4 * 64}).ends_with("(limit memory_bytes)"));
}

/// Whether an evaluation comes to something within the limits, and does not fail with this code.
bool comes_to_something(std::string_view policy, const std::string& facts, const Limits& limits,
                        std::string_view code) {
  const Decision decision = decide(policy, "d", facts, limits);
  if (decision.outcome != Outcome::undetermined) return true;
  REQUIRE(!decision.failures.empty());
  CHECK(decision.failures.back().code == code);
  return false;
}

/// The least limit within which it comes to something, of which there are fewer than `most`.
template <class Member>
std::uint64_t least(std::string_view policy, const std::string& facts, Member member, std::uint64_t most,
                    std::string_view code) {
  std::uint64_t low = 0;
  for (std::uint64_t high = most; low < high;) {
    const std::uint64_t middle = low + (high - low) / 2;
    Limits limits;
    limits.*member = middle;
    if (comes_to_something(policy, facts, limits, code)) {
      high = middle;
    } else {
      low = middle + 1;
    }
  }
  return low;
}

TEST_CASE("an evaluation has limits, and past one it decides nothing") {
  const std::string facts = R"({"now":"2025-01-01T00:00:00Z","words":["a","b","c"],"n":3})";
  constexpr std::string_view loops = R"(policy p
fact words : list of Text
fact n : Int
decision d : permission
  permit anyone
    when (count of a in words where (some b in words satisfies a is not b)) is n
)";
  const std::uint64_t steps = least(loops, facts, &Limits::steps, 10'000, "V0108");
  CHECK(steps >= 3);
  CHECK(steps < 100);

  constexpr std::string_view texts = R"(policy p
fact words : list of Text
fact n : Int
define four = "{n}{n}{n}{n}"
decision d : Text, first rule
  otherwise = "{four}{four}"
)";
  CHECK(least(texts, facts, &Limits::text_bytes, 10'000, "V0112") == 8);
  const std::uint64_t made = least(texts, facts, &Limits::memory_bytes, 10'000, "V0111");
  CHECK(made >= 4 + 8 + 2 * 16);      // Letters, and where they are.
  CHECK(made < 4 + 8 + 2 * 16 + 20);  // The answer counts, too.

  // In lower case it takes three bytes in place of two.
  constexpr std::string_view grows = R"(policy p
fact words : list of Text
fact n : Int
decision d : Text, first rule
  otherwise = lower("Ⱥ")
)";
  CHECK(least(grows, facts, &Limits::text_bytes, 10'000, "V0112") == 3);

  constexpr std::string_view lists = R"(policy p
fact words : list of Text
fact n : Int
define two = [words, words]
define four = [two, two]
decision d : list of list of list of Text, first rule
  otherwise = four
)";
  const std::uint64_t weight = least(lists, facts, &Limits::memory_bytes, 10'000, "V0111");
  CHECK(weight >= 12 + 4 * 8);  // Twelve words, and two lists that are made.
  CHECK(weight < 200);
}

TEST_CASE("a pattern takes steps for its size at each byte") {
  const auto steps = [](const std::string& pattern) {
    const std::string text =
        "policy p\nfact t : Text\ndecision d : permission\n  permit anyone when matches(t, \"" + pattern + "\")\n";
    return least(text, R"({"now":"2025-01-01T00:00:00Z","t":"abababababababababab"})", &Limits::steps, 100'000,
                 "V0108");
  };
  const std::uint64_t plain = steps("[a-z]+@[a-z]+\\\\.com"), large = steps(".*a[ab]{900}");
  CHECK(plain >= 20);
  CHECK(plain < 300);
  CHECK(large > 20 * 450);
  CHECK(large < 20 * 600);
}

TEST_CASE("an element of which very much is asked, and a definition, take steps for all of it") {
  std::string all;
  for (int i = 0; i < 100; ++i) {
    all += i == 0 ? "(" : " or (";
    for (int k = 0; k < 50; ++k) all += std::string(k == 0 ? "" : " or ") + "date(t + hours(n)) > 9000-01-01";
    all += ")";
  }
  const std::string beginning =
      "policy p\n  timezone \"UTC\"\nfact t : Instant\nfact n : Int\nfact numbers : list of Int\n"
      "define late(n : Int) : Bool = " +
      all + "\n";
  const std::string facts = R"({"now":"2025-01-01T00:00:00Z","t":"2025-01-01T00:00:00Z","n":0,"numbers":[1,2]})";
  for (const std::string& condition :
       {"no n in numbers satisfies (" + all + ")", "(last n in numbers where (" + all + ")) is absent",
        std::string("not late(1) and not late(2)")}) {
    const std::string text = beginning + "decision d : permission\n  permit anyone when " + condition + "\n";
    CHECK(decide(text, "d", facts, {.steps = 90'000}).outcome == Outcome::undetermined);
    CHECK(decide(text, "d", facts, {.steps = 150'000}).permitted());
  }
}

TEST_CASE("a record of more slots than are copied at once is not copied in part") {
  const auto with = [](int fields) {
    std::string text = "policy p\nrecord Wide {\n";
    for (int i = 0; i < fields; ++i) text += "  f" + std::to_string(i) + " : Int\n";
    return text + "}\nfact wide : Wide\ndecision d : Int\n  otherwise = (wide with { f0: 1 }).f" +
           std::to_string(fields - 1) + "\n";
  };
  CHECK(error_of(with(65'535), {}).empty());
  CHECK(!error_of(with(65'536), {}).empty());
}

TEST_CASE("the limits of a saved program are the same") {
  const std::string text =
      "policy p\nfact words : list of Text\ndecision d : permission\n  permit anyone when every a in words satisfies a "
      "is not \"\"\n";
  const auto strict = PolicySet::load({{"p.writ", text}}, {}, {.steps = 2});
  const std::string facts = R"({"now":"2025-01-01T00:00:00Z","words":["a","b","c"]})";
  CHECK(strict.policies->decide("d", facts).outcome == Outcome::undetermined);
  CHECK(strict.policies->explain("d", facts).decisions.front().outcome == Outcome::undetermined);
  CHECK(PolicySet::load({{"p.writ", text}}).policies->decide("d", facts).permitted());

  const Loaded checked = load({{"p.writ", text}});
  const auto bytes = saved::save(checked.model, *checked.sources);
  REQUIRE(bytes);
  CHECK(PolicySet::load_saved_bytes(*bytes).policies->decide("d", facts).permitted());
  const auto restored = PolicySet::load_saved_bytes(*bytes, {.steps = 2});
  CHECK(restored.policies->decide("d", facts).outcome == Outcome::undetermined);
}

TEST_CASE("columns count no steps") {
  const auto strict = PolicySet::load(
      {{"p.writ",
        "policy p\nrecord Item { n : Int }\nfact items : list of Item\ndecision d : permission\n  permit anyone when "
        "every a in items satisfies a.n > 0\n"}},
      {}, {.steps = 2});
  const std::string facts = R"({"now":"2025-01-01T00:00:00Z","items":[{"n":1},{"n":2},{"n":3}]})";
  CHECK(strict.policies->decide("d", facts).outcome == Outcome::undetermined);

  const std::vector<std::int64_t> numbers{1, 2, 3}, offsets{0, 3};
  FactColumns columns;
  columns.orders = 1;
  columns.columns = {{"items.n", numbers}};
  columns.lists = {{"items", offsets}};
  auto decider = strict.policies->batch("d");
  REQUIRE(decider);
  CHECK(decider->take(columns).value_or("").empty());
  const BatchChunk* chunk = decider->next();
  REQUIRE(chunk != nullptr);
  CHECK(chunk->outcomes.front() == Outcome::permitted);
}

TEST_CASE("a limit past the most that it may be is the most") {
  constexpr std::uint64_t most = UINT64_MAX;
  constexpr std::uint32_t less = UINT32_MAX;
  const Limits limits{most, less, less, less, less, most, most, most, most, most, less, most};
  const std::string text =
      "policy p\nfact words : list of Text\ndecision d : permission\n  permit anyone when every a in words satisfies a "
      "is not \"\"\n";
  const std::string facts = R"({"now":"2025-01-01T00:00:00Z","words":["a","b","c"]})";
  CHECK(PolicySet::load({{"p.writ", text}}, {}, limits).policies->decide("d", facts).permitted());
  const Loaded checked = load({{"p.writ", text}});
  const auto bytes = saved::save(checked.model, *checked.sources);
  REQUIRE(bytes);
  CHECK(PolicySet::load_saved_bytes(*bytes, limits).policies->decide("d", facts).permitted());
  const std::string deep =
      "policy p\ndecision d : Int\n  otherwise = " + repeated("(", 500) + "1" + repeated(")", 500) + "\n";
  CHECK(error_of(deep, limits) == error_of(deep, {.nesting = 400}));
  CHECK(!error_of(deep, limits).empty());
}

TEST_CASE("the search for until when a decision holds has limits, past which it holds at least so long") {
  const std::string text =
      "policy p\n  timezone \"UTC\"\ndecision d : Bool\n  otherwise = now > 2025-01-02T00:00:00 and now > "
      "2025-01-03T00:00:00 and now > 2025-01-04T00:00:00\n";
  const auto decided = [&](const Limits& limits) {
    return PolicySet::load({{"p.writ", text}}, {}, limits).policies->decide("d", R"({"now":"2025-01-01T00:00:00Z"})");
  };
  const auto whole = decided({});
  REQUIRE(whole.holds_until);
  REQUIRE(!whole.holds_at_least);
  const std::int64_t end = whole.holds_until->microseconds;
  // Nothing differs at the first two instants.
  for (const auto& [most, at_least, until] : {std::tuple(4U, false, end), std::tuple(3U, false, end),
                                              std::tuple(2U, true, end), std::tuple(1U, true, end - 86'400'000'000)}) {
    INFO(most);
    const auto cut = decided({.horizon_changes = most});
    CHECK(cut.holds_at_least == at_least);
    CHECK(cut.holds_until->microseconds == until);
    CHECK(cut.outcome == whole.outcome);
  }

  std::uint64_t least = 1;
  while (least < 1'000 && decided({.horizon_steps = least}).holds_at_least) ++least;
  CHECK(least > 1);
  CHECK(least < 1'000);
  CHECK(!decided({.horizon_steps = least + 1}).holds_at_least);
  CHECK(decided({.horizon_steps = least - 1}).holds_at_least);
}

}  // namespace
}  // namespace writ
