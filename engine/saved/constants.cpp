#include "engine/saved/constants.hpp"

#include <algorithm>
#include <unordered_map>

namespace writ::saved {
namespace {

/// What the addresses of texts and lists are called in a file. A number in a constant can happen to be such an address:
/// `save` finds that out.
using Addresses = std::unordered_map<std::int64_t, std::uint32_t>;

Addresses addresses_of(const Program& program) {
  Addresses addresses;
  std::uint32_t next = 0;
  for (const Text* text : program.constant_texts) addresses.emplace(Slot{.text = text}.number, next++);
  for (const ConstantList& each : program.constant_lists) addresses.emplace(Slot{.list = each.list}.number, next++);
  return addresses;
}

SlotRow stored(const std::vector<Slot>& slots, const Addresses& addresses) {
  SlotRow row;
  row.numbers.reserve(slots.size());
  for (std::size_t i = 0; i < slots.size(); ++i) {
    const auto found = addresses.find(slots[i].number);
    row.numbers.push_back(found == addresses.end() ? slots[i].number : 0);
    if (found != addresses.end()) row.pointing.push_back({static_cast<std::uint32_t>(i), found->second});
  }
  return row;
}

bool restore(const SlotRow& row, const Program& program, std::vector<Slot>& slots) {
  slots.resize(row.numbers.size());
  std::ranges::transform(row.numbers, slots.begin(), number);
  const std::size_t texts = program.constant_texts.size();
  for (const auto [at, target] : row.pointing) {
    if (at >= slots.size() || target >= texts + program.constant_lists.size()) return false;
    slots[at] = target < texts ? Slot{.text = program.constant_texts[target]}
                               : Slot{.list = program.constant_lists[target - texts].list};
  }
  return true;
}

template <typename Items, typename Matches>
std::uint32_t index_where(const Items& items, Matches matches) {
  const auto found = std::ranges::find_if(items, matches);
  return found == items.end() ? model::none : static_cast<std::uint32_t>(found - items.begin());
}

}  // namespace

std::vector<Content> contents_of(const SlotRow& row, const Program& program) {
  std::vector<Content> contents;
  contents.reserve(row.numbers.size());
  for (const std::int64_t number : row.numbers) contents.push_back(content_of(number));
  const std::size_t texts = program.constant_texts.size();
  for (const auto [at, target] : row.pointing) {
    contents[at] = target < texts
                       ? content_of(program.model->schema, Type{Kind::text})
                       : content_of(program.model->schema, program.constant_lists[target - texts].element.list_of());
  }
  return contents;
}

PointingTables take_apart(const Program& program) {
  const model::Model& model = *program.model;
  const Addresses addresses = addresses_of(program);
  PointingTables tables;
  for (const auto& [list, type] : program.constant_lists) {
    StoredList& stored_list = tables.lists.emplace_back();
    stored_list.element = type;
    const bool of_texts = type.is(Kind::text);
    for (std::uint64_t i = 0; i < list->count; ++i) {
      const std::int64_t element = list->rows[i].number;
      stored_list.elements.push_back(of_texts ? std::int64_t{addresses.at(element)} : element);
    }
  }
  tables.constants = stored(program.constants, addresses);
  tables.frames = stored(program.frames, addresses);
  for (const CallSite& site : program.sites) {
    const auto file = index_where(model.files, [&](const model::File& each) {
      return each.zone.get() == site.environment.zone && each.calendar.get() == site.environment.calendar;
    });
    const auto pattern = index_where(model.patterns, [&](const auto& each) { return each.get() == site.pattern; });
    tables.sites.push_back({file, pattern, std::string(site.language)});
  }
  return tables;
}

bool put_together(const PointingTables& tables, Program& program) {
  const model::Model& model = *program.model;
  Arena& arena = *program.constant_arena;
  for (const std::string& text : model.texts) program.constant_texts.push_back(arena.text(text));
  for (const auto& [type, elements] : tables.lists) {
    const bool is_single = is_number(type) || type.is(Kind::text);
    if (!is_single || type.optional || type.base == Kind::unknown) return false;
    if (type.is(Kind::enumeration) && type.id >= model.schema.enums.size()) return false;
    Slot* rows = arena.slots(elements.size());
    for (std::size_t i = 0; i < elements.size(); ++i) {
      const std::int64_t element = elements[i];
      if (type.is(Kind::text)) {
        if (static_cast<std::uint64_t>(element) >= program.constant_texts.size()) return false;
        rows[i] = Slot{.text = program.constant_texts[static_cast<std::size_t>(element)]};
      } else {
        if (!fits(model.schema, content_of(element), type)) return false;
        rows[i] = number(element);
      }
    }
    program.constant_lists.push_back({arena.list(rows, elements.size()), type});
  }
  if (!restore(tables.constants, program, program.constants)) return false;
  if (!restore(tables.frames, program, program.frames)) return false;
  for (const auto& [file, pattern, language] : tables.sites) {
    if (file >= model.files.size() || (pattern != model::none && pattern >= model.patterns.size())) return false;
    const time::Zone* zone = model.files[file].zone.get();
    program.sites.push_back({{zone, model.files[file].calendar.get()},
                             zone ? zone : program.utc.get(),
                             pattern == model::none ? nullptr : model.patterns[pattern].get(),
                             arena.text(language)->view()});
  }
  program.absent_record = absent_record(model.schema);
  for (const model::Fact& fact : model.facts) {
    program.fact_offsets.push_back(program.fact_slots);
    program.fact_slots += model.schema.slots(fact.type);
  }
  return true;
}

}  // namespace writ::saved
