// Parameters whose values the caller gives.

#include <fmt/format.h>

#include <unordered_map>

#include "engine/check/declarations.hpp"
#include "engine/check/typer.hpp"
#include "engine/value/names.hpp"

namespace writ::checking {
namespace {

std::string those_there_are(const std::vector<model::Parameter>& parameters) {
  constexpr std::size_t most = 10;
  std::string names;
  std::size_t count = 0;
  for (const auto& parameter : parameters) {
    if (parameter.fixed || ++count > most) continue;
    names += fmt::format("{}`{}`", names.empty() ? "" : ", ", parameter.name);
  }
  if (count == 0) return "there is none whose value can be given";
  return fmt::format("there are: {}{}", names, count > most ? fmt::format(" and {} more", count - most) : "");
}

/// By full name, or by its last part where only one parameter has it.
std::optional<model::ParameterId> find(Context& context, const ParameterOverride& given) {
  const auto& parameters = context.model.parameters;
  std::optional<model::ParameterId> found;
  for (model::ParameterId id = 0; id < parameters.size(); ++id) {
    const std::string_view name = parameters[id].name;
    if (name == given.name) return id;
    if (unqualified(name) != given.name) continue;
    if (found) {
      context.error(Code::ambiguous_name, given.name_span, fmt::format("two parameters are called `{}`", given.name))
          .help(fmt::format("write `{}` or `{}`", parameters[*found].name, name));
      return std::nullopt;
    }
    found = id;
  }
  if (found) return found;
  auto report =
      context.error(Code::unknown_parameter, given.name_span, fmt::format("no parameter is called `{}`", given.name));
  std::vector<std::string_view> candidates;
  for (const auto& parameter : parameters) {
    candidates.emplace_back(parameter.name);
    candidates.push_back(unqualified(parameter.name));
  }
  if (!context.suggest(report, {given.name, given.name_span}, candidates)) report.help(those_there_are(parameters));
  return std::nullopt;
}

}  // namespace

void apply_overrides(Context& context, std::span<const ParameterOverride> overrides) {
  for (const auto& given : overrides) {
    const auto id = find(context, given);
    if (!id || given.value == nullptr) continue;
    const auto& parameter = context.model.parameters[*id];
    if (parameter.fixed) {
      context
          .error(Code::fixed_parameter, given.name_span,
                 fmt::format("`{}` is fixed: nobody can override it", given.name))
          .label(parameter.span, "declared here");
      continue;
    }
    Uses uses;
    Typer typer(context, {parameter.file, false, {}}, uses);
    const ExprId value = typer.expect(*given.value, parameter.type, fmt::format("`{}`", given.name));
    if (!check_constant(context, context.reads.close(uses), given.value->span, "the value of a parameter")) continue;
    context.model.parameters[*id].value = value;
    context.model.parameters[*id].overridden = true;
    context.reads.parameters[*id] = {};
  }
}

}  // namespace writ::checking
