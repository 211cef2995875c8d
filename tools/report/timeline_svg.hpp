#pragma once
// Timelines as a picture that stands alone, in a file or inside an HTML page: a bar for each decision over one scale of
// time, and a table of the exact boundaries.

#include <string>

#include "tools/report/timeline_chart.hpp"

namespace writ {

struct SvgOptions {
  bool table = true;  ///< The exact boundaries below the bars.
  /// Begins the ids within the picture: two pictures in one page need two.
  std::string id_prefix = "timeline";
};

/// An <svg> element, without an XML declaration, that ends with a line break.
///
///   TimelineChart chart{.from = from, .until = until, .now = now, .language = language};
///   add_row(chart, model, decision, timeline(machine, row, decision, from, until, {language}));
///   page += timeline_svg(chart);
std::string timeline_svg(const TimelineChart& chart, const SvgOptions& options = {});

}  // namespace writ
