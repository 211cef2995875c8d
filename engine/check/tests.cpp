#include "engine/check/tests.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "engine/check/dates.hpp"
#include "engine/check/declarations.hpp"
#include "engine/check/notices.hpp"
#include "engine/check/unknown.hpp"
#include "engine/model/outcome_name.hpp"

namespace writ::checking {
namespace {

using model::Outcome;

class TestTyper {
 public:
  TestTyper(Context& context, FileIndex file, model::Test& test)
      : context_(context), file_(file), test_(test), typer_(context, {file, true, {}}, uses_) {}

  void step(const syntax::TestStep& step) {
    uses_ = {};
    span_ = step.span;
    std::visit([&](const auto& node) { on(node); }, step.node);
  }

 private:
  void add(decltype(model::TestStep::node) node) {
    const Reads reads = context_.reads.close(uses_);
    test_.steps.push_back({span_, reads.facts.all(), reads.now, std::move(node)});
  }

  void on(const syntax::BrokenStep&) {}

  void on(const syntax::AtStep& node) {
    if (const auto instant = to_instant(context_, file_, node.instant)) add(model::AtStep{*instant});
  }

  void on(const syntax::GivenStep& node) {
    if (node.name.text == "now") {
      context_.error(Code::not_a_fact, node.name.span, "`now` is given by `at`").help("write `at 2025-03-12T10:00:00`");
      return;
    }
    const auto* symbol = resolve_symbol(context_, file_, node.name, Space::values);
    if (symbol == nullptr || !node.value) return;
    if (symbol->kind != SymbolKind::fact) {
      auto report =
          context_.error(Code::not_a_fact, node.name.span,
                         fmt::format("`{}` is {}, and a test gives facts", node.name.text, described(symbol->kind)));
      report.label(symbol->name.span, "declared here");
      if (symbol->kind == SymbolKind::parameter) report.help(fmt::format("write `set {} = …`", node.name.text));
      return;
    }
    const ExprId value =
        typer_.expect(*node.value, context_.model.facts[symbol->index].type, fmt::format("`{}`", node.name.text));
    if (!check_constant(context_, context_.reads.close(uses_), node.value->span, "what a test gives")) return;
    add(model::GivenStep{symbol->index, value});
  }

  void on(const syntax::SetStep& node) {
    const auto* symbol = resolve_symbol(context_, file_, node.name, Space::values);
    if (symbol == nullptr || !node.value) return;
    if (symbol->kind != SymbolKind::parameter) {
      auto report = context_.error(
          Code::not_a_parameter, node.name.span,
          fmt::format("`{}` is {}, and `set` is for parameters", node.name.text(), described(symbol->kind)));
      report.label(symbol->name.span, "declared here");
      if (symbol->kind == SymbolKind::fact) report.help(fmt::format("write `given {} = …`", node.name.text()));
      return;
    }
    const auto& parameter = context_.model.parameters[symbol->index];
    if (parameter.fixed) {
      context_
          .error(Code::fixed_parameter, node.name.span,
                 fmt::format("`{}` is fixed: nobody can override it", node.name.text()))
          .label(symbol->name.span, "declared here");
      return;
    }
    const ExprId value = typer_.expect(*node.value, parameter.type, fmt::format("`{}`", node.name.text()));
    if (!check_constant(context_, context_.reads.close(uses_), node.value->span, "what a test sets")) return;
    add(model::SetStep{symbol->index, value});
  }

  /// The decision that an expectation is about; null where it was reported.
  const Symbol* decision(const syntax::ExprPtr& expr, std::string_view what) {
    if (!expr) return nullptr;
    const auto* symbol = typer_.decision_named(*expr);
    if (symbol != nullptr) return symbol;
    const auto names = chain_of(*expr);
    const auto reference = look_up(context_.symbols, file_, names, Space::values);
    if (names.empty() || reference.symbol != nullptr) {
      if (reference.symbol != nullptr && reference.symbol->kind == SymbolKind::broken) return nullptr;
      auto report = context_.error(Code::not_a_decision, expr->span, fmt::format("only a decision {}", what));
      if (reference.symbol != nullptr)
        report.label(reference.symbol->name.span, fmt::format("{}", described(reference.symbol->kind)));
    } else {
      // Says that the name is unknown, and what is near.
      typer_.type(*expr);
    }
    return nullptr;
  }

  void on(const syntax::ExpectOutcome& node) {
    if (!node.decision) return;
    const auto* symbol = typer_.decision_named(*node.decision);
    if (symbol != nullptr && context_.uncertain_decisions[symbol->index]) return;
    const auto outcome = model::outcome_named(node.outcome.text);
    if (symbol == nullptr || !context_.model.decisions[symbol->index].permission) {
      const bool undetermined = symbol != nullptr && outcome == Outcome::undetermined;
      if (!undetermined) {
        expect_value(node, symbol);
        return;
      }
    }
    if (!outcome) {
      auto report = context_.error(Code::unknown_outcome, node.outcome.span,
                                   "a permission is `permitted`, `forbidden` or `referred`");
      context_.suggest(report, node.outcome, {"permitted", "forbidden", "referred", "undetermined"});
      return;
    }
    add(model::ExpectOutcome{symbol->index, *outcome, rules(*symbol, node.rules), node.has_rules});
  }

