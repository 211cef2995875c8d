#pragma once
// What a body reads: by itself while it is typed, and through others once they are known.

#include <cstdint>
#include <vector>

#include "engine/model/model.hpp"

namespace writ::checking {

/// What a body uses by itself.
struct Uses {
  std::vector<model::FactId> facts;
  std::vector<model::ParameterId> parameters;
  std::vector<model::DefineId> defines;
  std::vector<model::DecisionId> decisions;
  std::vector<model::FixtureId> fixtures;
  bool now = false;
  bool unknown = false;  ///< Something in it was reported: what it reads is not known whole.
};

/// A set of small numbers.
class Bits {
 public:
  void set(std::uint32_t bit);
  void merge(const Bits& other);
  bool any() const { return !words_.empty(); }
  std::vector<std::uint32_t> all() const;

 private:
  std::vector<std::uint64_t> words_;  // The last one is never zero.
};

/// What a body reads, through others too.
struct Reads {
  Bits facts, parameters;
  std::uint32_t depth = 0;  ///< The longest way through what it uses: what evaluation may have to nest.
  bool now = false, decisions = false, unknown = false;

  void merge(const Reads& other);
};

/// The reads of everything that others may use, by id. What is used is entered before what uses it.
struct ReadsOf {
  std::vector<Reads> defines, parameters, decisions, fixtures;

  Reads close(const Uses& uses) const;
};

}  // namespace writ::checking
