#include "tests/differential/bound_way.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <limits>
#include <map>
#include <numeric>
#include <random>

#include "engine/value/time/civil.hpp"
#include "tests/bench/bound_orders.hpp"
#include "tests/differential/every_type.hpp"
#include "tests/differential/public_text.hpp"
#include "tests/reference/lines/facts.hpp"

namespace writ::differential {
namespace {

constexpr Limits limits = {.steps = 5'000'000, .horizon_changes = 100, .horizon_steps = 10'000};

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
  Asked(const PolicySet& policies, std::string decision, std::span<const BoundRecord> records, CutAlone& cut)
      : policies_(policies),
        decision_(std::move(decision)),
        records_(records),
        cut_(cut),
        random_(static_cast<std::mt19937::result_type>(records.size())) {}

  std::optional<Disagreement> disagreement(const MakeDeciders& make) {
    for (const auto& options : {DecideOptions{}, DecideOptions{.now = Value::Instant{some_time()}}}) {
      std::string problem;
      const auto deciders = make(options, problem);
      if (!problem.empty()) return Disagreement{0, "a binding that does not fit", problem};
      for (const auto& objects : deciders) {
        for (std::size_t step = 0; step < records_.size() * 5 / 4; ++step) {
          // Each in turn, and between them some again.
          const auto number = step < records_.size() ? step : random_() % records_.size();
          const auto& record = records_[number];
          const auto given = one_in(5) ? std::optional(Value::Instant{some_time()}) : std::nullopt;
          auto difference = difference_of(objects.decide(number, given), expected(record, given ? given : options.now));
          if (difference.empty() && objects.decide_spoiled && one_in(8)) {
            difference = spoiled_difference(objects, number, options.now);
          }
          if (difference.empty()) continue;
          difference += fmt::format("\nby binding {}", &objects - deciders.data());
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
    const auto from = records_[random_() % records_.size()].now;
    return from + static_cast<std::int64_t>(random_() % 3) - 1;
  }

  const Decision& expected(const BoundRecord& record, std::optional<Value::Instant> now) {
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
      count_cut(until, known);
      if (!until.agrees_with(known)) {
        said += " " + until.text();
        wanted += " " + known.text();
      }
    }
    if (!whole_first && one_in(3)) append_whole(view, expected, said, wanted);
    return said == wanted ? std::string() : fmt::format("bound:\n  {}\nJSON:\n  {}", said, wanted);
  }

  /// What does not fit is refused, or not read.
  std::string spoiled_difference(const BoundObjects& objects, std::size_t number, std::optional<Value::Instant> now) {
    const auto [view, code] = objects.decide_spoiled(number, random_() % ways_to_spoil);
    const auto& as_it_was = expected(records_[number], now);
    if (view.outcome() != Outcome::rejected) return difference_of(view, as_it_was);
    if (as_it_was.outcome == Outcome::rejected) return {};
    const auto decision = view.decision();
    const bool refused = !decision.rejections.empty() && view.rules().empty() && view.value().is_absent() &&
                         std::ranges::all_of(decision.rejections, [&](const auto& each) { return each.code == code; });
    return refused ? std::string() : fmt::format("not refused by {} alone:\n{}", code, public_text(decision));
  }

  void count_cut(const Until& until, const Until& known) {
    ++cut_.horizons;
    if (until.holds_at_least != known.holds_at_least) ++cut_.alone;
  }

  void append_whole(const DecisionView& view, const Decision& expected, std::string& said, std::string& wanted) {
    const auto decision = view.decision();
    said += "\n" + public_text(decision);
    wanted += "\n" + public_text(expected);
    const auto until = until_of(decision), known = until_of(expected);
    count_cut(until, known);
    if (until.agrees_with(known)) return;
    said += " " + until.text();
    wanted += " " + known.text();
  }

  const PolicySet& policies_;
  std::string decision_;
  std::span<const BoundRecord> records_;
  CutAlone& cut_;
  std::mt19937 random_;
  std::map<std::pair<std::size_t, std::optional<Value::Instant>>, Decision> known_;
};

template <class Object>
BoundObjects bound_objects(BoundDecider<Object> decider, std::span<const Object> objects) {
  const auto kept = std::make_shared<BoundDecider<Object>>(std::move(decider));
  BoundObjects made;
  made.decide = [=](std::size_t number, std::optional<Value::Instant> given) {
    return given ? kept->decide(objects[number], *given) : kept->decide(objects[number]);
  };
  if constexpr (std::same_as<Object, EveryType>) {
    const auto changed = std::make_shared<Spoiled>();  // It stays while a view looks at it.
    made.decide_spoiled = [=](std::size_t number, std::size_t way) {
      *changed = spoiled(objects[number], way);
      return std::pair(kept->decide(changed->object), changed->code);
    };
  }
  return made;
}

}  // namespace

std::optional<Disagreement> bound_disagreement(const PolicySet& policies, const std::string& decision,
                                               std::span<const BoundRecord> records, const MakeDeciders& make,
                                               CutAlone& cut) {
  auto found = Asked(policies, decision, records, cut).disagreement(make);
  if (found) found->text = fmt::format("{}, {}", decision, found->text);
  return found;
}

std::optional<Disagreement> bound_disagreement(const Case& tried, CutAlone& cut) {
  const auto policy = policy_of(tried.files);
  if (!policy) return {};
  if (!has_every_type(*policy->model)) return {};
  std::vector<model::DecisionId> decisions(policy->model->decisions.size());
  std::iota(decisions.begin(), decisions.end(), model::DecisionId{0});
  std::vector<BoundRecord> records;
  std::vector<EveryType> objects;
  for (std::size_t i = 0; i < tried.records.size(); ++i) {
    const auto record = reference::read_facts(*policy->model, decisions, tried.records[i]);
    if (!record) continue;
    records.push_back({i, tried.records[i], record->now});
    objects.push_back(every_type(*policy->model, record->facts, record->now));
  }
  if (records.empty()) return {};
  std::vector<PolicyText> texts;
  for (const auto& file : tried.files) texts.push_back({file.name, file.text});
  const auto loaded = PolicySet::load(std::move(texts), {}, limits);
  if (!loaded.policies) return {};
  for (const auto& decision : loaded.policies->decisions()) {
    auto found = bound_disagreement(
        *loaded.policies, decision, records,
        [&](const auto& options, auto& problem) {
          std::vector<BoundObjects> all;
          for (auto& decider : bound_deciders(*loaded.policies, decision, options, problem)) {
            all.push_back(bound_objects<EveryType>(std::move(decider), objects));
          }
          return all;
        },
        cut);
    if (found) return found;
  }
  return {};
}

std::optional<Disagreement> bound_disagreement(const PolicySet& policies, std::span<const bench::Order> orders,
                                               std::span<const std::string_view> records, bool with_category,
                                               CutAlone& cut) {
  std::vector<BoundRecord> read;
  std::vector<bench::Order> objects;
  for (std::size_t i = 0; i < orders.size(); ++i) {
    // A member that the decision does not read may be what no fact can be, in objects alone.
    if (policies.decide("send", records[i]).outcome == Outcome::rejected) continue;
    constexpr std::int64_t second = 1'000'000;
    read.push_back(
        {i, records[i], std::clamp(orders[i].now, time::first_instant / second, time::last_instant / second) * second});
    objects.push_back(orders[i]);
  }
  const auto found_with = [&](const auto& facts) {
    return bound_disagreement(
        policies, "send", read,
        [&](const auto& options, auto& problem) {
          auto bound = policies.decider("send", facts, options);
          for (const auto& finding : bound.findings) problem += finding.rendered;
          std::vector<BoundObjects> all;
          if (bound.decider) all.push_back(bound_objects<bench::Order>(std::move(*bound.decider), objects));
          return all;
        },
        cut);
  };
  const auto facts = bench::bound_orders();
  if (!with_category) return found_with(facts);
  return found_with(
      facts.member("category", [](const bench::Order& order) { return fmt::format("c{}", order.category); }));
}

}  // namespace writ::differential
