#pragma once
// A stream of jobs, made by one thread, worked on by several, and taken in the order in which they were made.
//
//     make ──▶ work ──▶ take        the maker may run ahead of the taker by so many jobs and so many bytes and no
//              work                 more, so memory is bounded; jobs are used again
//
// The calling thread takes. With one thread there is no other: each job is made, worked on and taken before the next.
// So it is too where the system gives no threads; where it gives fewer than were asked for, those do the work.

#include <concepts>
#include <condition_variable>
#include <cstddef>
#include <cstdint>
#include <exception>
#include <functional>
#include <mutex>
#include <thread>
#include <utility>
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
    /// False where the job is to be taken as it is and then worked on further, by the same worker: so what a job holds
    /// is bounded, whatever comes of it.
    std::function<bool(const Job&)> whole = [](const Job&) { return true; };
    /// A job that is worked on, or a part of one. False ends everything.
    std::function<bool(Job&)> take;
    /// Bytes that a job holds once it is made.
    std::function<std::size_t(const Job&)> bytes = [](const Job&) { return std::size_t{0}; };
    /// Called when something ends everything: `make` may be waiting for input that never comes. By any thread.
    std::function<void()> interrupt = [] {};
    /// Throws where the system gives no more threads.
    std::function<std::jthread(std::function<void()>)> start = [](std::function<void()> run) {
      return std::jthread(std::move(run));
    };
  };

  /// Of jobs that are on their way; one larger job has the way to itself.
  static constexpr std::size_t most_bytes = std::size_t{8} << 20;

  OrderedPipeline(std::size_t workers, Steps steps)
      : steps_(std::move(steps)), workers_(workers), places_(workers > 1 ? 2 * workers + 2 : 1) {}

  /// What a step throws is thrown here, after all threads have ended.
  void run() {
    if (workers_ <= 1 || !run_with_threads()) return run_alone();
    if (thrown_) std::rethrow_exception(thrown_);
  }

 private:
  enum class State : std::uint8_t { in_work, in_part, whole };

  struct Place {
    Job job;
    std::size_t bytes = 0;
    State state = State::in_work;
  };

  void run_alone() {
    Job& job = places_.front().job;
    while (steps_.make(job)) {
      for (bool whole = false; !whole;) {
        steps_.work(0, job);
        whole = steps_.whole(job);
        if (!steps_.take(job)) return;
      }
    }
  }

  /// False, with nothing done, where there is no thread for a worker or none for the maker.
  bool run_with_threads() {
    std::vector<std::jthread> threads;
    threads.reserve(workers_ + 1);
    const auto start_worker = [&](std::size_t i) { return start(threads, [this, i] { work_on(i); }); };
    if (!start_worker(0)) return false;
    if (!start(threads, [this] { make_all(); })) {
      const std::scoped_lock lock(mutex_);
      all_made_ = true;  // So the worker ends.
      to_work_.notify_all();
      return false;
    }
    for (std::size_t i = 1; i < workers_ && start_worker(i); ++i) {
    }
    guarded([this] { take_all(); });
    return true;
  }

  bool start(std::vector<std::jthread>& threads, std::function<void()> run) {
    try {
      threads.push_back(steps_.start([this, run = std::move(run)] { guarded(run); }));
      return true;
    } catch (const std::exception&) {
      return false;
    }
  }

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
      if (!work_on_job(worker, number)) return;
    }
  }

  /// Until all of it is done; false where everything ends before.
  bool work_on_job(std::size_t worker, std::uint64_t number) {
    for (;;) {
      steps_.work(worker, place(number).job);
      const bool whole = steps_.whole(place(number).job);
      std::unique_lock lock(mutex_);
      place(number).state = whole ? State::whole : State::in_part;
      if (number == taken_) to_take_.notify_one();
      if (whole) return true;
      part_taken_.wait(lock, [&] { return stopped_ || place(number).state == State::in_work; });
      if (stopped_) return false;
    }
  }

  void take_all() {
    for (;;) {
      {
        std::unique_lock lock(mutex_);
        to_take_.wait(lock,
                      [&] { return stopped_ || (taken_ < made_ ? place(taken_).state != State::in_work : all_made_); });
        if (stopped_ || taken_ == made_) return;
      }
      const bool go_on = steps_.take(place(taken_).job);
      if (!go_on) return stop();
      const std::scoped_lock lock(mutex_);
      Place& taken = place(taken_);
      if (std::exchange(taken.state, State::in_work) == State::in_part) {
        part_taken_.notify_all();
        continue;
      }
      bytes_ -= taken.bytes;
      ++taken_;
      room_.notify_one();
    }
  }

  void stop() {
    {
      const std::scoped_lock lock(mutex_);
      stopped_ = true;
      to_work_.notify_all();
      to_take_.notify_all();
      part_taken_.notify_all();
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
  std::mutex mutex_;           // Guards all that follows, and each place's state.
  std::condition_variable room_, to_work_, to_take_, part_taken_;
  std::uint64_t made_ = 0, begun_ = 0, taken_ = 0;
  std::size_t bytes_ = 0;
  bool all_made_ = false, stopped_ = false;
  std::exception_ptr thrown_;
};

}  // namespace writ
