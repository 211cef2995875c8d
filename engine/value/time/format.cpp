#include "engine/value/time/format.hpp"

#include <array>
#include <charconv>
#include <limits>

namespace writ::time {
namespace {

constexpr std::uint32_t digit(char c) { return static_cast<std::uint32_t>(c) - '0'; }  // Above 9: not a digit.
constexpr bool is_digit(char c) { return digit(c) <= 9; }

/// Reads digits at known places. Whether all were digits is asked once, at the end: facts are mostly right, and a
/// question a character would cost more than the reading.
class Digits {
 public:
  int two(const char* at) {
    const std::uint32_t tens = digit(at[0]), ones = digit(at[1]);
    wrong_ |= static_cast<unsigned>(tens > 9) | static_cast<unsigned>(ones > 9);
    return static_cast<int>(tens * 10 + ones);
  }
  bool all() const { return wrong_ == 0; }

 private:
  unsigned wrong_ = 0;
};

/// Ten characters.
inline bool read_date(const char* at, Date& result) {
  Digits digits;
  const int century = digits.two(at), year_of_century = digits.two(at + 2);
  const Ymd ymd{century * 100 + year_of_century, digits.two(at + 5), digits.two(at + 8)};
  if (!digits.all() || at[4] != '-' || at[7] != '-' || !exists(ymd)) return false;
  result = to_date(ymd);
  return true;
}

/// Eight characters: whole seconds.
inline bool read_clock(const char* at, TimeOfDay& result) {
  Digits digits;
  const int hours = digits.two(at), minutes = digits.two(at + 3), seconds = digits.two(at + 6);
  if (!digits.all() || hours > 23 || minutes > 59 || seconds > 59 || at[2] != ':' || at[5] != ':') return false;
  result = ((hours * 60 + minutes) * 60 + seconds) * second;
  return true;
}

/// `.5` as microseconds, where `rest` begins with a point. Digits after the sixth must be zeros.
std::optional<std::int64_t> read_fraction(std::string_view& rest) {
  std::size_t at = 1;
  std::int64_t value = 0;
  for (std::int64_t unit = second / 10; at < rest.size() && is_digit(rest[at]); ++at, unit /= 10) {
    if (unit == 0 && rest[at] != '0') return std::nullopt;
    value += unit * digit(rest[at]);
  }
  if (at == 1) return std::nullopt;
  rest.remove_prefix(at);
  return value;
}

/// `Z`, `+08:00`, `-03:30`: all that is left.
inline bool read_offset(std::string_view rest, Duration& result) {
  if (rest.size() == 1 && (rest[0] == 'Z' || rest[0] == 'z')) {
    result = 0;
    return true;
  }
  if (rest.size() != 6 || (rest[0] != '+' && rest[0] != '-') || rest[3] != ':') return false;
  Digits digits;
  const int hours = digits.two(rest.data() + 1), minutes = digits.two(rest.data() + 4);
  if (!digits.all() || hours > 23 || minutes > 59) return false;
  result = (hours * 60 + minutes) * (rest[0] == '-' ? -minute : minute);
  return true;
}

/// The date and time that an instant's text begins with; `text` becomes what follows.
inline bool read_local(std::string_view& text, Local& result) {
  constexpr std::size_t whole = 19;
  if (text.size() < whole || (text[10] != 'T' && text[10] != 't')) return false;
  if (!read_date(text.data(), result.date) || !read_clock(text.data() + 11, result.time)) return false;
  text.remove_prefix(whole);
  if (text.empty() || text[0] != '.') return true;
  const auto fraction = read_fraction(text);
  if (!fraction) return false;
  result.time += *fraction;
  return true;
}

inline std::optional<Instant> with_offset(Local local, std::string_view rest) {
  Duration offset = 0;
  if (!read_offset(rest, offset)) return std::nullopt;
  const Instant instant = local.date * day + local.time - offset;
  if (instant < first_instant || instant > last_instant) return std::nullopt;
  return instant;
}

/// A duration being added up from its parts; the size of the lowest one fits in no positive Duration.
class Sum {
 public:
  bool add(std::uint64_t count, Duration unit) {
    std::uint64_t part = 0;
    return !__builtin_mul_overflow(count, static_cast<std::uint64_t>(unit), &part) &&
           !__builtin_add_overflow(size_, part, &size_);
  }
  std::optional<Duration> result(bool negative) const {
    const std::uint64_t limit = std::numeric_limits<Duration>::max();
    if (size_ > limit + (negative ? 1 : 0)) return std::nullopt;
    return static_cast<Duration>(negative ? 0 - size_ : size_);
  }

