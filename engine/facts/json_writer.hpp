#pragma once
// JSON on one line, member by member.

#include <cstdint>
#include <string>
#include <string_view>

#include "engine/facts/write_value.hpp"

namespace writ {

class JsonWriter {
 public:
  /// Spaced as decisions are, or without a blank.
  enum class Spacing : unsigned char { wide, none };
  explicit JsonWriter(Spacing spacing = Spacing::wide) : wide_(spacing == Spacing::wide) {}

  void begin_object() { begin('{'); }
  void end_object() { end('}'); }
  void begin_list() { begin('['); }
  void end_list() { end(']'); }

  /// The name of the member that follows.
  void name(std::string_view member) {
    separate();
    append_json_text(out_, member);
    out_ += wide_ ? ": " : ":";
    first_ = true;
  }
  void text(std::string_view value) {
    separate();
    append_json_text(out_, value);
  }
  /// JSON as it stands: a number, `true`, a value that is written already.
  void raw(std::string_view json) {
    separate();
    out_ += json;
  }

  void member(std::string_view member, std::string_view value) {
    name(member);
    text(value);
  }
  void member_raw(std::string_view member, std::string_view json) {
    name(member);
    raw(json);
  }
  void member(std::string_view member, std::uint64_t value) { member_raw(member, std::to_string(value)); }
  /// Only where it is so.
  void flag(std::string_view member, bool value) {
    if (value) member_raw(member, "true");
  }
  void member_if(std::string_view member, std::string_view value) {
    if (!value.empty()) this->member(member, value);
  }

  std::string take() { return std::move(out_); }

 private:
  void begin(char bracket) {
    separate();
    out_ += bracket;
    first_ = true;
  }
  void end(char bracket) {
    out_ += bracket;
    first_ = false;
  }
  void separate() {
    if (!first_) out_ += wide_ ? ", " : ",";
    first_ = false;
  }

  bool wide_;
  std::string out_;
  bool first_ = true;
};

}  // namespace writ
