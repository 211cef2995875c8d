#include "tests/reference/operations.hpp"

#include <algorithm>
#include <functional>
#include <string_view>
#include <unordered_map>

#include "engine/builtins/builtin.hpp"
#include "engine/builtins/lower_case.hpp"
#include "tests/reference/values/arithmetic.hpp"
#include "tests/reference/values/calendar.hpp"

namespace writ::reference {
namespace {

struct Call {
  const model::Model& model;
  const model::Expr& expr;
  const model::Apply& apply;
  const std::vector<Value>& arguments;

  std::int64_t number(std::size_t i) const { return arguments[i].number(); }
  const std::string& text(std::size_t i) const { return arguments[i].text(); }
  Kind kind(std::size_t i) const { return model[apply.arguments[i]].type.base; }
  Place place() const { return {model.files[expr.file].zone.get(), model.files[expr.file].calendar.get()}; }
};

// ---- 6: numbers and money; 7.1: arithmetic of times -----------------------------------------------------------------

std::int64_t plus(const Call& call) {
  if (call.kind(1) == Kind::period) return shifted(call.place(), call.kind(0), call.number(0), call.number(1), 1);
  if (call.kind(0) == Kind::instant) return instant_in_range(Wide{call.number(0)} + call.number(1));
  return fitting(Wide{call.number(0)} + call.number(1));
}

std::int64_t minus(const Call& call) {
  if (call.arguments.size() == 1) return fitting(-Wide{call.number(0)});
  if (call.kind(1) == Kind::period) return shifted(call.place(), call.kind(0), call.number(0), call.number(1), -1);
  const Wide difference = Wide{call.number(0)} - call.number(1);
  if (call.kind(0) == Kind::instant && call.kind(1) == Kind::duration) return instant_in_range(difference);
  return fitting(difference);
}

/// By an Int exactly; by a Decimal rounded.
std::int64_t times(const Call& call) {
  const bool by_decimal = call.kind(0) == Kind::decimal || call.kind(1) == Kind::decimal;
  return multiply_divide(call.number(0), call.number(1), by_decimal ? one : 1);
}

/// Two of a kind give a Decimal, and by a Decimal the dividend keeps its kind; so does a Money or Duration by an Int.
std::int64_t divided(const Call& call) {
  const bool keeps_unit = call.kind(1) == Kind::integer && call.kind(0) != Kind::integer;
  return multiply_divide(call.number(0), keeps_unit ? 1 : one, call.number(1));
}

template <Direction direction>
std::int64_t round(const Call& call) {
  if (call.arguments.size() == 1) return fitting(rounded(call.number(0), one, direction) / one);
  if (call.number(1) < -12 || call.number(1) > 6) throw Fault::bad_argument;
  std::int64_t unit = 1;
  for (std::int64_t places = call.number(1); places < 6; ++places) unit *= 10;
  return fitting(rounded(call.number(0), unit, direction));
}

std::int64_t least(const Call& call) { return std::ranges::min_element(call.arguments, {}, &Value::number)->number(); }
std::int64_t greatest(const Call& call) {
  return std::ranges::max_element(call.arguments, {}, &Value::number)->number();
}

// ---- 14: functions --------------------------------------------------------------------------------------------------

template <Unit unit>
std::int64_t period(const Call& call) {
  constexpr std::int64_t most = std::int64_t{1} << 59;
  if (call.number(0) < -most || call.number(0) >= most) throw Fault::overflow;
  return time::Period{call.number(0), unit}.pack();
}

using Numeric = std::function<std::int64_t(const Call&)>;

const std::unordered_map<std::string_view, Numeric>& numeric_operations() {
  using time::hour, time::minute;
  static const std::unordered_map<std::string_view, Numeric> all{
      {"+", plus},
      {"-", minus},
      {"*", times},
      {"/", divided},
      {"of", [](const Call& c) { return multiply_divide(c.number(0), c.number(1), one); }},
      {"<", [](const Call& c) { return c.number(0) < c.number(1); }},
      {"<=", [](const Call& c) { return c.number(0) <= c.number(1); }},
      {">", [](const Call& c) { return c.number(0) > c.number(1); }},
      {">=", [](const Call& c) { return c.number(0) >= c.number(1); }},
      {"min", least},
      {"max", greatest},
      {"earliest", least},
      {"latest", greatest},
      {"clamp",
       [](const Call& c) {
         if (c.number(1) > c.number(2)) throw Fault::bad_argument;
         return std::clamp(c.number(0), c.number(1), c.number(2));
       }},
      {"abs", [](const Call& c) { return c.number(0) < 0 ? fitting(-Wide{c.number(0)}) : c.number(0); }},
      {"round", round<Direction::nearest>},
      {"round_down", round<Direction::towards_zero>},
      {"round_up", round<Direction::away_from_zero>},
      {"date", [](const Call& c) { return date_in_range(local(c.place(), c.number(0)).date); }},
      {"time", [](const Call& c) { return local(c.place(), c.number(0)).time; }},
      {"at",
       [](const Call& c) {
         return instant(c.place(), {c.number(0), c.number(1)});
       }},
      {"start_of_day",
       [](const Call& c) {
         return instant(c.place(), {c.number(0), 0});
       }},
      {"weekday", [](const Call& c) { return weekday(c.number(0)); }},
      {"year", [](const Call& c) { return year_of(c.number(0)); }},
      {"start_of_month", [](const Call& c) { return start_of_month(c.number(0)); }},
      {"start_of_year", [](const Call& c) { return start_of_year(c.number(0)); }},
      {"is_business_day", [](const Call& c) { return is_business_day(c.place(), c.number(0)) ? 1 : 0; }},
      {"days", period<Unit::days>},
      {"months", period<Unit::months>},
      {"business_days", period<Unit::business_days>},
      {"hours", [](const Call& c) { return multiply_divide(c.number(0), hour, 1); }},
      {"minutes", [](const Call& c) { return multiply_divide(c.number(0), minute, 1); }},
      {"size", [](const Call& c) { return static_cast<std::int64_t>(c.arguments[0].parts().size()); }},
      {"starts_with", [](const Call& c) { return c.text(0).starts_with(c.text(1)); }},
      {"ends_with", [](const Call& c) { return c.text(0).ends_with(c.text(1)); }},
      {"contains", [](const Call& c) { return c.text(0).find(c.text(1)) != std::string::npos; }},
      {"matches", [](const Call& c) { return c.model.patterns[c.apply.pattern]->matches_whole(c.text(0)); }},
  };
  return all;
}

}  // namespace

Value apply(const model::Model& model, const model::Expr& expr, const model::Apply& call,
            const std::vector<Value>& arguments) {
  const std::string_view name = builtins()[call.builtin].name;
  if (name == "lower") return {lower_case(arguments[0].text())};
  return number(numeric_operations().at(name)({model, expr, call, arguments}));
}

}  // namespace writ::reference
