// Any bytes as a rule file: the checker answers with a model or with diagnostics whose places are in the text, and what
// it accepts decides records, saved and read again to the same answers.

#include "engine/api/load.hpp"
#include "engine/saved/saved_program.hpp"
#include "tests/fuzz/deciding/lines.hpp"
#include "tests/fuzz/deciding/record_for.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace writ;
  const std::string text(reinterpret_cast<const char*>(data), size);
  const Loaded loaded = load({{"fuzz.writ", text}});
  for (const Diagnostic& diagnostic : loaded.diagnostics) {
    const Span place = diagnostic.place;
    if (place.begin > place.end || place.end > size || diagnostic.message.empty()) random::insist("a place is nowhere");
  }
  if (loaded.model == nullptr) return 0;
  const auto program = compile(loaded.model);
  if (program == nullptr) return 0;  // An expression is too large.

  auto choices = random::Choices::of_seed(size);
  std::vector<std::string> records;
  for (int i = 0; i < 4; ++i) records.push_back(random::record_for(*loaded.model, choices));
  const auto lines = random::lines_of(program, *loaded.sources, records, false);
  random::insist(random::disagreement(records, lines, random::lines_of(program, *loaded.sources, records, true)));

  const auto bytes = saved::save(loaded.model, *loaded.sources);
  if (!bytes) return 0;
  const saved::Restored restored = saved::restore(*bytes);
  random::insist(restored.problem.message);
  random::insist(
      random::disagreement(records, lines, random::lines_of(restored.program, *restored.sources, records, false)));
  return 0;
}
