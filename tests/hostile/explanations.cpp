// Explaining what takes very much to evaluate: in bounded time and memory, and it says what it leaves out.

#include <catch2/catch.hpp>

#include "tests/hostile/program.hpp"

namespace writ::hostile {
namespace {

constexpr std::string_view policy = R"(policy shop "A shop"
fact a : list of Int
fact b : list of Int
define d0 = size(a)
define d1 = d0 + d0
define d2 = d1 + d1
define d3 = d2 + d2
define d4 = d3 + d3
define d5 = d4 + d4
define d6 = d5 + d5
define d7 = d6 + d6
define d8 = d7 + d7
define twice(x : Int) : Int = x + x
decision pairs : Bool
  otherwise = every i in a satisfies some j in b satisfies i is j
decision chain : Int
  otherwise = twice(twice(twice(twice(d8 + d8))))
)";

std::string numbers(int from, int to) {
  std::string text = "[";
  for (int i = from; i != to; i += from < to ? 1 : -1) text += (text.size() > 1 ? "," : "") + std::to_string(i);
  return text + "]";
}

TEST_CASE("every pair of two long lists is looked at, and not all are told") {
  const Program program;
  program.write("policy.writ", policy);
  program.write("facts.json",
                R"({"now":"2025-03-10T10:00:00Z","a":)" + numbers(0, 5000) + R"(,"b":)" + numbers(5000, -1) + "}");
  for (const std::string format : {"text", "json"}) {
    const auto result = program.run({"explain", "--policy", "policy.writ", "--decision", "pairs", "--unfold", "all",
                                     "--format", format, "facts.json"});
    INFO(format);
    CHECK(result.status == done);
    CHECK(contains(program.read("out"), format == "text" ? "more was evaluated than is told" : "\"cut\": true"));
    CHECK(program.read("out").size() < 40'000'000);
    CHECK(result.seconds < 30);
    if (!sanitized) CHECK(result.peak_bytes < 1'000'000'000);
  }
}

TEST_CASE("what is shared is told once") {
  const Program program;
  program.write("policy.writ", policy);
  program.write("facts.json", R"({"now":"2025-03-10T10:00:00Z","a":[1],"b":[]})");
  for (const std::string format : {"text", "json", "html"}) {
    const auto result = program.run({"explain", "--policy", "policy.writ", "--decision", "chain", "--unfold", "all",
                                     "--verbose", "--format", format, "facts.json"});
    INFO(format);
    CHECK(result.status == done);
    CHECK(program.read("out").size() < 60'000);
  }
}

TEST_CASE("what is nested very deep is told without end of the stack") {
  const Program program;
  program.write("facts.json", R"({"now":"2025-03-10T10:00:00Z","n":1})");
  // One operator within the other, and definitions that stand for each other.
  std::string sums = "policy shop \"A shop\"\nfact n : Int\n", names = sums;
  for (int i = 0; i < 3; ++i) {
    const std::string before = i == 0 ? "n" : "d" + std::to_string(i - 1);
    sums += "define d" + std::to_string(i) + " = " + before + repeat(" + n", 1'990) + "\n";
  }
  sums += "decision x : Int\n  otherwise = d2\n";
  for (int i = 0; i < 1'000; ++i) {
    const std::string before = i == 0 ? "n" : "d" + std::to_string(i - 1);
    names += "define d" + std::to_string(i) + " = max(" + before + ", n)\n";
  }
  // Each is met first where it is not deep, by what decides nothing.
  names += "decision y : Bool\n  otherwise = (n is 0 and (d100 is 0";
  for (int i = 200; i < 1'000; i += 200) names += "\n      or d" + std::to_string(i) + " is 0";
  names += ")) or d999 is 1\ndecision x : Int\n  otherwise = d999\n";
  for (const auto& [source, decision] : {std::pair(sums, "x"), std::pair(names, "x"), std::pair(names, "y")}) {
    program.write("policy.writ", source);
    for (const std::string format : {"text", "json", "html"}) {
      const auto result = program.run({"explain", "--policy", "policy.writ", "--decision", decision, "--unfold", "all",
                                       "--verbose", "--format", format, "facts.json"});
      INFO(format << ' ' << decision << '\n' << program.read("err").substr(0, 1'000));
      CHECK(result.status == done);
      CHECK(program.read("out").size() < 8'000'000);
    }
  }
}

TEST_CASE("a rule file whose name holds control characters moves nothing on the terminal") {
  const Program program;
  const std::string name = "e\x1b]0;owned\a.writ";
  program.write(name, R"(policy t "T"
fact n : Int
decision ok : Int
  rule a = n + 9223372036854775807
    when n > 0
  otherwise = 1
test "x"
  given n = 4
  expect ok is 2
)");
  program.write("facts.json", R"({"now":"2025-03-10T10:00:00Z","n":1})");
  const auto said = [&](const std::vector<std::string>& arguments) {
    program.run(arguments);
    const std::string text = program.read("out") + program.read("err");
    CHECK(contains(text, "]0;owned"));  // It is named, and what is told would be obeyed where it is shown as it is.
    CHECK(text.find_first_of("\x1b\a") == std::string::npos);
  };
  REQUIRE(program.run({"build", "-o", "saved.writc", name}).status == done);
  for (const auto& path : {name, std::string("saved.writc")}) {
    INFO(path);
    said({"eval", "--format", "text", "-p", path, "-d", "ok", "facts.json"});
    said({"explain", "--format", "text", "-p", path, "-d", "ok", "facts.json"});
  }
  said({"test", "--coverage", name});
  said({"test", "--list", name});
  said({"test", "--mutate", name});
  said({"fmt", "--check", name});
}

TEST_CASE("what would permit is looked for within a bound on work, whatever one evaluation takes") {
  const Program program;
  constexpr int facts = 20;
  std::string source = "policy shop \"A shop\"\nfact t : Text\n", condition, record;
  for (int i = 0; i < facts; ++i) {
    const std::string name = "a" + std::to_string(i);
    source += "fact " + name + " : Int\n";
    condition += name + " > 10 and ";
    record += ",\"" + name + "\":" + std::to_string(i);
  }
  source += "decision d : permission\n  permit p when " + condition + "not contains(lower(t), \"q\")\n";
  source += "  forbid f when contains(lower(t), \"aa\") or contains(lower(t), \"z\")\n";
  program.write("policy.writ", source);
  program.write("facts.json", R"({"now":"2025-03-10T10:00:00Z","t":")" + repeat("a", 4'000'000) + "\"" + record + "}");
  const auto result =
      program.run({"explain", "--policy", "policy.writ", "--decision", "d", "--format", "json", "facts.json"});
  INFO(program.read("err").substr(0, 1'000));
  CHECK(result.status == done);
  CHECK(contains(program.read("out"), "\"not_all_tried\": true"));
  CHECK(result.seconds < (sanitized ? 60 : 10));
}

}  // namespace
}  // namespace writ::hostile
