// Jobs come out in the order in which they were made, whoever worked on them; and everything ends when it should.

#include <atomic>
#include <catch2/catch.hpp>
#include <numeric>
#include <stdexcept>

#include "engine/facts/ordered_pipeline.hpp"

namespace writ {
namespace {

struct Job {
  std::uint64_t number = 0, result = 0;
};

TEST_CASE("jobs are taken in order, with any number of workers") {
  for (const std::size_t workers : {1U, 2U, 3U, 8U}) {
    std::uint64_t made = 0;
    std::vector<std::uint64_t> taken;
    OrderedPipeline<Job>(workers, {.make =
                                       [&](Job& job) {
                                         job.number = made;
                                         return made++ < 5000;
                                       },
                                   .work =
                                       [](std::size_t, Job& job) {
                                         // Some take much longer than others.
                                         std::uint64_t mixed = job.number;
                                         for (std::uint64_t i = 0; i < job.number % 37 * 50; ++i)
                                           mixed = mixed * 31 + i;
                                         job.result = mixed % 2 + 2 * job.number;
                                       },
                                   .take =
                                       [&](Job& job) {
                                         taken.push_back(job.result / 2);
                                         return true;
                                       },
                                   .bytes = [](const Job& job) { return job.number % 100 == 0 ? 100'000'000U : 1U; }})
        .run();
    std::vector<std::uint64_t> expected(5000);
    std::iota(expected.begin(), expected.end(), 0);
    CHECK(taken == expected);
  }
}

TEST_CASE("one who takes no more ends everything, and interrupts the maker") {
  for (const std::size_t workers : {1U, 3U}) {
    std::atomic<bool> interrupted = false;
    std::atomic<std::uint64_t> taken = 0;
    OrderedPipeline<Job>(workers, {.make =
                                       [&](Job&) {
                                         // As input that waits for more: only the interruption ends it.
                                         while (taken == 10 && !interrupted) std::this_thread::yield();
                                         return !interrupted;
                                       },
                                   .work = [](std::size_t, Job&) {},
                                   .take = [&](Job&) { return ++taken < 10; },
                                   .interrupt = [&] { interrupted = true; }})
        .run();
    CHECK(taken == 10);
  }
}

TEST_CASE("what a step throws is thrown to the caller") {
  for (const std::size_t workers : {1U, 3U}) {
    std::uint64_t made = 0;
    const auto run = [&](std::uint64_t fails_in_make, std::uint64_t fails_in_work) {
      made = 0;
      OrderedPipeline<Job>(workers, {.make =
                                         [&](Job& job) {
                                           if (made == fails_in_make) throw std::runtime_error("make");
                                           job.number = made;
                                           return made++ < 100;
                                         },
                                     .work =
                                         [&](std::size_t, Job& job) {
                                           if (job.number == fails_in_work) throw std::runtime_error("work");
                                         },
                                     .take = [](Job&) { return true; }})
          .run();
    };
    CHECK_THROWS_WITH(run(50, 1000), "make");
    CHECK_THROWS_WITH(run(1000, 50), "work");
    CHECK_NOTHROW(run(1000, 1000));
  }
}

}  // namespace
}  // namespace writ
