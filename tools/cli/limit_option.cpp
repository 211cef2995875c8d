#include "tools/cli/limit_option.hpp"

#include <CLI/CLI.hpp>

#include <algorithm>
#include <array>
#include <charconv>
#include <variant>

#include "grammar/diagnostic.hpp"

namespace writ::cli {
namespace {

struct Row {
  std::string_view name;
  std::variant<std::uint32_t Limits::*, std::uint64_t Limits::*> member;
  std::uint64_t most;
};

constexpr std::uint64_t many = 1'000'000'000, gibibyte = std::uint64_t{1} << 30;
constexpr auto rows = std::to_array<Row>({
    {"file_bytes", &Limits::file_bytes, gibibyte},
    {"nesting", &Limits::nesting, 400},
    {"name_bytes", &Limits::name_bytes, many},
    {"rules", &Limits::rules, many},
    {"diagnostics", &Limits::diagnostics, many},
    {"record_bytes", &Limits::record_bytes, gibibyte},
    {"list_length", &Limits::list_length, many},
    {"text_bytes", &Limits::text_bytes, gibibyte},
    {"steps", &Limits::steps, 1'000 * many},
    {"memory_bytes", &Limits::memory_bytes, 1024 * gibibyte},
});

[[noreturn]] void refuse(const std::string& why) { throw CLI::ValidationError("--limit", why); }

void set(const std::string& written, Limits& limits) {
  const std::size_t equals = written.find('=');
  const std::string name = written.substr(0, equals);
  const auto row = std::ranges::find(rows, name, &Row::name);
  if (row == rows.end()) {
    std::vector<std::string_view> names;
    for (const Row& each : rows) names.push_back(each.name);
    const auto near = near_miss(name, names);
    std::string all;
    for (const std::string_view each : names) all += (all.empty() ? "" : ", ") + std::string(each);
    refuse("there is no limit `" + name + "`; " +
           (near ? "did you mean `" + std::string(*near) + "`?" : "there are: " + all));
  }
  std::uint64_t value = 0;
  const char* const begin = written.data() + std::min(equals, written.size() - 1) + 1;
  const char* const end = written.data() + written.size();
  const auto [at, error] = std::from_chars(begin, end, value);
  if (equals == std::string::npos || error != std::errc() || at != end || value < 1 || value > row->most) {
    refuse("`" + written + "` sets no limit; write `" + name + "=N`, from 1 to " + std::to_string(row->most));
  }
  std::visit(
      [&](auto member) {
        auto& limit = limits.*member;
        limit = static_cast<std::remove_reference_t<decltype(limit)>>(value);
      },
      row->member);
}

}  // namespace

void declare_limit(CLI::App& app, Limits& limits) {
  app.add_option_function<std::vector<std::string>>(
         "--limit",
         [&limits](const std::vector<std::string>& all) {
           for (const std::string& written : all) set(written, limits);
         },
         "how much of something there may be, such as steps=1000000")
      ->type_name("NAME=N")
      ->allow_extra_args(false);
}

}  // namespace writ::cli
