// Any bytes as a rule file: the parser answers with a tree and diagnostics whose places are in the text, and no more.

#include <cstdlib>

#include "grammar/parse.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  writ::SourceSet sources;
  const auto file = sources.add("fuzz.writ", std::string(reinterpret_cast<const char*>(data), size));
  const auto parsed = writ::parse(sources, file);
  for (const auto& diagnostic : parsed.diagnostics) {
    const auto place = diagnostic.place;
    if (place.begin > place.end || place.end > sources[file].text().size() || diagnostic.message.empty()) std::abort();
  }
  return 0;
}
