#pragma once
// The document of a policy: what it decides and why, for people who read texts and not programs.

#include <functional>
#include <string>
#include <vector>

#include "tools/documents/clause_map.hpp"
#include "tools/documents/page.hpp"
#include "tools/documents/phrases.hpp"

namespace writ::documents {

/// The numbers of the policies among the model's files, in the order of their names.
std::vector<model::FileIndex> policies_of(const model::Model& model);

/// A page for each of `policies`, in their order. Documents of one language speak it, and have messages in it.
std::vector<Page> policy_pages(const ClauseMap& map, const std::vector<model::FileIndex>& policies, Language language);

/// What leads to the pages; the file of each is by the name of its policy.
Page index_page(const ClauseMap& map, const std::vector<model::FileIndex>& policies, Language language,
                const std::function<std::string(const std::string& policy)>& file_name);

/// Rules of a policy without a message in a language that others of it have: a finding each.
Diagnostics missing_languages(const model::Model& model, model::FileIndex policy);

}  // namespace writ::documents