 private:
  std::uint64_t size_ = 0;
};

std::optional<std::uint64_t> take_number(std::string_view& text) {
  std::uint64_t value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc{}) return std::nullopt;
  text.remove_prefix(static_cast<std::size_t>(end - text.data()));
  return value;
}

struct DurationUnit {
  std::string_view name;
  Duration size;
};

/// After the P: `1DT2H3M4.5S`, or weeks alone.
bool read_iso_duration(std::string_view text, Sum& sum) {
  constexpr std::array<DurationUnit, 5> units{{{"W", 7 * day}, {"D", day}, {"H", hour}, {"M", minute}, {"S", second}}};
  constexpr std::size_t weeks = 0, hours = 2, seconds = 4;
  if (text.empty()) return false;
  bool clock = false;
  for (std::size_t next = 0; !text.empty();) {
    if (!clock && text.starts_with('T')) {
      clock = true;
      next = hours;
      text.remove_prefix(1);
    }
    const auto count = take_number(text);
    if (!count) return false;
    std::int64_t fraction = 0;
    const bool fractional = text.starts_with('.');
    if (fractional) {
      const auto read = read_fraction(text);
      if (!read) return false;
      fraction = *read;
    }
    while (next < units.size() && !text.starts_with(units[next].name)) ++next;
    if (next == units.size() || (next >= hours) != clock || (fractional && next != seconds)) return false;
    if (!sum.add(*count, units[next].size) || !sum.add(static_cast<std::uint64_t>(fraction), 1)) return false;
    text.remove_prefix(1);
    if (next == weeks && !text.empty()) return false;
    ++next;
  }
  return true;
}

/// As a literal is written: `24h`, `1h30m`, `250ms`.
bool read_short_duration(std::string_view text, Sum& sum) {
  constexpr std::array<DurationUnit, 4> units{{{"h", hour}, {"m", minute}, {"s", second}, {"ms", second / 1000}}};
  if (text.empty()) return false;
  for (std::size_t next = 0; !text.empty(); ++next) {
    const auto count = take_number(text);
    if (!count) return false;
    std::size_t letters = 0;
    while (letters < text.size() && !is_digit(text[letters])) ++letters;
    while (next < units.size() && units[next].name != text.substr(0, letters)) ++next;
    if (next == units.size() || !sum.add(*count, units[next].size)) return false;
    text.remove_prefix(letters);
  }
  return true;
}

/// Text of a few dozen bytes, put together on the stack and appended at once.
class Writer {
 public:
  void put(char c) { bytes_[size_++] = c; }
  void two(std::int64_t value) { two_of(static_cast<std::uint32_t>(value)); }
  /// `23:59:59`, with six decimals where there are any.
  void clock(TimeOfDay time) {
    const auto seconds = static_cast<std::uint32_t>(time / second);
    const auto micros = static_cast<std::uint32_t>(time % second);
    two_of(seconds / 3600);
    put(':');
    two_of(seconds / 60 % 60);
    put(':');
    two_of(seconds % 60);
    if (micros == 0) return;
    put('.');
    two_of(micros / 10'000);
    two_of(micros / 100 % 100);
    two_of(micros % 100);
  }
  void date(Date date) {
    const Ymd ymd = to_ymd(date);
    two(ymd.year / 100);
    two(ymd.year % 100);
    put('-');
    two(ymd.month);
    put('-');
    two(ymd.day);
  }
  void hours_and_minutes(TimeOfDay time) {
    two(time / hour);
    put(':');
    two(time % hour / minute);
  }
  void seconds(TimeOfDay time) {
    put(':');
    two(time % minute / second);
    if (time % second == 0) return;
    put('.');
    for (const std::int64_t shift : {10'000, 100, 1}) two(time % second / shift % 100);
  }
  /// A point and the digits of millionths up to the last that is not zero.
  void fraction(std::uint64_t millionths) {
    put('.');
    for (std::uint64_t unit = second / 10; millionths > 0; unit /= 10) {
      put(static_cast<char>('0' + millionths / unit));
      millionths %= unit;
    }
  }
  void number(std::uint64_t value) {
    size_ = static_cast<std::size_t>(std::to_chars(bytes_.data() + size_, bytes_.data() + bytes_.size(), value).ptr -
                                     bytes_.data());
  }
  void append_to(std::string& out) const { out.append(bytes_.data(), size_); }

 private:
  void two_of(std::uint32_t value) {
    bytes_[size_] = static_cast<char>('0' + value / 10);
    bytes_[size_ + 1] = static_cast<char>('0' + value % 10);
    size_ += 2;
  }

  std::array<char, 64> bytes_;
  std::size_t size_ = 0;
};

/// Where a zone cannot be written down (a local year outside 0001 to 9999), the instant is shown in UTC.
struct Shown {
  Local local;
  std::int32_t offset;  ///< Seconds.
};
Shown shown_in(const Zone& zone, Instant instant, bool whole_minutes) {
  const std::int32_t offset = zone.offset_seconds(instant);
  const std::int64_t local = instant + offset * second;
  const bool fits = local >= first_instant && local <= last_instant && !(whole_minutes && offset % 60 != 0);
  if (fits) {
    const std::int64_t date = (local - (local < 0 ? day - 1 : 0)) / day;
    return {{static_cast<Date>(date), local - date * day}, offset};
  }
  return {Zone::utc()->local(instant), 0};
}

std::uint64_t size_of(std::int64_t value) {
  return value < 0 ? 0 - static_cast<std::uint64_t>(value) : static_cast<std::uint64_t>(value);
}

constexpr std::uint64_t unsigned_hour = hour, unsigned_minute = minute, unsigned_second = second;

/// The words of one language for counted things, one row a language.
struct Words {
  std::string_view hour, minute, second, millisecond, microsecond;
  std::string_view day, month, year, business_day;
  bool spaced;  ///< `2 hours`: a space before the word, one between parts, an s for the plural.
};
constexpr Words english{"hour", "minute", "second", "millisecond",  "microsecond",
                        "day",  "month",  "year",   "business day", true};
constexpr Words simplified_chinese{"小时", "分钟", "秒", "毫秒", "微秒", "天", "个月", "年", "个工作日", false};
constexpr Words traditional_chinese{"小時", "分鐘", "秒", "毫秒", "微秒", "天", "個月", "年", "個工作天", false};

const Words& words_of(std::string_view language) {
  const bool chinese = language == "zh" || language.starts_with("zh-");
  if (!chinese) return english;
  for (const std::string_view place : {"-Hant", "-TW", "-HK", "-MO"}) {
    if (language.find(place) != std::string_view::npos) return traditional_chinese;
  }
  return simplified_chinese;
}

void append_counted(std::string& out, std::uint64_t count, std::string_view word, const Words& words) {
  out += std::to_string(count);
  if (words.spaced) out += ' ';
  out += word;
  if (words.spaced && count != 1) out += 's';
}

}  // namespace

std::optional<Date> parse_date(std::string_view text) {
  Date date = 0;
  if (text.size() != 10 || !read_date(text.data(), date)) return std::nullopt;
  return date;
}

std::optional<TimeOfDay> parse_time(std::string_view text) {
  TimeOfDay time = 0;
  if (text.size() < 8 || !read_clock(text.data(), time)) return std::nullopt;
  text.remove_prefix(8);
  if (text.empty()) return time;
  if (text[0] != '.') return std::nullopt;
  const auto fraction = read_fraction(text);
  if (!fraction || !text.empty()) return std::nullopt;
  return time + *fraction;
}

std::optional<Instant> parse_instant(std::string_view text) {
  Local local{};
  if (!read_local(text, local)) return std::nullopt;
  return with_offset(local, text);
}

std::optional<Instant> parse_instant(std::string_view text, const Zone& zone) {
  Local local{};
  if (!read_local(text, local)) return std::nullopt;
  if (!text.empty()) return with_offset(local, text);
  Instant instant = 0;
  if (zone.instant(local, instant) != Fault::none) return std::nullopt;
  return instant;
}

std::optional<Duration> parse_duration(std::string_view text) {
  const bool negative = text.starts_with('-');
  if (negative) text.remove_prefix(1);
  Sum sum;
  const bool iso = text.starts_with('P');
  if (!(iso ? read_iso_duration(text.substr(1), sum) : read_short_duration(text, sum))) return std::nullopt;
  return sum.result(negative);
}

void append_date(std::string& out, Date date) {
  Writer writer;
  writer.date(date);
  writer.append_to(out);
}

void append_time(std::string& out, TimeOfDay time) {
  Writer writer;
  writer.clock(time);
  writer.append_to(out);
}

void append_instant(std::string& out, Instant instant, const Zone& zone) {
  const auto [local, offset] = shown_in(zone, instant, /*whole_minutes=*/true);
  Writer writer;
  writer.date(local.date);
  writer.put('T');
  writer.clock(local.time);
  if (offset == 0) {
    writer.put('Z');
  } else {
    writer.put(offset < 0 ? '-' : '+');
    writer.hours_and_minutes((offset < 0 ? -offset : offset) * second);
  }
  writer.append_to(out);
}

void append_duration(std::string& out, Duration duration) {
  const std::uint64_t size = size_of(duration);
  Writer writer;
  if (duration < 0) writer.put('-');
  writer.put('P');
  writer.put('T');
  const std::uint64_t hours = size / unsigned_hour, minutes = size % unsigned_hour / unsigned_minute;
  const std::uint64_t rest = size % unsigned_minute;
  if (hours != 0) {
    writer.number(hours);
    writer.put('H');
  }
  if (minutes != 0) {
    writer.number(minutes);
    writer.put('M');
  }
  if (rest != 0 || size == 0) {
    writer.number(rest / unsigned_second);
    if (rest % unsigned_second != 0) writer.fraction(rest % unsigned_second);
    writer.put('S');
  }
  writer.append_to(out);
}

void append_period(std::string& out, Period period) {
  if (period.unit == Unit::business_days) return append_period_for_people(out, period, "en");
  if (period.count < 0) out += '-';
  out += 'P';
  out += std::to_string(size_of(period.count));
  out += period.unit == Unit::months ? 'M' : 'D';
}

void append_instant_for_people(std::string& out, Instant instant, const Zone& zone, std::string_view) {
  // Every language so far writes year, month, day: the order in which nobody takes a month for a day.
  const auto [local, offset] = shown_in(zone, instant, /*whole_minutes=*/false);
  Writer writer;
  writer.date(local.date);
  writer.put(' ');
  writer.hours_and_minutes(local.time);
  if (local.time % minute != 0) writer.seconds(local.time);
  writer.append_to(out);
}

void append_duration_for_people(std::string& out, Duration duration, std::string_view language) {
  const Words& words = words_of(language);
  const std::array<std::pair<std::uint64_t, std::string_view>, 5> units{{{unsigned_hour, words.hour},
                                                                         {unsigned_minute, words.minute},
                                                                         {unsigned_second, words.second},
                                                                         {unsigned_second / 1000, words.millisecond},
                                                                         {1, words.microsecond}}};
  if (duration == 0) return append_counted(out, 0, words.hour, words);
  if (duration < 0) out += '-';
  bool first = true;
  std::uint64_t rest = size_of(duration);
  for (const auto& [unit, word] : units) {
    if (rest / unit == 0) continue;
    if (!first && words.spaced) out += ' ';
    first = false;
    append_counted(out, rest / unit, word, words);
    rest %= unit;
  }
}

void append_period_for_people(std::string& out, Period period, std::string_view language) {
  const Words& words = words_of(language);
  const std::uint64_t count = size_of(period.count);
  if (period.count < 0) out += '-';
  switch (period.unit) {
    case Unit::days: return append_counted(out, count, words.day, words);
    case Unit::business_days: return append_counted(out, count, words.business_day, words);
    case Unit::months: {
      const bool years = count != 0 && count % 12 == 0;
      return append_counted(out, years ? count / 12 : count, years ? words.year : words.month, words);
    }
  }
}

}  // namespace writ::time
