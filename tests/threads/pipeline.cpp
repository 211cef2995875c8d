// Records through reader, workers and writer, as `writ eval` has them: the same bytes with any number of threads, and
// an end where one of them fails.

#include <catch2/catch.hpp>
#include <new>
#include <optional>

#include "engine/api/load.hpp"
#include "engine/facts/json_index.hpp"
#include "engine/facts/ordered_pipeline.hpp"
#include "engine/facts/write_json.hpp"
#include "engine/program/program.hpp"

namespace writ {
namespace {

constexpr std::string_view shop = R"(policy shop "A shop"
  timezone "Asia/Shanghai"
fact order : Order
record Order { id : Text amount : Int paid_at : Instant? }
decision send : permission
  permit seller
  forbid unpaid
    when order.paid_at is absent or date(order.paid_at) is date(now)
    because "{order.id} of {order.amount}"
  forbid pattern
    when matches(order.id, "^x[0-9]+7y")
  forbid never
    when 100 / (order.amount - 7) > 1000
)";

constexpr std::uint64_t record_count = 3000;

std::string record(std::uint64_t number) {
  if (number % 97 == 0) return "{\"order\": 1}";
  std::string text = R"({"now": "2025-01-02T00:00:00+08:00", "order": {"id": "x)" + std::to_string(number) +
                     R"(y", "amount": )" + std::to_string(number % 13);
  if (number % 3 == 0) text += R"(, "paid_at": "2025-01-0)" + std::to_string(1 + number % 5) + R"(T03:00:00Z")";
  return text + "}}";
}

struct Job {
  std::string text, out;
};

/// Fails at a record where one is named.
std::string eval(std::size_t threads, std::optional<std::uint64_t> failing = {}) {
  const auto loaded = load({{"shop.writ", std::string(shop)}});
  REQUIRE(loaded.model != nullptr);
  const std::shared_ptr<const Program> program = compile(loaded.model);
  const std::vector<model::DecisionId> wanted = {0};
  struct Worker {
    Answerer answerer;
    AnswerWriter writer;
  };
  std::vector<std::optional<Worker>> workers(threads);
  std::uint64_t next = 0;
  std::string out;
  OrderedPipeline<Job>(
      threads, {.make =
                    [&](Job& job) {
                      job.text = next == failing ? "fail" : record(next);
                      job.text.append(json_padding, '\n');
                      return next++ < record_count;
                    },
                .work =
                    [&](std::size_t number, Job& job) {
                      auto& worker = workers[number];
                      if (!worker) {
                        Answerer answerer(program, wanted, {});
                        worker.emplace(std::move(answerer), AnswerWriter(program, *loaded.sources, answerer, {}));
                      }
                      const auto text = std::string_view(job.text).substr(0, job.text.size() - json_padding);
                      if (text == "fail") throw std::bad_alloc();
                      job.out.clear();
                      worker->writer.append(job.out, worker->answerer.answer(text));
                    },
                .take =
                    [&](Job& job) {
                      out += job.out;
                      return true;
                    }})
      .run();
  return out;
}

TEST_CASE("any number of threads decides the same") {
  const auto expected = eval(1);
  CHECK(std::ranges::count(expected, '\n') == record_count);
  for (const std::size_t threads : {2U, 8U}) CHECK(eval(threads) == expected);
}

TEST_CASE("one thread that runs out of memory ends the run with an error") {
  for (const std::size_t threads : {1U, 8U}) CHECK_THROWS_AS(eval(threads, 1000), std::bad_alloc);
}

}  // namespace
}  // namespace writ
