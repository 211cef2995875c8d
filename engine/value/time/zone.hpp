#pragma once
// Time zones by IANA name, with their whole history, from the system's tz database.

#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "engine/value/time/civil.hpp"

namespace writ::time {

/// A local time of day on a local date.
struct Local {
  Date date;
  TimeOfDay time;
};

/// Immutable; safe to use from any number of threads.
class Zone {
 public:
  /// Nothing where the tz database has no such name.
  static std::shared_ptr<const Zone> find(std::string_view name);
  static std::shared_ptr<const Zone> utc();
  ~Zone();

  const std::string& name() const { return name_; }
  Local local(Instant instant) const;
  std::int32_t offset_seconds(Instant instant) const;
  /// A time that a clock change skips moves forward by the gap; one that occurs twice is the first. Faults:
  /// out_of_range.
  Fault instant(Local local, Instant& result) const;
  /// The first instant after `instant` at which the offset changes; `last_instant + 1` where there is none.
  Instant next_change(Instant instant) const;

 private:
  Zone();
  struct Data;
  std::string name_;
  std::unique_ptr<const Data> data_;
};

/// All names, for suggestions.
const std::vector<std::string>& zone_names();
/// As `2026a`; "unknown" where the system does not say.
std::string tz_database_version();

}  // namespace writ::time
