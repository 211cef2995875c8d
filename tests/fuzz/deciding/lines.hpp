#pragma once
// Records decided in several ways, which have to come to the same lines: what every target ends with that has a
// program.

#include <memory>
#include <span>
#include <string>
#include <vector>

#include "engine/program/program.hpp"
#include "grammar/source.hpp"
#include "writ/limits.hpp"

namespace writ::random {

/// Work that a target waits for: far less than a program would.
constexpr Limits small_limits{.steps = 20'000, .memory_bytes = 1 << 20, .horizon_changes = 20, .horizon_steps = 20'000};

/// The line of all decisions about each record. `fresh`: nothing that was learned from the records before is used.
std::vector<std::string> lines_of(const std::shared_ptr<const Program>& program, const SourceSet& sources,
                                  std::span<const std::string> records, bool fresh);

/// What two ways disagree about: a record and what each says. Empty where they agree.
std::string disagreement(std::span<const std::string> records, const std::vector<std::string>& one,
                         const std::vector<std::string>& other);

/// Ends the program by a signal, with what went wrong, where that is anything.
void insist(const std::string& wrong);

}  // namespace writ::random
