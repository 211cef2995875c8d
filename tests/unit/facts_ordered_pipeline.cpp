// Jobs come out in the order in which they were made, whoever worked on them; and everything ends when it should.

#include <algorithm>
#include <atomic>
#include <catch2/catch.hpp>
#include <numeric>
#include <stdexcept>

#include "engine/facts/ordered_pipeline.hpp"

namespace writ {
namespace {

struct Job {
  std::uint64_t number = 0, result = 0, parts = 0;
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

TEST_CASE("a job is taken in parts, in order, until it is whole") {
  for (const std::size_t workers : {1U, 2U, 3U, 8U}) {
    std::uint64_t made = 0;
    std::vector<std::uint64_t> taken, expected;
    for (std::uint64_t number = 0; number < 1000; ++number) expected.insert(expected.end(), number % 5 + 1, number);
    OrderedPipeline<Job>(workers, {.make =
                                       [&](Job& job) {
                                         job = {.number = made, .parts = made % 5 + 1};
                                         return made++ < 1000;
                                       },
                                   .work = [](std::size_t, Job& job) { --job.parts; },
                                   .whole = [](const Job& job) { return job.parts == 0; },
                                   .take =
                                       [&](Job& job) {
                                         taken.push_back(job.number);
                                         return true;
                                       }})
        .run();
    CHECK(taken == expected);
  }
}

TEST_CASE("one who takes no more of a job's parts ends everything") {
  for (const std::size_t workers : {1U, 3U}) {
    std::uint64_t taken = 0;
    OrderedPipeline<Job>(workers, {.make = [](Job&) { return true; },
                                   .work = [](std::size_t, Job&) {},
                                   .whole = [](const Job&) { return false; },
                                   .take = [&](Job&) { return ++taken < 10; }})
        .run();
    CHECK(taken == 10);
  }
}

TEST_CASE("everything is done with the threads that there are, be it none") {
  for (std::size_t threads = 0; threads < 6; ++threads) {
    std::size_t started = 0;
    std::uint64_t made = 0;
    bool interrupted = false;
    std::vector<std::uint64_t> taken;
    OrderedPipeline<Job>(4, {.make =
                                 [&](Job& job) {
                                   job.number = made;
                                   return made++ < 500;
                                 },
                             .work = [](std::size_t, Job& job) { job.result = 3 * job.number; },
                             .take =
                                 [&](Job& job) {
                                   taken.push_back(job.result / 3);
                                   return true;
                                 },
                             .interrupt = [&] { interrupted = true; },
                             .start =
                                 [&](std::function<void()> run) {
                                   if (started == threads) throw std::runtime_error("no more threads");
                                   ++started;
                                   return std::jthread(std::move(run));
                                 }})
        .run();
    std::vector<std::uint64_t> expected(500);
    std::iota(expected.begin(), expected.end(), 0);
    CHECK(taken == expected);
    CHECK(started == std::min<std::size_t>(threads, 5));
    CHECK_FALSE(interrupted);
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
