#pragma once
// Values as the language writes them, so that an author can copy one into a test.

#include <string>
#include <string_view>

#include "engine/value/schema.hpp"
#include "engine/value/slot.hpp"
#include "engine/value/time/zone.hpp"

namespace writ::testing {

class LiteralWriter {
 public:
  LiteralWriter(const Schema& schema, const time::Zone& zone) : schema_(&schema), zone_(&zone) {}

  /// A present value in a register: a record is its row.
  void append(std::string& out, Type type, Slot value) const;
  /// A value in a row, with its presence slot where the type is optional.
  void append_in_row(std::string& out, Type type, const Slot* slots) const;
  /// A value in registers, its presence first where the type is optional.
  void append_registers(std::string& out, Type type, const Slot* slots) const;

 private:
  void append_scalar(std::string& out, Type type, std::int64_t value) const;

  const Schema* schema_;
  const time::Zone* zone_;
};

/// `24h`, `1h30m`, `250ms`; what is less than a millisecond as a fraction of one: `0.001ms`.
void append_duration_literal(std::string& out, std::int64_t microseconds);
void append_text_literal(std::string& out, std::string_view text);

/// How the second value differs from the first, at the first place where it does: `.cards[2].response`. Empty paths
/// are of the values themselves.
struct Difference {
  std::string path, expected, got;
};
Difference first_difference(const Schema& schema, const LiteralWriter& values, Type type, Slot expected, Slot got);

}  // namespace writ::testing
