#pragma once
// How values of C++ are read as values of the language. bind.hpp is what callers include; this is beneath it.

#include <chrono>
#include <concepts>
#include <cstddef>
#include <cstdint>
#include <iterator>
#include <memory>
#include <ranges>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>
#include <vector>

#include "writ/value.hpp"

namespace writ::bound {

/// What a member gives: each is for one kind of type of the language, but a duration is also a time of day.
enum class Gives : std::uint8_t {
  boolean,
  integer,
  enumeration,
  text,
  instant,
  date,
  time_of_day,
  duration,
  decimal,
  money,
  record,
  list,
};

struct Enumerator {
  std::int64_t value = 0;
  std::string name;
};

/// A member as it was bound: what is checked against the schema.
struct Description {
  Gives gives = Gives::boolean;
  bool may_be_absent = false;  ///< A std::optional.
  bool may_be_null = false;    ///< A pointer.
  std::string name;            ///< Dotted where it leads into a record.
  std::string record;          ///< Of a record: what it was bound as; empty where that was not said.
  std::string currency;        ///< Of money; empty where each amount has its own.
  int places = 0;              ///< Of decimals and money that are counts.
  std::int64_t times = 1;      ///< Of instants, times of day and durations: so many microseconds
  std::int64_t parts = 1;      ///< divided by so many is the unit that is counted. One of both is 1.
  bool of_bytes = false;       ///< Of enumerators: their values take a byte each.
  std::vector<Enumerator> enumerators;
  std::vector<Description> inside;  ///< A record's members, or a list's element.
};

/// The memory of a list that is in one place of the row: its elements are read into it, for one object as for the next.
struct KeptList {
  std::int64_t word = 0;           ///< What stands in the row for the list.
  std::uint64_t* count = nullptr;  ///< Its size,
  std::int64_t* row = nullptr;     ///< its first element,
  std::size_t room = 0;            ///< and for how many there is room.
};

/// Where a member's value goes, found once when a binding is checked.
struct Place {
  static constexpr std::uint32_t unread = 0xffffffff;

  std::uint32_t slot = unread;         ///< In words from its record's first. Unread: the decision does not look at it.
  std::uint32_t width = 1;             ///< Of a list: words an element.
  bool optional = false;               ///< A word before it says whether it is present.
  bool usual = false;                  ///< It is read, and no word stands before it.
  bool is_list = false;                ///< Its elements are inside,
  bool partly = false;                 ///< and have members that are not read.
  std::uint32_t in_table = 0;          ///< Of enumerators: how many `members` there are,
  std::int64_t least = 0;              ///< and the value of the first. Of times: the least that fits, as it is counted,
  std::uint64_t span = 0;              ///< and how much more than that does.
  KeptList* kept = nullptr;            ///< Of a list that is kept.
  std::vector<std::int32_t> of_bytes;  ///< By value as a byte, -1 for none; where values are larger,
  std::vector<std::int64_t> members;   ///< by value from the least on; or else
  std::vector<std::int64_t> known_values;   ///< the values in order, with
  std::vector<std::int64_t> known_members;  ///< the member of each.
  std::vector<Place> inside;                ///< As in the description.
  std::string currency;                     ///< Of money.
  std::string expected;                     ///< In words of the language.

  /// The member that a value stands for; -1 for none.
  std::int64_t member(std::int64_t value) const {
    const std::uint64_t at = above_least(value);
    return at < in_table ? *(members.data() + at) : searched(value);
  }
  /// Whether a count of a unit of time fits.
  bool fits(std::int64_t count) const { return above_least(count) <= span; }

 private:
  std::uint64_t above_least(std::int64_t value) const {
    return static_cast<std::uint64_t>(value) - static_cast<std::uint64_t>(least);
  }
  std::int64_t searched(std::int64_t value) const;
};

enum class Refusal : std::uint8_t { missing, number, time, enumerator, currency, text };

/// What reading asks of the engine. Words are its memory.
class Reader {
 public:
  /// Room for the elements of a list; null where there are none.
  std::int64_t* list(std::int64_t* word, std::size_t count, const Place& place) {
    if (KeptList* const kept = place.kept) {
      if (count > kept->room) [[unlikely]]
        make_room(*kept, count, place);
      *kept->count = count;
      *word = kept->word;
      return kept->row;
    }
    if (count != 0) return rows(word, count, place);
    *word = empty_;
    return nullptr;
  }
  /// False where it is not UTF-8. Its bytes stay where they are, unless they are to be copied.
  bool text(std::int64_t* word, std::string_view text, bool copy);

