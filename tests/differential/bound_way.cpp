#include "tests/differential/bound_way.hpp"

#include <fmt/format.h>

#include <map>
#include <random>

#include "engine/value/time/civil.hpp"
#include "tests/differential/every_type.hpp"
#include "tests/differential/public_text.hpp"
#include "tests/reference/lines/facts.hpp"

namespace writ::differential {
namespace {

constexpr Limits limits = {.steps = 5'000'000, .horizon_changes = 100, .horizon_steps = 10'000};

/// A record, and the object that says the same.
struct Bound {
  std::size_t place = 0;
  std::string_view json;
  EveryType object;
};

std::vector<Bound> bound_records(const Policy& policy, const Case& tried) {
  std::vector<model::DecisionId> all;
  while (all.size() < policy.model->decisions.size()) all.push_back(static_cast<model::DecisionId>(all.size()));
  std::vector<Bound> bound;
  for (std::size_t i = 0; i < tried.records.size(); ++i) {
    if (const auto record = reference::read_facts(*policy.model, all, tried.records[i])) {
      bound.push_back({i, tried.records[i], every_type(*policy.model, record->facts, record->now)});
    }
  }
  return bound;
}

/// Of values that a view can have.
Value to_value(const ValueView& view) {
  return std::visit(
      [](const auto& data) -> Value {
        using T = std::remove_cvref_t<decltype(data)>;
        if constexpr (std::same_as<T, std::string_view>) {
          return {std::string(data)};
        } else if constexpr (std::same_as<T, ValueView::Money>) {
          return {Value::Money{data.millionths, std::string(data.currency.begin(), data.currency.end())}};
        } else if constexpr (std::same_as<T, ValueView::Member>) {
          return {Value::Member{std::string(data.name)}};
        } else if constexpr (std::same_as<T, ValueView::Compound>) {
          return {Value::List{}};
        } else {
          return {data};
        }
      },
      view.data);
}

/// One decision of a policy, as JSON has it and by deciders that stay.
class Asked {
 public:
  Asked(const PolicySet& policies, std::string decision, std::span<const Bound> records)
      : policies_(policies), decision_(std::move(decision)), records_(records), random_(records.size()) {}

  std::optional<Disagreement> disagreement() {
    for (const auto& options : {DecideOptions{}, DecideOptions{.now = Value::Instant{some_time()}}}) {
      std::string problem;
      auto deciders = bound_deciders(policies_, decision_, options, problem);
      if (!problem.empty()) return Disagreement{0, "a binding that does not fit", problem};
      for (auto& decider : deciders) {
        for (std::size_t step = 0; step < records_.size() * 5 / 4; ++step) {
          // Each in turn, and between them some again.
          const auto& record = step < records_.size() ? records_[step] : records_[random_() % records_.size()];
          const auto given = one_in(5) ? std::optional(Value::Instant{some_time()}) : std::nullopt;
          const auto view = given ? decider.decide(record.object, *given) : decider.decide(record.object);
          auto difference = difference_of(view, expected(record, given ? given : options.now));
          if (difference.empty()) continue;
          if (given) difference = fmt::format("given {}, {}", given->microseconds, difference);
          return Disagreement{record.place, "a bound object beside JSON", difference + "\n"};
        }
      }
    }
    return {};
  }

 private:
  bool one_in(std::uint32_t many) { return random_() % many == 0; }

  /// That of some object or a tick beside it, or none that there is.
  std::int64_t some_time() {
    constexpr std::int64_t ends[] = {time::first_instant,
                                     time::last_instant,
                                     time::first_instant - 1,
                                     time::last_instant + 1,
                                     std::numeric_limits<std::int64_t>::min(),
                                     std::numeric_limits<std::int64_t>::max()};
    if (one_in(20)) return ends[random_() % std::size(ends)];
    const auto from = records_[random_() % records_.size()].object.now.time_since_epoch().count();
    return from + static_cast<std::int64_t>(random_() % 3) - 1;
  }

  const Decision& expected(const Bound& record, std::optional<Value::Instant> now) {
    const auto key = std::pair(record.place, now);
    auto found = known_.find(key);
    if (found == known_.end()) {
      found = known_.emplace(key, policies_.decide(decision_, record.json, {.now = now})).first;
    }
    return found->second;
  }

  /// Asks for some of it, so that what is asked of one object may not matter to the next.
  std::string difference_of(const DecisionView& view, const Decision& expected) {
    std::string said(name(view.outcome())), wanted(name(expected.outcome));
    for (const auto rule : view.rules()) said.append(" ").append(view.rule_name(rule));
    for (const auto& rule : expected.rules) wanted += " " + rule;
    said += fmt::format(" at {}", view.now().microseconds);
    wanted += fmt::format(" at {}", expected.now.microseconds);
    if (one_in(2)) {
      const auto value = to_value(view.value());
      const bool compound = value.get_if<Value::List>() != nullptr;
      const bool as_well =
          expected.value.get_if<Value::List>() != nullptr || expected.value.get_if<Value::Record>() != nullptr;
      said += compound ? " compound" : " " + public_text(value);
      wanted += as_well ? " compound" : " " + public_text(expected.value);
    }
    const bool whole_first = one_in(4);
    if (whole_first) append_whole(view, expected, said, wanted);
    if (one_in(2)) {
      const auto until = until_of(view), known = until_of(expected);
      if (!until.agrees_with(known)) {
        said += " " + until.text();
        wanted += " " + known.text();
      }
    }
    if (!whole_first && one_in(3)) append_whole(view, expected, said, wanted);
    return said == wanted ? std::string() : fmt::format("bound:\n  {}\nJSON:\n  {}", said, wanted);
  }

  static void append_whole(const DecisionView& view, const Decision& expected, std::string& said, std::string& wanted) {
    const auto decision = view.decision();
    said += "\n" + public_text(decision);
    wanted += "\n" + public_text(expected);
    const auto until = until_of(decision), known = until_of(expected);
    if (until.agrees_with(known)) return;
    said += " " + until.text();
    wanted += " " + known.text();
  }

  const PolicySet& policies_;
  std::string decision_;
  std::span<const Bound> records_;
  std::mt19937 random_;
  std::map<std::pair<std::size_t, std::optional<Value::Instant>>, Decision> known_;
};

}  // namespace

std::optional<Disagreement> bound_disagreement(const Case& tried) {
  const auto policy = policy_of(tried.files);
  if (!policy) return {};
  const auto records = bound_records(*policy, tried);
  if (records.empty()) return {};
  std::vector<PolicyText> texts;
  for (const auto& file : tried.files) texts.push_back({file.name, file.text});
  const auto loaded = PolicySet::load(std::move(texts), {}, limits);
  if (!loaded.policies) return {};
  for (const auto& decision : loaded.policies->decisions()) {
    if (auto found = Asked(*loaded.policies, decision, records).disagreement()) {
      found->text = fmt::format("{} of {}\n{}", decision, tried.records[found->record], found->text);
      return found;
    }
  }
  return {};
}

}  // namespace writ::differential
