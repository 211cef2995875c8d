// A bound variable or a definition's parameter that hides something of its name.

#include <fmt/format.h>

#include <unordered_map>

#include "tools/lint/walk.hpp"

namespace writ::lint::correctness {
namespace {

struct Hidden {
  std::string_view kind;
  Span place;
};
using Names = std::unordered_map<std::string_view, Hidden>;

void add_values(const syntax::File& file, Names& names) {
  for (const auto& declaration : file.declarations) {
    const auto add = [&](std::string_view kind, const syntax::Name& name) {
      names.try_emplace(name.text, Hidden{kind, name.span});
    };
    std::visit(Overloaded{
                   [](const auto&) {},
                   [&](const syntax::FactDecl& node) { add("fact", node.name); },
                   [&](const syntax::ParameterDecl& node) { add("parameter", node.name); },
                   [&](const syntax::DefineDecl& node) { add("definition", node.name); },
                   [&](const syntax::DecisionDecl& node) { add("decision", node.name); },
                   [&](const syntax::FixtureDecl& node) { add("fixture", node.name); },
               },
               declaration.node);
  }
}

class Scopes {
 public:
  Scopes(const Names& names, Findings& findings) : names_(names), findings_(findings) {}

  void bind(const syntax::Name& name, std::string_view kind) {
    const Hidden* hidden = nullptr;
    for (const auto& [text, bound] : bound_)
      if (text == name.text) hidden = &bound;
    if (const auto at = names_.find(name.text); hidden == nullptr && at != names_.end()) hidden = &at->second;
    if (hidden != nullptr) {
      Finding finding{Lint::correctness_shadowed_name, name.span, {}, {}, {}, {}, {}, {}};
      finding.message = fmt::format("{} `{}` hides the {} of that name", kind, name.text, hidden->kind);
      finding.labels = {{hidden->place, "hidden"}};
      finding.help = {"give it a name of its own"};
      findings_.push_back(std::move(finding));
    }
    bound_.push_back({name.text, {kind, name.span}});
  }

  void walk(const syntax::Expr& expr) {
    const auto mark = bound_.size();
    // The list itself is read before the name is bound.
    const auto loop = [&](const syntax::Name& variable, const syntax::ExprPtr& list,
                          std::initializer_list<const syntax::ExprPtr*> of_each) {
      if (list) walk(*list);
      bind(variable, "variable");
      for (const auto* each : of_each)
        if (*each) walk(**each);
    };
    std::visit(Overloaded{
                   [&](const auto&) {
                     for (const syntax::Expr* part : children(expr)) walk(*part);
                   },
                   [&](const syntax::QuantifierExpr& node) {
                     loop(node.variable, node.list, {&node.where, &node.satisfies});
                   },
                   [&](const syntax::PickExpr& node) {
                     loop(node.variable, node.list, {&node.where, &node.key});
                   },
                   [&](const syntax::AggregateExpr& node) {
                     loop(node.variable, node.list, {&node.where, &node.of});
                   },
               },
               expr.node);
    bound_.resize(mark);
  }

 private:
  const Names& names_;
  Findings& findings_;
  std::vector<std::pair<std::string_view, Hidden>> bound_;
};

}  // namespace

void shadowed_name(const Subject& subject, Findings& findings) {
  std::unordered_map<std::string, const syntax::File*> by_name;
  for (const auto& file : subject.files) by_name.emplace(file.header.name.text(), &file);
  for (const auto& file : subject.files) {
    Names names;
    add_values(file, names);
    for (const auto& use : file.header.uses) {
      const auto at = by_name.find(use.name.text());
      if (at != by_name.end() && !use.alias) add_values(*at->second, names);
    }
    for (const auto& declaration : file.declarations) {
      Scopes scopes(names, findings);
      if (const auto* define = std::get_if<syntax::DefineDecl>(&declaration.node)) {
        for (const auto& parameter : define->parameters) scopes.bind(parameter.name, "parameter");
      }
      for (const syntax::Expr* root : roots(declaration)) scopes.walk(*root);
    }
  }
}

}  // namespace writ::lint::correctness
