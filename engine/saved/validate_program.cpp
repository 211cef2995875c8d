#include <algorithm>
#include <bit>

#include "engine/saved/operands.hpp"
#include "engine/saved/validate.hpp"

namespace writ::saved {
namespace {

/// Where a block's registers lie among all frames: constants, then registers; and the facts, which are for all.
struct Frame {
  std::int64_t first = 0, end = 0;  ///< Counted as the block counts its registers.
  std::int64_t facts = 0, facts_end = 0;
  bool owns(std::int64_t from, std::int64_t count) const { return from >= first && count >= 0 && from + count <= end; }
  bool holds(std::int64_t from, std::int64_t count) const {
    return owns(from, count) || (from >= facts && count >= 0 && from + count <= facts_end);
  }
  bool writable(std::int64_t from, std::int64_t count) const { return from >= 0 && owns(from, count); }
};

/// A hashed table is a power of two long, and a search in it ends.
template <typename Entries>
bool is_table(const RuleIndex& index, const Entries& entries) {
  const std::size_t size = entries.size();
  return size >= 2 && std::has_single_bit(size) && index.mask == size - 1 &&
         index.shift == 64 - static_cast<std::uint32_t>(std::countr_zero(size)) &&
         std::ranges::any_of(entries, [](const auto& entry) { return entry.place == RuleIndex::empty; });
}

/// Does it lead to places in a block of this size? What is hashed must be found as well: the file does not say how.
bool is_right(const RuleIndex& index, std::uint32_t size) {
  const auto leads = [size](std::uint32_t place) { return place < size; };
  switch (index.kind) {
    case RuleIndex::Kind::members: return leads(index.otherwise) && std::ranges::all_of(index.places, leads);
    case RuleIndex::Kind::numbers:
      return leads(index.otherwise) && is_table(index, index.numbers) &&
             std::ranges::all_of(index.numbers, [&](const RuleIndex::NumberEntry& entry) {
               return entry.place == RuleIndex::empty ||
                      (leads(entry.place) && index.place(number(entry.key)) == entry.place);
             });
    case RuleIndex::Kind::texts: {
      const auto lies_in = [&](const RuleIndex::TextEntry& entry) {
        return entry.begin <= index.letters.size() && entry.size <= index.letters.size() - entry.begin;
      };
      const auto is_found = [&](const RuleIndex::TextEntry& entry) {
        const Text text{index.letters.data() + entry.begin, entry.size};
        return entry.place == RuleIndex::empty ||
               (leads(entry.place) && index.place(Slot{.text = &text}) == entry.place);
      };
      return leads(index.otherwise) && is_table(index, index.texts) && std::ranges::all_of(index.texts, lies_in) &&
             std::ranges::all_of(index.texts, is_found);
    }
    case RuleIndex::Kind::ranges:
      return index.places.size() == index.bounds.size() + 1 && std::ranges::all_of(index.places, leads);
  }
  return false;
}

bool leads_forwards(const RuleIndex& index, std::uint32_t at) {
  const auto after = [at](std::uint32_t place) { return place > at; };
  const auto entry_after = [&](const auto& entry) { return after(entry.place); };  // An empty one has the last number.
  return (index.kind == RuleIndex::Kind::ranges || after(index.otherwise)) &&
         std::ranges::all_of(index.places, after) && std::ranges::all_of(index.numbers, entry_after) &&
         std::ranges::all_of(index.texts, entry_after);
}

/// Follows who calls whom, not too deep either.
bool none_comes_to_itself(const std::vector<std::vector<BlockId>>& calls) {
  constexpr std::size_t deepest = 10'000;
  std::vector<bool> is_open(calls.size()), is_done(calls.size());
  std::vector<std::pair<std::size_t, std::size_t>> open;  // Who, and how many of its calls were followed.
  for (std::size_t start = 0; start < calls.size(); ++start) {
    if (is_done[start]) continue;
    is_open[start] = true;
    open.emplace_back(start, 0);
    while (!open.empty()) {
      auto& [who, followed] = open.back();
      if (followed == calls[who].size()) {
        is_done[who] = true;
        is_open[who] = false;
        open.pop_back();
        continue;
      }
      const std::size_t next = calls[who][followed++];
      if (is_open[next] || open.size() > deepest) return false;
      if (is_done[next]) continue;
      is_open[next] = true;
      open.emplace_back(next, 0);
    }
  }
  return true;
}

class ProgramCheck {
 public:
  explicit ProgramCheck(const Program& program) : program_(program), model_(*program.model) {}

