#pragma once
// Timelines laid out for people: names for numbers, words for values and lengths, marks on a scale. What text and
// picture have in common.

#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "engine/explain/timeline.hpp"

namespace writ {

struct ChartSegment {
  time::Instant from = 0, until = 0;
  model::Outcome outcome = model::Outcome::undetermined;
  std::string value;                  ///< For people; of a decided one.
  bool follows_now = false;           ///< `value` is that at `from`.
  std::vector<std::string> rules;     ///< Those that won; or policy_not_in_force, or no_rule_permits.
  std::vector<std::string> messages;  ///< Of those rules; in the chart's language, or in each that they have.
  std::vector<std::string> problems;  ///< What left it undetermined.
  std::size_t kind = 0;  ///< Segments of one row that have outcome and value in common have one number, from 0.
};

/// One decision.
struct ChartRow {
  std::string decision;
  std::vector<ChartSegment> segments;
  bool cut = false;  ///< There is more than the segments show.
};

struct TimelineChart {
  time::Instant from = 0, until = 0;      ///< What was asked for. `from` is before `until`.
  std::optional<time::Instant> now = {};  ///< Marked, where it is between them.
  std::shared_ptr<const time::Zone> zone = time::Zone::utc();
  std::string language = {};  ///< Of lengths and messages.
  std::vector<ChartRow> rows = {};
};

/// The zone of the chart is that of its first decision.
void add_row(TimelineChart& chart, const model::Model& model, model::DecisionId decision, const SegmentList& timeline);

/// "permitted", "forbidden", …; of a value the value itself, unless it moves.
std::string outcome_words(const ChartSegment& segment);

/// "2 days 10 hours": at most two units, rounded; exact below a second.
std::string length_words(time::Duration length, std::string_view language);
/// `2025-03-12 10:00:00.000001`; with its offset where the chart's zone has more than one between its ends.
std::string instant_words(const TimelineChart& chart, time::Instant instant);
/// `2025-03-10 00:00 to 2025-03-20 00:00 (Asia/Shanghai)`
std::string range_words(const TimelineChart& chart);

struct Tick {
  time::Instant at = 0;
  std::string label;  ///< `03-12`, `10:00`; the date stands where a day begins.
};
/// Marks at round local times between the ends of the chart, at most `most` of them, evenly spread.
std::vector<Tick> ticks(const TimelineChart& chart, std::size_t most);

}  // namespace writ
