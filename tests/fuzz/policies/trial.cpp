#include "tests/fuzz/policies/trial.hpp"

#include <algorithm>

#include "engine/run/equality.hpp"
#include "grammar/print.hpp"

namespace writ::random {

Trial::Trial(const RandomPolicy& policy) : policy_(policy), loaded_(load({{"random.writ", policy.text}})) {
  if (loaded_.model == nullptr) return;
  program_ = compile(loaded_.model, {.trace = false, .tests = true});
  if (program_ == nullptr) return;
  std::vector<model::DecisionId> all(model().decisions.size());
  for (model::DecisionId id = 0; id < all.size(); ++id) {
    all[id] = id;
    needed_.insert(model().decisions[id].needs.begin(), model().decisions[id].needs.end());
  }
  plan_ = plan_facts(program_, all, {});
}

void Trial::each(const std::function<bool(const std::string& record, Facts facts)>& visit) {
  FactsReader reader(plan_);
  const std::size_t count = policy_.records();
  for (std::size_t number = 0; number < count; ++number) {
    std::string record = policy_.record(number);
    const std::size_t size = record.size();
    record.resize(size + json_padding);
    if (!reader.read(std::string_view(record.data(), size), std::nullopt)) continue;
    const Facts facts = reader.facts();
    record.resize(size);
    if (!visit(record, facts)) return;
  }
}

bool Trial::whole(const std::vector<model::FactId>& needs, bool reads_now) const {
  const auto is_whole = [&](model::FactId id) {
    const auto fact = std::ranges::find(policy_.facts, model().facts[id].name, &RandomFact::name);
    return fact != policy_.facts.end() && fact->whole;
  };
  return std::ranges::all_of(needs, is_whole) && (!reads_now || !needs.empty());
}

bool Trial::is_read(const std::vector<model::FactId>& needs) const {
  return std::ranges::all_of(needs, [&](model::FactId id) { return needed_.contains(id); });
}

bool same_verdict(const model::Model& model, const model::Decision& decision, const Verdict& a, const Verdict& b) {
  if (a.outcome != b.outcome || a.rules != b.rules) return false;
  if (decision.permission || a.outcome != model::Outcome::decided) return true;
  if (a.present != b.present) return false;
  std::uint64_t work = 0;
  return !a.present || equal_values(model.schema, decision.type.present(), a.value, b.value, work);
}

std::string wrong_format(const Trial& trial) {
  const auto& files = *trial.loaded().files;
  const Formatted formatted = format((*trial.loaded().sources)[trial.model().files[0].source], files[0]);
  return formatted.error.empty() ? std::string() : "the formatter: " + formatted.error;
}

}  // namespace writ::random
