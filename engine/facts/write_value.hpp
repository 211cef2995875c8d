#pragma once
// Values as JSON, so that they read back exactly.

#include <string>
#include <string_view>

#include "engine/value/schema.hpp"
#include "engine/value/slot.hpp"
#include "engine/value/time/zone.hpp"

namespace writ {

/// A text between quotes, escaped.
void append_json_text(std::string& out, std::string_view text);

class ValueWriter {
 public:
  ValueWriter(const Schema& schema, const time::Zone& zone) : schema_(&schema), zone_(&zone) {}

  /// A present value in a register: a record is its row.
  void append(std::string& out, Type type, Slot value) const;
  /// A value in a row, with its presence slot where the type is optional.
  void append_in_row(std::string& out, Type type, const Slot* slots) const;
  /// A value in registers, its presence first where the type is optional.
  void append_registers(std::string& out, Type type, const Slot* slots) const;

  /// As JSON, but texts of times, enums and durations without quotes: what people read.
  void append_for_people(std::string& out, Type type, Slot value, std::string_view language) const;

  const time::Zone& zone() const { return *zone_; }

 private:
  void append_scalar(std::string& out, Type type, std::int64_t value) const;

  const Schema* schema_;
  const time::Zone* zone_;
};

}  // namespace writ
