#include "engine/facts/read_json.hpp"

#include <algorithm>
#include <cstring>

#include "engine/facts/breaks.hpp"
#include "engine/facts/json_scalars.hpp"
#include "engine/facts/list_room.hpp"
#include "engine/facts/read_shaped.hpp"
#include "engine/facts/tokens.hpp"
#include "engine/value/time/format.hpp"

namespace writ {
namespace {

constexpr std::uint32_t none = NameTable::none;
constexpr List empty_list{};

std::uint64_t eight_bytes(const char* at) {
  std::uint64_t bytes = 0;
  std::memcpy(&bytes, at, 8);
  return bytes;
}

/// As `==`, without a call for names of up to sixteen bytes.
bool same_name(std::string_view a, std::string_view b) {
  const std::size_t size = a.size();
  if (size != b.size()) return false;
  if (size > 16) return std::memcmp(a.data(), b.data(), size) == 0;
  if (size >= 8) {
    return eight_bytes(a.data()) == eight_bytes(b.data()) &&
           eight_bytes(a.data() + size - 8) == eight_bytes(b.data() + size - 8);
  }
  for (std::size_t i = 0; i < size; ++i) {
    if (a[i] != b[i]) return false;
  }
  return true;
}

/// Without a call for short texts.
bool has_backslash(std::string_view text) {
  if (text.size() > 32) return std::memchr(text.data(), '\\', text.size()) != nullptr;
  constexpr std::uint64_t ones = 0x0101010101010101, tops = 0x8080808080808080;
  std::size_t at = 0;
  for (; at + 8 <= text.size(); at += 8) {
    const std::uint64_t differs = eight_bytes(text.data() + at) ^ ones * '\\';
    if (((differs - ones) & ~differs & tops) != 0) return true;  // Some byte is zero.
  }
  for (; at < text.size(); ++at) {
    if (text[at] == '\\') return true;
  }
  return false;
}

/// Digits alone, which is how nearly every number is written: no bound to check up to eighteen of them.
bool read_digits(std::string_view token, std::int64_t& result) {
  const bool negative = token[0] == '-';
  const std::size_t first = negative ? 1 : 0;
  if (token.size() <= first || token.size() > first + 18 || (token[first] == '0' && token.size() > first + 1))
    return false;
  std::int64_t value = 0;
  for (std::size_t i = first; i < token.size(); ++i) {
    const auto digit = static_cast<unsigned>(token[i]) - '0';
    if (digit > 9) return false;
    value = value * 10 + digit;
  }
  result = negative ? -value : value;
  return true;
}

}  // namespace

class FactsWalk {
 public:
  FactsWalk(FactsReader& reader, std::string_view text, Slot* row, const std::uint32_t* id_member)
      : reader_(reader), plan_(*reader.plan_), tokens_(text, reader.index_), row_(row), id_member_(id_member) {}

  void record() {
    const Place whole;
    if (!tokens_.at_value()) {
      broken(whole, "an object");
    } else if (tokens_.peek() != '{') {
      mismatch(FactFault::not_an_object, "an object", whole);
    } else if (object(plan_.objects.front(), row_, whole) && !tokens_.ended()) {
      broken(whole, "the end of the record");
    }
  }

 private:
  /// The members of one object that were met so far: those of its plan by a bit each, others by name.
  struct Met {
    std::size_t seen_base, unknown_base;
    std::uint64_t unknown_mask = 0;
    std::uint32_t last;  ///< The member before, or one past the last number at the beginning.
  };

  // Those that return a bool return false where the text stops being JSON; the reason is then noted.

  bool object(const ObjectPlan& plan, Slot* row, const Place& place) {
    Met met{reader_.seen_.size(), reader_.unknown_.size(), 0, static_cast<std::uint32_t>(plan.members.size())};
    reader_.seen_.resize(met.seen_base + plan.required.size(), 0);
    tokens_.advance();
    if (tokens_.peek() == '}') {
      tokens_.advance();
    } else {
      for (bool more = true; more;) {
        if (!member(plan, row, place, met)) return false;
        const char c = tokens_.peek();
        if (c != ',' && c != '}') return broken(place, "a comma, or a brace that closes the object");
        more = c == ',';
        tokens_.advance();
      }
    }
    note_missing(plan, place, met.seen_base);
    reader_.seen_.resize(met.seen_base);
    reader_.unknown_.resize(met.unknown_base);
    return true;
  }

