#include "engine/facts/read_shaped.hpp"

#include <array>

#include "engine/facts/json_index.hpp"
#include "engine/facts/json_scalars.hpp"
#include "engine/facts/list_room.hpp"
#include "engine/value/time/format.hpp"

namespace writ {
namespace {

constexpr List no_elements{};
constexpr std::uint32_t deepest = 100;  // Less than the walk along the index goes: that knows what is too deep.
static_assert(Gap::most_bytes + 16 <= json_padding);

using json::is_blank;

/// One record. Every function takes the place where something begins and returns where it ends, or null to give up.
/// Places may run past the record's end by less than its padding; each value and each gap begins with a look at that,
/// and the record is taken only where the last place is its end.
class ShapedWalk {
 public:
  ShapedWalk(const FactsPlan& plan, Shapes& shapes, std::string_view text, Arena& arena, std::string_view& id)
      : plan_(plan), shapes_(shapes), arena_(arena), id_(id), end_(text.data() + text.size()) {}

  bool record(const char* at, Slot* row) {
    at = past_blanks(at);
    if (at >= end_ || *at != '{') return false;
    at = object(shapes_.root(), at, row, 0);
    return at != nullptr && past_blanks(at) == end_;
  }

 private:
  const char* past_blanks(const char* at) const {
    while (at < end_ && is_blank(*at)) ++at;
    return at;
  }

  // ---- objects and lists --------------------------------------------------------------------------------------------

  const char* object(ObjectShape& shape, const char* at, Slot* row, std::uint32_t level) {
    if (level > deepest) return nullptr;
    std::array<std::uint64_t, ObjectShape::most_members / 64> seen{};
    Followers* followers = &shape.first;
    for (;;) {
      if (at >= end_) return nullptr;
      ShapeMember* member = nullptr;
      if (followers->count > 0 && leads_on(followers->links[0], at)) {
        member = followers->links[0].to;
        at += followers->links[0].gap.size();
      } else {
        at = other_gap(shape, *followers, at, member);
        if (at == nullptr) return nullptr;
      }
      if (member == nullptr) return all_required(shape, seen) ? at : nullptr;
      const std::uint64_t bit = std::uint64_t{1} << member->number % 64;
      std::uint64_t& word = seen[member->number / 64];
      if ((word & bit) != 0) return nullptr;
      word |= bit;
      at = member_value(*member, at, row, level + 1);
      if (at == nullptr) return nullptr;
      followers = &member->after;
    }
  }

  static bool all_required(const ObjectShape& shape,
                           const std::array<std::uint64_t, ObjectShape::most_members / 64>& seen) {
    if (shape.plan == nullptr) return true;
    const auto& required = shape.plan->required;
    for (std::size_t i = 0; i < required.size(); ++i) {
      if ((required[i] & ~seen[i]) != 0) return false;
    }
    return true;
  }

  /// Its gap is here and is all of the gap: one that is learned without blanks may begin another that ends in some.
  static bool leads_on(const Followers::Link& link, const char* at) {
    return link.gap.is_at(at) && (link.to == nullptr || !is_blank(at[link.gap.size()]));
  }

  /// A gap that is not the likeliest: one that was met, else one that is read out and learned.
  const char* other_gap(ObjectShape& shape, Followers& followers, const char* at, ShapeMember*& member) {
    for (std::uint32_t i = 1; i < followers.count; ++i) {
      if (!leads_on(followers.links[i], at)) continue;
      member = followers.links[i].to;
      at += followers.links[i].gap.size();
      std::swap(followers.links[i], followers.links[i - 1]);
      return at;
    }
    const char* const begin = at;
    const bool opens = &followers == &shape.first;
    at = past_blanks(at);
    if (at >= end_) return nullptr;
    bool closes = !opens && *at == '}';
    if (!closes && *at != (opens ? '{' : ',')) return nullptr;
    ++at;
    if (!closes) at = past_blanks(at);
    if (opens && at < end_ && *at == '}') {
      closes = true;
      ++at;
    }
    if (closes) {
      followers.add({begin, static_cast<std::size_t>(at - begin)}, nullptr);
      return at;
    }
    at = name(shape, at, member);
    if (at == nullptr) return nullptr;
    at = past_blanks(at);
    if (at >= end_ || *at != ':') return nullptr;
    at = past_blanks(at + 1);
    followers.add({begin, static_cast<std::size_t>(at - begin)}, member);
    return at;
  }