  // Told of only when something did not fit and all is read once more to say where.
  void enter(std::string_view name);
  void enter(std::size_t element);
  void leave();
  void refuse(Refusal refusal, const Place& place, std::string found);

 private:
  friend class Core;
  struct State;
  Reader(State& state, std::int64_t empty) : state_(&state), empty_(empty) {}
  std::int64_t* rows(std::int64_t* word, std::size_t count, const Place& place);
  void make_room(KeptList& kept, std::size_t count, const Place& place);

  State* state_;
  std::int64_t empty_;  // The address of a list without elements, as a word.
};

// ---- what types there are ------------------------------------------------------------------------------------------

template <class V>
concept Pointing = !std::is_array_v<V> && requires(const V& value) {
  *value;
  static_cast<bool>(value);
};
template <class V>
concept Optional = Pointing<V> && requires(const V& value) { value.has_value(); };
template <class V>
concept Textual =
    std::convertible_to<const V&, std::string_view> && !std::is_pointer_v<V> && !std::is_array_v<V> && !Pointing<V>;
/// Signed and unsigned char are numbers; char and its kin are letters, and bool is none.
template <class V>
concept Whole = std::integral<V> && !std::same_as<V, bool> && !std::same_as<V, char> && !std::same_as<V, wchar_t> &&
                !std::same_as<V, char8_t> && !std::same_as<V, char16_t> && !std::same_as<V, char32_t>;
template <class V>
concept Listed = std::ranges::forward_range<V> && !Textual<V>;

template <class V>
struct SystemTime : std::false_type {};
template <class D>
struct SystemTime<std::chrono::sys_time<D>> : std::true_type {
  static constexpr bool is_date = std::ratio_greater_equal_v<typename D::period, std::chrono::days::period>;
};
template <class V>
struct Duration : std::false_type {};
template <class Count, class Period>
struct Duration<std::chrono::duration<Count, Period>> : std::true_type {};

template <class>
constexpr bool cannot_be_bound = false;

/// What is behind pointers, and in lists.
template <class V>
struct Leaf {
  using Type = V;
};
template <Pointing V>
struct Leaf<V> : Leaf<std::remove_cvref_t<decltype(*std::declval<const V&>())>> {};
template <Listed V>
struct Leaf<V> : Leaf<std::remove_cvref_t<std::ranges::range_value_t<V>>> {};

/// Whether what a getter gives is still there when the decision is made: no temporary.
template <class R>
constexpr bool lasts = std::is_lvalue_reference_v<R> || std::is_pointer_v<std::remove_cvref_t<R>> ||
                       std::ranges::borrowed_range<std::remove_cvref_t<R>>;

// ---- how they are read ---------------------------------------------------------------------------------------------

/// Below zero where a value does not fit. Of several all fit where `|` of them says so: that takes no branch.
using Fit = std::int64_t;
constexpr Fit fits = 0;

template <bool noting>
Fit refused(Reader& reader, Refusal refusal, const Place& place, auto found) {
  if constexpr (noting) reader.refuse(refusal, place, std::string(found()));
  return -1;
}
template <bool noting>
Fit fits_if(bool condition, Reader& reader, Refusal refusal, const Place& place, auto found) {
  return condition ? fits : refused<noting>(reader, refusal, place, found);
}

template <bool noting, Whole V>
Fit whole(V value, std::int64_t& result, const Place& place, Reader& reader, Refusal refusal) {
  if (!std::in_range<std::int64_t>(value))
    return refused<noting>(reader, refusal, place, [&] { return std::to_string(value); });
  result = static_cast<std::int64_t>(value);
  return fits;
}

/// A unit of time as a part or a multiple of a microsecond.
template <class Period>
struct InMicroseconds : std::ratio_divide<Period, std::micro> {
  using Ratio = std::ratio_divide<Period, std::micro>;
  static_assert(Ratio::num == 1 || Ratio::den == 1, "a unit of time is a whole number of microseconds, or divides one");

