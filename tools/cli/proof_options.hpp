#pragma once
// How far a proof goes, on the command line: how long lists are looked at, and how long a question may take.

#include <string>
#include <vector>

#include "engine/analysis/solver.hpp"
#include "engine/analysis/symbol.hpp"

namespace CLI {
class App;
}

namespace writ::cli {

struct AskedProof {
  std::vector<std::string> bounds;
  std::string time_limit = "1s";
};

/// `--bound`, `--time-limit`
void declare_proof(CLI::App& app, AskedProof& asked);
/// False, and told, where one makes no sense.
bool read_proof(const AskedProof& asked, analysis::Bounds& bounds, analysis::SolverLimits& limits);
/// False, and told, where a bound is of a list that the facts do not have.
bool know_lists(const model::Model& model, const analysis::Bounds& bounds);

}  // namespace writ::cli
