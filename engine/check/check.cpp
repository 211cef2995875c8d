#include "engine/check/check.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "engine/check/context.hpp"
#include "engine/check/dates.hpp"
#include "engine/check/decisions.hpp"
#include "engine/check/declarations.hpp"
#include "engine/check/references.hpp"
#include "engine/check/tests.hpp"
#include "engine/check/types.hpp"

namespace writ {
namespace {

using namespace checking;

void report_clashes(Context& context) {
  for (const auto& [first, second] : context.symbols.clashes()) {
    context
        .error(Code::declared_twice, second.name.span,
               first->kind == second.kind ? fmt::format("`{}` is declared twice", second.name.text)
                                          : fmt::format("`{}` is {} already", second.name.text, described(first->kind)))
        .label(first->name.span, "first here");
  }
}

/// In the order of files as they were given, then of places.
void sort(Diagnostics& diagnostics, std::span<const syntax::File> files) {
  std::vector<std::size_t> rank;
  for (std::size_t i = 0; i < files.size(); ++i) {
    if (files[i].id >= rank.size()) rank.resize(files[i].id + 1, files.size());
    rank[files[i].id] = i;
  }
  const auto file_rank = [&](const Diagnostic& each) {
    return each.place.file < rank.size() ? rank[each.place.file] : files.size();
  };
  std::stable_sort(diagnostics.begin(), diagnostics.end(), [&](const Diagnostic& a, const Diagnostic& b) {
    return std::tuple(file_rank(a), a.place.begin, a.place.end) < std::tuple(file_rank(b), b.place.begin, b.place.end);
  });
}

/// An evaluation nests as deep as what it evaluates uses what: that must end well before the stack does.
constexpr std::uint32_t deepest_use = 1000;

/// Reports what first goes too deep; what uses that would only say it again.
void check_depth(Context& context, const Node& node) {
  const Reads& reads = [&]() -> const Reads& {
    switch (node.kind) {
      case SymbolKind::parameter: return context.reads.parameters[node.index];
      case SymbolKind::define: return context.reads.defines[node.index];
      case SymbolKind::fixture: return context.reads.fixtures[node.index];
      default: return context.reads.decisions[node.index];
    }
  }();
  if (node.in_circle || reads.depth != deepest_use + 1) return;
  const syntax::Name& name = name_of(node);
  context
      .error(Code::uses_too_deep, name.span,
             fmt::format("`{}` uses definitions that use each other more than {} levels deep", name.text, deepest_use))
      .help("let one definition do more of the work");
}

}  // namespace

Checked check(const SourceSet& sources, std::span<const syntax::File> files,
              std::span<const ParameterOverride> overrides, std::span<const Question> questions) {
  Context context(sources, files);
  context.reserve();
  report_clashes(context);
  declare_calendars(context);
  declare_headers(context);
  declare_types(context);
  const auto nodes = sort_declarations(context);
  declare_values(context, nodes);
  learn_requirements(context);
  PolicyForce force(files.size());
  for (const auto& node : nodes) {
    switch (node.kind) {
      case SymbolKind::parameter: type_parameter(context, node); break;
      case SymbolKind::define: type_define(context, node); break;
      case SymbolKind::fixture: type_fixture(context, node); break;
      default: type_decision(context, force, node); break;
    }
    check_depth(context, node);
  }
  for (model::FileIndex i = 0; i < files.size(); ++i) force.of(context, i);
  type_requirements(context);
  type_invariants(context);
  type_questions(context, questions);
  apply_overrides(context, overrides);
  type_tests(context);
  set_needs(context);
  report_missing_clauses(context);

  sort(context.diagnostics, files);
  Checked result;
  result.diagnostics = std::move(context.diagnostics);
  if (!has_errors(result.diagnostics)) result.model = std::make_shared<const model::Model>(std::move(context.model));
  return result;
}

}  // namespace writ