  bool member(const ObjectPlan& plan, Slot* row, const Place& place, Met& met) {
    if (!tokens_.at_text()) return broken(place, "a member's name in quotes");
    const auto* const name_at = tokens_.mark();
    std::string_view name = tokens_.raw_text();
    tokens_.advance();
    if (tokens_.peek() != ':') return broken(place, "a colon after the member's name");
    tokens_.advance();
    if (!tokens_.at_value()) return broken(place, "a value");

    std::uint32_t number = likely_member(plan, name, met.last);
    if (number == none) {
      if (!unescape(name, name)) return broken(place, "an escape that JSON has");
      number = plan.names.find(name);
      if (number == none) return unknown_member(name_at, name, place, met);
      reader_.links_[plan.first_link + met.last] = number;
    }
    met.last = number;
    const MemberPlan* found = &plan.members[number];
    const Place inner{&place, found->spelling, -1, place.level + 1};
    if (!note_seen(met, number)) return duplicate(inner);
    if (found->value == none) return skip(inner);
    const auto* const begin = tokens_.mark();
    for (;;) {
      if (!value(plan_.values[found->value], row + found->offset, inner)) return false;
      if (found->next == none) return true;
      note_seen(met, found->next);
      found = &plan.members[found->next];
      if (found->value == none) return true;
      tokens_.go_to(begin);
    }
  }

  /// False where it was there before.
  bool note_seen(const Met& met, std::uint32_t number) {
    std::uint64_t& seen = reader_.seen_[met.seen_base + number / 64];
    const std::uint64_t bit = std::uint64_t{1} << number % 64;
    const bool is_new = (seen & bit) == 0;
    seen |= bit;
    return is_new;
  }

  /// Members come in the same order in record after record: the one that followed last time is tried first.
  std::uint32_t likely_member(const ObjectPlan& plan, std::string_view raw, std::uint32_t last) const {
    const std::uint32_t link = reader_.links_[plan.first_link + last];
    if (link == none) return none;
    const MemberPlan& likely = plan.members[link];
    return likely.plain && same_name(likely.spelling, raw) ? link : none;
  }

  bool unknown_member(const std::uint32_t* name_at, std::string_view name, const Place& place, Met& met) {
    const Place inner{&place, name, -1, place.level + 1};
    const std::uint64_t bit = std::uint64_t{1} << (NameTable::hash(name) & 63);
    auto& unknown = reader_.unknown_;
    if ((met.unknown_mask & bit) != 0 && std::find(unknown.begin() + static_cast<std::ptrdiff_t>(met.unknown_base),
                                                   unknown.end(), name) != unknown.end()) {
      return duplicate(inner);
    }
    met.unknown_mask |= bit;
    unknown.push_back(name);
    if (plan_.options.strict && name_at != id_member_) {
      problem(FactFault::unknown_member, inner, "a member that the policy knows", '"' + shortened(name) + '"');
    }
    return skip(inner);
  }

  bool duplicate(const Place& place) {
    problem(FactFault::duplicate_member, place, "each member once", '"' + shortened(place.member) + "\" again");
    return skip(place);
  }

  void note_missing(const ObjectPlan& plan, const Place& place, std::size_t seen_base) {
    for (std::size_t word = 0; word < plan.required.size(); ++word) {
      std::uint64_t missing = plan.required[word] & ~reader_.seen_[seen_base + word];
      for (; missing != 0; missing &= missing - 1) {
        const MemberPlan& absent = plan.members[word * 64 + static_cast<std::size_t>(__builtin_ctzll(missing))];
        if (reader_.missing_.size() > most_problems) return;
        FactProblem found;
        found.fault = FactFault::missing_member;
        found.pointer = json_pointer({&place, absent.spelling, -1, 0});
        found.expected = words(plan_.values[absent.value]);
        found.found = "nothing";
        reader_.missing_.push_back(std::move(found));
      }
    }
  }

  bool value(const ValuePlan& plan, Slot* out, const Place& place) {
    if (!tokens_.at_value()) return broken(place, "a value");
    if (plan.optional) {
      if (tokens_.peek() == 'n' && tokens_.token() == "null") {
        *out = number(0);
        tokens_.advance();
        return true;
      }
      *out++ = number(1);
    }
    switch (plan.form) {
      case Form::record:
        if (tokens_.peek() != '{') return mismatch(FactFault::wrong_type, plan, place);
        if (place.level >= most_record_levels) return too_deep(place);
        return object(plan_.objects[plan.detail], out, place);
      case Form::list:
        if (tokens_.peek() != '[') return mismatch(FactFault::wrong_type, plan, place);
        if (place.level >= most_record_levels) return too_deep(place);
        return list(plan_.values[plan.detail], plan.width, *out, place);
      case Form::money: return money(plan, *out, place);
      default: return scalar(plan, *out, place);
    }
  }

