#pragma once
// Values as the language writes them: for people, so that an author can copy one into a test, or as source text.

#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "engine/model/model.hpp"
#include "engine/value/schema.hpp"
#include "engine/value/slot.hpp"
#include "engine/value/time/zone.hpp"

namespace writ::testing {

class LiteralWriter {
 public:
  /// For people, who are spared the length and get periods and parts of a millisecond as they say them.
  LiteralWriter(const Schema& schema, const time::Zone& zone) : schema_(&schema), zone_(&zone) {}

  /// For source in which the names of these files are seen: what is written reads back as exactly the same value,
  /// however long. Instants are written with their offset in `zone`. One value has no such text: U+0000 in a Text,
  /// which the language cannot write.
  LiteralWriter(const model::Model& model, const time::Zone& zone, const std::vector<model::FileIndex>& visible);

  /// A present value in a register: a record is its row.
  void append(std::string& out, Type type, Slot value) const;
  /// A value in a row, with its presence slot where the type is optional.
  void append_in_row(std::string& out, Type type, const Slot* slots) const;
  /// A value in registers, its presence first where the type is optional.
  void append_registers(std::string& out, Type type, const Slot* slots) const;

 private:
  /// Names that a member of an enum has to be told from, and those of enums that are seen twice.
  struct SourceNames {
    std::set<std::string, std::less<>> taken, ambiguous;
  };

  bool reads_back() const { return names_.has_value(); }
  void append_scalar(std::string& out, Type type, std::int64_t value) const;
  void append_money(std::string& out, Type type, std::int64_t value) const;
  void append_member(std::string& out, const EnumInfo& info, std::size_t member) const;
  void append_instant(std::string& out, time::Instant value) const;

  const Schema* schema_;
  const time::Zone* zone_;
  std::optional<SourceNames> names_;  ///< Of source text only.
};

/// `24h`, `1h30m`, `250ms`; what is less than a millisecond as a fraction of one: `0.001ms`.
void append_duration_literal(std::string& out, std::int64_t microseconds);

}  // namespace writ::testing
