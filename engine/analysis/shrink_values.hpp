#pragma once
// Which of two numbers is the plainer one to read, and what plainer ones are worth trying.

#include <cstdint>
#include <map>
#include <set>
#include <span>
#include <vector>

#include "engine/model/model.hpp"
#include "engine/value/time/zone.hpp"

namespace writ::analysis {

class PlainValues {
 public:
  PlainValues(const model::Model& model, const time::Zone& zone, int year);

  /// The smaller, the plainer. `now` is that of the facts; of `now` itself, its own value.
  std::int64_t cost(Kind kind, std::int64_t value, time::Instant now) const;
  std::int64_t cost_of_now(time::Instant now) const;

  /// Plainer values than this one, the plainest first. `others` are the instants of the facts.
  std::vector<std::int64_t> plainer(Kind kind, std::int64_t value, time::Instant now,
                                    std::span<const std::int64_t> others) const;
  std::vector<std::int64_t> plainer_now(time::Instant now, std::span<const std::int64_t> others) const;

  /// How far to move all times together, so that `now` gets plainer: by years first, then to whole days, hours, ….
  std::vector<std::int64_t> moves(time::Instant now) const;

  /// The values of a kind that are whole multiples of one of these steps are the ones that people write.
  static std::span<const std::int64_t> steps(Kind kind);

 private:
  std::vector<std::int64_t> around(time::Instant instant, time::Instant now,
                                   std::span<const std::int64_t> others) const;
  int level(time::Instant instant) const;

  const time::Zone& zone_;
  time::Date home_;                               // The first day of the year that times are moved to.
  std::map<Kind, std::set<std::int64_t>> known_;  // Constants of the policy.
};

}  // namespace writ::analysis
