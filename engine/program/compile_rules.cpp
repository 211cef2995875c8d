// The block that gives the verdicts of a decision's rules: one after another, or by selections (rule_selection.hpp).

#include <algorithm>
#include <map>
#include <numeric>
#include <set>

#include "engine/program/compiler.hpp"
#include "engine/program/rule_selection.hpp"

namespace writ {

using namespace model;

namespace {

/// One rule after another, until one applies.
bool asks_in_order(const Decision& decision) {
  return !decision.permission && decision.combine == syntax::Combine::first;
}

class RulesCompiler {
 public:
  RulesCompiler(Compiler& compiler, const Decision& decision, RuleGuards& guards, std::vector<std::uint32_t> some)
      : compiler_(compiler),
        block_(compiler),
        decision_(decision),
        guards_(guards),
        plan_(compiler.selects_rules() ? plan_rules(guards, decision.rules, some) : RulePlan{}),
        first_(asks_in_order(decision)),
        puts_down_(decision.rules.size() > verdicts_at_once) {
    if (!compiler.selects_rules()) plan_.all.rules = std::move(some);
  }

  const RulePlan& plan() const { return plan_; }

  BlockId compile() {
    Emitter& emit = block_.emit();
    const Target done = emit.new_target();
    group(plan_.all, done);
    emit.bind(done);
    if (plan_.out_of_order) emit.emit(Opcode::order_verdicts, 0, 0, 0, first_ ? 1 : 0);
    return block_.finish({});
  }

 private:
  /// Goes on at `done` where one of them ends the search for the first rule that applies.
  void group(const RuleGroup& group, Target done) {
    const bool alone = group.selections.size() + (group.rules.empty() ? 0 : 1) == 1;
    rules(group.rules, alone, done);
    for (const RuleSelection& selection : group.selections) select(selection, alone, done);
  }

  /// Rules in their order. Where there are `alone`, the first that applies ends the search; others may have an earlier.
  void rules(const std::vector<std::uint32_t>& rules, bool alone, Target done) {
    Emitter& emit = block_.emit();
    const Target on = alone ? done : emit.new_target();
    for (std::size_t i = 0; i < rules.size(); ++i) {
      const std::uint32_t together = rules[i] / verdicts_at_once;
      rule(rules[i], on);
      if (puts_down_ && (i + 1 == rules.size() || rules[i + 1] / verdicts_at_once != together)) {
        emit.emit(Opcode::put_verdicts, 0, 0, 0, together);
      }
    }
    if (!alone) emit.bind(on);
  }

  void rule(std::uint32_t number, Target first_found) {
    std::vector<ExprId> known;
    for (const PathId path : selected_) {
      const auto& conditions = plan_.guarded[number].on(path)->conditions;
      known.insert(known.end(), conditions.begin(), conditions.end());
    }
    block_.set_known(std::move(known));
    block_.compile_verdict(decision_.rules[number], number, first_ ? std::optional(first_found) : std::nullopt);
    block_.set_known({});
  }

  void select(const RuleSelection& selection, bool alone, Target done) {
    Emitter& emit = block_.emit();
    const Target next = emit.new_target();
    const Target absent = selection.where_absent.empty() ? next : emit.new_target();
    const Register mark = emit.mark();
    const Register key = block_.operand_if_present(guards_.expression(selection.path), absent);
    const auto index = static_cast<std::uint32_t>(compiler_.program().rule_indexes.size());
    compiler_.program().rule_indexes.emplace_back();
    emit.emit(Opcode::select_rules, 0, key, 0, index);
    emit.release(mark);
    std::vector<Target> sections;
    selected_.push_back(selection.path);
    for (const RuleGroup& section : selection.sections) {
      sections.push_back(emit.new_target());
      emit.bind(sections.back());
      group(section, alone ? done : next);
      emit.emit_jump(Opcode::jump, next);
    }
    selected_.pop_back();
    if (!selection.where_absent.empty()) {
      emit.bind(absent);
      rules(selection.where_absent, alone, done);
    }
    emit.bind(next);
    compiler_.program().rule_indexes[index] = table(selection, sections, next);
  }

  RuleIndex table(const RuleSelection& selection, const std::vector<Target>& sections, Target none) {
    const Emitter& emit = block_.emit();
    std::vector<std::uint32_t> places;
    for (const std::uint32_t section : selection.sections_of) {
      places.push_back(emit.place(section == RuleSelection::no_section ? none : sections[section]));
    }
    if (selection.by_range) return RuleIndex::by_range(selection.keys, std::move(places));
    if (!guards_.is_text(selection.path)) {
      std::vector<std::pair<std::int64_t, std::uint32_t>> keys;
      for (std::size_t i = 0; i < places.size(); ++i) keys.emplace_back(selection.keys[i], places[i]);
      return RuleIndex::by_number(keys, emit.place(none));
    }
    std::vector<std::pair<std::string_view, std::uint32_t>> keys;
    for (std::size_t i = 0; i < places.size(); ++i) {
      keys.emplace_back(compiler_.model().texts[static_cast<TextId>(selection.keys[i])], places[i]);
    }
    return RuleIndex::by_text(keys, emit.place(none));
  }

