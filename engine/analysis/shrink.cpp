#include "engine/analysis/shrink.hpp"

#include <algorithm>
#include <set>

#include "engine/analysis/shrink_values.hpp"

namespace writ::analysis {
namespace {

/// A number or a text somewhere in the facts.
struct Leaf {
  FactTree* value;
  Type type;
  std::string name;  ///< Of the fact or field that has it.
};

class Shrinker {
 public:
  Shrinker(const model::Model& model, FactSet facts, const StillHolds& still_holds, const ShrinkOptions& options)
      : model_(model),
        schema_(model.schema),
        facts_(std::move(facts)),
        still_holds_(still_holds),
        utc_(time::Zone::utc()),
        plain_(model, options.zone == nullptr ? *utc_ : *options.zone, options.year),
        tries_left_(options.most_tries) {}

  FactSet shrink() {
    for (int round = 0; round < 4; ++round) {
      const FactSet before = facts_;
      structure();
      members();
      if (round == 0) gather_times();
      move_times();
      times();
      numbers();
      if (facts_ == before) break;
    }
    texts();
    return std::move(facts_);
  }

 private:
  bool holds() {
    if (tries_left_ == 0) return false;
    --tries_left_;
    return still_holds_(facts_);
  }

  /// Sets a part to another value and leaves it so where the rest still holds.
  template <typename T>
  bool becomes(T& part, T value) {
    if (part == value) return false;
    std::swap(part, value);
    if (holds()) return true;
    std::swap(part, value);
    return false;
  }

  // ---- what is there at all ---------------------------------------------------------------------------------------

  void structure() {
    for (std::size_t i = 0; i < facts_.facts.size(); ++i) {
      structure(facts_.values[i], model_.facts[facts_.facts[i]].type);
    }
  }

  void structure(FactTree& value, Type type) {
    if (type.optional && !value.present) return;
    if (type.optional && becomes(value, FactTree{.present = false})) return;
    if (type.is_list()) {
      if (value.parts.size() > 1 && becomes(value.parts, {})) return;
      for (std::size_t i = value.parts.size(); i-- > 0;) {
        std::vector<FactTree> rest = value.parts;
        rest.erase(rest.begin() + static_cast<std::ptrdiff_t>(i));
        becomes(value.parts, std::move(rest));
      }
      for (FactTree& part : value.parts) structure(part, type.present().element());
    } else if (type.base == Kind::record) {
      const auto& fields = schema_.records[type.id].fields;
      for (std::size_t i = 0; i < fields.size(); ++i) structure(value.parts[i], fields[i].type);
    }
  }

  // ---- leaves -----------------------------------------------------------------------------------------------------

  std::vector<Leaf> leaves() {
    std::vector<Leaf> found;
    for (std::size_t i = 0; i < facts_.facts.size(); ++i) {
      const model::Fact& fact = model_.facts[facts_.facts[i]];
      leaves(facts_.values[i], fact.type, fact.name, found);
    }
    return found;
  }

  void leaves(FactTree& value, Type type, const std::string& name, std::vector<Leaf>& found) {
    if (!value.present) return;
    if (type.is_list()) {
      for (FactTree& part : value.parts) leaves(part, type.present().element(), name, found);
    } else if (type.base == Kind::record) {
      const auto& fields = schema_.records[type.id].fields;
      for (std::size_t i = 0; i < fields.size(); ++i) leaves(value.parts[i], fields[i].type, fields[i].name, found);
    } else {
      found.push_back({&value, type.present(), name});
    }
  }

  void members() {
    for (const Leaf& leaf : leaves()) {
      if (leaf.type.base != Kind::boolean && leaf.type.base != Kind::enumeration) continue;
      const std::int64_t current = leaf.value->number;
      for (std::int64_t member = 0; member < current; ++member) {
        if (becomes(leaf.value->number, member)) break;
      }
    }
  }

  void numbers() {
    for (const Leaf& leaf : leaves()) {
      switch (leaf.type.base) {
        case Kind::integer:
        case Kind::decimal:
        case Kind::money:
        case Kind::duration:
        case Kind::time_of_day:
          number(leaf);
          if (leaf.value->number != 0) towards_zero(leaf);
          break;
        default: break;
      }
    }
  }

