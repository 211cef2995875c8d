#pragma once
// Comparisons that have a boundary: of times, which `now` reaches, and of counts and numbers, which facts reach.

#include <array>
#include <optional>
#include <string>
#include <vector>

#include "engine/api/load.hpp"
#include "engine/run/trace.hpp"

namespace writ::testing {

/// A fact, and the fields from it to what is compared, or to a list of which something is; none where it is the fact.
struct FactPath {
  model::FactId fact = model::none;
  std::vector<std::uint32_t> fields;
};

/// What of the facts moves one side of a comparison.
struct Varied {
  enum class What : std::uint8_t {
    number,  ///< The field itself,
    size,    ///< how many elements a list has,
    count,   ///< how many of them count,
    sum,     ///< or what a field of those comes to together.
  };
  What what = What::number;
  FactPath path;
  bool on_left = true;
  model::ExprId form = model::none;   ///< Of `count` and `sum`: the expression over the list.
  std::vector<std::uint32_t> summed;  ///< Of `sum`: the fields from an element to the number.
};

/// One comparison, or one end of a range.
struct Site {
  model::ExprId expr = model::none;
  model::ExprId left = model::none, right = model::none;
  model::FileIndex file = 0;
  std::optional<Varied> varied;
};

/// The sites of the rules, in the order of the files and of the text: what tests stand beside is not looked at.
std::vector<Site> find_sites(const Loaded& loaded);

/// The two sides of a comparison as an evaluation had them. Of an ordered type, in its smallest units.
struct Sides {
  std::int64_t left = 0, right = 0;
  Type type;
  bool held = false;
};
/// Nothing where a side was not evaluated, or is absent. `node` is that of the site's expression.
std::optional<Sides> sides(const model::Model& model, const Site& site, const Trace& trace, TraceId node);

/// The smallest step of a type as people count it: one, a cent, a microsecond, a day.
std::int64_t step_of(Type type);

}  // namespace writ::testing
