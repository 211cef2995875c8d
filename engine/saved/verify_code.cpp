#include "engine/saved/verify_code.hpp"

#include <algorithm>
#include <array>
#include <optional>
#include <string_view>

#include <fmt/format.h>

#include "engine/program/emitter.hpp"
#include "engine/saved/operands.hpp"
#include "engine/saved/ways.hpp"

namespace writ::saved {
namespace {

using Is = Content::Is;

bool is_in_text(Opcode op) { return op == Opcode::text_constant || op == Opcode::text_value || op == Opcode::text_end; }

class CodeCheck {
 public:
  CodeCheck(const Program& program, const CodeMap& map, std::span<const Content> constants, std::vector<Content> frames)
      : program_(program),
        schema_(program.model->schema),
        map_(map),
        constants_(constants),
        frames_(std::move(frames)),
        layouts_(schema_),
        depths_(program.blocks.size() + program.decisions.size()),
        ways_(most_work * program.code.size() + 1'000'000) {
    for (std::size_t op = 0; op < operands_.size(); ++op) {
      operands_[op] = operands_of(static_cast<Opcode>(op)).value_or(Operands{});
    }
    for (const model::Fact& fact : program.model->facts) layouts_.append(fact.type, facts_);
    for (std::size_t i = 0; i < facts_.size(); ++i) frames_[i] = content_of(schema_, facts_[i]);
    frames_[facts_.size()] = content_of(schema_, Type{Kind::instant});
  }

  std::string problem() {
    for (const std::uint32_t each : map_.order) {
      if (each < program_.blocks.size()) {
        if (!block(each)) return fmt::format("block {}, instruction {} ({}): {}", id_, at_, name(code_[at_].op), why_);
      } else {
        const std::uint32_t id = each - static_cast<std::uint32_t>(program_.blocks.size());
        if (!decision(id)) return fmt::format("decision {}: {}", program_.model->decisions[id].name, why_);
      }
    }
    return {};
  }

 private:
  /// Times that an instruction is looked at, on average, and registers that are compared for it: code that was compiled
  /// takes a few. What takes more was made to take long.
  static constexpr std::uint64_t most_work = 500;

  bool wrong(std::string_view why) {
    why_ = why;
    return false;
  }

  // ---- blocks and ways through them ---------------------------------------------------------------------------------

  bool block(BlockId id) {
    id_ = id;
    block_ = &program_.blocks[id];
    code_ = program_.code.data() + block_->begin;
    size_ = map_.ends[id] - block_->begin;
    signature_ = &program_.signatures[block_->signature];
    if (!first_instructions()) return false;
    ways_.begin(block_->registers, size_);
    Register to = 0;
    for (const Type type : signature_->arguments) to = give(to, type, 0);
    for (std::optional<std::uint32_t> from = 0; from; from = ways_.next()) {
      if (!follow(*from)) return false;
    }
    return true;
  }

  /// What is kept from the block's beginning on lies among its constants.
  bool first_instructions() {
    for (const Instruction* i = code_ - block_->first; i != code_; ++i) {
      at_ = 0;
      Content& kept = frames_[static_cast<std::size_t>(std::int64_t{block_->frame} + i->dst)];
      if (i->op == Opcode::now) {
        kept = content_of(schema_, Type{Kind::instant});
      } else if (i->op == Opcode::load_fact) {
        kept = content_of(schema_, facts_[i->c]);
      } else {
        if (!record_at(facts_, i->c, *i)) return false;
        kept = content_of(schema_, record_type(*i));
      }
    }
    return true;
  }

