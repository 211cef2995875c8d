#include "tools/report/difference.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "engine/facts/json_writer.hpp"
#include "engine/model/outcome_name.hpp"
#include "tools/report/text_lines.hpp"

namespace writ {

using analysis::Aspect;
using analysis::AspectAnswer;
using analysis::DecisionComparison;
using analysis::Differences;
using analysis::Possible;

namespace {

constexpr std::array changes{"unchanged", "same", "differs", "unknown", "added", "removed"};

std::string_view word_of(DecisionChange change) { return changes[static_cast<std::size_t>(change)]; }

std::string joined(const std::set<std::string>& names) {
  std::string text;
  for (const std::string& name : names) text += (text.empty() ? "" : ", ") + name;
  return text;
}

/// "the outcome": what differs, as the beginning of a sentence has it.
std::string_view subject(Aspect aspect) {
  switch (aspect) {
    case Aspect::admission: return "only one version takes some records";
    case Aspect::outcome: return "another outcome";
    case Aspect::value: return "another value";
    case Aspect::rules: return "the same for other reasons";
    case Aspect::notices: return "the same with other obligations or advice";
  }
  return {};
}

std::string_view unknown_subject(Aspect aspect) {
  switch (aspect) {
    case Aspect::admission: return "whether both take the same records";
    case Aspect::outcome: return "whether the outcome can differ";
    case Aspect::value: return "whether the value can differ";
    case Aspect::rules: return "whether the reasons can differ";
    case Aspect::notices: return "whether obligations and advice can differ";
  }
  return {};
}

std::string indented(std::string_view text) {
  std::string result = "      ";
  for (const char c : text) {
    result += c;
    if (c == '\n') result += "      ";
  }
  return result + "\n";
}

std::string aspect_text(const AspectAnswer& answer) {
  if (answer.differs == Possible::unknown) {
    return fmt::format("  unknown {}: {}\n", unknown_subject(answer.aspect), answer.why);
  }
  std::string before = answer_words(answer.before);
  std::string after = answer_words(answer.after);
  if (answer.aspect == Aspect::notices) {
    before += " with " + (answer.before.notices.empty() ? "nothing" : joined(answer.before.notices));
    after += " with " + (answer.after.notices.empty() ? "nothing" : joined(answer.after.notices));
  }
  return fmt::format("  {}\n    before: {}\n    after:  {}\n    for these facts:\n{}", subject(answer.aspect), before,
                     after, indented(answer.record));
}

std::string bounds_words(const std::vector<analysis::ListBound>& bounds) {
  std::string text;
  for (const analysis::ListBound& bound : bounds) {
    text += fmt::format("{}{} {}", text.empty() ? "" : ", ", bound.most, bound.path);
  }
  return text;
}

/// What both versions do not read alike is mostly the same for many decisions: it is told once.
std::string facts_text(const Differences& comparison) {
  std::vector<std::pair<analysis::FactChange, std::vector<std::string_view>>> changes_of;
  for (const DecisionComparison& decision : comparison.decisions) {
    for (const analysis::FactChange& change : decision.facts) {
      auto found = std::ranges::find(changes_of, change, [](const auto& each) -> const auto& { return each.first; });
      if (found == changes_of.end()) found = changes_of.insert(found, {change, {}});
      found->second.push_back(decision.name);
    }
  }
  if (changes_of.empty()) return {};
  std::string text = "other records are read; decisions are compared by those that both versions can read\n";
  for (const auto& [change, decisions] : changes_of) {
    const auto words = [](const std::string& declared) { return declared.empty() ? "not read" : declared; };
    text += fmt::format("  {}\n    before: {}\n    after:  {}\n    for {}", change.path, words(change.before),
                        words(change.after), decisions.front());
    if (decisions.size() == 2) text += fmt::format(" and {}", decisions.back());
    if (decisions.size() > 2) text += fmt::format(" and {} more decisions", decisions.size() - 1);
    text += "\n";
  }
  return text + "\n";
}

struct Counts {
  std::array<std::size_t, changes.size()> of{};
  std::size_t operator[](DecisionChange change) const { return of[static_cast<std::size_t>(change)]; }
};

Counts count(const Differences& comparison) {
  Counts counts;
  for (const DecisionComparison& decision : comparison.decisions) {
    ++counts.of[static_cast<std::size_t>(change_of(decision))];
  }
  return counts;
}

void write_answer(JsonWriter& json, std::string_view name, const analysis::Answered& answer) {
  json.name(name);
  json.begin_object();
  if (!answer.rejected.empty()) {
    json.member("rejected", answer.rejected);
  } else {
    json.member("outcome", name_of(answer.outcome));
    if (!answer.value.empty()) json.member_raw("value", answer.value);
    for (const auto& [member, names] : {std::pair{"rules", &answer.rules}, std::pair{"notices", &answer.notices}}) {
      json.name(member);
      json.begin_list();
      for (const std::string& each : *names) json.text(each);
      json.end_list();
    }
  }
  json.end_object();
}

/// JSON over several lines, on one. No text in it has a line break that is not escaped.
std::string on_one_line(std::string_view json) {
  std::string line;
  for (std::size_t i = 0; i < json.size(); ++i) {
    if (json[i] != '\n') {
      line += json[i];
      continue;
    }
    while (i + 1 < json.size() && json[i + 1] == ' ') ++i;
    const bool opens = line.ends_with('{') || line.ends_with('[');
    const bool closes = i + 1 < json.size() && (json[i + 1] == '}' || json[i + 1] == ']');
    if (!opens && !closes) line += ' ';
  }
  return line;
}

}  // namespace

std::string_view word(Aspect aspect) {
  constexpr std::array<std::string_view, 5> words{"admission", "outcome", "value", "rules", "notices"};
  return words[static_cast<std::size_t>(aspect)];
}

namespace {

std::string words(const analysis::Answered& answered, std::string_view decided) {
  if (!answered.rejected.empty()) return "rejected " + answered.rejected;
  std::string text;
  switch (answered.outcome) {
    case model::Outcome::permitted: text = "permitted"; break;
    case model::Outcome::forbidden: text = "forbidden"; break;
    case model::Outcome::referred: text = "referred"; break;
    case model::Outcome::decided: text = answered.value == "null" ? "absent" : decided; break;
    case model::Outcome::undetermined: return "undetermined";
  }
  if (!answered.rules.empty()) return text + " by " + joined(answered.rules);
  return text + (answered.outcome == model::Outcome::decided ? "" : ": no rule permits");
}

}  // namespace

std::string answer_words(const analysis::Answered& answered) { return words(answered, answered.shown); }
std::string reason_words(const analysis::Answered& answered) { return words(answered, "a value"); }

DecisionChange change_of(const DecisionComparison& decision) {
  if (decision.before == model::none) return DecisionChange::added;
  if (decision.after == model::none) return DecisionChange::removed;
  if (decision.unchanged) return DecisionChange::unchanged;
  const auto any = [&](Possible possible) {
    return std::ranges::any_of(decision.aspects, [&](const AspectAnswer& each) { return each.differs == possible; });
  };
  if (any(Possible::yes)) return DecisionChange::differs;
  const bool all_known = !any(Possible::unknown) && decision.not_compared.empty();
  return all_known ? DecisionChange::same : DecisionChange::unknown;
}

std::string difference_text(const Differences& comparison, const DifferenceTextOptions& options) {
  const auto strong = [&](const std::string& text) { return options.colour ? "\033[1m" + text + "\033[0m" : text; };
  std::string text = facts_text(comparison);
  for (const DecisionComparison& decision : comparison.decisions) {
    const DecisionChange change = change_of(decision);
    const bool is_same = change == DecisionChange::unchanged || change == DecisionChange::same;
    const bool quiet = is_same && decision.not_compared.empty();
    if (quiet && !options.verbose) continue;
    text += fmt::format("{}: {}\n", strong(decision.name),
                        change != DecisionChange::same ? word_of(change)
                        : decision.facts.empty()       ? "the same, as is proved"
                                                       : "the same of records that both read, as is proved");
    // Where records come to another end, that others come to the same for other reasons is of less interest.
    bool other_end = false;
    for (const AspectAnswer& answer : decision.aspects) {
      const bool lesser = answer.aspect == Aspect::rules || answer.aspect == Aspect::notices;
      if (answer.differs != Possible::no && (!lesser || !other_end || options.verbose)) text += aspect_text(answer);
      other_end |= !lesser && answer.aspect != Aspect::admission && answer.differs == Possible::yes;
    }
    for (const std::string& notice : decision.not_compared) {
      text += fmt::format("  not compared: the arguments of {}, which are written differently\n", notice);
    }
    if (!quiet) text += "\n";
  }
  const Counts counts = count(comparison);
  std::string summary;
  const auto add = [&](DecisionChange change, std::string_view words) {
    if (counts[change] > 0) summary += fmt::format("{}{} {}", summary.empty() ? "" : ", ", counts[change], words);
  };
  add(DecisionChange::differs, counts[DecisionChange::differs] == 1 ? "decision differs" : "decisions differ");
  add(DecisionChange::unknown, "unknown");
  add(DecisionChange::added, "added");
  add(DecisionChange::removed, "removed");
  add(DecisionChange::same, "proved the same");
  add(DecisionChange::unchanged, "unchanged");
  text += summary.empty() ? "no decision in common" : summary;
  const std::string bounds = bounds_words(comparison.bounds);
  if (!bounds.empty()) text += "; of lists up to " + bounds;
  return text + "\n";
}

std::string difference_json(const Differences& comparison) {
  std::string lines;
  for (const DecisionComparison& decision : comparison.decisions) {
    JsonWriter json;
    json.begin_object();
    json.member("decision", decision.name);
    json.member("change", word_of(change_of(decision)));
    if (!decision.facts.empty()) {
      json.name("facts");
      json.begin_list();
      for (const analysis::FactChange& fact : decision.facts) {
        json.begin_object();
        json.member("path", fact.path);
        json.member_if("before", fact.before);
        json.member_if("after", fact.after);
        json.end_object();
      }
      json.end_list();
    }
    if (!decision.aspects.empty()) {
      json.name("aspects");
      json.begin_list();
      for (const AspectAnswer& answer : decision.aspects) {
        constexpr std::array words{"yes", "no", "unknown"};
        json.begin_object();
        json.member("aspect", word(answer.aspect));
        json.member("differs", words[static_cast<std::size_t>(answer.differs)]);
        json.member_if("why", answer.why);
        if (!answer.record.empty()) {
          json.member_raw("facts", on_one_line(answer.record));
          write_answer(json, "before", answer.before);
          write_answer(json, "after", answer.after);
        }
        json.end_object();
      }
      json.end_list();
    }
    if (!decision.not_compared.empty()) {
      json.name("not_compared");
      json.begin_list();
      for (const std::string& notice : decision.not_compared) json.text(notice);
      json.end_list();
    }
    json.end_object();
    lines += json.take() + "\n";
  }
  const Counts counts = count(comparison);
  JsonWriter json;
  json.begin_object();
  json.name("summary");
  json.begin_object();
  for (std::size_t i = 0; i < changes.size(); ++i) json.member(changes[i], std::uint64_t{counts.of[i]});
  json.name("bounds");
  json.begin_object();
  for (const analysis::ListBound& bound : comparison.bounds) json.member(bound.path, std::uint64_t{bound.most});
  json.end_object();
  json.end_object();
  json.end_object();
  return lines + json.take() + "\n";
}

}  // namespace writ
