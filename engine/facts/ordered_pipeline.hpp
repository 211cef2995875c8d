#pragma once
// A stream of jobs, made by one thread, worked on by several, and taken in the order in which they were made.
//
//     make ──▶ work ──▶ take        the maker may run ahead of the taker by so many jobs and so many bytes and no
//              work                 more, so memory is bounded; jobs are used again
//
// The calling thread takes. With one thread there is no other: each job is made, worked on and taken before the next.

#include <concepts>
#include <condition_variable>
#include <cstddef>
#include <cstdint>
#include <exception>
#include <functional>
#include <mutex>
#include <thread>
#include <vector>

namespace writ {

template <typename Job>
class OrderedPipeline {
 public:
  struct Steps {
    /// Fills a job; false where there are no more. By one thread at a time.
    std::function<bool(Job&)> make;
    /// By the worker of this number, 0 and up.
    std::function<void(std::size_t, Job&)> work;
    /// False ends everything.
    std::function<bool(Job&)> take;
    /// Bytes that a job holds once it is made.
    std::function<std::size_t(const Job&)> bytes = [](const Job&) { return std::size_t{0}; };
    /// Called when something ends everything: `make` may be waiting for input that never comes. By any thread.
    std::function<void()> interrupt = [] {};
  };

  /// Of jobs that are on their way; one larger job has the way to itself.
  static constexpr std::size_t most_bytes = std::size_t{8} << 20;

  OrderedPipeline(std::size_t workers, Steps steps)
      : steps_(std::move(steps)), workers_(workers), places_(workers > 1 ? 2 * workers + 2 : 1) {}

  /// What a step throws is thrown here, after all threads have ended.
  void run() {
    if (workers_ <= 1) {
      Job& job = places_.front().job;
      while (steps_.make(job)) {
        steps_.work(0, job);
        if (!steps_.take(job)) return;
      }
      return;
    }
    {
      std::vector<std::jthread> threads;
      threads.emplace_back([this] { guarded([this] { make_all(); }); });
      for (std::size_t i = 0; i < workers_; ++i) {
        threads.emplace_back([this, i] { guarded([this, i] { work_on(i); }); });
      }
      guarded([this] { take_all(); });
    }
    if (thrown_) std::rethrow_exception(thrown_);
  }

 private:
  struct Place {
    Job job;
    std::size_t bytes = 0;
    bool worked_on = false;
  };

  Place& place(std::uint64_t number) { return places_[number % places_.size()]; }

  bool has_room(std::uint64_t number) const {
    return number == taken_ || (number - taken_ < places_.size() && bytes_ < most_bytes);
  }

  void make_all() {
    for (std::uint64_t number = 0;; ++number) {
      {
        std::unique_lock lock(mutex_);
        room_.wait(lock, [&] { return stopped_ || has_room(number); });
        if (stopped_) return;
      }
      const bool made = steps_.make(place(number).job);
      const std::size_t bytes = made ? steps_.bytes(place(number).job) : 0;
      const std::scoped_lock lock(mutex_);
      if (made) {
        bytes_ += place(number).bytes = bytes;
        ++made_;
        to_work_.notify_one();
      } else {
        all_made_ = true;
        to_work_.notify_all();
        to_take_.notify_one();
        return;
      }
    }
  }

  void work_on(std::size_t worker) {
    for (;;) {
      std::uint64_t number = 0;
      {
        std::unique_lock lock(mutex_);
        to_work_.wait(lock, [&] { return stopped_ || all_made_ || begun_ < made_; });
        if (stopped_ || begun_ == made_) return;
        number = begun_++;
      }
      steps_.work(worker, place(number).job);
      const std::scoped_lock lock(mutex_);
      place(number).worked_on = true;
      if (number == taken_) to_take_.notify_one();
    }
  }

  void take_all() {
    for (;;) {
      {
        std::unique_lock lock(mutex_);
        to_take_.wait(lock, [&] { return stopped_ || (taken_ < made_ ? place(taken_).worked_on : all_made_); });
        if (stopped_ || taken_ == made_) return;
      }
      const bool go_on = steps_.take(place(taken_).job);
      if (!go_on) return stop();
      const std::scoped_lock lock(mutex_);
      bytes_ -= place(taken_).bytes;
      place(taken_++).worked_on = false;
      room_.notify_one();
    }
  }

  void stop() {
    {
      const std::scoped_lock lock(mutex_);
      stopped_ = true;
      to_work_.notify_all();
      to_take_.notify_all();
      room_.notify_all();
    }
    steps_.interrupt();
  }

  void guarded(const std::invocable auto& run) {
    try {
      run();
    } catch (...) {
      {
        const std::scoped_lock lock(mutex_);
        if (!thrown_) thrown_ = std::current_exception();
      }
      stop();
    }
  }

  Steps steps_;
  std::size_t workers_;
  std::vector<Place> places_;  // Of jobs that are made and not yet taken, by their number.
  std::mutex mutex_;           // Guards all that follows, and each place's flag.
  std::condition_variable room_, to_work_, to_take_;
  std::uint64_t made_ = 0, begun_ = 0, taken_ = 0;
  std::size_t bytes_ = 0;
  bool all_made_ = false, stopped_ = false;
  std::exception_ptr thrown_;
};

}  // namespace writ