  static void describe(Description& to) { to.times = Ratio::num, to.parts = Ratio::den; }
};

/// So many units of `Period` as microseconds: within what fits, and rounded down where they are finer.
template <class Period, bool noting, Whole V>
Fit microseconds(V value, const Place& place, std::int64_t* word, Reader& reader) {
  using Unit = InMicroseconds<Period>;
  std::int64_t count = 0;
  if (whole<noting>(value, count, place, reader, Refusal::time) < 0) return -1;
  if (!place.fits(count)) {
    return refused<noting>(reader, Refusal::time, place, [&] { return std::to_string(value); });
  }
  *word = Unit::den == 1 ? count * Unit::num : count / Unit::den - (count % Unit::den < 0 ? 1 : 0);
  return fits;
}

/// A value whose type says all.
struct Plain {
  template <class V>
  void describe(Description& to) const {
    if constexpr (std::same_as<V, bool>) {
      to.gives = Gives::boolean;
    } else if constexpr (Whole<V>) {
      to.gives = Gives::integer;
    } else if constexpr (Textual<V>) {
      to.gives = Gives::text;
    } else if constexpr (SystemTime<V>::value) {
      to.gives = SystemTime<V>::is_date ? Gives::date : Gives::instant;
      if constexpr (!SystemTime<V>::is_date) InMicroseconds<typename V::period>::describe(to);
    } else if constexpr (std::same_as<V, std::chrono::year_month_day> || std::same_as<V, Value::Date>) {
      to.gives = Gives::date;
    } else if constexpr (std::same_as<V, Value::Instant>) {
      to.gives = Gives::instant;
    } else if constexpr (std::same_as<V, Value::TimeOfDay>) {
      to.gives = Gives::time_of_day;
    } else if constexpr (Duration<V>::value) {
      to.gives = Gives::duration;
      InMicroseconds<typename V::period>::describe(to);
    } else if constexpr (std::same_as<V, Value::Duration>) {
      to.gives = Gives::duration;
    } else if constexpr (std::same_as<V, Value::Decimal>) {
      to.gives = Gives::decimal;
    } else if constexpr (std::same_as<V, Value::Money>) {
      to.gives = Gives::money;
    } else {
      static_assert(!std::is_enum_v<V>, "an enum is bound with its enumerators: {{State::open, \"open\"}, ...}");
      static_assert(!std::floating_point<V>, "a floating-point number is not exact: bind a count with writ::scale");
      static_assert(cannot_be_bound<V>, "a value of this type is bound with how it is to be read, or not at all");
    }
  }

  template <bool noting, bool copy, class V>
  Fit store(const V& value, const Place& place, std::int64_t* word, Reader& reader) const {
    const auto within = [&](std::int64_t number) {
      *word = number;
      return fits_if<noting>(place.fits(number), reader, Refusal::time, place, [&] { return std::to_string(number); });
    };
    if constexpr (std::same_as<V, bool>) {
      *word = value ? 1 : 0;
      return fits;
    } else if constexpr (Whole<V>) {
      return whole<noting>(value, *word, place, reader, Refusal::number);
    } else if constexpr (Textual<V>) {
      const std::string_view text = value;
      return fits_if<noting>(reader.text(word, text, copy), reader, Refusal::text, place,
                             [] { return "bytes that are not UTF-8"; });
    } else if constexpr (SystemTime<V>::value) {
      if constexpr (SystemTime<V>::is_date) {
        return within(std::chrono::time_point_cast<std::chrono::days>(value).time_since_epoch().count());
      } else {
        return microseconds<typename V::period, noting>(value.time_since_epoch().count(), place, word, reader);
      }
    } else if constexpr (Duration<V>::value) {
      return microseconds<typename V::period, noting>(value.count(), place, word, reader);
    } else if constexpr (std::same_as<V, std::chrono::year_month_day>) {
      if (!value.ok()) return refused<noting>(reader, Refusal::time, place, [] { return "no day of the calendar"; });
      return within(std::chrono::sys_days(value).time_since_epoch().count());
    } else if constexpr (std::same_as<V, Value::Date>) {
      return within(value.days);
    } else if constexpr (std::same_as<V, Value::Decimal>) {
      *word = value.millionths;
      return fits;
    } else if constexpr (std::same_as<V, Value::Money>) {
      *word = value.millionths;
      return fits_if<noting>(value.currency == place.currency, reader, Refusal::currency, place,
                             [&] { return value.currency; });
    } else {
      return within(value.microseconds);
    }
  }
};

/// Whole numbers of a unit of time since 1970 began.
template <class Unit>
struct UnixTime {
  template <Whole V>
  void describe(Description& to) const {
    to.gives = Gives::instant;
    InMicroseconds<typename Unit::period>::describe(to);
  }
  template <bool noting, bool copy, Whole V>
  Fit store(V value, const Place& place, std::int64_t* word, Reader& reader) const {
    return microseconds<typename Unit::period, noting>(value, place, word, reader);
  }
};

/// Whole numbers of a unit of time.
template <class Unit>
struct CountOf {
  template <Whole V>
  void describe(Description& to) const {
    to.gives = Gives::duration;
    InMicroseconds<typename Unit::period>::describe(to);
  }
  template <bool noting, bool copy, Whole V>
  Fit store(V value, const Place& place, std::int64_t* word, Reader& reader) const {
    return microseconds<typename Unit::period, noting>(value, place, word, reader);
  }
};

/// Whole numbers that count tenths, hundredths … of one; with a currency, of money.
struct Scaled {
  int places = 0;
  std::string currency;