  Compiler& compiler_;
  BlockCompiler block_;
  const Decision& decision_;
  RuleGuards& guards_;
  RulePlan plan_;
  bool first_;
  bool puts_down_;                // What it keeps of one word is nobody else's.
  std::vector<PathId> selected_;  // On the way to the section that is being compiled.
};

/// By which values each rule is selected.
using PathsOfRules = std::map<std::uint32_t, std::set<PathId>>;

/// A rule may stand in several sections: are the values meant that lead to all of them, or to any?
enum class Ways : std::uint8_t { all, any };

void add_way(const std::vector<std::uint32_t>& rules, const std::set<PathId>& way, Ways ways, PathsOfRules& to) {
  for (const std::uint32_t rule : rules) {
    const auto [known, is_new] = to.try_emplace(rule, way);
    if (ways == Ways::any) known->second.insert(way.begin(), way.end());
    if (ways == Ways::all) std::erase_if(known->second, [&](PathId path) { return !way.contains(path); });
  }
}

void add_ways(const RuleGroup& group, const std::set<PathId>& way, Ways ways, PathsOfRules& to) {
  add_way(group.rules, way, ways, to);
  for (const RuleSelection& selection : group.selections) {
    std::set<PathId> on = way;
    on.insert(selection.path);
    add_way(selection.where_absent, on, ways, to);
    for (const RuleGroup& section : selection.sections) add_ways(section, on, ways, to);
  }
}

/// Where each value is read to select by it, everywhere or only where it is read in any case.
void count_reads(const RuleGroup& group, bool everywhere, std::map<PathId, std::size_t>& counts) {
  for (const RuleSelection& selection : group.selections) {
    ++counts[selection.path];
    if (!everywhere) continue;
    for (const RuleGroup& section : selection.sections) count_reads(section, everywhere, counts);
  }
}

/// A definition takes steps; facts and their fields take none.
bool takes_steps(const Model& model, ExprId expr) {
  bool uses_definition = false;
  model::walk(model, expr,
              [&](ExprId part) { uses_definition |= std::holds_alternative<DefineRef>(model[part].node); });
  return uses_definition;
}

/// Whether asking all rules in one go can take no more work than asking one part and then the other, or what is decided
/// at the edge of a limit would hang on which is done. It asks no rule that these may not ask: whatever may keep it
/// from being asked by them always does here. And it reads no definition to select by it that these may not read.
bool is_no_more_work(const RuleGuards& guards, const Model& model, const RulePlan& all, const RulePlan& some,
                     const RulePlan& others) {
  PathsOfRules together, apart;
  std::map<PathId, std::size_t> may_read, always_read;
  add_ways(all.all, {}, Ways::all, together);
  count_reads(all.all, true, may_read);
  for (const RulePlan* part : {&some, &others}) {
    add_ways(part->all, {}, Ways::any, apart);
    count_reads(part->all, false, always_read);
  }
  return std::ranges::all_of(together,
                             [&](const auto& rule) {
                               const auto found = apart.find(rule.first);
                               return found != apart.end() && std::ranges::includes(rule.second, found->second);
                             }) &&
         std::ranges::all_of(may_read, [&](const auto& read) {
           return read.second <= always_read[read.first] || !takes_steps(model, guards.expression(read.first));
         });
}

}  // namespace

bool Compiler::moves(const Rule& rule) {
  return reach_.moves(rule.in_force) || reach_.moves(rule.unless) || reach_.moves(rule.when);
}

void Compiler::rules_of(const Decision& decision, DecisionCode& code) {
  std::vector<std::uint32_t> still, moving;
  for (std::uint32_t i = 0; i < decision.rules.size(); ++i) (moves(decision.rules[i]) ? moving : still).push_back(i);
  // The trace has the rules in their order, and asking one after another ends at the first that applies.
  if (tracing() || (asks_in_order(decision) && !moving.empty())) {
    moving.resize(decision.rules.size());
    std::iota(moving.begin(), moving.end(), 0U);
    still.clear();
  }
  RulesCompiler still_rules(*this, decision, guards_, still), moving_rules(*this, decision, guards_, moving);
  if (!still.empty() && !moving.empty() && decision.rules.size() <= verdicts_at_once) {
    std::vector<std::uint32_t> all(decision.rules.size());
    std::iota(all.begin(), all.end(), 0U);
    RulesCompiler all_rules(*this, decision, guards_, std::move(all));
    if (is_no_more_work(guards_, model(), all_rules.plan(), still_rules.plan(), moving_rules.plan()))
      code.all_rules = all_rules.compile();
  }
  if (!still.empty()) code.still_rules = still_rules.compile();
  if (!moving.empty()) code.moving_rules = moving_rules.compile();
}

}  // namespace writ
