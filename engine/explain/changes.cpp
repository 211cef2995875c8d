#include "engine/explain/changes.hpp"

#include <algorithm>

#include "engine/facts/json_pointer.hpp"

namespace writ {
namespace {

class Walk {
 public:
  Walk(const Schema& schema, std::size_t most) : schema_(schema), most_(most) {}

  /// Whatever lies at `slots`, which is `here.offset` slots into its row.
  void value(Type type, const Slot* slots, FactPlace here) {
    if (found_.size() >= most_) return;
    if (type.optional && (type.is_list() || type.base == Kind::record)) {
      if (slots->number == 0) return;
      ++here.offset;
      return value(type.present(), slots + 1, std::move(here));
    }
    if (type.is_list()) return elements(type.element(), *slots->list, here);
    if (type.base == Kind::record) return fields(schema_.records[type.id], slots, here);
    here.type = type;
    found_.push_back(std::move(here));
  }

  std::vector<FactPlace> take() { return std::move(found_); }

 private:
  void fields(const RecordInfo& record, const Slot* row, const FactPlace& here) {
    for (const FieldInfo& field : record.fields) {
      if (field.fixed) continue;
      FactPlace inner = here;
      inner.offset += field.offset;
      inner.path += "." + field.name;
      append_pointer_member(inner.pointer, field.spelling);
      inner.encoding = field.encoding;
      value(field.type, row + field.offset, std::move(inner));
    }
  }

  void elements(Type element, const List& list, const FactPlace& here) {
    const std::uint32_t stride = schema_.slots(element);
    for (std::uint64_t i = 0; i < list.count && found_.size() < most_; ++i) {
      FactPlace inner = here;
      inner.hops.push_back({here.offset, i, stride});
      inner.offset = 0;
      inner.path += "[" + std::to_string(i) + "]";
      inner.pointer += "/" + std::to_string(i);
      value(element, list.rows + i * stride, std::move(inner));
    }
  }

  const Schema& schema_;
  std::size_t most_;
  std::vector<FactPlace> found_;
};

}  // namespace

std::vector<FactPlace> changeable_places(const Program& program, std::span<const model::FactId> facts, const Slot* row,
                                         std::size_t most) {
  Walk walk(program.model->schema, most);
  for (const model::FactId id : facts) {
    const model::Fact& fact = program.model->facts[id];
    if (fact.fixed) continue;
    const std::uint32_t offset = program.fact_offsets[id];
    FactPlace place{{}, offset, {}, fact.encoding, fact.name, {}};
    append_pointer_member(place.pointer, fact.spelling);
    walk.value(fact.type, row + offset, std::move(place));
  }
  return walk.take();
}

FactValue value_at(const Slot* row, const FactPlace& place) {
  for (const FactPlace::Hop& hop : place.hops) row = row[hop.offset].list->rows + hop.index * hop.stride;
  row += place.offset;
  if (!place.type.optional) return {true, *row};
  return {row->number != 0, row[1]};
}

const Slot* with_changes(const Program& program, const Slot* row, std::span<const FactChange> changes, Arena& arena) {
  Slot* changed = arena.slots(program.fact_slots);
  std::copy_n(row, program.fact_slots, changed);
  for (const FactChange& change : changes) {
    Slot* target = changed;
    for (const FactPlace::Hop& hop : change.place->hops) {
      const List& list = *target[hop.offset].list;
      Slot* rows = arena.slots(list.count * hop.stride);
      std::copy_n(list.rows, list.count * hop.stride, rows);
      target[hop.offset].list = arena.list(rows, list.count);
      target = rows + hop.index * hop.stride;
    }
    target += change.place->offset;
    if (change.place->type.optional) *target++ = number(change.value.present);
    *target = change.value.value;
  }
  return changed;
}

}  // namespace writ
