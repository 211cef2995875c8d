#include "engine/check/references.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "engine/check/names.hpp"

namespace writ::checking {
namespace {

/// Collects what a declaration mentions. Recursion is as deep as the parser lets expressions nest; the left side of
/// operators, which may be a chain of any length, is walked in a loop.
class Walker {
 public:
  Walker(const Context& context, FileIndex file) : context_(context), file_(file) {}

  std::vector<Mention> take() { return std::move(mentions_); }
  void bind(const syntax::Name& name) { locals_.push_back(name.text); }

  void walk(const syntax::ExprPtr& expr) {
    if (expr) walk(*expr);
  }

  void walk(const syntax::Expr& expr) {
    const syntax::Expr* rest = &expr;
    while (const auto* binary = std::get_if<syntax::BinaryExpr>(&rest->node)) {
      walk(binary->right);
      if (!binary->left) return;
      rest = binary->left.get();
    }
    std::visit([&](const auto& node) { on(node, *rest); }, rest->node);
  }

  void walk(const std::optional<syntax::Message>& message) {
    if (!message) return;
    for (const auto& text : message->texts) walk(text.text);
  }
  void walk(const std::optional<syntax::Effective>& effective) {
    if (effective) walk(effective->by);
  }
  void walk(const syntax::NoticeCall& call) {
    for (const auto& argument : call.arguments) walk(argument);
  }

 private:
  template <class Literal>
  void on(const Literal&, const syntax::Expr&) {}

  void on(const syntax::TextLiteral& node, const syntax::Expr&) {
    for (const auto& piece : node.pieces)
      if (const auto* part = std::get_if<syntax::ExprPtr>(&piece)) walk(*part);
  }
  void on(const syntax::NameExpr&, const syntax::Expr& expr) { mention(expr); }
  void on(const syntax::FieldExpr& node, const syntax::Expr& expr) {
    if (!mention(expr)) walk(node.base);
  }
  void on(const syntax::CallExpr& node, const syntax::Expr&) {
    walk(node.callee);
    for (const auto& argument : node.arguments) walk(argument);
  }
  void on(const syntax::RecordExpr& node, const syntax::Expr&) {
    for (const auto& field : node.fields) walk(field.value);
  }
  void on(const syntax::ListExpr& node, const syntax::Expr&) {
    for (const auto& element : node.elements) walk(element);
  }
  void on(const syntax::WithExpr& node, const syntax::Expr&) {
    walk(node.base);
    for (const auto& field : node.fields) walk(field.value);
  }
  void on(const syntax::UnaryExpr& node, const syntax::Expr&) { walk(node.operand); }
  void on(const syntax::PresenceExpr& node, const syntax::Expr&) { walk(node.operand); }
  void on(const syntax::WithinExpr& node, const syntax::Expr&) {
    walk(node.instant);
    walk(node.duration);
    walk(node.start);
  }
  void on(const syntax::RangeExpr& node, const syntax::Expr&) {
    walk(node.operand);
    walk(node.low);
    walk(node.high);
  }
  void on(const syntax::IfExpr& node, const syntax::Expr&) {
    walk(node.condition);
    walk(node.then);
    walk(node.otherwise);
  }
  void on(const syntax::QuantifierExpr& node, const syntax::Expr&) {
    walk(node.list);
    bound(node.variable, {&node.where, &node.satisfies});
  }
  void on(const syntax::PickExpr& node, const syntax::Expr&) {
    walk(node.list);
    bound(node.variable, {&node.where, &node.key});
  }
  void on(const syntax::AggregateExpr& node, const syntax::Expr&) {
    walk(node.list);
    bound(node.variable, {&node.where, &node.of});
  }
  void on(const syntax::ParenExpr& node, const syntax::Expr&) { walk(node.inner); }

  void bound(const syntax::Name& variable, std::array<const syntax::ExprPtr*, 2> parts) {
    locals_.push_back(variable.text);
    for (const auto* part : parts) walk(*part);
    locals_.pop_back();
  }

  /// False where the expression is no chain of names.
  bool mention(const syntax::Expr& expr) {
    const auto chain = chain_of(expr);
    if (chain.empty()) return false;
    if (std::find(locals_.begin(), locals_.end(), chain[0].text) != locals_.end()) return true;
    const auto reference = look_up(context_.symbols, file_, chain, Space::values);
    if (reference.symbol != nullptr) {
      mentions_.push_back({reference.symbol, cover(chain[0].span, chain[reference.parts - 1].span)});
    }
    return true;
  }

