#pragma once
// The engine as the measurements use it: the policy loaded and compiled, facts read, decisions as masks.

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "engine/facts/answer.hpp"
#include "engine/facts/write_json.hpp"
#include "engine/program/program.hpp"
#include "tests/bench/orders.hpp"

namespace writ::bench {

/// The policy of one decision, `card.send`, ready to run. Ends the program where the policy has errors.
class CardEngine {
 public:
  explicit CardEngine(std::string policy);

  const std::shared_ptr<const Program>& program() const { return program_; }
  const SourceSet& sources() const { return *sources_; }
  model::DecisionId decision() const { return decision_; }
  std::shared_ptr<const FactsPlan> plan() const;

  /// The rules that won, as bits; those of category n are rules 10 n and on, and come to the same bits.
  static std::uint32_t mask(const Verdict& verdict);

 private:
  std::shared_ptr<const SourceSet> sources_;
  std::shared_ptr<const Program> program_;
  model::DecisionId decision_ = model::none;
};

/// Lines of JSON with the room behind them that reading asks for.
class Lines {
 public:
  explicit Lines(std::string text);

  std::size_t bytes() const { return bytes_; }
  const std::vector<std::string_view>& lines() const { return lines_; }

 private:
  std::string text_;
  std::size_t bytes_;
  std::vector<std::string_view> lines_;
};

/// Orders as facts in memory, each kept by a reader of its own.
class FactsInMemory {
 public:
  FactsInMemory(const CardEngine& engine, const Lines& lines);
  const std::vector<Facts>& facts() const { return facts_; }

 private:
  std::vector<FactsReader> readers_;
  std::vector<Facts> facts_;
};

}  // namespace writ::bench
