#include "engine/analysis/symbol_bounds.hpp"

#include <algorithm>
#include <set>
#include <vector>

#include "engine/value/overloaded.hpp"

namespace writ::analysis {
namespace {

using namespace model;

constexpr std::uint32_t fewest = 2, longest = 20, longest_inner = 2, countless = 1'000'000;

std::string key_of(const Schema& schema, Type element) {
  return element.is(Kind::record) ? schema.records[element.id].name : schema.type_name(element);
}

/// What a side of a comparison is made of, whatever is called by name with it.
class Side {
 public:
  explicit Side(const Model& model) : model_(model) {}

  void look(ExprId expr) {
    open_.push_back(expr);
    while (!open_.empty()) {
      const ExprId next = open_.back();
      open_.pop_back();
      look_at(next);
    }
  }

  std::int64_t largest = 0;
  std::vector<Type> elements;  ///< Of the lists that are counted.

 private:
  void look_at(ExprId expr) {
    walk(model_, expr, [&](ExprId part) {
      std::visit(Overloaded{[](const auto&) {},
                            [&](const Constant& node) {
                              if (model_[part].type.is(Kind::integer)) largest = std::max(largest, node.value);
                            },
                            [&](const ParameterRef& node) { enter(parameters_, node.parameter, value(node)); },
                            [&](const DefineRef& node) { enter(defines_, node.define, body(node)); },
                            [&](const Aggregate& node) {
                              if (node.kind == syntax::AggregateKind::count) counted(node.list);
                            },
                            [&](const Apply& node) {
                              if (builtins()[node.builtin].name == "size") counted(node.arguments[0]);
                            }},
                 model_[part].node);
    });
  }

  void enter(std::set<std::uint32_t>& entered, std::uint32_t id, ExprId expr) {
    if (expr != none && entered.insert(id).second) open_.push_back(expr);
  }
  ExprId value(const ParameterRef& node) const { return model_.parameters[node.parameter].value; }
  ExprId body(const DefineRef& node) const { return model_.defines[node.define].body; }
  void counted(ExprId list) { elements.push_back(model_[list].type.present().element()); }

  const Model& model_;
  std::vector<ExprId> open_;
  std::set<std::uint32_t> parameters_, defines_;
};

}  // namespace

void ListLengths::add(const Model& model) {
  const auto compared = [&](ExprId left, ExprId right) {
    if (!model[left].type.is(Kind::integer)) return;
    Side sides[] = {Side(model), Side(model)};
    sides[0].look(left);
    sides[1].look(right);
    for (int side = 0; side < 2; ++side) {
      const std::int64_t enough = std::clamp<std::int64_t>(sides[1 - side].largest, 0, countless) + 1;
      for (const Type element : sides[side].elements) {
        std::uint32_t& most = most_[key_of(model.schema, element)];
        most = std::max(most, static_cast<std::uint32_t>(enough));
      }
    }
  };
  for (const Expr& expr : model.exprs) {
    std::visit(Overloaded{[](const auto&) {}, [&](const Equal& node) { compared(node.left, node.right); },
                          [&](const Apply& node) {
                            if (builtins()[node.builtin].motion != Motion::compare) return;
                            compared(node.arguments[0], node.arguments[1]);
                          },
                          [&](const InRange& node) {
                            compared(node.value, node.low);
                            compared(node.value, node.high);
                          }},
               expr.node);
  }
}

ListLengths::Length ListLengths::most(const Schema& schema, Type element, bool inner) const {
  const auto found = most_.find(key_of(schema, element));
  const std::uint32_t wanted = found == most_.end() ? fewest : std::max(fewest, found->second);
  const std::uint32_t most = std::min(wanted, inner ? longest_inner : longest);
  return {most, wanted};
}

}  // namespace writ::analysis
