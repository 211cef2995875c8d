#pragma once
// Two questions about expressions whose answers let the compiler leave code out: can it fail, does `now` reach it?

#include <cstdint>
#include <vector>

#include "engine/model/model.hpp"

namespace writ {

class Reach {
 public:
  explicit Reach(const model::Model& model);

  /// May its evaluation give an error?
  bool can_fail(model::ExprId expr) { return answer(expr) & fails; }
  /// May its value differ when only `now` does?
  bool moves(model::ExprId expr) { return answer(expr) & follows_now; }

 private:
  enum Answer : std::uint8_t { fails = 1, follows_now = 2, known = 4 };
  std::uint8_t answer(model::ExprId expr);
  std::uint8_t compute(const model::Expr& expr);
  std::uint8_t of_local(model::LocalId local);
  std::uint8_t of_decision(model::DecisionId decision) const;

  const model::Model& model_;
  std::vector<std::uint8_t> answers_;  // By expression.
  std::vector<model::ExprId> lists_;   // By local: the list that it goes over, or none.
};

}  // namespace writ
