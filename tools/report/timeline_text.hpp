#pragma once
// Timelines for a terminal: a bar for each decision over one scale of time, and a table of the segments.

#include <cstddef>
#include <string>

#include "tools/report/timeline_chart.hpp"

namespace writ {

struct TimelineTextOptions {
  std::size_t columns = 80;
  bool colour = false;
};

std::string timeline_text(const TimelineChart& chart, const TimelineTextOptions& options);

}  // namespace writ
