#include "engine/saved/validate_rule_index.hpp"

#include <algorithm>
#include <bit>

namespace writ::saved {
namespace {

constexpr auto is_used = [](const auto& entry) { return entry.place != RuleIndex::empty; };

/// Entries that are looked at to find all: of tables that were compiled it is a few for each, and what is beyond was
/// made to take long.
template <typename Entries>
bool is_found_soon(const Entries& entries) {
  const std::uint64_t most = 64 * std::uint64_t{entries.size()} + (1 << 16);
  const auto first = std::ranges::find_if_not(entries, is_used);
  const auto gap = static_cast<std::size_t>(first - entries.begin());
  std::uint64_t all = 0, run = 0;
  for (std::size_t i = 1; i <= entries.size() && all <= most; ++i) {
    run = is_used(entries[(gap + i) % entries.size()]) ? run + 1 : 0;
    all += run;
  }
  return all <= most;
}

/// A hashed table is a power of two long, half of it is empty, and a search in it ends soon.
template <typename Entries>
bool is_table(const RuleIndex& index, const Entries& entries) {
  const std::size_t size = entries.size();
  return size >= 2 && std::has_single_bit(size) && index.mask == size - 1 &&
         index.shift == 64 - static_cast<std::uint32_t>(std::countr_zero(size)) &&
         static_cast<std::size_t>(std::ranges::count_if(entries, is_used)) <= size / 2 && is_found_soon(entries);
}

/// Each lies in the letters, and none of these is another's.
bool have_letters(const RuleIndex& index) {
  std::uint64_t all = 0;
  return std::ranges::all_of(index.texts, [&](const RuleIndex::TextEntry& entry) {
    if (is_used(entry)) all += entry.size;
    return entry.begin <= index.letters.size() && entry.size <= index.letters.size() - entry.begin &&
           all <= index.letters.size();
  });
}

}  // namespace

bool is_right(const RuleIndex& index, std::uint32_t size) {
  using Kind = RuleIndex::Kind;
  // What follows code follows the tables of all kinds.
  if (index.kind != Kind::numbers && !index.numbers.empty()) return false;
  if (index.kind != Kind::texts && !(index.texts.empty() && index.letters.empty())) return false;
  if (index.kind != Kind::ranges && !index.bounds.empty()) return false;
  if (index.kind != Kind::ranges && index.kind != Kind::members && !index.places.empty()) return false;
  const auto leads = [size](std::uint32_t place) { return place < size; };
  switch (index.kind) {
    case Kind::members: return leads(index.otherwise) && std::ranges::all_of(index.places, leads);
    case Kind::numbers:
      return leads(index.otherwise) && is_table(index, index.numbers) &&
             std::ranges::all_of(index.numbers, [&](const RuleIndex::NumberEntry& entry) {
               return !is_used(entry) || (leads(entry.place) && index.place(number(entry.key)) == entry.place);
             });
    case Kind::texts:
      return leads(index.otherwise) && is_table(index, index.texts) && have_letters(index) &&
             std::ranges::all_of(index.texts, [&](const RuleIndex::TextEntry& entry) {
               const Text text{index.letters.data() + entry.begin, entry.size};
               return !is_used(entry) || (leads(entry.place) && index.place(Slot{.text = &text}) == entry.place);
             });
    case Kind::ranges:
      return index.places.size() == index.bounds.size() + 1 && std::ranges::all_of(index.places, leads);
  }
  return false;
}

bool leads_forwards(const RuleIndex& index, std::uint32_t at) {
  const auto after = [at](std::uint32_t place) { return place > at; };
  const auto entry_after = [&](const auto& entry) { return after(entry.place); };  // An empty one has the last number.
  return (index.kind == RuleIndex::Kind::ranges || after(index.otherwise)) &&
         std::ranges::all_of(index.places, after) && std::ranges::all_of(index.numbers, entry_after) &&
         std::ranges::all_of(index.texts, entry_after);
}

}  // namespace writ::saved
