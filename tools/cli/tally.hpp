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

class Tally {
 public:
  Tally(std::shared_ptr<const model::Model> model, std::vector<model::DecisionId> wanted, bool quiet);

  void count(const Answer& answer) {
    if (answer.problems.empty()) {
      ++decided_;
      for (std::size_t i = 0; i < answer.decisions.size(); ++i) {
        ++outcomes_[i][static_cast<std::size_t>(answer.decisions[i].verdict->outcome)];
      }
    } else {
      ++rejected_;
    }
    if (((decided_ + rejected_) & 0xfff) == 0 && watched_) show_progress();
  }

  std::uint64_t rejected() const { return rejected_; }
  /// Decisions that are forbidden, referred or undetermined.
  std::uint64_t negative() const;
  /// Takes the progress off the terminal, for another message.
  void pause();
  /// The summary, on standard error.
  void finish();

 private:
  using Clock = std::chrono::steady_clock;
  static constexpr std::size_t outcome_count = 5;

  void show_progress();

  std::shared_ptr<const model::Model> model_;
  std::vector<model::DecisionId> wanted_;
  std::vector<std::array<std::uint64_t, outcome_count>> outcomes_;
  std::uint64_t decided_ = 0, rejected_ = 0;
  bool quiet_, watched_;
  bool shown_ = false;
  Clock::time_point begin_, last_shown_;
};

/// 1234567 as 1,234,567.
std::string grouped(std::uint64_t number);

}  // namespace writ::cli