  const Context& context_;
  FileIndex file_;
  std::vector<std::string_view> locals_;
  std::vector<Mention> mentions_;
};

std::vector<Mention> mentions_of(const Context& context, const Node& node) {
  Walker walker(context, node.file);
  if (const auto* parameter = std::get_if<syntax::ParameterDecl>(&node.declaration->node)) {
    walker.walk(parameter->value);
    walker.walk(parameter->dated_by);
    for (const auto& value : parameter->values) walker.walk(value.value);
  } else if (const auto* define = std::get_if<syntax::DefineDecl>(&node.declaration->node)) {
    for (const auto& each : define->parameters) walker.bind(each.name);
    walker.walk(define->value);
  } else if (const auto* fixture = std::get_if<syntax::FixtureDecl>(&node.declaration->node)) {
    walker.walk(fixture->value);
  } else if (const auto* decision = std::get_if<syntax::DecisionDecl>(&node.declaration->node)) {
    walker.walk(context.files[node.file].header.effective);
    for (const auto& rule : decision->rules) {
      walker.walk(rule.value);
      walker.walk(rule.when);
      walker.walk(rule.unless);
      walker.walk(rule.because);
      walker.walk(rule.effective);
      for (const auto& call : rule.then) walker.walk(call);
    }
    for (const auto& also : decision->alsos) {
      walker.walk(also.call);
      walker.walk(also.when);
      walker.walk(also.unless);
      walker.walk(also.effective);
    }
  }
  return walker.take();
}

struct Edge {
  std::uint32_t to;
  Span place;
};

struct Graph {
  std::vector<Node> nodes;
  std::vector<std::vector<Edge>> edges;
};

Graph build(const Context& context) {
  Graph graph;
  // Node numbers by kind and index.
  std::array<std::vector<std::uint32_t>, 12> numbers;
  const auto take = [&](SymbolKind kind, FileIndex file, const syntax::Declaration& declaration) {
    auto& of_kind = numbers[static_cast<std::size_t>(kind)];
    graph.nodes.push_back({kind, file, static_cast<std::uint32_t>(of_kind.size()), &declaration});
    of_kind.push_back(static_cast<std::uint32_t>(graph.nodes.size() - 1));
  };
  for (FileIndex i = 0; i < context.files.size(); ++i)
    for (const auto& declaration : context.files[i].declarations) {
      const auto& node = declaration.node;
      if (std::holds_alternative<syntax::ParameterDecl>(node)) take(SymbolKind::parameter, i, declaration);
      if (std::holds_alternative<syntax::DefineDecl>(node)) take(SymbolKind::define, i, declaration);
      if (std::holds_alternative<syntax::DecisionDecl>(node)) take(SymbolKind::decision, i, declaration);
      if (std::holds_alternative<syntax::FixtureDecl>(node)) take(SymbolKind::fixture, i, declaration);
    }
  graph.edges.resize(graph.nodes.size());
  for (std::size_t i = 0; i < graph.nodes.size(); ++i)
    for (const auto& mention : mentions_of(context, graph.nodes[i])) {
      const auto& of_kind = numbers[static_cast<std::size_t>(mention.symbol->kind)];
      if (mention.symbol->index < of_kind.size() && mention.symbol->kind != SymbolKind::broken) {
        graph.edges[i].push_back({of_kind[mention.symbol->index], mention.place});
      }
    }
  return graph;
}

/// Tarjan's strongly connected components with a stack of its own: a chain of definitions may be of any length.
class Components {
 public:
  explicit Components(const Graph& graph) : graph_(graph), states_(graph.nodes.size()) {
    for (std::uint32_t i = 0; i < graph.nodes.size(); ++i)
      if (states_[i].number == 0) visit(i);
  }
  /// Each after those that it uses.
  const std::vector<std::vector<std::uint32_t>>& all() const { return components_; }

 private:
  struct State {
    std::uint32_t number = 0, low = 0;
    bool open = false;
  };
  struct Step {
    std::uint32_t node;
    std::size_t edge;
  };

  void enter(std::uint32_t node) {
    states_[node] = {next_, next_, true};
    ++next_;
    open_.push_back(node);
    path_.push_back({node, 0});
  }

  void visit(std::uint32_t start) {
    enter(start);
    while (!path_.empty()) {
      auto& [node, edge] = path_.back();
      if (edge < graph_.edges[node].size()) {
        const std::uint32_t to = graph_.edges[node][edge++].to;
        if (states_[to].number == 0)
          enter(to);
        else if (states_[to].open)
          states_[node].low = std::min(states_[node].low, states_[to].number);
        continue;
      }
      const std::uint32_t done = node;
      path_.pop_back();
      if (!path_.empty()) {
        auto& low = states_[path_.back().node].low;
        low = std::min(low, states_[done].low);
      }
      if (states_[done].low == states_[done].number) close(done);
    }
  }

