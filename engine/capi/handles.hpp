#pragma once
// What is behind the handles of writ.h.

#include <optional>
#include <string>
#include <vector>

#include "engine/capi/decision_line.hpp"
#include "writ/policy_set.hpp"
#include "writ/writ.h"

struct writ_string {
  std::string text;
};

struct writ_findings {
  std::vector<writ::Finding> findings;
};

struct writ_policies {
  writ::PolicySet set;
  std::vector<std::string> decisions;
};

struct writ_decider {
  writ::PolicySet set;
  std::string decision;
  bool strict = false;
  std::optional<writ::Decider> by_facts, by_caller;  ///< By who says what time it is; made when first needed.
};

struct writ_decision {
  writ::capi::DecisionLine line;
};