  template <class V>
    requires(Whole<V> || std::same_as<V, Value::Decimal>)
  void describe(Description& to) const {
    to.gives = currency.empty() ? Gives::decimal : Gives::money;
    to.currency = currency;
    to.places = places;
  }
  template <bool noting, bool copy, class V>
  Fit store(const V& value, const Place& place, std::int64_t* word, Reader& reader) const {
    if constexpr (Whole<V>) {
      if (whole<noting>(value, *word, place, reader, Refusal::number) < 0) return -1;
      std::int64_t factor = 1;
      for (int i = places; i < 6; ++i) factor *= 10;
      return fits_if<noting>(!__builtin_mul_overflow(*word, factor, word), reader, Refusal::number, place,
                             [&] { return std::to_string(value); });
    } else {
      *word = value.millionths;
      return fits;
    }
  }
};

/// Members of an enum, by the values that stand for them.
template <class E>
struct Enumerators {
  static_assert(std::is_enum_v<E> || Whole<E>, "enumerators are values of an enum, or whole numbers");
  std::vector<std::pair<E, std::string>> known;

  template <class V>
    requires std::same_as<V, E>
  void describe(Description& to) const {
    to.gives = Gives::enumeration;
    to.of_bytes = sizeof(E) == 1;
    for (const auto& [value, name] : known) to.enumerators.push_back({static_cast<std::int64_t>(value), name});
  }
  template <bool noting, bool copy, class V>
  Fit store(V value, const Place& place, std::int64_t* word, Reader& reader) const {
    const auto number = static_cast<std::int64_t>(value);
    const std::int64_t member =
        sizeof(E) == 1 ? *(place.of_bytes.data() + static_cast<unsigned char>(number)) : place.member(number);
    *word = member;
    if constexpr (!noting) return member;
    return fits_if<noting>(member >= 0, reader, Refusal::enumerator, place, [&] { return std::to_string(number); });
  }
};

template <class V, class How>
void describe(const How& how, Description& to) {
  if constexpr (Pointing<V>) {
    (Optional<V> ? to.may_be_absent : to.may_be_null) = true;
    describe<std::remove_cvref_t<decltype(*std::declval<const V&>())>>(how, to);
  } else if constexpr (Listed<V>) {
    to.gives = Gives::list;
    describe<std::remove_cvref_t<std::ranges::range_value_t<V>>>(how, to.inside.emplace_back());
  } else {
    how.template describe<V>(to);
  }
}

/// Puts a value where it belongs. `copy`: what it points to does not last. `usual`: no word stands before it.
template <bool noting, bool copy, bool usual = false, class V, class How>
Fit store(V& value, const How& how, const Place& place, std::int64_t* word, Reader& reader) {
  using Value = std::remove_cvref_t<V>;
  if constexpr (Pointing<Value>) {
    if (!static_cast<bool>(value)) {
      if (!place.optional) return refused<noting>(reader, Refusal::missing, place, [] { return "nothing"; });
      *word = 0;
      return fits;
    }
    auto&& inside = *value;
    return store<noting, copy, usual>(inside, how, place, word, reader);
  } else {
    if (!usual && place.optional) *word++ = 1;
    if constexpr (Listed<Value>) {
      using Element = std::ranges::range_reference_t<V>;
      const auto count = static_cast<std::size_t>(std::ranges::distance(value));
      std::int64_t* row = reader.list(word, count, place);
      const Place& within = place.inside.front();
      [[maybe_unused]] std::size_t number = 0;
      Fit all = fits;
      for (auto&& element : value) {
        if constexpr (noting) reader.enter(number++);
        all |= store < noting, copy || !lasts<Element>, true > (element, how, within, row, reader);
        if constexpr (noting) reader.leave();
        row += place.width;
      }
      return all;
    } else {
      return how.template store<noting, copy, Value>(value, place, word, reader);
    }
  }
}

}  // namespace writ::bound
