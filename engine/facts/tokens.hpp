#pragma once
// JSON's form, and nothing of facts: a cursor over the tokens of a record, and places in it.

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "engine/facts/json_index.hpp"

namespace writ {

/// Where the walk is: a member or element and what is around it. Lives on the stack; a pointer is written from it only
/// when there is a problem.
struct Place {
  const Place* parent = nullptr;
  std::string_view member;    ///< Escapes resolved.
  std::int64_t element = -1;  ///< Of a list, in place of a member.
  std::uint32_t level = 0;
};
std::string json_pointer(const Place& place);

/// A cursor over tokens that knows JSON's form and nothing of facts.
class Tokens {
 public:
  Tokens(std::string_view text, const JsonIndex& index) : text_(text), at_(index.begin()), end_(index.end()) {}

  bool ended() const { return at_ == end_; }
  /// The first byte of the token, or 0 at the end.
  char peek() const { return at_ == end_ ? '\0' : text_[*at_]; }
  char peek_next() const { return at_ == end_ || at_ + 1 == end_ ? '\0' : text_[at_[1]]; }
  void advance() { ++at_; }
  const std::uint32_t* mark() const { return at_; }
  void go_to(const std::uint32_t* mark) { at_ = mark; }
  std::size_t offset() const { return *at_; }

  /// The token without the white space after it.
  std::string_view token() const {
    const char* begin = text_.data() + *at_;
    const char* end = text_.data() + at_[1];
    while (end > begin + 1 && is_blank(end[-1])) --end;
    return {begin, static_cast<std::size_t>(end - begin)};
  }
  /// From the token on, to the end of the text.
  std::string_view rest() const { return text_.substr(*at_); }
  /// Of what was the rest before, the part that is passed now; the last token of it is a bracket.
  std::string_view since(std::string_view rest) const {
    const char* const end = text_.data() + at_[-1] + 1;
    return rest.substr(0, static_cast<std::size_t>(end - rest.data()));
  }
  bool at_text() const { return peek() == '"'; }
  /// What stands between the quotes, escapes as they are.
  std::string_view raw_text() const {
    const auto quoted = token();
    return quoted.substr(1, quoted.size() - 2);
  }
  /// Whether a value can begin here.
  bool at_value() const {
    const char c = peek();
    return c != '\0' && c != ',' && c != ':' && c != '}' && c != ']';
  }
  /// Past a value that nobody reads; false, at what is wrong, where it is not one or is nested past 1,024 levels.
  bool skip();

  static bool is_blank(char c) { return c == ' ' || c == '\n' || c == '\r' || c == '\t'; }

 private:
  std::string_view text_;
  const std::uint32_t* at_;
  const std::uint32_t* end_;
};

/// JSON text for people: at most some sixty characters, in valid UTF-8.
std::string shortened(std::string_view json);

/// In `json`, the value that a path leads to, where it stands in the text and is on one line; else "null". Returns
/// where the name of its member stands, or null.
const std::uint32_t* find_member(Tokens tokens, const std::vector<std::string>& path, std::string_view& json);

}  // namespace writ