  /// Goes on until the way ends or meets one that is known to hold no less.
  bool follow(std::uint32_t from) {
    for (at_ = from;; ++at_) {
      if (at_ != from && !ways_.come_to(at_)) return true;
      if (ways_.is_too_much()) return wrong("it takes too long to verify");
      const Instruction& i = code_[at_];
      const Opcode before = at_ == 0 ? Opcode::end : code_[at_ - 1].op;
      const bool in_text =
          before == Opcode::text_begin || before == Opcode::text_constant || before == Opcode::text_value;
      if (is_in_text(i.op) && !in_text) return wrong("no text was begun");
      if (can_fail(i.op) && !leads_to(i.fault, true)) return false;
      if (!reads(i) || !does(i)) return false;
      switch (i.op) {
        case Opcode::jump: return leads_to(i.c);
        case Opcode::select_rules: return selects(program_.rule_indexes[i.c]);
        case Opcode::end:
        case Opcode::fail: return true;
        default:
          if (operands_[static_cast<std::size_t>(i.op)].c == Number::target && !leads_to(i.c)) return false;
      }
      if (i.op == Opcode::first_row) begin_rows(i);
      if (i.op == Opcode::next_row) forget_rows(i);
    }
  }

  bool leads_to(std::uint32_t to, bool with_error = false) {
    if (is_in_text(code_[to].op)) return wrong("it leads into the middle of a text");
    return ways_.lead_to(to, with_error) || wrong("it takes too much memory to verify");
  }

  bool selects(const RuleIndex& index) {
    const auto leads = [this](std::uint32_t place) { return place == RuleIndex::empty || leads_to(place); };
    const auto entry_leads = [&](const auto& entry) { return leads(entry.place); };
    return (index.kind == RuleIndex::Kind::ranges || leads(index.otherwise)) &&
           std::ranges::all_of(index.places, leads) && std::ranges::all_of(index.numbers, entry_leads) &&
           std::ranges::all_of(index.texts, entry_leads);
  }

  // ---- registers ----------------------------------------------------------------------------------------------------

  Content held(std::int64_t reg) const {
    if (reg < 0) return frames_[static_cast<std::size_t>(std::int64_t{block_->frame} + reg)];
    return ways_.held(reg);
  }
  void hold(std::int64_t reg, const Content& content) { ways_.hold(reg, content); }
  /// Values of a type, from a register on; returns the one after them.
  Register give(Register to, Type type, std::uint8_t depth) {
    if (type.optional) hold(to++, content_of(schema_, Type{Kind::boolean}));
    Content content = content_of(schema_, type.present());
    if (content.is == Is::list || content.is == Is::row) content.depth = depth;
    hold(to++, content);
    return to;
  }
  bool holds(std::int64_t reg, Type type) { return fits(schema_, held(reg), type); }
  bool holds_all(std::int64_t reg, const std::vector<Type>& types, std::uint8_t& depth) {
    for (const Type type : types) {
      if (type.optional && !holds(reg++, Type{Kind::boolean})) return false;
      if (!holds(reg, type.present())) return false;
      depth = std::max(depth, held(reg++).depth);
    }
    return true;
  }

  // ---- instructions -------------------------------------------------------------------------------------------------

  /// What is read as its operand alone says.
  bool reads(const Instruction& i) {
    const Operands& operands = operands_[static_cast<std::size_t>(i.op)];
    return reads(operands.a, i.a) && reads(operands.b, i.b);
  }
  bool reads(Operand operand, Register reg) {
    if (operand == Operand::word) return held(reg).is == Is::word || wrong("it takes for a number what is none");
    if (operand != Operand::boolean) return true;
    return holds(reg, Type{Kind::boolean}) || wrong("it takes for true or false what is neither");
  }

  bool lie_at(const std::vector<Type>& outer, std::uint64_t offset, const std::vector<Type>& inner) {
    ways_.spend(inner.size() / 8);
    return Layouts::lie_at(outer, offset, inner);
  }
  static Type record_type(const Instruction& i) {
    return Type{Kind::record, 0, false, static_cast<std::uint16_t>(i.b)};
  }
  bool record_at(const std::vector<Type>& outer, std::uint32_t offset, const Instruction& i) {
    return lie_at(outer, offset, layouts_.of(record_type(i))) || wrong("it takes for a record what is none");
  }

