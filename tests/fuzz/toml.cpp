// Any bytes as writ.toml: settings that can be asked for, or mistakes whose places are in the text.

#include <cstdlib>

#include "tools/lint/config.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace writ::lint;
  writ::SourceSet sources;
  const auto file = sources.add("writ.toml", std::string(reinterpret_cast<const char*>(data), size));
  const Config config = read_config(sources, file, {"/shop", "/shop/rules"});
  for (const writ::Told& mistake : config.mistakes) {
    const writ::Span place = mistake.place;
    if (place.begin > place.end || place.end > size || mistake.message.empty()) std::abort();
  }
  if (!config.mistakes.empty()) return 0;
  for (const char* path : {"shop.writ", "deep/er/shop_test.writ", "../other/shop.writ", ""}) {
    if (config.settings.excludes(path)) continue;
    for (const Row& row : table()) {
      if (config.settings.level(row.lint) == Level::off && config.settings.level(row.lint, path) != Level::off) {
        std::abort();  // The linter would not look.
      }
    }
  }
  return 0;
}
