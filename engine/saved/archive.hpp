#pragma once
// Structs to bytes and back. What a struct is made of is said once, by `fields(archive, value)` (fields_model.hpp,
// fields_program.hpp); three archives read it: Writer, Reader, and Description, which tells the format itself.
//
// Numbers are written as they lie in memory: Description knows their sizes, the file's header the order of their bytes.

#include <cstdint>
#include <cstring>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <type_traits>
#include <vector>

#include "engine/builtins/builtin.hpp"
#include "engine/value/arena.hpp"
#include "engine/value/time/calendar.hpp"
#include "engine/value/time/zone.hpp"

namespace writ::saved {

/// Copied whole, in vectors too. A struct that says so has no padding, no pointer and no Bool.
template <typename T>
inline constexpr bool is_plain = std::is_arithmetic_v<T> && !std::is_same_v<T, bool>;

/// Of an enumeration whose values go from zero up to this one.
template <typename Enum>
struct Last;

/// The struct, constant or not.
template <typename T, typename Struct>
concept Is = std::is_same_v<std::remove_const_t<T>, Struct>;

class Writer {
 public:
  explicit Writer(std::string& out) : out_(out) {}

  template <typename... T>
  void operator()(std::string_view, const T&... values) {
    (put(values), ...);
  }

 private:
  template <typename T>
  void put(const T& value) {
    if constexpr (is_plain<T>) {
      static_assert(std::has_unique_object_representations_v<T>);
      append(&value, sizeof value);
    } else if constexpr (std::is_same_v<T, bool>) {
      put(static_cast<std::uint8_t>(value));
    } else if constexpr (std::is_enum_v<T>) {
      put(static_cast<std::underlying_type_t<T>>(value));
    } else {
      fields(*this, value);
    }
  }
  template <typename T>
  void put(const std::vector<T>& values) {
    put(static_cast<std::uint32_t>(values.size()));
    if constexpr (is_plain<T>) {
      static_assert(std::has_unique_object_representations_v<T>);
      append(values.data(), values.size() * sizeof(T));
    } else {
      for (const T& value : values) put(value);
    }
  }
  template <typename T>
  void put(const std::optional<T>& value) {
    put(value.has_value());
    if (value) put(*value);
  }
  void put(std::string_view text) {
    put(static_cast<std::uint32_t>(text.size()));
    out_.append(text);
  }
  void put(const std::string& text) { put(std::string_view(text)); }
  void put(const std::shared_ptr<const time::Zone>& zone) { put(zone ? zone->name() : std::string()); }
  void put(const std::shared_ptr<const time::Calendar>& calendar) {
    put(calendar != nullptr);
    if (calendar) put(calendar->rules());
  }
  void put(const std::shared_ptr<const Pattern>& pattern) { put(pattern->text()); }

  void append(const void* data, std::size_t size) {
    if (size > 0) out_.append(static_cast<const char*>(data), size);
  }

  std::string& out_;
};

/// Reads what Writer wrote, whatever the bytes are: after the first thing that cannot be, everything is empty.
class Reader {
 public:
  /// Texts that are only looked at later are kept in `texts`.
  Reader(std::string_view bytes, Arena& texts) : rest_(bytes), texts_(texts) {}

  template <typename... T>
  void operator()(std::string_view, T&... values) {
    (get(values), ...);
  }

  /// What is wrong, or nothing: then every byte was read, and all text is UTF-8.
  std::string finish() {
    if (problem_.empty() && !rest_.empty()) fail("there is something behind its end");
    return std::move(problem_);
  }
  bool failed() const { return !problem_.empty(); }

 private:
  void fail(std::string_view problem) {
    if (problem_.empty()) problem_ = problem;
    rest_ = {};
  }
  bool take(void* to, std::size_t size) {
    if (size > rest_.size()) {
      fail("it ends too early");
      return false;
    }
    if (size > 0) std::memcpy(to, rest_.data(), size);
    rest_.remove_prefix(size);
    return true;
  }
  /// How many elements follow; none of them is empty.
  std::size_t count(std::size_t least_size = 1) {
    std::uint32_t written = 0;
    get(written);
    if (written <= rest_.size() / least_size) return written;
    fail("it ends too early");
    return 0;
  }

