// Whether two decisions of two models are made alike: what each is made of is written down without the numbers that
// only its model knows, and compared.

#include <fmt/format.h>

#include <algorithm>
#include <functional>
#include <map>
#include <set>

#include "engine/analysis/difference.hpp"
#include "engine/value/overloaded.hpp"

namespace writ::analysis {
namespace {

using namespace model;

/// What has a name is written once, under it; the rest where it stands.
class Meaning {
 public:
  explicit Meaning(const Model& model) : model_(model) {}

  std::string of(DecisionId id) {
    decision(id);
    for (const Requirement& requirement : model_.requirements) {
      if (!std::ranges::includes(model_.decisions[id].needs, requirement.reads)) continue;
      put("\nrequire {}", requirement.narrows);
      expression(requirement.condition);
    }
    write_open();
    return std::move(text_);
  }

  std::string of(const NoticeCall& call) {
    notice(call);
    write_open();
    return std::move(text_);
  }

 private:
  template <typename... Parts>
  void put(fmt::format_string<Parts...> format, Parts&&... parts) {
    fmt::format_to(std::back_inserter(text_), format, std::forward<Parts>(parts)...);
  }
  /// With its length, so that no text can look like what follows it.
  void put_text(std::string_view text) { put(" {}\"{}\"", text.size(), text); }

  void write_open() {
    for (std::size_t next = 0; next < open_.size(); ++next) {
      const std::function<void()> write = std::move(open_[next]);
      write();
    }
  }

  void named(std::string_view kind, std::string_view name, std::function<void()> write) {
    const std::string key = fmt::format(" {} {}", kind, name);
    text_ += key;
    if (!names_.insert(key).second) return;
    open_.push_back([this, key, write = std::move(write)] {
      text_ += "\n" + key + " =";
      write();
    });
  }

  void type(Type type) {
    put(" :{}/{}/{}", static_cast<int>(type.base), type.lists, type.optional);
    if (type.base == Kind::money) put("{}", type.id);
    if (type.base == Kind::enumeration) {
      const EnumInfo& info = model_.schema.enums[type.id];
      named("enum", info.name, [this, &info] {
        for (const EnumMemberInfo& member : info.members) {
          put_text(member.name);
          put_text(member.spelling);
        }
      });
    }
    if (type.base == Kind::record) {
      const RecordInfo& info = model_.schema.records[type.id];
      named("record", info.name, [this, &info] {
        for (const FieldInfo& field : info.fields) {
          put_text(field.name);
          put_text(field.spelling);
          put("{}", static_cast<int>(field.encoding));
          this->type(field.type);
        }
      });
    }
  }

  void expression(ExprId id) {
    if (id == none) {
      text_ += " -";
      return;
    }
    const Expr& expr = model_[id];
    put("({}", expr.node.index());
    type(expr.type);
    std::visit([&](const auto& node) { details(node, expr); }, expr.node);
    for (const ExprId part : parts(expr)) expression(part);
    text_ += ")";
  }

  // What a node says beside its parts.
  template <typename Node>
  void details(const Node&, const Expr&) {}
  void details(const Constant& node, const Expr&) { put(" {}", node.value); }
  void details(const TextConstant& node, const Expr&) { put_text(model_.texts[node.text]); }
  void details(const FactRef& node, const Expr&) {
    const Fact& fact = model_.facts[node.fact];
    // Two modules may declare one fact each in their own way.
    named("fact", fact.spelling + " of " + model_.files[fact.file].name, [this, &fact] {
      put(" {}", static_cast<int>(fact.encoding));
      type(fact.type);
    });
  }
  void details(const NowRef&, const Expr&) { put(" {}", static_cast<int>(model_.now_encoding)); }
  void details(const ParameterRef& node, const Expr&) {
    const Parameter& parameter = model_.parameters[node.parameter];
    named("parameter", parameter.name, [this, &parameter] { expression(parameter.value); });
  }
  void details(const LocalRef& node, const Expr&) { local(node.local); }
  void details(const DefineRef& node, const Expr&) {
    const Define& define = model_.defines[node.define];
    named("define", define.name, [this, &define] {
      for (const LocalId parameter : define.parameters) local(parameter);
      expression(define.body);
    });
  }
  void details(const DecisionRef& node, const Expr&) { decision(node.decision); }
  void details(const OutcomeTest& node, const Expr&) {
    put(" {}/{}", static_cast<int>(node.outcome), node.negated);
    decision(node.decision);
  }
  void details(const FieldRef& node, const Expr&) {
    put_text(model_.schema.records[node.record].fields[node.field].name);
  }
  void details(const Apply& node, const Expr& expr) {
    put(" {}", node.builtin);
    if (node.pattern != none) put_text(model_.patterns[node.pattern]->text());
    surroundings(expr.file);
  }
  void details(const Equal& node, const Expr&) { put(" {}", node.negated); }
  void details(const Logic& node, const Expr&) { put(" {}", static_cast<int>(node.op)); }
  void details(const IsPresent& node, const Expr&) { put(" {}", node.present); }
  void details(const InList& node, const Expr&) { put(" {}", node.negated); }
  void details(const InRange& node, const Expr&) { put(" {}/{}/{}", node.low_closed, node.high_closed, node.negated); }
  void details(const Quantifier& node, const Expr&) {
    put(" {}/{}", static_cast<int>(node.kind), node.where == none);
    local(node.local);
  }
  void details(const Pick& node, const Expr&) {
    put(" {}/{}/{}", node.first, node.where == none, node.key == none);
    local(node.local);
  }
  void details(const Aggregate& node, const Expr&) {
    put(" {}/{}/{}", static_cast<int>(node.kind), node.where == none, node.of == none);
    local(node.local);
  }
  void details(const With& node, const Expr&) {
    for (const FieldChange& change : node.changes) {
      put_text(model_.schema.records[node.record].fields[change.field].name);
    }
  }
  void details(const Interpolate& node, const Expr& expr) {
    put_text(node.language);
    for (const TextPart& part : node.parts) put_text(part.is_text ? model_.texts[part.id] : "");
    surroundings(expr.file);
  }

