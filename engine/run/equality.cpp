#include "engine/run/equality.hpp"

#include <cstring>

namespace writ {

bool equal_in_rows(const Schema& schema, Type type, const Slot* a, const Slot* b, std::uint64_t& work) {
  if (type.optional) {
    if (a->number != b->number) return false;
    return a->number == 0 || equal_in_rows(schema, type.present(), a + 1, b + 1, work);
  }
  if (type.is(Kind::record)) return equal_values(schema, type, Slot{.row = a}, Slot{.row = b}, work);
  return equal_values(schema, type, *a, *b, work);
}

bool equal_values(const Schema& schema, Type type, Slot a, Slot b, std::uint64_t& work) {
  if (type.is_list()) {
    if (a.list == b.list) return true;
    if (a.list->count != b.list->count) return false;
    const Type element = type.element();
    const std::uint32_t stride = schema.slots(element);
    work += a.list->count;
    for (std::uint64_t i = 0; i < a.list->count; ++i) {
      if (!equal_in_rows(schema, element, a.list->rows + i * stride, b.list->rows + i * stride, work)) return false;
    }
    return true;
  }
  if (type.base == Kind::record) {
    if (a.row == b.row) return true;
    for (const FieldInfo& field : schema.records[type.id].fields) {
      if (!equal_in_rows(schema, field.type, a.row + field.offset, b.row + field.offset, work)) return false;
    }
    return true;
  }
  if (type.base == Kind::text) {
    return a.text == b.text ||
           (a.text->size == b.text->size && std::memcmp(a.text->data, b.text->data, a.text->size) == 0);
  }
  return a.number == b.number;
}

}  // namespace writ
