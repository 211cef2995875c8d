#include "engine/analysis/witness_facts.hpp"

#include <algorithm>

namespace writ::analysis {
namespace {

FactTree present_value(const Schema& schema, Type type, const Slot* slots);

FactTree read(const Schema& schema, Type type, const Slot* slots) {
  if (!type.optional) return present_value(schema, type, slots);
  if (slots[0].number == 0) return {.present = false};
  return present_value(schema, type.present(), slots + 1);
}

FactTree present_value(const Schema& schema, Type type, const Slot* slots) {
  FactTree value;
  if (type.is_list()) {
    const List& list = *slots[0].list;
    const Type element = type.element();
    const std::uint32_t width = schema.slots(element);
    for (std::uint64_t i = 0; i < list.count; ++i) value.parts.push_back(read(schema, element, list.rows + i * width));
  } else if (type.base == Kind::record) {
    for (const FieldInfo& field : schema.records[type.id].fields) {
      value.parts.push_back(read(schema, field.type, slots + field.offset));
    }
  } else if (type.base == Kind::text) {
    value.text = slots[0].text->view();
  } else {
    value.number = slots[0].number;
  }
  return value;
}

void write(const Schema& schema, Type type, const FactTree& value, Arena& arena, Slot* slots) {
  if (type.optional) {
    slots[0] = number(value.present ? 1 : 0);
    // What lies behind an absence is never read, but it is something.
    std::fill_n(slots + 1, schema.slots(type) - 1, number(0));
    if (value.present) write(schema, type.present(), value, arena, slots + 1);
    return;
  }
  if (type.is_list()) {
    const Type element = type.element();
    const std::uint32_t width = schema.slots(element);
    Slot* rows = arena.slots(width * value.parts.size());
    for (std::size_t i = 0; i < value.parts.size(); ++i) {
      write(schema, element, value.parts[i], arena, rows + i * width);
    }
    slots[0].list = arena.list(rows, value.parts.size());
  } else if (type.base == Kind::record) {
    const auto& fields = schema.records[type.id].fields;
    for (std::size_t i = 0; i < fields.size(); ++i) {
      write(schema, fields[i].type, value.parts[i], arena, slots + fields[i].offset);
    }
  } else if (type.base == Kind::text) {
    slots[0].text = arena.text(value.text);
  } else {
    slots[0] = number(value.number);
  }
}

}  // namespace

FactSet fact_set(const Program& program, std::span<const model::FactId> facts, Facts row) {
  const model::Model& model = *program.model;
  FactSet result{{facts.begin(), facts.end()}, {}, row.now};
  for (const model::FactId fact : facts) {
    result.values.push_back(read(model.schema, model.facts[fact].type, row.row + program.fact_offsets[fact]));
  }
  return result;
}

FactTree plain_value(const Schema& schema, Type type, int year) {
  FactTree value;
  if (type.optional) {
    value.present = false;
  } else if (!type.is_list() && type.base == Kind::record) {
    for (const FieldInfo& field : schema.records[type.id].fields) {
      value.parts.push_back(plain_value(schema, field.type, year));
    }
  } else if (type.is(Kind::date)) {
    value.number = time::to_date({year, 1, 1});
  } else if (type.is(Kind::instant)) {
    value.number = time::to_date({year, 1, 1}) * time::day;
  }
  return value;
}

Example example(const Program& program, const FactSet& facts) {
  const model::Model& model = *program.model;
  Example result{std::make_shared<Arena>(), nullptr, facts.now};
  Slot* row = result.memory->slots(program.fact_slots + 1);
  for (model::FactId fact = 0; fact < model.facts.size(); ++fact) {
    const auto place = std::ranges::lower_bound(facts.facts, fact);
    const bool known = place != facts.facts.end() && *place == fact;
    const Type type = model.facts[fact].type;
    const FactTree& value =
        known ? facts.values[static_cast<std::size_t>(place - facts.facts.begin())] : plain_value(model.schema, type);
    write(model.schema, type, value, *result.memory, row + program.fact_offsets[fact]);
  }
  result.row = row;
  return result;
}

}  // namespace writ::analysis
