// The limits hold whatever is done with rule files, and every command that names `--limit` has it.

#include <catch2/catch.hpp>

#include <fmt/format.h>
#include <map>
#include <set>

#include "tests/hostile/program.hpp"

namespace writ::hostile {
namespace {

const std::string policy =
    "policy p\nfact words : list of Text\n\ndecision d : permission\n"
    "  permit anyone when some a in words satisfies a is \"x\"\n\n"
    "test \"with x\"\n  at 2025-01-01T00:00:00Z\n  given words = [\"u\", \"v\", \"w\", \"x\"]\n  expect d is "
    "permitted\n";

/// What each command is asked, so that it reads `policy.writ`.
const std::map<std::string, std::vector<std::string>> questions = {
    {"check", {"policy.writ"}},
    {"build", {"-o", "policy.writc", "policy.writ"}},
    {"fmt", {"--check", "policy.writ"}},
    {"lint", {"policy.writ"}},
    {"prove", {"policy.writ"}},
    {"diff", {"policy.writ", "policy.writ"}},
    {"eval", {"--policy", "policy.writ", "--decision", "d", "facts.ndjson"}},
    {"explain", {"--policy", "policy.writ", "--decision", "d", "facts.ndjson"}},
    {"test", {"policy.writ"}},
    {"timeline", {"--policy", "policy.writ", "--decision", "d", "--until", "24h", "facts.ndjson"}},
    {"doc", {"policy.writ"}},
    {"trace", {"policy.writ"}},
};

/// All that `writ --help` names: beside each stand two spaces and what it does.
std::set<std::string> commands(const Program& program) {
  REQUIRE(program.run(std::vector<std::string>{"--help"}).status == done);
  const std::string help = program.read("out");
  std::set<std::string> names;
  for (const std::string_view line : lines_of(help)) {
    const std::size_t end = line.find(' ', 2);
    if (line.starts_with("  ") && end != std::string_view::npos && line.substr(end, 2) == "  ") {
      names.emplace(line.substr(2, end - 2));
    }
  }
  return names;
}

int ask(const Program& program, const std::string& command, const std::vector<std::string>& more) {
  std::vector<std::string> arguments = {command};
  arguments.insert(arguments.end(), more.begin(), more.end());
  arguments.insert(arguments.end(), questions.at(command).begin(), questions.at(command).end());
  return program.run(arguments).status;
}

TEST_CASE("every command that reads rule files takes limits, and refuses what is past them") {
  const Program program;
  program.write("policy.writ", policy);
  program.write("facts.ndjson", R"({"now":"2025-01-01T00:00:00Z","words":["x"]})");
  std::size_t asked = 0;
  for (const std::string& command : commands(program)) {
    INFO(command);
    REQUIRE(questions.contains(command));
    ++asked;
    CHECK(program.run(std::vector<std::string>{command, "--help"}).status == done);
    CHECK(contains(program.read("out"), "--limit NAME=N"));
    for (const char* const name : {"file_bytes", "name_bytes", "steps", "horizon_steps"}) {
      CHECK(contains(program.read("out"), name));
    }
    for (const auto& [limit, option] : {std::pair("file_bytes", "file_bytes=40"), {"name_bytes", "name_bytes=4"}}) {
      CHECK(ask(program, command, {"--limit", option}) == refused);
      const std::string told = program.read("out") + program.read("err");
      INFO(told);
      CHECK(contains(told, "error[E0002]"));
      CHECK(contains(told, fmt::format("`--limit {}=N` sets another", limit)));
    }
    CHECK(ask(program, command, {"--limit", "file_byte=40"}) == usage_error);
    CHECK(contains(program.read("err"), "did you mean `file_bytes`?"));
  }
  CHECK(asked == questions.size());
}

TEST_CASE("what tests evaluate stays within the limits") {
  const Program program;
  program.write("policy.writ", policy);
  CHECK(program.run(std::vector<std::string>{"test", "policy.writ"}).status == done);
  CHECK(program.run({"test", "--limit", "steps=1", "policy.writ"}).status != done);
  CHECK(contains(program.read("out"), "V0108"));
}

TEST_CASE("recorded facts are compared within the limits") {
  const Program program;
  program.write("policy.writ", policy);
  program.write("facts.ndjson", R"({"now":"2025-01-01T00:00:00Z","words":["w","x"]})");
  const auto diff = [&](const std::string& limit) {
    CHECK(program
              .run({"diff", "--limit", limit, "--no-proof", "--verbose", "--format", "json", "--facts", "facts.ndjson",
                    "policy.writ", "policy.writ"})
              .status == done);
    return program.read("out");
  };
  CHECK(diff("list_length=1") != diff("list_length=2"));
}

}  // namespace
}  // namespace writ::hostile
