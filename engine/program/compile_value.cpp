// Values that are loaded from facts or made: records, lists, texts.

#include "engine/program/compiler.hpp"

namespace writ {

using namespace model;

std::optional<Slot> BlockCompiler::constant_slot(ExprId expr) const {
  const Expr& e = model_[expr];
  if (const auto* constant = std::get_if<Constant>(&e.node)) return number(constant->value);
  if (const auto* text = std::get_if<TextConstant>(&e.node)) return compiler_.text_slot(text->text);
  // A trace is to show which parameter it was.
  if (const auto* parameter = std::get_if<ParameterRef>(&e.node); parameter != nullptr && !compiler_.tracing()) {
    const Parameter& declared = model_.parameters[parameter->parameter];
    if (!declared.type.optional) return constant_slot(declared.value);
  }
  return std::nullopt;
}

void BlockCompiler::load_number(std::int64_t value, Register dst) {
  if (const auto there = emit_.constant(number(value))) {
    emit_.emit(Opcode::move, dst, *there);
  } else {
    emit_.emit(Opcode::constant, dst, 0, 0, compiler_.number_constant(value));
  }
}

/// What lies behind the presence of a value that is absent. It is never asked for, but can be read.
void BlockCompiler::load_absent(Type type, Register dst) {
  if (type.present().is(Kind::record)) {
    emit_.emit(Opcode::absent_record, dst, 0, 0, type.id);
  } else {
    load_number(0, dst);
  }
}

void BlockCompiler::move(Register dst, Register from, std::uint16_t count) {
  if (dst == from) return;
  for (std::uint16_t i = 0; i < count; ++i) {
    emit_.emit(Opcode::move, static_cast<Register>(dst + i), static_cast<Register>(from + i));
  }
}

/// Where a value lies among the facts.
std::optional<std::uint32_t> BlockCompiler::fact_offset(ExprId expr) const {
  const Expr& e = model_[expr];
  if (const auto* fact = std::get_if<FactRef>(&e.node)) return compiler_.program().fact_offsets[fact->fact];
  if (const auto* narrowed = std::get_if<Narrowed>(&e.node)) {
    const auto from = fact_offset(narrowed->operand);
    return from ? std::optional(*from + 1) : std::nullopt;
  }
  if (const auto* field = std::get_if<FieldRef>(&e.node)) {
    const auto from = fact_offset(field->base);
    return from ? std::optional(*from + model_.schema.records[field->record].fields[field->field].offset)
                : std::nullopt;
  }
  return std::nullopt;
}

/// The register in which a fact, or the time, lies from the block's beginning on. What has to be loaded for that is not
/// what is asked for under a condition alone, for loading it may be for nothing, but in a loop.
std::optional<Register> BlockCompiler::kept(ExprId expr) {
  const Expr& e = model_[expr];
  if (const auto* asked = std::get_if<IsPresent>(&e.node); asked != nullptr && asked->present) {
    const auto value = fact_offset(asked->operand);
    return value ? emit_.fact(*value) : std::nullopt;
  }
  const bool is_now = std::holds_alternative<NowRef>(e.node);
  const auto offset = is_now ? compiler_.program().fact_slots : fact_offset(expr);
  if (!offset) return std::nullopt;
  if (e.type.base != Kind::record || e.type.is_list()) {
    if (const auto fact = emit_.fact(*offset)) return fact;
  }
  if (conditions_ > 0 || e.type.optional) return std::nullopt;
  if (is_now) return emit_.keep(Opcode::now, 0);
  if (!e.type.is(Kind::record)) return emit_.keep(Opcode::load_fact, *offset);
  return emit_.keep(Opcode::fact_address, *offset, compiler_.record_number(e.type));
}

/// Where an expression's value lies, when it need not be computed: a fact, or a field of a record.
std::optional<BlockCompiler::Place> BlockCompiler::place(ExprId expr) {
  const Expr& e = model_[expr];
  if (const auto* fact = std::get_if<FactRef>(&e.node)) {
    return Place{std::nullopt, compiler_.program().fact_offsets[fact->fact]};
  }
  if (const auto* narrowed = std::get_if<Narrowed>(&e.node)) {
    auto from = place(narrowed->operand);
    if (from) ++from->offset;
    return from;
  }
  if (const auto* field = std::get_if<FieldRef>(&e.node)) {
    const std::uint32_t offset = model_.schema.records[field->record].fields[field->field].offset;
    if (auto from = place(field->base)) {
      from->offset += offset;
      return from;
    }
    return Place{operand(field->base), offset};
  }
  return std::nullopt;
}

/// Whether a value that may be absent is there.
Register BlockCompiler::presence(ExprId expr) {
  const auto from = place(expr);
  if (!from) return operand(expr);
  if (!from->row) {
    if (const auto fact = emit_.fact(from->offset)) return *fact;
  }
  const Register present = emit_.take(1);
  load(*from, Type{Kind::boolean}, present);
  return present;
}

void BlockCompiler::load(Place from, Type type, Register dst) {
  if (!type.optional) return load_present(from, type, dst);
  load_present(from, Type{Kind::boolean}, dst);
  load_present({from.row, from.offset + 1}, type.present(), static_cast<Register>(dst + 1));
}

void BlockCompiler::load_present(Place from, Type type, Register dst) {
  const bool in_place = type.is(Kind::record);
  const int record = in_place ? compiler_.record_number(type) : 0;
  if (from.row) {
    emit_.emit(in_place ? Opcode::address : Opcode::load, dst, *from.row, record, from.offset);
  } else {
    emit_.emit(in_place ? Opcode::fact_address : Opcode::load_fact, dst, 0, record, from.offset);
  }
}

/// Puts a value of this type, in registers, into the row that `row` points to.
void BlockCompiler::store(Register row, std::uint32_t offset, Type type, Register value) {
  if (type.optional) {
    emit_.emit(Opcode::store, row, value, 0, offset);
    const Target done = emit_.new_target();
    if (type.is(Kind::record)) emit_.emit_jump(Opcode::jump_if_false, done, value);
    store(row, offset + 1, type.present(), static_cast<Register>(value + 1));
    emit_.bind(done);
  } else if (type.is(Kind::record)) {
    emit_.emit(Opcode::store_row, row, value, compiler_.slots_of(type), offset);
  } else {
    emit_.emit(Opcode::store, row, value, 0, offset);
  }
}

void BlockCompiler::store_expression(Register row, std::uint32_t offset, ExprId expr) {
  if (std::holds_alternative<AbsentValue>(model_[expr].node)) {
    const Register absent = emit_.take(1);
    load_number(0, absent);
    emit_.emit(Opcode::store, row, absent, 0, offset);
    return;
  }
  const Register mark = emit_.mark();
  store(row, offset, model_[expr].type, strict_operand(expr));
  emit_.release(mark);
}

void BlockCompiler::compile_record(const Expr& expr, const MakeRecord& node, Register dst) {
  const RecordInfo& record = model_.schema.records[node.record];
  const Register row = emit_.take(1);
  emit_.emit(Opcode::allocate, row, 0, compiler_.short_type_index(expr.type), record.slots);
  for (std::size_t i = 0; i < node.fields.size(); ++i) store_expression(row, record.fields[i].offset, node.fields[i]);
  move(dst, row, 1);
}

void BlockCompiler::compile_with(const Expr& expr, const With& node, Register dst) {
  const RecordInfo& record = model_.schema.records[node.record];
  const Register base = operand(node.base);
  const Register row = emit_.take(1);
  emit_.emit(Opcode::allocate, row, 0, compiler_.short_type_index(expr.type), record.slots);
  emit_.emit(Opcode::store_row, row, base, compiler_.slots_of(expr.type.present()), 0);
  for (const FieldChange& change : node.changes) {
    store_expression(row, record.fields[change.field].offset, change.value);
  }
  move(dst, row, 1);
}

void BlockCompiler::compile_list(const Expr& expr, const MakeList& node, Register dst) {
  const Type element = expr.type.element();
  const std::uint32_t stride = model_.schema.slots(element);
  const auto count = static_cast<std::uint32_t>(node.elements.size());
  bool constant = is_number(element) || element.is(Kind::text);
  for (std::size_t i = 0; constant && i < node.elements.size(); ++i)
    constant = constant_slot(node.elements[i]).has_value();
  if (constant) {
    Arena& arena = *compiler_.program().constant_arena;
    Slot* rows = arena.slots(count);
    for (std::uint32_t i = 0; i < count; ++i) rows[i] = *constant_slot(node.elements[i]);
    const List* list = arena.list(rows, count);
    compiler_.program().constant_lists.push_back({list, element});
    emit_.emit(Opcode::constant, dst, 0, 0, compiler_.constant(Slot{.list = list}));
    return;
  }
  const Register rows = emit_.take(1);
  emit_.emit(Opcode::allocate, rows, 0, compiler_.short_type_index(expr.type.present()), count * stride);
  for (std::uint32_t i = 0; i < count; ++i) store_expression(rows, i * stride, node.elements[i]);
  emit_.emit(Opcode::make_list, dst, rows, 0, count);
}

void BlockCompiler::compile_text(const Expr& expr, const Interpolate& node, Register dst) {
  // All values first: one of them may make a text of its own.
  std::vector<Register> values;
  for (const TextPart& part : node.parts) {
    if (!part.is_text) values.push_back(strict_operand(part.id));
  }
  const std::uint16_t site = compiler_.site(expr.file, nullptr, node.language);
  emit_.emit(Opcode::text_begin, 0);
  std::size_t next = 0;
  for (const TextPart& part : node.parts) {
    if (part.is_text) {
      emit_.emit(Opcode::text_constant, 0, 0, 0, compiler_.text_constant(part.id));
    } else {
      emit_.emit(Opcode::text_value, 0, values[next++], site, compiler_.type_index(model_[part.id].type));
    }
  }
  emit_.emit(Opcode::text_end, dst);
}

}  // namespace writ
