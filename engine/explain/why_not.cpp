#include "engine/explain/why_not.hpp"

#include <algorithm>
#include <bitset>

#include "engine/explain/candidates.hpp"
#include "engine/explain/changes.hpp"
#include "engine/facts/write_value.hpp"

namespace writ {
namespace {

using model::Outcome;
using NodeKind = TraceNode::Kind;

/// So many places are tried, values of each, steps in time, and changes at once.
constexpr std::size_t most_places = 1000;
constexpr std::size_t most_evaluations = 50'000;
/// In steps of the machine, and what noting a trace costs beside them: a second or two.
constexpr std::uint64_t most_work = 200'000'000;
constexpr std::uint64_t steps_a_note = 10;
constexpr std::size_t most_instants = 500;
constexpr std::size_t most_together = 3;
/// So many values of one place are tried together with others, and so many remedies are told.
constexpr std::size_t most_values_together = 6;
constexpr std::size_t most_remedies = 8;

constexpr std::size_t most_rules = 4096;
/// By rule those forbids and refers that stand; then the two below.
using Obstacles = std::bitset<most_rules + 2>;
constexpr std::size_t no_permit = most_rules;
constexpr std::size_t not_in_force = most_rules + 1;

struct Standing {
  bool admitted = false;  ///< The requirements hold.
  bool permitted = false;
  Obstacles obstacles;
  std::uint64_t conditions = 0;  ///< What the conditions came to, as a sum to compare by.
};

/// A change of one place that lifts something, or at least makes some condition come out otherwise.
struct Useful {
  std::size_t place;
  FactValue value;
  Obstacles lifts;
};

/// By FNV-1a: what each condition came to, in order.
std::uint64_t sum_of_conditions(const model::Model& model, const Trace& trace) {
  std::uint64_t sum = 0xcbf29ce484222325;
  const auto add = [&](std::uint64_t number) { sum = (sum ^ number) * 0x100000001b3; };
  for (const TraceNode& node : trace.nodes()) {
    if (node.kind != NodeKind::expression || model[node.id].type != Type{Kind::boolean}) continue;
    add(node.id);
    add(static_cast<std::uint64_t>(node.values[0].number));
  }
  return sum;
}

class Search {
 public:
  Search(Machine& machine, Facts facts, model::DecisionId decision, std::string_view language)
      : language_(language),
        machine_(machine),
        facts_(facts),
        id_(decision),
        model_(*machine.program().model),
        decision_(model_.decisions[decision]) {
    for (model::RequirementId i = 0; i < model_.requirements.size(); ++i) {
      const auto needed = [&](model::FactId fact) { return std::ranges::binary_search(decision_.needs, fact); };
      if (std::ranges::all_of(model_.requirements[i].reads, needed)) requirements_.push_back(i);
    }
    places_ = changeable_places(machine.program(), decision_.needs, facts.row, most_places + 1);
    if (places_.size() > most_places) {
      places_.pop_back();
      not_all_tried_ = true;
    }
  }

  WhyNot run();

 private:
  /// How the decision stands at these facts. Its work counts.
  Standing stand(const Slot* row, time::Instant now);
  Standing standing_at(const Slot* row, time::Instant now);
  void look_at_time(WhyNot& result);
  /// Every change of one place that lifts any of the obstacles at `now`.
  std::vector<Useful> useful_changes(const Standing& standing, time::Instant now);
  std::vector<WhyNot::Remedy> remedies(const Standing& standing, const std::vector<Useful>& useful, time::Instant now);
  void together(const Standing& standing, const std::vector<Useful>& useful, time::Instant now, std::size_t most,
                bool each_lifts, std::vector<const Useful*>& chosen, std::vector<std::vector<const Useful*>>& found);
  bool permits(const std::vector<const Useful*>& chosen, time::Instant now);
  bool may_go_on();
  static bool can_be_written(const FactPlace& place, const FactValue& value);
  std::vector<WhyNot::Change> changes_that_lift(const std::vector<Useful>& useful, std::size_t obstacle) const;
  void add(std::vector<WhyNot::Change>& changes, const Useful& useful) const;
  std::string written(const FactPlace& place, const FactValue& value, bool as_json) const;
  std::string name_of(std::size_t obstacle) const;
  ValueWriter writer() const;
  WhyNot::Moment moment(time::Instant instant) const;

