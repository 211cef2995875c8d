#include "tools/report/recorded.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "engine/facts/json_writer.hpp"
#include "engine/value/decimal.hpp"
#include "engine/value/time/civil.hpp"
#include "engine/value/time/format.hpp"
#include "tools/report/difference.hpp"

namespace writ {

using analysis::Answered;
using analysis::Aspect;

namespace {

/// Different shifts and different reasons that are counted one by one.
constexpr std::size_t most_kept = 65'536;
constexpr std::size_t most_reasons = 1'000, reasons_shown = 10;

std::string outcome_word(const Answered& answered) {
  if (!answered.rejected.empty()) return "rejected";
  switch (answered.outcome) {
    case model::Outcome::permitted: return "permitted";
    case model::Outcome::forbidden: return "forbidden";
    case model::Outcome::referred: return "referred";
    case model::Outcome::decided: return answered.value == "null" ? "absent" : "a value";
    case model::Outcome::undetermined: break;
  }
  return "undetermined";
}

/// `CNY -3.50`, `PT1H30M`, `2 days`
std::string amount(Type type, std::int64_t value) {
  std::string text;
  switch (type.base) {
    case Kind::money:
      text = currency_letters(type.id) + " ";
      decimal::append(text, value, std::max(0, minor_units(type.id)));
      return text;
    case Kind::decimal: decimal::append(text, value); return text;
    case Kind::instant:
    case Kind::time_of_day:
    case Kind::duration: time::append_duration(text, value); return text;
    case Kind::date: return fmt::format("{} day{}", value, value == 1 || value == -1 ? "" : "s");
    default: return std::to_string(value);
  }
}

bool has_distance(Type type) {
  if (type.is_list()) return false;
  switch (type.base) {
    case Kind::integer:
    case Kind::decimal:
    case Kind::money:
    case Kind::instant:
    case Kind::date:
    case Kind::time_of_day:
    case Kind::duration: return true;
    default: return false;
  }
}

std::string share(std::uint64_t part, std::uint64_t whole) {
  return fmt::format("{:.1f} %", whole == 0 ? 0.0 : 100.0 * static_cast<double>(part) / static_cast<double>(whole));
}

}  // namespace

void Shifts::take(std::int64_t before, std::int64_t after) {
  std::int64_t shift;
  if (__builtin_sub_overflow(after, before, &shift)) {
    sum_fits_ = kept_ = false;
    return;
  }
  least_ = count_ == 0 ? shift : std::min(least_, shift);
  most_ = count_ == 0 ? shift : std::max(most_, shift);
  ++count_;
  if (__builtin_add_overflow(sum_, shift, &sum_)) sum_fits_ = false;
  if (counts_.size() < most_kept || counts_.contains(shift)) {
    ++counts_[shift];
  } else {
    kept_ = false;
  }
}

std::optional<std::int64_t> Shifts::sum() const { return sum_fits_ ? std::optional(sum_) : std::nullopt; }

std::optional<std::int64_t> Shifts::median() const {
  if (!kept_ || count_ == 0) return std::nullopt;
  std::uint64_t passed = 0;
  for (const auto& [shift, times] : counts_) {
    passed += times;
    if (passed > (count_ - 1) / 2) return shift;
  }
  return std::nullopt;
}

void RecordedDecision::take(std::string_view record, const Answered& before, const Answered& after) {
  ++records_;
  if (!before.rejected.empty() && !after.rejected.empty()) ++rejected_by_both_;
  const auto aspect = analysis::difference(before, after);
  if (!aspect) return;
  ++differ_;
  ++turns_[{*aspect, outcome_word(before), outcome_word(after)}];
  std::pair reason{reason_words(before), reason_words(after)};
  if (reasons_.size() < most_reasons || reasons_.contains(reason)) ++reasons_[std::move(reason)];
  if (before.number && after.number && *aspect == Aspect::value && has_distance(value_)) {
    shifts_.take(*before.number, *after.number);
  }
  if (examples_.size() < most_examples_) examples_.push_back({std::string(record), before, after});
}

std::string RecordedDecision::Turn::words() const {
  switch (aspect) {
    case Aspect::value:
      if (before == after) return "another value";
      break;
    case Aspect::rules: return before + " for other reasons";
    case Aspect::notices: return before + " with other obligations or advice";
    case Aspect::admission:
    case Aspect::outcome: break;
  }
  return before + " -> " + after;
}

std::string RecordedDecision::text() const {
  std::string text =
      fmt::format("{}: {} of {} records differ ({})\n", name_, differ_, records_, share(differ_, records_));
  for (const auto& [turn, times] : turns_) text += fmt::format("  {:>9}  {}\n", times, turn.words());
  if (rejected_by_both_ > 0) text += fmt::format("  {:>9}  rejected by both, not among those\n", rejected_by_both_);
  if (shifts_.count() > 0) {
    const std::string least = amount(value_, shifts_.least()), most = amount(value_, shifts_.most());
    text += fmt::format("  {:>9}  moved by {}", shifts_.count(), least == most ? least : least + " to " + most);
    if (const auto median = shifts_.median()) text += ", median " + amount(value_, *median);
    if (const auto sum = shifts_.sum()) text += ", in total " + amount(value_, *sum);
    text += "\n";
  }
  std::vector<std::pair<std::uint64_t, std::string>> reasons;
  for (const auto& [turn, times] : reasons_) reasons.emplace_back(times, turn.first + " -> " + turn.second);
  std::ranges::stable_sort(reasons, [](const auto& a, const auto& b) { return a.first > b.first; });
  if (reasons.size() > 1) {
    text += "  most often:\n";
    for (std::size_t i = 0; i < std::min(reasons.size(), reasons_shown); ++i) {
      text += fmt::format("  {:>9}  {}\n", reasons[i].first, reasons[i].second);
    }
  }
  for (const RecordedExample& example : examples_) {
    text += fmt::format("  for example {}\n    before: {}\n    after:  {}\n", example.record,
                        answer_words(example.before), answer_words(example.after));
  }
  return text;
}

std::string RecordedDecision::json() const {
  JsonWriter json;
  json.begin_object();
  json.member("recorded", name_);
  json.member("records", records_);
  json.member("rejected_by_both", rejected_by_both_);
  json.member("differ", differ_);
  json.name("by");
  json.begin_object();
  std::map<Aspect, std::uint64_t> by_aspect;
  for (const auto& [turn, times] : turns_) by_aspect[turn.aspect] += times;
  for (const auto& [aspect, times] : by_aspect) json.member(word(aspect), times);
  json.end_object();
  json.name("turns");
  json.begin_list();
  for (const auto& [turn, times] : turns_) {
    json.begin_object();
    json.member("aspect", word(turn.aspect));
    json.member("before", turn.before);
    json.member("after", turn.after);
    json.member("records", times);
    json.end_object();
  }
  json.end_list();
  if (shifts_.count() > 0) {
    json.name("shift");
    json.begin_object();
    json.member("records", shifts_.count());
    json.member("least", amount(value_, shifts_.least()));
    json.member("most", amount(value_, shifts_.most()));
    if (const auto median = shifts_.median()) json.member("median", amount(value_, *median));
    if (const auto sum = shifts_.sum()) json.member("sum", amount(value_, *sum));
    json.end_object();
  }
  json.name("examples");
  json.begin_list();
  for (const RecordedExample& example : examples_) {
    json.begin_object();
    json.member("record", example.record);
    json.member("before", answer_words(example.before));
    json.member("after", answer_words(example.after));
    json.end_object();
  }
  json.end_list();
  json.end_object();
  return json.take();
}

}  // namespace writ