  void close(std::uint32_t root) {
    auto& component = components_.emplace_back();
    for (;;) {
      const std::uint32_t node = open_.back();
      open_.pop_back();
      states_[node].open = false;
      component.push_back(node);
      if (node == root) return;
    }
  }

  const Graph& graph_;
  std::vector<State> states_;
  std::vector<Step> path_;
  std::vector<std::uint32_t> open_;
  std::vector<std::vector<std::uint32_t>> components_;
  std::uint32_t next_ = 1;
};

/// The shortest way from a node of the component back to itself, as edges.
std::vector<std::pair<std::uint32_t, Edge>> shortest_circle(const Graph& graph, std::uint32_t start,
                                                            const std::vector<bool>& inside) {
  std::vector<std::pair<std::uint32_t, Edge>> reached_by(graph.nodes.size(), {none, {none, {}}});
  std::vector<std::uint32_t> queue{start};
  for (std::size_t i = 0; i < queue.size(); ++i) {
    const std::uint32_t from = queue[i];
    for (const auto& edge : graph.edges[from]) {
      if (!inside[edge.to] || reached_by[edge.to].first != none) continue;
      reached_by[edge.to] = {from, edge};
      queue.push_back(edge.to);
      if (edge.to != start) continue;
      std::vector<std::pair<std::uint32_t, Edge>> path;
      std::uint32_t at = start;
      do {
        path.push_back(reached_by[at]);
        at = reached_by[at].first;
      } while (at != start);
      std::reverse(path.begin(), path.end());
      return path;
    }
  }
  return {};
}

void report_circle(Context& context, const Graph& graph, const std::vector<std::uint32_t>& component,
                   std::vector<bool>& inside) {
  constexpr std::size_t most_labels = 8;
  const std::uint32_t start = *std::min_element(component.begin(), component.end());
  for (const auto node : component) inside[node] = true;
  const auto path = shortest_circle(graph, start, inside);
  for (const auto node : component) inside[node] = false;
  const auto name = [&](std::uint32_t node) { return name_of(graph.nodes[node]).text; };
  std::string words = fmt::format("`{}`", name(start));
  for (std::size_t i = 0; i < std::min(path.size(), most_labels); ++i)
    words += fmt::format(" → `{}`", name(path[i].second.to));
  if (path.size() > most_labels) words += " → …";
  auto report = path.size() == 1
                    ? context.error(Code::circle, path[0].second.place, fmt::format("`{}` uses itself", name(start)))
                    : context.error(Code::circle, path[0].second.place,
                                    fmt::format("these use each other in a circle: {}", words));
  for (std::size_t i = 1; i < std::min(path.size(), most_labels); ++i) {
    report.label(path[i].second.place, fmt::format("`{}` uses `{}`", name(path[i].first), name(path[i].second.to)));
  }
  if (path.size() > 1) report.under(fmt::format("`{}` uses `{}`", name(start), name(path[0].second.to)));
}

}  // namespace

const syntax::Name& name_of(const Node& node) {
  if (const auto* parameter = std::get_if<syntax::ParameterDecl>(&node.declaration->node)) return parameter->name;
  if (const auto* define = std::get_if<syntax::DefineDecl>(&node.declaration->node)) return define->name;
  if (const auto* fixture = std::get_if<syntax::FixtureDecl>(&node.declaration->node)) return fixture->name;
  return std::get<syntax::DecisionDecl>(node.declaration->node).name;
}

std::vector<Mention> mentions(const Context& context, FileIndex file, const syntax::Expr& expr) {
  Walker walker(context, file);
  walker.walk(expr);
  return walker.take();
}

std::vector<Node> sort_declarations(Context& context) {
  const Graph graph = build(context);
  const Components components(graph);
  std::vector<Node> sorted;
  std::vector<bool> inside(graph.nodes.size());
  std::vector<std::uint32_t> new_index(context.symbols.count(SymbolKind::define));
  std::uint32_t defines = 0;
  for (const auto& component : components.all()) {
    const std::uint32_t first = component.front();
    const bool circle = component.size() > 1 || std::any_of(graph.edges[first].begin(), graph.edges[first].end(),
                                                            [&](const Edge& edge) { return edge.to == first; });
    if (circle) report_circle(context, graph, component, inside);
    for (const auto number : component) {
      Node node = graph.nodes[number];
      node.in_circle = circle;
      if (node.kind == SymbolKind::define) {
        new_index[node.index] = defines;
        node.index = defines++;
      }
      sorted.push_back(node);
    }
  }
  context.symbols.renumber(SymbolKind::define, new_index);
  return sorted;
}

}  // namespace writ::checking
