#include <algorithm>
#include <limits>
#include <span>

#include "engine/program/emitter.hpp"
#include "engine/program/weights.hpp"
#include "engine/saved/call_order.hpp"
#include "engine/saved/operands.hpp"
#include "engine/saved/validate.hpp"
#include "engine/saved/validate_rule_index.hpp"
#include "engine/saved/verify_code.hpp"

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

class ProgramCheck {
 public:
  explicit ProgramCheck(const Program& program) : program_(program), model_(*program.model) {}

  /// What is wrong, or nothing: then `map` is filled.
  std::string problem() {
    if (!tables()) return "its tables do not fit together";
    if (!blocks()) return "its blocks do not fit together";
    if (!decisions()) return "its decisions are not as it declares them";
    if (!requirements() || !parameters()) return "its requirements and parameters are not as it declares them";
    if (!code()) return "its code leads to what is not there";
    if (!calls_end()) return "its code calls itself, or too deep";
    return {};
  }
  CodeMap map() { return std::move(map_); }

 private:
  template <typename Items, typename Holds>
  static bool all(const Items& items, Holds holds) {
    return std::ranges::all_of(items, holds);
  }
  bool block(BlockId id) const { return id < program_.blocks.size(); }
  /// One that gives these and takes nothing, and no verdicts of rules.
  bool gives(BlockId id, const std::vector<Type>& results) const {
    return block(id) && map_.rules[id] == model::none && signature(id).arguments.empty() &&
           signature(id).results == results;
  }
  bool gives(BlockId id, Type result) const { return gives(id, std::vector{result}); }
  bool is_condition(BlockId id) const { return gives(id, Type{Kind::boolean}); }
  bool is_condition_or_none(BlockId id) const { return id == no_block || is_condition(id); }
  const Signature& signature(BlockId id) const { return program_.signatures[program_.blocks[id].signature]; }
  bool type(Type type) const { return is_type(model_.schema, type); }

  bool tables() const {
    const auto types = [this](const std::vector<Type>& each) {
      return all(each, [this](Type one) { return type(one); });
    };
    const auto is_signature = [&](const Signature& each) {
      return types(each.arguments) && types(each.results) && each.arguments.size() <= most_values &&
             each.results.size() <= most_values;
    };
    return program_.origins.size() == program_.code.size() && types(program_.types) &&
           all(program_.signatures, is_signature) && program_.once_offsets.size() == program_.once_blocks &&
           program_.frames.size() > program_.fact_slots;
  }

  /// Each has a piece of the code and of the frames for itself, both in the same order: where one without registers
  /// ends others may begin, so that their places alone do not say whose the constants before them are.
  bool blocks() {
    std::vector<BlockId> by_code(program_.blocks.size());
    for (BlockId id = 0; id < by_code.size(); ++id) by_code[id] = id;
    std::ranges::sort(by_code, {}, [this](BlockId id) { return program_.blocks[id].begin; });
    map_.ends.resize(by_code.size());
    frames_.resize(by_code.size());
    for (std::size_t i = 0; i < by_code.size(); ++i) {
      const Block& each = program_.blocks[by_code[i]];
      const Block* next = i + 1 < by_code.size() ? &program_.blocks[by_code[i + 1]] : nullptr;
      if (each.first > each.begin || (next != nullptr && next->first > next->begin)) return false;
      const std::size_t end = next != nullptr ? next->begin - next->first : program_.code.size();
      if (each.begin >= end || end > program_.code.size()) return false;
      map_.ends[by_code[i]] = static_cast<std::uint32_t>(end);
    }
    const std::int64_t facts = std::int64_t{program_.fact_slots} + 1;
    std::int64_t before = facts;
    for (const BlockId id : by_code) {
      const Block& each = program_.blocks[id];
      const std::int64_t frame = each.frame;
      if (frame < before || frame + each.registers > static_cast<std::int64_t>(program_.frames.size())) return false;
      frames_[id] = {before - frame, each.registers, -frame, facts - frame};
      before = frame + each.registers;
      if (each.argument_registers + each.result_registers > each.registers) return false;
      if (each.signature >= program_.signatures.size()) return false;
      const Signature& signature = program_.signatures[each.signature];
      if (registers(signature.arguments) != each.argument_registers) return false;
      if (registers(signature.results) != each.result_registers) return false;
    }
    return once_blocks();
  }

