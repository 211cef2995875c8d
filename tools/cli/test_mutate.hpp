#pragma once
// The part of `writ test` that changes rules and sees whether a test notices.

#include <optional>
#include <string>
#include <vector>

#include "engine/api/load.hpp"
#include "tools/cli/watch.hpp"

namespace CLI {
class App;
}

namespace writ::cli {

struct MutateOptions {
  bool wanted = false;
  std::string policy;
  bool requirements = false;
  std::optional<double> most_alive;  ///< In percent.
  unsigned jobs = 0;
};

void declare_mutate(CLI::App& app, MutateOptions& options);

/// What a run of mutants has in common with one of tests.
struct MutateRun {
  const std::string& filter;
  const std::string& format;  ///< text or json.
  const std::string& output;  ///< A file; empty: standard output.
  Stopped stopped;            ///< May be empty.
};

/// The texts are those that were loaded. An exit code.
int run_mutants(const std::vector<NamedText>& texts, const Loaded& loaded, const MutateRun& run,
                const MutateOptions& options);

}  // namespace writ::cli
