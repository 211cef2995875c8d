// Decisions of the C interface, why they came out so, and when they change.

#include <memory>
#include <utility>

#include "engine/capi/boundary.hpp"
#include "engine/capi/handles.hpp"

using namespace writ::capi;

namespace {

// The numbers are the same in both interfaces.
static_assert(static_cast<int>(writ::Outcome::permitted) == WRIT_PERMITTED);
static_assert(static_cast<int>(writ::Outcome::forbidden) == WRIT_FORBIDDEN);
static_assert(static_cast<int>(writ::Outcome::referred) == WRIT_REFERRED);
static_assert(static_cast<int>(writ::Outcome::decided) == WRIT_DECIDED);
static_assert(static_cast<int>(writ::Outcome::undetermined) == WRIT_UNDETERMINED);
static_assert(static_cast<int>(writ::Outcome::rejected) == WRIT_REJECTED);
static_assert(static_cast<int>(writ::Finding::Level::error) == WRIT_ERROR);
static_assert(static_cast<int>(writ::Finding::Level::warning) == WRIT_WARNING);
static_assert(static_cast<int>(writ::Finding::Level::note) == WRIT_NOTE);

constexpr std::uint32_t strictly = WRIT_STRICT, without_why_not = WRIT_WITHOUT_WHY_NOT;

std::optional<writ::Value::Instant> instant_of(const std::int64_t* microseconds) {
  return microseconds != nullptr ? std::optional(writ::Value::Instant{*microseconds}) : std::nullopt;
}

writ_text member(const writ_decision* decision, std::string_view name) {
  return text_of(decision != nullptr ? decision->line.member(name) : "");
}

/// Stores what `make` makes, unless the call makes no sense.
template <typename Handle, typename Make>
writ_status made(Handle** result, bool is_use, Make make) noexcept {
  if (result != nullptr) *result = nullptr;
  if (result == nullptr || !is_use) return WRIT_MISUSE;
  return guarded([&]() -> writ_status {
    *result = make();
    return *result != nullptr ? WRIT_OK : WRIT_NOT_FOUND;
  });
}

}  // namespace

