#pragma once
// Timelines as JSON, in the words of what a decision returns.

#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "engine/explain/timeline.hpp"
#include "grammar/source.hpp"

namespace writ {

/// A decision with its timeline.
struct TimelineOf {
  model::DecisionId decision = model::none;
  SegmentList timeline;
};

struct TimelineJsonOptions {
  std::string_view id = {};               ///< JSON that names the record; or empty.
  std::optional<time::Instant> now = {};  ///< Of the record, where it has one.
  time::Instant from = 0, until = 0;
  std::string language = {};  ///< Messages in this language alone; empty: in all that they have.
};

/// One line, with its end: the object of one decision, or `{"decisions": […]}`.
std::string timeline_json(const model::Model& model, const SourceSet& sources, std::span<const TimelineOf> timelines,
                          const TimelineJsonOptions& options);

}  // namespace writ