  bool list(const ValuePlan& element, std::uint32_t width, Slot& out, const Place& place) {
    tokens_.advance();
    if (tokens_.peek() == ']') {
      tokens_.advance();
      out.list = &empty_list;
      return true;
    }
    std::size_t count = 0;
    ListRoom room{.width = width};
    std::string expected;  // What is broken by its length, if anything is.
    for (bool more = true; more; ++count) {
      const Place inner{&place, {}, static_cast<std::int64_t>(count), place.level + 1};
      if (expected.empty()) expected = room.make(count, plan_.options.limits, memory_, reader_.arena_);
      if (!(expected.empty() ? value(element, room.rows + count * width, inner) : skip(inner))) return false;
      const char c = tokens_.peek();
      if (c != ',' && c != ']') return broken(inner, "a comma, or a bracket that closes the list");
      more = c == ',';
      tokens_.advance();
    }
    if (!expected.empty()) {
      problem(FactFault::beyond_limits, place, std::move(expected), std::to_string(count) + " elements");
      return true;
    }
    out.list = reader_.arena_.list(room.rows, count);
    return true;
  }

  bool scalar(const ValuePlan& plan, Slot& out, const Place& place) {
    switch (plan.form) {
      case Form::boolean: {
        const auto token = tokens_.token();
        if (token != "true" && token != "false") return mismatch(FactFault::wrong_type, plan, place);
        out = number(token == "true" ? 1 : 0);
        tokens_.advance();
        return true;
      }
      case Form::integer: return read_number(plan, 0, true, out, place);
      case Form::decimal: return amount(plan, out, place);
      case Form::unix_seconds: return unix_time(plan, time::second, out, place);
      case Form::unix_millis: return unix_time(plan, time::second / 1000, out, place);
      default: return text(plan, out, place);
    }
  }

  /// A JSON number times 10^places. What does not fit is reported with the fault that says why.
  bool read_number(const ValuePlan& plan, int places, bool integers_only, Slot& out, const Place& place) {
    const auto token = tokens_.token();
    if (places == 0 && read_digits(token, out.number)) {
      tokens_.advance();
      return true;
    }
    return judge(json::read_number(token, places, integers_only, out.number), plan, place);
  }

  bool judge(json::Exactness exactness, const ValuePlan& plan, const Place& place) {
    const bool whole = plan.form == Form::integer;
    switch (exactness) {
      case json::Exactness::exact: tokens_.advance(); return true;
      case json::Exactness::not_a_number: return mismatch(FactFault::wrong_type, plan, place);
      case json::Exactness::loses_precision:
        return mismatch(FactFault::loses_precision, words(plan) + " with at most six decimal places", place);
      case json::Exactness::out_of_range:
        return mismatch(FactFault::number_out_of_range,
                        words(plan) + (whole ? " of 64 bits" : " of at most 9223372036854.775807"), place);
    }
    return false;
  }

  bool unix_time(const ValuePlan& plan, std::int64_t unit, Slot& out, const Place& place) {
    const auto token = tokens_.token();
    const bool digits = read_digits(token, out.number);
    const auto exactness = digits ? json::Exactness::exact : json::read_number(token, 0, true, out.number);
    const bool exact = exactness == json::Exactness::exact;
    const bool in_range = out.number >= time::first_instant / unit && out.number <= time::last_instant / unit;
    if (exactness == json::Exactness::out_of_range || (exact && !in_range)) {
      return mismatch(FactFault::time_out_of_range, words(plan) + " in the years 0001 to 9999", place);
    }
    if (!exact) return mismatch(FactFault::wrong_type, plan, place);
    out.number *= unit;
    tokens_.advance();
    return true;
  }

  /// A Decimal, or the amount of a Money: a number or decimal text.
  bool amount(const ValuePlan& plan, Slot& out, const Place& place) {
    if (!tokens_.at_text()) return read_number(plan, 6, false, out, place);
    return judge(json::read_decimal_text(tokens_.raw_text(), 6, out.number), plan, place);
  }

