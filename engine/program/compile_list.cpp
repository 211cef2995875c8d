// Expressions that walk over a list. Each is one loop; `held` registers collect how long the conditions met hold.

#include "engine/program/compiler.hpp"

namespace writ {

using namespace model;

BlockCompiler::Loop BlockCompiler::begin_loop(LocalId local, ExprId list, bool forwards) {
  Loop loop{};
  loop.forwards = forwards;
  loop.list = operand(list);
  const Type element = model_.locals[local].type;
  const std::uint32_t stride = model_.schema.slots(element);
  loop.by_row = forwards && !compiler_.tracing() && stride <= 0xffff;
  loop.stride = static_cast<std::uint16_t>(stride);
  if (loop.by_row) return begin_rows(local, loop);
  loop.size = emit_.take(1);
  loop.index = emit_.take(1);
  loop.element = emit_.take(1);
  loop.again = emit_.new_target();
  loop.on = emit_.new_target();
  loop.done = emit_.new_target();
  emit_.emit(Opcode::list_size, loop.size, loop.list);
  emit_.emit_jump(Opcode::jump_if_false, loop.done, loop.size);
  if (forwards) {
    load_number(0, loop.index);
  } else {
    const Register one = emit_.take(1);
    load_number(1, one);
    emit_.emit(Opcode::subtract, loop.index, loop.size, one);
  }
  emit_.bind(loop.again);
  emit_.emit(element.is(Kind::record) ? Opcode::element_address : Opcode::element, loop.element, loop.list, loop.index,
             stride);
  locals_[local] = loop.element;
  if (compiler_.tracing()) emit_.emit(Opcode::trace_element, 0, loop.index);
  return loop;
}

/// Forwards, from row to row, where nobody asks for the number of an element.
BlockCompiler::Loop BlockCompiler::begin_rows(LocalId local, Loop loop) {
  loop.index = emit_.take(2);
  loop.again = emit_.new_target();
  loop.on = emit_.new_target();
  loop.done = emit_.new_target();
  emit_.emit_jump(Opcode::first_row, loop.done, loop.list, loop.index, loop.stride);
  emit_.bind(loop.again);
  loop.element = loop.index;
  if (!model_.locals[local].type.is(Kind::record)) {
    loop.element = emit_.take(1);
    emit_.emit(Opcode::load, loop.element, loop.index, 0, 0);
  }
  locals_[local] = loop.element;
  return loop;
}

void BlockCompiler::end_loop(const Loop& loop, std::initializer_list<ExprId> body) {
  const std::uint32_t all_steps = compiler_.weights().steps(body);
  const Register steps = Weights::at_once(all_steps);
  emit_.bind(loop.on);
  spend_more(all_steps);
  if (loop.by_row) {
    emit_.emit_jump(Opcode::next_row, loop.again, steps, loop.index, loop.stride);
  } else if (loop.forwards) {
    emit_.emit_jump(Opcode::next, loop.again, loop.size, loop.index, steps);
  } else {
    emit_.emit_jump(Opcode::previous, loop.again, 0, loop.index, steps);
  }
  emit_.bind(loop.done);
}

/// Goes on with the next element where `where` is false; an error in it fails.
void BlockCompiler::skip_unless(ExprId where, const Loop& loop, Register held) {
  if (where == none) return;
  const Register holds = strict_operand(where);
  bound_by(held, 1, holds, compiler_.reach().moves(where));
  emit_.emit_jump(Opcode::jump_if_false, loop.on, holds);
}

void BlockCompiler::compile_in_list(const InList& node, Register dst) {
  const Register value = strict_operand(node.value);
  if (const auto mask = mask_of(node)) {
    return emit_.emit(Opcode::in_mask, dst, value, 0, compiler_.number_constant(std::bit_cast<std::int64_t>(*mask)));
  }
  emit_.emit(Opcode::in_list, dst, value, strict_operand(node.list), compiler_.type_index(model_[node.value].type));
  if (node.negated) emit_.emit(Opcode::logical_not, dst, dst);
}

void BlockCompiler::compile_quantifier(const Quantifier& node, Register dst) {
  const bool every = node.kind == syntax::QuantifierKind::every;
  const Opcode join = every ? Opcode::logical_and : Opcode::logical_or;
  const Opcode stop = every ? Opcode::jump_if_false : Opcode::jump_if_true;
  const Register holds = emit_.take(1);
  load_number(every ? 1 : 0, dst);
  const Loop loop = begin_loop(node.local, node.list);
  if (node.where == none && !every && !compiler_.tracing()) {
    // An element of which a plain condition does not hold cannot be the one.
    std::vector<Condition> conditions;
    flatten({node.satisfies}, conditions);
    std::span<const Condition> rest(conditions);
    while (rest.size() > 1 && is_plain(rest.front().expr)) {
      jump_where({rest.front().expr, !rest.front().wanted}, loop.on);
      rest = rest.subspan(1);
    }
    compile_conjunction(rest, holds);
  } else if (node.where == none) {
    compile(node.satisfies, holds);
  } else {
    const Target known = emit_.new_target();
    const Register satisfies = emit_.take(1);
    compile(node.where, holds);
    if (every) emit_.emit(Opcode::logical_not, holds, holds);
    emit_.emit_jump(every ? Opcode::jump_if_true : Opcode::jump_if_false, known, holds);
    compile(node.satisfies, satisfies);
    emit_.emit(every ? Opcode::logical_or : Opcode::logical_and, holds, holds, satisfies);
    emit_.bind(known);
  }
  emit_.emit(join, dst, dst, holds);
  emit_.emit_jump(stop, loop.done, dst);
  end_loop(loop, {node.where, node.satisfies});
  bound_by(dst, 1, loop.list, compiler_.reach().moves(node.list));
  if (node.kind == syntax::QuantifierKind::no) emit_.emit(Opcode::logical_not, dst, dst);
}

/// Keeps a candidate where none is kept yet or it is better. `best` is an optional value.
void BlockCompiler::keep_if_better(Register best, Register candidate_value, Register candidate_key, Register best_key,
                                   bool smaller, bool last_of_equals, Register held, bool moves) {
  const Target keep = emit_.new_target();
  const Target done = emit_.new_target();
  const Register better = emit_.take(1);
  emit_.emit_jump(Opcode::jump_if_false, keep, best);
  const Register first = smaller ? candidate_key : best_key;
  const Register second = smaller ? best_key : candidate_key;
  emit_.emit(last_of_equals ? Opcode::less_equal : Opcode::less, better, first, second);
  bound_by(held, 1, better, moves);
  emit_.emit_jump(Opcode::jump_if_false, done, better);
  emit_.bind(keep);
  load_number(1, best);
  move(static_cast<Register>(best + 1), candidate_value, 1);
  if (best_key != best + 1) move(best_key, candidate_key, 1);
  emit_.bind(done);
}

void BlockCompiler::compile_pick(const Pick& node, Register dst) {
  const Register best = emit_.take(2);
  const Register best_key = emit_.take(1);
  const Register held = emit_.take(1);
  load_number(0, best);
  load_absent(model_.locals[node.local].type, static_cast<Register>(best + 1));
  load_number(0, held);
  const bool keyed = node.key != none;
  if (keyed) load_number(0, best_key);
  const Loop loop = begin_loop(node.local, node.list, node.first || keyed);
  skip_unless(node.where, loop, held);
  if (keyed) {
    const Register key = operand(node.key);
    bound_by(held, 1, key, compiler_.reach().moves(node.key));  // One that is alone is compared with none.
    keep_if_better(best, loop.element, key, best_key, node.first, !node.first, held, compiler_.reach().moves(node.key));
  } else {
    load_number(1, best);
    move(static_cast<Register>(best + 1), loop.element, 1);
    emit_.emit_jump(Opcode::jump, loop.done);
  }
  end_loop(loop, {node.where, node.key});
  move(dst, best, 2);
  const bool moves = compiler_.reach().moves(node.where) || (keyed && compiler_.reach().moves(node.key));
  bound_by(dst, 2, held, moves);
  bound_by(dst, 2, loop.list, compiler_.reach().moves(node.list));
}

void BlockCompiler::compile_aggregate(const Expr& expr, const Aggregate& node, Register dst) {
  using enum syntax::AggregateKind;
  const bool folds = node.kind == count || node.kind == sum;
  const Register result = emit_.take(2);
  const Register held = emit_.take(1);
  const Register one = emit_.take(1);
  load_number(0, result);
  load_number(0, static_cast<Register>(result + 1));
  load_number(0, held);
  load_number(1, one);
  const Loop loop = begin_loop(node.local, node.list);
  skip_unless(node.where, loop, held);
  if (node.kind == count) {
    emit_.emit(Opcode::add, result, result, one);
  } else if (node.kind == sum) {
    emit_.emit(Opcode::add, result, result, operand(node.of));
  } else {
    const bool smaller = node.kind == min || node.kind == earliest;
    const Register value = operand(node.of);
    keep_if_better(result, value, value, static_cast<Register>(result + 1), smaller, false, held,
                   compiler_.reach().moves(node.of));
  }
  end_loop(loop, {node.where, node.of});
  move(dst, result, folds ? 1 : 2);
  const bool moves = compiler_.reach().moves(node.where) || (node.of != none && compiler_.reach().moves(node.of));
  bound_by(dst, registers(expr.type), held, moves);
  bound_by(dst, registers(expr.type), loop.list, compiler_.reach().moves(node.list));
}

}  // namespace writ