  /// The plainest candidate that does.
  bool number(const Leaf& leaf) {
    for (const std::int64_t value : plain_.plainer(leaf.type.base, leaf.value->number, facts_.now, instants())) {
      if (becomes(leaf.value->number, value)) return true;
    }
    return false;
  }

  /// As near to zero as a whole multiple of a step can be: by halves, as if all between did likewise.
  void towards_zero(const Leaf& leaf) {
    std::int64_t& value = leaf.value->number;
    const std::int64_t before = value;
    for (const std::int64_t step : PlainValues::steps(leaf.type.base)) {
      const std::int64_t away = before < 0 ? -1 : 1;
      std::int64_t most = before / step + (before % step == 0 ? 0 : away);
      std::int64_t product;
      if (__builtin_mul_overflow(most, step, &product)) continue;
      if (product != value && !becomes(value, product)) continue;
      for (std::int64_t least = 0; (most - least) * away > 1;) {
        const std::int64_t middle = least + (most - least) / 2;
        if (becomes(value, middle * step)) {
          most = middle;
        } else {
          least = middle;
        }
      }
      break;
    }
    const std::int64_t now_cost = plain_.cost(leaf.type.base, value, facts_.now);
    if (now_cost > plain_.cost(leaf.type.base, before, facts_.now)) value = before;
  }

  // ---- times ------------------------------------------------------------------------------------------------------

  std::vector<std::int64_t> instants() {
    std::set<std::int64_t> found;
    for (const Leaf& leaf : leaves()) {
      if (leaf.type.base == Kind::instant) found.insert(leaf.value->number);
    }
    return {found.begin(), found.end()};
  }

  /// Times that are where they are for no reason come to `now`, so that the rest can be moved together.
  void gather_times() {
    for (const Leaf& leaf : leaves()) {
      if (leaf.type.base == Kind::instant) becomes(leaf.value->number, std::int64_t{facts_.now});
      if (leaf.type.base == Kind::date) {
        becomes(leaf.value->number, (facts_.now - ((facts_.now % time::day) + time::day) % time::day) / time::day);
      }
    }
  }

  bool move_all(std::int64_t distance) {
    FactSet moved = facts_;
    std::swap(moved, facts_);
    bool fits = true;
    const auto shift = [&](std::int64_t value, std::int64_t by, std::int64_t least, std::int64_t most) {
      std::int64_t result = value;
      fits = fits && !__builtin_add_overflow(value, by, &result) && result >= least && result <= most;
      return result;
    };
    facts_.now = shift(facts_.now, distance, time::first_instant, time::last_instant);
    for (const Leaf& leaf : leaves()) {
      if (leaf.type.base == Kind::instant) {
        leaf.value->number = shift(leaf.value->number, distance, time::first_instant, time::last_instant);
      }
      if (leaf.type.base == Kind::date) {
        leaf.value->number = shift(leaf.value->number, distance / time::day, time::first_date, time::last_date);
      }
    }
    if (fits && holds()) return true;
    std::swap(moved, facts_);
    return false;
  }

  void move_times() {
    for (int step = 0; step < 8; ++step) {
      bool moved = false;
      for (const std::int64_t distance : plain_.moves(facts_.now)) {
        if (distance == 0 || plain_.cost_of_now(facts_.now + distance) >= plain_.cost_of_now(facts_.now)) continue;
        moved = move_all(distance);
        if (moved) break;
      }
      if (!moved) return;
    }
  }

  void times() {
    for (const std::int64_t value : plain_.plainer_now(facts_.now, instants())) {
      if (becomes(facts_.now, time::Instant{value})) break;
    }
    for (const Leaf& leaf : leaves()) {
      if (leaf.type.base == Kind::instant || leaf.type.base == Kind::date) number(leaf);
    }
  }

  // ---- texts ------------------------------------------------------------------------------------------------------

