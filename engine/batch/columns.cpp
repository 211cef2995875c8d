#include "engine/batch/columns.hpp"

#include <algorithm>
#include <cstring>
#include <limits>

#include "grammar/unicode.hpp"

namespace writ::batch {

namespace {

constexpr Text empty_text{"", 0};
constexpr List empty_list{};
constexpr std::int64_t least = std::numeric_limits<std::int64_t>::min();
constexpr std::int64_t most = std::numeric_limits<std::int64_t>::max();

/// Walks over the facts that a decision needs, slot by slot.
class Slots {
 public:
  Slots(const Schema& schema, GivenFacts& to) : schema_(schema), to_(to) {}

  void add(const std::string& path, Type type, Domain domain, std::uint32_t offset, std::uint32_t guard) {
    if (type.optional) {
      to_.slots.push_back({path,
                           {.domain = domain, .offset = offset, .is_presence = true, .type = type.present()},
                           guard,
                           {},
                           nullptr});
      return add(path, type.present(), domain, offset + 1, offset);
    }
    if (type.is_list()) return add_list(path, type, domain, offset, guard);
    if (!type.is(Kind::record)) {
      to_.slots.push_back({path, {.domain = domain, .offset = offset, .type = type}, guard, {}, nullptr});
      return;
    }
    for (const FieldInfo& field : schema_.records[type.id].fields) {
      add(path + "." + field.name, field.type, domain, offset + field.offset, guard);
    }
  }

 private:
  void add_list(const std::string& path, Type type, Domain domain, std::uint32_t offset, std::uint32_t guard) {
    // A record may have lists of its own kind, without end: such a list has no columns.
    const bool again = type.base == Kind::record && std::ranges::find(within_, type.id) != within_.end();
    if (again || to_.lists.size() > 1000) return;
    const Type element = type.element();
    to_.lists.push_back({path, {domain, offset, element, schema_.slots(element)}, guard, {}});
    const auto inner = static_cast<Domain>(to_.lists.size());
    if (type.base == Kind::record) within_.push_back(type.id);
    add(path, element, inner, 0, model::none);
    if (type.base == Kind::record) within_.pop_back();
  }

