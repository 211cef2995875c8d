#include "engine/facts/tokens.hpp"

#include <algorithm>
#include <bitset>

#include "engine/facts/json_pointer.hpp"
#include "engine/facts/json_scalars.hpp"
#include "grammar/unicode.hpp"

namespace writ {
namespace {

void append_pointer(std::string& pointer, const Place& place) {
  if (place.parent == nullptr) return;
  append_pointer(pointer, *place.parent);
  if (place.element >= 0) {
    pointer += '/' + std::to_string(place.element);
  } else {
    append_pointer_member(pointer, place.member);
  }
}

/// Whether what stands between quotes is the name, escapes resolved.
bool is_name(std::string_view raw, std::string_view name) {
  if (raw.find('\\') == std::string_view::npos) return raw == name;
  std::string meant(raw.size(), '\0');
  const std::size_t size = json::unescape(raw, meant.data());
  return size != json::bad_escape && std::string_view(meant).substr(0, size) == name;
}

/// Into the object at the cursor, to the value of a member; where its name stands, or null.
const std::uint32_t* enter_member(Tokens& tokens, std::string_view name) {
  tokens.advance();
  while (tokens.at_text()) {
    const auto* const member = tokens.mark();
    const bool found = is_name(tokens.raw_text(), name);
    tokens.advance();
    if (tokens.peek() != ':') return nullptr;
    tokens.advance();
    if (found) return member;
    if (!tokens.at_value() || !tokens.skip() || tokens.peek() != ',') return nullptr;
    tokens.advance();
  }
  return nullptr;
}

bool enter_element(Tokens& tokens, std::string_view number) {
  std::size_t wanted = 0;
  for (const char c : number) {
    if (c < '0' || c > '9' || wanted > 0xffffff) return false;
    wanted = wanted * 10 + static_cast<std::size_t>(c - '0');
  }
  tokens.advance();
  for (; wanted > 0; --wanted) {
    if (!tokens.at_value() || !tokens.skip() || tokens.peek() != ',') return false;
    tokens.advance();
  }
  return tokens.at_value();
}

/// A text or scalar that is well formed: it goes into the answer as it stands.
bool is_well_formed(std::string_view token) {
  if (token.front() != '"') return json::is_scalar(token);
  const auto raw = token.substr(1, token.size() - 2);
  if (raw.find('\\') == std::string_view::npos) return true;
  std::string scratch(raw.size(), '\0');
  return json::unescape(raw, scratch.data()) != json::bad_escape;
}

}  // namespace

bool Tokens::skip() {
  constexpr std::size_t deepest = 1024;
  std::bitset<deepest> objects;  // By level: an object, else a list.
  std::size_t depth = 0;
  for (;;) {
    // Here a value begins, in an object after its name.
    if (depth > 0 && objects[depth - 1]) {
      if (!at_text() || !is_well_formed(token())) return false;
      advance();
      if (peek() != ':') return false;
      advance();
    }
    if (!at_value()) return false;
    const char first = peek();
    bool ended_value = true;
    if (first == '{' || first == '[') {
      if (depth == deepest) return false;
      objects[depth++] = first == '{';
      advance();
      ended_value = peek() == (first == '{' ? '}' : ']');
    } else {
      if (!is_well_formed(token())) return false;
      advance();
      if (depth == 0) return true;
    }
    if (!ended_value) continue;
    // After a value, or an empty object or list: what closes, then a comma.
    while (depth > 0 && peek() == (objects[depth - 1] ? '}' : ']')) {
      advance();
      --depth;
    }
    if (depth == 0) return true;
    if (peek() != ',') return false;
    advance();
  }
}

std::string json_pointer(const Place& place) {
  std::string pointer;
  append_pointer(pointer, place);
  constexpr std::size_t most = 4000;  // A member's name may be a megabyte long.
  if (pointer.size() > most) pointer = shortened(pointer);
  return pointer;
}

std::string shortened(std::string_view json) {
  constexpr std::size_t most = 60;
  std::string text;
  std::size_t points = 0;
  for (std::size_t at = 0; at < json.size(); ++points) {
    if (points == most) return text + "…";
    const CodePoint point = decode(json, at);
    append_utf8(text, point.value);
    at += point.bytes;
  }
  return text;
}

const std::uint32_t* find_member(Tokens tokens, const std::vector<std::string>& path, std::string_view& json) {
  json = "null";
  const std::uint32_t* member = nullptr;
  for (const std::string& step : path) {
    member = nullptr;
    if (tokens.peek() == '{') {
      member = enter_member(tokens, step);
      if (member == nullptr) return nullptr;
    } else if (tokens.peek() != '[' || !enter_element(tokens, step)) {
      return nullptr;
    }
  }
  // An object or a list has no order to wait for here: only one value goes into the answer.
  const bool single = tokens.at_value() && tokens.peek() != '{' && tokens.peek() != '[';
  if (single && is_well_formed(tokens.token())) json = tokens.token();
  return member;
}

}  // namespace writ