  const char* name(ObjectShape& shape, const char* at, ShapeMember*& member) {
    if (at >= end_ || *at != '"') return nullptr;
    bool escaped = false;
    const char* const close = text_end(at + 1, escaped);
    if (close == nullptr || escaped) return nullptr;
    const std::string_view found(at + 1, static_cast<std::size_t>(close - at - 1));
    member = shape.find(found);
    if (member == nullptr) {
      member = shapes_.add(shape, found);
      if (member == nullptr) return nullptr;
    }
    const bool unknown = shape.plan != nullptr && member->number >= shape.plan->members.size();
    return unknown && plan_.options.strict && !member->is_id ? nullptr : close + 1;
  }

  const char* member_value(ShapeMember& member, const char* at, Slot* row, std::uint32_t level) {
    if (at >= end_) return nullptr;
    const char* const begin = at;
    if (member.on_id_path != nullptr && *at == '[') return nullptr;
    if (member.value != nullptr) {
      at = value(*member.value, member.on_id_path, at, row + member.offset, level);
    } else if (member.on_id_path != nullptr && *at == '{') {
      at = object(*member.on_id_path, at, nullptr, level);
    } else {
      at = skip(at, level);
    }
    const bool is_single = *begin != '{' && *begin != '[';
    if (member.is_id && at != nullptr && is_single) id_ = {begin, static_cast<std::size_t>(at - begin)};
    return at;
  }

  const char* list(const ValuePlan& plan, const char* at, Slot& out, std::uint32_t level) {
    if (level > deepest) return nullptr;
    const ValuePlan& element = plan_.values[plan.detail];
    at = past_blanks(at + 1);
    if (at < end_ && *at == ']') {
      out.list = &no_elements;
      return at + 1;
    }
    std::size_t count = 0;
    ListRoom room{.width = plan.width};
    for (;; ++count) {
      if (at >= end_) return nullptr;
      if (count == room.size && !room.make(count, plan_.options.limits, memory_, arena_).empty()) return nullptr;
      at = value(element, nullptr, at, room.rows + count * plan.width, level + 1);
      if (at == nullptr) return nullptr;
      if (*at != ',' && *at != ']') at = past_blanks(at);
      if (at >= end_ || (*at != ',' && *at != ']')) return nullptr;
      if (*at == ']') break;
      at = past_blanks(at + 1);
    }
    if (count >= plan_.options.limits.list_length) return nullptr;
    out.list = arena_.list(room.rows, count + 1);
    return at + 1;
  }

  // ---- values -------------------------------------------------------------------------------------------------------

  const char* value(const ValuePlan& plan, ObjectShape* on_id_path, const char* at, Slot* out, std::uint32_t level) {
    if (plan.optional) {
      if (*at == 'n') return std::memcmp(at, "null", 4) == 0 ? at + 4 : nullptr;
      *out++ = number(1);
    }
    switch (plan.form) {
      case Form::record:
        if (*at != '{') return nullptr;
        return object(on_id_path != nullptr ? *on_id_path : shapes_.of(plan.detail), at, out, level);
      case Form::list: return *at == '[' ? list(plan, at, *out, level) : nullptr;
      case Form::boolean: return boolean(at, *out);
      case Form::integer: return integer(at, *out);
      case Form::unix_seconds: return unix_time(at, time::second, *out);
      case Form::unix_millis: return unix_time(at, time::second / 1000, *out);
      case Form::decimal: return decimal(at, *out);
      case Form::money: return *at == '{' ? money(plan, at, *out) : decimal(at, *out);
      default: return text(plan, at, *out);
    }
  }

  static const char* boolean(const char* at, Slot& out) {
    const bool is_true = std::memcmp(at, "true", 4) == 0, is_false = std::memcmp(at, "false", 5) == 0;
    out = number(is_true ? 1 : 0);
    return is_true || is_false ? at + (is_true ? 4 : 5) : nullptr;
  }

