#include "engine/check/decisions.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <unordered_map>

#include "engine/check/effective.hpp"
#include "engine/check/notices.hpp"
#include "engine/check/wording.hpp"

namespace writ::checking {
namespace {

using model::Outcome;
using syntax::Combine;

std::string_view word(syntax::Effect effect) {
  switch (effect) {
    case syntax::Effect::permit: return "permit";
    case syntax::Effect::forbid: return "forbid";
    case syntax::Effect::refer: return "refer";
  }
  return "";
}

class DecisionTyper {
 public:
  DecisionTyper(Context& context, const Node& node, const PolicyRange& policy, Uses& uses)
      : context_(context),
        policy_(policy),
        node_(std::get<syntax::DecisionDecl>(node.declaration->node)),
        file_(node.file),
        typer_(context, {node.file, false, {}}, uses),
        sources_(source_names(context, node.file)) {}

  void run(model::Decision& decision) {
    type_ = decision.type;
    for (const auto& rule : node_.rules) {
      if (rule.is_otherwise) {
        add_otherwise(decision, rule);
        continue;
      }
      check_name(rule);
      if (decision.otherwise && &rule == after_otherwise_) {
        context_.error(Code::otherwise_misplaced, decision.otherwise->name_span, "`otherwise` comes after every rule")
            .label(rule.name.span, "this rule stands after it");
      }
      check_effect(rule);
      decision.rules.push_back(type_rule(rule, value_type()));
    }
    resolve_overrides(context_, node_, decision);
    check_total(decision);
    for (const auto& also : node_.alsos) add_also(decision, also);
  }

 private:
  /// What the value of one rule has to be; unknown where rules have none.
  Type value_type() const {
    switch (node_.combine) {
      case Combine::single:
      case Combine::first: return type_;
      case Combine::every: return type_.is_list() ? type_.element() : Type{};
      case Combine::sum:
      case Combine::min:
      case Combine::max: return type_.present();
      case Combine::count: return {};
    }
    return {};
  }

  void check_name(const syntax::Rule& rule) {
    if (rule.name.text.empty()) return;
    const auto [first, added] = names_.try_emplace(rule.name.text, rule.name.span);
    if (added) return;
    context_
        .error(Code::rule_twice, rule.name.span,
               fmt::format("`{}` has a rule `{}` already", node_.name.text, rule.name.text))
        .label(first->second, "first here")
        .help("decisions report rules by their names, so each needs one of its own");
  }

  void check_effect(const syntax::Rule& rule) {
    if (node_.broken) return;
    if (node_.permission && !rule.effect) {
      const Span place{rule.span.file, rule.span.begin, rule.span.begin + 4};
      context_.error(Code::wrong_effect, place, "a permission has no `rule`")
          .label(node_.name.span, "a permission")
          .help("write `permit`, `forbid` or `refer`");
    } else if (!node_.permission && rule.effect) {
      const auto keyword = word(*rule.effect);
      const Span place{rule.span.file, rule.span.begin, rule.span.begin + static_cast<std::uint32_t>(keyword.size())};
      context_.error(Code::wrong_effect, place, fmt::format("a decision of a value has no `{}`", keyword))
          .label(node_.name.span, "decides a value")
          .help(fmt::format("write `rule {} = …`", rule.name.text));
    } else {
      check_value(rule);
    }
  }

  void check_value(const syntax::Rule& rule) {
    const bool has_none = node_.permission || node_.combine == Combine::count;
    if (has_none && rule.value) {
      context_
          .error(Code::value_without_use, rule.value->span,
                 node_.permission ? fmt::format("a `{}` has no value", word(*rule.effect))
                                  : "a rule that is only counted has no value")
          .help(node_.permission ? "a permission is permitted, forbidden or referred"
                                 : fmt::format("write `rule {} when …`", rule.name.text));
    } else if (!has_none && !rule.value && !rule.broken) {
      context_.error(Code::value_missing, rule.name.span, fmt::format("rule `{}` has no value", rule.name.text))
          .help(fmt::format("write `rule {} = …`", rule.name.text));
    }
  }

