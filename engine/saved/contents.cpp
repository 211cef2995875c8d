#include "engine/saved/contents.hpp"

#include <algorithm>
#include <limits>

#include "engine/value/time/civil.hpp"
#include "engine/value/time/period.hpp"

namespace writ::saved {
namespace {

using Is = Content::Is;

/// Kinds that not every number is a value of; those of enums are told by `below`.
enum StandsFor : std::uint8_t { boolean = 1, instant = 2, date = 4, time_of_day = 8, period = 16, absent = 32 };

constexpr std::uint32_t any_number = std::numeric_limits<std::uint32_t>::max();

constexpr std::uint8_t stands_for(Kind kind) {
  switch (kind) {
    case Kind::boolean: return boolean;
    case Kind::instant: return instant;
    case Kind::date: return date;
    case Kind::time_of_day: return time_of_day;
    case Kind::period: return period;
    default: return 0;
  }
}

bool is_within(std::int64_t number, std::int64_t low, std::int64_t high) { return number >= low && number <= high; }

bool is_period(std::int64_t number) {
  constexpr std::int64_t most = std::int64_t{1} << 59;
  const auto [count, unit] = time::Period::unpack(number);
  return is_within(count, -most, most) && unit <= time::Unit::business_days;
}

}  // namespace

Content content_of(const Schema& schema, Type type) {
  if (type.is_list()) return {.is = Is::list, .type = type.present()};
  switch (type.base) {
    case Kind::text: return {.is = Is::text};
    case Kind::record: return {.is = Is::row, .type = type.present()};
    case Kind::unknown: return {};
    case Kind::enumeration:
      return {.is = Is::word, .below = static_cast<std::uint32_t>(schema.enums[type.id].members.size())};
    default: return {.is = Is::word, .kinds = stands_for(type.base), .below = any_number};
  }
}

Content content_of(std::int64_t number) {
  Content content{.is = Is::word, .below = any_number};
  if (is_within(number, 0, any_number - 1)) content.below = static_cast<std::uint32_t>(number) + 1;
  const auto add = [&](bool stands, std::uint8_t bit) {
    if (stands) content.kinds = static_cast<std::uint8_t>(content.kinds | bit);
  };
  add(is_within(number, 0, 1), boolean);
  add(is_within(number, time::first_instant, time::last_instant), instant);
  add(is_within(number, time::first_date, time::last_date), date);
  add(is_within(number, 0, time::day - 1), time_of_day);
  add(is_period(number), period);
  add(number == 0, absent);
  return content;
}

bool fits(const Schema& schema, const Content& content, Type type) {
  const bool is_word = content.is == Is::word;
  const bool is_zero = is_word && (content.kinds & absent) != 0;
  if (type.is_list()) return is_zero || (content.is == Is::list && content.type == type.present());
  switch (type.base) {
    case Kind::text: return is_zero || content.is == Is::text;
    case Kind::record: return is_row(content) && content.type == type.present();
    case Kind::unknown: return false;
    case Kind::enumeration: return is_word && content.below <= schema.enums[type.id].members.size();
    default: {
      const std::uint8_t needed = stands_for(type.base);
      return is_word && (content.kinds & needed) == needed;
    }
  }
}

Content joined(const Content& a, const Content& b) {
  if (a == b) return a;
  const auto is_zero = [](const Content& content) { return content.is == Is::word && (content.kinds & absent) != 0; };
  const auto may_be_zero = [](const Content& content) { return content.is == Is::text || content.is == Is::list; };
  if (is_zero(a) && may_be_zero(b)) return b;
  if (is_zero(b) && may_be_zero(a)) return a;
  if (a.is != b.is || a.type != b.type) return {};
  Content both = a;
  both.kinds = static_cast<std::uint8_t>(a.kinds & b.kinds);
  both.depth = std::max(a.depth, b.depth);
  both.own = a.own && b.own;
  if (a.is == Is::word) both.below = std::max(a.below, b.below);
  if (a.is == Is::elements && a.below != b.below) return {};
  return both;
}

const std::vector<Type>& Layouts::of(Type type) {
  if (!type.is(Kind::record)) {
    single_.assign(1, type.present());
    return single_;
  }
  std::vector<Type>& layout = records_[type.id];
  if (layout.empty()) append(type.present(), layout);
  return layout;
}

void Layouts::append(Type type, std::vector<Type>& to) const {
  if (type.optional) to.push_back(Type{Kind::boolean});
  if (!type.is(Kind::record)) {
    to.push_back(type.present());
    return;
  }
  const std::vector<FieldInfo>& fields = schema_.records[type.id].fields;
  for (const FieldInfo& field : fields) append(field.type, to);
  if (fields.empty()) to.push_back(Type{});  // Its one slot, which nobody may read.
}

bool Layouts::lie_at(const std::vector<Type>& outer, std::uint64_t offset, const std::vector<Type>& inner) {
  return offset <= outer.size() && inner.size() <= outer.size() - offset &&
         std::equal(inner.begin(), inner.end(), outer.begin() + static_cast<std::ptrdiff_t>(offset));
}

}  // namespace writ::saved
