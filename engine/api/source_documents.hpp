#pragma once
// The sources that rule files cite, from the disk: Markdown files beside the policies.

#include <cstddef>
#include <string>
#include <vector>

#include "engine/model/model.hpp"
#include "grammar/source.hpp"

namespace writ {

struct SourceDocumentText {
  std::string path;  ///< As people find it: the rule file's directory and the path that its header names.
  std::string text;
  std::string problem;  ///< Why there is no text, where it could not be read.
};

struct SourceDocuments {
  std::vector<SourceDocumentText> documents;      ///< Each file once, in the order in which rule files name them.
  std::vector<std::vector<std::size_t>> of_file;  ///< For each of the model's files, and each of its sources: which.
};

/// `names` are the model's rule files. Nothing but regular files below the rule file's directory is read, and of those
/// no more than 16 MiB.
SourceDocuments read_source_documents(const model::Model& model, const SourceSet& names);

}  // namespace writ