  template <typename T>
  void get(T& value) {
    if constexpr (is_plain<T>) {
      if (!take(&value, sizeof value)) value = T{};
    } else if constexpr (std::is_same_v<T, bool>) {
      std::uint8_t written = 0;
      get(written);
      if (written > 1) fail("a yes or no is neither");
      value = written == 1;
    } else if constexpr (std::is_enum_v<T>) {
      std::underlying_type_t<T> written = 0;
      get(written);
      if (written > static_cast<std::underlying_type_t<T>>(Last<T>::value)) {
        fail("it has a kind of thing that there is not");
        written = 0;
      }
      value = static_cast<T>(written);
    } else {
      fields(*this, value);
    }
  }
  template <typename T>
  void get(std::vector<T>& values) {
    if constexpr (is_plain<T>) {
      values.resize(count(sizeof(T)));
      take(values.data(), values.size() * sizeof(T));
    } else {
      const std::size_t size = count();
      values.reserve(size);
      for (std::size_t i = 0; i < size && !failed(); ++i) get(values.emplace_back());
    }
  }
  template <typename T>
  void get(std::optional<T>& value) {
    bool there = false;
    get(there);
    if (there) get(value.emplace());
  }
  void get(std::string& text) { text = next_text(); }
  void get(std::string_view& text) { text = texts_.text(next_text())->view(); }
  void get(std::shared_ptr<const time::Zone>& zone);
  void get(std::shared_ptr<const time::Calendar>& calendar);
  void get(std::shared_ptr<const Pattern>& pattern);
  std::string_view next_text();

  std::string_view rest_;
  Arena& texts_;
  std::string problem_;
};

/// A description of the format as text: two programs that tell the same read each other's files.
class Description {
 public:
  template <typename... T>
  void operator()(std::string_view name, const T&...) {
    text_.append(name).append("{");
    (describe(static_cast<T*>(nullptr)), ...);
    text_ += "}";
  }
  const std::string& text() const { return text_; }

 private:
  template <typename T>
  void describe(T*) {
    if constexpr (std::is_enum_v<T>) {
      text_ += "e" + std::to_string(sizeof(T)) + "." + std::to_string(static_cast<int>(Last<T>::value));
    } else if constexpr (std::is_arithmetic_v<T>) {
      text_ += (std::is_signed_v<T> ? "i" : "u") + std::to_string(sizeof(T));
    } else if constexpr (is_plain<T>) {
      text_ += "p" + std::to_string(sizeof(T));
    } else {
      const T value{};
      fields(*this, value);
    }
  }
  template <typename T>
  void describe(std::vector<T>*) {
    text_ += "[";
    describe(static_cast<T*>(nullptr));
    text_ += "]";
  }
  template <typename T>
  void describe(std::optional<T>*) {
    text_ += "?";
    describe(static_cast<T*>(nullptr));
  }
  void describe(std::string*) { text_ += "s"; }
  void describe(std::string_view*) { text_ += "s"; }
  void describe(std::shared_ptr<const time::Zone>*) { text_ += "z"; }
  void describe(std::shared_ptr<const time::Calendar>*) {
    text_ += "?";
    describe(static_cast<time::Calendar::Rules*>(nullptr));
  }
  void describe(std::shared_ptr<const Pattern>*) { text_ += "m"; }

  std::string text_;
};

}  // namespace writ::saved

/// `WRIT_FIELDS(Struct, a, b)`: a struct of members a and b and no others. One that is forgotten does not compile.
#define WRIT_FIELDS(Struct, ...)                    \
  template <typename Archive, Is<Struct> T>         \
  void fields(Archive& archive, T& self) {          \
    auto& [__VA_ARGS__] = self;                     \
    archive(#Struct " " #__VA_ARGS__, __VA_ARGS__); \
  }