  /// The time zone and the calendar that hold where an expression stands.
  void surroundings(FileIndex index) {
    const File& file = model_.files[index];
    if (file.zone) put_text(file.zone->name());
    if (!file.calendar) return;
    const time::Calendar::Rules& rules = file.calendar->rules();
    put_text(rules.name);
    put(" {}", rules.weekend);
    for (const auto* ranges : {&rules.holidays, &rules.workdays, &rules.covers}) {
      for (const auto& range : *ranges) put(" {}..{}", range.first, range.last);
      text_ += ";";
    }
  }

  /// Locals are known by the order in which they are met.
  void local(LocalId id) { put(" #{}", locals_.try_emplace(id, locals_.size()).first->second); }

  void decision(DecisionId id) {
    const Decision& decision = model_.decisions[id];
    named("decision", decision.name, [this, &decision] {
      put(" {}/{}", decision.permission, static_cast<int>(decision.combine));
      type(decision.type);
      expression(model_.files[decision.file].in_force);
      for (const Rule& each : decision.rules) rule(each, decision);
      if (decision.otherwise) rule(*decision.otherwise, decision);
      for (const Also& also : decision.alsos) {
        put("\nalso");
        for (const Outcome outcome : also.outcomes) put(" {}", static_cast<int>(outcome));
        for (const ExprId condition : {also.in_force, also.unless, also.when}) expression(condition);
        notice(also.call);
      }
    });
  }

  void rule(const Rule& rule, const Decision& decision) {
    put("\nrule {}", rule.effect ? static_cast<int>(*rule.effect) : -1);
    put_text(rule.name);
    for (const ExprId condition : {rule.in_force, rule.unless, rule.when, rule.value}) expression(condition);
    for (const std::uint32_t overridden : rule.overrides) put_text(decision.rules[overridden].name);
    for (const NoticeCall& call : rule.then) notice(call);
  }

  void notice(const NoticeCall& call) {
    const Notice& notice = model_.notices[call.notice];
    put(" {}", static_cast<int>(notice.kind));
    put_text(notice.name);
    for (const ExprId argument : call.arguments) expression(argument);
  }

  const Model& model_;
  std::string text_;
  std::set<std::string, std::less<>> names_;
  std::vector<std::function<void()>> open_;
  std::map<LocalId, std::size_t> locals_;
};

/// By the name of each notice: how it is told.
std::map<std::string, std::multiset<std::string>> notices_told(const Model& model, const Decision& decision) {
  std::map<std::string, std::multiset<std::string>> told;
  const auto add = [&](const NoticeCall& call) {
    told[model.notices[call.notice].name].insert(Meaning(model).of(call));
  };
  for (const Rule& rule : decision.rules) std::ranges::for_each(rule.then, add);
  if (decision.otherwise) std::ranges::for_each(decision.otherwise->then, add);
  for (const Also& also : decision.alsos) add(also.call);
  return told;
}

}  // namespace

std::vector<std::string> told_otherwise(const Model& before, DecisionId decision, const Model& after,
                                        DecisionId other) {
  std::vector<std::string> names;
  const auto then = notices_told(after, after.decisions[other]);
  for (const auto& [name, ways] : notices_told(before, before.decisions[decision])) {
    const auto found = then.find(name);
    if (found != then.end() && found->second != ways) names.push_back(name);
  }
  return names;
}

bool made_alike(const Model& before, DecisionId decision, const Model& after, DecisionId other) {
  return Meaning(before).of(decision) == Meaning(after).of(other);
}

}  // namespace writ::analysis
