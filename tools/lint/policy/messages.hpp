#pragma once
// Messages as the lints compare them.

#include <string>
#include <vector>

#include "tools/lint/lint.hpp"

namespace writ::lint::policy {

struct WrittenMessage {
  const model::Message* message = nullptr;
  model::FileIndex file = 0;
  std::string_view name;  ///< Of the rule or requirement.
};

/// Of all rules and requirements, in their order.
std::vector<WrittenMessage> written_messages(const model::Model& model);

/// The values that a text shows.
std::vector<model::ExprId> placeholders(const model::Model& model, const model::MessageText& text);

/// "`en` and `zh`"
std::string listed(const std::vector<std::string>& names);

}  // namespace writ::lint::policy