  /// Whole numbers of up to eighteen digits: longer ones are rare, and may not fit.
  static const char* integer(const char* at, Slot& out) {
    const bool negative = *at == '-';
    at += negative ? 1 : 0;
    const auto digits = json::up_to_eighteen_digits(at);
    if (digits.count == 0 || digits.count > 18 || (*at == '0' && digits.count > 1)) return nullptr;
    const auto value = static_cast<std::int64_t>(digits.value);
    out = number(negative ? -value : value);
    return at + digits.count;
  }

  static const char* unix_time(const char* at, std::int64_t unit, Slot& out) {
    at = integer(at, out);
    if (at == nullptr) return nullptr;
    if (out.number < time::first_instant / unit || out.number > time::last_instant / unit) return nullptr;
    out.number *= unit;
    return at;
  }

  /// A JSON number or decimal text.
  const char* decimal(const char* at, Slot& out) {
    if (*at == '"') {
      bool escaped = false;
      const char* const close = text_end(at + 1, escaped);
      if (close == nullptr) return nullptr;
      const auto read = json::read_decimal_text({at + 1, static_cast<std::size_t>(close - at - 1)}, 6, out.number);
      return read == json::Exactness::exact ? close + 1 : nullptr;
    }
    const char* const end = number_end(at);
    const auto read = json::read_number({at, static_cast<std::size_t>(end - at)}, 6, false, out.number);
    return read == json::Exactness::exact ? end : nullptr;
  }

  const char* number_end(const char* at) const {
    const auto belongs = [](char c) {
      return (c >= '0' && c <= '9') || c == '.' || c == '-' || c == '+' || (c | 32) == 'e';
    };
    while (at < end_ && belongs(*at)) ++at;
    return at;
  }

  /// {"amount": "12.30", "currency": "CNY"}, in either order.
  const char* money(const ValuePlan& plan, const char* at, Slot& out) {
    bool has_amount = false, has_currency = false;
    for (char before = '{'; before != '}';) {
      at = past_blanks(at + 1);
      const auto is_here = [&](std::string_view name) {
        return static_cast<std::size_t>(end_ - at) > name.size() && std::memcmp(at, name.data(), name.size()) == 0;
      };
      const bool is_amount = at < end_ && is_here("\"amount\""), is_currency = at < end_ && is_here("\"currency\"");
      bool& met = is_amount ? has_amount : has_currency;
      if ((!is_amount && !is_currency) || met) return nullptr;
      met = true;
      at = past_blanks(at + (is_amount ? 8 : 10));
      if (at >= end_ || *at != ':') return nullptr;
      at = past_blanks(at + 1);
      if (at >= end_) return nullptr;
      at = is_amount ? decimal(at, out) : currency(plan, at);
      if (at == nullptr) return nullptr;
      at = past_blanks(at);
      before = at < end_ ? *at : '\0';
      if (before != ',' && before != '}') return nullptr;
    }
    return has_amount && has_currency ? at + 1 : nullptr;
  }

  const char* currency(const ValuePlan& plan, const char* at) const {
    if (static_cast<std::size_t>(end_ - at) < 5) return nullptr;
    return std::string_view(at, 5) == '"' + currency_letters(plan.type.id) + '"' ? at + 5 : nullptr;
  }

  const char* text(const ValuePlan& plan, const char* at, Slot& out) {
    if (*at != '"') return nullptr;
    bool escaped = false;
    const char* const close = text_end(++at, escaped);
    if (close == nullptr || (escaped && plan.form != Form::text)) return nullptr;
    std::string_view read(at, static_cast<std::size_t>(close - at));
    switch (plan.form) {
      case Form::text: {
        if (escaped && !unescape(read)) return nullptr;
        if (read.size() > plan_.options.limits.text_bytes) return nullptr;
        out.text = new (arena_.allocate(sizeof(Text))) Text{read.data(), read.size()};
        return close + 1;
      }
      case Form::enumeration: {
        const std::uint32_t index = plan_.enums[plan.detail].find_in_text(read);
        out = number(index);
        return index == NameTable::none ? nullptr : close + 1;
      }
      case Form::instant: return taken(time::parse_instant(read), out, close);
      case Form::date: return taken(time::parse_date(read), out, close);
      case Form::time_of_day: return taken(time::parse_time(read), out, close);
      default: return taken(time::parse_duration(read), out, close);
    }
  }

  template <typename Number>
  static const char* taken(const std::optional<Number>& read, Slot& out, const char* close) {
    if (!read) return nullptr;
    out = number(*read);
    return close + 1;
  }