  std::string_view language_;  // In which values are written for people.
  Machine& machine_;
  Facts facts_;
  model::DecisionId id_;
  const model::Model& model_;
  const model::Decision& decision_;
  std::vector<model::RequirementId> requirements_;
  std::vector<FactPlace> places_;
  std::vector<time::Instant> instants_;  // At which the decision changes, if nothing but time does.
  std::vector<std::size_t> told_;        // The obstacles, in the order of the result.
  Arena arena_, texts_;
  std::size_t evaluations_ = 0;
  std::uint64_t work_ = 0;
  bool not_all_tried_ = false;
};

Standing Search::stand(const Slot* row, time::Instant now) {
  Standing standing = standing_at(row, now);
  ++evaluations_;
  work_ += machine_.steps() + steps_a_note * machine_.trace().nodes().size();
  return standing;
}

Standing Search::standing_at(const Slot* row, time::Instant now) {
  Standing standing;
  machine_.begin({row, now});
  for (const model::RequirementId requirement : requirements_) {
    if (!machine_.check(requirement).holds) return standing;
  }
  standing.admitted = true;
  const Verdict& verdict = machine_.decide(id_);
  standing.permitted = verdict.outcome == Outcome::permitted;
  if (verdict.policy_not_in_force) {
    standing.obstacles.set(not_in_force);
    return standing;
  }
  const Trace& trace = machine_.trace();
  std::vector<bool> applies(decision_.rules.size());
  for (const TraceId child : trace.children(trace.find(NodeKind::decision, id_))) {
    const TraceNode& node = trace[child];
    // A forbid that fails stands in the way as much as one that applies.
    if (node.kind == NodeKind::rule) applies[node.id] = node.values[0].number != 0;
  }
  const auto& overridden_by = machine_.program().decisions[id_].overridden_by;
  bool any_permit = false;
  for (std::size_t rule = 0; rule < applies.size(); ++rule) {
    if (!applies[rule]) continue;
    if (!overridden_by.empty() && std::ranges::any_of(overridden_by[rule], [&](auto by) { return applies[by]; })) {
      continue;
    }
    if (decision_.rules[rule].effect == syntax::Effect::permit) {
      any_permit = true;
    } else {
      standing.obstacles.set(rule);
    }
  }
  if (!any_permit) standing.obstacles.set(no_permit);
  standing.conditions = sum_of_conditions(model_, trace);
  return standing;
}

void Search::look_at_time(WhyNot& result) {
  time::Instant now = facts_.now;
  for (std::size_t i = 0;; ++i) {
    if (!may_go_on()) return;
    if (i == most_instants) {
      not_all_tried_ = true;
      return;
    }
    machine_.begin({facts_.row, now});
    const Horizon horizon = machine_.horizon(id_);
    work_ += machine_.steps() + horizon.steps;
    if (horizon.kind == Horizon::Kind::never_changes || horizon.at > time::last_instant) return;
    now = horizon.at;
    if (horizon.kind == Horizon::Kind::at_least) continue;
    instants_.push_back(now);
    const Standing standing = stand(facts_.row, now);
    if (!standing.admitted) return;  // A requirement that looks at the time: nothing is known from here on.
    for (WhyNot::Obstacle& obstacle : result.obstacles) {
      const std::size_t bit = told_[static_cast<std::size_t>(&obstacle - result.obstacles.data())];
      // A policy that goes out of force lifts nothing: it is one more thing in the way.
      if (obstacle.lifts_at || standing.obstacles.test(bit) || standing.obstacles.test(not_in_force)) continue;
      obstacle.lifts_at = moment(now);
      obstacle.kind = WhyNot::Obstacle::Kind::time;
    }
    if (standing.permitted) {
      result.permitted_at = moment(now);
      return;
    }
  }
}

std::vector<Useful> Search::useful_changes(const Standing& standing, time::Instant now) {
  machine_.begin({facts_.row, now});
  machine_.decide(id_);
  CandidateValues candidates(model_, machine_.trace(), now, texts_);
  for (const model::Rule& rule : decision_.rules) {
    for (const model::ExprId condition : {rule.in_force, rule.unless, rule.when}) candidates.note_written(condition);
  }
  std::vector<Useful> useful;
  std::vector<std::uint64_t> seen;  // Of one place: changes that come to the same are told apart by the first.
  for (std::size_t place = 0; place < places_.size(); ++place) {
    seen.assign({standing.conditions});
    for (const FactValue& value : candidates.of(places_[place].type, value_at(facts_.row, places_[place]))) {
      if (!can_be_written(places_[place], value)) continue;
      if (!may_go_on()) return useful;
      arena_.reset();
      const FactChange change{&places_[place], value};
      const Standing after = stand(with_changes(machine_.program(), facts_.row, {&change, 1}, arena_), now);
      if (!after.admitted) continue;
      const Obstacles lifts = standing.obstacles & ~after.obstacles;
      const bool differs = std::ranges::find(seen, after.conditions) == seen.end();
      if (differs) seen.push_back(after.conditions);
      if (lifts.any() || differs) useful.push_back({place, value, lifts});
    }
  }
  return useful;
}

/// Facts in Unix time have whole seconds or milliseconds.
bool Search::can_be_written(const FactPlace& place, const FactValue& value) {
  if (!value.present || place.encoding == Encoding::rfc3339) return true;
  return value.value.number % (place.encoding == Encoding::unix_seconds ? 1'000'000 : 1'000) == 0;
}

bool Search::may_go_on() {
  if (evaluations_ < most_evaluations && work_ < most_work) return true;
  not_all_tried_ = true;
  return false;
}

bool Search::permits(const std::vector<const Useful*>& chosen, time::Instant now) {
  arena_.reset();
  std::vector<FactChange> changes;
  for (const Useful* each : chosen) changes.push_back({&places_[each->place], each->value});
  const Standing after = stand(with_changes(machine_.program(), facts_.row, changes, arena_), now);
  return after.admitted && after.permitted;
}

/// Adds to those chosen until there are `most`, and tries them together. With `each_lifts` only those that by
/// themselves lift something that is left: few, and most often enough.
void Search::together(const Standing& standing, const std::vector<Useful>& useful, time::Instant now, std::size_t most,
                      bool each_lifts, std::vector<const Useful*>& chosen,
                      std::vector<std::vector<const Useful*>>& found) {
  if (chosen.size() == most) {
    if (permits(chosen, now)) found.push_back(chosen);
    return;
  }
  Obstacles left = standing.obstacles;
  for (const Useful* each : chosen) left &= ~each->lifts;
  std::size_t same_place = 0;
  for (const Useful& each : useful) {
    if (found.size() >= most_remedies * most_values_together || !may_go_on()) return;
    same_place = &each != useful.data() && (&each)[-1].place == each.place ? same_place + 1 : 0;
    if (most > 1 && same_place >= most_values_together) continue;
    // In the order of places, so that no set is tried twice.
    if (!chosen.empty() && each.place <= chosen.back()->place) continue;
    if (each_lifts && (each.lifts & left).none()) continue;
    chosen.push_back(&each);
    together(standing, useful, now, most, each_lifts, chosen, found);
    chosen.pop_back();
  }
}

std::string Search::written(const FactPlace& place, const FactValue& value, bool as_json) const {
  if (!value.present) return as_json ? "null" : "absent";
  const Type type = place.type.present();
  if (as_json && place.encoding != Encoding::rfc3339) {
    return std::to_string(value.value.number / (place.encoding == Encoding::unix_seconds ? 1'000'000 : 1'000));
  }
  std::string text;
  if (as_json) {
    writer().append(text, type, value.value);
  } else {
    writer().append_for_people(text, type, value.value, language_);
  }
  return text;
}

ValueWriter Search::writer() const {
  const model::File& file = model_.files[decision_.file];
  return {model_.schema, file.zone ? *file.zone : *machine_.program().utc};
}

WhyNot::Moment Search::moment(time::Instant instant) const {
  WhyNot::Moment result{{instant}, {}, {}};
  writer().append_for_people(result.text, Type{Kind::instant}, number(instant), language_);
  writer().append(result.json, Type{Kind::instant}, number(instant));
  return result;
}

void Search::add(std::vector<WhyNot::Change>& changes, const Useful& useful) const {
  const FactPlace& place = places_[useful.place];
  if (changes.empty() || changes.back().path != place.path) {
    const FactValue now = value_at(facts_.row, place);
    changes.push_back({place.path, place.pointer, {written(place, now, false), written(place, now, true)}, {}});
  }
  std::vector<WhyNot::Change::Value>& values = changes.back().to;
  // Of numbers and times the nearest says it; of names, all that do are told.
  const Kind kind = place.type.base;
  const bool names = kind == Kind::enumeration || kind == Kind::boolean || kind == Kind::text || !useful.value.present;
  if (!values.empty() && (!names || useful.value.any_other)) return;
  values.push_back({useful.value.any_other ? "any other text" : written(place, useful.value, false),
                    written(place, useful.value, true)});
}

std::vector<WhyNot::Change> Search::changes_that_lift(const std::vector<Useful>& useful, std::size_t obstacle) const {
  std::vector<WhyNot::Change> changes;
  for (const Useful& each : useful)
    if (each.lifts.test(obstacle)) add(changes, each);
  return changes;
}

std::vector<WhyNot::Remedy> Search::remedies(const Standing& standing, const std::vector<Useful>& useful,
                                             time::Instant now) {
  std::vector<WhyNot::Remedy> result;
  for (std::size_t size = 1; size <= most_together && result.empty(); ++size) {
    std::vector<std::vector<const Useful*>> found;
    std::vector<const Useful*> chosen;
    together(standing, useful, now, size, true, chosen, found);
    if (found.empty() && size > 1) together(standing, useful, now, size, false, chosen, found);
    std::vector<std::vector<std::size_t>> told;
    for (const auto& set : found) {
      std::vector<std::size_t> places;
      for (const Useful* each : set) places.push_back(each->place);
      // One change: all values of a place together. More at once: one set of values for each set of places.
      const bool more_values = size == 1 && !told.empty() && told.back() == places;
      if (!more_values && std::ranges::find(told, places) != told.end()) continue;
      if (!more_values) {
        if (result.size() == most_remedies) break;
        told.push_back(places);
        result.emplace_back();
      }
      for (const Useful* each : set) add(result.back().changes, *each);
    }
  }
  return result;
}

std::string Search::name_of(std::size_t obstacle) const {
  if (obstacle == no_permit) return "no_rule_permits";
  if (obstacle == not_in_force) return "policy_not_in_force";
  return decision_.rules[obstacle].name;
}

WhyNot Search::run() {
  WhyNot result;
  const Standing standing = stand(facts_.row, facts_.now);
  // Told are the reasons that the decision gives. Others may stand behind them, such as that no rule permits either.
  const Verdict& verdict = machine_.decide(id_);
  told_.assign(verdict.rules.begin(), verdict.rules.end());
  if (told_.empty()) told_.push_back(verdict.policy_not_in_force ? not_in_force : no_permit);
  for (const std::size_t bit : told_) {
    result.obstacles.push_back({name_of(bit), WhyNot::Obstacle::Kind::fixed, {}, {}});
  }
  look_at_time(result);
  const std::vector<Useful> useful = useful_changes(standing, facts_.now);
  for (std::size_t i = 0; i < told_.size(); ++i) {
    result.obstacles[i].changes = changes_that_lift(useful, told_[i]);
    if (result.obstacles[i].kind == WhyNot::Obstacle::Kind::fixed && !result.obstacles[i].changes.empty()) {
      result.obstacles[i].kind = WhyNot::Obstacle::Kind::caller;
    }
  }
  result.remedies = remedies(standing, useful, facts_.now);
  if (!result.remedies.empty()) {
    for (WhyNot::Obstacle& obstacle : result.obstacles) {
      if (obstacle.kind == WhyNot::Obstacle::Kind::fixed) obstacle.kind = WhyNot::Obstacle::Kind::caller;
    }
  }
  // What time lifts and what the caller can change may have to come together.
  for (const time::Instant later : instants_) {
    if (!result.remedies.empty() || result.permitted_at || !may_go_on()) break;
    const Standing then = stand(facts_.row, later);
    result.remedies = remedies(then, useful_changes(then, later), later);
    for (WhyNot::Remedy& remedy : result.remedies) remedy.from = moment(later);
  }
  result.not_all_tried = not_all_tried_;
  return result;
}

}  // namespace

std::optional<WhyNot> why_not(Machine& machine, Facts facts, model::DecisionId decision, std::string_view language) {
  const model::Decision& asked = machine.program().model->decisions[decision];
  if (!asked.permission || !machine.program().options.trace) return std::nullopt;
  machine.begin(facts);
  const Outcome outcome = machine.decide(decision).outcome;
  if (outcome != Outcome::forbidden && outcome != Outcome::referred) return std::nullopt;
  WhyNot result;
  if (asked.rules.size() <= most_rules) {
    result = Search(machine, facts, decision, language).run();
  } else {
    for (const std::uint32_t rule : machine.decide(decision).rules) {
      result.obstacles.push_back({asked.rules[rule].name, WhyNot::Obstacle::Kind::fixed, {}, {}});
    }
    result.not_all_tried = true;
  }
  machine.begin(facts);
  return result;
}

}  // namespace writ
