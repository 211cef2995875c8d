#include "tests/differential/random_records.hpp"

#include <algorithm>
#include <limits>
#include <string_view>

#include "engine/facts/write_value.hpp"
#include "engine/value/time/period.hpp"

namespace writ::differential {
namespace {

using std::string;
using std::string_view;

constexpr std::int64_t most = std::numeric_limits<std::int64_t>::max();
constexpr std::int64_t least = std::numeric_limits<std::int64_t>::min();
constexpr std::int64_t million = 1'000'000;

/// Values that fit some type or none: most fail to be read, and what is left goes far.
constexpr string_view strange[] = {"null",
                                   "9223372036854775807",
                                   "-9223372036854775808",
                                   "9223372036854775808",
                                   "1.0",
                                   "1e3",
                                   "0.0000001",
                                   "\"9223372036854.775807\"",
                                   "\"9223372036854.775808\"",
                                   "\"-9223372036854.775808\"",
                                   "\"9999-12-31T23:59:59.999999Z\"",
                                   "\"10000-01-01T00:00:00Z\"",
                                   "\"9999-12-31T23:59:59.999999-00:01\"",
                                   "\"0001-01-01T00:00:00Z\"",
                                   "\"0000-12-31T23:59:59Z\"",
                                   "\"2025-03-30T00:30:00\"",
                                   "\"9999-12-31\"",
                                   "\"2025-02-29\"",
                                   "\"0001-01-01\"",
                                   "\"PT2562047788H\"",
                                   "\"PT2562047789H\"",
                                   "\"24:00:00\"",
                                   "\"\"",
                                   "\"\\u0000\\ud83d\\ude00 \\u00e9\"",
                                   "\"\\ud83d\"",
                                   "\"23:59:59.999999\"",
                                   "{\"amount\": \"1\", \"currency\": \"USD\"}",
                                   "true",
                                   "[]",
                                   "{}",
                                   "{\"ok\": true, \"ok\": true}",
                                   "\"\xff\"",
                                   "nul"};

template <class T>
const T& one_of(const std::vector<T>& all, random::Choices& choices) {
  return all[choices.below(std::min<std::size_t>(all.size(), 256))];
}

std::int64_t plus(std::int64_t a, std::int64_t b) {
  std::int64_t sum = 0;
  if (__builtin_add_overflow(a, b, &sum)) return a;
  return sum;
}

}  // namespace

RandomRecords::RandomRecords(const model::Model& model, random::Choices& choices, Facts facts)
    : model_(model), choices_(choices) {
  for (model::FactId fact = 0; fact < model.facts.size(); ++fact) {
    const bool needed = std::ranges::any_of(model.decisions, [&](const model::Decision& decision) {
      return std::ranges::find(decision.needs, fact) != decision.needs.end();
    });
    if (model.facts[fact].name != "now" && (needed || facts == Facts::all)) facts_.push_back(fact);
  }
  for (const auto& expr : model.exprs) {
    const auto* constant = std::get_if<model::Constant>(&expr.node);
    if (constant == nullptr || expr.type.is_list()) continue;
    const auto keep = [&](std::vector<std::int64_t>& in) {
      if (std::ranges::find(in, constant->value) == in.end()) in.push_back(constant->value);
    };
    switch (expr.type.base) {
      case Kind::integer: keep(integers_); break;
      case Kind::decimal:
      case Kind::money: keep(decimals_); break;
      case Kind::duration: keep(durations_); break;
      case Kind::period: keep(periods_); break;
      case Kind::instant: keep(instants_); break;
      case Kind::date: keep(dates_); break;
      case Kind::time_of_day: keep(clocks_); break;
      default: break;
    }
  }
  if (instants_.empty()) instants_.push_back(1'743'294'600 * million);  // 2025-03-30T00:30:00Z
  if (dates_.empty()) dates_.push_back(20'177);                         // 2025-03-30
  for (const auto& file : model.files) {
    if (file.zone) places_.push_back(&file);
  }
}

string RandomRecords::next() {
  met_.clear();
  wild_ = choices_.chance(12);
  std::vector<string> members;
  const auto add = [&](const string& spelling, const string& value) {
    if (value.empty()) return;
    string member;
    append_json_text(member, spelling);
    members.push_back(member + ": " + value);
  };
  for (const auto id : facts_) {
    const auto& fact = model_.facts[id];
    add(fact.spelling, value(fact.type, fact.encoding));
  }
  if (!wild_ || !choices_.chance(5)) add("now", value(Type{Kind::instant}, model_.now_encoding));
  if (wild_ && choices_.chance(10)) add("unknown", "[1, {\"a\": null}]");
  // Not always in the order of the declarations, and not always as on the line before.
  if (choices_.chance(20) && !members.empty()) {
    std::ranges::rotate(members, members.begin() + static_cast<std::ptrdiff_t>(choices_.below(members.size())));
  }
  string line = joined(std::move(members), "{}");
  if (wild_ && choices_.chance(4)) return choices_.chance(50) ? "[" + line + "]" : line + "\xff";
  if (wild_ && choices_.chance(6)) line.erase(choices_.below(std::min<std::size_t>(line.size(), 256)), 1);
  return line;
}

string RandomRecords::joined(std::vector<string> members, const char* around) {
  if (wild_ && around[0] == '{' && !members.empty() && choices_.chance(4)) members.push_back(one_of(members, choices_));
  string text(1, around[0]);
  for (const auto& member : members) text += (text.size() > 1 ? ", " : "") + member;
  return text + around[1];
}

/// Empty: the member is left out.
string RandomRecords::value(Type type, Encoding encoding) {
  if (wild_ && choices_.chance(8)) return choices_.chance(15) ? string() : string(choices_.of(strange));
  if (type.optional && choices_.chance(35)) return choices_.chance(50) ? string() : "null";
  if (type.is_list()) return list(type.element(), encoding);
  return type.base == Kind::record ? record(type.id) : scalar(type.present(), encoding);
}

string RandomRecords::list(Type element, Encoding encoding) {
  constexpr std::size_t usual[] = {0, 1, 2, 1, 2, 3, 2, 0};
  constexpr std::size_t longer[] = {4, 7, 12, 40};
  std::vector<string> elements;
  for (std::size_t i = choices_.chance(6) ? choices_.of(longer) : choices_.of(usual); i > 0; --i) {
    // The same again: what is equal, and what ties.
    if (!elements.empty() && choices_.chance(25)) {
      elements.push_back(one_of(elements, choices_));
      continue;
    }
    string one = value(element, encoding);
    elements.push_back(one.empty() ? "null" : std::move(one));
  }
  return joined(std::move(elements), "[]");
}

string RandomRecords::record(std::uint32_t record) {
  std::vector<string> members;
  for (const auto& field : model_.schema.records[record].fields) {
    const string text = value(field.type, field.encoding);
    if (text.empty()) continue;
    string member;
    append_json_text(member, field.spelling);
    members.push_back(member + ": " + text);
  }
  return joined(std::move(members), "{}");
}

string RandomRecords::text() {
  constexpr string_view usual[] = {"a", "B7", "", "vip-1", "b7", "İß", "中文", "a7", "vip-12", "A"};
  string chosen =
      model_.texts.empty() || choices_.chance(30) ? string(choices_.of(usual)) : one_of(model_.texts, choices_);
  switch (choices_.below(12)) {
    case 9: chosen += "7"; break;
    case 10:
      std::ranges::transform(chosen, chosen.begin(),
                             [](char c) { return c >= 'a' && c <= 'z' ? static_cast<char>(c - 32) : c; });
      break;
    case 11:
      if (choices_.chance(15)) chosen.append(20 * choices_.below(100), 'a');
      break;
    default: break;
  }
  string json;
  append_json_text(json, chosen);
  return json;
}

string RandomRecords::scalar(Type type, Encoding encoding) {
  if (type.base == Kind::text) return text();
  if (type.base == Kind::enumeration) {
    const auto& member = choices_.of(model_.schema.enums[type.id].members);
    return "\"" + (choices_.chance(50) ? member.name : member.spelling) + "\"";
  }
  const std::int64_t chosen = number(type);
  if (type.base == Kind::instant) {
    met_.push_back(chosen);
    if (encoding == Encoding::unix_seconds) return std::to_string(chosen / million);
    if (encoding == Encoding::unix_millis) return std::to_string(chosen / 1000);
  }
  const auto zone = places_.empty() || type.base != Kind::instant ? time::Zone::utc() : one_of(places_, choices_)->zone;
  string json;
  const bool plain_money = type.base == Kind::money && choices_.chance(50);
  ValueWriter(model_.schema, *zone).append(json, plain_money ? Type{Kind::decimal} : type, writ::number(chosen));
  return json;
}

/// What is known, or a small number, and beside it.
std::int64_t RandomRecords::near(const std::vector<std::int64_t>& known, std::int64_t tick, std::int64_t small) {
  if (choices_.chance(wild_ ? 10 : 4)) return choices_.chance(50) ? most : least;
  std::int64_t from = known.empty() || choices_.chance(35) ? small * (static_cast<std::int64_t>(choices_.below(6)) - 1)
                                                           : one_of(known, choices_);
  if (choices_.chance(40)) from = plus(from, choices_.chance(50) ? tick : -tick);
  return from;
}

std::int64_t RandomRecords::number(Type type) {
  switch (type.base) {
    case Kind::boolean: return static_cast<std::int64_t>(choices_.below(2));
    case Kind::integer: return near(integers_, 1, 1);
    case Kind::decimal:
    case Kind::money: return near(decimals_, choices_.chance(50) ? 1 : 500'000, million / 2);
    case Kind::duration:
      if (met_.size() > 1 && choices_.chance(20)) return one_of(met_, choices_) - one_of(met_, choices_);
      return near(durations_, choices_.chance(50) ? 1 : time::second, time::hour);
    case Kind::date: return date();
    case Kind::time_of_day: return std::clamp<std::int64_t>(near(clocks_, 1, 4 * time::hour), 0, time::day - 1);
    default: return instant();
  }
}

std::int64_t RandomRecords::date() {
  std::int64_t day = one_of(dates_, choices_);
  if (!places_.empty() && !met_.empty() && choices_.chance(30)) {
    day = one_of(places_, choices_)->zone->local(one_of(met_, choices_)).date;
  }
  if (choices_.chance(40)) day += static_cast<std::int64_t>(choices_.below(5)) - 2;
  if (wild_ && choices_.chance(20)) day = choices_.chance(50) ? time::first_date : time::last_date;
  return std::clamp<std::int64_t>(day, time::first_date, time::last_date);
}

std::int64_t RandomRecords::instant() {
  if (wild_ && choices_.chance(10)) return choices_.chance(50) ? time::first_instant : time::last_instant;
  std::int64_t chosen = !met_.empty() && choices_.chance(50) ? one_of(met_, choices_) : one_of(instants_, choices_);
  if (!places_.empty() && choices_.chance(20)) {
    // The midnight, or a time that the policy names, of some day.
    std::int64_t midnight = 0;
    const std::int64_t clock = clocks_.empty() || choices_.chance(50) ? 0 : one_of(clocks_, choices_);
    if (one_of(places_, choices_)->zone->instant({static_cast<time::Date>(date()), clock}, midnight) == Fault::none) {
      chosen = midnight;
    }
  }
  for (std::size_t i = choices_.below(3); i > 0; --i) chosen = shifted(chosen);
  if (choices_.chance(40)) chosen += choices_.chance(50) ? 1 : -1;
  return std::clamp(chosen, time::first_instant, time::last_instant);
}

/// By a duration or a period of the policy, there or back.
std::int64_t RandomRecords::shifted(std::int64_t instant) {
  const std::int64_t sign = choices_.chance(40) ? -1 : 1;
  if (periods_.empty() || places_.empty() || (!durations_.empty() && choices_.chance(50))) {
    std::int64_t length = durations_.empty() ? time::hour : one_of(durations_, choices_);
    if (__builtin_mul_overflow(length, sign, &length)) return instant;
    const std::int64_t sum = plus(instant, length);
    return sum < time::first_instant || sum > time::last_instant ? instant : sum;
  }
  const auto period = time::Period::unpack(one_of(periods_, choices_));
  const auto& place = *one_of(places_, choices_);
  auto local = place.zone->local(instant);
  Fault fault = Fault::none;
  switch (period.unit) {
    case time::Unit::days: fault = time::add_days(local.date, sign * period.count, local.date); break;
    case time::Unit::months: fault = time::add_months(local.date, sign * period.count, local.date); break;
    case time::Unit::business_days:
      if (!place.calendar) return instant;
      fault = place.calendar->add_business_days(local.date, sign * period.count, local.date);
      break;
  }
  std::int64_t result = instant;
  if (fault != Fault::none || place.zone->instant(local, result) != Fault::none) return instant;
  return result;
}

}  // namespace writ::differential
