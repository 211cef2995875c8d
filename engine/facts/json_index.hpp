#pragma once
// Where the tokens of a JSON text begin: simdjson's first stage, behind one door. Reading by our own types is then a
// walk along these places; nothing of the text is copied or built that a policy does not ask for.

#include <cstdint>
#include <memory>
#include <string_view>

namespace writ {

/// Bytes that must be readable after a text; what they hold does not matter.
constexpr std::size_t json_padding = 64;

bool is_utf8(std::string_view text);

class JsonIndex {
 public:
  enum class Error : std::uint8_t { none, empty, unclosed_text, control_character, invalid_utf8, too_large };

  JsonIndex();
  ~JsonIndex();
  JsonIndex(JsonIndex&&) noexcept;
  JsonIndex& operator=(JsonIndex&&) noexcept;

  /// `json_padding` bytes after the text can be read.
  Error index(std::string_view text);

  /// Offsets of `{ } [ ] : ,`, of the opening quote of each text and of the first byte of all else that is no white
  /// space; the last is the text's size.
  const std::uint32_t* begin() const { return begin_; }
  const std::uint32_t* end() const { return end_; }  ///< Where that last offset stands.

 private:
  struct Stage;
  std::unique_ptr<Stage> stage_;
  std::size_t capacity_ = 0;
  const std::uint32_t* begin_ = nullptr;
  const std::uint32_t* end_ = nullptr;
};

}  // namespace writ
