#include "engine/facts/shape.hpp"

#include <algorithm>

namespace writ {

Gap::Gap(std::string_view bytes) : size_(static_cast<std::uint32_t>(bytes.size())) {
  std::copy(bytes.begin(), bytes.end(), bytes_.begin());
  for (std::size_t i = 0; i < bytes.size(); ++i) wanted_[i / 16] |= std::uint32_t{1} << i % 16;
}

void Followers::add(std::string_view gap, ShapeMember* to) {
  if (gap.size() > Gap::most_bytes) return;
  const std::uint32_t place = std::min<std::uint32_t>(count, most - 1);
  links[place] = {Gap(gap), to};
  count = place + 1;
}

ShapeMember* ObjectShape::find(std::string_view name) {
  std::uint32_t number = plan == nullptr ? NameTable::none : plan->names.find(name);
  if (number == NameTable::none) number = others.find(name);
  return number == NameTable::none ? nullptr : &members[number];
}

Shapes::Shapes(const FactsPlan& plan) : plan_(plan) {
  for (const ObjectPlan& object : plan.objects) add_shape(&object, NameTable::none);
  root_ = &by_object_.front();
  if (!plan.id_path.empty()) root_ = &add_shape(&plan.objects.front(), 0);
}

ObjectShape& Shapes::add_shape(const ObjectPlan* plan, std::uint32_t id_step) {
  ObjectShape& shape = (id_step == NameTable::none ? by_object_ : on_id_path_).emplace_back();
  shape.plan = plan;
  shape.id_step = id_step;
  if (plan != nullptr) add_planned(shape);
  return shape;
}

void Shapes::add_planned(ObjectShape& shape) {
  if (shape.plan->members.size() > ObjectShape::most_members / 2) {
    usable_ = false;
    return;
  }
  for (const MemberPlan& planned : shape.plan->members) {
    ShapeMember& member = shape.members.emplace_back();
    member.name = planned.spelling;
    member.number = static_cast<std::uint32_t>(shape.members.size() - 1);
    if (planned.value != NameTable::none) member.value = &plan_.values[planned.value];
    member.offset = planned.offset;
    if (planned.next != NameTable::none) usable_ = false;
    mark_id(shape, member);
  }
}

void Shapes::mark_id(const ObjectShape& shape, ShapeMember& member) {
  if (shape.id_step == NameTable::none || member.name != plan_.id_path[shape.id_step]) return;
  if (shape.id_step + 1 == plan_.id_path.size()) {
    member.is_id = true;
    return;
  }
  const bool is_record = member.value != nullptr && member.value->form == Form::record;
  if (member.value != nullptr && !is_record) {
    usable_ = false;
    return;
  }
  member.on_id_path = &add_shape(is_record ? &plan_.objects[member.value->detail] : nullptr, shape.id_step + 1);
}

ShapeMember* Shapes::add(ObjectShape& shape, std::string_view name) {
  constexpr std::size_t around = 4;  // Bytes that a gap has besides the name, at least.
  if (name.size() > Gap::most_bytes - around) return nullptr;
  if (shape.members.size() == ObjectShape::most_members) return nullptr;
  ShapeMember& member = shape.members.emplace_back();
  member.name = name;
  member.number = static_cast<std::uint32_t>(shape.members.size() - 1);
  shape.others.add(name, member.number);
  mark_id(shape, member);
  return &member;
}

}  // namespace writ