  /// `expect D is VALUE`, where the value is a plain name; with rules it expects both.
  void expect_value(const syntax::ExpectOutcome& node, const Symbol* symbol) {
    const syntax::Expr value{node.outcome.span, syntax::NameExpr{node.outcome}};
    const Span between{node.outcome.span.file, node.decision->span.end, node.outcome.span.begin};
    const Typed condition = typer_.equality(*node.decision, value, syntax::Operator::equal, between,
                                            cover(node.decision->span, node.outcome.span));
    if (!node.has_rules) {
      add(model::ExpectExpr{condition.id});
      return;
    }
    if (symbol == nullptr) symbol = decision(node.decision, "has rules");
    if (symbol == nullptr) return;
    add(model::ExpectExpr{condition.id});
    add(model::ExpectOutcome{symbol->index, Outcome::decided, rules(*symbol, node.rules), true});
  }

  std::vector<std::string> rules(const Symbol& symbol, const std::vector<syntax::Name>& written) {
    const auto& decision = context_.model.decisions[symbol.index];
    const auto* declared = std::get_if<syntax::DecisionDecl>(&symbol.declaration->node);
    std::vector<std::string> result;
    std::vector<std::string_view> known;
    for (const auto& rule : decision.rules) known.emplace_back(rule.name);
    if (decision.otherwise) known.emplace_back("otherwise");
    if (decision.permission) known.insert(known.end(), {"no_rule_permits", "policy_not_in_force"});
    bool broken = declared == nullptr || declared->broken || context_.symbols.lost_names(symbol.file);
    if (declared != nullptr) {
      for (const auto& rule : declared->rules) broken = broken || rule.broken || rule.name.text.empty();
    }
    for (const auto& name : written) {
      if (!broken && !name.text.empty() && std::find(known.begin(), known.end(), name.text) == known.end()) {
        auto report = context_.error(Code::unknown_rule, name.span,
                                     fmt::format("`{}` has no rule `{}`", symbol.name.text, name.text));
        context_.suggest(report, name, known);
      }
      result.emplace_back(name.text);
    }
    return result;
  }

  void on(const syntax::ExpectNotice& node) {
    const auto* symbol = decision(node.decision, "obliges or advises");
    if (!node.call) {
      if (symbol != nullptr) add(model::ExpectNotice{symbol->index, node.kind, {none, {}, span_}});
      return;
    }
    auto call = type_notice(typer_, *node.call);
    if (symbol == nullptr || !call) return;
    const auto& notice = context_.model.notices[call->notice];
    if (notice.kind != node.kind) {
      const bool advice = notice.kind == syntax::NoticeKind::advice;
      context_
          .error(Code::wrong_notice, node.call->name.span,
                 fmt::format("`{}` is {}", notice.name,
                             advice ? "advice, which a decision advises" : "an obligation, which a decision obliges"))
          .label(notice.span, "declared here")
          .help(fmt::format("write `expect {} {} {}(…)`", context_.words(node.decision->span),
                            advice ? "advises" : "obliges", notice.name));
      return;
    }
    add(model::ExpectNotice{symbol->index, node.kind, std::move(*call)});
  }

  void on(const syntax::ExpectHolds& node) {
    const auto* symbol = decision(node.decision, "holds for a time");
    std::optional<time::Instant> instant = 0;
    if (node.instant) instant = to_instant(context_, file_, *node.instant);
    if (symbol != nullptr && instant) add(model::ExpectHolds{symbol->index, node.kind, *instant});
  }

  void on(const syntax::ExpectRejected& node) {
    const auto* symbol = resolve_symbol(context_, file_, node.requirement, Space::requirements);
    if (symbol == nullptr) return;
    if (symbol->kind != SymbolKind::requirement) {
      context_
          .error(Code::unknown_requirement, node.requirement.span,
                 fmt::format("`{}` is {}, and only a `require` rejects facts", node.requirement.text,
                             described(symbol->kind)))
          .label(symbol->name.span, "declared here");
      return;
    }
    add(model::ExpectRejected{context_.requirement_ids[symbol->index]});
  }

  void on(const syntax::ExpectExpr& node) {
    if (!node.condition) return;
    add(model::ExpectExpr{typer_.condition(*node.condition).id});
    if (!node.has_rules) return;
    const auto* equality = std::get_if<syntax::BinaryExpr>(&node.condition->node);
    const auto* presence = std::get_if<syntax::PresenceExpr>(&node.condition->node);
    const auto& subject = equality != nullptr ? equality->left : presence->operand;
    const auto* symbol = decision(subject, "has rules");
    if (symbol == nullptr) return;
    if (context_.model.decisions[symbol->index].permission) return;  // Reported: it is no value.
    add(model::ExpectOutcome{symbol->index, Outcome::decided, rules(*symbol, node.rules), true});
  }

  Context& context_;
  FileIndex file_;
  model::Test& test_;
  Uses uses_;
  Typer typer_;
  Span span_;
};

}  // namespace

void type_tests(Context& context) {
  for (FileIndex i = 0; i < context.files.size(); ++i)
    for (const auto& declaration : context.files[i].declarations) {
      const auto* node = std::get_if<syntax::TestDecl>(&declaration.node);
      if (node == nullptr) continue;
      model::Test test{node->title.value, {}, i, declaration.span};
      TestTyper typer(context, i, test);
      for (const auto& step : node->steps) typer.step(step);
      context.model.tests.push_back(std::move(test));
    }
}

}  // namespace writ::checking