  const Schema& schema_;
  GivenFacts& to_;
  std::vector<std::uint32_t> within_;
};

std::int64_t value_at(const GivenColumn& column, std::size_t at) {
  switch (column.form) {
    case GivenColumn::Form::int64: return static_cast<const std::int64_t*>(column.data)[at];
    case GivenColumn::Form::int32: return static_cast<const std::int32_t*>(column.data)[at];
    case GivenColumn::Form::byte: return static_cast<const std::uint8_t*>(column.data)[at];
    case GivenColumn::Form::none:
    case GivenColumn::Form::text: break;
  }
  return 0;
}

/// Most texts are ASCII, which is seen without decoding.
bool is_utf8(std::string_view text) {
  std::uint64_t bits = 0;
  std::size_t at = 0;
  for (std::uint64_t word = 0; at + sizeof word <= text.size(); at += sizeof word) {
    std::memcpy(&word, text.data() + at, sizeof word);
    bits |= word;
  }
  for (; at < text.size(); ++at) bits |= static_cast<unsigned char>(text[at]);
  return (bits & 0x8080'8080'8080'8080) == 0 || !first_invalid_utf8(text);
}

}  // namespace

GivenFacts slots_of(const Program& program, std::span<const model::FactId> wanted) {
  const model::Model& model = *program.model;
  GivenFacts facts;
  Slots slots(model.schema, facts);
  for (const model::FactId fact : wanted) {
    slots.add(model.facts[fact].name, model.facts[fact].type, orders, program.fact_offsets[fact], model::none);
  }
  facts.slots.push_back({"now", {.is_now = true, .type = Type{Kind::instant}}, model::none, {}, nullptr});
  return facts;
}

Range range_of(const Schema& schema, Type type) {
  switch (type.base) {
    case Kind::boolean: return {0, 1};
    case Kind::enumeration: return {0, static_cast<std::int64_t>(schema.enums[type.id].members.size()) - 1};
    case Kind::instant: return {time::first_instant, time::last_instant};
    case Kind::date: return {time::first_date, time::last_date};
    case Kind::time_of_day: return {0, time::day - 1};
    default: return {least, most};
  }
}

ColumnSource::ColumnSource(const ColumnProgram* program, const Program& scalar, const GivenFacts& given)
    : program_(program), given_(&given), schema_(&scalar.model->schema) {
  row_.resize(scalar.fact_slots);
  if (program == nullptr) return;
  // The domains of the program and those of the given columns have numbers of their own.
  std::vector<Domain> given_domain(program->lists.size() + 1, orders);
  for (std::size_t i = 0; i < program->lists.size(); ++i) {
    const ListLeaf& list = program->lists[i];
    lists_.push_back(nullptr);
    for (std::size_t k = 0; k < given.lists.size(); ++k) {
      const ListLeaf& known = given.lists[k].list;
      if (known.parent != given_domain[list.parent] || known.offset != list.offset) continue;
      lists_.back() = &given.lists[k];
      given_domain[i + 1] = static_cast<Domain>(k + 1);
    }
  }
  for (const Leaf& leaf : program->leaves) {
    const auto found = std::ranges::find_if(given.slots, [&](const GivenSlot& slot) {
      return slot.leaf.is_now == leaf.is_now && slot.leaf.offset == leaf.offset &&
             slot.leaf.domain == given_domain[leaf.domain];
    });
    Bound bound;
    if (found != given.slots.end()) {
      bound.slot = &*found;
      bound.range = range_of(*schema_, leaf.type);
      if (const std::int64_t scale = found->column.scale; scale != 1) {
        bound.range = {bound.range.low / scale, bound.range.high / scale};
      }
    }
    leaves_.push_back(bound);
  }
  firsts_.resize(program->lists.size() + 1);
  texts_.resize(program->leaves.size());
}

void ColumnSource::begin(std::size_t first, Lanes&) {
  first_ = first;
  if (!firsts_.empty()) firsts_[orders] = first;
}

// ---- columns -----------------------------------------------------------------------------------------------------

const void* ColumnSource::leaf(const LeafRequest& request, Lanes& lanes, const Kernels& kernels) {
  const Bound& bound = leaves_[static_cast<std::size_t>(request.instruction.k)];
  const Leaf& leaf = program_->leaves[static_cast<std::size_t>(request.instruction.k)];
  const std::size_t n = lanes.count(leaf.domain);
  if (leaf.is_presence) {
    auto* const out = static_cast<std::uint8_t*>(request.buffer);
    const std::uint8_t* const given = bound.slot->present;
    if (given == nullptr) {
      kernels.fill_byte(1, out, n);
    } else {
      const std::uint8_t* const from = given + firsts_[leaf.domain];
      for (std::size_t i = 0; i < n; ++i) out[i] = from[i] != 0;
    }
    if (request.guard != nullptr) {
      for (std::size_t i = 0; i < n; ++i) out[i] &= request.guard[i];
    }
    return out;
  }
  switch (request.instruction.lane) {
    case Lane::byte: return bytes(request, bound, lanes, kernels);
    case Lane::number: return numbers(request, bound, lanes, kernels);
    case Lane::text: return texts(request, bound, lanes, kernels);
  }
  return nullptr;
}

/// The column in 64 bits, zero where there is no value.
const std::int64_t* ColumnSource::widened(const Bound& bound, const std::uint8_t* guard, std::size_t n,
                                          const Kernels& kernels) {
  const std::size_t first = firsts_[program_->leaves[static_cast<std::size_t>(&bound - leaves_.data())].domain];
  const GivenColumn& column = bound.slot->column;
  const std::int64_t* from = nullptr;
  if (wide_.size() < n) wide_.resize(n);
  if (column.form == GivenColumn::Form::int64) {
    from = static_cast<const std::int64_t*>(column.data) + first;
  } else {
    if (column.form == GivenColumn::Form::int32) {
      kernels.widen_int32(static_cast<const std::int32_t*>(column.data) + first, wide_.data(), n);
    } else {
      kernels.widen_byte(static_cast<const std::uint8_t*>(column.data) + first, wide_.data(), n);
    }
    from = wide_.data();
  }
  if (guard == nullptr) return from;
  if (kept_.size() < n) kept_.resize(n);
  kernels.keep_numbers(from, guard, kept_.data(), n);
  return kept_.data();
}

const void* ColumnSource::bytes(const LeafRequest& request, const Bound& bound, Lanes& lanes, const Kernels& kernels) {
  const Domain domain = request.instruction.domain;
  const std::size_t n = lanes.count(domain);
  auto* const out = static_cast<std::uint8_t*>(request.buffer);
  if (bound.slot->column.form != GivenColumn::Form::byte) {
    const std::int64_t* const from = widened(bound, request.guard, n, kernels);
    if (!kernels.narrow(from, bound.range.high, out, n)) return out;
    for (std::size_t i = 0; i < n; ++i) {
      if (from[i] >= 0 && from[i] <= bound.range.high) continue;
      lanes.mark(domain, i, Lanes::rejected, kernels);
      out[i] = 0;  // As below.
    }
    return out;
  }
  const auto* from = static_cast<const std::uint8_t*>(bound.slot->column.data) + firsts_[domain];
  if (request.guard != nullptr) {
    kernels.keep_bytes(from, request.guard, out, n);
    from = out;
  }
  if (bound.range.high >= 255 || !kernels.byte_above(from, static_cast<std::uint8_t>(bound.range.high), n)) return from;
  for (std::size_t i = 0; i < n; ++i) {
    if (from[i] > bound.range.high) lanes.mark(domain, i, Lanes::rejected, kernels);
  }
  // Whatever a mask is computed from has to be 0 or 1.
  for (std::size_t i = 0; i < n; ++i) out[i] = from[i] > bound.range.high ? std::uint8_t{0} : from[i];
  return out;
}

const void* ColumnSource::numbers(const LeafRequest& request, const Bound& bound, Lanes& lanes,
                                  const Kernels& kernels) {
  const Domain domain = request.instruction.domain;
  const std::size_t n = lanes.count(domain);
  auto* const out = static_cast<std::int64_t*>(request.buffer);
  const std::int64_t* const from = widened(bound, request.guard, n, kernels);
  const auto [low, high] = bound.range;
  bool any_outside = false;
  const bool copied = from == wide_.data() || from == kept_.data();
  if (const std::int64_t scale = bound.slot->column.scale; scale != 1) {
    any_outside = kernels.scale(from, scale, low, high, out, n);
  } else {
    if (copied) std::copy_n(from, n, out);
    any_outside = (low != least || high != most) && kernels.outside(from, low, high, n);
  }
  if (any_outside) {
    for (std::size_t i = 0; i < n; ++i) {
      if (from[i] < low || from[i] > high) lanes.mark(domain, i, Lanes::rejected, kernels);
    }
  }
  return copied || bound.slot->column.scale != 1 ? out : from;
}

const void* ColumnSource::texts(const LeafRequest& request, const Bound& bound, Lanes& lanes, const Kernels& kernels) {
  const Domain domain = request.instruction.domain;
  const std::size_t n = lanes.count(domain);
  auto& texts = texts_[static_cast<std::size_t>(request.instruction.k)];
  if (texts.size() < n) texts.resize(n);
  const auto* const from = static_cast<const std::string_view*>(bound.slot->column.data) + firsts_[domain];
  auto* const out = static_cast<std::int64_t*>(request.buffer);
  for (std::size_t i = 0; i < n; ++i) {
    texts[i] = empty_text;
    if (request.guard == nullptr || request.guard[i] != 0) {
      if (is_utf8(from[i])) {
        texts[i] = {from[i].data(), from[i].size()};
      } else {
        lanes.mark(domain, i, Lanes::rejected, kernels);
      }
    }
    out[i] = reinterpret_cast<std::int64_t>(&texts[i]);
  }
  return out;
}

std::int64_t ColumnSource::offset(const GivenList& list, std::size_t at) {
  return list.narrow ? static_cast<const std::int32_t*>(list.offsets)[at]
                     : static_cast<const std::int64_t*>(list.offsets)[at];
}

void ColumnSource::open(Domain domain, const std::uint8_t* guard, Lanes& lanes, const Kernels& kernels) {
  const ListLeaf& list = program_->lists[domain - 1U];
  const GivenList& given = lists_[domain - 1U]->given;
  const std::size_t n = lanes.count(list.parent);
  const std::size_t from = firsts_[list.parent];
  std::uint32_t* const begins = lanes.room_for(domain, n);
  const std::int64_t first = offset(given, from);
  firsts_[domain] = static_cast<std::size_t>(first);
  const std::int64_t elements = offset(given, from + n) - first;
  if (elements <= static_cast<std::int64_t>(most_elements)) {
    if (given.narrow) {
      kernels.rebase_int32(static_cast<const std::int32_t*>(given.offsets) + from, first, begins, n + 1);
    } else {
      kernels.rebase(static_cast<const std::int64_t*>(given.offsets) + from, first, begins, n + 1);
    }
  } else {
    std::size_t fits = 0;
    begins[0] = 0;
    while (offset(given, from + fits + 1) - first <= static_cast<std::int64_t>(most_elements)) {
      ++fits;
      begins[fits] = static_cast<std::uint32_t>(offset(given, from + fits) - first);
    }
    for (std::size_t i = fits + 1; i <= n; ++i) begins[i] = begins[fits];
    lanes.open(domain, begins[n]);
    return lanes.cut_before(list.parent, fits, kernels);
  }
  lanes.open(domain, begins[n]);
  if (guard == nullptr) return;
  // A list that is not there has no elements, whatever its offsets say: columns cannot leave them out.
  for (std::size_t i = 0; i < n; ++i) {
    if (guard[i] == 0 && begins[i + 1] != begins[i]) lanes.mark(list.parent, i, Lanes::again, kernels);
  }
}

// ---- one order ---------------------------------------------------------------------------------------------------

Facts ColumnSource::facts(std::size_t order) {
  problem_ = {};
  now_ = 0;
  arena_.reset();
  std::ranges::fill(row_, Slot{});
  fill(orders, order, row_.data());
  return {row_.data(), now_};
}

void ColumnSource::fill(Domain domain, std::size_t at, Slot* row) {
  for (const GivenSlot& slot : given_->slots) {
    if (slot.leaf.domain != domain) continue;
    Slot value{};
    const bool there = slot.guard == model::none || row[slot.guard].number != 0;
    if (there || slot.leaf.type.is(Kind::text)) fill_slot(slot, at, there, value);
    if (slot.leaf.is_now) {
      now_ = value.number;
    } else {
      row[slot.leaf.offset] = value;
    }
  }
  for (std::size_t i = 0; i < given_->lists.size(); ++i) {
    const GivenElements& list = given_->lists[i];
    if (list.list.parent != domain) continue;
    row[list.list.offset].list = &empty_list;
    if (list.given.offsets == nullptr || (list.guard != model::none && row[list.guard].number == 0)) continue;
    const std::int64_t begin = offset(list.given, at), end = offset(list.given, at + 1);
    const auto count = static_cast<std::size_t>(end - begin);
    Slot* const rows = arena_.slots(count * list.list.element_slots);
    for (std::size_t e = 0; e < count; ++e) {
      Slot* const to = rows + e * list.list.element_slots;
      std::fill_n(to, list.list.element_slots, Slot{});
      fill(static_cast<Domain>(i + 1), static_cast<std::size_t>(begin) + e, to);
    }
    row[list.list.offset].list = arena_.list(rows, count);
  }
}

void ColumnSource::fill_slot(const GivenSlot& slot, std::size_t at, bool there, Slot& out) {
  if (slot.leaf.is_presence) {
    out.number = slot.present == nullptr || slot.present[at] != 0 ? 1 : 0;
    return;
  }
  if (slot.leaf.type.is(Kind::text)) {
    out.text = &empty_text;
    if (!there || slot.column.form != GivenColumn::Form::text) return;
    const std::string_view given = static_cast<const std::string_view*>(slot.column.data)[at];
    if (is_utf8(given)) {
      out.text = arena_.text(given);
    } else if (problem_.empty()) {
      problem_ = slot.path;
    }
    return;
  }
  const std::int64_t given = value_at(slot.column, at);
  const auto [low, high] = range_of(*schema_, slot.leaf.type);
  if (__builtin_mul_overflow(given, slot.column.scale, &out.number) || out.number < low || out.number > high) {
    out.number = 0;
    if (problem_.empty()) problem_ = slot.path;
  }
}

}  // namespace writ::batch