  /// `order_id` is "order-1": each text that is equal to no other gets a name of its own, those that have to be equal
  /// get one together.
  void texts() {
    std::set<std::string> taken = texts_of_rules();
    std::set<std::string> done;
    for (const Leaf& leaf : leaves()) {
      if (leaf.type.base == Kind::text) taken.insert(leaf.value->text);
    }
    for (const Leaf& leaf : leaves()) {
      if (leaf.type.base != Kind::text) continue;
      const std::string name = fresh_name(leaf.name, taken);
      if (!becomes(leaf.value->text, name)) continue;
      taken.insert(name);
      done.insert(name);
    }
    for (bool changed = true; changed;) {
      changed = false;
      for (const Leaf& leaf : leaves()) {
        if (leaf.type.base != Kind::text || done.contains(leaf.value->text)) continue;
        const std::string name = fresh_name(leaf.name, taken);
        const std::string before = leaf.value->text;
        const bool renamed = rename(before, name, {}) || rename_some(before, name);
        done.insert(renamed ? name : before);
        if (renamed) taken.insert(name);
        changed = true;  // The leaves are others now.
        break;
      }
    }
  }

  /// All texts that are equal to this one, but for those that are to keep it.
  bool rename(const std::string& before, const std::string& name, const std::set<std::size_t>& kept_as_they_are) {
    FactSet kept = facts_;
    // NOLINTNEXTLINE(performance-unnecessary-copy-initialization): a leaf that is renamed may be what it is of.
    const std::string text = before;
    std::size_t number = 0;
    for (const Leaf& each : leaves()) {
      if (each.type.base != Kind::text || each.value->text != text) continue;
      if (!kept_as_they_are.contains(number++)) each.value->text = name;
    }
    if (holds()) return true;
    facts_ = std::move(kept);
    return false;
  }

  /// One of the texts that are equal may be what the policy asks for, and the others what they are by chance.
  bool rename_some(const std::string& before, const std::string& name) {
    std::size_t equal = 0;
    for (const Leaf& each : leaves()) equal += each.type.base == Kind::text && each.value->text == before;
    for (std::size_t keeps = equal; keeps-- > 0 && equal > 2;) {
      if (rename(before, name, {keeps})) return true;
    }
    return false;
  }

  /// What the rules compare with: a fresh name must be none of these. Those of tests are left out.
  std::set<std::string> texts_of_rules() const {
    std::set<std::string> found;
    const auto add = [&](model::ExprId root) {
      if (root == model::none) return;
      walk(model_, root, [&](model::ExprId expr) {
        if (const auto* text = std::get_if<model::TextConstant>(&model_[expr].node))
          found.insert(model_.texts[text->text]);
      });
    };
    for (const model::Requirement& each : model_.requirements) add(each.condition);
    for (const model::Parameter& each : model_.parameters) add(each.value);
    for (const model::Define& each : model_.defines) add(each.body);
    for (const model::Invariant& each : model_.invariants) add(each.condition);
    for (const model::Decision& decision : model_.decisions) {
      const auto add_rule = [&](const model::Rule& rule) {
        for (const model::ExprId expr : {rule.in_force, rule.unless, rule.when, rule.value}) add(expr);
      };
      for (const model::Rule& rule : decision.rules) add_rule(rule);
      if (decision.otherwise) add_rule(*decision.otherwise);
      for (const model::Also& also : decision.alsos) {
        for (const model::ExprId expr : {also.in_force, also.unless, also.when}) add(expr);
      }
    }
    return found;
  }

  std::string fresh_name(const std::string& field, const std::set<std::string>& taken) {
    const std::string stem = field.ends_with("_id") ? field.substr(0, field.size() - 3) : field;
    for (int number = 1;; ++number) {
      std::string name = stem + "-" + std::to_string(number);
      if (!taken.contains(name)) return name;
    }
  }

  const model::Model& model_;
  const Schema& schema_;
  FactSet facts_;
  const StillHolds& still_holds_;
  std::shared_ptr<const time::Zone> utc_;
  PlainValues plain_;
  std::size_t tries_left_;
};

}  // namespace

FactSet shrink(const model::Model& model, FactSet facts, const StillHolds& still_holds, const ShrinkOptions& options) {
  return Shrinker(model, std::move(facts), still_holds, options).shrink();
}

}  // namespace writ::analysis
