#include <algorithm>

#include "engine/program/compiler.hpp"
#include "engine/value/overloaded.hpp"

namespace writ {

using namespace model;

namespace {

bool is_bool(Type type) { return type.is(Kind::boolean) && !type.optional; }

}  // namespace

BlockCompiler::BlockCompiler(Compiler& compiler)
    : compiler_(compiler), model_(compiler.model()), emit_(compiler.program()) {
  failed_ = emit_.new_target();
  emit_.set_failure(failed_);
}

void BlockCompiler::take_arguments(const std::vector<LocalId>& locals) {
  for (const LocalId local : locals) locals_[local] = take(model_.locals[local].type);
}

void BlockCompiler::spend_more(std::uint32_t steps) {
  const auto at_once = static_cast<std::uint32_t>(Weights::at_once(steps));
  if (steps > at_once) emit_.emit(Opcode::spend, 0, 0, 0, steps - at_once);
}

BlockId BlockCompiler::finish_value(std::vector<Type> arguments, Type type) {
  return finish({std::move(arguments), {type}}, is_bool(type) ? Errors::are_results : Errors::fail);
}

BlockId BlockCompiler::finish(Signature signature, Errors errors) {
  const std::uint16_t arguments = registers(signature.arguments), results = registers(signature.results);
  emit_.emit(Opcode::end, 0);
  for (const Landing& landing : landings_) {
    emit_.set_origin(landing.origin);
    emit_.bind(landing.failed);
    emit_.emit(Opcode::caught, landing.dst);
    emit_.emit_jump(Opcode::jump, landing.on);
  }
  if (emit_.is_used(failed_)) {
    emit_.bind(failed_);
    // A Bool block gives its error as a value; any other leaves with it.
    if (errors == Errors::are_results) {
      emit_.emit(Opcode::caught, static_cast<Register>(arguments));
      emit_.emit(Opcode::end, 0);
    } else {
      emit_.emit(Opcode::fail, 0);
    }
  }
  Block block = emit_.finish(compiler_.program());
  block.argument_registers = arguments;
  block.result_registers = results;
  block.signature = compiler_.signature_index(std::move(signature));
  compiler_.program().blocks.push_back(block);
  return static_cast<BlockId>(compiler_.program().blocks.size() - 1);
}

/// Whatever fails in the body becomes an error value in `dst`.
template <typename Body>
void BlockCompiler::catching(Register dst, Body body) {
  const Target before = emit_.failure();
  const Target failed = emit_.new_target();
  emit_.set_failure(failed);
  body();
  emit_.set_failure(before);
  if (!emit_.is_used(failed)) return;
  const Target on = emit_.new_target();
  emit_.bind(on);
  landings_.push_back({failed, on, dst, emit_.origin()});
}

void BlockCompiler::bound_by(Register dst, std::uint16_t count, Register by, bool moves) {
  if (!moves) return;
  for (std::uint16_t i = 0; i < count; ++i) emit_.emit(Opcode::bound, static_cast<Register>(dst + i), by);
}

Register BlockCompiler::operand(ExprId expr) {
  const Expr& e = model_[expr];
  if (compiler_.tracing()) {
    const Register dst = take(e.type);
    compile(expr, dst);
    return dst;
  }
  if (const auto* local = std::get_if<LocalRef>(&e.node)) return locals_.at(local->local);
  if (const auto value = constant_slot(expr)) {
    if (const auto constant = emit_.constant(*value)) return *constant;
  }
  if (const auto* narrowed = std::get_if<Narrowed>(&e.node)) {
    if (const auto* local = std::get_if<LocalRef>(&model_[narrowed->operand].node)) {
      return static_cast<Register>(locals_.at(local->local) + 1);
    }
  }
  if (const auto place = kept(expr)) return *place;
  const Register dst = take(e.type);
  compile(expr, dst);
  return dst;
}

Register BlockCompiler::operand_if_present(ExprId expr, Target absent) {
  for (const ExprId value : relied_on(expr)) {
    const Register mark = emit_.mark();
    const Register present = presence(value);
    emit_.emit_jump(Opcode::jump_if_false, absent, present);
    emit_.release(mark);
  }
  return operand(expr);
}

Register BlockCompiler::strict_operand(ExprId expr) {
  const Register value = operand(expr);
  if (is_bool(model_[expr].type) && compiler_.reach().can_fail(expr)) emit_.emit(Opcode::need_bool, 0, value);
  return value;
}

void BlockCompiler::compile(ExprId expr, Register dst) {
  const Expr& e = model_[expr];
  const ExprId outer = emit_.origin();
  const Register mark = emit_.mark();
  emit_.set_origin(expr);
  const bool traced = compiler_.tracing() && !std::holds_alternative<Constant>(e.node) &&
                      !std::holds_alternative<TextConstant>(e.node) && !std::holds_alternative<AbsentValue>(e.node);
  if (traced) emit_.emit(Opcode::trace_enter, 0, 0, 0, expr);
  if (is_bool(e.type)) {
    catching(dst, [&] { compile_node(e, dst); });
  } else {
    compile_node(e, dst);
  }
  if (traced) emit_.emit(Opcode::trace_leave, 0, dst, 0, expr);
  emit_.release(mark);
  emit_.set_origin(outer);
}

void BlockCompiler::compile_node(const Expr& expr, Register dst) {
  std::visit(Overloaded{
                 [](const Poison&) {},
                 [&](const Constant& node) { load_number(node.value, dst); },
                 [&](const TextConstant& node) {
                   emit_.emit(Opcode::constant, dst, 0, 0, compiler_.text_constant(node.text));
                 },
                 [&](const AbsentValue&) {
                   load_number(0, dst);
                   load_absent(expr.type, static_cast<Register>(dst + 1));
                 },
                 [&](const NowRef&) { emit_.emit(Opcode::now, dst); },
                 [&](const FactRef&) { load(*place(emit_.origin()), expr.type, dst); },
                 [&](const FieldRef&) { load(*place(emit_.origin()), expr.type, dst); },
                 [&](const ParameterRef& node) {
                   const Parameter& parameter = model_.parameters[node.parameter];
                   if (constant_slot(parameter.value) && !parameter.type.optional) return compile(parameter.value, dst);
                   const Register steps = Weights::at_once(compiler_.weights().steps({parameter.value}));
                   emit_.emit(Opcode::call_once, dst, 0, steps, compiler_.parameter_block(node.parameter));
                 },
                 [&](const LocalRef& node) { move(dst, locals_.at(node.local), registers(expr.type)); },
                 [&](const FixtureRef& node) { compile(model_.fixtures[node.fixture].value, dst); },
                 [&](const DefineRef& node) { compile_call(node, dst); },
                 [&](const DecisionRef& node) { emit_.emit(Opcode::decision_value, dst, 0, 0, node.decision); },
                 [&](const OutcomeTest& node) {
                   emit_.emit(Opcode::decision_outcome, dst, 0, static_cast<Register>(node.outcome), node.decision);
                   if (node.negated) emit_.emit(Opcode::logical_not, dst, dst);
                 },
                 [&](const Widen& node) { emit_.emit(Opcode::widen, dst, operand(node.operand)); },
                 [&](const MakePresent& node) {
                   const Register value = strict_operand(node.operand);
                   load_number(1, dst);
                   move(static_cast<Register>(dst + 1), value, 1);
                   // It is present for as long as it can be computed.
                   bound_by(dst, 1, value, compiler_.reach().moves(node.operand));
                 },
                 [&](const Narrowed& node) {
                   if (const auto from = place(node.operand)) {
                     load_present({from->row, from->offset + 1}, expr.type, dst);
                   } else {
                     move(dst, static_cast<Register>(operand(node.operand) + 1), 1);
                   }
                 },
                 [&](const Apply& node) { compile_apply(expr, node, dst); },
                 [&](const Equal& node) { compile_equal(node, dst); },
                 [&](const Logic& node) { compile_logic(node, dst); },
                 [&](const Not& node) {
                   compile(node.operand, dst);
                   emit_.emit(Opcode::logical_not, dst, dst);
                 },
                 [&](const IsPresent& node) {
                   if (const auto from = compiler_.tracing() ? std::nullopt : place(node.operand)) {
                     load({from->row, from->offset}, Type{Kind::boolean}, dst);
                   } else {
                     const Register value = operand(node.operand);
                     move(dst, value, 1);
                     // For as long as it can be computed.
                     bound_by(dst, 1, static_cast<Register>(value + 1), compiler_.reach().moves(node.operand));
                   }
                   if (!node.present) emit_.emit(Opcode::logical_not, dst, dst);
                 },
                 [&](const OrElse& node) { compile_or_else(expr, node, dst); },
                 [&](const InList& node) { compile_in_list(node, dst); },
                 [&](const InRange& node) { compile_range(node, dst); },
                 [&](const If& node) { compile_if(expr, node, dst); },
                 [&](const Quantifier& node) { compile_quantifier(node, dst); },
                 [&](const Pick& node) { compile_pick(node, dst); },
                 [&](const Aggregate& node) { compile_aggregate(expr, node, dst); },
                 [&](const MakeRecord& node) { compile_record(expr, node, dst); },
                 [&](const MakeList& node) { compile_list(expr, node, dst); },
                 [&](const With& node) { compile_with(expr, node, dst); },
                 [&](const Interpolate& node) { compile_text(expr, node, dst); },
             },
             expr.node);
}

/// The values that it takes to be present, since something before it, or in it, shows so: each after those that it is
/// read through. Elements of lists that it goes over itself are not among them.
std::vector<ExprId> BlockCompiler::relied_on(ExprId expr) const {
  std::vector<LocalId> own;
  std::vector<ExprId> values;
  model::walk(model_, expr, [&](ExprId part) {
    std::visit(Overloaded{[](const auto&) {}, [&](const Quantifier& node) { own.push_back(node.local); },
                          [&](const Pick& node) { own.push_back(node.local); },
                          [&](const Aggregate& node) { own.push_back(node.local); },
                          [&](const Narrowed& node) { values.push_back(node.operand); }},
               model_[part].node);
  });
  std::erase_if(values, [&](ExprId value) {
    bool of_own = false;
    model::walk(model_, value, [&](ExprId part) {
      const auto* local = std::get_if<LocalRef>(&model_[part].node);
      of_own |= local != nullptr && std::ranges::find(own, local->local) != own.end();
    });
    return of_own;
  });
  std::ranges::reverse(values);
  return values;
}

/// Only to trace: what need not be evaluated is, unless a value that it takes to be present is not.
void BlockCompiler::skip_unless_present(const std::vector<ExprId>& values, Target skip) {
  const Target before = emit_.failure();
  emit_.set_failure(skip);
  for (const ExprId value : values) {
    const Register mark = emit_.mark();
    emit_.emit_jump(Opcode::jump_if_false, skip, operand(value));
    emit_.release(mark);
  }
  emit_.set_failure(before);
}

/// Only of what is joined to the whole by `and`.
bool BlockCompiler::is_known(ExprId condition) const {
  if (known_.empty()) return false;
  if (std::ranges::find(known_, condition) != known_.end()) return true;
  const auto* logic = std::get_if<Logic>(&model_[condition].node);
  return logic != nullptr && logic->op == LogicOp::logical_and && is_known(logic->left) && is_known(logic->right);
}

void BlockCompiler::compile_logic(const Logic& node, Register dst) {
  if (node.op == LogicOp::logical_and && is_known(node.left)) return compile(node.right, dst);
  if (node.op == LogicOp::logical_and && is_known(node.right)) return compile(node.left, dst);
  const bool is_or = node.op != LogicOp::logical_and;
  const Target done = emit_.new_target();
  compile(node.left, dst);
  if (node.op == LogicOp::implies) emit_.emit(Opcode::logical_not, dst, dst);
  if (compiler_.tracing()) {
    const Target decided = emit_.new_target();
    const Target evaluate = emit_.new_target();
    emit_.emit_jump(is_or ? Opcode::jump_if_true : Opcode::jump_if_false, decided, dst);
    emit_.emit_jump(Opcode::jump, evaluate);
    emit_.bind(decided);
    skip_unless_present(relied_on(node.right), done);
    emit_.bind(evaluate);
  } else {
    emit_.emit_jump(is_or ? Opcode::jump_if_true : Opcode::jump_if_false, done, dst);
  }
  // The right side decides alone where the left can neither fail nor stop to hold.
  if (!compiler_.tracing() && !compiler_.reach().can_fail(node.left) && !compiler_.reach().moves(node.left)) {
    compile(node.right, dst);
  } else {
    const Register right = take(Type{Kind::boolean});
    compile(node.right, right);
    emit_.emit(is_or ? Opcode::logical_or : Opcode::logical_and, dst, dst, right);
  }
  emit_.bind(done);
}

/// As `compile_conditions`, but one that does not hold keeps the next from being evaluated only where it must.
void BlockCompiler::compile_all_conditions(ExprId in_force, ExprId unless, ExprId when, Register dst) {
  const Target done = emit_.new_target();
  const Register mark = emit_.mark();
  const Register next = emit_.take(1);
  load_number(1, dst);
  for (const ExprId condition : {in_force, unless, when}) {
    if (condition == none) continue;
    const Target evaluate = emit_.new_target();
    emit_.emit_jump(Opcode::jump_unless_false, evaluate, dst);
    skip_unless_present(relied_on(condition), done);
    emit_.bind(evaluate);
    compile(condition, next);
    if (condition == unless) emit_.emit(Opcode::logical_not, next, next);
    emit_.emit(Opcode::logical_and, dst, dst, next);
    if (condition == in_force) emit_.emit_jump(Opcode::jump_if_false, done, dst);
  }
  emit_.bind(done);
  emit_.release(mark);
}

void BlockCompiler::compile_equal(const Equal& node, Register dst) {
  const Type type = model_[node.left].type;
  const Register left = strict_operand(node.left);
  const Register right = strict_operand(node.right);
  if (is_number(type)) {
    emit_.emit(node.negated ? Opcode::not_equal : Opcode::equal, dst, left, right);
    return;
  }
  emit_.emit(Opcode::equal_value, dst, left, right, compiler_.type_index(type));
  if (node.negated) emit_.emit(Opcode::logical_not, dst, dst);
}

void BlockCompiler::compile_range(const InRange& node, Register dst) {
  // Each bound is a condition of its own: one that fails does not matter where the other is broken.
  const Register value = strict_operand(node.value);
  const Register above = take(Type{Kind::boolean});
  const Target done = emit_.new_target();
  catching(dst, [&] {
    const Register low = strict_operand(node.low);
    emit_.emit(node.low_closed ? Opcode::less_equal : Opcode::less, dst, low, value);
  });
  emit_.emit_jump(Opcode::jump_if_false, done, dst);
  catching(above, [&] {
    const Register high = strict_operand(node.high);
    emit_.emit(node.high_closed ? Opcode::less_equal : Opcode::less, above, value, high);
  });
  emit_.emit(Opcode::logical_and, dst, dst, above);
  emit_.bind(done);
  if (node.negated) emit_.emit(Opcode::logical_not, dst, dst);
}

void BlockCompiler::compile_if(const Expr& expr, const If& node, Register dst) {
  const Target otherwise = emit_.new_target();
  const Target done = emit_.new_target();
  const Register condition = strict_operand(node.condition);
  emit_.emit_jump(Opcode::jump_if_false, otherwise, condition);
  compile(node.then, dst);
  emit_.emit_jump(Opcode::jump, done);
  emit_.bind(otherwise);
  compile(node.otherwise, dst);
  emit_.bind(done);
  bound_by(dst, registers(expr.type), condition, compiler_.reach().moves(node.condition));
}

void BlockCompiler::compile_or_else(const Expr& expr, const OrElse& node, Register dst) {
  const Target otherwise = emit_.new_target();
  const Target done = emit_.new_target();
  const Register left = operand(node.left);
  emit_.emit_jump(Opcode::jump_if_false, otherwise, left);
  if (expr.type.optional) {
    move(dst, left, 2);
  } else {
    move(dst, static_cast<Register>(left + 1), 1);
  }
  emit_.emit_jump(Opcode::jump, done);
  emit_.bind(otherwise);
  compile(node.right, dst);
  emit_.bind(done);
  bound_by(dst, registers(expr.type), left, compiler_.reach().moves(node.left));
}

void BlockCompiler::compile_apply(const Expr& expr, const Apply& node, Register dst) {
  const Builtin& builtin = builtins()[node.builtin];
  const auto binary = [&](Opcode op, std::size_t first, std::size_t second) {
    Register operands[2];
    operands[0] = operand(node.arguments[0]);
    operands[1] = operand(node.arguments[1]);
    emit_.emit(op, dst, operands[first], operands[second]);
  };
  if (builtin.motion == Motion::compare) {
    if (builtin.name == "<") return binary(Opcode::less, 0, 1);
    if (builtin.name == "<=") return binary(Opcode::less_equal, 0, 1);
    if (builtin.name == ">") return binary(Opcode::less, 1, 0);
    if (builtin.name == ">=") return binary(Opcode::less_equal, 1, 0);
  }
  // The sums that need no check but that they fit in 64 bits have instructions of their own.
  const auto plain = [&](ExprId argument) {
    const Type type = model_[argument].type;
    return type.is(Kind::integer) || type.is(Kind::decimal) || type.is(Kind::money) || type.is(Kind::duration);
  };
  if (builtin.name == "size" && model_[node.arguments[0]].type.is_list()) {
    return emit_.emit(Opcode::list_size, dst, operand(node.arguments[0]));
  }
  if (builtin.is_operator && node.arguments.size() == 2 && model_[node.arguments[0]].type.is(Kind::instant) &&
      model_[node.arguments[1]].type.is(Kind::duration)) {
    const Opcode op = builtin.motion == Motion::add ? Opcode::add_instant : Opcode::subtract_instant;
    const Register instant = operand(node.arguments[0]);
    return emit_.emit(op, dst, instant, operand(node.arguments[1]), node.builtin);
  }
  if (builtin.is_operator && node.arguments.size() == 2 && plain(node.arguments[0]) && plain(node.arguments[1])) {
    if (builtin.motion == Motion::add) return binary(Opcode::add, 0, 1);
    if (builtin.motion == Motion::subtract) return binary(Opcode::subtract, 0, 1);
  }
  const Pattern* pattern = node.pattern == none ? nullptr : model_.patterns[node.pattern].get();
  const std::uint16_t site = compiler_.site(expr.file, pattern, {});
  const auto arguments = static_cast<std::uint16_t>(node.arguments.size());
  const auto at_once = builtin.folds ? std::min<std::uint16_t>(arguments, 2) : arguments;
  const Register first = emit_.take(std::max<std::uint16_t>(at_once, 1));
  const auto compile_argument = [&](std::size_t i, Register to) {
    compile(node.arguments[i], to);
    if (is_bool(model_[node.arguments[i]].type)) emit_.emit(Opcode::need_bool, 0, to);
  };
  for (std::uint16_t i = 0; i < at_once; ++i) compile_argument(i, static_cast<Register>(first + i));
  emit_.emit(Opcode::call_builtin, dst, first, site, node.builtin);
  for (std::size_t i = at_once; i < arguments; ++i) {
    move(first, dst, 1);
    compile_argument(i, static_cast<Register>(first + 1));
    emit_.emit(Opcode::call_builtin, dst, first, site, node.builtin);
  }
}

void BlockCompiler::compile_call(const DefineRef& node, Register dst) {
  const BlockId block = compiler_.define_block(node.define);
  const Define& define = model_.defines[node.define];
  const Register steps = Weights::at_once(compiler_.weights().steps({define.body}));
  if (node.arguments.empty()) {
    emit_.emit(define.has_parameters ? Opcode::call : Opcode::call_once, dst, 0, steps, block);
    return;
  }
  std::uint16_t width = 0;
  for (const ExprId argument : node.arguments)
    width = static_cast<std::uint16_t>(width + registers(model_[argument].type));
  const Register first = emit_.take(width);
  Register to = first;
  for (const ExprId argument : node.arguments) {
    compile(argument, to);
    if (is_bool(model_[argument].type) && compiler_.reach().can_fail(argument)) emit_.emit(Opcode::need_bool, 0, to);
    to = static_cast<Register>(to + registers(model_[argument].type));
  }
  emit_.emit(Opcode::call, dst, first, steps, block);
}

}  // namespace writ
