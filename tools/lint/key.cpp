#include "tools/lint/key.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <vector>

#include "tools/lint/walk.hpp"

namespace writ::lint {

using namespace model;

namespace {

class KeyWriter {
 public:
  explicit KeyWriter(const Model& model) : model_(model) {}

  void write(ExprId expr) {
    if (expr == none) {
      key_ += '_';
      return;
    }
    const Expr& e = model_[bare(model_, expr)];
    fmt::format_to(out(), "({}", e.node.index());
    const std::size_t bound = bound_.size();
    write_itself(e);
    for (const ExprId part : parts(e)) write(part);
    bound_.resize(bound);
    key_ += ')';
  }

  std::string take() { return std::move(key_); }

 private:
  std::back_insert_iterator<std::string> out() { return std::back_inserter(key_); }

  template <typename... Values>
  void say(const Values&... values) {
    (fmt::format_to(out(), ",{}", values), ...);
  }

  /// What the node says beside its parts.
  void write_itself(const Expr& e) {
    std::visit(
        Overloaded{
            [](const auto&) {},
            [&](const Constant& node) { say(static_cast<int>(e.type.base), e.type.lists, e.type.id, node.value); },
            [&](const TextConstant& node) { say(node.text); },
            [&](const FactRef& node) { say(node.fact); },
            [&](const ParameterRef& node) { say(node.parameter); },
            [&](const LocalRef& node) { local(node.local); },
            [&](const FixtureRef& node) { say(node.fixture); },
            [&](const DefineRef& node) { say(node.define); },
            [&](const DecisionRef& node) { say(node.decision); },
            [&](const OutcomeTest& node) { say(node.decision, static_cast<int>(node.outcome), node.negated); },
            [&](const FieldRef& node) { say(node.record, node.field); },
            [&](const Apply& node) {
              // What depends on a zone or a calendar differs between files.
              say(node.builtin, node.pattern);
              const Builtin& builtin = builtins()[node.builtin];
              if (builtin.needs_zone || builtin.needs_calendar) say(e.file);
            },
            [&](const Equal& node) { say(node.negated); },
            [&](const Logic& node) { say(static_cast<int>(node.op)); },
            [&](const IsPresent& node) { say(node.present); },
            [&](const InList& node) { say(node.negated); },
            [&](const InRange& node) { say(node.low_closed, node.high_closed, node.negated); },
            [&](const Quantifier& node) {
              say(static_cast<int>(node.kind), node.where == none);
              bound_.push_back(node.local);
            },
            [&](const Pick& node) {
              say(node.first, node.where == none, node.key == none);
              bound_.push_back(node.local);
            },
            [&](const Aggregate& node) {
              say(static_cast<int>(node.kind), node.where == none, node.of == none);
              bound_.push_back(node.local);
            },
            [&](const MakeRecord& node) { say(node.record); },
            [&](const With& node) {
              for (const FieldChange& change : node.changes) say(change.field);
            },
            [&](const Interpolate& node) {
              say(node.language);
              for (const TextPart& part : node.parts) {
                if (part.is_text) {
                  say(part.id);
                } else {
                  key_ += ",*";
                }
              }
            },
        },
        e.node);
  }

  void local(LocalId local) {
    const auto found = std::ranges::find(bound_, local);
    if (found == bound_.end()) {
      say(local);
    } else {
      fmt::format_to(out(), ",#{}", found - bound_.begin());
    }
  }

  const Model& model_;
  std::string key_;
  std::vector<LocalId> bound_;
};

}  // namespace

std::string key_of(const Model& model, ExprId expr) {
  KeyWriter writer(model);
  writer.write(expr);
  return writer.take();
}

}  // namespace writ::lint
