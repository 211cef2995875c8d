#include "engine/value/time/zone.hpp"

#include <cctz/civil_time.h>
#include <cctz/time_zone.h>

#include <algorithm>
#include <chrono>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <functional>
#include <limits>

#include "engine/value/list_directory.hpp"

namespace writ::time {
namespace {

/// The Gregorian calendar, and with it every rule of the tz database for the future, repeats after 400 years.
constexpr Duration cycle = 146'097 * day;

constexpr std::int64_t floor_divide(std::int64_t value, std::int64_t by) {
  return value / by - (value % by < 0 ? 1 : 0);
}

/// Starts of consecutive stretches of time, with an index by which a stretch is found in a step or two.
class Stretches {
 public:
  explicit Stretches(std::vector<Instant> starts) : starts_(std::move(starts)) {
    if (starts_.size() < 2) return;
    for (std::uint32_t stretch = 1; stretch < starts_.size(); ++stretch) {
      while (index_.size() <= bucket(starts_[stretch])) index_.push_back(stretch - 1);
    }
  }

  /// The last one that has begun at `at`; the first has always begun.
  std::size_t find(Instant at) const {
    if (starts_.size() < 2 || at < starts_[1]) return 0;
    if (at >= starts_.back()) return starts_.size() - 1;
    std::size_t stretch = index_[bucket(at)];
    while (starts_[stretch + 1] <= at) ++stretch;
    return stretch;
  }
  Instant start(std::size_t stretch) const { return starts_[stretch]; }
  Instant last_start() const { return starts_.back(); }
  std::size_t size() const { return starts_.size(); }

 private:
  std::size_t bucket(Instant at) const { return static_cast<std::size_t>((at - starts_[1]) >> 44); }  // Of 204 days.

  std::vector<Instant> starts_;
  std::vector<std::uint32_t> index_;  // The stretch in which a bucket begins.
};

std::filesystem::path database_folder() {
  // cctz, which reads the zones themselves, looks in the same place.
  const char* folder = std::getenv("TZDIR");
  return folder != nullptr && *folder != '\0' ? folder : "/usr/share/zoneinfo";
}

/// Systems without tzdata.zi: every zone file, found by walking the folder.
std::vector<std::string> names_of_files(const std::filesystem::path& folder) {
  std::vector<std::string> names, open = {""};
  std::error_code unreadable;
  while (!open.empty()) {
    const std::string parent = std::move(open.back());
    open.pop_back();
    for (const std::string& entry : list_directory(folder / parent, unreadable)) {
      const std::string name = (std::filesystem::path(parent) / entry).string();
      const std::filesystem::path path = folder / name;
      if (std::filesystem::is_directory(path, unreadable)) {
        // The same zones again, with and without leap seconds.
        if (name != "posix" && name != "right" && !std::filesystem::is_symlink(path, unreadable)) open.push_back(name);
        continue;
      }
      if (!std::filesystem::is_regular_file(path, unreadable)) continue;
      std::ifstream file(path, std::ios::binary);
      char magic[4] = {};
      if (file.read(magic, 4) && std::string_view(magic, 4) == "TZif") names.push_back(name);
    }
  }
  return names;
}

std::vector<std::string> read_zone_names() {
  std::vector<std::string> names;
  std::ifstream file(database_folder() / "tzdata.zi");
  for (std::string line; std::getline(file, line);) {
    // `Z name …` declares a zone, `L target name` another name for one.
    std::size_t from = 0;
    if (line.starts_with("Z ")) from = 2;
    if (line.starts_with("L ")) from = line.find(' ', 2) + 1;
    if (from != 0) names.push_back(line.substr(from, line.find(' ', from) - from));
  }
  if (names.empty()) names = names_of_files(database_folder());
  // What a system is set to, and the placeholder of one that is not set, are not places.
  std::erase_if(
      names, [](const std::string& name) { return name == "Factory" || name == "localtime" || name == "posixrules"; });
  std::ranges::sort(names);
  const auto repeated = std::ranges::unique(names);
  names.erase(repeated.begin(), repeated.end());
  return names;
}

}  // namespace

/// Between two starts the offset is constant. A local time belongs to a stretch from the moment at which a clock shows
/// it for the last time in the stretch before, or would have: so skipped times take the offset before the gap, which
/// moves them forward by it, and repeated ones are the first.
struct Zone::Data {
  Stretches starts;
  Stretches local_starts;
  std::vector<Duration> offsets;
  bool repeats;  ///< A rule for the future goes on: what is beyond the last start is like 400 years before.

