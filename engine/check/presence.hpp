#pragma once
// What is known to be present: a set of paths. A path is a root (a fact, a bound name, a parameterless define, a value
// decision, …) and fields from there. Values never change, so what is known of a path stays true in its scope.

#include <cstdint>
#include <span>
#include <unordered_map>
#include <vector>

namespace writ::checking {

using PathId = std::uint32_t;
constexpr PathId no_path = 0xffffffff;
using PathSet = std::vector<PathId>;

enum class Root : std::uint8_t { fact, local, define, decision, parameter, fixture };

class Presence {
 public:
  PathId root(Root kind, std::uint32_t id) {
    return number(roots_, (static_cast<std::uint64_t>(kind) << 32) | id, no_path);
  }
  PathId child(PathId parent, std::uint32_t field) {
    return number(children_, (static_cast<std::uint64_t>(parent) << 32) | field, parent);
  }
  bool known(PathId path) const { return path != no_path && known_[path] > 0; }
  /// The path without its fields.
  PathId root_of(PathId path) const {
    while (parents_[path] != no_path) path = parents_[path];
    return path;
  }

  /// Everything learnt after a mark is forgotten by going back to it.
  std::size_t mark() const { return learnt_.size(); }
  void learn(std::span<const PathId> paths) {
    for (const PathId path : paths) {
      ++known_[path];
      learnt_.push_back(path);
    }
  }
  void forget(std::size_t mark) {
    while (learnt_.size() > mark) {
      --known_[learnt_.back()];
      learnt_.pop_back();
    }
  }

 private:
  using Numbers = std::unordered_map<std::uint64_t, PathId>;
  PathId number(Numbers& numbers, std::uint64_t key, PathId parent) {
    const auto [place, added] = numbers.try_emplace(key, static_cast<PathId>(known_.size()));
    if (added) {
      known_.push_back(0);
      parents_.push_back(parent);
    }
    return place->second;
  }

  Numbers roots_, children_;
  std::vector<std::uint32_t> known_;
  std::vector<PathId> parents_;
  std::vector<PathId> learnt_;
};

/// What is in both: known whichever way a condition came out.
PathSet in_both(const PathSet& a, const PathSet& b);

}  // namespace writ::checking
