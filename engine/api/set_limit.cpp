#include "engine/api/set_limit.hpp"

#include <algorithm>
#include <array>
#include <variant>
#include <vector>

#include "grammar/diagnostic.hpp"
#include "grammar/harmless.hpp"

namespace writ {
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
    {"horizon_changes", &Limits::horizon_changes, many},
    {"horizon_steps", &Limits::horizon_steps, 1'000 * many},
});

std::string no_such_limit(std::string_view name) {
  std::vector<std::string_view> names;
  for (const Row& row : rows) names.push_back(row.name);
  std::string problem = "there is no limit `" + harmless_line(name) + "`; ";
  if (const auto near = near_miss(name, names)) return problem + "did you mean `" + std::string(*near) + "`?";
  return problem + "there are: " + names_of_limits();
}

}  // namespace

std::string names_of_limits() {
  std::string names;
  for (const Row& row : rows) names.append(names.empty() ? "" : ", ").append(row.name);
  return names;
}

std::optional<std::string> set_limit(Limits& limits, std::string_view name, std::uint64_t value) {
  const auto row = std::ranges::find(rows, name, &Row::name);
  if (row == rows.end()) return no_such_limit(name);
  if (value < 1 || value > row->most) {
    return "the limit `" + std::string(name) + "` is a number from 1 to " + std::to_string(row->most);
  }
  std::visit(
      [&](auto member) {
        auto& limit = limits.*member;
        limit = static_cast<std::remove_reference_t<decltype(limit)>>(value);
      },
      row->member);
  return std::nullopt;
}

Limits at_most_allowed(Limits limits) {
  for (const Row& row : rows) {
    std::visit(
        [&](auto member) {
          auto& limit = limits.*member;
          limit = static_cast<std::remove_reference_t<decltype(limit)>>(std::min<std::uint64_t>(limit, row.most));
        },
        row.member);
  }
  return limits;
}

}  // namespace writ