  bool money(const ValuePlan& plan, Slot& out, const Place& place) {
    if (tokens_.peek() != '{') return amount(plan, out, place);
    bool has_amount = false, has_currency = false;
    tokens_.advance();
    if (tokens_.peek() == '}') {
      tokens_.advance();
    } else {
      for (bool more = true; more;) {
        if (!tokens_.at_text()) return broken(place, "a member's name in quotes");
        std::string_view name;
        if (!unescape(tokens_.raw_text(), name)) return broken(place, "an escape that JSON has");
        tokens_.advance();
        if (tokens_.peek() != ':') return broken(place, "a colon after the member's name");
        tokens_.advance();
        if (!tokens_.at_value()) return broken(place, "a value");
        const Place inner{&place, name, -1, place.level + 1};
        const bool is_amount = name == "amount", is_currency = name == "currency";
        bool& met = is_amount ? has_amount : has_currency;
        const bool known = is_amount || is_currency;
        if (known && met) {
          if (!duplicate(inner)) return false;
        } else if (known) {
          met = true;
          if (!(is_amount ? amount(plan, out, inner) : currency(plan, inner))) return false;
        } else {
          if (plan_.options.strict) {
            problem(FactFault::unknown_member, inner, "amount and currency", '"' + shortened(name) + '"');
          }
          if (!skip(inner)) return false;
        }
        const char c = tokens_.peek();
        if (c != ',' && c != '}') return broken(place, "a comma, or a brace that closes the object");
        more = c == ',';
        tokens_.advance();
      }
    }
    const auto missing = [&](std::string_view name, std::string expected) {
      problem(FactFault::missing_member, {&place, name, -1, 0}, std::move(expected), "nothing");
    };
    if (!has_amount) missing("amount", "a Decimal");
    if (!has_currency) missing("currency", '"' + currency_letters(plan.type.id) + '"');
    return true;
  }

  bool currency(const ValuePlan& plan, const Place& place) {
    std::string_view letters;
    const std::string wanted = currency_letters(plan.type.id);
    if (!tokens_.at_text()) return mismatch(FactFault::wrong_type, '"' + wanted + '"', place);
    if (!unescape(tokens_.raw_text(), letters)) return broken(place, "an escape that JSON has");
    if (letters != wanted) return mismatch(FactFault::wrong_currency, '"' + wanted + '"', place);
    tokens_.advance();
    return true;
  }

  bool text(const ValuePlan& plan, Slot& out, const Place& place) {
    if (!tokens_.at_text()) return mismatch(FactFault::wrong_type, plan, place);
    std::string_view read;
    if (!unescape(tokens_.raw_text(), read)) return broken(place, "an escape that JSON has");
    switch (plan.form) {
      case Form::text: {
        const std::uint64_t most = plan_.options.limits.text_bytes;
        if (read.size() > most) return mismatch(FactFault::beyond_limits, within("text_bytes", most, "bytes"), place);
        auto* const made = static_cast<Text*>(reader_.arena_.allocate(sizeof(Text)));
        *made = {read.data(), read.size()};
        out.text = made;
        break;
      }
      case Form::enumeration: {
        const std::uint32_t index = plan_.enums[plan.detail].find(read);
        if (index == none) return mismatch(FactFault::not_a_member_of_enum, plan, place);
        out = number(index);
        break;
      }
      case Form::instant: {
        const auto instant = time::parse_instant(read);
        if (!instant) return bad_time(instant_fault(read), plan, place);
        out = number(*instant);
        break;
      }
      case Form::date: {
        const auto date = time::parse_date(read);
        if (!date) return bad_time(instant_fault(std::string(read) + "T00:00:00Z"), plan, place);
        out = number(*date);
        break;
      }
      case Form::time_of_day: {
        const auto time = time::parse_time(read);
        if (!time) return mismatch(FactFault::wrong_type, plan, place);
        out = number(*time);
        break;
      }
      default: {
        const auto duration = time::parse_duration(read);
        if (!duration) return mismatch(FactFault::wrong_type, plan, place);
        out = number(*duration);
        break;
      }
    }
    tokens_.advance();
    return true;
  }

  bool bad_time(FactFault fault, const ValuePlan& plan, const Place& place) {
    switch (fault) {
      case FactFault::loses_precision: return mismatch(fault, words(plan) + ", to the microsecond", place);
      case FactFault::time_out_of_range: return mismatch(fault, words(plan) + " in the years 0001 to 9999", place);
      default: return mismatch(fault, plan, place);
    }
  }

  /// Text without its escapes: in the record itself where it has none, else in the arena.
  bool unescape(std::string_view raw, std::string_view& meant) {
    meant = raw;
    if (!has_backslash(raw)) return true;
    char* const out = static_cast<char*>(reader_.arena_.allocate(raw.size()));
    const std::size_t size = json::unescape(raw, out);
    if (size == json::bad_escape) return false;
    meant = {out, size};
    return true;
  }

