#pragma once
// What a register is known to hold, wherever its code comes from: the types of the verifier (verify_code.hpp).

#include <cstdint>
#include <vector>

#include "engine/value/schema.hpp"
#include "engine/value/slot.hpp"

namespace writ::saved {

struct Content {
  enum class Is : std::uint8_t {
    unknown,   ///< Nothing may read it.
    word,      ///< A number. Which kinds it can stand for: `kinds` and `below`.
    text,      ///< Of these and of lists a zero is one, too.
    list,      ///< Of the list type `type`.
    row,       ///< The first slot of a record of `type`.
    elements,  ///< Rows that become a list: `below` slots, elements of `type`.
    cursor,    ///< An element of `type` in a list, the next register being `past` its last.
    past,
  };
  Is is = Is::unknown;
  std::uint8_t kinds = 0;  ///< Of a word: bits of `stands_for`.
  /// Of a row: it was made here, and nobody has seen it. Only such are stored to, or a list could come to hold itself.
  bool own = false;
  std::uint8_t depth = 0;  ///< How many lists were made one inside the other for it, at most.
  std::uint32_t below = 0;
  Type type = {};

  friend bool operator==(const Content&, const Content&) = default;
};

/// Lists that are made one inside the other: more is no program that was compiled, whose source is not nested so deep.
constexpr std::uint8_t deepest_made = 250;

/// What every value of a present type is.
Content content_of(const Schema& schema, Type type);
/// Of one number.
Content content_of(std::int64_t number);
/// Can it be read as a value of a present type?
bool fits(const Schema& schema, const Content& content, Type type);
/// What both are.
Content joined(const Content& a, const Content& b);
inline bool is_row(const Content& content) {
  return (content.is == Content::Is::row && !content.own) || content.is == Content::Is::cursor;
}

/// The types of slots one after another, those of records in records among them.
class Layouts {
 public:
  explicit Layouts(const Schema& schema) : schema_(schema), records_(schema.records.size()) {}

  /// Of an element of a list, or of a record.
  const std::vector<Type>& of(Type type);
  void append(Type type, std::vector<Type>& to) const;
  /// Do values of `inner` lie there?
  static bool lie_at(const std::vector<Type>& outer, std::uint64_t offset, const std::vector<Type>& inner);

 private:
  const Schema& schema_;
  std::vector<std::vector<Type>> records_;  // Empty: not made yet.
  std::vector<Type> single_;
};

}  // namespace writ::saved
