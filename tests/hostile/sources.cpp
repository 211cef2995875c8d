// Sources that are huge, broken or no files at all, and what they hold: told of, and never a crash.

#include <sys/stat.h>

#include <catch2/catch.hpp>

#include "tests/hostile/program.hpp"

namespace writ::hostile {
namespace {

constexpr double most_seconds = sanitized ? 60 : 5;  // Without optimisation.

void write_policy(const Program& program, const std::string& citations) {
  program.write(
      "policy.writ",
      "policy p\n  source s \"source.md\"\ndecision d : permission\n  permit anyone\n    cite s " + citations + "\n");
}

int run(const Program& program, const std::vector<std::string>& arguments) {
  const auto result = program.run(arguments);
  INFO(arguments.front() << " " << program.read("err").substr(0, 200));
  CHECK(result.seconds < most_seconds);
  return result.status;
}

/// All ways to look at sources.
void run_all(const Program& program, int traced) {
  CHECK(run(program, {"trace", "policy.writ"}) == traced);
  CHECK(run(program, {"trace", "--format", "json", "policy.writ"}) == traced);
  CHECK(run(program, {"trace", "--format", "html", "policy.writ"}) == traced);
  CHECK(run(program, {"doc", "policy.writ"}) == traced);
  CHECK(run(program, {"doc", "--format", "markdown", "policy.writ"}) == traced);
}

TEST_CASE("a source of very many clauses takes time in proportion, and its findings do not flood the terminal") {
  const Program program;
  std::string source, citations;
  for (int i = 0; i < 100'000; ++i) source += "[" + std::to_string(i) + "] clause\n\n";
  for (int i = 0; i < 1'000; ++i) citations += (i == 0 ? "\"" : ", \"") + std::string("z") + std::to_string(i) + "\"";
  program.write("source.md", source);
  write_policy(program, citations);
  run_all(program, refused);
  run(program, {"trace", "policy.writ"});
  CHECK(program.read("err").size() < 100'000);
}

TEST_CASE("one clause may be very long, or a line of it") {
  const Program program;
  write_policy(program, "\"1\"");
  for (const auto& text : {"[1] " + repeat("x", 4'000'000), "[1] " + repeat("x\n\n", 1'000'000),
                           "[1] " + repeat("*", 300'000), "[1] " + repeat("`a", 300'000), "[1] " + repeat("[", 300'000),
                           "[1]\n" + repeat("- a\n", 300'000), "[1]\n" + repeat("> ", 300'000)}) {
    program.write("source.md", text);
    run_all(program, done);
  }
}

TEST_CASE("a source that is no text, or none at all, is told of") {
  const Program program;
  write_policy(program, "\"1\"");
  run_all(program, refused);  // There is none.
  for (const std::string& text :
       {std::string("[1] \xff\xfe"), std::string(), std::string("\n\n"), repeat("x", 17 * 1024 * 1024)}) {
    program.write("source.md", text);
    run_all(program, refused);
  }
  program.write("source.md", std::string_view("[1] a\0b\x1b[31m", 12));
  run_all(program, done);
  CHECK(program.run({"trace", "policy.writ"}).status == done);
  CHECK(!contains(program.read("out"), "\x1b"));
}

TEST_CASE("a source that is a directory, a pipe or an endless device is not read") {
  const Program program;
  std::filesystem::create_directory(program.path("source.md"));
  write_policy(program, "\"1\"");
  run_all(program, refused);
  std::filesystem::remove(program.path("source.md"));
  REQUIRE(mkfifo(program.path("source.md").c_str(), 0600) == 0);
  run_all(program, refused);
  std::filesystem::remove(program.path("source.md"));
  std::filesystem::create_symlink("/dev/zero", program.path("source.md"));
  run_all(program, refused);
  program.write("policy.writ",
                "policy p\n  source s \"/etc/hostname\"\ndecision d : permission\n  permit anyone\n    cite s \"1\"\n");
  run_all(program, refused);
}

TEST_CASE("a source outside the rule file's directory is not shown, whichever way leads there") {
  const Program program;
  const auto cites = [&](const std::string& file) {
    program.write("rules/policy.writ", "policy p\n  source s \"" + file +
                                           "\"\ndecision d : permission\n  permit anyone\n    cite s \"1\"\n");
  };
  const auto shown = [&](int status) {
    CHECK(run(program, {"trace", "rules/policy.writ"}) == status);
    bool secret = contains(program.read("out") + program.read("err"), "of others");
    CHECK(run(program, {"doc", "rules/policy.writ"}) == status);
    secret = secret || contains(program.read("out") + program.read("err"), "of others");
    return secret;
  };
  program.write("secret.md", "[1] a clause of others\n");
  program.write("rules/own/source.md", "[1] a clause of others\n");
  std::filesystem::create_symlink("../secret.md", program.path("rules/link.md"));
  std::filesystem::create_directory_symlink("..", program.path("rules/up"));
  std::filesystem::create_symlink("own/source.md", program.path("rules/inside.md"));
  for (const auto* file : {"../secret.md", "own/../../secret.md", "link.md", "up/secret.md", "../rules/../secret.md"}) {
    INFO(file);
    cites(file);
    CHECK(!shown(refused));
    CHECK(contains(program.read("err"), "it does not lie below the rule file's directory"));
  }
  for (const auto* file : {"own/source.md", "inside.md", "own/../own/source.md", "../rules/own/source.md"}) {
    INFO(file);
    cites(file);
    CHECK(shown(done));
  }
}

TEST_CASE("conditions that are long or deep are laid out") {
  const Program program;
  program.write("source.md", "[1] a clause\n");
  const auto write = [&](const std::string& condition) {
    program.write("policy.writ",
                  "policy p\n  source s \"source.md\"\nfact n : Bool\ndecision d : permission\n"
                  "  permit anyone\n    when " +
                      condition + "\n    cite s \"1\"\n");
  };
  write("n" + repeat(" and n", 150));
  run_all(program, done);
  write(repeat("(n and (n or ", 90) + "n" + repeat("))", 90));
  run_all(program, done);
}

TEST_CASE("pages that cannot be written are told of, and what was there stays") {
  const Program program;
  program.write("source.md", "[1] a clause\n");
  write_policy(program, "\"1\"");
  program.write("page.html", "before");
  std::filesystem::create_directory(program.path("closed"));
  program.write("closed/page.html", "before");
  CHECK(run(program, {"doc", "-o", "page.html", "policy.writ"}) == done);
  CHECK(program.read("page.html").starts_with("<!DOCTYPE html>"));
  CHECK(run(program, {"trace", "--format", "html", "-o", "policy.writ/page.html", "policy.writ"}) == io_error);
  CHECK(run(program, {"trace", "-o", "/dev/full", "policy.writ"}) == io_error);
  CHECK(run(program, {"trace", "-o", "closed", "policy.writ"}) == io_error);
  CHECK(program.read("closed/page.html") == "before");
}

}  // namespace
}  // namespace writ::hostile
