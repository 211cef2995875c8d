#pragma once
// The enums and records that a set of policies declares, and how their values lie in memory.

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "engine/value/type.hpp"

namespace writ {

/// How an Instant is written in facts.
enum class Encoding : std::uint8_t { rfc3339, unix_seconds, unix_millis };

struct EnumMemberInfo {
  std::string name;
  std::string spelling;  ///< What facts say; the name where none is declared.
};
struct EnumInfo {
  std::string name;                     ///< Qualified: `taobao.facts.Platform`.
  std::vector<EnumMemberInfo> members;  ///< A value is an index here.
  std::optional<std::uint32_t> member(std::string_view member_name) const;
};

struct FieldInfo {
  std::string name;
  std::string spelling;  ///< The JSON member.
  Type type;
  Encoding encoding = Encoding::rfc3339;
  bool fixed = false;
  std::uint32_t offset = 0;  ///< In slots from the record's first; set by `lay_out`.
};
struct RecordInfo {
  std::string name;
  std::vector<FieldInfo> fields;
  std::uint32_t slots = 0;  ///< Set by `lay_out`.
  std::optional<std::uint32_t> field(std::string_view field_name) const;
};

/// A value of type T takes `slots(T)` slots in its record:
///   T?       a slot that is 1 where present and 0 where absent, then the slots of T
///   list     one slot, a `const List*`
///   record   its fields, one after another, in place; one slot where it has none
///   others   one slot
struct Schema {
  std::vector<EnumInfo> enums;
  std::vector<RecordInfo> records;

  std::uint32_t slots(Type type) const;
  /// Sets every offset and size. A record that contains itself other than through a list cannot be laid out:
  /// its index is returned and the checker says so.
  std::optional<std::uint32_t> lay_out();
  /// As a person writes it: `Instant?`, `list of Card`, `Money CNY`.
  std::string type_name(Type type) const;
};

}  // namespace writ
