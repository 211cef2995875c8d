#include "engine/api/source_documents.hpp"

#include <algorithm>
#include <filesystem>
#include <map>
#include <system_error>
#include <utility>

#include "engine/api/read_file.hpp"
#include "grammar/unicode.hpp"

namespace writ {
namespace {

namespace fs = std::filesystem;

constexpr std::size_t most_bytes = 16 * 1024 * 1024;

void read_text(SourceDocumentText& document) {
  std::error_code error;
  const fs::file_status status = fs::status(document.path, error);
  if (fs::exists(status) && !fs::is_regular_file(status)) {
    document.problem = fs::is_directory(status) ? "it is a directory" : "it is no regular file";
    return;
  }
  auto text = read_file(document.path, most_bytes + 1, error);
  if (!text) {
    document.problem = error.message();
    return;
  }
  document.text = std::move(*text);
  if (document.text.size() > most_bytes) {
    document.problem = "it has more than 16 MiB";
  } else if (const auto at = first_invalid_utf8(document.text)) {
    document.problem = "it is not UTF-8 from byte " + std::to_string(*at + 1) + " on";
  }
  if (!document.problem.empty()) document.text.clear();
}

/// Wherever links lead: who wrote the rule file may not have the rest of the disk shown.
bool lies_below(const fs::path& directory, const std::string& file) {
  std::error_code error;
  const fs::path root = fs::canonical(directory.empty() ? fs::path(".") : directory, error);
  if (error) return false;
  const fs::path target = fs::weakly_canonical(root / file, error);
  return !error && std::ranges::mismatch(root, target).in1 == root.end();
}

SourceDocumentText read_document(const fs::path& beside, const std::string& file, bool below) {
  SourceDocumentText document;
  if (file.empty() || fs::path(file).is_absolute()) {
    document.path = file;
    document.problem = "a source is named by a path that begins at the rule file's directory";
    return document;
  }
  document.path = (beside / file).lexically_normal().generic_string();
  if (!below) {
    document.problem = "it does not lie below the rule file's directory";
    return document;
  }
  read_text(document);
  return document;
}

}  // namespace

SourceDocuments read_source_documents(const model::Model& model, const SourceSet& names) {
  SourceDocuments result;
  std::map<std::pair<std::string, bool>, std::size_t> met;
  for (const model::File& file : model.files) {
    const fs::path beside = fs::path(names[file.source].name()).parent_path();
    auto& of_file = result.of_file.emplace_back();
    for (const model::SourceDocument& source : file.sources) {
      const bool below = lies_below(beside, source.file);
      const auto [found, added] =
          met.try_emplace({(beside / source.file).lexically_normal().generic_string(), below}, result.documents.size());
      if (added) result.documents.push_back(read_document(beside, source.file, below));
      of_file.push_back(found->second);
    }
  }
  return result;
}

}  // namespace writ
