// What the program reads from and writes to goes away, is full, is cut off, or is what it reads and writes at once.

#include <catch2/catch.hpp>
#include <cstdio>
#include <iterator>

#include "tests/faults/program_cases.hpp"
#include "tests/support/packed.hpp"

namespace writ::faults {
namespace {

using hostile::contains;
using hostile::Program;

const std::vector<std::string> eval_many = {"eval", "--policy", "shop.writ",  "--decision",
                                            "send", "--quiet",  "many.ndjson"};

/// With orders for some megabytes of lines.
void fill(const Program& program) {
  for (const auto& [name, text] : files()) program.write(name, text);
  program.write("many.ndjson", hostile::repeat(files().at("orders.ndjson"), 2000));
}

TEST_CASE("a full disk is told by every command that writes to standard output") {
  for (const Case& tried : cases) {
    const Left right = run(tried, "");
    const Left left = run(tried, "", "/dev/full");
    INFO(tried.name << "\n" << left.err);
    if (right.out.empty()) {
      CHECK(left.status == right.status);
    } else {
      CHECK(left.status == hostile::io_error);
      CHECK(contains(left.err, "error: cannot write to standard output: No space left on device"));
    }
  }
}

TEST_CASE("a limit on the size of files is told, and leaves nothing") {
  const Program program;
  program.write("place/shop.writ", files().at("shop.writ"));
  auto command = program.command({"-c", "ulimit -f 4; exec \"$0\" build -o new.writc shop.writ", WRIT_PROGRAM});
  command.program = "/bin/sh";
  command.directory = program.path("place");
  CHECK(program.run(command).status == hostile::io_error);
  CHECK(program.read("err") == "error: cannot write new.writc: File too large\n");
  const std::filesystem::directory_iterator left(program.path("place"));
  CHECK(std::distance(begin(left), end(left)) == 1);
}

TEST_CASE("a reader that goes away ends it, quietly") {
  const Program program;
  fill(program);
  for (const char* const threads : {"1", "4"}) {
    auto command = program.command(eval_many);
    command.arguments.insert(command.arguments.end(), {"--threads", threads});
    command.close_output = true;
    CHECK(program.run(command).status == hostile::io_error);
    CHECK(program.read("err").empty());
  }
}

TEST_CASE("a signal leaves whole lines, wherever it comes") {
  const Program program;
  fill(program);
  REQUIRE(program.run(eval_many).status == hostile::refused);
  const std::string whole = program.read("out");
  for (const char* const threads : {"1", "4"}) {
    for (const char* const call : {"read:terminate:", "write:terminate:"}) {
      bool seen = true;
      std::size_t ended = 0;
      for (int number = 1; seen; ++number) {
        std::filesystem::remove(program.path("seen"));
        auto command = program.command(eval_many);
        command.arguments.insert(command.arguments.end(), {"--threads", threads});
        command.environment = {
            std::string("LD_PRELOAD=") + WRIT_FAILING_CALLS, "WRIT_FAULT=" + (call + std::to_string(number)),
            "WRIT_FAULT_SEEN=" + program.path("seen").string(), "ASAN_OPTIONS=verify_asan_link_order=0"};
        const int status = program.run(command).status;
        seen = std::filesystem::exists(program.path("seen"));
        const std::string out = program.read("out");
        INFO(threads << " threads, " << call << number << ": status " << status << ", " << out.size() << " bytes");
        CHECK(status == (seen ? 143 : hostile::refused));
        CHECK(whole.starts_with(out));
        CHECK((out.empty() || out.ends_with('\n')));
        ended += seen ? 1 : 0;
      }
      CHECK(ended > 5);
    }
  }
}

TEST_CASE("gzip'd records that are cut off at any byte") {
  const Program program;
  for (const auto& [name, text] : files()) program.write(name, text);
  const std::string file = test::packed(files().at("orders.ndjson"));
  const std::vector<std::string> eval = {"eval", "--policy", "shop.writc", "--decision", "send", "--quiet", "orders"};
  program.write("orders", file);
  REQUIRE(program.run(eval).status == hostile::refused);
  const std::string whole = program.read("out");
  for (std::size_t size = 2; size < file.size(); ++size) {
    program.write("orders", file.substr(0, size));
    INFO(size << " of " << file.size() << " bytes");
    CHECK(program.run(eval).status == hostile::io_error);
    CHECK(contains(program.read("err"), "orders is cut off"));
    CHECK(whole.starts_with(program.read("out")));
  }
  std::printf("%6zu points  gzip cut off\n", file.size() - 2);
}

TEST_CASE("output that is the input, too") {
  const Program program;
  for (const auto& [name, text] : files()) program.write(name, text);
  auto command = program.command({"eval", "--policy", "shop.writ", "--decision", "send", "--quiet", "orders.ndjson"});
  command.out = program.path("orders.ndjson");
  command.append = true;
  CHECK(program.run(command).status == hostile::io_error);
  CHECK(program.read("err") == "error: cannot read orders.ndjson: standard output is the same file\n");
  CHECK(program.read("orders.ndjson") == files().at("orders.ndjson"));
  CHECK(program.run({"build", "-o", "shop.writc", "shop.writc"}).status == hostile::done);
  CHECK(program.read("shop.writc") == files().at("shop.writc"));
}

TEST_CASE("names that lead to no file") {
  const Program program;
  for (const auto& [name, text] : files()) program.write(name, text);
  std::filesystem::create_directory(program.path("directory.writ"));
  std::filesystem::create_symlink("loop.writ", program.path("loop.writ"));
  CHECK(program.run({"build", "-o", "directory.writ", "shop.writ"}).status == hostile::usage_error);
  CHECK(program.run({"fmt", "--check", "loop.writ", "shop.writ"}).status == hostile::io_error);
  for (const char* const name : {"directory.writ", "loop.writ", "nothing.writ"}) {
    for (const char* const command : {"check", "fmt", "lint", "test", "doc"}) {
      const int status = program.run({command, name}).status;
      INFO(command << " " << name << ": status " << status << "\n" << program.read("err"));
      CHECK((status == hostile::io_error || status == hostile::usage_error));
      CHECK(contains(program.read("err"), "error: "));
    }
    CHECK(program.run({"eval", "--policy", name, "--decision", "send", "orders.ndjson"}).status == hostile::io_error);
    CHECK(program.run({"eval", "--policy", "shop.writ", "--decision", "send", name}).status == hostile::io_error);
  }
}

}  // namespace
}  // namespace writ::faults
