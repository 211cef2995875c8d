#include "tools/report/timeline_chart.hpp"

#include <algorithm>
#include <array>

#include "engine/facts/write_json.hpp"
#include "engine/model/outcome_name.hpp"
#include "engine/value/time/format.hpp"

namespace writ {
namespace {

std::vector<std::string> rules_of(const model::Decision& decision, const Segment& segment) {
  if (segment.policy_not_in_force && segment.outcome == model::Outcome::forbidden) return {"policy_not_in_force"};
  if (segment.rules.empty() && segment.outcome == model::Outcome::forbidden) return {"no_rule_permits"};
  std::vector<std::string> names;
  for (const std::uint32_t rule : segment.rules) names.push_back(rule_of(decision, rule).name);
  return names;
}

std::vector<std::string> messages_of(const Segment& segment, const std::string& language) {
  std::vector<std::string> messages;
  for (const auto& texts : segment.messages) {
    if (language.empty()) {
      for (const auto& text : texts) messages.push_back(text.text);
      continue;
    }
    if (!texts.empty()) messages.push_back(texts[pick_text(texts, language)].text);
  }
  return messages;
}

std::vector<std::string> problems_of(const Segment& segment) {
  std::vector<std::string> problems;
  if (segment.outcome != model::Outcome::undetermined) return problems;
  for (const EvaluationError& error : segment.errors) {
    std::string words = std::string(id(error.fault)) + " " + std::string(message(error.fault));
    if (std::ranges::find(problems, words) == problems.end()) problems.push_back(std::move(words));
  }
  return problems;
}

bool same_kind(const Segment& a, const Segment& b) {
  return a.outcome == b.outcome && a.follows_now == b.follows_now && (a.follows_now || a.value == b.value);
}

void number_kinds(std::vector<ChartSegment>& shown, const std::vector<Segment>& segments) {
  std::vector<std::size_t> first;  // The segment that has each kind first.
  for (std::size_t i = 0; i < segments.size(); ++i) {
    const auto found =
        std::ranges::find_if(first, [&](std::size_t at) { return same_kind(segments[at], segments[i]); });
    shown[i].kind = static_cast<std::size_t>(found - first.begin());
    if (found == first.end()) first.push_back(i);
  }
}

bool has_one_offset(const TimelineChart& chart) { return chart.zone->next_change(chart.from) >= chart.until; }

// ---- the scale --------------------------------------------------------------------------------------------------

constexpr time::Duration hours[] = {2 * time::hour, 3 * time::hour, 6 * time::hour, 12 * time::hour};
constexpr std::int64_t days[] = {1, 2, 7, 14};
constexpr std::int64_t months[] = {1, 2, 3, 6};

/// Up to an hour: 1, 2, 5, 10, … microseconds, then parts of minutes and of the hour.
std::vector<time::Duration> short_steps() {
  std::vector<time::Duration> steps;
  for (time::Duration unit = 1; unit < time::second; unit *= 10) {
    for (const int times : {1, 2, 5}) steps.push_back(times * unit);
  }
  for (const time::Duration unit : {time::second, time::minute}) {
    for (const int times : {1, 2, 5, 10, 15, 30}) steps.push_back(times * unit);
  }
  steps.push_back(time::hour);
  return steps;
}

std::int64_t rounded_up(std::int64_t value, std::int64_t step) {
  const std::int64_t rest = value % step;
  return rest == 0 ? value : value - rest + (value > 0 ? step : 0);
}

class Scale {
 public:
  explicit Scale(const TimelineChart& chart)
      : chart_(chart),
        zone_(*chart.zone),
        first_(zone_.local(chart.from).date),
        last_(zone_.local(chart.until - 1).date),
        with_year_(time::to_ymd(first_).year != time::to_ymd(last_).year) {}

  std::vector<Tick> ticks(std::size_t most) {
    const auto fits = [&](std::int64_t units) { return units <= static_cast<std::int64_t>(most); };
    const time::Duration span = chart_.until - chart_.from;
    for (const time::Duration step : short_steps()) {
      if (fits(span / step + 1)) return by_duration(step);
    }
    for (const time::Duration step : hours) {
      if (fits(span / step + 1)) return by_hours(step);
    }
    for (const std::int64_t step : days) {
      if (fits((last_ - first_) / step + 1)) return by_days(step);
    }
    const std::int64_t from_month = month_of(first_), until_month = month_of(last_);
    for (const std::int64_t step : months) {
      if (fits((until_month - from_month) / step + 1)) return by_months(step);
    }
    for (std::int64_t unit = 12; unit < 12 * 100'000; unit *= 10) {
      for (const int times : {1, 2, 5}) {
        if (fits((until_month - from_month) / (times * unit) + 1)) return by_months(times * unit);
      }
    }
    return {};
  }

 private:
  static std::int64_t month_of(time::Date date) {
    const time::Ymd ymd = time::to_ymd(date);
    return std::int64_t{ymd.year} * 12 + ymd.month - 1;
  }

