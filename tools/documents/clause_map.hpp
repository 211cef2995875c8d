#pragma once
// The clause map: every clause of every source beside the rules that cite it and the tests that exercise those, and
// what is missing between them.

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "engine/api/load.hpp"
#include "engine/api/source_documents.hpp"
#include "tools/documents/exercises.hpp"
#include "tools/documents/source_text.hpp"

namespace writ::documents {

struct CitingRule {
  RuleId rule;
  Span place;  ///< Of the citation.
};

struct MappedClause {
  std::vector<CitingRule> rules;     ///< In the order of their files.
  std::vector<std::uint32_t> tests;  ///< Those that exercise one of them, in order.
};

/// A file's header that names the source, and the name that its rules cite it by.
struct CitedAs {
  model::FileIndex file;
  std::uint32_t source;
};

struct MappedSource {
  std::string path;
  std::string problem;  ///< Why it could not be read.
  std::vector<CitedAs> cited_as;
  SourceText text;
  std::vector<MappedClause> clauses;  ///< One for each of the text's.
};

struct ClauseMap {
  std::shared_ptr<const model::Model> model;
  std::shared_ptr<const SourceSet> texts;  ///< The rule files, numbered as they were loaded, and then the sources.
  std::shared_ptr<const std::vector<syntax::File>> files;  ///< What was written, by model::FileIndex.
  Exercises exercises;
  std::vector<MappedSource> sources;
  Diagnostics findings;
};

/// `loaded` has a model.
ClauseMap map_clauses(const Loaded& loaded, const SourceDocuments& documents, Exercises exercises);

/// Leaves those sources alone that rules cite as `name`, or whose file is called so, with or without its ending.
/// False where there is none such; then nothing is changed.
bool keep_source(ClauseMap& map, std::string_view name);

/// Adds to `map.findings`: clauses without rules or tests, citations of clauses that are not there, and the like.
void find_gaps(ClauseMap& map);

std::string rule_name(const model::Model& model, RuleId rule);  ///< `otherwise` for that; of an `also` its notice.
const std::vector<model::Citation>& citations(const model::Model& model, RuleId rule);
Span rule_place(const model::Model& model, RuleId rule);

}  // namespace writ::documents