  bool does(const Instruction& i) {
    switch (i.op) {
      case Opcode::constant: hold(i.dst, constants_[i.c]); return true;
      case Opcode::move: return moves(i);
      case Opcode::now: give(i.dst, Type{Kind::instant}, 0); return true;
      case Opcode::load_fact: give(i.dst, facts_[i.c], 0); return true;
      case Opcode::fact_address:
        if (!record_at(facts_, i.c, i)) return false;
        give(i.dst, record_type(i), 0);
        return true;
      case Opcode::load:
      case Opcode::address:
      case Opcode::jump_if_field_equal:
      case Opcode::jump_if_field_not_equal: return looks_into_row(i);
      case Opcode::absent_record: give(i.dst, Type{Kind::record, 0, false, i.c}, 0); return true;
      case Opcode::allocate: return allocates(i);
      case Opcode::store:
      case Opcode::store_row: return stores(i);
      case Opcode::make_list: return makes_list(i);

      case Opcode::equal_value: {
        const Type type = program_.types[i.c];
        if (type.optional || !holds(i.a, type) || !holds(i.b, type))
          return wrong("it compares what is not of one type");
        return gives_boolean(i);
      }
      case Opcode::in_list: {
        const Type type = program_.types[i.c];
        if (type.optional || !holds(i.a, type) || !holds(i.b, type.list_of()))
          return wrong("it looks in a list of another type");
        return gives_boolean(i);
      }
      case Opcode::in_mask:
        if (constants_[i.c].is != Is::word) return wrong("it takes for a number what is none");
        return gives_boolean(i);
      case Opcode::less:
      case Opcode::less_equal:
      case Opcode::equal:
      case Opcode::not_equal:
      case Opcode::logical_not:
      case Opcode::logical_and:
      case Opcode::logical_or:
      case Opcode::decision_outcome: return gives_boolean(i);

      case Opcode::add:
      case Opcode::subtract:
      case Opcode::widen: give(i.dst, Type{Kind::integer}, 0); return true;
      case Opcode::add_instant:
      case Opcode::subtract_instant: return moves_instant(i);
      case Opcode::call_builtin: return calls_builtin(i);
      case Opcode::call:
      case Opcode::call_once: return calls(i);
      case Opcode::decision_value:
        give(i.dst, program_.model->decisions[i.c].type, depths_[program_.blocks.size() + i.c]);
        return true;

      case Opcode::list_size:
      case Opcode::element:
      case Opcode::element_address:
      case Opcode::first_row: return looks_into_list(i);
      case Opcode::some_field_equal: {
        const Content list = held(i.a);
        if (list.is != Is::list) return wrong("it takes for a list what is none");
        const std::vector<Type>& layout = layouts_.of(list.type.element());
        const std::uint32_t stride = i.c >> 16, slot = i.c & 0xffff;
        if (layout.size() != stride || slot >= stride) return wrong("it takes elements for what they are not");
        if (content_of(schema_, layout[slot]).is != Is::word) return wrong("it takes for a number what is none");
        return gives_boolean(i);
      }
      case Opcode::next:
      case Opcode::previous:
        if (held(i.dst).is != Is::word) return wrong("it counts with what is no number");
        give(i.dst, Type{Kind::integer}, 0);
        return true;
      case Opcode::next_row: {
        const Content row = held(i.dst), past = held(i.dst + 1);
        const bool goes_on = row.is == Is::cursor && past.is == Is::past && row.type == past.type;
        if (!goes_on || schema_.slots(row.type) != static_cast<std::uint16_t>(i.b)) {
          return wrong("it goes on in no list");
        }
        return true;
      }

      case Opcode::spend: return true;
      case Opcode::text_begin: text_bytes_ = 0; return true;
      case Opcode::text_constant: return adds_constant(i);
      case Opcode::text_value: {
        const Type type = program_.types[i.c];
        const bool is_single = !type.is_list() && type.base != Kind::record && !type.optional;
        return (is_single && holds(i.a, type)) || wrong("it writes what is not of that type");
      }
      case Opcode::text_end: give(i.dst, Type{Kind::text}, 0); return true;

      case Opcode::bound:
        if (held(i.dst).is == Is::unknown || held(i.a).is == Is::unknown) return wrong("it reads what nobody wrote");
        return true;
      case Opcode::way_bound: return held(i.a).is != Is::unknown || wrong("it reads what nobody wrote");
      case Opcode::caught: return ways_.has_error() ? gives_boolean(i) : wrong("there is no error to catch");
      case Opcode::fail: return ways_.has_error() || wrong("there is no error to fail with");
      case Opcode::verdict:
      case Opcode::verdict_if:
      case Opcode::verdict_less:
      case Opcode::verdict_less_equal:
      case Opcode::verdict_equal:
      case Opcode::verdict_not_equal:
      case Opcode::verdict_in_mask: return judges(i.c / verdicts_at_once);
      case Opcode::put_verdicts: {
        const bool fits_word = ways_.word() == no_word || ways_.word() == i.c;
        ways_.set_word(no_word);
        return fits_word || wrong("it puts down verdicts of other rules");
      }
      case Opcode::select_rules: {
        const bool by_text = program_.rule_indexes[i.c].kind == RuleIndex::Kind::texts;
        return (by_text ? holds(i.a, Type{Kind::text}) : held(i.a).is == Is::word) ||
               wrong("it selects rules by what is of another type");
      }
      case Opcode::end: return ends();

      case Opcode::jump:
      case Opcode::jump_if_false:
      case Opcode::jump_if_true:
      case Opcode::jump_unless_false:
      case Opcode::jump_if_less:
      case Opcode::jump_if_less_equal:
      case Opcode::jump_if_equal:
      case Opcode::jump_if_not_equal:
      case Opcode::jump_if_in_mask:
      case Opcode::need_bool: return true;
      case Opcode::order_verdicts: return i.c != 1 || keeps_first();

      case Opcode::trace_enter:
      case Opcode::trace_leave:
      case Opcode::trace_element:
      case Opcode::trace_rule: break;
    }
    return wrong("nothing is known of it");
  }