  /// Each has room for its result alone, one after another.
  bool once_blocks() const {
    std::vector<BlockId> by_place(program_.once_blocks, no_block);
    for (BlockId id = 0; id < program_.blocks.size(); ++id) {
      const Block& each = program_.blocks[id];
      if (each.once == model::none) continue;
      if (each.once >= by_place.size() || by_place[each.once] != no_block || each.argument_registers != 0) return false;
      by_place[each.once] = id;
    }
    std::uint32_t before = 0;
    for (std::size_t place = 0; place < by_place.size(); ++place) {
      if (by_place[place] == no_block || program_.once_offsets[place] != before) return false;
      before += program_.blocks[by_place[place]].result_registers;
    }
    return before == program_.once_registers;
  }

  bool notice(const NoticeCode& code, const model::NoticeCall& call) const {
    if (code.notice != call.notice) return false;
    std::vector<Type> parameters;
    for (const auto& parameter : model_.notices[code.notice].parameters) parameters.push_back(parameter.type);
    return gives(code.arguments, parameters);
  }
  bool texts(const std::vector<TextCode>& codes, const std::vector<model::MessageText>& declared) const {
    return std::ranges::equal(codes, declared, [this](const TextCode& code, const model::MessageText& text) {
      return code.language == text.language && gives(code.text, Type{Kind::text});
    });
  }
  bool value(const RuleCode& code, const model::Decision& decision, bool is_otherwise) const {
    // Rules that are only counted have no value.
    if (decision.permission || (!is_otherwise && decision.combine == syntax::Combine::count)) {
      return code.value == no_block;
    }
    const bool is_element = !is_otherwise && decision.combine == syntax::Combine::every;
    const Type wanted = is_element ? decision.type.element() : decision.type;
    return (code.value_type == wanted || code.value_type == wanted.present()) && gives(code.value, code.value_type);
  }
  bool rule(const RuleCode& code, const model::Rule& rule, const model::Decision& decision, bool is_otherwise) const {
    static const model::Message no_message;
    const auto is_obligation = [this](const NoticeCode& each) {
      return model_.notices[each.notice].kind == syntax::NoticeKind::obligation;
    };
    const auto same = [this](const NoticeCode& each, const model::NoticeCall& call) { return notice(each, call); };
    return value(code, decision, is_otherwise) && texts(code.message, rule.because.value_or(no_message).texts) &&
           std::ranges::equal(code.then, rule.then, same) &&
           code.has_obligation == std::ranges::any_of(code.then, is_obligation);
  }
  bool rules(const DecisionCode& code, const model::Decision& decision) const {
    if (code.rules.size() != decision.rules.size() + (decision.otherwise ? 1 : 0)) return false;
    for (std::size_t i = 0; i < code.rules.size(); ++i) {
      const bool is_otherwise = i == decision.rules.size();
      if (!rule(code.rules[i], is_otherwise ? *decision.otherwise : decision.rules[i], decision, is_otherwise)) {
        return false;
      }
    }
    return true;
  }
  /// What is said of a permission's rules once more, so that deciding need not look for it.
  static bool is_summed_up(const DecisionCode& code, const model::Decision& decision) {
    const bool notices =
        !code.alsos.empty() || std::ranges::any_of(code.rules, [](const RuleCode& each) { return !each.then.empty(); });
    if (code.notices != notices) return false;
    if (code.rules_are_all != (decision.permission && !notices && code.in_force == no_block)) return false;
    if (code.effects.size() != (decision.permission ? decision.rules.size() : 0)) return false;
    for (std::size_t i = 0; i < code.effects.size(); ++i) {
      if (decision.rules[i].effect != code.effects[i]) return false;
    }
    std::vector<std::vector<std::uint32_t>> overridden_by;
    for (std::uint32_t i = 0; i < decision.rules.size(); ++i) {
      for (const std::uint32_t removed : decision.rules[i].overrides) {
        overridden_by.resize(decision.rules.size());
        overridden_by[removed].push_back(i);
      }
    }
    return code.overridden_by == overridden_by;
  }
  bool has_alsos(const DecisionCode& code, const model::Decision& decision) const {
    return std::ranges::equal(code.alsos, decision.alsos, [this](const AlsoCode& each, const model::Also& also) {
      return is_condition(each.applies) && notice(each.call, also.call);
    });
  }
  bool decision(const DecisionCode& code, const model::Decision& decision) const {
    return is_condition_or_none(code.in_force) && is_condition_or_none(code.otherwise_in_force) &&
           rules(code, decision) && has_alsos(code, decision) && is_summed_up(code, decision);
  }
  /// Blocks that give the verdicts of rules do nothing else.
  bool asking_blocks() {
    for (std::size_t i = 0; i < program_.decisions.size(); ++i) {
      const DecisionCode& code = program_.decisions[i];
      for (const BlockId asks : {code.still_rules, code.moving_rules, code.all_rules}) {
        if (asks == no_block) continue;
        if (!gives(asks, std::vector<Type>())) return false;
        map_.rules[asks] = static_cast<std::uint32_t>(model_.decisions[i].rules.size());
      }
    }
    return true;
  }
  bool decisions() {
    if (program_.decisions.size() != model_.decisions.size()) return false;
    map_.rules.assign(program_.blocks.size(), model::none);
    if (!asking_blocks()) return false;
    for (std::size_t i = 0; i < program_.decisions.size(); ++i) {
      if (!decision(program_.decisions[i], model_.decisions[i])) return false;
    }
    return true;
  }
  bool requirements() const {
    return std::ranges::all_of(program_.requirements, [this](BlockId each) { return is_condition(each); }) &&
           program_.requirements.size() == model_.requirements.size() &&
           std::ranges::equal(program_.because, model_.requirements,
                              [this](const std::vector<TextCode>& codes, const model::Requirement& requirement) {
                                return texts(codes, requirement.because.texts);
                              });
  }
  bool parameters() const {
    return std::ranges::equal(program_.parameters, model_.parameters,
                              [this](BlockId id, const model::Parameter& parameter) {
                                return gives(id, parameter.type) && program_.blocks[id].once != model::none;
                              });
  }

