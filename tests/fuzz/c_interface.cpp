// Any bytes as what a caller of the C interface passes on from strangers: the name of a decision, a language, and
// facts. Every way to decide gives the same line, and nothing that is refused or fails is permitted.
//
// The first byte are flags; then come two lines, and facts.

#include <algorithm>
#include <string_view>

#include "tests/fuzz/deciding/lines.hpp"
#include "tests/fuzz/every_type.hpp"
#include "writ/writ.h"

namespace {

using writ::random::insist;

std::string_view view(writ_text text) { return {text.data, text.size}; }
writ_text text_of(std::string_view view) { return {view.data(), view.size()}; }

std::string_view cut_line(std::string_view& rest) {
  const std::string_view line = rest.substr(0, rest.find('\n'));
  rest.remove_prefix(std::min(rest.size(), line.size() + 1));
  return line;
}

writ_policies* loaded() {
  const writ_source source{text_of("every_type.writ"), text_of(writ::fuzz::every_type)};
  constexpr auto& small = writ::random::small_limits;
  const writ_limit limits[] = {{text_of("steps"), small.steps},
                               {text_of("memory_bytes"), small.memory_bytes},
                               {text_of("horizon_changes"), small.horizon_changes},
                               {text_of("horizon_steps"), small.horizon_steps}};
  writ_policies* policies = nullptr;
  insist(writ_load_texts(&source, 1, nullptr, 0, limits, 4, &policies, nullptr) == WRIT_OK ? "" : "it does not load");
  return policies;
}

/// What a caller may ask of a decision, each time.
void look_at(const writ_decision* decision) {
  const writ_outcome outcome = writ_decision_outcome(decision);
  const bool permitted = writ_decision_permitted(decision) != 0;
  insist(permitted == (outcome == WRIT_PERMITTED) ? "" : "two answers about permission");
  const bool refused = writ_decision_rejected(decision).size > 0;
  insist(refused == (outcome == WRIT_REJECTED) ? "" : "what is rejected is decided");
  if (outcome == WRIT_REJECTED || outcome == WRIT_UNDETERMINED) {
    insist(writ_decision_value(decision).size == 0 ? "" : "nothing was decided, and there is a value");
  }
  for (std::size_t i = 0; i < writ_decision_rule_count(decision); ++i) {
    insist(writ_decision_rule(decision, i).size > 0 ? "" : "a rule has no name");
  }
  std::int64_t until = 0;
  writ_decision_holds_until(decision, &until);
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  static writ_policies* const policies = loaded();
  if (size == 0) return 0;
  std::string_view rest(reinterpret_cast<const char*>(data) + 1, size - 1);
  const std::string_view name = cut_line(rest), language = cut_line(rest);
  const auto flags = static_cast<std::uint32_t>(data[0] & 3);
  const std::int64_t given = std::int64_t{data[0]} * 7'000'000'000'000;
  const std::int64_t* const now = (data[0] & 4) != 0 ? &given : nullptr;

  writ_decision *once = nullptr, *again = nullptr;
  const auto strict = flags & WRIT_STRICT;
  insist(writ_decide(policies, text_of(name), text_of(rest), now, strict, &once) == WRIT_OK ? "" : "it is not decided");
  look_at(once);
  writ_decider* decider = nullptr;
  if (writ_decider_make(policies, text_of(name), strict, &decider) != WRIT_OK) {
    insist(writ_decision_outcome(once) == WRIT_UNDETERMINED ? "" : "what is not there decides");
  }
  for (int i = 0; decider != nullptr && i < 2; ++i) {
    insist(writ_decider_decide(decider, text_of(rest), now, &again) == WRIT_OK ? "" : "it is not decided");
    insist(view(writ_decision_json(again)) == view(writ_decision_json(once)) ? "" : "two answers");
    writ_decision_free(again);
  }
  writ_string* told = nullptr;
  if (writ_explain(policies, text_of(name), text_of(rest), now, flags, text_of(language), &told) == WRIT_OK) {
    writ_string_free(told);
  }
  if (writ_timeline(policies, text_of(name), text_of(rest), now, strict, nullptr, nullptr, text_of(language), &told) ==
      WRIT_OK) {
    writ_string_free(told);
  }
  writ_decision_free(once);
  writ_decider_free(decider);
  return 0;
}
