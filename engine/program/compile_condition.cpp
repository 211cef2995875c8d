// Conditions that are jumped by rather than computed: what can neither fail nor move with `now` needs no register.

#include <bit>
#include <limits>

#include "engine/program/compiler.hpp"
#include "engine/value/overloaded.hpp"

namespace writ {

using namespace model;

/// Whether it is true or false, and stays so.
bool BlockCompiler::is_plain(ExprId expr) {
  return !compiler_.reach().can_fail(expr) && !compiler_.reach().moves(expr);
}

/// The conditions that must all hold, in the order in which they are evaluated.
void BlockCompiler::flatten(Condition condition, std::vector<Condition>& all) const {
  if (is_known(condition.expr)) return;
  const Expr& e = model_[condition.expr];
  if (const auto* negation = std::get_if<Not>(&e.node)) return flatten({negation->operand, !condition.wanted}, all);
  if (const auto* logic = std::get_if<Logic>(&e.node)) {
    const bool is_and = logic->op == LogicOp::logical_and;
    if (is_and == condition.wanted) {
      flatten({logic->left, (logic->op == LogicOp::implies) != condition.wanted}, all);
      flatten({logic->right, condition.wanted}, all);
      return;
    }
  }
  all.push_back(condition);
}

/// The bits of the members, where a list is a few members of an enum.
std::optional<std::uint64_t> BlockCompiler::mask_of(const InList& node) const {
  const Type type = model_[node.value].type;
  const auto* literal = std::get_if<MakeList>(&model_[node.list].node);
  if (literal == nullptr || !type.is(Kind::enumeration) || model_.schema.enums[type.id].members.size() > 64) {
    return std::nullopt;
  }
  std::uint64_t mask = 0;
  for (const ExprId element : literal->elements) {
    const auto* member = std::get_if<Constant>(&model_[element].node);
    if (member == nullptr) return std::nullopt;
    mask |= std::uint64_t{1} << member->value;
  }
  return node.negated ? ~mask : mask;
}

/// The comparison that a condition is, with its operands in registers; nothing where it is none.
std::optional<BlockCompiler::Comparing> BlockCompiler::comparing(Condition condition) {
  using How = Comparing::How;
  const Expr& e = model_[condition.expr];
  if (const auto* equal = std::get_if<Equal>(&e.node)) {
    if (!is_number(model_[equal->left].type)) return std::nullopt;
    const Register left = strict_operand(equal->left);
    const Register right = strict_operand(equal->right);
    return Comparing{equal->negated == condition.wanted ? How::not_equal : How::equal, left, right};
  }
  if (const auto* in = std::get_if<InList>(&e.node)) {
    const auto mask = mask_of(*in);
    if (!mask) return std::nullopt;
    const auto place = emit_.constant(number(std::bit_cast<std::int64_t>(condition.wanted ? *mask : ~*mask)));
    if (!place) return std::nullopt;
    return Comparing{How::in_mask, strict_operand(in->value), *place};
  }
  const auto* apply = std::get_if<Apply>(&e.node);
  if (apply == nullptr) return std::nullopt;
  const Builtin& builtin = builtins()[apply->builtin];
  if (builtin.motion != Motion::compare) return std::nullopt;
  const Register left = operand(apply->arguments[0]);
  const Register right = operand(apply->arguments[1]);
  const bool less = builtin.name.starts_with('<');
  const bool or_equal = builtin.name.ends_with('=');
  // not a < b is b <= a.
  const bool swapped = less != condition.wanted;
  return Comparing{or_equal == condition.wanted ? How::less_equal : How::less, swapped ? right : left,
                   swapped ? left : right};
}

/// Where a field of an element lies, which needs no code to be found.
std::optional<BlockCompiler::Place> BlockCompiler::element_field(ExprId expr) const {
  const auto* field = std::get_if<FieldRef>(&model_[expr].node);
  if (field == nullptr || compiler_.tracing()) return std::nullopt;
  const std::uint32_t offset = model_.schema.records[field->record].fields[field->field].offset;
  if (const auto* local = std::get_if<LocalRef>(&model_[field->base].node)) {
    return Place{locals_.at(local->local), offset};
  }
  auto outer = element_field(field->base);
  if (outer) outer->offset += offset;
  return outer;
}

/// By what a field of an element is.
bool BlockCompiler::jump_by_field(Condition condition, Target to) {
  const auto* equal = std::get_if<Equal>(&model_[condition.expr].node);
  if (equal == nullptr || !is_number(model_[equal->left].type) || model_[equal->left].type.optional) return false;
  const auto field = element_field(equal->left);
  constexpr auto farthest = static_cast<std::uint32_t>(std::numeric_limits<Register>::max());
  if (!field || field->offset > farthest) return false;
  const Register other = strict_operand(equal->right);
  const bool when_equal = equal->negated != condition.wanted;
  emit_.emit_jump(when_equal ? Opcode::jump_if_field_equal : Opcode::jump_if_field_not_equal, to, *field->row,
                  static_cast<Register>(field->offset), other);
  return true;
}

/// Whether some element has a field of which no more is asked than what it is: a Bool.
std::optional<Register> BlockCompiler::some_by_field(const Quantifier& node) {
  const auto* equal = std::get_if<Equal>(&model_[node.satisfies].node);
  if (node.where != none || node.kind == syntax::QuantifierKind::every || equal == nullptr || equal->negated ||
      !is_plain(node.satisfies) || !is_plain(node.list)) {
    return std::nullopt;
  }
  const Type type = model_[equal->left].type;
  const auto* field = std::get_if<FieldRef>(&model_[equal->left].node);
  if (!is_number(type) || type.optional || field == nullptr || compiler_.tracing()) return std::nullopt;
  const auto* element = std::get_if<LocalRef>(&model_[field->base].node);
  const auto constant = constant_slot(equal->right);
  if (element == nullptr || element->local != node.local || !constant) return std::nullopt;
  const std::uint32_t offset = model_.schema.records[field->record].fields[field->field].offset;
  const std::uint32_t stride = model_.schema.slots(model_.locals[node.local].type);
  constexpr std::uint32_t most = 0xffff;
  const auto wanted = stride <= most ? emit_.constant(*constant) : std::nullopt;
  if (!wanted) return std::nullopt;
  const Register list = operand(node.list);
  const Register found = emit_.take(1);
  emit_.emit(Opcode::some_field_equal, found, list, *wanted, stride << 16 | offset);
  return found;
}

bool BlockCompiler::jump_by_comparison(Condition condition, Target to) {
  if (jump_by_field(condition, to)) return true;
  const auto found = comparing(condition);
  if (!found) return false;
  constexpr Opcode jumps[] = {Opcode::jump_if_less, Opcode::jump_if_less_equal, Opcode::jump_if_equal,
                              Opcode::jump_if_not_equal, Opcode::jump_if_in_mask};
  emit_.emit_jump(jumps[static_cast<std::size_t>(found->how)], to, found->left, 0, found->right);
  return true;
}

/// The verdict of a rule that is one comparison which cannot fail, or a Bool that is there.
bool BlockCompiler::compile_short_verdict(Condition condition, std::uint32_t rule) {
  if (compiler_.reach().can_fail(condition.expr)) return false;
  if (const auto there = condition.wanted ? kept(condition.expr) : std::nullopt) {
    emit_.emit(Opcode::verdict_if, 0, *there, 0, rule);
    return true;
  }
  const auto* quantifier = std::get_if<Quantifier>(&model_[condition.expr].node);
  if (quantifier != nullptr && condition.wanted == (quantifier->kind == syntax::QuantifierKind::some)) {
    if (const auto some = some_by_field(*quantifier)) {
      emit_.emit(Opcode::verdict_if, 0, *some, 0, rule);
      return true;
    }
  }
  const auto found = comparing(condition);
  if (!found) return false;
  constexpr Opcode verdicts[] = {Opcode::verdict_less, Opcode::verdict_less_equal, Opcode::verdict_equal,
                                 Opcode::verdict_not_equal, Opcode::verdict_in_mask};
  emit_.emit(verdicts[static_cast<std::size_t>(found->how)], 0, found->left, found->right, rule);
  return true;
}

void BlockCompiler::jump_where_either(Condition left, Condition right, Target to) {
  jump_where(left, to);
  ++conditions_;
  jump_where(right, to);
  --conditions_;
}

void BlockCompiler::jump_where_in_range(const InRange& node, bool wanted, Target to) {
  const auto outside = emit_.new_target();
  const Target where_outside = wanted ? outside : to;
  const Register value = operand(node.value);
  // Outside is where high < value, or high <= value where the bound does not belong to it; likewise below.
  const Register low = operand(node.low);
  emit_.emit_jump(node.low_closed ? Opcode::jump_if_less : Opcode::jump_if_less_equal, where_outside, value, 0, low);
  ++conditions_;
  const Register high = operand(node.high);
  emit_.emit_jump(node.high_closed ? Opcode::jump_if_less : Opcode::jump_if_less_equal, where_outside, high, 0, value);
  --conditions_;
  if (wanted) emit_.emit_jump(Opcode::jump, to);
  emit_.bind(outside);
}

/// By the first element that decides.
void BlockCompiler::jump_where_some(const Quantifier& node, bool wanted, Target to) {
  const bool every = node.kind == syntax::QuantifierKind::every;
  // `some` is true, `no` false where an element is found; `every` is false where one is found that does not satisfy.
  const bool when_found = node.kind == syntax::QuantifierKind::some;
  if (const auto some = some_by_field(node)) {
    emit_.emit_jump(wanted == when_found ? Opcode::jump_if_true : Opcode::jump_if_false, to, *some);
    return;
  }
  const Target not_found = emit_.new_target();
  const Target found = wanted == when_found ? to : not_found;
  const Loop loop = begin_loop(node.local, node.list);
  if (node.where != none) jump_where({node.where, false}, loop.on);
  jump_where({node.satisfies, !every}, found);
  end_loop(loop, {node.where, node.satisfies});
  if (wanted != when_found) emit_.emit_jump(Opcode::jump, to);
  emit_.bind(not_found);
}

/// Goes to `to` where a plain condition is as wanted, and else on.
void BlockCompiler::jump_where(Condition condition, Target to) {
  const Expr& e = model_[condition.expr];
  const ExprId outer = emit_.origin();
  const Register mark = emit_.mark();
  emit_.set_origin(condition.expr);
  const bool wanted = condition.wanted;
  if (const auto* constant = std::get_if<Constant>(&e.node)) {
    if ((constant->value != 0) == wanted) emit_.emit_jump(Opcode::jump, to);
  } else if (const auto* negation = std::get_if<Not>(&e.node)) {
    jump_where({negation->operand, !wanted}, to);
  } else if (const auto* logic = std::get_if<Logic>(&e.node)) {
    const bool is_and = logic->op == LogicOp::logical_and;
    const Condition left{logic->left, (logic->op == LogicOp::implies) != wanted};
    const Condition right{logic->right, wanted};
    if (is_and != wanted) {
      jump_where_either(left, right, to);
    } else {
      const Target on = emit_.new_target();
      jump_where({left.expr, !left.wanted}, on);
      ++conditions_;
      jump_where(right, to);
      --conditions_;
      emit_.bind(on);
    }
  } else if (const auto* range = std::get_if<InRange>(&e.node)) {
    jump_where_in_range(*range, range->negated != wanted, to);
  } else if (const auto* quantifier = std::get_if<Quantifier>(&e.node)) {
    jump_where_some(*quantifier, wanted, to);
  } else if (!jump_by_comparison(condition, to)) {
    emit_.emit_jump(wanted ? Opcode::jump_if_true : Opcode::jump_if_false, to, operand(condition.expr));
  }
  emit_.release(mark);
  emit_.set_origin(outer);
}

/// dst = all of them hold. One that fails, or that may hold longer or shorter, is joined with those after it.
void BlockCompiler::compile_conjunction(std::span<const Condition> conditions, Register dst) {
  const Target done = emit_.new_target();
  const Register mark = emit_.mark();
  const Register next = emit_.take(1);
  bool joined = false;
  int conditional = 0;
  for (const auto [expr, wanted] : conditions) {
    if (conditional > 0) emit_.emit_jump(Opcode::jump_if_false, done, dst);
    const Register to = joined ? next : dst;
    compile(expr, to);
    if (!wanted) emit_.emit(Opcode::logical_not, to, to);
    if (joined) emit_.emit(Opcode::logical_and, dst, dst, next);
    joined = joined || !is_plain(expr);
    ++conditional, ++conditions_;
  }
  conditions_ -= conditional;
  if (conditions.empty()) load_number(1, dst);
  emit_.bind(done);
  emit_.release(mark);
}

void BlockCompiler::compile_conditions(ExprId in_force, ExprId unless, ExprId when, Register dst) {
  if (compiler_.tracing()) return compile_all_conditions(in_force, unless, when, dst);
  std::vector<Condition> conditions;
  for (const ExprId expr : {in_force, unless, when}) {
    if (expr != none && !is_known(expr)) conditions.push_back({expr, expr != unless});
  }
  compile_conjunction(conditions, dst);
}

/// Where it is jumped around, the rule does not apply.
void BlockCompiler::compile_verdict(const Rule& rule, std::uint32_t number, std::optional<Target> applies) {
  const Register mark = emit_.mark();
  if (compiler_.tracing()) {
    const Register result = emit_.take(1);
    emit_.emit(Opcode::trace_rule, 0, 0, 0, number);
    compile_all_conditions(rule.in_force, rule.unless, rule.when, result);
    emit_.emit(Opcode::verdict, 0, result, 0, number);
    if (applies) {
      emit_.emit(Opcode::put_verdicts, 0, 0, 0, number / verdicts_at_once);
      emit_.emit_jump(Opcode::jump_unless_false, *applies, result);
    }
    emit_.release(mark);
    return;
  }
  std::vector<Condition> all;
  for (const ExprId expr : {rule.in_force, rule.unless, rule.when}) {
    if (expr != none) flatten({expr, expr != rule.unless}, all);
  }
  // Plain conditions first in line keep the others from being evaluated at all.
  std::span<const Condition> rest(all);
  const Target skip = emit_.new_target();
  int conditional = 0;
  while (!rest.empty() && is_plain(rest.front().expr)) {
    const bool last = rest.size() == 1;
    emit_.set_origin(rest.front().expr);
    if (last && !applies && compile_short_verdict(rest.front(), number)) {
      emit_.release(mark);
      emit_.bind(skip);
      conditions_ -= conditional;
      return;
    }
    jump_where({rest.front().expr, !rest.front().wanted}, skip);
    rest = rest.subspan(1);
    ++conditional, ++conditions_;
  }
  if (rest.empty()) {
    auto always = emit_.constant(writ::number(1));
    if (!always) load_number(1, always.emplace(emit_.take(1)));
    emit_.emit(Opcode::verdict_if, 0, *always, 0, number);
    if (applies) {
      emit_.emit(Opcode::put_verdicts, 0, 0, 0, number / verdicts_at_once);
      emit_.emit_jump(Opcode::jump, *applies);
    }
  } else if (applies || rest.size() > 1 || !compile_short_verdict(rest.front(), number)) {
    const Register result = emit_.take(1);
    compile_conjunction(rest, result);
    emit_.emit(Opcode::verdict, 0, result, 0, number);
    if (applies) {
      emit_.emit(Opcode::put_verdicts, 0, 0, 0, number / verdicts_at_once);
      emit_.emit_jump(Opcode::jump_unless_false, *applies, result);
    }
  }
  emit_.bind(skip);
  emit_.release(mark);
  conditions_ -= conditional;
}

}  // namespace writ
