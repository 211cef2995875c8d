#pragma once
// What expressions weigh, so that a step of an evaluation stands for about the same work wherever it is spent. Said of
// the model and not of its code: however a program is compiled, an element of a list takes the same steps.

#include <cstdint>
#include <initializer_list>
#include <vector>

#include "engine/program/program.hpp"

namespace writ {

/// What a function or an operator weighs at the worst, apart from the bytes of texts.
std::uint32_t weight_of(const Builtin& builtin);
/// What the writing of a value for people does, likewise.
constexpr std::uint32_t weight_of_writing = 32;

class Weights {
 public:
  explicit Weights(const model::Model& model) : model_(model), weights_(model.exprs.size(), 0) {}

  /// The steps of evaluating all of these, of which some may be none: one at least. What their loops, calls and texts
  /// take comes beside that.
  std::uint32_t steps(std::initializer_list<model::ExprId> exprs);

  /// Of these, what the instruction says that goes on to the next element or calls: others are left to `spend`.
  static Register at_once(std::uint32_t steps);

 private:
  std::uint32_t weight(model::ExprId expr);

  const model::Model& model_;
  std::vector<std::uint32_t> weights_;  // By expression, with all that it is made of; 0 until it is asked for.
};

}  // namespace writ
