#pragma once
// All lints on one set of files.

#include <functional>
#include <string>
#include <vector>

#include "tools/lint/lint.hpp"
#include "tools/lint/settings.hpp"

namespace writ::lint {

/// What all checks find whose level is not off, by file and place. Allows are applied, and each finding has its
/// subject.
Findings run(const Subject& subject);

/// Does the same with what was found in another way, as by proof: leaves out what is allowed, off or excluded, adds
/// what is wrong with the allows, fills subjects in and sorts. `looked_for`: an allow of any other lint may be idle.
void settle(const Subject& subject, Findings& findings, const std::function<bool(Lint, FileId)>& looked_for);

/// By which each finding is known again after the lines have moved: sixteen hexadecimal digits made of the lint, the
/// subject and the words of the place without blanks. Where several would have the same they are numbered: `…-2`.
std::vector<std::string> fingerprints(const Subject& subject, const Findings& findings);

}  // namespace writ::lint