  bool holds() {
    return tables() && blocks() && decisions() && requirements() && parameters() && code() && calls_end();
  }

 private:
  template <typename Items, typename Holds>
  static bool all(const Items& items, Holds holds) {
    return std::ranges::all_of(items, holds);
  }
  bool block(BlockId id) const { return id < program_.blocks.size(); }
  bool block(BlockId id, std::uint32_t results) const {
    return block(id) && program_.blocks[id].argument_registers == 0 && program_.blocks[id].result_registers == results;
  }
  bool type(Type type) const {
    if (type.lists > 64) return false;
    if (type.base == Kind::enumeration) return type.id < model_.schema.enums.size();
    if (type.base == Kind::record) return type.id < model_.schema.records.size();
    return true;
  }

  bool tables() const {
    return program_.origins.size() == program_.code.size() &&
           all(program_.types, [this](Type each) { return type(each); }) &&
           program_.once_offsets.size() == program_.once_blocks;
  }

  /// Each has a piece of the code and of the frames for itself.
  bool blocks() {
    std::vector<BlockId> by_code(program_.blocks.size()), by_frame;
    for (BlockId id = 0; id < by_code.size(); ++id) by_code[id] = id;
    by_frame = by_code;
    std::ranges::sort(by_code, {}, [this](BlockId id) { return program_.blocks[id].begin; });
    // One without registers lies where the next one begins.
    std::ranges::sort(by_frame, {}, [this](BlockId id) {
      return std::pair(program_.blocks[id].frame, program_.blocks[id].registers);
    });
    ends_.resize(by_code.size());
    frames_.resize(by_code.size());
    for (std::size_t i = 0; i < by_code.size(); ++i) {
      const Block& each = program_.blocks[by_code[i]];
      const Block* next = i + 1 < by_code.size() ? &program_.blocks[by_code[i + 1]] : nullptr;
      if (each.first > each.begin || (next != nullptr && next->first > next->begin)) return false;
      const std::size_t end = next != nullptr ? next->begin - next->first : program_.code.size();
      if (each.begin >= end || end > program_.code.size()) return false;
      ends_[by_code[i]] = static_cast<std::uint32_t>(end);
    }
    const std::int64_t facts = std::int64_t{program_.fact_slots} + 1;
    std::int64_t before = facts;
    for (const BlockId id : by_frame) {
      const Block& each = program_.blocks[id];
      const std::int64_t frame = each.frame;
      if (frame < before || frame + each.registers > static_cast<std::int64_t>(program_.frames.size())) return false;
      frames_[id] = {before - frame, each.registers, -frame, facts - frame};
      before = frame + each.registers;
      if (each.argument_registers + each.result_registers > each.registers) return false;
      if (each.once == model::none) continue;
      if (each.once >= program_.once_blocks || each.argument_registers != 0) return false;
      if (program_.once_offsets[each.once] > program_.once_registers ||
          program_.once_registers - program_.once_offsets[each.once] < each.result_registers) {
        return false;
      }
    }
    return true;
  }

