// Long streams of orders: decided rightly, in order, in memory that does not grow; and outputs that fail.

#include <catch2/catch.hpp>
#include <cstdlib>

#include "tests/bench/card_policy.hpp"
#include "tests/bench/handwritten.hpp"
#include "tests/hostile/program.hpp"

namespace writ::hostile {
namespace {

const std::vector<std::string> eval_card = {"eval", "--policy", "card.writ", "--decision",   "card.send",
                                            "--id", "/id",      "--quiet",   "orders.ndjson"};

std::uint64_t line_count() {
  const auto* wanted = std::getenv("WRIT_HOSTILE_LINES");
  return wanted == nullptr ? 200'000 : std::strtoull(wanted, nullptr, 10);
}

/// Writes `count` orders and says what they come to.
bench::Tally write_orders(const std::filesystem::path& path, std::uint64_t count, std::uint64_t categories = 1000) {
  bench::Tally tally;
  bench::OrderSource source(categories);
  std::ofstream out(path, std::ios::binary);
  std::string text;
  for (std::uint64_t i = 0; i < count; ++i) {
    const auto order = source.next();
    tally.add(bench::applying_rules(order));
    text.clear();
    bench::append_json(order, text);
    out << text;
  }
  return tally;
}

/// The rules of a decision's line, as a mask. `"rules"` comes before the reasons, which name them again.
std::uint32_t mask_of(std::string_view line) {
  const auto begin = line.find("\"rules\"");
  const auto names = line.substr(begin, line.find(']', begin) - begin);
  std::uint32_t mask = 0;
  for (std::size_t rule = 0; rule < bench::rules.size(); ++rule) {
    if (contains(names, "\"" + std::string(bench::rules[rule]) + "\"")) mask |= 1U << rule;
  }
  return mask;
}

bench::Tally tally_of(const std::filesystem::path& path) {
  bench::Tally tally;
  std::ifstream in(path, std::ios::binary);
  for (std::string line; std::getline(in, line);) tally.add(mask_of(line));
  return tally;
}

TEST_CASE("a long stream is decided in order and in bounded memory") {
  const Program program;
  program.write("card.writ", bench::card_policy());
  const auto few = line_count() / 20;
  write_orders(program.path("orders.ndjson"), few);
  const auto short_run = program.run(eval_card);
  REQUIRE(short_run.status == done);

  const auto expected = write_orders(program.path("orders.ndjson"), line_count());
  const auto long_run = program.run(eval_card);
  INFO(program.read("err"));
  REQUIRE(long_run.status == done);
  CHECK(tally_of(program.path("out")) == expected);
  if (!sanitized) {
    CHECK(long_run.peak_bytes < short_run.peak_bytes + (8 << 20));
    CHECK(long_run.peak_bytes < 128 << 20);
  }
}

TEST_CASE("lines whose answers are a hundred times as long are answered in bounded memory") {
  const Program program;
  program.write("card.writ", bench::card_policy());
  program.write("orders.ndjson", repeat("{}\n", 1'000'000));
  for (const char* const threads : {"", "1", "8"}) {
    auto command = program.command(eval_card);
    if (*threads != '\0') command.arguments.insert(command.arguments.end(), {"--threads", threads});
    command.out = "/dev/null";
    const auto result = test::run(command);
    INFO((*threads == '\0' ? "the usual" : threads) << " threads, " << result.peak_bytes << " bytes");
    CHECK(result.status == refused);
    if (!sanitized) CHECK(result.peak_bytes < 64 << 20);
  }
}

TEST_CASE("new long names in each record are not kept") {
  const Program program;
  program.write("card.writ", bench::card_policy());
  const std::string order = bench::to_ndjson(bench::make_orders(1));
  std::ofstream orders(program.path("orders.ndjson"), std::ios::binary);
  for (int i = 0; i < 200; ++i) {
    orders << "{\"" << std::string(1'000'000, 'x') << i << "\":1," << order.substr(1);
  }
  orders.close();
  const auto result = program.run(eval_card);
  INFO(program.read("err") << result.peak_bytes << " bytes");
  CHECK(result.status == done);
  if (!sanitized) CHECK(result.peak_bytes < 100 << 20);
}

TEST_CASE("the hundred thousand known orders come to the known decisions") {
  const Program program;
  program.write("card.writ", bench::card_policy());
  write_orders(program.path("orders.ndjson"), bench::known_tally.orders);
  REQUIRE(program.run(eval_card).status == done);
  CHECK(tally_of(program.path("out")) == bench::known_tally);
}

TEST_CASE("any number of threads writes the same bytes") {
  const Program program;
  program.write("card.writ", bench::card_policy());
  const std::string order = bench::to_ndjson(bench::make_orders(1));
  write_orders(program.path("orders.ndjson"), 20'000);
  const std::string orders = program.read("orders.ndjson");
  const std::string padding = "{\"padding\":\"" + repeat("x", 700'000) + "\"," + order.substr(1);
  std::string short_lines;  // Whose answers are so long that they are written in parts.
  for (int i = 0; i < 20'000; ++i) short_lines += "{\"id\":" + std::to_string(i) + "}\n";
  program.write("orders.ndjson", orders + "not JSON\n\n" + padding + orders + padding + short_lines + padding +
                                     "  \r\n" + order + order.substr(0, order.size() - 1));
  for (const char* const threads : {"1", "2", "3", "7"}) {
    for (const char* const limit : {"600000", "100000000", "320"}) {
      auto arguments = eval_card;
      arguments.insert(arguments.end(), {"orders.ndjson", "missing", "orders.ndjson", "--threads", threads, "--limit",
                                         std::string("record_bytes=") + limit});
      INFO(threads << " threads, at most " << limit << " bytes");
      CHECK(program.run(arguments).status == io_error);
      CHECK(contains(program.read("err"), "cannot read missing"));
      const std::string name = std::string("expected") + limit;
      if (std::string_view(threads) == "1") program.write(name, program.read("out"));
      CHECK(program.read("out") == program.read(name));
    }
  }
}

TEST_CASE("a full disk is an error") {
  const Program program;
  program.write("card.writ", bench::card_policy());
  for (const std::uint64_t count : {1U, 20'000U}) {
    write_orders(program.path("orders.ndjson"), count);
    auto command = program.command(eval_card);
    command.out = "/dev/full";
    INFO(count << " orders");
    CHECK(program.run(command).status == io_error);
    CHECK(!program.read("err").empty());
  }
}

TEST_CASE("files that are not there, or are no files, are errors") {
  const Program program;
  program.write("card.writ", bench::card_policy());
  CHECK(program.run(eval_card).status == io_error);
  std::filesystem::create_directory(program.path("orders.ndjson"));
  CHECK(program.run(eval_card).status == io_error);
  CHECK(program.run({"check", "nowhere.writ"}).status == io_error);
  CHECK(program.run({"eval", "--policy", "nowhere", "--decision", "d", "-"}).status == io_error);
}

}  // namespace
}  // namespace writ::hostile
