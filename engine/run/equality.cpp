#include "engine/run/equality.hpp"

#include <cstring>

namespace writ {

bool equal_in_rows(const Schema& schema, Type type, const Slot* a, const Slot* b, std::uint64_t& work,
                   std::uint64_t most) {
  if (type.optional) {
    if (a->number != b->number) return false;
    return a->number == 0 || equal_in_rows(schema, type.present(), a + 1, b + 1, work, most);
  }
  if (type.is(Kind::record)) return equal_values(schema, type, Slot{.row = a}, Slot{.row = b}, work, most);
  return equal_values(schema, type, *a, *b, work, most);
}

bool equal_values(const Schema& schema, Type type, Slot a, Slot b, std::uint64_t& work, std::uint64_t most) {
  if (type.is_list()) {
    if (a.list == b.list) return true;
    if (a.list->count != b.list->count || work > most) return false;
    const Type element = type.element();
    const std::uint32_t stride = schema.slots(element);
    work += a.list->count;
    for (std::uint64_t i = 0; i < a.list->count; ++i) {
      if (!equal_in_rows(schema, element, a.list->rows + i * stride, b.list->rows + i * stride, work, most))
        return false;
    }
    return true;
  }
  if (type.base == Kind::record) {
    if (a.row == b.row) return true;
    for (const FieldInfo& field : schema.records[type.id].fields) {
      if (!equal_in_rows(schema, field.type, a.row + field.offset, b.row + field.offset, work, most)) return false;
    }
    return true;
  }
  if (type.base == Kind::text) {
    if (a.text == b.text) return true;
    if (a.text->size != b.text->size) return false;
    work += a.text->size / bytes_a_step;
    return std::memcmp(a.text->data, b.text->data, a.text->size) == 0;
  }
  return a.number == b.number;
}

namespace {

/// Of a value that may be absent.
std::uint64_t weight_in_row(const Schema& schema, Type type, const Slot* slots, std::uint64_t most) {
  if (type.optional && slots++->number == 0) return 1;
  return weight_of(schema, type.present(), type.is(Kind::record) ? Slot{.row = slots} : *slots, most);
}

}  // namespace

std::uint64_t weight_of(const Schema& schema, Type type, Slot value, std::uint64_t most) {
  std::uint64_t weight = 1;
  if (type.is_list()) {
    const Type element = type.element();
    const std::uint32_t stride = schema.slots(element);
    for (std::uint64_t i = 0; i < value.list->count && weight <= most; ++i) {
      weight += weight_in_row(schema, element, value.list->rows + i * stride, most - weight);
    }
  } else if (type.base == Kind::record) {
    for (const FieldInfo& field : schema.records[type.id].fields) {
      if (weight > most) break;
      weight += weight_in_row(schema, field.type, value.row + field.offset, most - weight);
    }
  } else if (type.base == Kind::text) {
    weight += value.text->size;
  }
  return weight;
}

}  // namespace writ