  // ---- problems -----------------------------------------------------------------------------------------------------

  void problem(FactFault fault, const Place& place, std::string expected, std::string found) {
    if (reader_.problems_.size() > most_problems) return;
    FactProblem noted;
    noted.fault = fault;
    noted.pointer = json_pointer(place);
    noted.expected = std::move(expected);
    noted.found = std::move(found);
    reader_.problems_.push_back(std::move(noted));
  }

  /// A value that does not fit: noted, and passed over.
  bool mismatch(FactFault fault, const ValuePlan& plan, const Place& place) {
    return mismatch(fault, words(plan), place);
  }
  bool mismatch(FactFault fault, std::string expected, const Place& place) {
    const char c = tokens_.peek();
    const bool container = c == '{' || c == '[';
    if (!container && c != '"' && !json::is_scalar(tokens_.token())) return broken(place, "a value of JSON");
    const std::string_view rest = tokens_.rest();
    const std::string_view single = tokens_.token();
    if (!skip(place)) return false;
    problem(fault, place, std::move(expected), shortened(container ? tokens_.since(rest) : single));
    return true;
  }

  bool too_deep(const Place& place) {
    return mismatch(FactFault::nested_too_deep, "at most " + std::to_string(most_record_levels) + " levels", place);
  }

  bool skip(const Place& place) {
    if (tokens_.skip()) return true;
    return broken(place, "a value in JSON");
  }

  /// What was noted before says nothing about a text that is not JSON.
  bool broken(const Place& place, std::string expected) {
    reader_.problems_.clear();
    reader_.missing_.clear();
    problem(FactFault::not_json, place, std::move(expected),
            tokens_.ended() ? "the end of the record" : shortened(tokens_.rest()));
    return false;
  }

  std::string words(const ValuePlan& plan) const {
    return expected_words(plan_.program->model->schema, plan, plan_.values);
  }

  FactsReader& reader_;
  const FactsPlan& plan_;
  Tokens tokens_;
  Slot* row_;
  const std::uint32_t* id_member_;
  std::uint64_t memory_ = 0;  // Of lists.
};

FactsReader::FactsReader(std::shared_ptr<const FactsPlan> plan) : plan_(std::move(plan)), links_(plan_->links, none) {
  if (plan_->options.learn_shapes) shaped_ = std::make_unique<ShapedReader>(*plan_);
}
FactsReader::FactsReader(FactsReader&&) noexcept = default;
FactsReader& FactsReader::operator=(FactsReader&&) noexcept = default;
FactsReader::~FactsReader() = default;

void FactsReader::clear() {
  rows_ = 0;
  arena_.reset();
}

/// Room after the rows, zeroed.
Slot* FactsReader::next_row() {
  const std::size_t begin = rows_ * stride();
  if (slots_.size() < begin + stride()) slots_.resize(std::max(2 * slots_.size(), begin + stride()));
  std::memset(static_cast<void*>(slots_.data() + begin), 0, stride() * sizeof(Slot));
  return slots_.data() + begin;
}

bool FactsReader::add(std::string_view text, std::optional<time::Instant> now) {
  problems_.clear();
  id_ = "null";
  if (text.starts_with("\xEF\xBB\xBF")) text.remove_prefix(3);
  if (text.size() > plan_->options.limits.record_bytes) {
    problems_.push_back(too_large(text.size(), plan_->options.limits.record_bytes));
    return false;
  }
  Slot* const row = next_row();
  const bool taken = shaped_ != nullptr && shaped_->read(text, row, arena_, id_);
  if (!taken && !read_along_index(text, row)) return false;
  if (now) row[plan_->now_offset] = number(*now);
  ++rows_;
  return true;
}

bool FactsReader::read_along_index(std::string_view text, Slot* row) {
  missing_.clear();
  seen_.clear();
  unknown_.clear();
  id_ = "null";
  if (const auto error = index_.index(text); error != JsonIndex::Error::none) {
    problems_.push_back(unreadable(text, error));
    return false;
  }
  std::memset(static_cast<void*>(row), 0, stride() * sizeof(Slot));
  const auto* const id_member =
      plan_->id_path.empty() ? nullptr : find_member(Tokens(text, index_), plan_->id_path, id_);
  FactsWalk(*this, text, row, id_member).record();
  for (auto& missing : missing_) problems_.push_back(std::move(missing));
  if (problems_.size() > most_problems) {
    problems_.resize(most_problems);
    problems_.push_back(whole_record(FactFault::more_problems, "a record with fewer problems", "more than are listed"));
  }
  return problems_.empty();
}

}  // namespace writ
