#pragma once
// What a run came to, for people: progress while a terminal watches, and a summary.

#include <array>
#include <chrono>
#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "engine/facts/answer.hpp"

namespace writ::cli {

/// What records came to.
struct Counts {
  using Outcomes = std::array<std::uint64_t, 5>;

  void count(const Answer& answer) {
    if (!answer.problems.empty()) {
      ++rejected;
      return;
    }
    ++decided;
    outcomes.resize(answer.decisions.size());
    for (std::size_t i = 0; i < answer.decisions.size(); ++i) {
      ++outcomes[i][static_cast<std::size_t>(answer.decisions[i].verdict->outcome)];
    }
  }
  void add(const Counts& other);
  void clear();

  std::uint64_t decided = 0, rejected = 0;
  std::vector<Outcomes> outcomes;  ///< By decision; empty before the first record that was decided.
};

class Tally {
 public:
  Tally(std::shared_ptr<const model::Model> model, std::vector<model::DecisionId> wanted, bool quiet);

  void add(const Counts& counts) {
    all_.add(counts);
    if (watched_) show_progress();
  }

  std::uint64_t rejected() const { return all_.rejected; }
  /// Decisions that are forbidden, referred or undetermined.
  std::uint64_t negative() const;
  /// Takes the progress off the terminal, for another message.
  void pause();
  /// The summary, on standard error.
  void finish();

 private:
  using Clock = std::chrono::steady_clock;

  void show_progress();

  std::shared_ptr<const model::Model> model_;
  std::vector<model::DecisionId> wanted_;
  Counts all_;
  bool quiet_, watched_;
  bool shown_ = false;
  Clock::time_point begin_, last_shown_;
};

/// 1234567 as 1,234,567.
std::string grouped(std::uint64_t number);

}  // namespace writ::cli
