#include "tests/faults/program_cases.hpp"

#include <catch2/catch.hpp>

namespace writ::faults {

using hostile::Program;

namespace {

std::string of_tests(const char* name) { return test::read_file(std::filesystem::path(WRIT_FAULTS) / name); }

}  // namespace

const Files& files() {
  static const Files all = [] {
    Files made = {{"shop.writ", of_tests("shop.writ")}, {"orders.ndjson", of_tests("orders.ndjson")}};
    made["order.json"] = made["orders.ndjson"].substr(0, made["orders.ndjson"].find('\n') + 1);
    std::string messy = made["shop.writ"];
    for (std::size_t at = 0; (at = messy.find(" : ", at)) != std::string::npos; ++at) messy.replace(at, 3, ":   ");
    made["messy.writ"] = messy;
    const Program program;
    program.write("shop.writ", made["shop.writ"]);
    REQUIRE(program.run({"build", "-o", "shop.writc", "shop.writ"}).status == hostile::done);
    made["shop.writc"] = program.read("shop.writc");
    return made;
  }();
  return all;
}

const std::vector<Case> cases = {
    {"eval", {"eval", "--policy", "shop.writ", "--decision", "send", "--quiet", "orders.ndjson"}},
    {"eval of standard input",
     {"eval", "--policy", "shop.writc", "--decision", "send,words", "--quiet", "--threads", "1", "-"},
     "orders.ndjson"},
    {"check", {"check", "shop.writ"}},
    {"build", {"build", "-o", "new.writc", "shop.writ"}},
    {"build again", {"build", "-o", "shop.writc", "messy.writ"}},
    {"fmt", {"fmt", "messy.writ", "shop.writ"}},
    {"fmt of standard input", {"fmt", "-"}, "messy.writ"},
    {"test", {"test", "shop.writ", "--format", "tap"}},
    {"boundaries", {"test", "shop.writ", "--boundaries", "--output", "boundaries.writ"}},
    {"lint", {"lint", "shop.writ", "--today", "2026-06-01"}},
    {"baseline", {"lint", "shop.writ", "--today", "2026-06-01", "--baseline", "b.json", "--write-baseline"}},
    {"explain", {"explain", "--policy", "shop.writ", "--decision", "send", "order.json"}},
    {"timeline", {"timeline", "--policy", "shop.writ", "--decision", "last_card", "--until", "72h", "order.json"}},
    {"doc", {"doc", "shop.writ", "-o", "pages"}},
    {"diff", {"diff", "shop.writ", "messy.writ", "--facts", "orders.ndjson"}},
    {"help", {"--help"}},
};

Left run(const Case& tried, const std::string& fault, const std::filesystem::path& out) {
  const Program program;
  for (const auto& [name, text] : files()) program.write("place/" + name, text);
  test::Command command = program.command(tried.arguments);
  command.directory = program.path("place");
  if (!out.empty()) command.out = out;
  if (!tried.in.empty()) command.in = program.path("place") / tried.in;
  const std::string preload = std::string("LD_PRELOAD=") + WRIT_FAILING_CALLS;
  const std::string seen = "WRIT_FAULT_SEEN=" + program.path("seen").string();
  if (!fault.empty()) {
    command.environment = {preload, "WRIT_FAULT=" + fault, seen, "ASAN_OPTIONS=verify_asan_link_order=0"};
  }
  Left left;
  left.status = program.run(command).status;
  left.seen = std::filesystem::exists(program.path("seen"));
  if (out.empty()) left.out = program.read("out");
  left.err = program.read("err");
  for (const auto& entry : std::filesystem::recursive_directory_iterator(program.path("place"))) {
    if (!entry.is_regular_file()) continue;
    left.files[entry.path().lexically_relative(program.path("place")).string()] = test::read_file(entry.path());
  }
  return left;
}

}  // namespace writ::faults
