// Any rule file that parses is printed as what it says, stays as it is when it is printed again, and loses no comment:
// `format` makes sure of it and must never have to refuse.

#include <cstdlib>

#include "grammar/parse.hpp"
#include "grammar/print.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  writ::SourceSet sources;
  const auto file = sources.add("fuzz.writ", std::string(reinterpret_cast<const char*>(data), size));
  const auto parsed = writ::parse(sources, file);
  if (writ::has_errors(parsed.diagnostics)) return 0;
  const writ::Formatted formatted = writ::format(sources[file], parsed.file);
  if (!formatted.error.empty()) std::abort();
  return 0;
}
