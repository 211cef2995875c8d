#include "engine/run/equality.hpp"
#include "engine/value/absent.hpp"

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
    const List left = list_in(a), right = list_in(b);
    if (left.count != right.count || work > most) return false;
    const Type element = type.element();
    const std::uint32_t stride = schema.slots(element);
    work += left.count;
    for (std::uint64_t i = 0; i < left.count; ++i) {
      if (!equal_in_rows(schema, element, left.rows + i * stride, right.rows + i * stride, work, most)) return false;
    }
    return true;
  }
  if (type.base == Kind::record) {
    if (a.row == b.row) return true;
    const std::vector<FieldInfo>& fields = schema.records[type.id].fields;
    work += 1 + fields.size() / fields_a_step;
    for (const FieldInfo& field : fields) {
      if (!equal_in_rows(schema, field.type, a.row + field.offset, b.row + field.offset, work, most)) return false;
    }
    return true;
  }
  if (type.base == Kind::text) {
    if (a.text == b.text) return true;
    const std::string_view left = text_in(a), right = text_in(b);
    if (left.size() != right.size()) return false;
    work += left.size() / bytes_a_step;
    return left == right;
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
    const List list = list_in(value);
    for (std::uint64_t i = 0; i < list.count && weight <= most; ++i) {
      weight += weight_in_row(schema, element, list.rows + i * stride, most - weight);
    }
  } else if (type.base == Kind::record) {
    for (const FieldInfo& field : schema.records[type.id].fields) {
      if (weight > most) break;
      weight += weight_in_row(schema, field.type, value.row + field.offset, most - weight);
    }
  } else if (type.base == Kind::text) {
    weight += text_in(value).size();
  }
  return weight;
}

}  // namespace writ
