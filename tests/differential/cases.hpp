#pragma once
// A policy and records, and whether all ways of deciding agree on them.

#include <optional>
#include <string>
#include <vector>

#include "tests/differential/reference_way.hpp"
#include "tests/differential/ways.hpp"

namespace writ::differential {

struct Case {
  std::vector<NamedText> files;
  std::vector<std::string> records;
};

struct Compare {
  std::size_t horizons = 0;   ///< Of so many records, the first.
  BesideReference reference;  ///< Likewise: that takes its time.
  bool lines = false;         ///< As lines too.
  bool analysis = false;      ///< Beside the model of the analysis too.
};

struct Disagreement {
  std::size_t record = 0;
  std::string who;   ///< The two that do not agree.
  std::string text;  ///< Who said what.
};

struct Compared {
  std::optional<Disagreement> disagreement;  ///< Nothing where all agree, and where the policy has errors.
  std::size_t horizons = 0;                  ///< So many were said,
  std::size_t cut_short = 0;                 ///< and of these, so many only "at least until";
  CutByWay cut;                              ///< and of these, in one of two ways alone.
};

Compared compare(const Case& tried, const Compare& wanted);

}  // namespace writ::differential
