#pragma once
// Functions and operators: one row per overload, in the table of its family (arithmetic.cpp, text.cpp, …). The checker
// picks rows by operand types, the machine runs their function, the horizon reads how they move, the docs their words.
// To add a function, add a row.

#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <string_view>

#include "engine/value/arena.hpp"
#include "engine/value/fault.hpp"
#include "engine/value/slot.hpp"
#include "engine/value/time/calendar.hpp"
#include "engine/value/time/zone.hpp"
#include "engine/value/type.hpp"

namespace writ {

/// What an expression may read besides its operands: the time zone and calendar of the file where it is written.
struct Environment {
  const time::Zone* zone = nullptr;
  const time::Calendar* calendar = nullptr;
};

/// A pattern of `matches`, compiled once (RE2: linear time).
class Pattern;

/// What a function gets beside its arguments.
struct CallContext {
  const Environment& environment;
  Arena& arena;                      ///< For a text that the function makes.
  const Pattern* pattern = nullptr;  ///< Of `matches`.
};

/// Arguments are present values, one slot each.
using Function = Fault (*)(const CallContext& context, const Slot* arguments, Slot& result);

/// A parameter or result of an overload. `number` is Int or Decimal; an Int argument widens to Decimal where a row
/// wants a Decimal and no row fits better.
struct Shape {
  enum class Rule : std::uint8_t {
    exactly,       ///< this kind
    same_money,    ///< Money of the same currency wherever it stands in the row
    any_list,      ///< a list of anything
    literal_text,  ///< a Text literal without interpolation: a pattern
  };
  Rule rule = Rule::exactly;
  Kind kind = Kind::unknown;
};

/// How a result changes while `now` moves, given how its operands do. Read by the horizon. The default is right for
/// every function of operands that stand still.
enum class Motion : std::uint8_t {
  still,          ///< Constant while its operands are; nothing known when they move.
  add,            ///< a + b: slopes add.
  subtract,       ///< a - b
  negate,         ///< -a
  scale,          ///< a * b, a / b with at most one operand moving: monotone, the direction by the other's sign.
  rising,         ///< Monotone, never falling, in its first operand: rounding.
  absolute,       ///< |a|
  smaller,        ///< min, earliest
  larger,         ///< max, latest
  compare,        ///< A Bool by the sign of a - b.
  local_date,     ///< The date of an instant: changes at local midnights.
  local_time,     ///< The time of day of an instant.
  local_instant,  ///< at(date, time), start_of_day(date)
  shift,          ///< Instant ± Period
};

/// The loop that computes a row for a whole column of orders at once. The default is right for every function: its
/// arguments are taken lane by lane.
enum class Column : std::uint8_t {
  each,            ///< The function, for one lane after another.
  add,             ///< a + b, in 64 bits
  subtract,        ///< a - b
  add_to_time,     ///< a + b, in the years 0001 to 9999
  take_from_time,  ///< a - b, likewise
  less,            ///< a < b, as numbers
  less_equal,      ///< a <= b
  greater,         ///< a > b
  greater_equal,   ///< a >= b
  smaller,         ///< The lesser of a and b.
  larger,          ///< The greater.
  size,            ///< The number of elements of a list.
};

struct Builtin {
  std::string_view name;  ///< The operator's token or the function's name.
  std::span<const Shape> parameters;
  Shape result;
  Function function;
  Motion motion = Motion::still;
  Column column = Column::each;
  bool needs_zone = false;
  bool needs_calendar = false;
  /// May be called with more than two arguments, folded from the left: earliest(a, b, c).
  bool folds = false;
  /// An operator, written between or before its operands.
  bool is_operator = false;
  /// Gives a value for whatever arguments.
  bool never_fails = false;
  std::span<const std::string_view> parameter_names;  ///< For messages and hover; empty for operators.
  std::string_view doc;                               ///< One sentence for hover and the reference.
};

/// Every row, families one after another, in a fixed order: an index here names a row in a compiled program.
std::span<const Builtin> builtins();
std::uint32_t index_of(const Builtin& builtin);

/// The rows of one operator or function name; empty where there is none.
std::span<const Builtin* const> overloads(std::string_view name, bool is_operator);
/// Every function name, for suggestions.
std::span<const std::string_view> function_names();

/// Compiles a pattern; nothing with `error` set where it is not one.
class Pattern {
 public:
  static std::shared_ptr<const Pattern> compile(std::string_view text, std::string& error);
  ~Pattern();
  bool matches_whole(std::string_view text) const;
  /// Of an evaluation, that matching a text of so many bytes takes.
  std::uint64_t steps(std::uint64_t bytes) const;
  const std::string& text() const { return text_; }

 private:
  Pattern();
  struct Compiled;
  std::string text_;
  std::unique_ptr<Compiled> compiled_;
};

}  // namespace writ
