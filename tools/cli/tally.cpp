#include "tools/cli/tally.hpp"

#include <unistd.h>

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <string_view>

#include "engine/model/outcome_name.hpp"

namespace writ::cli {
namespace {

double seconds_between(std::chrono::steady_clock::time_point from, std::chrono::steady_clock::time_point to) {
  return std::chrono::duration<double>(to - from).count();
}

std::string rate(std::uint64_t records, double seconds) {
  return grouped(static_cast<std::uint64_t>(static_cast<double>(records) / std::max(seconds, 1e-6))) + " records/s";
}

std::string with_places(double value) {
  char text[32];
  std::snprintf(text, sizeof text, "%.2f", value);
  return text;
}

void say(const std::string& text) { std::fputs(text.c_str(), stderr); }

}  // namespace

std::string grouped(std::uint64_t number) {
  std::string digits = std::to_string(number);
  for (std::size_t at = digits.size(); at > 3;) {
    at -= 3;
    digits.insert(at, ",");
  }
  return digits;
}

void Counts::add(const Counts& other) {
  decided += other.decided;
  rejected += other.rejected;
  outcomes.resize(std::max(outcomes.size(), other.outcomes.size()));
  for (std::size_t i = 0; i < other.outcomes.size(); ++i) {
    for (std::size_t outcome = 0; outcome < outcomes[i].size(); ++outcome) {
      outcomes[i][outcome] += other.outcomes[i][outcome];
    }
  }
}

void Counts::clear() {
  decided = rejected = 0;
  outcomes.clear();
}

Tally::Tally(std::shared_ptr<const model::Model> model, std::vector<model::DecisionId> wanted, bool quiet)
    : model_(std::move(model)),
      wanted_(std::move(wanted)),
      quiet_(quiet),
      watched_(!quiet && isatty(STDERR_FILENO) == 1 && isatty(STDOUT_FILENO) == 0),
      begin_(Clock::now()),
      last_shown_(begin_) {}

std::uint64_t Tally::negative() const {
  std::uint64_t sum = 0;
  for (const auto& counts : all_.outcomes) {
    for (const auto outcome : {model::Outcome::forbidden, model::Outcome::referred, model::Outcome::undetermined}) {
      sum += counts[static_cast<std::size_t>(outcome)];
    }
  }
  return sum;
}

void Tally::show_progress() {
  const auto now = Clock::now();
  if (seconds_between(last_shown_, now) < (shown_ ? 0.2 : 1.0)) return;
  last_shown_ = now;
  shown_ = true;
  const std::uint64_t records = all_.decided + all_.rejected;
  say("\r\x1b[K" + grouped(records) + " records, " + rate(records, seconds_between(begin_, now)));
}

void Tally::pause() {
  if (shown_) say("\r\x1b[K");
}

void Tally::finish() {
  pause();
  if (quiet_) return;
  const double seconds = seconds_between(begin_, Clock::now());
  say(grouped(all_.decided) + " decided, " + grouped(all_.rejected) + " rejected in " + with_places(seconds) + " s, " +
      rate(all_.decided + all_.rejected, seconds) + "\n");
  for (std::size_t i = 0; i < all_.outcomes.size(); ++i) {
    std::string line;
    for (std::size_t outcome = 0; outcome < all_.outcomes[i].size(); ++outcome) {
      if (all_.outcomes[i][outcome] == 0) continue;
      line += line.empty() ? ": " : ", ";
      line += grouped(all_.outcomes[i][outcome]) + " " + std::string(name_of(static_cast<model::Outcome>(outcome)));
    }
    if (!line.empty()) say("  " + model_->decisions[wanted_[i]].name + line + "\n");
  }
}

}  // namespace writ::cli
