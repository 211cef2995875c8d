#include "engine/saved/operands.hpp"

namespace writ::saved {

std::optional<Operands> operands_of(Opcode opcode) {
  using enum Operand;
  switch (opcode) {
    case Opcode::constant: return Operands{written, none, none, Number::constant};
    case Opcode::move: return Operands{written, typed};
    case Opcode::now: return Operands{written};
    case Opcode::load_fact: return Operands{written, none, none, Number::fact};
    case Opcode::fact_address: return Operands{written, none, record, Number::fact};
    case Opcode::load: return Operands{written, typed, none, Number::slots};
    case Opcode::address: return Operands{written, typed, record, Number::slots};
    case Opcode::absent_record: return Operands{written, none, none, Number::record};
    case Opcode::allocate: return Operands{written, none, type, Number::slots};
    case Opcode::store: return Operands{typed, typed, none, Number::slots};
    case Opcode::store_row: return Operands{typed, typed, count, Number::slots};
    case Opcode::make_list: return Operands{written, typed, none, Number::slots};

    case Opcode::less:
    case Opcode::less_equal:
    case Opcode::equal:
    case Opcode::not_equal: return Operands{written_boolean, word, word};
    case Opcode::equal_value:
    case Opcode::in_list: return Operands{written_boolean, typed, typed, Number::type};
    case Opcode::in_mask: return Operands{written_boolean, word, none, Number::constant};

    case Opcode::logical_not: return Operands{written_boolean, boolean};
    case Opcode::logical_and:
    case Opcode::logical_or: return Operands{written_boolean, boolean, boolean};

    case Opcode::add:
    case Opcode::subtract: return Operands{written_word, word, word};
    case Opcode::widen: return Operands{written_word, word};
    case Opcode::add_instant:
    case Opcode::subtract_instant: return Operands{written, typed, typed, Number::builtin};
    case Opcode::call_builtin: return Operands{written, typed, site, Number::builtin};
    case Opcode::spend: return Operands{};
    case Opcode::call: return Operands{written, typed, weight, Number::block};
    case Opcode::call_once: return Operands{written, none, weight, Number::once_block};
    case Opcode::decision_value: return Operands{written, none, none, Number::decision};
    case Opcode::decision_outcome: return Operands{written_boolean, none, outcome, Number::decision};

    case Opcode::list_size: return Operands{written_word, typed};
    case Opcode::element:
    case Opcode::element_address: return Operands{written, typed, word, Number::slots};
    case Opcode::next: return Operands{written, word, weight, Number::target};
    case Opcode::previous: return Operands{written, none, weight, Number::target};
    case Opcode::first_row: return Operands{written, typed, count, Number::target};
    case Opcode::next_row: return Operands{written, weight, count, Number::target};
    case Opcode::some_field_equal: return Operands{written_boolean, typed, word};

    case Opcode::text_begin: return Operands{};
    case Opcode::text_constant: return Operands{none, none, none, Number::constant};
    case Opcode::text_value: return Operands{none, typed, site, Number::type};
    case Opcode::text_end: return Operands{written};

    case Opcode::trace_enter:
    case Opcode::trace_leave:
    case Opcode::trace_element:
    case Opcode::trace_rule: return std::nullopt;

    case Opcode::jump: return Operands{none, none, none, Number::target};
    case Opcode::jump_if_false:
    case Opcode::jump_if_true:
    case Opcode::jump_unless_false: return Operands{none, word, none, Number::target};
    case Opcode::jump_if_less:
    case Opcode::jump_if_less_equal:
    case Opcode::jump_if_equal:
    case Opcode::jump_if_not_equal:
    case Opcode::jump_if_in_mask: return Operands{none, word, word, Number::target};
    case Opcode::jump_if_field_equal:
    case Opcode::jump_if_field_not_equal: return Operands{count, typed, word, Number::target};

    case Opcode::need_bool: return Operands{none, boolean};
    case Opcode::bound: return Operands{typed, typed};
    case Opcode::way_bound: return Operands{none, typed};
    case Opcode::caught: return Operands{written_boolean};
    case Opcode::verdict: return Operands{none, boolean, none, Number::rule};
    case Opcode::verdict_if: return Operands{none, word, none, Number::rule};
    case Opcode::verdict_less:
    case Opcode::verdict_less_equal:
    case Opcode::verdict_equal:
    case Opcode::verdict_not_equal:
    case Opcode::verdict_in_mask: return Operands{none, word, word, Number::rule};
    case Opcode::put_verdicts: return Operands{none, none, none, Number::verdicts};
    case Opcode::select_rules: return Operands{none, typed, none, Number::rule_index};
    case Opcode::order_verdicts: return Operands{none, none, none, Number::rules};
    case Opcode::end:
    case Opcode::fail: return Operands{};
  }
  return std::nullopt;
}

}  // namespace writ::saved
