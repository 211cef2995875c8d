// Any bytes as a rule file, and behind a zero byte as the source that it cites: what checks is explained, tested,
// linted, mended and documented, in every form, and nothing that is shown holds a control character.

#include "engine/api/load.hpp"
#include "engine/api/source_documents.hpp"
#include "tests/fuzz/deciding/lines.hpp"
#include "tests/fuzz/deciding/record_for.hpp"
#include "tools/documents/clause_report.hpp"
#include "tools/documents/exercised.hpp"
#include "tools/documents/policy_page.hpp"
#include "tools/lint/fix.hpp"
#include "tools/lint/report.hpp"
#include "tools/lint/run.hpp"
#include "tools/testing/boundaries.hpp"
#include "tools/testing/coverage_report.hpp"
#include "tools/testing/test_report.hpp"
#include "writ/policy_set.hpp"

namespace {

using namespace writ;

void insist_harmless(std::string_view shown) {
  for (const char c : shown) {
    const bool is_control = static_cast<unsigned char>(c) < 0x20 && c != '\n' && c != '\t' && c != '\r';
    random::insist(is_control || c == 0x7f ? "a control character is shown:\n" + std::string(shown) : "");
  }
}

void explain(const std::string& text, const std::vector<std::string>& records) {
  const auto loaded = PolicySet::load({{"fuzz.writ", text}}, {}, random::small_limits);
  if (!loaded.policies) return;
  for (const std::string& decision : loaded.policies->decisions()) {
    for (const std::string& record : records) {
      insist_harmless(loaded.policies->explain_as_json(decision, record, {.language = "zh"}));
      insist_harmless(loaded.policies->timeline_as_json(decision, record));
    }
  }
}

void run_tests(const Loaded& loaded) {
  testing::Coverage coverage(loaded);
  testing::RunOptions options;
  options.observer = [&](const testing::Observation& seen) { coverage.add(seen); };
  const testing::TestRun run = testing::run_tests(loaded, std::move(options));
  insist_harmless(testing::text_report(run, {.verbose = true}));
  insist_harmless(testing::json_report(run));
  insist_harmless(testing::junit_report(run));
  insist_harmless(testing::tap_report(run));
  const testing::CoverageResult result = coverage.result();
  insist_harmless(testing::coverage_text(result, *loaded.sources));
  insist_harmless(testing::coverage_json(result, *loaded.sources));
  insist_harmless(testing::coverage_lcov(result, *loaded.sources));
  insist_harmless(testing::coverage_html(result, *loaded.sources));
}

void lint_and_mend(const Loaded& loaded, const std::string& text) {
  const auto settings = lint::Settings::standard();
  const lint::Subject subject{*loaded.sources, *loaded.files, *loaded.model, settings};
  const lint::Findings findings = lint::run(subject);
  std::vector<Told> told;
  for (const lint::Finding& finding : findings) told.push_back(lint::told(subject, finding));
  insist_harmless(lint::junit_report(told, *loaded.sources));
  const lint::Mended mended = lint::mend({{"fuzz.writ", text}}, settings, {}, [](auto&, auto&) { return true; });
  random::insist(load(mended.texts).model != nullptr ? "" : "what was mended does not check");
}

void document(const Loaded& loaded, std::string_view source) {
  SourceDocuments documents;
  documents.documents.push_back({"terms.md", std::string(source), {}});
  for (const model::File& file : loaded.model->files) {
    documents.of_file.emplace_back(file.sources.size(), 0);
  }
  auto map = documents::map_clauses(loaded, documents, documents::named_in_tests(*loaded.model));
  documents::find_gaps(map);
  insist_harmless(documents::clause_text(map, {}));
  insist_harmless(documents::clause_json(map));
  insist_harmless(documents::clause_html(map));
  const auto policies = documents::policies_of(*loaded.model);
  for (const auto language : {documents::Language::en, documents::Language::zh}) {
    for (const documents::Page& page : documents::policy_pages(map, policies, language)) {
      insist_harmless(documents::page_html(page, documents::no_link));
      insist_harmless(documents::page_markdown(page, documents::no_link));
    }
  }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view given(reinterpret_cast<const char*>(data), size);
  const std::string text(given.substr(0, given.find('\0')));
  const Loaded loaded = load({{"fuzz.writ", text}}, {}, {}, random::small_limits);
  if (loaded.model == nullptr) return 0;
  auto choices = random::Choices::of_seed(size);
  std::vector<std::string> records;
  for (int i = 0; i < 2; ++i) records.push_back(random::record_for(*loaded.model, choices));

  explain(text, records);
  run_tests(loaded);
  testing::write_boundaries(loaded, "");
  lint_and_mend(loaded, text);
  document(loaded, given.substr(std::min(size, text.size() + 1)));
  return 0;
}
