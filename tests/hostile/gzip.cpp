// gzip'd records: whole, one file after another, cut off, damaged.

#include <catch2/catch.hpp>

#include "tests/bench/card_policy.hpp"
#include "tests/bench/orders.hpp"
#include "tests/hostile/program.hpp"
#include "tests/support/packed.hpp"

namespace writ::hostile {
namespace {

struct Outcome {
  int status;
  std::size_t lines;
  std::string error;
};

Outcome eval(const std::string& bytes) {
  const Program program;
  program.write("card.writ", bench::card_policy());
  program.write("orders", bytes);
  const int status =
      program.run({"eval", "--policy", "card.writ", "--decision", "card.send", "--quiet", "orders"}).status;
  return {status, lines_of(program.read("out")).size(), program.read("err")};
}

TEST_CASE("gzip'd records are told by their first bytes") {
  const auto orders = bench::to_ndjson(bench::make_orders(5'000));
  const auto file = test::packed(orders);
  CHECK(eval(file).lines == 5'000);
  CHECK(eval(file).status == done);
  CHECK(eval(file + file).lines == 10'000);
  CHECK(eval(file + std::string(512, '\0')).status == done);
  CHECK(eval(test::packed("")).lines == 0);
  CHECK(eval(test::packed("")).status == done);
}

TEST_CASE("a gzip file that is cut off or damaged is an error after the records before it") {
  const auto file = test::packed(bench::to_ndjson(bench::make_orders(5'000)));
  const auto cut = eval(file.substr(0, file.size() / 2));
  CHECK(cut.status == io_error);
  CHECK(cut.lines > 1'000);
  CHECK(cut.lines < 4'000);
  CHECK(contains(cut.error, "cut off"));
  CHECK(eval(file.substr(0, file.size() - 1)).status == io_error);
  CHECK(eval(file.substr(0, 2)).status == io_error);
  CHECK(eval(file.substr(0, 1)).status == refused);  // One byte is no gzip yet, and no record either.
  CHECK(eval(file + "garbage").status == io_error);
  auto damaged = file;
  damaged[damaged.size() / 2] = static_cast<char>(damaged[damaged.size() / 2] ^ 0x55);
  CHECK(eval(damaged).status == io_error);
}

}  // namespace
}  // namespace writ::hostile
