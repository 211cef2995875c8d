#pragma once
// What a rule asks of single values before it can apply: `category is "books"`, `amount >= 100`, an effective date.
// A value outside a guard makes the rule's condition false, whatever the rest of it comes to or fails with.

#include <cstdint>
#include <optional>
#include <unordered_map>
#include <vector>

#include "engine/model/model.hpp"
#include "engine/program/analysis.hpp"

namespace writ {

/// A value that can be asked for once for many rules: a fact, a field, `now`, a definition. By number.
using PathId = std::uint32_t;

/// The values with which a rule can apply: some (an enum's members, whole numbers, texts by TextId), or a range.
struct GuardDomain {
  bool is_range = false;
  std::vector<std::int64_t> values;  ///< Sorted, each once.
  std::int64_t low = 0, high = 0;    ///< Both included; none where low > high.
};

struct Guard {
  PathId path;
  GuardDomain domain;
  /// Conditions, joined by `and` to all others of the rule, that hold for the values of the domain and for no others.
  std::vector<model::ExprId> conditions;
};

struct GuardedRule {
  std::vector<Guard> guards;  ///< One for each path.
  std::vector<PathId> shown;  ///< What the rule asks to be present.

  const Guard* on(PathId path) const;
};

class RuleGuards {
 public:
  RuleGuards(const model::Model& model, Reach& reach);

  GuardedRule of(const model::Rule& rule);
  /// An expression that stands for the path.
  model::ExprId expression(PathId path) const { return paths_[path].expr; }
  std::size_t paths() const { return paths_.size(); }
  bool is_text(PathId path) const { return model_[paths_[path].expr].type.is(Kind::text); }
  /// Can the rule only apply where all is present that the path is read through?
  bool false_where_absent(const GuardedRule& rule, PathId path) const;

 private:
  struct Path {
    model::ExprId expr;
    std::vector<PathId> through;  // Optional values, which must be present for it to be read.
  };

  void collect(model::ExprId expr, bool negated, bool direct, GuardedRule& rule);
  void compare(const model::Apply& node, model::ExprId expr, bool negated, bool direct, GuardedRule& rule);
  void add(GuardedRule& rule, model::ExprId value, GuardDomain domain, model::ExprId condition, bool direct);
  GuardDomain some(model::ExprId value, std::vector<std::int64_t> values, bool negated, bool& known) const;
  std::optional<PathId> path(model::ExprId expr);
  bool hash(model::ExprId expr, std::uint64_t& state) const;
  bool same(model::ExprId a, model::ExprId b) const;
  std::optional<std::int64_t> constant(model::ExprId expr) const;
  std::optional<std::vector<std::int64_t>> constants(model::ExprId list) const;

  const model::Model& model_;
  Reach& reach_;
  std::vector<Path> paths_;
  std::unordered_multimap<std::uint64_t, PathId> by_hash_;
  std::vector<PathId> required_;  // Requirements have shown these to be present.
  std::uint32_t visited_ = 0;     // Expressions of the rule at hand.
};

}  // namespace writ
