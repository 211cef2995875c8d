// From an assignment to a row of facts, and back.

#include <set>

#include "engine/analysis/example_text.hpp"
#include "engine/builtins/lower_case.hpp"

namespace writ::analysis {
namespace {

constexpr List no_elements;
constexpr Text no_text;

/// Lays facts out as the reader of JSON does.
class Layout {
 public:
  Layout(const Terms& terms, const Schema& schema, Assignment& assignment, ExampleTexts& texts, Arena& arena)
      : terms_(terms), schema_(schema), assignment_(assignment), texts_(texts), arena_(arena) {}

  void place(Type type, const Symbol& symbol, Slot* slots) {
    if (type.optional) {
      const bool present = at(*symbol.present) != 0;
      slots[0] = number(present ? 1 : 0);
      if (!present) return place_plain(type.present(), slots + 1);
      return place(type.present(), symbol, slots + 1);
    }
    if (type.is_list()) {
      const auto count = static_cast<std::size_t>(at(symbol.term));
      const std::uint32_t width = schema_.slots(type.element());
      Slot* const rows = arena_.slots(count * width);
      for (std::size_t i = 0; i < count; ++i) place(type.element(), symbol.parts[i], rows + i * width);
      slots[0].list = arena_.list(rows, count);
    } else if (type.base == Kind::record) {
      const auto& fields = schema_.records[type.id].fields;
      for (std::size_t i = 0; i < fields.size(); ++i) place(fields[i].type, symbol.parts[i], slots + fields[i].offset);
    } else if (type.base == Kind::text) {
      slots[0].text = arena_.text(texts_.of(at(symbol.term)));
    } else {
      slots[0] = number(static_cast<std::int64_t>(at(symbol.term)));
    }
  }

  void place_plain(Type type, Slot* slots) {
    if (type.optional) {
      slots[0] = number(0);
      place_plain(type.present(), slots + 1);
    } else if (type.is_list()) {
      slots[0].list = &no_elements;
    } else if (type.base == Kind::record) {
      for (const FieldInfo& field : schema_.records[type.id].fields) place_plain(field.type, slots + field.offset);
    } else if (type.base == Kind::text) {
      slots[0].text = &no_text;
    } else {
      slots[0] = number(0);
    }
  }

 private:
  Integer at(Term term) { return assignment_.evaluate(terms_, term); }

  const Terms& terms_;
  const Schema& schema_;
  Assignment& assignment_;
  ExampleTexts& texts_;
  Arena& arena_;
};

/// Gives the variables of symbols what a row has.
class Reading {
 public:
  Reading(const SymbolicFacts::State& state, const Schema& schema, Assignment& assignment)
      : state_(state), schema_(schema), assignment_(assignment) {}

  bool read(Type type, const Symbol& symbol, const Slot* slots) {
    if (type.optional) {
      set(*symbol.present, slots[0].number);
      return slots[0].number == 0 || read(type.present(), symbol, slots + 1);
    }
    if (type.is_list()) {
      const List& list = *slots[0].list;
      if (list.count > symbol.parts.size()) return false;
      set(symbol.term, static_cast<Integer>(list.count));
      const std::uint32_t width = schema_.slots(type.element());
      for (std::size_t i = 0; i < list.count; ++i) {
        if (!read(type.element(), symbol.parts[i], list.rows + i * width)) return false;
      }
      return true;
    }
    if (type.base == Kind::record) {
      const auto& fields = schema_.records[type.id].fields;
      for (std::size_t i = 0; i < fields.size(); ++i) {
        if (!read(fields[i].type, symbol.parts[i], slots + fields[i].offset)) return false;
      }
      return true;
    }
    set(symbol.term, type.base == Kind::text ? number_of(slots[0].text->view()) : slots[0].number);
    return true;
  }

  void set(Term leaf, Integer value) {
    const auto& of = state_.variables.at(leaf);
    assignment_.set(of.id, value / of.unit);
  }

  /// What is asked of texts that the policies do not name.
  void answer_questions() {
    for (std::size_t i = 0; i < found_.size(); ++i) {
      const std::string text = found_[i];
      const Integer at = number_of(text);
      for (const auto& [question, function] : state_.questions) assignment_.set(function, at, question.holds(text));
      if (state_.lower) assignment_.set(*state_.lower, at, number_of(lower_case(text)));
    }
  }

 private:
  Integer number_of(std::string_view text) {
    const auto known = state_.texts->numbers.find(std::string(text));
    if (known != state_.texts->numbers.end()) return known->second;
    const auto [found, is_new] = numbers_.try_emplace(std::string(text), first_found_text + numbers_.size());
    if (is_new) found_.emplace_back(text);
    return found->second;
  }

  const SymbolicFacts::State& state_;
  const Schema& schema_;
  Assignment& assignment_;
  std::map<std::string, Integer> numbers_;
  std::vector<std::string> found_;
};

}  // namespace

std::optional<Example> SymbolicFacts::example(Assignment& assignment, std::string& why) const {
  return example(state_->model, assignment, why);
}

std::optional<Example> SymbolicFacts::example(const model::Model& model, Assignment& assignment,
                                              std::string& why) const {
  const State& state = *state_;
  ExampleTexts texts(state, assignment);
  if (!texts.found_all(why)) return std::nullopt;
  Example example{std::make_shared<Arena>(), nullptr,
                  static_cast<time::Instant>(assignment.evaluate(state.terms, state.now))};
  const std::vector<std::uint32_t> offsets = fact_offsets(model);
  Slot* const row = example.memory->slots(offsets.back() + 1);
  Layout layout(state.terms, model.schema, assignment, texts, *example.memory);
  for (model::FactId fact = 0; fact < model.facts.size(); ++fact) {
    const auto asked = state.facts.find({&model, fact});
    if (asked == state.facts.end()) {
      layout.place_plain(model.facts[fact].type, row + offsets[fact]);
    } else {
      layout.place(model.facts[fact].type, asked->second, row + offsets[fact]);
    }
  }
  example.row = row;
  return example;
}

std::optional<Assignment> SymbolicFacts::assignment_of(Facts facts) const {
  return assignment_of(state_->model, facts);
}

std::optional<Assignment> SymbolicFacts::assignment_of(const model::Model& model, Facts facts) const {
  Assignment assignment;
  Reading reading(*state_, model.schema, assignment);
  reading.set(state_->now, facts.now);
  reading.set(state_->overflow_counts, 1);
  const std::vector<std::uint32_t> offsets = fact_offsets(model);
  for (const auto& [key, symbol] : state_->facts) {
    if (key.first != &model) continue;
    if (!reading.read(model.facts[key.second].type, symbol, facts.row + offsets[key.second])) return std::nullopt;
  }
  reading.answer_questions();
  complete(assignment);
  return assignment;
}

}  // namespace writ::analysis
