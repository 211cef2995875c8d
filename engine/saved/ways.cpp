#include "engine/saved/ways.hpp"

namespace writ::saved {

void Ways::begin(std::size_t registers, std::size_t size) {
  most_met_ = 16 * (registers + size) + 1'000'000;
  registers_.assign(registers, Content{});
  count_ = 0;
  word_ = no_word;
  has_error_ = false;
  meetings_.clear();
  met_.clear();
  meeting_at_.assign(size, none);
  waiting_.clear();
}

void Ways::hold(std::int64_t reg, const Content& content) {
  const auto at = static_cast<std::uint32_t>(reg);
  for (; count_ <= at; ++count_) registers_[count_] = Content{};
  registers_[at] = content;
}

bool Ways::lead_to(std::uint32_t at, bool with_error) {
  const bool has_error = has_error_ || with_error;
  std::uint32_t& number = meeting_at_[at];
  spend(1);
  if (number == none) {
    if (met_.size() + count_ > most_met_) return false;
    number = static_cast<std::uint32_t>(meetings_.size());
    meetings_.push_back({at, met_.size(), count_, word_, has_error, true});
    met_.insert(met_.end(), registers_.begin(), registers_.begin() + count_);
    spend(count_);
    waiting_.push_back(number);
    return true;
  }
  Meeting& meeting = meetings_[number];
  if (!meet(meeting, has_error) || meeting.waits) return true;
  meeting.waits = true;
  waiting_.push_back(number);
  return true;
}

bool Ways::goes_on(Meeting& meeting) {
  if (!meet(meeting, has_error_) && !meeting.waits) return false;
  take(meeting);
  return true;
}

std::optional<std::uint32_t> Ways::next() {
  while (!waiting_.empty()) {
    Meeting& meeting = meetings_[waiting_.back()];
    waiting_.pop_back();
    if (!meeting.waits) continue;
    take(meeting);
    return meeting.at;
  }
  return std::nullopt;
}

/// Keeps of what is known there what holds on this way as well; whether that is less than before.
bool Ways::meet(Meeting& meeting, bool has_error) {
  bool less = false;
  const auto becomes = [&less](auto& known, const auto& value) {
    less |= known != value;
    known = value;
  };
  becomes(meeting.count, std::min(meeting.count, count_));
  spend(meeting.count);
  for (std::uint32_t i = 0; i < meeting.count; ++i) {
    Content& known = met_[meeting.first + i];
    if (known != registers_[i]) becomes(known, joined(known, registers_[i]));
  }
  becomes(meeting.has_error, meeting.has_error && has_error);
  if (word_ != no_word && word_ != meeting.word) becomes(meeting.word, meeting.word == no_word ? word_ : several_words);
  return less;
}

void Ways::take(Meeting& meeting) {
  std::copy_n(met_.begin() + static_cast<std::ptrdiff_t>(meeting.first), meeting.count, registers_.begin());
  count_ = meeting.count;
  word_ = meeting.word;
  has_error_ = meeting.has_error;
  meeting.waits = false;
}

}  // namespace writ::saved
