// Any bytes as a source that rules cite: clauses and what is around them, with places in the text.

#include "tests/fuzz/deciding/lines.hpp"
#include "tools/documents/source_text.hpp"
#include "tools/documents/words_html.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace writ;
  SourceSet sources;
  const FileId file = sources.add("terms.md", std::string(reinterpret_cast<const char*>(data), size));
  const documents::SourceText read = documents::read_source(sources, file);
  const auto insist_in_text = [&](Span place) {
    const bool inside = place.begin <= place.end && place.end <= sources[file].text().size();
    random::insist(inside ? "" : "a place is nowhere");
  };
  for (const documents::Clause& clause : read.clauses) {
    insist_in_text(clause.place);
    random::insist(clause.anchor.empty() ? "a clause has no anchor" : "");
    documents::paragraphs(clause.text);
    documents::markdown_html(clause.text);
  }
  for (const auto& misplaced : read.misplaced) insist_in_text(misplaced.place);
  if (read.unclosed) insist_in_text(read.unclosed->place);
  std::size_t clauses = 0;
  for (const documents::SourceBlock& block : read.blocks) {
    const auto* const at = std::get_if<documents::ClauseAt>(&block);
    if (at != nullptr && at->index != clauses++) random::insist("clauses are out of order");
  }
  random::insist(clauses == read.clauses.size() ? "" : "a clause is lost");
  return 0;
}
