#include "tests/reference/lines/json.hpp"

#include <algorithm>
#include <utility>

namespace writ::reference {
namespace {

struct NotJson {};

class Parser {
 public:
  explicit Parser(std::string_view text) : rest_(text) {}

  Json whole() {
    Json json = value();
    blanks();
    if (!rest_.empty()) throw NotJson{};
    return json;
  }

 private:
  void blanks() { rest_.remove_prefix(std::min(rest_.find_first_not_of(" \t\r\n"), rest_.size())); }
  bool take(std::string_view token) {
    if (!rest_.starts_with(token)) return false;
    rest_.remove_prefix(token.size());
    return true;
  }
  void expect(std::string_view token) {
    if (!take(token)) throw NotJson{};
  }
  char next() {
    if (rest_.empty()) throw NotJson{};
    const char c = rest_.front();
    rest_.remove_prefix(1);
    return c;
  }

  Json value() {
    blanks();
    if (take("null")) return {Json::Null{}};
    if (take("true")) return {true};
    if (take("false")) return {false};
    if (take("\"")) return {text()};
    if (take("[")) return {array()};
    if (take("{")) return {object()};
    return {number()};
  }

  Json::Array array() {
    Json::Array all;
    blanks();
    if (take("]")) return all;
    do {
      all.push_back(value());
      blanks();
    } while (take(","));
    expect("]");
    return all;
  }

  Json::Object object() {
    Json::Object all;
    blanks();
    if (take("}")) return all;
    do {
      blanks();
      expect("\"");
      std::string name = text();
      blanks();
      expect(":");
      Json member = value();
      all.push_back({std::move(name), std::move(member)});
      blanks();
    } while (take(","));
    expect("}");
    return all;
  }

  std::size_t digits(std::string& to) {
    const std::size_t count = std::min(rest_.find_first_not_of("0123456789"), rest_.size());
    to += rest_.substr(0, count);
    rest_.remove_prefix(count);
    return count;
  }

  Json::Number number() {
    std::string all;
    if (take("-")) all += '-';
    const bool zero = rest_.starts_with('0');
    const std::size_t whole = digits(all);
    if (whole == 0 || (zero && whole > 1)) throw NotJson{};
    if (take(".")) {
      all += '.';
      if (digits(all) == 0) throw NotJson{};
    }
    if (take("e") || take("E")) {
      all += 'e';
      if (take("-")) {
        all += '-';
      } else {
        take("+");
      }
      if (digits(all) == 0) throw NotJson{};
    }
    return {all};
  }

  std::string text() {
    std::string all;
    for (char c = next(); c != '"'; c = next()) {
      if (static_cast<unsigned char>(c) < 0x20) throw NotJson{};
      if (c != '\\') {
        all += c;
        continue;
      }
      const char kind = next();
      constexpr std::string_view letters = "\"\\/bfnrt", meant = "\"\\/\b\f\n\r\t";
      if (const auto found = letters.find(kind); found != std::string_view::npos) {
        all += meant[found];
      } else if (kind == 'u') {
        append(all, code_point());
      } else {
        throw NotJson{};
      }
    }
    return all;
  }

  std::uint32_t hex() {
    std::uint32_t unit = 0;
    for (int i = 0; i < 4; ++i) {
      const auto digit = std::string_view("0123456789abcdef").find(static_cast<char>(next() | 0x20));
      if (digit == std::string_view::npos) throw NotJson{};
      unit = unit * 16 + static_cast<std::uint32_t>(digit);
    }
    return unit;
  }

  std::uint32_t code_point() {
    const std::uint32_t first = hex();
    if (first < 0xD800 || first > 0xDFFF) return first;
    expect("\\u");
    const std::uint32_t second = hex();
    if (first > 0xDBFF || second < 0xDC00 || second > 0xDFFF) throw NotJson{};
    return 0x10000 + ((first - 0xD800) << 10) + (second - 0xDC00);
  }

  static void append(std::string& to, std::uint32_t point) {
    const auto put = [&](std::uint32_t byte) { to += static_cast<char>(byte); };
    if (point < 0x80) return put(point);
    if (point < 0x800) {
      put(0xC0 | point >> 6);
    } else {
      if (point < 0x10000) {
        put(0xE0 | point >> 12);
      } else {
        put(0xF0 | point >> 18);
        put(0x80 | (point >> 12 & 0x3F));
      }
      put(0x80 | (point >> 6 & 0x3F));
    }
    put(0x80 | (point & 0x3F));
  }

  std::string_view rest_;
};

/// No byte that is none, no character in more bytes than it needs, no half of a pair, nothing past U+10FFFF.
bool is_utf8(std::string_view text) {
  for (std::size_t at = 0; at < text.size();) {
    const auto byte = [&](std::size_t i) { return static_cast<std::uint32_t>(static_cast<unsigned char>(text[i])); };
    const std::uint32_t first = byte(at++);
    if (first < 0x80) continue;
    const int more = first >= 0xF0 ? 3 : first >= 0xE0 ? 2 : 1;
    if (first < 0xC0 || first > 0xF7 || at + static_cast<std::size_t>(more) > text.size()) return false;
    std::uint32_t point = first & (0x3Fu >> more);
    for (int i = 0; i < more; ++i) {
      const std::uint32_t next = byte(at++);
      if ((next & 0xC0) != 0x80) return false;
      point = point << 6 | (next & 0x3F);
    }
    constexpr std::uint32_t least[] = {0, 0x80, 0x800, 0x10000};
    if (point < least[more] || point > 0x10FFFF || (point >= 0xD800 && point <= 0xDFFF)) return false;
  }
  return true;
}

}  // namespace

const Json* Json::member(std::string_view name) const {
  for (const auto& [each, json] : std::get<Object>(is)) {
    if (each == name) return &json;
  }
  return nullptr;
}

std::optional<Json> parse_json(std::string_view text) {
  if (!is_utf8(text)) return std::nullopt;
  try {
    return Parser(text).whole();
  } catch (const NotJson&) {
    return std::nullopt;
  }
}

}  // namespace writ::reference
