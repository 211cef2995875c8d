#pragma once
// Values that are worth trying in place of another: those that the evaluation compared with something, their
// neighbours, and what would close the distance between two sides of a comparison.

#include <map>
#include <set>
#include <string>
#include <vector>

#include "engine/explain/changes.hpp"
#include "engine/model/model.hpp"
#include "engine/run/trace.hpp"

namespace writ {

class CandidateValues {
 public:
  /// From what this evaluation, at this time, noted. Texts are copied into `texts`.
  CandidateValues(const model::Model& model, const Trace& trace, std::int64_t now, Arena& texts);

  /// The literals of an expression that may not have been evaluated; none is allowed.
  void note_written(model::ExprId expr);

  /// Other values of this type than `current`: of instants `now` first, which somebody can still bring about, and then
  /// nearest first.
  std::vector<FactValue> of(Type type, const FactValue& current) const;

 private:
  /// Kinds whose values can be added to each other: times in microseconds, amounts in millionths, ...
  enum class Unit : std::uint8_t { none, microseconds, days, whole, millionths };
  static Unit unit_of(Type type);
  static std::int64_t tick_of(Type type);

  void note(Type type, Slot value);
  void note_constants(model::ExprId expr);
  void note_distance(model::ExprId left, model::ExprId right, TraceId parent);
  std::vector<std::int64_t> numbers_near(Type type, const FactValue& current) const;

  const model::Model& model_;
  const Trace& trace_;
  std::int64_t now_;
  Arena& arena_;
  struct ByType {
    bool operator()(Type a, Type b) const {
      return std::tuple(a.base, a.lists, a.id) < std::tuple(b.base, b.lists, b.id);
    }
  };
  std::map<Type, std::set<std::int64_t>, ByType> numbers_;
  std::map<std::string, const Text*> texts_;
  std::map<Unit, std::set<std::int64_t>> distances_;
  const Text* another_text_;
};

}  // namespace writ
