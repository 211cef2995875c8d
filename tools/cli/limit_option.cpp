#include "tools/cli/limit_option.hpp"

#include <CLI/CLI.hpp>

#include <charconv>

#include "engine/api/set_limit.hpp"

namespace writ::cli {
namespace {

void set(std::string_view written, Limits& limits) {
  const std::size_t equals = std::min(written.find('='), written.size());
  const std::string_view number = written.substr(std::min(equals + 1, written.size()));
  std::uint64_t value = 0;
  const auto [at, error] = std::from_chars(number.data(), number.data() + number.size(), value);
  if (error != std::errc() || at != number.data() + number.size()) value = 0;  // Which no limit may be.
  if (const auto problem = set_limit(limits, written.substr(0, equals), value)) {
    throw CLI::ValidationError("--limit", *problem);
  }
}

}  // namespace

void declare_limit(CLI::App& app, Limits& limits) {
  app.add_option_function<std::vector<std::string>>(
         "--limit",
         [&limits](const std::vector<std::string>& all) {
           for (const std::string& written : all) set(written, limits);
         },
         "how much of something there may be, such as steps=1000000; there are " + names_of_limits())
      ->type_name("NAME=N")
      ->allow_extra_args(false);
}

}  // namespace writ::cli
