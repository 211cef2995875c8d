#pragma once
// Mending what lints find. Texts go in and come out; nothing is written.

#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "engine/api/load.hpp"
#include "tools/lint/lint.hpp"
#include "tools/lint/settings.hpp"

namespace writ::lint {

struct Mended {
  std::vector<NamedText> texts;     ///< All files, those that are as before too.
  std::vector<std::string> done;    ///< Ids of the lints whose findings are mended, one each time.
  std::vector<std::string> failed;  ///< Of those whose edits are left out, because the files would no longer check.
  bool stopped = false;             ///< After as many rounds as are made; there was more to do.
};

/// Which findings are to be mended.
using Wanted = std::function<bool(const Finding& finding, const std::string& fingerprint)>;

/// Applies the edits of all findings, those that overlap one after the other, and again what is found then, until there
/// is nothing to do. What comes out checks, as what goes in has to.
Mended mend(std::vector<NamedText> texts, const Settings& settings, std::optional<std::int32_t> today,
            const Wanted& wanted, const Limits& limits = {});

}  // namespace writ::lint
