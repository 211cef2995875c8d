#include "engine/program/weights.hpp"

#include <algorithm>
#include <limits>

#include "engine/value/overloaded.hpp"

namespace writ {

using namespace model;

namespace {

/// So much is a step: about ten nanoseconds of a processor of today. An expression of one or two instructions weighs 1.
constexpr std::uint32_t weight_of_a_step = 8;
constexpr std::uint32_t most = 0x3fffffff;

}  // namespace

std::uint32_t weight_of(const Builtin& builtin) {
  const bool by_period =
      std::ranges::any_of(builtin.parameters, [](const Shape& shape) { return shape.kind == Kind::period; });
  if (builtin.needs_zone || builtin.needs_calendar || by_period) return 64;  // Searches in clock changes and holidays.
  if (builtin.motion == Motion::scale) return 24;                            // Numbers of 128 bits may be divided.
  if (builtin.motion == Motion::compare || builtin.column != Column::each) return 1;
  return 8;
}

namespace {

std::uint32_t own_weight(const Expr& expr) {
  return std::visit(
      Overloaded{[](const Apply& node) {
                   const auto calls = std::max<std::size_t>(node.arguments.size(), 2) - 1;
                   const Builtin& builtin = builtins()[node.builtin];
                   const std::size_t times = builtin.folds ? calls : 1;
                   return static_cast<std::uint32_t>(std::min<std::size_t>(times * weight_of(builtin), most));
                 },
                 [](const Equal&) { return 4U; },  // Of records and texts.
                 [](const Interpolate&) { return 16U; }, [](const auto&) { return 1U; }},
      expr.node);
}

}  // namespace

std::uint32_t Weights::weight(ExprId expr) {
  if (weights_[expr] != 0) return weights_[expr];
  std::uint32_t all = own_weight(model_[expr]);
  const bool writes = std::holds_alternative<Interpolate>(model_[expr].node);
  for (const ExprId part : parts(model_[expr])) {
    all = std::min(all + weight(part) + (writes ? weight_of_writing : 0), most);
  }
  return weights_[expr] = all;
}

std::uint32_t Weights::steps(std::initializer_list<ExprId> exprs) {
  std::uint32_t all = 0;
  for (const ExprId expr : exprs) {
    if (expr != none) all = std::min(all + weight(expr), most);
  }
  return 1 + all / weight_of_a_step;
}

Register Weights::at_once(std::uint32_t steps) {
  return static_cast<Register>(std::min<std::uint32_t>(steps, std::numeric_limits<Register>::max()));
}

}  // namespace writ
