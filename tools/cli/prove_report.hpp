#pragma once
// The part of `writ prove` that says what was proved.

#include <memory>
#include <string>

#include "engine/analysis/properties.hpp"
#include "engine/api/load.hpp"
#include "tools/lint/settings.hpp"

namespace CLI {
class App;
}

namespace writ::cli {

struct ProveOutput {
  std::string format = "text", tests, witnesses;
  bool verbose = false, require_proof = false;
};

/// `--format`, `--emit-tests`, `--witnesses`, `--verbose`, `--require-proof`
void declare_output(CLI::App& app, ProveOutput& output);

struct Proved {
  const Loaded& loaded;
  const lint::Settings& settings;
  const std::shared_ptr<const Program>& program;
  const analysis::Proof& proof;
  double seconds = 0;
  bool whole = true;  ///< All decisions and invariants were asked about.
};

/// Prints, and writes the files that are wanted. An exit code.
int report_proof(const Proved& proved, const ProveOutput& output);

}  // namespace writ::cli
