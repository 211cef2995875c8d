#pragma once
// A policy and records, and whether all ways of deciding agree on them.

#include <optional>
#include <string>
#include <vector>

#include "tests/differential/ways.hpp"

namespace writ::differential {

struct Case {
  std::vector<NamedText> files;
  std::vector<std::string> records;
};

struct Compared {
  std::size_t horizons = 0;            ///< Of so many records, the first.
  std::size_t reference_horizons = 0;  ///< Likewise, beside the reference: that takes its time.
  bool lines = false;                  ///< As lines too.
  bool analysis = false;               ///< Beside the model of the analysis too.
};

struct Disagreement {
  std::size_t record = 0;
  std::string who;   ///< The two that do not agree.
  std::string text;  ///< Who said what.
};

/// Nothing where all agree, and where the policy has errors.
std::optional<Disagreement> disagreement(const Case& tried, const Compared& compared);

}  // namespace writ::differential