  // ---- code ---------------------------------------------------------------------------------------------------------

  bool code() {
    calls_.resize(program_.blocks.size());
    is_used_.resize(program_.rule_indexes.size());
    weights_.assign(1, 0);
    for (const Instruction& i : program_.code) weights_.push_back(weights_.back() + weight(i));
    for (BlockId id = 0; id < program_.blocks.size(); ++id) {
      const Block& each = program_.blocks[id];
      for (std::uint32_t at = each.begin - each.first; at < each.begin; ++at) {
        if (!first_instruction(program_.code[at], id)) return false;
      }
      if (!block_code(std::span(program_.code).subspan(each.begin, map_.ends[id] - each.begin), id)) return false;
    }
    return true;
  }
  bool block_code(std::span<const Instruction> code, BlockId id) {
    const auto size = static_cast<std::uint32_t>(code.size());
    const auto found = std::ranges::find(code, Opcode::end, &Instruction::op);
    if (found == code.end()) return false;
    const auto end = static_cast<std::uint32_t>(found - code.begin());
    for (std::uint32_t at = 0; at < size; ++at) {
      if (!instruction(code[at], id, at, end, size)) return false;
    }
    // Nothing runs over a block's end.
    const Opcode last = code.back().op;
    if (last != Opcode::end && last != Opcode::fail && last != Opcode::jump) return false;
    for (std::uint32_t at = 0; at < end; ++at) {
      const Instruction& i = code[at];
      if (can_fail(i.op) && !goes_on_after(code, at, i.fault, end)) return false;
      if (operands_of(i.op)->c == Number::target && !goes_on_after(code, at, i.c, end)) return false;
    }
    return true;
  }

