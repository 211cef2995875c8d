#include "tools/cli/proof_options.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <CLI/CLI.hpp>
#include <algorithm>
#include <charconv>

#include "engine/value/time/civil.hpp"
#include "engine/value/time/format.hpp"
#include "tools/cli/command.hpp"

namespace writ::cli {
namespace {

bool read_bound(const std::string& written, analysis::Bounds& bounds) {
  const auto equals = written.rfind('=');
  const std::string path = equals == std::string::npos ? std::string() : written.substr(0, equals);
  const std::string_view digits = std::string_view(written).substr(equals == std::string::npos ? 0 : equals + 1);
  std::uint32_t most = 0;
  const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), most);
  if (error != std::errc() || end != digits.data() + digits.size() || most > 100) {
    say_error("`--bound " + written + "` is no bound", "write `--bound 4`, or `--bound order.cards=5`; at most 100");
    return false;
  }
  if (equals == std::string::npos) {
    bounds.everywhere = most;
  } else {
    bounds.lists.push_back({path, most});
  }
  return true;
}

/// `order.cards`, `order.lines[].parts`: as `--bound` names them. A record may hold lists of itself: twice is enough.
void add_lists(const Schema& schema, Type type, const std::string& path, std::vector<std::uint32_t>& inside,
               std::vector<std::string>& paths) {
  if (type.is_list()) {
    paths.push_back(path);
    add_lists(schema, type.present().element(), path + "[]", inside, paths);
  } else if (type.base == Kind::record && std::ranges::count(inside, type.id) < 2) {
    inside.push_back(type.id);
    for (const auto& field : schema.records[type.id].fields) {
      add_lists(schema, field.type, path + "." + field.name, inside, paths);
    }
    inside.pop_back();
  }
}

}  // namespace

bool know_lists(const model::Model& model, const analysis::Bounds& bounds) {
  if (bounds.lists.empty()) return true;
  std::vector<std::string> paths;
  std::vector<std::uint32_t> inside;
  for (const model::Fact& fact : model.facts) add_lists(model.schema, fact.type, fact.name, inside, paths);
  for (const analysis::ListBound& bound : bounds.lists) {
    if (std::ranges::find(paths, bound.path) != paths.end()) continue;
    const std::vector<std::string_view> names(paths.begin(), paths.end());
    const auto near = near_miss(bound.path, names);
    std::string help = near            ? fmt::format("did you mean `{}`?", *near)
                       : paths.empty() ? "the facts have no lists"
                                       : fmt::format("the lists are {}", fmt::join(paths, ", "));
    say_error(fmt::format("`--bound {}={}`: there is no list `{}`", bound.path, bound.most, bound.path), help);
    return false;
  }
  return true;
}

void declare_proof(CLI::App& app, AskedProof& asked) {
  app.add_option("--bound", asked.bounds, "how many elements lists may have")
      ->allow_extra_args(false)
      ->type_name("[LIST=]N");
  app.add_option("--time-limit", asked.time_limit, "of each question")->type_name("DURATION")->capture_default_str();
}

bool read_proof(const AskedProof& asked, analysis::Bounds& bounds, analysis::SolverLimits& limits) {
  for (const std::string& bound : asked.bounds) {
    if (!read_bound(bound, bounds)) return false;
  }
  const auto limit = time::parse_duration(asked.time_limit);
  if (!limit || *limit < 1000 || *limit > time::hour) {
    say_error("`--time-limit " + asked.time_limit + "` is no time that a question may take",
              "write `--time-limit 5s` or `--time-limit 500ms`; at most an hour");
    return false;
  }
  limits.milliseconds = static_cast<std::uint32_t>(*limit / 1000);
  return true;
}

}  // namespace writ::cli