  bool gives_boolean(const Instruction& i) {
    give(i.dst, Type{Kind::boolean}, 0);
    return true;
  }

  bool moves(const Instruction& i) {
    Content content = held(i.a);
    if (content.is == Is::cursor && content.type.is(Kind::record)) content.is = Is::row;
    const bool can_be_two =
        content.is != Is::unknown && content.is != Is::cursor && content.is != Is::past && content.is != Is::elements;
    if (!can_be_two) return wrong("it moves what nobody wrote");
    // From now on there are two that know it: nothing is stored to it any more.
    if (content.own) {
      content.own = false;
      hold(i.a, content);
    }
    hold(i.dst, content);
    return true;
  }

  bool looks_into_row(const Instruction& i) {
    const Content row = held(i.a);
    if (!is_row(row)) return wrong("it takes for a record what is none");
    const std::vector<Type>& layout = layouts_.of(row.type);
    if (i.op == Opcode::address) {
      if (!record_at(layout, i.c, i)) return false;
      give(i.dst, record_type(i), row.depth);
      return true;
    }
    const std::uint32_t slot = i.op == Opcode::load ? i.c : static_cast<std::uint16_t>(i.dst);
    if (slot >= layout.size()) return wrong("it looks behind the end of a record");
    if (i.op == Opcode::load) {
      give(i.dst, layout[slot], row.depth);
      return true;
    }
    return content_of(schema_, layout[slot]).is == Is::word || wrong("it takes for a number what is none");
  }

  bool allocates(const Instruction& i) {
    const Type type = program_.types[static_cast<std::uint16_t>(i.b)];
    if (type.optional) return wrong("it makes room for nothing that there is");
    if (type.is_list()) {
      const std::uint32_t stride = schema_.slots(type.element());
      if (i.c % stride != 0) return wrong("it makes room for a part of an element");
      hold(i.dst, {.is = Is::elements, .own = true, .below = i.c, .type = type.element()});
      return true;
    }
    if (!type.is(Kind::record) || i.c != schema_.slots(type)) return wrong("it makes a record of another size");
    hold(i.dst, {.is = Is::row, .own = true, .type = type});
    return true;
  }