  /// Behind its end a block does nothing but to deal with errors.
  static bool deals_with_errors(Opcode op) {
    return op == Opcode::caught || op == Opcode::jump || op == Opcode::fail || op == Opcode::end;
  }
  /// What an instruction leads to behind the end leaves the block, or leads back at once to what follows the
  /// instruction: so nobody goes round that way.
  static bool goes_on_after(std::span<const Instruction> code, std::uint32_t at, std::uint32_t to, std::uint32_t end) {
    if (to <= end) return true;
    if (code[to].op == Opcode::caught) ++to;
    const Instruction& then = code[to];
    if (then.op == Opcode::jump) return then.c > at && then.c <= end;
    return then.op == Opcode::end || then.op == Opcode::fail;
  }

  /// One that is run before the block begins: it loads what is kept, beside the constants.
  bool first_instruction(const Instruction& i, BlockId id) const {
    if (i.dst >= 0 || !frames_[id].owns(i.dst, 1)) return false;
    if (i.op == Opcode::now) return true;
    if (i.op == Opcode::fact_address && !record(static_cast<std::uint16_t>(i.b))) return false;
    return (i.op == Opcode::load_fact || i.op == Opcode::fact_address) && i.c < program_.fact_slots;
  }

  /// Only what spends a step may lead back, or code might never end.
  static bool may_lead_back(Opcode op) {
    return op == Opcode::next || op == Opcode::previous || op == Opcode::next_row;
  }

  /// Going round and calling take steps for what follows, or the limit of steps would come late. A step of what was
  /// compiled is eight expressions, of a few instructions each.
  bool takes_its_steps(const Instruction& i, std::uint32_t at, std::uint32_t begin) const {
    constexpr std::uint64_t most_for_a_step = 128;
    const auto are_enough = [this](Register steps, std::uint32_t from, std::uint32_t to) {
      const std::uint64_t least = (weights_[to] - weights_[from]) / most_for_a_step;
      return static_cast<std::uint16_t>(steps) >= std::min<std::uint64_t>(least, std::numeric_limits<Register>::max());
    };
    switch (i.op) {
      case Opcode::next:
      case Opcode::previous: return i.c > at || are_enough(i.b, begin + i.c, begin + at);
      case Opcode::next_row: return i.c > at || are_enough(i.a, begin + i.c, begin + at);
      case Opcode::call: {
        if (!block(i.c)) return true;
        const Block& callee = program_.blocks[i.c];
        return are_enough(i.b, callee.begin - callee.first, map_.ends[i.c]);
      }
      default: return true;
    }
  }

  /// Beside what it spends itself.
  std::uint64_t weight(const Instruction& i) const {
    constexpr std::uint64_t registers_at_once = 4;
    switch (i.op) {
      case Opcode::call_builtin: return i.c < builtins().size() ? weight_of(builtins()[i.c]) : 1;
      case Opcode::text_value: return weight_of_writing;
      case Opcode::call:
      case Opcode::call_once: {
        if (!block(i.c)) return 1;
        const Block& callee = program_.blocks[i.c];
        return 1 + (callee.argument_registers + std::uint64_t{callee.result_registers}) / registers_at_once;
      }
      default: return 1;
    }
  }