extern "C" {

writ_status writ_decide(const writ_policies* policies, writ_text decision, writ_text facts, const int64_t* now,
                        uint32_t flags, writ_decision** result) {
  const bool is_use = policies != nullptr && is_text(decision) && is_text(facts) && (flags & ~strictly) == 0;
  return made(result, is_use, [&] {
    return new writ_decision{DecisionLine(
        policies->set.decide_as_json(view(decision), view(facts), {instant_of(now), (flags & strictly) != 0}))};
  });
}

writ_status writ_decider_make(const writ_policies* policies, writ_text decision, uint32_t flags,
                              writ_decider** result) {
  const bool is_use = policies != nullptr && is_text(decision) && (flags & ~strictly) == 0;
  return made(result, is_use, [&]() -> writ_decider* {
    const bool strict = (flags & strictly) != 0;
    auto by_facts = policies->set.decider(view(decision), {.now = {}, .strict = strict});
    if (!by_facts) return nullptr;
    return new writ_decider{policies->set, std::string(view(decision)), strict, std::move(by_facts), std::nullopt};
  });
}

writ_status writ_decider_decide(writ_decider* decider, writ_text facts, const int64_t* now, writ_decision** result) {
  return made(result, decider != nullptr && is_text(facts), [&] {
    if (now == nullptr) return new writ_decision{DecisionLine(decider->by_facts->decide_as_json(view(facts)))};
    const writ::Value::Instant instant{*now};
    if (!decider->by_caller) decider->by_caller = decider->set.decider(decider->decision, {instant, decider->strict});
    return new writ_decision{DecisionLine(decider->by_caller->decide_as_json(view(facts), instant))};
  });
}

void writ_decider_free(writ_decider* decider) { delete decider; }

writ_outcome writ_decision_outcome(const writ_decision* decision) {
  return decision != nullptr ? static_cast<writ_outcome>(decision->line.outcome()) : WRIT_UNDETERMINED;
}

int writ_decision_permitted(const writ_decision* decision) {
  return writ_decision_outcome(decision) == WRIT_PERMITTED ? 1 : 0;
}

writ_text writ_decision_name(const writ_decision* decision) {
  return text_of(decision != nullptr ? decision->line.name() : "");
}

size_t writ_decision_rule_count(const writ_decision* decision) {
  return decision != nullptr ? decision->line.rule_count() : 0;
}

writ_text writ_decision_rule(const writ_decision* decision, size_t index) {
  return text_of(index < writ_decision_rule_count(decision) ? decision->line.rule(index) : "");
}

writ_text writ_decision_json(const writ_decision* decision) {
  return text_of(decision != nullptr ? std::string_view(decision->line.line()) : "");
}

writ_text writ_decision_value(const writ_decision* decision) { return member(decision, "value"); }
writ_text writ_decision_reasons(const writ_decision* decision) { return member(decision, "reasons"); }
writ_text writ_decision_obligations(const writ_decision* decision) { return member(decision, "obligations"); }
writ_text writ_decision_advice(const writ_decision* decision) { return member(decision, "advice"); }
writ_text writ_decision_errors(const writ_decision* decision) { return member(decision, "errors"); }
writ_text writ_decision_rejected(const writ_decision* decision) { return member(decision, "rejected"); }

writ_holds writ_decision_holds_until(const writ_decision* decision, int64_t* until) {
  if (decision == nullptr) return WRIT_HOLDS_NOT;
  const auto changes = decision->line.instant("holds_until"), at_least = decision->line.instant("holds_at_least");
  if (changes || at_least) {
    if (until != nullptr) *until = (changes ? changes : at_least)->microseconds;
    return changes ? WRIT_HOLDS_UNTIL : WRIT_HOLDS_AT_LEAST;
  }
  return decision->line.member("holds_until") == "null" ? WRIT_HOLDS_FOR_EVER : WRIT_HOLDS_NOT;
}

int writ_decision_follows_now(const writ_decision* decision) {
  return decision != nullptr && decision->line.member("follows_now") == "true" ? 1 : 0;
}

int writ_decision_now(const writ_decision* decision, int64_t* now) {
  const auto instant = decision != nullptr ? decision->line.instant("now") : std::nullopt;
  if (instant && now != nullptr) *now = instant->microseconds;
  return instant ? 1 : 0;
}

void writ_decision_free(writ_decision* decision) { delete decision; }

writ_status writ_explain(const writ_policies* policies, writ_text decision, writ_text facts, const int64_t* now,
                         uint32_t flags, writ_text language, writ_string** result) {
  const bool is_use = policies != nullptr && is_text(decision) && is_text(facts) && is_text(language) &&
                      (flags & ~(strictly | without_why_not)) == 0;
  return made(result, is_use, [&] {
    return new writ_string{policies->set.explain_as_json(view(decision), view(facts),
                                                         {.now = instant_of(now),
                                                          .strict = (flags & strictly) != 0,
                                                          .language = std::string(view(language)),
                                                          .why_not = (flags & without_why_not) == 0})};
  });
}

writ_status writ_timeline(const writ_policies* policies, writ_text decision, writ_text facts, const int64_t* now,
                          uint32_t flags, const int64_t* from, const int64_t* until, writ_text language,
                          writ_string** result) {
  const bool is_use =
      policies != nullptr && is_text(decision) && is_text(facts) && is_text(language) && (flags & ~strictly) == 0;
  return made(result, is_use, [&] {
    return new writ_string{policies->set.timeline_as_json(view(decision), view(facts),
                                                          {.now = instant_of(now),
                                                           .strict = (flags & strictly) != 0,
                                                           .from = instant_of(from),
                                                           .until = instant_of(until),
                                                           .language = std::string(view(language))})};
  });
}

writ_text writ_string_text(const writ_string* string) {
  return text_of(string != nullptr ? std::string_view(string->text) : "");
}

void writ_string_free(writ_string* string) { delete string; }

}  // extern "C"