  /// How far to go back from `at` to come before the last start.
  Duration beyond(const Stretches& stretches, Instant at) const {
    if (!repeats || at < stretches.last_start()) return 0;
    return ((at - stretches.last_start()) / cycle + 1) * cycle;
  }
  Duration offset(Instant at) const { return offsets[starts.find(at - beyond(starts, at))]; }

  static Data from(const cctz::time_zone& zone);
};

Zone::Data Zone::Data::from(const cctz::time_zone& zone) {
  using Seconds = cctz::time_point<cctz::seconds>;
  const auto microseconds = [](const Seconds& at) { return at.time_since_epoch().count() * second; };

  Seconds at{cctz::seconds(first_instant / second)};
  std::vector<Instant> starts{std::numeric_limits<Instant>::min()};
  std::vector<Instant> local_starts = starts;
  std::vector<Duration> offsets{zone.lookup(at).offset * second};
  for (cctz::time_zone::civil_transition change; zone.next_transition(at, &change);) {
    at = zone.lookup(change.to).trans;
    const Duration offset = zone.lookup(at).offset * second;
    if (offset == offsets.back()) continue;  // Another abbreviation only.
    starts.push_back(microseconds(at));
    local_starts.push_back(microseconds(at) + std::max(offset, offsets.back()));
    offsets.push_back(offset);
  }
  // cctz writes a rule out for 400 years; no zone lists single changes anywhere near that far ahead.
  const Instant year_2300 = to_date({2300, 1, 1}) * day;
  const bool repeats = starts.back() > year_2300;
  return {Stretches(std::move(starts)), Stretches(std::move(local_starts)), std::move(offsets), repeats};
}

Zone::Zone() = default;
Zone::~Zone() = default;

std::shared_ptr<const Zone> Zone::find(std::string_view name) {
  // cctz takes paths and descriptions for names as well; a policy's text must never become a path.
  if (!std::ranges::binary_search(zone_names(), name, std::less<>{})) return nullptr;
  cctz::time_zone source;
  if (!cctz::load_time_zone(std::string(name), &source)) return nullptr;
  std::shared_ptr<Zone> zone(new Zone);
  zone->name_ = name;
  zone->data_ = std::make_unique<const Data>(Data::from(source));
  return zone;
}

std::shared_ptr<const Zone> Zone::utc() {
  static const std::shared_ptr<const Zone> shared = [] {
    std::shared_ptr<Zone> zone(new Zone);
    zone->name_ = "UTC";
    zone->data_ = std::make_unique<const Data>(Data::from(cctz::utc_time_zone()));
    return zone;
  }();
  return shared;
}

Local Zone::local(Instant instant) const {
  const std::int64_t shown = instant + data_->offset(instant);
  const std::int64_t date = floor_divide(shown, day);
  return {static_cast<Date>(date), shown - date * day};
}

std::int32_t Zone::offset_seconds(Instant instant) const {
  return static_cast<std::int32_t>(data_->offset(instant) / second);
}

Fault Zone::instant(Local local, Instant& result) const {
  const std::int64_t shown = local.date * day + local.time;
  const Duration back = data_->beyond(data_->local_starts, shown);
  const Instant found = shown - data_->offsets[data_->local_starts.find(shown - back)];
  if (found < first_instant || found > last_instant) return Fault::out_of_range;
  result = found;
  return Fault::none;
}

Instant Zone::next_change(Instant instant) const {
  const Duration back = data_->beyond(data_->starts, instant);
  const std::size_t next = data_->starts.find(instant - back) + 1;
  if (next == data_->starts.size()) return last_instant + 1;
  return std::min(data_->starts.start(next) + back, last_instant + 1);
}

const std::vector<std::string>& zone_names() {
  static const std::vector<std::string> names = read_zone_names();
  return names;
}

std::string tz_database_version() {
  constexpr std::string_view heading = "# version ";
  std::ifstream file(database_folder() / "tzdata.zi");
  std::string line;
  if (std::getline(file, line) && line.starts_with(heading)) return line.substr(heading.size());
  std::ifstream version(database_folder() / "+VERSION");
  if (std::getline(version, line) && !line.empty()) return line;
  return "unknown";
}

}  // namespace writ::time
