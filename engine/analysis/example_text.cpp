#include "engine/analysis/example_text.hpp"

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
  for (const auto& [question, function] : state_.questions) {
    const auto said = assignment_.said(function, number);
    if (said) (*said != 0 ? result.yes : result.no).push_back(&question);
  }
  if (state_.lower) {
    const auto said = assignment_.said(*state_.lower, number);
    const std::string* const lowered = said ? state_.texts->text(*said) : nullptr;
    if (lowered != nullptr) result.lower = *lowered;
  }
  return result;
}

bool ExampleTexts::fits(const Wanted& wanted, const std::string& text) const {
  if (state_.texts->numbers.contains(text)) return false;
  for (const auto& [number, taken] : texts_) {
    if (taken == text) return false;
  }
  const auto holds = [&](const TextQuestion* question) { return question->holds(text); };
  return std::ranges::all_of(wanted.yes, holds) && std::ranges::none_of(wanted.no, holds) &&
         (!wanted.lower || lower_case(text) == *wanted.lower);
}

std::optional<std::string> ExampleTexts::find(Integer number) {
  const Wanted asked = wanted(number);
  std::string begin, end, within;
  std::vector<std::string> candidates;
  for (const TextQuestion* question : asked.yes) {
    switch (question->kind) {
      case TextQuestion::Kind::starts_with: keep_longest(begin, question->part); break;
      case TextQuestion::Kind::ends_with: keep_longest(end, question->part); break;
      case TextQuestion::Kind::contains: within += question->part; break;
      case TextQuestion::Kind::matches:
        for (std::string& sample : samples_of(question->part)) candidates.push_back(std::move(sample));
        break;
    }
  }
  if (asked.lower) {
    candidates.push_back(upper_case_ascii(*asked.lower));
    std::string first = *asked.lower;
    if (!first.empty()) first[0] = upper_case_ascii(first.substr(0, 1))[0];
    candidates.push_back(std::move(first));
  }
  // Readable, and told apart by a number.
  for (int count = 1; count <= 200; ++count) {
    const std::string digits = std::to_string(count);
    if (begin.empty() && within.empty() && end.empty()) {
      candidates.push_back("text " + digits);
      candidates.push_back(digits);
      candidates.push_back("text" + digits);
    }
    for (const char* between : {" ", "-", ""}) candidates.push_back(begin + between + digits + between + within + end);
    if (count == 1) candidates.push_back(begin + within + end);
  }
  for (const std::string& candidate : candidates) {
    if (fits(asked, candidate)) return candidate;
  }
  return std::nullopt;
}

bool ExampleTexts::found_all(std::string& why) {
  for (const Integer number : open_) {
    auto text = find(number);
    if (!text) {
      why = "no text was found of which all is true that the policy asks of it";
      return false;
    }
    texts_[number] = std::move(*text);
  }
  return true;
}

const std::string& ExampleTexts::of(Integer number) { return texts_[number]; }

}  // namespace writ::analysis