  model::Rule type_rule(const syntax::Rule& rule, Type wanted) {
    model::Rule result;
    result.name = rule.is_otherwise ? "otherwise" : std::string(rule.name.text);
    result.effect = rule.effect;
    result.is_otherwise = rule.is_otherwise;
    result.doc = std::string(rule.doc);
    result.span = rule.span;
    result.name_span = rule.name.span;
    result.in_force = in_force(typer_, rule.effective, policy_);
    Typed unless, when;
    if (rule.unless) unless = typer_.condition(*rule.unless);
    typer_.knowing(unless.when_false, unless.unsure || rule.broken, [&] {
      if (rule.when) when = typer_.condition(*rule.when);
      typer_.knowing(when.when_true, when.unsure, [&] {
        if (rule.value && !node_.permission) {
          const auto role = rule.is_otherwise ? std::string("the value of `otherwise`")
                                              : fmt::format("the value of `{}`", rule.name.text);
          result.value = typer_.expect(*rule.value, wanted, role);
        }
        if (rule.because) result.because = type_message(typer_, *rule.because);
        for (const auto& call : rule.then)
          if (auto notice = type_notice(typer_, call)) result.then.push_back(std::move(*notice));
      });
    });
    result.unless = unless.id;
    result.when = when.id;
    result.cite = resolve_citations(context_, file_, sources_, rule.cite);
    return result;
  }

  void add_otherwise(model::Decision& decision, const syntax::Rule& rule) {
    if (node_.permission) {
      context_.error(Code::otherwise_misplaced, rule.name.span, "a permission has no `otherwise`")
          .help("where no rule applies it is forbidden, with the reason `no_rule_permits`");
      return;
    }
    if (decision.otherwise) {
      context_.error(Code::otherwise_misplaced, rule.name.span, "a decision has one `otherwise`")
          .label(decision.otherwise->name_span, "the first");
      return;
    }
    if (!rule.value && !rule.broken && !node_.broken) {
      context_.error(Code::value_missing, rule.name.span, "`otherwise` has no value").help("write `otherwise = …`");
    }
    decision.otherwise = type_rule(rule, type_);
    if (&rule != &node_.rules.back()) after_otherwise_ = &rule + 1;
  }

  void check_total(const model::Decision& decision) {
    const bool may_be_empty =
        node_.combine == Combine::every || node_.combine == Combine::sum || node_.combine == Combine::count;
    if (node_.permission || node_.broken || may_be_empty || decision.otherwise || type_.base == Kind::unknown ||
        type_.optional)
      return;
    for (const auto& rule : node_.rules) {
      const bool always_applies = !rule.when && !rule.unless && !rule.effective;
      if (rule.broken || rule.is_otherwise || always_applies) return;
    }
    if (context_.symbols.lost_names(file_)) return;
    const auto name = context_.model.schema.type_name(type_);
    context_
        .error(Code::otherwise_missing, node_.name.span,
               fmt::format("`{}` has no value where no rule applies", node_.name.text))
        .under(fmt::format("`{}`", name))
        .help(fmt::format("add `otherwise = …`, or make it `{}`", context_.model.schema.type_name(type_.or_absent())));
  }

  void add_also(model::Decision& decision, const syntax::Also& also) {
    model::Also result;
    result.span = also.span;
    result.in_force = in_force(typer_, also.effective, policy_);
    result.cite = resolve_citations(context_, file_, sources_, also.cite);
    for (const auto& name : also.outcomes) add_outcome(result, name);
    Typed unless, when;
    std::optional<model::NoticeCall> call;
    if (also.unless) unless = typer_.condition(*also.unless);
    typer_.knowing(unless.when_false, unless.unsure || also.broken, [&] {
      if (also.when) when = typer_.condition(*also.when);
      typer_.knowing(when.when_true, when.unsure, [&] { call = type_notice(typer_, also.call); });
    });
    result.unless = unless.id;
    result.when = when.id;
    if (!call) return;
    result.call = std::move(*call);
    decision.alsos.push_back(std::move(result));
  }

