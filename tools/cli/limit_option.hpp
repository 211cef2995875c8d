#pragma once
// `--limit NAME=N`: another value for one of the limits.

#include "writ/limits.hpp"

namespace CLI {
class App;
}

namespace writ::cli {

void declare_limit(CLI::App& app, Limits& limits);

}  // namespace writ::cli