  /// Round local times as the clock stands at the beginning.
  std::vector<Tick> by_duration(time::Duration step) {
    const std::int64_t offset = zone_.offset_seconds(chart_.from) * time::second;
    for (time::Instant at = rounded_up(chart_.from + offset, step) - offset; at < chart_.until; at += step) {
      add(at, clock_label(at));
    }
    return std::move(ticks_);
  }

  std::vector<Tick> by_hours(time::Duration step) {
    for (time::Date date = first_; date <= last_; ++date) {
      for (time::TimeOfDay clock = 0; clock < time::day; clock += step) add_local({date, clock});
    }
    return std::move(ticks_);
  }

  std::vector<Tick> by_days(std::int64_t step) {
    // 1970-01-05 was a Monday.
    for (std::int64_t date = rounded_up(first_ - 4, step) + 4; date <= last_; date += step) {
      add_local({static_cast<time::Date>(date), 0});
    }
    return std::move(ticks_);
  }

  std::vector<Tick> by_months(std::int64_t step) {
    for (std::int64_t month = rounded_up(month_of(first_), step); month <= month_of(last_); month += step) {
      if (month < 12) continue;  // There is no year 0.
      const time::Ymd ymd{static_cast<std::int32_t>(month / 12), static_cast<std::int32_t>(month % 12 + 1), 1};
      std::string label;
      time::append_date(label, time::to_date(ymd));
      label.resize(step >= 12 ? 4 : 7);
      time::Instant at = 0;
      if (zone_.instant({time::to_date(ymd), 0}, at) == Fault::none) add(at, std::move(label));
    }
    return std::move(ticks_);
  }

  void add_local(time::Local local) {
    time::Instant at = 0;
    if (zone_.instant(local, at) == Fault::none) add(at, local.time == 0 ? date_label(at) : clock_label(at));
  }

  void add(time::Instant at, std::string label) {
    if (at < chart_.from || at >= chart_.until || (!ticks_.empty() && ticks_.back().at >= at)) return;
    ticks_.push_back({at, std::move(label)});
  }

  std::string date_label(time::Instant at) const {
    std::string text;
    time::append_date(text, zone_.local(at).date);
    return with_year_ ? text : text.substr(5);
  }

  std::string clock_label(time::Instant at) const {
    const time::TimeOfDay clock = zone_.local(at).time;
    if (clock == 0) return date_label(at);
    std::string text;
    time::append_time(text, clock);
    if (clock % time::minute == 0) return text.substr(0, 5);
    return clock % time::second == 0 ? text : text.substr(8);
  }

  const TimelineChart& chart_;
  const time::Zone& zone_;
  time::Date first_, last_;
  bool with_year_;
  std::vector<Tick> ticks_;
};

}  // namespace

void add_row(TimelineChart& chart, const model::Model& model, model::DecisionId decision, const SegmentList& timeline) {
  const model::Decision& declared = model.decisions[decision];
  if (chart.rows.empty()) {
    const auto& zone = model.files[declared.file].zone;
    chart.zone = zone ? zone : time::Zone::utc();
  }
  ChartRow row{declared.name, {}, timeline.cut};
  for (const Segment& segment : timeline.segments) {
    row.segments.push_back({segment.from, segment.until, segment.outcome, segment.value_words, segment.follows_now,
                            rules_of(declared, segment), messages_of(segment, chart.language), problems_of(segment)});
  }
  number_kinds(row.segments, timeline.segments);
  chart.rows.push_back(std::move(row));
}

std::string outcome_words(const ChartSegment& segment) {
  if (segment.outcome != model::Outcome::decided) return std::string(name_of(segment.outcome));
  return segment.follows_now ? "moves with now" : segment.value;
}

std::string length_words(time::Duration length, std::string_view language) {
  constexpr std::array units = {time::day,    time::hour,          time::minute,
                                time::second, time::second / 1000, std::int64_t{1}};
  for (std::size_t i = 0; i + 1 < units.size(); ++i) {
    if (length < units[i]) continue;
    const time::Duration unit = units[i + 1];
    length = (length + unit / 2) / unit * unit;
    break;
  }
  std::string words;
  if (length >= time::day) {
    time::append_period_for_people(words, {length / time::day, time::Unit::days}, language);
    length %= time::day;
    if (length == 0) return words;
    if (!language.starts_with("zh")) words += ' ';
  }
  time::append_duration_for_people(words, length, language);
  return words;
}

std::string instant_words(const TimelineChart& chart, time::Instant instant) {
  std::string words;
  time::append_instant_for_people(words, instant, *chart.zone, chart.language);
  if (has_one_offset(chart)) return words;
  std::string exact;
  time::append_instant(exact, instant, *chart.zone);
  return words + " " + exact.substr(exact.find_first_of("Z+-", 19));
}

std::string range_words(const TimelineChart& chart) {
  return instant_words(chart, chart.from) + " to " + instant_words(chart, chart.until) + " (" + chart.zone->name() +
         ")";
}

std::vector<Tick> ticks(const TimelineChart& chart, std::size_t most) { return Scale(chart).ticks(most); }

}  // namespace writ