  bool unescape(std::string_view& text) {
    char* const meant = static_cast<char*>(arena_.allocate(text.size()));
    const std::size_t size = json::unescape(text, meant);
    if (size == json::bad_escape) return false;
    text = {meant, size};
    return true;
  }

  /// The quote that closes the text which begins here: valid UTF-8, no control characters; escapes are not looked into.
  const char* text_end(const char* at, bool& escaped) const {
    const auto block = json::text_block(at);
    const auto first = static_cast<std::uint32_t>(std::countr_zero(block.special | 0x10000));
    if (at[first] == '"' && first < 16 && (block.high & ((1U << first) - 1)) == 0) return at + first;
    return long_text_end(at, escaped);
  }

  const char* long_text_end(const char* const begin, bool& escaped) const {
    bool ascii = true;
    for (const char* at = begin; at < end_;) {
      const auto block = json::text_block(at);
      const auto first = static_cast<std::uint32_t>(std::countr_zero(block.special | 0x10000));
      if ((block.high & ((1U << first) - 1)) != 0) ascii = false;
      at += first;
      if (first == 16) continue;
      if (*at == '"') {
        const bool whole = at < end_ && (ascii || is_utf8({begin, static_cast<std::size_t>(at - begin)}));
        return whole ? at : nullptr;
      }
      const auto after = static_cast<unsigned char>(at[1]);
      if (*at != '\\' || after < 0x20 || after >= 0x80) return nullptr;
      escaped = true;
      at += 2;
    }
    return nullptr;
  }

  // ---- what nobody reads --------------------------------------------------------------------------------------------

  const char* skip(const char* at, std::uint32_t level) {
    if (at >= end_ || level > deepest) return nullptr;
    switch (*at) {
      case '"': return skip_text(at);
      case '{':
      case '[': return skip_inside(at, level + 1);
      case 't':
      case 'f': {
        Slot ignored;
        return boolean(at, ignored);
      }
      case 'n': return std::memcmp(at, "null", 4) == 0 ? at + 4 : nullptr;
      default: {
        Slot ignored;
        const char* end = integer(at, ignored);
        if (end != nullptr && number_end(end) == end) return end;
        end = number_end(at);
        return json::is_scalar({at, static_cast<std::size_t>(end - at)}) ? end : nullptr;
      }
    }
  }

  const char* skip_text(const char* at) {
    bool escaped = false;
    const char* const close = text_end(++at, escaped);
    if (close == nullptr) return nullptr;
    std::string_view text(at, static_cast<std::size_t>(close - at));
    return escaped && !unescape(text) ? nullptr : close + 1;
  }

  const char* skip_inside(const char* at, std::uint32_t level) {
    const bool is_object = *at == '{';
    const char closing = is_object ? '}' : ']';
    at = past_blanks(at + 1);
    if (at < end_ && *at == closing) return at + 1;
    for (;;) {
      if (at >= end_) return nullptr;
      if (is_object) {
        if (*at != '"') return nullptr;
        at = skip_text(at);
        if (at == nullptr) return nullptr;
        at = past_blanks(at);
        if (at >= end_ || *at != ':') return nullptr;
        at = past_blanks(at + 1);
      }
      at = skip(at, level);
      if (at == nullptr) return nullptr;
      at = past_blanks(at);
      if (at >= end_) return nullptr;
      if (*at == closing) return at + 1;
      if (*at != ',') return nullptr;
      at = past_blanks(at + 1);
    }
  }

  const FactsPlan& plan_;
  Shapes& shapes_;
  Arena& arena_;
  std::string_view& id_;
  const char* end_;
  std::uint64_t memory_ = 0;  // Of lists.
};

}  // namespace

bool ShapedReader::read(std::string_view text, Slot* row, Arena& arena, std::string_view& id) {
  constexpr std::uint32_t hopeless = 16, tried_again = 64;
  if (!shapes_.usable()) return false;
  if (given_up_ >= hopeless && ++passed_over_ % tried_again != 0) return false;
  if (ShapedWalk(plan_, shapes_, text, arena, id).record(text.data(), row)) {
    given_up_ = 0;
    return true;
  }
  ++given_up_;
  return false;
}

}  // namespace writ