  /// One of a block of so many, of which the first `end` comes there.
  bool instruction(const Instruction& i, BlockId id, std::uint32_t at, std::uint32_t end, std::uint32_t size) {
    const auto operands = operands_of(i.op);
    if (!operands || i.fault >= size) return false;
    if (at > end && !deals_with_errors(i.op)) return false;
    if (can_fail(i.op) ? i.fault <= at : i.fault != 0) return false;
    if (operands->c == Number::target && i.c <= at && at < end && !may_lead_back(i.op)) return false;
    if (operands->c == Number::rule_index && i.c < program_.rule_indexes.size()) {
      // One instruction each: none is looked through more than once.
      if (is_used_[i.c] || !leads_forwards(program_.rule_indexes[i.c], at)) return false;
      is_used_[i.c] = true;
    }
    if (!takes_its_steps(i, at, program_.blocks[id].begin)) return false;
    const Frame& frame = frames_[id];
    const auto fits = [&](Operand operand, Register reg, std::int64_t count) {
      switch (operand) {
        case Operand::none:
        case Operand::count: return true;
        case Operand::weight: return reg != 0;
        case Operand::word:
        case Operand::boolean:
        case Operand::typed: return frame.holds(reg, count);
        case Operand::written_word:
        case Operand::written_boolean:
        case Operand::written: return frame.writable(reg, count);
        case Operand::type: return static_cast<std::uint16_t>(reg) < program_.types.size();
        case Operand::record: return record(static_cast<std::uint16_t>(reg));
        case Operand::site: return static_cast<std::uint16_t>(reg) < program_.sites.size();
        case Operand::outcome:
          return static_cast<std::uint16_t>(reg) <= static_cast<std::uint16_t>(model::Outcome::undetermined);
      }
      return false;
    };
    std::int64_t read = 1, written = 1;
    // An index leads nowhere behind the end.
    if (!number(i, id, operands->c == Number::rule_index ? end + 1 : size, operands->c, read, written)) return false;
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
      case Number::record: return record(i.c);
      case Number::target:
        if (i.op == Opcode::first_row || i.op == Opcode::next_row) written = 2;
        return i.c < size;
      case Number::rule: return map_.rules[id] != model::none && i.c < map_.rules[id];
      case Number::verdicts: return map_.rules[id] != model::none && i.c <= map_.rules[id] / verdicts_at_once;
      case Number::rules: return map_.rules[id] != model::none;
      case Number::rule_index:
        return map_.rules[id] != model::none && i.c < program_.rule_indexes.size() &&
               is_right(program_.rule_indexes[i.c], size);
      case Number::builtin:
        if (i.c >= builtins().size()) return false;
        if (i.op == Opcode::call_builtin) read = static_cast<std::int64_t>(builtins()[i.c].parameters.size());
        return true;
      case Number::block:
      case Number::once_block: {
        if (!block(i.c) || map_.rules[i.c] != model::none) return false;
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

  bool record(std::uint32_t id) const { return id < model_.schema.records.size(); }

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
    auto order = call_order(calls_);
    if (order) map_.order = std::move(*order);
    return order.has_value();
  }

  static constexpr std::uint32_t most_slots = 1 << 20;
  static constexpr std::size_t most_values = 0x3fff;  // That a block takes or gives: two registers each.

  const Program& program_;
  const model::Model& model_;
  CodeMap map_;
  std::vector<Frame> frames_;           // By block.
  std::vector<bool> is_used_;           // By rule index.
  std::vector<std::uint64_t> weights_;  // Of all code up to each instruction.
  std::vector<std::vector<BlockId>> calls_;
};

}  // namespace

std::string validate(const Program& program, const PointingTables& tables, std::uint64_t source_bytes) {
  ProgramCheck check(program);
  std::string problem = check.problem();
  if (!problem.empty()) return problem;
  CodeMap map = check.map();
  map.source_bytes = source_bytes;
  return verify_code(program, map, contents_of(tables.constants, program), contents_of(tables.frames, program));
}

}  // namespace writ::saved
