#include "tools/testing/boundary_probe.hpp"

#include <algorithm>
#include <cstdlib>

namespace writ::testing {

using namespace model;
using NodeKind = TraceNode::Kind;

SiteFinder::SiteFinder(const Model& model, const std::vector<Site>& sites)
    : model_(model), sites_(sites), stands_alone_(model.exprs.size(), false) {
  for (std::uint32_t i = 0; i < sites.size(); ++i) by_expr_[sites[i].expr].push_back(i);
  for (const Define& define : model.defines)
    if (!define.has_parameters) stands_alone_[define.body] = true;
}

/// The way from what is evaluated once down to here: who used that first does not matter.
std::uint64_t SiteFinder::key_of(const Trace& trace, TraceId node) const {
  std::uint64_t key = 0xcbf29ce484222325;
  for (; node != none; node = trace[node].parent) {
    const TraceNode& n = trace[node];
    key = (key ^ (static_cast<std::uint64_t>(n.kind) << 32 | n.id)) * 0x100000001b3;
    if (n.kind == NodeKind::decision || (n.kind == NodeKind::expression && stands_alone_[n.id])) break;
  }
  return key;
}

Instances SiteFinder::find(const Trace& trace) const {
  Instances found;
  for (TraceId node = 0; node < trace.nodes().size(); ++node) {
    if (trace[node].kind != NodeKind::expression) continue;
    const auto here = by_expr_.find(trace[node].id);
    if (here == by_expr_.end()) continue;
    for (const std::uint32_t site : here->second) {
      const auto both = sides(model_, sites_[site], trace, node);
      if (both) found.push_back({site, key_of(trace, node), node, *both});
    }
  }
  return found;
}

bool SiteFinder::reads_now(const Model& model, const Trace& trace) {
  return std::ranges::any_of(trace.nodes(), [&](const TraceNode& node) {
    return node.kind == NodeKind::expression && std::holds_alternative<NowRef>(model[node.id].node);
  });
}

const Instances& Probe::at(time::Instant now) {
  const auto [found, is_new] = seen_.try_emplace(now);
  if (!is_new) return found->second;
  machine_.begin({row_, now});
  if (asked_.decision != none) {
    machine_.decide(asked_.decision);
  } else {
    machine_.step_value(asked_.test, asked_.step);
  }
  found->second = finder_.find(machine_.trace());
  return found->second;
}

std::optional<Sides> Probe::at(time::Instant now, std::uint32_t site, std::uint64_t key) {
  if (now < time::first_instant || now > time::last_instant) return std::nullopt;
  for (const Instance& instance : at(now)) {
    if (instance.site == site && instance.key == key) return instance.sides;
  }
  return std::nullopt;
}

namespace {

/// In microseconds, where the type is of time. Saturated, as it is only a distance.
std::int64_t distance(const Sides& sides) {
  std::int64_t difference = 0;
  if (__builtin_sub_overflow(sides.left, sides.right, &difference)) return time::last_instant;
  if (difference < 0) difference = -std::max(difference, -time::last_instant);
  if (sides.type.base == Kind::date) {
    if (difference > 4'000'000) return time::last_instant;
    difference *= time::day;
  }
  return std::min(difference, time::last_instant);
}

/// Which of the two ends of a range it is that matters.
bool nearer(const Sides& a, const Sides& b) { return std::abs(distance(a)) < std::abs(distance(b)); }

bool meets_to_the_microsecond(Type type) {
  return type.base == Kind::instant || type.base == Kind::duration || type.base == Kind::time_of_day;
}

}  // namespace

std::optional<time::Instant> Probe::boundary(std::uint32_t site, std::uint64_t key, time::Instant first_after) {
  const auto before = at(first_after - 1, site, key), after = at(first_after, site, key);
  if (!before || !after || before->held == after->held) return std::nullopt;
  // The other end of a range may be what changed.
  for (const Instance& other : at(first_after)) {
    if (other.key == key && other.site != site && nearer(other.sides, *after)) return std::nullopt;
  }
  return meets_to_the_microsecond(before->type) && before->left == before->right ? first_after - 1 : first_after;
}

bool Probe::moves(const Instance& seen, time::Instant now) {
  for (const std::int64_t away : {time::day + 1, -time::day - 1, 400 * time::day}) {
    const auto there = at(now + away, seen.site, seen.key);
    if (there && (there->left != seen.sides.left || there->right != seen.sides.right)) return true;
  }
  return false;
}

std::optional<time::Instant> Probe::search(const Instance& seen, time::Instant now) {
  const std::int64_t away = std::abs(distance(seen.sides));
  // As far as the sides are apart, or some days more where a calendar is between.
  for (const std::int64_t slack : {std::int64_t{2}, 2 * time::day, 12 * time::day}) {
    for (const std::int64_t direction : {std::int64_t{1}, std::int64_t{-1}}) {
      std::int64_t far = now + direction * std::min(away + slack, time::last_instant / 2);
      far = std::clamp(far, time::first_instant, time::last_instant);
      const auto there = at(far, seen.site, seen.key);
      if (!there || there->held == seen.sides.held) continue;
      std::int64_t same = now, other = far;
      bool known = true;
      while (known && std::abs(same - other) > 1) {
        const std::int64_t middle = same + (other - same) / 2;
        const auto between = at(middle, seen.site, seen.key);
        known = between.has_value();
        if (known) (between->held == seen.sides.held ? same : other) = middle;
      }
      if (!known) continue;
      if (const auto found = boundary(seen.site, seen.key, std::max(same, other))) return found;
    }
  }
  return std::nullopt;
}

}  // namespace writ::testing
