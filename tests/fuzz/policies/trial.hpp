#pragma once
// One random policy, loaded and compiled, with its records. Shared by the parts of brute force.

#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "engine/analysis/replay.hpp"
#include "engine/api/load.hpp"
#include "engine/facts/read_json.hpp"
#include "engine/program/program.hpp"
#include "tests/fuzz/policies/random_policy.hpp"

namespace writ::random {

/// What was met of one decision.
struct Met {
  bool whole = true;         ///< No admitted facts are missing among the records.
  std::size_t admitted = 0;  ///< Records that the requirements admit.
  std::set<model::Outcome> outcomes;
  std::set<std::uint32_t> wins, applies, matters, told;  ///< Rules, and alsos by their notices.
  std::set<std::pair<std::uint32_t, std::uint32_t>> rivals;
  bool fails = false, fails_alone = false, overflows = false;  ///< For reasons of its own.
  bool none_applies = false;
  std::vector<model::DecisionId> used;  ///< Other decisions that it asks.
};
struct MetInvariant {
  bool whole = true;
  std::size_t admitted = 0, broken = 0, failed = 0;
  std::vector<model::DecisionId> used;
};

class Trial {
 public:
  explicit Trial(const RandomPolicy& policy);

  bool accepted() const { return program_ != nullptr; }
  const Loaded& loaded() const { return loaded_; }
  const model::Model& model() const { return *loaded_.model; }
  const std::shared_ptr<const model::Model>& shared_model() const { return loaded_.model; }
  const std::shared_ptr<const Program>& program() const { return program_; }

  /// `visit(record, facts)` with each record, until one answers false.
  void each(const std::function<bool(const std::string& record, Facts facts)>& visit);
  /// Whether the records are all that requirements admit where these facts are needed.
  bool whole(const std::vector<model::FactId>& needs, bool reads_now) const;
  /// Facts that some decision needs; no others are read.
  bool is_read(const std::vector<model::FactId>& needs) const;

 private:
  const RandomPolicy& policy_;
  Loaded loaded_;
  std::shared_ptr<const Program> program_;
  std::shared_ptr<const FactsPlan> plan_;
  std::set<model::FactId> needed_;
};

bool same_verdict(const model::Model& model, const model::Decision& decision, const Verdict& a, const Verdict& b);

/// The parts: what is wrong, or nothing.
struct Findings;
std::string wrong_format(const Trial& trial);
std::string wrong_encoding(Trial& trial, Findings& findings);
std::string wrong_proofs(Trial& trial, Findings& findings);
std::string wrong_lints(Trial& trial, Findings& findings);

}  // namespace writ::random
