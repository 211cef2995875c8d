#include "engine/analysis/example_pattern.hpp"

#include <algorithm>

namespace writ::analysis {
namespace {

/// Writes a text that fits as it reads the pattern. `variant` makes one differ from the next.
class Sampler {
 public:
  Sampler(std::string_view pattern, std::size_t variant) : pattern_(pattern), variant_(variant) {}

  std::string sample() {
    std::string text = alternatives();
    return text;
  }

 private:
  bool ended() const { return at_ >= pattern_.size(); }
  char peek() const { return pattern_[at_]; }
  bool take(char c) {
    if (ended() || peek() != c) return false;
    ++at_;
    return true;
  }

  std::string alternatives() {
    std::vector<std::string> found{sequence()};
    while (take('|')) found.push_back(sequence());
    return found[variant_ % found.size()];
  }

  std::string sequence() {
    std::string text;
    while (!ended() && peek() != '|' && peek() != ')') text += repeated();
    return text;
  }

  std::string repeated() {
    const std::size_t begin = at_;
    std::string once = atom();
    std::size_t least = 1, most = 1;
    if (take('*')) {
      least = 0, most = 3;
    } else if (take('+')) {
      least = 1, most = 3;
    } else if (take('?')) {
      least = 0;
    } else if (!ended() && peek() == '{') {
      ++at_;
      least = count();
      most = least;
      if (take(',')) most = !ended() && peek() != '}' ? count() : least + 3;
      take('}');
    }
    take('?');
    const std::size_t times = std::min(std::max(most, least), least + variant_ % 3);
    if (times == 0) return {};
    const std::size_t end = at_;
    std::string text = std::move(once);
    for (std::size_t i = 1; i < times && text.size() < longest; ++i) {
      at_ = begin;
      text += atom();
    }
    at_ = end;
    return text;
  }

  std::size_t count() {
    std::size_t number = 0;
    while (!ended() && peek() >= '0' && peek() <= '9') {
      number = std::min<std::size_t>(number * 10 + static_cast<std::size_t>(peek() - '0'), longest);
      ++at_;
    }
    return number;
  }

  std::string atom() {
    if (ended()) return {};
    const char c = peek();
    ++at_;
    switch (c) {
      case '(': {
        if (take('?')) {
          while (!ended() && peek() != ':' && peek() != '>' && peek() != ')') ++at_;
          if (!ended() && peek() != ')') ++at_;
        }
        std::string text = alternatives();
        take(')');
        return text;
      }
      case '[': return one_of_class();
      case '.': return pick('a', 'z');
      case '^':
      case '$': return {};
      case '\\': return escape();
      default: return std::string(1, c);
    }
  }

  std::string pick(char first, char last) {
    const auto span = static_cast<std::size_t>(last - first) + 1;
    return std::string(1, static_cast<char>(first + static_cast<char>((variant_ + used_++) % span)));
  }

  std::string escape() {
    if (ended()) return {};
    const char c = peek();
    ++at_;
    switch (c) {
      case 'd': return pick('0', '9');
      case 'w': return pick('a', 'z');
      case 's': return " ";
      case 'D':
      case 'S': return pick('a', 'z');
      case 'W': return "-";
      case 'n': return "\n";
      case 't': return "\t";
      case 'b':
      case 'A':
      case 'z': return {};
      default: return std::string(1, c);
    }
  }

  /// Of the class's first range or member.
  std::string one_of_class() {
    const bool negated = take('^');
    std::string first;
    char low = 0, high = 0;
    for (bool begin = true; !ended() && (begin || peek() != ']'); begin = false) {
      const char c = peek();
      ++at_;
      if (c == '\\') {
        std::string one = escape();
        if (first.empty()) first = std::move(one);
        continue;
      }
      if (!ended() && peek() == '-' && at_ + 1 < pattern_.size() && pattern_[at_ + 1] != ']') {
        const char last = pattern_[at_ + 1];
        at_ += 2;
        if (first.empty()) low = c, high = last, first = c;
      } else if (first.empty()) {
        first = c;
        // The rest of a character of several bytes belongs to it.
        while (!ended() && (static_cast<unsigned char>(peek()) & 0xC0) == 0x80) {
          first += peek();
          ++at_;
        }
      }
    }
    take(']');
    if (negated) return first == "a" ? "z" : "a";
    return low < high ? pick(low, high) : first;
  }

  static constexpr std::size_t longest = 200;
  std::string_view pattern_;
  std::size_t variant_, at_ = 0, used_ = 0;
};

}  // namespace

std::vector<std::string> samples_of(std::string_view pattern) {
  constexpr std::size_t variants = 40;
  std::vector<std::string> samples;
  for (std::size_t variant = 0; variant < variants; ++variant) {
    std::string sample = Sampler(pattern, variant).sample();
    if (std::ranges::find(samples, sample) == samples.end()) samples.push_back(std::move(sample));
  }
  return samples;
}

}  // namespace writ::analysis
