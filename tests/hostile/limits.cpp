// Policies and facts of people who mean harm: each ends in good time and within the memory that it may have, with an
// error or a decision.

#include <catch2/catch.hpp>

#include <fmt/format.h>
#include <chrono>
#include <random>

#include "tests/hostile/program.hpp"

namespace writ::hostile {
namespace {

constexpr double most_seconds = sanitized ? 120 : 20;  // Without optimisation.

/// With 1 GiB of addresses and no more processor than it may take. Sanitizers reserve far more addresses.
test::Result run(const Program& program, const std::vector<std::string>& arguments) {
  auto command = program.command(arguments);
  command.most_memory = sanitized ? 0 : std::size_t{1} << 30;
  command.most_seconds = static_cast<std::size_t>(most_seconds);
  return program.run(command);
}

/// Decides `d` of every policy about the facts, and says what came of it.
std::string decide(const Program& program, const std::string& policy, const std::string& facts) {
  program.write("policy.writ", policy);
  program.write("facts.ndjson", facts + "\n");
  const auto result =
      run(program, {"eval", "--policy", "policy.writ", "--decision", "d", "--threads", "1", "--quiet", "facts.ndjson"});
  INFO(policy.substr(0, 300) << program.read("err").substr(0, 300));
  CHECK((result.status == done || result.status == refused));
  CHECK(result.seconds < most_seconds);
  return program.read("out") + program.read("err");
}

const std::string beginning = "policy p\nfact words : list of Text\nfact note : Text\n";

std::string facts_of(std::size_t words, std::size_t letters) {
  std::string list;
  for (std::size_t i = 0; i < words; ++i) list += (i > 0 ? ",\"" : "\"") + std::to_string(i) + "\"";
  return "{\"now\":\"2025-01-01T00:00:00Z\",\"note\":\"" + std::string(letters, 'a') + "\",\"words\":[" + list + "]}";
}

/// Definitions x0 to xN, each made of the one before.
std::string doubling(int levels, const std::string& first, const std::string& open, const std::string& between,
                     const std::string& close) {
  std::string text = beginning + "define x0 = " + first + "\n";
  for (int i = 1; i <= levels; ++i) {
    const std::string before = "x" + std::to_string(i - 1);
    text += "define x" + std::to_string(i) + " = " + open + before + between + before + close + "\n";
  }
  return text;
}

TEST_CASE("a search for until when a decision holds remembers no more than it may") {
  const Program program;
  const std::string policy =
      "policy p\n  timezone \"UTC\"\nfact days : list of Date\ndecision d : permission\n  permit few\n"
      "    when (count of a in days where (count of b in days where date(now) - b > 3) > 2) > 3\n";
  std::string days;
  for (int i = 0; i < 2'000; ++i) days += std::string(i > 0 ? "," : "") + "\"2025-01-01\"";
  CHECK(contains(decide(program, policy, R"({"now":"2025-03-01T00:00:00Z","days":[)" + days + "]}"), "\"permitted\""));
}

TEST_CASE("texts that double end at their limit") {
  const Program program;
  const std::string policy = doubling(40, "\"{note}\"", "\"{", "}{", "}\"");
  CHECK(contains(decide(program, policy + "decision d : Text, first rule\n  otherwise = x40\n", facts_of(1, 100)),
                 "V0112"));
  std::string list = policy + "decision d : list of Text, first rule\n  otherwise = [";
  for (int i = 0; i < 1'000; ++i) list += "\"{x15}" + std::to_string(i) + "\", ";
  CHECK(contains(decide(program, list + "note]\n", facts_of(1, 100)), "V0111"));
}

TEST_CASE("lists that double are not written out, compared or searched to their end") {
  const Program program;
  const std::string policy = doubling(31, "words", "[", ", ", "]");
  const std::string type = repeat("list of ", 32) + "Text";
  CHECK(contains(decide(program, policy + "decision d : " + type + ", first rule\n  otherwise = x31\n", facts_of(3, 1)),
                 "V0111"));
  std::string again = policy + "define y0 = words\n";
  for (int i = 1; i <= 31; ++i) {
    const std::string before = "y" + std::to_string(i - 1);
    again += "define y" + std::to_string(i) + " = [" + before + ", " + before + "]\n";
  }
  CHECK(contains(decide(program, again + "decision d : permission\n  permit a when x31 is y31\n", facts_of(3, 1)),
                 "V0108"));
  CHECK(contains(decide(program, again + "decision d : permission\n  permit a when x30 in y31\n", facts_of(3, 1)),
                 "V0108"));
  CHECK(contains(
      decide(program,
             policy + "advice tell(all : " + type + ")\ndecision d : permission\n  permit a\n    then tell(x31)\n",
             facts_of(3, 1)),
      "V0111"));
}

TEST_CASE("quantifiers over quantifiers over long lists end at the limit of steps") {
  const Program program;
  const std::string policy =
      beginning +
      "decision d : permission\n  permit a when some a in words satisfies some b in words satisfies "
      "some c in words satisfies a is \"x\" and b is \"y\" and c is \"z\"\n";
  CHECK(contains(decide(program, policy, facts_of(3'000, 1)), "V0108"));
  const std::string failing =
      beginning +
      "decision d : permission\n  permit a when some a in words satisfies some b in words satisfies "
      "1 / (if a is b then 0 else 0) > 1\n";
  CHECK(contains(decide(program, failing, facts_of(20'000, 1)), "V0111"));  // Each failure is noted.
}

TEST_CASE("many searches in long lists, and many looks at long texts, end at the limit of steps") {
  const Program program;
  std::string policy = beginning + "decision d : permission\n";
  for (int i = 0; i < 2'000; ++i) {
    policy += "  permit r" + std::to_string(i) + " when \"x" + std::to_string(i) + "\" in words\n";
  }
  CHECK(contains(decide(program, policy, facts_of(200'000, 1)), "V0108"));
  for (const std::string& look : {std::string("matches(note, \"(a|aa|aaa)*b\")"), std::string("contains(note, word)"),
                                  std::string("lower(note) is word")}) {
    const std::string looks =
        beginning + "decision d : permission\n  permit a when some word in words satisfies " + look + "\n";
    const std::string told = decide(program, looks, facts_of(10'000, 1'000'000));
    CHECK((contains(told, "V0108") || contains(told, "error[E0213]")));
  }
}

TEST_CASE("patterns take time in proportion, however they are nested") {
  const Program program;
  const std::string policy = beginning +
                             "decision d : permission\n  permit a when matches(note, \"(a*)*b\") or matches(note, "
                             "\"(a?){200}a{200}b\") or matches(note, \"(.*)(.*)(.*)(.*)[bc]$\")\n";
  CHECK(contains(decide(program, policy, facts_of(1, 100'000)), "forbidden"));
}

TEST_CASE("a pattern with more states than there is room for takes steps for all of its instructions") {
  const Program program;
  const auto policy = [](const std::string& pattern) {
    return beginning + "decision d : permission\n  permit a when some a in words satisfies matches(note, \"" + pattern +
           "\")\n  permit b when every a in words satisfies matches(a, \"[0-9]+|[a-z]{2,9}|.*@example.com\")\n";
  };
  std::mt19937 random(1);
  std::string note;
  for (int i = 0; i < 100'000; ++i) note += random() % 2 == 0 ? 'a' : 'b';
  const auto facts = [](std::size_t words, const std::string& text) {
    std::string record = facts_of(words, 0);
    return record.insert(record.find("\"note\":\"") + 8, text);
  };
  note[note.size() - 901] = 'b';  // So that it does not match.
  CHECK(contains(decide(program, policy(".*a[ab]{900}"), facts(1'000, note)), "V0108"));
  // What people write does not come near it.
  CHECK(contains(decide(program, policy("[ab]{0,50}"), facts(10'000, note.substr(0, 100))), "permitted"));
}

TEST_CASE("an element of which very much is asked takes steps for all of it") {
  const Program program;
  const auto policy = [](int alternatives, int terms) {
    std::string term = "date(2000-01-01T00:00:00Z + hours(n)) > 9000-01-01";
    std::string all = term;
    for (int i = 1; i < terms; ++i) all += " or " + term;
    std::string text =
        "policy p\n  timezone \"UTC\"\nfact numbers : list of Int\ndecision d : permission\n  permit a\n"
        "    when no n in numbers satisfies (\n    (" +
        all + ")";
    for (int i = 1; i < alternatives; ++i) text += "\n    or (" + all + ")";
    return text + ")\n";
  };
  std::string facts = R"({"now":"2025-01-01T00:00:00Z","numbers":[0)";
  for (int i = 1; i < 1'000; ++i) facts += "," + std::to_string(i);
  facts += "]}";
  CHECK(contains(decide(program, policy(400, 100), facts), "V0108"));
  CHECK(contains(decide(program, policy(10, 10), facts), "permitted"));
}

TEST_CASE("a calendar of very many holidays is not walked through") {
  const Program program;
  std::string policy =
      "policy p\n  timezone \"UTC\"\n  calendar c\ncalendar c\n  weekend sat, sun\n  holidays 2000-01-01";
  std::string days = "\"2000-01-01\"";
  for (int i = 0; i < 30'000; ++i) {
    // Every other day of 30,000 days, each of which was a span of its own.
    const auto day = std::chrono::sys_days(std::chrono::year(2000) / 1 / 3) + std::chrono::days(2 * i);
    const std::chrono::year_month_day date(day);
    policy += fmt::format(", {:04}-{:02}-{:02}", static_cast<int>(date.year()), static_cast<unsigned>(date.month()),
                          static_cast<unsigned>(date.day()));
    days += ",\"2000-01-01\"";
  }
  policy +=
      "\nfact days : list of Date\ndecision d : permission\n  permit a when every a in days satisfies "
      "a + business_days(20000) > 2100-01-01\n";
  CHECK(contains(decide(program, policy, R"({"now":"2025-01-01T00:00:00Z","days":[)" + days + "]}"), "permitted"));
}

TEST_CASE("facts whose elements have very many fields are refused where they would take all memory") {
  const Program program;
  std::string policy = "policy p\nrecord Wide {\n";
  for (int i = 0; i < 20'000; ++i) policy += "  f" + std::to_string(i) + " : Int?\n";
  policy += "}\nfact wide : list of Wide\ndecision d : permission\n  permit a when size(wide) > 0\n";
  const std::string facts = "{\"now\":\"2025-01-01T00:00:00Z\",\"wide\":[" + repeat("{},", 100'000) + "{}]}";
  CHECK(contains(decide(program, policy, facts), "F0118"));
}

TEST_CASE("very many rules that fail, and very many decisions, are told in good time") {
  const Program program;
  std::string policy = beginning + "decision d : permission\n  permit a\n";
  for (int i = 0; i < 20'000; ++i) {
    policy += "  permit r" + std::to_string(i) + " when 1 / (size(words) - size(words)) > " + std::to_string(i) + "\n";
  }
  decide(program, policy, facts_of(1, 1));
  std::string chain = beginning + "decision d0 : Int, first rule\n  otherwise = 1\n";
  for (int i = 1; i < 3'000; ++i) {
    chain += "decision d" + std::to_string(i) + " : Int, first rule\n  otherwise = d" + std::to_string(i - 1) + "\n";
  }
  decide(program, chain + "decision d : Int, first rule\n  otherwise = d2999\n", facts_of(1, 1));
}

TEST_CASE("a flood of mistakes is cut") {
  const Program program;
  std::string policy = "policy p\n";
  for (int i = 0; i < 3'000; ++i) policy += "define d" + std::to_string(i) + " = nothing" + std::to_string(i) + "\n";
  program.write("policy.writ", policy);
  CHECK(run(program, {"check", "policy.writ"}).status == refused);
  CHECK(program.read("out").size() < 200'000);
  CHECK(contains(program.read("out"), "diagnostics"));
}

TEST_CASE("a flood of mistakes on one line is cut in every format, and ends in good time") {
  const Program program;
  program.write("policy.writ", "policy p\n" + repeat("decision d : permission permit a ", 10'000));
  const auto occurrences = [](const std::string& text, std::string_view part) {
    std::size_t count = 0;
    for (auto at = text.find(part); at != std::string::npos; at = text.find(part, at + part.size())) ++count;
    return count;
  };
  for (const char* const command : {"check", "lint"}) {
    const auto told = [&](const char* format, const char* limit) {
      CHECK(run(program, {command, "--format", format, "--limit", limit, "policy.writ"}).status == refused);
      return program.read("out");
    };
    INFO(command);
    const std::string more = "there are 9992 more diagnostics";
    const std::string json = told("json", "diagnostics=7");
    CHECK(occurrences(json, "\n") == 8);
    CHECK(occurrences(json, "is declared twice") == 7);
    CHECK(occurrences(json, more) == 1);
    const std::string github = told("github", "diagnostics=7");
    CHECK(occurrences(github, "::error ") == 8);
    CHECK(occurrences(github, more) == 1);
    const std::string sarif = told("sarif", "diagnostics=7");
    CHECK(occurrences(sarif, "\"ruleId\"") == 7);
    CHECK(occurrences(sarif, more) == 1);
    CHECK(contains(sarif, "\"toolExecutionNotifications\":[{\"level\":\"error\""));
    const std::string text = told("text", "diagnostics=7");
    CHECK(occurrences(text, "error[") == 7);
    CHECK(contains(text, "and 9992 more"));
    CHECK(occurrences(told("json", "diagnostics=9998"), "there is 1 more diagnostic\"") == 1);
    CHECK(!contains(told("json", "diagnostics=9999"), " more diagnostic"));
    CHECK(!contains(told("sarif", "diagnostics=9999"), "invocations"));
  }
}

TEST_CASE("a file whose mistakes are all cut is not shown as right") {
  const Program program;
  for (const char* const name : {"a.writ", "b.writ"}) {
    program.write(name, "policy " + std::string(1, name[0]) + "\n" + repeat("define = 1\n", 2));
  }
  const auto told = [&](const char* format) {
    CHECK(run(program, {"lint", "--format", format, "--limit", "diagnostics=1", "a.writ", "b.writ"}).status == refused);
    return program.read("out");
  };
  const std::string json = told("json");
  CHECK(contains(json, R"({"code":null,"severity":"error","message":"there is 1 more diagnostic","file":"a.writ")"));
  CHECK(contains(json, R"({"code":null,"severity":"error","message":"there are 2 more diagnostics","file":"b.writ")"));
  CHECK(contains(told("junit"), R"(<testsuite name="b.writ" tests="1" failures="1")"));
}

TEST_CASE("what cannot be formatted is told within the limit of diagnostics") {
  const Program program;
  program.write("policy.writ", "policy p\n" + repeat("define = 1\n", 1'000));
  CHECK(run(program, {"fmt", "--limit", "diagnostics=5", "policy.writ"}).status == refused);
  const auto lines = program.read("err");
  CHECK(contains(lines, " more: this is the limit `diagnostics`"));
  CHECK(lines.size() < 2'000);
}

TEST_CASE("a policy reads no file but sources that its reader asks for, and no clock") {
  const Program program;
  // Nothing in the language names a file but `source`, which deciding does not open.
  program.write("policy.writ",
                "policy p\n  source s \"/dev/zero\"\ndecision d : permission\n  permit a\n    cite s \"1\"\n");
  program.write("facts.ndjson", "{}\n");
  CHECK(run(program, {"eval", "--policy", "policy.writ", "--decision", "d", "--quiet", "facts.ndjson"}).status ==
        refused);
  CHECK(contains(program.read("out"), "/now"));  // No fact says what time it is, and nothing else does.
}

}  // namespace
}  // namespace writ::hostile