  bool stores(const Instruction& i) {
    Content row = held(i.dst);
    if (i.dst < 0 || !row.own) return wrong("it stores in what it has not made");
    const Content value = held(i.a);
    const std::vector<Type>& layout = layouts_.of(row.type);
    const std::uint64_t size = row.is == Is::elements ? row.below : layout.size();
    if (i.c >= size) return wrong("it stores behind the end");
    const std::size_t slot = i.c % layout.size();
    if (i.op == Opcode::store) {
      if (!fits(schema_, value, layout[slot])) return wrong("it stores what is of another type");
    } else if (!is_row(value) || layouts_.of(value.type).size() != static_cast<std::uint16_t>(i.b) ||
               !lie_at(layout, slot, layouts_.of(value.type))) {
      return wrong("it stores what is of another type");
    }
    row.depth = std::max(row.depth, value.depth);
    hold(i.dst, row);
    return true;
  }

  bool makes_list(const Instruction& i) {
    const Content made = held(i.a);
    if (made.is != Is::elements || std::uint64_t{i.c} * schema_.slots(made.type) != made.below) {
      return wrong("it makes a list of what was not made for it");
    }
    if (made.depth >= deepest_made) return wrong("it makes lists in lists without end");
    hold(i.a, Content{});
    hold(i.dst, {.is = Is::list, .depth = static_cast<std::uint8_t>(made.depth + 1), .type = made.type.list_of()});
    return true;
  }

  bool looks_into_list(const Instruction& i) {
    const Content list = held(i.a);
    if (list.is != Is::list) return wrong("it takes for a list what is none");
    const Type element = list.type.element();
    if (i.op == Opcode::list_size) {
      give(i.dst, Type{Kind::integer}, 0);
      return true;
    }
    const std::uint32_t stride = i.op == Opcode::first_row ? static_cast<std::uint16_t>(i.b) : i.c;
    const bool whole = i.op != Opcode::element || !element.is(Kind::record);
    const bool by_row = i.op != Opcode::element_address || element.is(Kind::record);
    if (stride != schema_.slots(element) || !whole || !by_row) return wrong("it takes elements for what they are not");
    if (i.op == Opcode::first_row) {
      rows_ = {.is = Is::cursor, .depth = list.depth, .type = element};
      forget_rows(i);
    } else {
      give(i.dst, element, list.depth);
    }
    return true;
  }
  /// Where there is an element.
  void begin_rows(const Instruction& i) {
    hold(i.dst, rows_);
    hold(i.dst + 1, {.is = Is::past, .type = rows_.type});
  }
  void forget_rows(const Instruction& i) {
    hold(i.dst, Content{});
    hold(i.dst + 1, Content{});
  }

  bool moves_instant(const Instruction& i) {
    const Builtin& builtin = builtins()[i.c];
    const bool is_sum = builtin.parameters.size() == 2 && builtin.parameters[0].kind == Kind::instant &&
                        builtin.parameters[1].kind == Kind::duration && builtin.result.kind == Kind::instant;
    if (!is_sum) return wrong("it is no sum of times");
    if (!holds(i.a, Type{Kind::instant}) || held(i.b).is != Is::word) return wrong("it takes for a time what is none");
    give(i.dst, Type{Kind::instant}, 0);
    return true;
  }

