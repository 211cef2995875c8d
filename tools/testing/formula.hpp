#pragma once
// A Bool expression taken apart into atoms, joined by `and`, `or`, `not` and `implies`: which atom alone made the
// difference in an evaluation, and what it would need to.

#include <array>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "engine/model/model.hpp"
#include "engine/run/trace.hpp"
#include "grammar/source.hpp"

namespace writ::testing {

/// What an atom came to; `unknown` where it was not evaluated or failed: it could have been either.
enum class Truth : std::uint8_t { no, yes, unknown };
using Truths = std::vector<Truth>;  ///< By atom.

struct Atom {
  model::ExprId expr = model::none;  ///< Where it stands first: one that is written twice is one atom.
  Span place;
  std::string words;
};

/// Something that must hold, or must not, so that an atom makes the difference.
struct Need {
  std::string words;
  bool holds;
  model::ExprId expr;
};

class Formula {
 public:
  /// A single expression.
  Formula(const model::Model& model, const SourceSet& sources, model::ExprId root);
  /// A rule's conditions together: in force, not unless, and when. Those that are `none` hold.
  Formula(const model::Model& model, const SourceSet& sources, model::ExprId in_force, model::ExprId unless,
          model::ExprId when);

  const std::vector<Atom>& atoms() const { return atoms_; }
  bool empty() const { return nodes_.empty(); }

  /// What its atoms came to below this node of a trace: that of the expression's parent, or of the rule.
  Truths read(const Trace& trace, TraceId above) const;
  /// What the formula came to; nothing where that is not known.
  std::optional<bool> result(const Truths& truths) const;
  /// Whether the formula would have come to something else if this atom had, and nothing else. Atoms that are unknown
  /// are taken as it suits.
  bool decides(const Truths& truths, std::uint32_t atom) const;

  /// Whether the formula holds when the atom does, where it alone decides.
  bool holds_with(std::uint32_t atom) const;
  /// What must hold beside an atom for it to decide alone, while it holds or does not. Nothing is asked of what relies
  /// on a presence that the atom then denies: that is not evaluated.
  std::vector<Need> needs(std::uint32_t atom, bool holds) const;

 private:
  enum class Op : std::uint8_t { constant, atom, negation, conjunction, disjunction };
  struct Node {
    Op op;
    bool value = false;      ///< Of a constant.
    std::uint32_t atom = 0;  ///< Of an atom.
    std::uint32_t left = 0, right = 0;
    model::ExprId expr = model::none;  ///< None where it stands nowhere in the source: its parts are where it would be.
  };
  /// Pairs of what a formula can come to where an atom is false, and where it is true: a set of bits.
  using Pairs = std::uint8_t;

  std::uint32_t add(Node node);
  std::uint32_t take_apart(model::ExprId expr);
  std::uint32_t join(std::uint32_t left, std::uint32_t right);
  std::uint32_t negate(std::uint32_t node);
  void read(const Trace& trace, TraceId above, std::uint32_t node, Truths& truths) const;
  Pairs pairs(const Truths& truths, std::uint32_t atom, std::uint32_t node) const;
  bool find(std::uint32_t node, std::uint32_t atom, bool holds, bool& holds_with, std::vector<Need>* needs) const;
  void require(std::uint32_t node, bool holds, std::vector<Need>& needs) const;
  bool relies_on(model::ExprId expr, model::ExprId optional) const;

  const model::Model* model_;
  const SourceSet* sources_;
  std::vector<Node> nodes_;  ///< The root last.
  std::vector<Atom> atoms_;
};

/// Text of a rule file on one line, without comments.
std::string on_one_line(std::string_view text);

/// What stands there, on one line and not too long for a sentence. A bound of `effective` with the word before it.
std::string words_of(const model::Model& model, const SourceSet& sources, model::ExprId expr);

}  // namespace writ::testing
