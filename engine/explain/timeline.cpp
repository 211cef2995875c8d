#include "engine/explain/timeline.hpp"

#include <algorithm>

#include "engine/facts/write_json.hpp"
#include "engine/facts/write_value.hpp"

namespace writ {
namespace {

/// For people; the value itself is told in full elsewhere.
constexpr std::size_t most_words = 2'000;

void shorten(std::string& text) {
  if (text.size() <= most_words) return;
  std::size_t end = most_words;
  while (end > 0 && (static_cast<unsigned char>(text[end]) & 0xc0) == 0x80) --end;
  text.resize(end);
  text.shrink_to_fit();
  text += "…";
}

std::size_t bytes_of(const Segment& segment) {
  std::size_t bytes = segment.value.size() + segment.value_words.size();
  for (const auto& texts : segment.messages) {
    for (const Segment::Text& text : texts) bytes += text.text.size();
  }
  return bytes;
}

/// What a decision comes to at `at`, as a segment whose end is not known yet.
Segment segment_at(Machine& machine, model::DecisionId decision, time::Instant at, const std::string& language) {
  const model::Model& model = *machine.program().model;
  const Verdict& verdict = machine.decide(decision);
  Segment segment;
  segment.from = at;
  segment.outcome = verdict.outcome;
  segment.rules = verdict.rules;
  segment.policy_not_in_force = verdict.policy_not_in_force;
  if (verdict.outcome == model::Outcome::decided) {
    const ValueWriter values(model.schema, zone_of(model, decision));
    const Type type = model.decisions[decision].type.present();
    if (verdict.present) {
      values.append(segment.value, type, verdict.value);
      values.append_for_people(segment.value_words, type, verdict.value, language);
      shorten(segment.value_words);
    } else {
      segment.value = "null";
      segment.value_words = "absent";
    }
  }
  for (const std::uint32_t rule : segment.rules) {
    auto& texts = segment.messages.emplace_back();
    for (const auto& [tag, text] : machine.message(decision, rule)) {
      texts.push_back({std::string(tag), std::string(text->view())});
    }
  }
  segment.errors = verdict.errors;  // After the messages, whose errors are among them.
  return segment;
}

bool same(const Segment& a, const Segment& b) {
  return a.outcome == b.outcome && a.rules == b.rules && a.policy_not_in_force == b.policy_not_in_force &&
         a.follows_now == b.follows_now && (a.follows_now || a.value == b.value);
}

}  // namespace

const time::Zone& zone_of(const model::Model& model, model::DecisionId decision) {
  const model::File& file = model.files[model.decisions[decision].file];
  return file.zone ? *file.zone : *time::Zone::utc();
}

std::size_t pick_text(const std::vector<Segment::Text>& texts, std::string_view language) {
  std::vector<MessageResult> choice;
  for (const Segment::Text& text : texts) choice.push_back({text.language, nullptr});
  return static_cast<std::size_t>(pick_language(choice, language) - choice.data());
}

SegmentList timeline(Machine& machine, const Slot* row, model::DecisionId decision, time::Instant from,
                     time::Instant until, const SegmentOptions& options) {
  SegmentList result;
  until = std::min(until, time::last_instant + 1);
  const std::uint64_t most_steps = options.most_steps.value_or(10 * machine.limits().horizon_steps);
  std::uint64_t steps = 0;
  std::size_t bytes = 0;
  for (time::Instant at = std::max(from, time::first_instant); at < until;) {
    machine.begin({row, at});
    Segment segment = segment_at(machine, decision, at, options.language);
    const Horizon horizon = machine.horizon(decision);
    segment.follows_now = horizon.follows_now;
    segment.until = horizon.kind == Horizon::Kind::never_changes ? until : std::min(horizon.at, until);
    if (horizon.follows_now) segment.until = std::min(segment.until, horizon.follows_until);
    // Past a limit nothing is known of later, and at the next instant it would be no other.
    const bool is_stuck = segment.until == at;
    if (is_stuck) segment.until = at + 1;
    at = segment.until;
    steps += machine.steps() + horizon.steps;
    // Where the search for the end of a segment was given up, the next may be the same one, going on.
    if (!result.segments.empty() && same(result.segments.back(), segment)) {
      result.segments.back().until = at;
    } else if (result.segments.size() < options.most_segments && bytes <= options.most_bytes) {
      bytes += bytes_of(segment);
      result.segments.push_back(std::move(segment));
    } else {
      result.cut = true;
      break;
    }
    if (at < until && (is_stuck || steps > most_steps)) {
      result.cut = true;
      break;
    }
  }
  return result;
}

}  // namespace writ
