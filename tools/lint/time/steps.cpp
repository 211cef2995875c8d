#include "tools/lint/time/steps.hpp"

#include <set>

#include "engine/value/time/civil.hpp"
#include "engine/value/time/zone.hpp"

namespace writ::lint::time {

using namespace model;

bool clocks_change(const File& file) {
  if (file.zone == nullptr) return false;
  return file.zone->next_change(writ::time::to_date({2000, 1, 1}) * writ::time::day) <= writ::time::last_instant;
}

std::vector<WrittenStep> written_steps(const Subject& subject) {
  const Model& model = subject.model;
  std::vector<WrittenStep> found;
  std::set<ExprId> seen;
  for_each_expr(model, [&](ExprId expr, const Root& root) {
    switch (root.purpose) {
      case Purpose::when:
      case Purpose::unless:
      case Purpose::define:
      case Purpose::value:
      case Purpose::argument: break;
      default: return;
    }
    const auto step = step_of(model, expr);
    if (!step || !seen.insert(expr).second) return;
    std::string origin = origin_of(model, step->moment);
    if (origin.empty()) return;
    found.push_back({*step, model[expr].span, model[expr].file, std::move(origin), root.decision, root.expr});
  });
  return found;
}

}  // namespace writ::lint::time
