#include "engine/analysis/example_text.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <set>

#include "engine/analysis/example_pattern.hpp"
#include "engine/builtins/lower_case.hpp"

namespace writ::analysis {
namespace {

/// The longer of two, where one begins (or ends) with the other: both then are as asked.
void keep_longest(std::string& kept, const std::string& part) {
  if (part.size() > kept.size()) kept = part;
}

std::string upper_case_ascii(std::string text) {
  for (char& c : text) {
    if (c >= 'a' && c <= 'z') c = static_cast<char>(c - 'a' + 'A');
  }
  return text;
}

}  // namespace

ExampleTexts::ExampleTexts(const SymbolicFacts::State& state, Assignment& assignment)
    : state_(state), assignment_(assignment) {
  for (const auto& [key, symbol] : state_.facts) {
    collect(key.first->schema, key.first->facts[key.second].type, symbol);
  }
  std::ranges::sort(open_);
  const auto repeated = std::ranges::unique(open_);
  open_.erase(repeated.begin(), repeated.end());
}

void ExampleTexts::collect(const Schema& schema, Type type, const Symbol& symbol) {
  const auto at = [&](Term term) { return assignment_.evaluate(state_.terms, term); };
  if (type.optional && at(*symbol.present) == 0) return;
  if (type.is_list()) {
    const auto count = static_cast<std::size_t>(at(symbol.term));
    for (std::size_t i = 0; i < count; ++i) collect(schema, type.present().element(), symbol.parts[i]);
  } else if (type.base == Kind::record) {
    const auto& fields = schema.records[type.id].fields;
    for (std::size_t i = 0; i < fields.size(); ++i) collect(schema, fields[i].type, symbol.parts[i]);
  } else if (type.base == Kind::text) {
    const Integer number = at(symbol.term);
    if (const std::string* known = state_.texts->text(number)) {
      texts_[number] = *known;
    } else {
      open_.push_back(number);
    }
  }
}

auto ExampleTexts::wanted(Integer number) -> Wanted {
  Wanted result;
  const auto ask = [&](Integer of, auto& yes, auto& no) {
    for (const auto& [question, function] : state_.questions) {
      const auto said = assignment_.said(function, of);
      if (said) (*said != 0 ? yes : no).push_back(&question);
    }
  };
  ask(number, result.yes, result.no);
  if (state_.lower) result.lower = assignment_.said(*state_.lower, number);
  if (result.lower) ask(*result.lower, result.lower_yes, result.lower_no);
  return result;
}

/// Whether the text may stand for the number: it is what that stands for, or stands for nothing yet.
bool ExampleTexts::is_free(Integer number, const std::string& text) const {
  if (const std::string* const known = state_.texts->text(number)) return *known == text;
  if (const auto found = texts_.find(number); found != texts_.end()) return found->second == text;
  return !state_.texts->numbers.contains(text) &&
         std::ranges::none_of(texts_, [&](const auto& taken) { return taken.second == text; });
}

/// How much of what is wanted is not as wanted; nothing where the text may not stand for the number at all.
std::optional<std::size_t> ExampleTexts::misses(Integer number, const Wanted& wanted, const std::string& text) const {
  if (!is_free(number, text)) return std::nullopt;
  const auto wrong = [](const auto& questions, const std::string& of, bool answer) {
    return static_cast<std::size_t>(
        std::ranges::count_if(questions, [&](const TextQuestion* asked) { return asked->holds(of) != answer; }));
  };
  std::size_t misses = wrong(wanted.yes, text, true) + wrong(wanted.no, text, false);
  if (!wanted.lower) return misses;
  const std::string lowered = lower_case(text);
  const bool same = lowered == text || *wanted.lower == number;
  if (same ? lowered != text || *wanted.lower != number : !is_free(*wanted.lower, lowered)) {
    // A text that is another's in lower case is most often asked for; what it begins with may be a guess.
    misses += 3;
  }
  return misses + wrong(wanted.lower_yes, lowered, true) + wrong(wanted.lower_no, lowered, false);
}

std::optional<std::string> ExampleTexts::find(Integer number) {
  const Wanted asked = wanted(number);
  std::string begin, end, within;
  std::vector<std::string> candidates;
  for (const auto& questions : {asked.yes, asked.lower_yes}) {
    for (const TextQuestion* question : questions) {
      switch (question->kind) {
        case TextQuestion::Kind::starts_with: keep_longest(begin, question->part); break;
        case TextQuestion::Kind::ends_with: keep_longest(end, question->part); break;
        case TextQuestion::Kind::contains: within += question->part; break;
        case TextQuestion::Kind::matches:
          for (std::string& sample : samples_of(question->part)) candidates.push_back(std::move(sample));
          break;
      }
    }
  }
  if (asked.lower) {
    const std::string* const known = state_.texts->text(*asked.lower);
    const auto found = texts_.find(*asked.lower);
    if (const std::string lowered = known != nullptr        ? *known
                                    : found != texts_.end() ? found->second
                                                            : "";
        !lowered.empty()) {
      candidates.push_back(upper_case_ascii(lowered));
      // Each of its letters may be the one that is a capital.
      for (std::size_t i = 0; i < lowered.size(); ++i) {
        std::string capital = lowered;
        capital[i] = upper_case_ascii(lowered.substr(i, 1))[0];
        candidates.push_back(std::move(capital));
      }
    }
  }
  // Readable, and told apart by a number.
  for (int count = 1; count <= 200; ++count) {
    const std::string digits = std::to_string(count);
    const bool nothing_asked = begin.empty() && within.empty() && end.empty();
    for (const char* word : {"text", "Text"}) {
      if (nothing_asked) candidates.push_back(fmt::format("{} {}", word, digits));
    }
    for (const char* between : {" ", "-", "", "A", "a"}) {
      candidates.push_back(fmt::format("{0}{1}{2}{1}{3}{4}", begin, between, digits, within, end));
    }
    if (count == 1) candidates.push_back(fmt::format("{}{}{}", begin, within, end));
  }
  std::optional<std::size_t> fewest;
  const std::string* best = nullptr;
  for (const std::string& candidate : candidates) {
    const auto found = misses(number, asked, candidate);
    if (!found || (fewest && *found >= *fewest)) continue;
    fewest = found;
    best = &candidate;
    if (*found == 0) break;
  }
  if (best == nullptr) return std::nullopt;
  if (*fewest > 0) all_as_assigned_ = false;
  if (asked.lower && *asked.lower != number && is_free(*asked.lower, lower_case(*best))) {
    texts_[*asked.lower] = lower_case(*best);
  }
  return *best;
}

bool ExampleTexts::found_all(std::string& why) {
  const char* const none = "no text was found of which all is true that the policy asks of it";
  for (const Integer number : open_) {
    // It may have been found already, as another's in lower case.
    if (texts_.contains(number)) continue;
    auto text = find(number);
    if (!text) {
      why = none;
      return false;
    }
    texts_[number] = std::move(*text);
  }
  if (!all_as_assigned_) why = none;
  return true;
}

const std::string& ExampleTexts::of(Integer number) { return texts_[number]; }

}  // namespace writ::analysis