  void add_outcome(model::Also& also, const syntax::Name& name) {
    if (name.text.empty() || node_.broken) return;
    constexpr std::pair<std::string_view, Outcome> outcomes[] = {{"permitted", Outcome::permitted},
                                                                 {"forbidden", Outcome::forbidden},
                                                                 {"referred", Outcome::referred},
                                                                 {"decided", Outcome::decided}};
    for (const auto& [word, outcome] : outcomes) {
      if (word != name.text || (outcome == Outcome::decided) == node_.permission) continue;
      if (std::find(also.outcomes.begin(), also.outcomes.end(), outcome) != also.outcomes.end()) {
        context_.error(Code::bad_outcome, name.span, fmt::format("`{}` is named twice", name.text));
      }
      also.outcomes.push_back(outcome);
      return;
    }
    auto report = context_.error(
        Code::bad_outcome, name.span,
        fmt::format("{} is never `{}`", node_.permission ? "a permission" : "a decision of a value", name.text));
    if (!node_.permission)
      report.help("leave `on` out: it holds whatever the value");
    else if (!context_.suggest(report, name, {"permitted", "forbidden", "referred"})) {
      report.help("its outcomes are `permitted`, `forbidden` and `referred`");
    }
  }

  Context& context_;
  const PolicyRange& policy_;
  const syntax::DecisionDecl& node_;
  FileIndex file_;
  Typer typer_;
  SourceNames sources_;
  Type type_;
  std::unordered_map<std::string_view, Span> names_;
  const syntax::Rule* after_otherwise_ = nullptr;
};

/// Two facts that facts as JSON cannot tell apart.
void check_members(Context& context, const model::Decision& decision) {
  std::unordered_map<std::string_view, model::FactId> members;
  for (const auto id : decision.needs) {
    const auto& fact = context.model.facts[id];
    const auto [other, added] = members.try_emplace(fact.spelling, id);
    if (added) continue;
    const auto& first = context.model.facts[other->second];
    context
        .error(Code::fact_twice, decision.name_span,
               fmt::format("this decision needs two facts that are both called `{}`", fact.spelling))
        .label(first.span, fmt::format("of `{}`", context.model.files[first.file].name))
        .label(fact.span, fmt::format("of `{}`", context.model.files[fact.file].name))
        .help("a request has one member of a name: read one of them, or give one another spelling with `from \"…\"`");
    return;
  }
}

}  // namespace

const PolicyForce::Of& PolicyForce::of(Context& context, FileIndex file) {
  auto& result = by_file_[file];
  if (result.typed) return result;
  result.typed = true;
  const auto& effective = context.files[file].header.effective;
  Typer typer(context, {file, false, {}}, result.uses);
  context.model.files[file].in_force = in_force(typer, effective, {}, &result.range);
  return result;
}

void type_decision(Context& context, PolicyForce& force, const Node& node) {
  const auto& policy = force.of(context, node.file);
  Uses uses = policy.uses;
  // Expressions of other declarations are made meanwhile, but no decision: the reference would stay, the copy is safer.
  model::Decision decision = std::move(context.model.decisions[node.index]);
  if (const auto& header = context.files[node.file].header; !header.policy && !header.name.parts.empty()) {
    context.error(Code::decision_in_module, decision.name_span, "a module decides nothing")
        .label(header.name.span, "a module")
        .help("begin the file with `policy` instead of `module`");
  }
  context.model.decisions[node.index].type = decision.type;
  context.model.decisions[node.index].permission = decision.permission;
  DecisionTyper(context, node, policy.range, uses).run(decision);
  context.model.decisions[node.index] = std::move(decision);
  context.reads.decisions[node.index] = context.reads.close(uses);
  context.model.order.push_back(node.index);
}

void set_needs(Context& context) {
  for (model::DecisionId id = 0; id < context.model.decisions.size(); ++id) {
    auto& decision = context.model.decisions[id];
    decision.needs = context.reads.decisions[id].facts.all();
    decision.reads_now = context.reads.decisions[id].now;
    decision.parameters = context.reads.decisions[id].parameters.all();
    check_members(context, decision);
  }
}

}  // namespace writ::checking