  bool notice(const NoticeCode& code) const {
    if (code.notice >= model_.notices.size()) return false;
    std::uint32_t width = 0;
    for (const auto& parameter : model_.notices[code.notice].parameters) width += registers(parameter.type);
    return block(code.arguments, width);
  }
  bool texts(const std::vector<TextCode>& codes) const {
    return all(codes, [this](const TextCode& each) { return block(each.text, 1); });
  }
  bool rule(const RuleCode& rule, const model::Decision& decision, bool is_otherwise) const {
    // Rules that are only counted have no value.
    const bool valued = !decision.permission && (is_otherwise || decision.combine != syntax::Combine::count);
    if (!valued && rule.value != no_block) return false;
    if (valued && (!type(rule.value_type) || !block(rule.value, registers(rule.value_type)))) return false;
    return texts(rule.message) && all(rule.then, [this](const NoticeCode& each) { return notice(each); });
  }
  bool rules(const DecisionCode& code, const model::Decision& decision) const {
    if (code.rules.size() != decision.rules.size() + (decision.otherwise ? 1 : 0)) return false;
    for (std::size_t i = 0; i < code.rules.size(); ++i) {
      if (!rule(code.rules[i], decision, i == decision.rules.size())) return false;
    }
    return true;
  }
  bool decision(const DecisionCode& code, const model::Decision& decision) {
    const auto is_rule = [&](std::uint32_t rule) { return rule < decision.rules.size(); };
    for (const BlockId asks : {code.still_rules, code.moving_rules, code.all_rules}) {
      if (asks == no_block) continue;
      if (!block(asks, 0)) return false;
      verdicts_[asks] = static_cast<std::uint32_t>(decision.rules.size());
    }
    return (code.in_force == no_block || block(code.in_force, 1)) &&
           (code.otherwise_in_force == no_block || block(code.otherwise_in_force, 1)) && rules(code, decision) &&
           code.effects.size() == (decision.permission ? decision.rules.size() : 0) &&
           (code.overridden_by.empty() || code.overridden_by.size() == decision.rules.size()) &&
           all(code.overridden_by, [&](const auto& each) { return all(each, is_rule); }) &&
           code.alsos.size() == decision.alsos.size() &&
           all(code.alsos, [this](const AlsoCode& each) { return block(each.applies, 1) && notice(each.call); });
  }
  bool decisions() {
    if (program_.decisions.size() != model_.decisions.size()) return false;
    verdicts_.assign(program_.blocks.size(), model::none);
    for (std::size_t i = 0; i < program_.decisions.size(); ++i) {
      if (!decision(program_.decisions[i], model_.decisions[i])) return false;
    }
    return true;
  }
  bool requirements() const {
    return program_.requirements.size() == model_.requirements.size() &&
           program_.because.size() == model_.requirements.size() &&
           all(program_.requirements, [this](BlockId each) { return block(each, 1); }) &&
           all(program_.because, [this](const auto& each) { return texts(each); });
  }
  bool parameters() const {
    if (program_.parameters.size() != model_.parameters.size()) return false;
    for (std::size_t i = 0; i < program_.parameters.size(); ++i) {
      const BlockId id = program_.parameters[i];
      if (!block(id, registers(model_.parameters[i].type)) || program_.blocks[id].once == model::none) return false;
    }
    return true;
  }

  // ---- code ---------------------------------------------------------------------------------------------------------

  bool code() {
    calls_.resize(program_.blocks.size());
    for (BlockId id = 0; id < program_.blocks.size(); ++id) {
      const Block& each = program_.blocks[id];
      for (std::uint32_t at = each.begin - each.first; at < each.begin; ++at) {
        if (!first_instruction(program_.code[at], id)) return false;
      }
      for (std::uint32_t at = each.begin; at < ends_[id]; ++at) {
        if (!instruction(program_.code[at], id, at - each.begin, ends_[id] - each.begin)) return false;
      }
      // Nothing runs over a block's end.
      const Opcode last = program_.code[ends_[id] - 1].op;
      if (last != Opcode::end && last != Opcode::fail && last != Opcode::jump && last != Opcode::select_rules)
        return false;
    }
    return true;
  }

  /// One that is run before the block begins: it loads what is kept, beside the constants.
  bool first_instruction(const Instruction& i, BlockId id) const {
    if (!frames_[id].owns(i.dst, 1)) return false;
    return i.op == Opcode::now ||
           ((i.op == Opcode::load_fact || i.op == Opcode::fact_address) && i.c < program_.fact_slots);
  }

  /// Only what spends a step may lead back, or code might never end.
  static bool may_lead_back(Opcode op) {
    return op == Opcode::jump || op == Opcode::next || op == Opcode::previous || op == Opcode::next_row;
  }

