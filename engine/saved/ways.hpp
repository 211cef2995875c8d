#pragma once
// The ways through a block of code: what is known on the one that is followed, and where ways meet what is known on all
// of them. They are followed until nothing less is known anywhere.

#include <algorithm>
#include <cstdint>
#include <limits>
#include <optional>
#include <vector>

#include "engine/saved/contents.hpp"

namespace writ::saved {

/// Rules whose verdicts were not put down yet are all of one word of bits.
constexpr std::uint32_t no_word = 0xffffffff, several_words = 0xfffffffe;

class Ways {
 public:
  /// So many steps and comparisons of registers; no way goes on without.
  explicit Ways(std::uint64_t most_work) : work_left_(most_work) {}

  /// A block of so many instructions. Its registers hold nothing yet.
  void begin(std::size_t registers, std::size_t size);

  // On the way that is followed:
  Content held(std::int64_t reg) const { return reg < count_ ? registers_[static_cast<std::size_t>(reg)] : Content{}; }
  void hold(std::int64_t reg, const Content& content);
  std::uint32_t word() const { return word_; }
  void set_word(std::uint32_t word) { word_ = word; }
  /// An error was met on the way, which `caught` and `fail` are about.
  bool has_error() const { return has_error_; }

  /// It goes on at that instruction as well, perhaps with an error: false where that is too much to be kept.
  bool lead_to(std::uint32_t at, bool with_error = false);
  /// It comes to this instruction: false where others that came here leave nothing to be followed.
  bool come_to(std::uint32_t at) {
    spend(1);
    return meeting_at_[at] == none || goes_on(meetings_[meeting_at_[at]]);
  }
  /// Where the next way begins that is to be followed.
  std::optional<std::uint32_t> next();
  void spend(std::uint64_t work) { work_left_ -= std::min(work_left_, work); }
  bool is_too_much() const { return work_left_ == 0; }

 private:
  static constexpr std::uint32_t none = std::numeric_limits<std::uint32_t>::max();

  struct Meeting {
    std::uint32_t at;
    std::size_t first;    // Of its registers, in `met_`.
    std::uint32_t count;  // Those after these hold nothing that may be read.
    std::uint32_t word;
    bool has_error;
    bool waits;  // To be followed from there, again.
  };
  bool meet(Meeting& meeting, bool has_error);
  void take(Meeting& meeting);
  bool goes_on(Meeting& meeting);

  std::uint64_t work_left_;
  std::vector<Content> registers_;
  std::uint32_t count_ = 0;
  std::uint32_t word_ = no_word;
  bool has_error_ = false;

  std::vector<Meeting> meetings_;
  std::vector<Content> met_;
  std::size_t most_met_ = 0;               // Code that was compiled keeps a few for each instruction.
  std::vector<std::uint32_t> meeting_at_;  // By instruction.
  std::vector<std::uint32_t> waiting_;
};

}  // namespace writ::saved
