#pragma once
// Facts of one example, apart from how any program lays them out: what is shrunk, shown and written.

#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "engine/analysis/symbol.hpp"
#include "engine/model/model.hpp"
#include "engine/program/program.hpp"
#include "engine/run/machine.hpp"

namespace writ::analysis {

/// A value of some type: `number` as in a Slot, `text`, or `parts`: the fields of a record, the elements of a list.
struct FactTree {
  bool present = true;
  std::int64_t number = 0;
  std::string text = {};
  std::vector<FactTree> parts = {};

  friend bool operator==(const FactTree&, const FactTree&) = default;
};

struct FactSet {
  std::vector<model::FactId> facts;  ///< Those that matter, sorted.
  std::vector<FactTree> values;      ///< One for each.
  time::Instant now = 0;

  friend bool operator==(const FactSet&, const FactSet&) = default;
};

/// What a row holds of these facts, as the program has it laid out.
FactSet fact_set(const Program& program, std::span<const model::FactId> facts, Facts row);

/// The plainest value of a type: absent, empty, false, 0, the first member. Instants and dates lie in `year`.
FactTree plain_value(const Schema& schema, Type type, int year = 2026);

/// Laid out for the program; facts that are not among them are plain.
Example example(const Program& program, const FactSet& facts);

}  // namespace writ::analysis
