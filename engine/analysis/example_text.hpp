#pragma once
// Texts for numbers: readable ones, of which every question has the answer that was assigned. Included by this room's
// own files only.

#include <map>
#include <string>

#include "engine/analysis/symbol_state.hpp"

namespace writ::analysis {

class ExampleTexts {
 public:
  ExampleTexts(const SymbolicFacts::State& state, Assignment& assignment);

  /// For every text of the facts that were asked for; else why not. Also says why where one is only the nearest.
  bool found_all(std::string& why);
  /// Afterwards: the text that a number stands for.
  const std::string& of(Integer number);

 private:
  /// What is to be true of a text, and of the same in lower case.
  struct Wanted {
    std::vector<const TextQuestion*> yes, no;
    std::optional<Integer> lower;
    std::vector<const TextQuestion*> lower_yes, lower_no;
  };
  void collect(const Schema& schema, Type type, const Symbol& symbol);
  Wanted wanted(Integer number);
  bool is_free(Integer number, const std::string& text) const;
  std::optional<std::size_t> misses(Integer number, const Wanted& wanted, const std::string& text) const;
  std::optional<std::string> find(Integer number);

  const SymbolicFacts::State& state_;
  Assignment& assignment_;
  std::map<Integer, std::string> texts_;
  std::vector<Integer> open_;
  bool all_as_assigned_ = true;
};

}  // namespace writ::analysis
