#include "tools/cli/diagnostics.hpp"

#include <cstdio>

#include "engine/facts/write_json.hpp"

namespace writ::cli {

void show_diagnostics(const Loaded& loaded) {
  for (const auto& d : loaded.diagnostics) {
    std::fprintf(stderr, "%s: [%s] %s\n", place_of(*loaded.sources, d.place).c_str(), std::string(id(d.code)).c_str(), d.message.c_str());
  }
}

}  // namespace writ::cli
