#include "engine/saved/operands.hpp"

namespace writ::saved {

std::optional<Operands> operands_of(Opcode opcode) {
  constexpr Operand none = Operand::none, read = Operand::read, written = Operand::written;
  switch (opcode) {
    case Opcode::constant: return Operands{written, none, none, Number::constant};
    case Opcode::move: return Operands{written, read};
    case Opcode::now: return Operands{written};
    case Opcode::load_fact:
    case Opcode::fact_address: return Operands{written, none, none, Number::fact};
    case Opcode::load:
    case Opcode::address: return Operands{written, read, none, Number::slots};
    case Opcode::allocate: return Operands{written, none, none, Number::slots};
    case Opcode::store: return Operands{read, read, none, Number::slots};
    case Opcode::store_row: return Operands{read, read, Operand::count, Number::slots};
    case Opcode::make_list: return Operands{written, read, none, Number::slots};

    case Opcode::less:
    case Opcode::less_equal:
    case Opcode::equal:
    case Opcode::not_equal: return Operands{written, read, read};
    case Opcode::equal_value:
    case Opcode::in_list: return Operands{written, read, read, Number::type};
    case Opcode::in_mask: return Operands{written, read, none, Number::constant};

    case Opcode::logical_not: return Operands{written, read};
    case Opcode::logical_and:
    case Opcode::logical_or:
    case Opcode::add:
    case Opcode::subtract: return Operands{written, read, read};
    case Opcode::widen: return Operands{written, read};
    case Opcode::call_builtin: return Operands{written, read, Operand::site, Number::builtin};
    case Opcode::call: return Operands{written, read, none, Number::block};
    case Opcode::call_once: return Operands{written, none, none, Number::once_block};
    case Opcode::decision_value: return Operands{written, none, none, Number::decision};
    case Opcode::decision_outcome: return Operands{written, none, Operand::outcome, Number::decision};

    case Opcode::list_size: return Operands{written, read};
    case Opcode::element:
    case Opcode::element_address: return Operands{written, read, read, Number::slots};
    case Opcode::next:
    case Opcode::previous: return Operands{written, read, none, Number::target};

    case Opcode::text_begin: return Operands{};
    case Opcode::text_constant: return Operands{none, none, none, Number::constant};
    case Opcode::text_value: return Operands{none, read, Operand::site, Number::type};
    case Opcode::text_end: return Operands{written};

    case Opcode::trace_enter:
    case Opcode::trace_leave:
    case Opcode::trace_element:
    case Opcode::trace_rule: return std::nullopt;

    case Opcode::add_instant:
    case Opcode::subtract_instant: return Operands{written, read, read, Number::builtin};
    case Opcode::first_row: return Operands{written, read, Operand::count, Number::target};
    case Opcode::next_row: return Operands{written, none, Operand::count, Number::target};
    case Opcode::jump_if_less:
    case Opcode::jump_if_less_equal:
    case Opcode::jump_if_equal:
    case Opcode::jump_if_not_equal:
    case Opcode::jump_if_in_mask: return Operands{none, read, read, Number::target};
    case Opcode::some_field_equal: return Operands{written, read, read};
    case Opcode::jump_if_field_equal:
    case Opcode::jump_if_field_not_equal: return Operands{Operand::count, read, read, Number::target};
    case Opcode::verdict_if: return Operands{none, read, none, Number::rule};
    case Opcode::verdict_less:
    case Opcode::verdict_less_equal:
    case Opcode::verdict_equal:
    case Opcode::verdict_not_equal:
    case Opcode::verdict_in_mask: return Operands{none, read, read, Number::rule};

    case Opcode::put_verdicts: return Operands{none, none, none, Number::verdicts};
    case Opcode::jump: return Operands{none, none, none, Number::target};
    case Opcode::jump_if_false:
    case Opcode::jump_if_true:
    case Opcode::jump_unless_false: return Operands{none, read, none, Number::target};
    case Opcode::need_bool: return Operands{none, read};
    case Opcode::bound: return Operands{written, read};
    case Opcode::caught: return Operands{written};
    case Opcode::verdict: return Operands{none, read, none, Number::rule};
    case Opcode::select_rules: return Operands{none, read, none, Number::rule_index};
    case Opcode::order_verdicts: return Operands{none, none, none, Number::rules};
    case Opcode::end:
    case Opcode::fail: return Operands{};
  }
  return std::nullopt;
}

}  // namespace writ::saved
