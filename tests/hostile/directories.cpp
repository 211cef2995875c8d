// Directories of rules with what is no rule file in them: refused, never followed, and never waited for.

#include <sys/stat.h>

#include <catch2/catch.hpp>

#include "tests/hostile/program.hpp"

namespace writ::hostile {
namespace {

constexpr std::string_view policy = "policy p\ndecision d : permission\n  permit anyone\n";

int check(const Program& program) {
  auto command = program.command({"check", "rules"});
  command.most_seconds = sanitized ? 120 : 20;
  return program.run(command).status;
}

TEST_CASE("links in a directory of rules lead nowhere outside of it") {
  const Program program;
  program.write("rules/policy.writ", policy);
  program.write("secret/file", "root:x:0:0\n");
  program.write("rules/.versions/module.writ", "module m\ndefine one = 1\n");
  std::filesystem::create_symlink(".versions/module.writ", program.path("rules/module.writ"));
  CHECK(check(program) == done);
  for (const auto* target : {"../secret/file", "/dev/zero", "/dev/tty"}) {
    INFO(target);
    std::filesystem::create_symlink(target, program.path("rules/a.writ"));
    CHECK(check(program) == io_error);
    const std::string told = program.read("out") + program.read("err");
    CHECK(contains(told, "cannot read rules/a.writ: the link leads out of the directory"));
    CHECK(!contains(told, "root:"));
    std::filesystem::remove(program.path("rules/a.writ"));
  }
}

TEST_CASE("a pipe in a directory of rules is not waited for") {
  const Program program;
  program.write("rules/policy.writ", policy);
  REQUIRE(mkfifo(program.path("rules/pipe.writ").c_str(), 0600) == 0);
  CHECK(check(program) == io_error);
  CHECK(contains(program.read("err"), "cannot read rules/pipe.writ: it is no regular file"));
  std::filesystem::rename(program.path("rules/pipe.writ"), program.path("rules/pipe"));
  std::filesystem::create_symlink("pipe", program.path("rules/a.writ"));
  CHECK(check(program) == io_error);
  CHECK(contains(program.read("err"), "cannot read rules/a.writ: it is no regular file"));
}

TEST_CASE("names of files do nothing to a terminal") {
  const Program program;
  std::filesystem::create_directory(program.path("rules"));
  std::filesystem::create_symlink("nowhere", program.path("rules/ev\x1b[31mil.writ"));
  CHECK(check(program) == io_error);
  CHECK(contains(program.read("err"), "[31mil.writ: the link leads nowhere"));
  CHECK(!contains(program.read("err"), "\x1b"));
}

}  // namespace
}  // namespace writ::hostile