  bool instruction(const Instruction& i, BlockId id, std::uint32_t at, std::uint32_t size) {
    const auto operands = operands_of(i.op);
    if (!operands || i.fault >= size || (i.fault != 0 && i.fault <= at)) return false;
    if (operands->c == Number::target && i.c <= at && !may_lead_back(i.op)) return false;
    if (operands->c == Number::rule_index && i.c < program_.rule_indexes.size() &&
        !leads_forwards(program_.rule_indexes[i.c], at)) {
      return false;
    }
    const Frame& frame = frames_[id];
    const auto fits = [&](Operand operand, Register reg, std::int64_t count) {
      switch (operand) {
        case Operand::none:
        case Operand::count: return true;
        case Operand::read: return frame.holds(reg, count);
        case Operand::written: return frame.writable(reg, count);
        case Operand::site: return static_cast<std::uint16_t>(reg) < program_.sites.size();
        case Operand::outcome:
          return static_cast<std::uint16_t>(reg) <= static_cast<std::uint16_t>(model::Outcome::undetermined);
      }
      return false;
    };
    std::int64_t read = 1, written = 1;
    if (!number(i, id, size, operands->c, read, written)) return false;
    return fits(operands->dst, i.dst, written) && fits(operands->a, i.a, read) && fits(operands->b, i.b, 1);
  }

  /// The number `c`, and how many registers follow from it.
  bool number(const Instruction& i, BlockId id, std::uint32_t size, Number meaning, std::int64_t& read,
              std::int64_t& written) {
    switch (meaning) {
      case Number::none: return true;
      case Number::constant: return i.c < program_.constants.size();
      case Number::fact: return i.c < program_.fact_slots;
      case Number::slots: return i.c < most_slots;
      case Number::type: return i.c < program_.types.size();
      case Number::target:
        if (i.op == Opcode::first_row || i.op == Opcode::next_row) written = 2;
        return i.c < size;
      case Number::rule: return verdicts_[id] != model::none && i.c < verdicts_[id];
      case Number::verdicts: return verdicts_[id] != model::none && i.c <= verdicts_[id] / verdicts_at_once;
      case Number::rules: return verdicts_[id] != model::none;
      case Number::rule_index:
        return verdicts_[id] != model::none && i.c < program_.rule_indexes.size() &&
               is_right(program_.rule_indexes[i.c], size);
      case Number::builtin:
        if (i.c >= builtins().size()) return false;
        if (i.op == Opcode::call_builtin) read = static_cast<std::int64_t>(builtins()[i.c].parameters.size());
        return true;
      case Number::block:
      case Number::once_block: {
        if (!block(i.c) || verdicts_[i.c] != model::none) return false;
        const Block& callee = program_.blocks[i.c];
        if (meaning == Number::once_block && callee.once == model::none) return false;
        read = callee.argument_registers;
        written = callee.result_registers;
        calls_[id].push_back(i.c);
        return true;
      }
      case Number::decision:
        if (i.c >= model_.decisions.size()) return false;
        if (i.op == Opcode::decision_value) {
          if (model_.decisions[i.c].permission) return false;
          written = registers(model_.decisions[i.c].type);
        }
        calls_[id].push_back(static_cast<BlockId>(program_.blocks.size()) + i.c);
        return true;
    }
    return false;
  }

  /// No block and no decision comes to itself again. Those after all blocks in the numbers stand for decisions.
  bool calls_end() {
    for (const DecisionCode& code : program_.decisions) {
      auto& used = calls_.emplace_back();
      const auto add = [&](BlockId id) {
        if (id != no_block) used.push_back(id);
      };
      add(code.in_force);
      add(code.still_rules);
      add(code.moving_rules);
      add(code.all_rules);
      add(code.otherwise_in_force);
      for (const RuleCode& rule : code.rules) {
        add(rule.value);
        for (const NoticeCode& notice : rule.then) add(notice.arguments);
      }
      for (const AlsoCode& also : code.alsos) {
        add(also.applies);
        add(also.call.arguments);
      }
    }
    return none_comes_to_itself(calls_);
  }

  static constexpr std::uint32_t most_slots = 1 << 20;

  const Program& program_;
  const model::Model& model_;
  std::vector<std::uint32_t> ends_;      // Of each block's code.
  std::vector<Frame> frames_;            // By block.
  std::vector<std::uint32_t> verdicts_;  // By block: rules of the decision whose verdicts it gives, or none.
  std::vector<std::vector<BlockId>> calls_;
};

}  // namespace

std::string validate(const Program& program) {
  return ProgramCheck(program).holds() ? "" : "its code does not fit together";
}

}  // namespace writ::saved