  bool calls_builtin(const Instruction& i) {
    const Builtin& builtin = builtins()[i.c];
    const CallSite& site = program_.sites[static_cast<std::uint16_t>(i.b)];
    if ((builtin.needs_zone && site.environment.zone == nullptr) ||
        (builtin.needs_calendar && site.environment.calendar == nullptr)) {
      return wrong("it has no time zone or calendar");
    }
    std::int64_t reg = i.a;
    for (const Shape& parameter : builtin.parameters) {
      const Content argument = held(reg);
      const bool is_right =
          parameter.rule == Shape::Rule::any_list ? argument.is == Is::list : holds(reg, Type{parameter.kind});
      if (!is_right) return wrong("an argument is of another type");
      if (parameter.rule == Shape::Rule::literal_text && site.pattern == nullptr) return wrong("it has no pattern");
      ++reg;
    }
    give(i.dst, Type{builtin.result.kind}, 0);
    return true;
  }

  bool calls(const Instruction& i) {
    const Signature& callee = program_.signatures[program_.blocks[i.c].signature];
    std::uint8_t depth = 0;
    ways_.spend(callee.arguments.size() + callee.results.size());
    if (i.op == Opcode::call && !holds_all(i.a, callee.arguments, depth))
      return wrong("an argument is of another type");
    if (depth + depths_[i.c] > deepest_made) return wrong("it makes lists in lists without end");
    Register to = i.dst;
    for (const Type type : callee.results) to = give(to, type, static_cast<std::uint8_t>(depth + depths_[i.c]));
    return true;
  }

  bool adds_constant(const Instruction& i) {
    if (constants_[i.c].is != Is::text) return wrong("it takes for a text what is none");
    text_bytes_ += program_.constants[i.c].text->size;
    return text_bytes_ <= map_.source_bytes || wrong("it makes a text longer than any that was written");
  }

  bool judges(std::uint32_t word) {
    if (ways_.word() != no_word && ways_.word() != word)
      return wrong("it gives verdicts that are not put down together");
    ways_.set_word(word);
    return true;
  }

  /// The verdicts at hand are put down as those of the first rules.
  bool keeps_first() {
    if (ways_.word() != no_word && ways_.word() != 0) return wrong("it puts down verdicts of other rules");
    ways_.set_word(no_word);
    return true;
  }

  bool ends() {
    // What was not put down at the end is of the first rules.
    if (ways_.word() != no_word && ways_.word() != 0) return wrong("it leaves verdicts that were not put down");
    std::uint8_t depth = 0;
    if (!holds_all(block_->argument_registers, signature_->results, depth)) {
      return wrong("what it leaves is of another type");
    }
    depths_[id_] = std::max(depths_[id_], depth);
    return true;
  }

  bool decision(std::uint32_t id) {
    std::uint8_t& depth = depths_[program_.blocks.size() + id];
    for (const RuleCode& rule : program_.decisions[id].rules) {
      if (rule.value != no_block) depth = std::max(depth, depths_[rule.value]);
    }
    // `every` puts them into one more.
    const bool makes_list = program_.model->decisions[id].combine == syntax::Combine::every;
    if (makes_list && depth++ == deepest_made) return wrong("it makes lists in lists without end");
    return true;
  }

  const Program& program_;
  const Schema& schema_;
  const CodeMap& map_;
  std::span<const Content> constants_;
  std::vector<Content> frames_;
  Layouts layouts_;
  std::array<Operands, opcodes> operands_{};
  std::vector<Type> facts_;           // By slot.
  std::vector<std::uint8_t> depths_;  // Of what blocks give, and after them decisions, for arguments without depth.
  Ways ways_;
  std::string_view why_;

  // Of the block that is followed:
  BlockId id_ = 0;
  const Block* block_ = nullptr;
  const Instruction* code_ = nullptr;
  std::uint32_t size_ = 0, at_ = 0;
  const Signature* signature_ = nullptr;
  Content rows_;                  // Those that `first_row` begins.
  std::uint64_t text_bytes_ = 0;  // Of constants in the text that was begun.
};

}  // namespace

std::string verify_code(const Program& program, const CodeMap& map, std::span<const Content> constants,
                        std::vector<Content> frames) {
  return CodeCheck(program, map, constants, std::move(frames)).problem();
}

}  // namespace writ::saved
