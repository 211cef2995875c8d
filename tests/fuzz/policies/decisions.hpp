#pragma once
// Random decisions as text: rules with their clauses, in every way of combining them.

#include <string>
#include <vector>

#include "tests/fuzz/policies/expressions.hpp"
#include "tests/fuzz/policies/random_policy.hpp"

namespace writ::random {

class Decisions {
 public:
  /// All three are kept.
  Decisions(Choices& choices, const PolicyLimits& limits, Expressions& expressions)
      : choices_(choices), limits_(limits), expressions_(expressions) {}

  /// Tests of one fact against constants, for rules that are selected by one.
  std::vector<std::string> guards;

  /// A decision, and its name for those that follow.
  std::string decision(const std::string& name);
  /// Likewise, a definition.
  std::string definition(const std::string& name);
  /// Of any type but, most often, a plain one.
  Kind any_kind();

 private:
  enum class Combine { single, first, every, sum, least, most, count };
  static std::string written(Combine combine);

  std::string condition();
  void line(const std::string& text) { text_ += text + "\n"; }
  std::string effective();
  std::string clauses(bool may_always);
  void hide_all();
  std::string notice();
  std::string notices();
  std::string overrides(std::size_t rule, std::size_t rules);
  std::string because();
  std::string cite();
  void permission(const std::string& name);
  void also(bool permission);
  Kind kind_for(Combine combine);
  void value(const std::string& name);

  Choices& choices_;
  const PolicyLimits& limits_;
  Expressions& expressions_;
  std::vector<Expressions::Shown> shown_;
  std::string text_;
  bool override_later_ = false;  ///< Rules of this decision override those after them; else those before.
};

/// The list whose elements are of the kind.
Kind list_of(Kind kind);

}  // namespace writ::random
