#include "engine/explain/explanation_json.hpp"

#include <algorithm>

#include "engine/facts/json_writer.hpp"

namespace writ {
namespace {

using Node = Explanation::Node;
using Element = Explanation::Element;
using Rule = Explanation::Rule;

std::string position(std::uint32_t line, std::uint32_t column) {
  return std::to_string(line) + ":" + std::to_string(column);
}

std::string_view name_of(WhyNot::Obstacle::Kind kind) {
  switch (kind) {
    case WhyNot::Obstacle::Kind::time: return "time";
    case WhyNot::Obstacle::Kind::caller: return "caller";
    case WhyNot::Obstacle::Kind::fixed: break;
  }
  return "fixed";
}

class Writer {
 public:
  explicit Writer(JsonWriter& json) : json_(json) {}

  void explanation(const Explanation& explanation) {
    explanation_ = &explanation;
    if (explanation.rejected()) {
      rejections(explanation);
    } else if (!explanation.decisions.empty()) {
      const Explanation::Decided& asked = explanation.decisions.front();
      json_.member("decision", asked.name);
      if (!explanation.now_shown.json.empty()) json_.member_raw("now", explanation.now_shown.json);
      verdict(asked);
      json_.flag("follows_now", explanation.follows_now);
      json_.member_raw(explanation.holds_at_least ? "holds_at_least" : "holds_until",
                       explanation.holds_until ? explanation.holds_until->json : "null");
      details(asked);
      list("uses", std::span(explanation.decisions).subspan(1), [&](const Explanation::Decided& used) {
        json_.begin_object();
        json_.member("decision", used.name);
        verdict(used);
        details(used);
        json_.end_object();
      });
    }
    if (!explanation.rejected() || !explanation.definitions.empty()) {
      list("definitions", explanation.definitions, [&](const Explanation::Definition& each) { definition(each); });
    }
    json_.flag("cut", explanation.cut);
    if (explanation.why_not) why_not(*explanation.why_not);
  }

 private:
  template <typename List, typename Write>
  void list(std::string_view name, const List& items, Write write) {
    json_.name(name);
    json_.begin_list();
    for (const auto& item : items) write(item);
    json_.end_list();
  }

  void texts(std::string_view name, const std::vector<std::string>& items) {
    list(name, items, [&](const std::string& item) { json_.text(item); });
  }

  void place(const Explanation::Place& place) {
    if (place.file.empty()) return;
    json_.member("place", place.file + ":" + position(place.line, place.column));
    json_.member("end", position(place.end_line, place.end_column));
  }

  void message(const std::vector<Decision::Message>& messages) {
    if (messages.empty()) return;
    json_.name("message");
    if (messages.size() == 1) return json_.text(messages.front().text);
    json_.begin_object();
    for (const Decision::Message& message : messages) json_.member(message.language, message.text);
    json_.end_object();
  }

  void failure(const Decision::Failure& failure) {
    json_.begin_object();
    json_.member("code", failure.code);
    json_.member("message", failure.message);
    json_.member_if("place", failure.place);
    json_.member_if("decision", failure.decision);
    json_.member_if("rule", failure.rule);
    json_.end_object();
  }

  void rejections(const Explanation& explanation) {
    list("rejected", explanation.rejections, [&](const Decision::Rejection& rejection) {
      json_.begin_object();
      json_.member("code", rejection.code);
      if (rejection.requirement.empty()) {
        json_.member("pointer", rejection.pointer);
        json_.member("expected", rejection.expected);
        json_.member("found", rejection.found);
      } else {
        json_.member("requirement", rejection.requirement);
        message(rejection.messages);
        if (!rejection.failures.empty()) {
          list("errors", rejection.failures, [&](const Decision::Failure& each) { failure(each); });
        }
        for (const Explanation::Condition& condition : explanation.conditions) {
          if (condition.name != rejection.requirement) continue;
          place(condition.place);
          json_.name("condition");
          node(condition.node);
        }
      }
      json_.end_object();
    });
  }

  void verdict(const Explanation::Decided& decided) {
    json_.member("outcome", name(decided.outcome));
    if (decided.outcome == Outcome::decided)
      json_.member_raw("value", decided.value.json.empty() ? "null" : decided.value.json);
    texts("rules", decided.winners);
    json_.member_if("reason", decided.reason);
  }

  void details(const Explanation::Decided& decided) {
    json_.member("combine", decided.combine);
    place(decided.place);
    clause("in_force", decided.in_force);
    list("verdicts", decided.rules, [&](const Rule& each) { rule(each); });
    list("notices", decided.notices, [&](const Explanation::Notice& each) { notice(each); });
    if (!decided.failures.empty()) {
      list("errors", decided.failures, [&](const Decision::Failure& each) { failure(each); });
    }
  }

  void clause(std::string_view name, const std::optional<Node>& clause) {
    if (!clause) return;
    json_.name(name);
    node(*clause);
  }

  void rule(const Rule& rule) {
    json_.begin_object();
    json_.member("rule", rule.name);
    json_.member_if("effect", rule.effect);
    json_.member("verdict", name(rule.verdict));
    json_.flag("decisive", rule.decisive);
    if (!rule.by.empty()) texts("by", rule.by);
    message(rule.messages);
    if (!rule.cite.empty()) texts("cite", rule.cite);
    place(rule.place);
    if (rule.failure) {
      json_.name("error");
      failure(*rule.failure);
    }
    clause("effective", rule.effective);
    clause("unless", rule.unless);
    clause("when", rule.when);
    clause("gives", rule.value);
    json_.end_object();
  }

  void arguments(const std::vector<Explanation::Definition::Argument>& arguments) {
    json_.name("arguments");
    json_.begin_object();
    for (const auto& argument : arguments) {
      if (!argument.value.json.empty()) json_.member_raw(argument.name, argument.value.json);
    }
    json_.end_object();
    // What is too long to be written as JSON is there for people.
    const auto is_long = [](const auto& argument) { return argument.value.json.empty(); };
    if (std::ranges::none_of(arguments, is_long)) return;
    json_.name("texts");
    json_.begin_object();
    for (const auto& argument : arguments) {
      if (is_long(argument)) json_.member(argument.name, argument.value.text);
    }
    json_.end_object();
  }

  void notice(const Explanation::Notice& notice) {
    json_.begin_object();
    json_.member("name", notice.name);
    json_.member("kind", notice.obligation ? "obligation" : "advice");
    json_.member_raw("given", notice.given ? "true" : "false");
    json_.member_if("rule", notice.rule);
    if (notice.given) arguments(notice.arguments);
    if (!notice.cite.empty()) texts("cite", notice.cite);
    place(notice.place);
    clause("effective", notice.effective);
    clause("unless", notice.unless);
    clause("when", notice.when);
    json_.end_object();
  }

  void definition(const Explanation::Definition& definition) {
    json_.begin_object();
    json_.member("name", definition.name);
    place(definition.place);
    if (!definition.arguments.empty()) arguments(definition.arguments);
    json_.name("body");
    node(definition.body);
    json_.end_object();
  }

  void node(const Node& node) {
    json_.begin_object();
    json_.member("kind", name(node.kind));
    json_.member("state", name(node.state));
    json_.flag("decisive", node.decisive);
    if (node.state == Node::State::not_evaluated) json_.member("because", name(node.skipped));
    json_.member("words", node.words);
    json_.member_if("name", node.name);
    if (node.state == Node::State::value) {
      if (!node.value.json.empty()) json_.member_raw("value", node.value.json);
      json_.member("text", node.value.text);
    }
    json_.member_if("pointer", node.pointer);
    json_.flag("fixed", node.fixed);
    json_.flag("overridden", node.overridden);
    place(node.place);
    if (node.failure) {
      json_.name("error");
      failure(*node.failure);
    }
    if (node.definition != Explanation::none) json_.member("definition", node.definition);
    if (node.decision != Explanation::none) {
      const Explanation::Decided& used = explanation_->decisions[node.decision];
      json_.member("outcome", name(used.outcome));
      texts("rules", used.winners);
    }
    if (!node.parts.empty()) list("parts", node.parts, [&](const Node& part) { this->node(part); });
    const bool goes_over_a_list =
        node.kind == Node::Kind::quantifier || node.kind == Node::Kind::pick || node.kind == Node::Kind::aggregate;
    if (goes_over_a_list && node.state != Node::State::not_evaluated) {
      json_.member("size", node.size);
      json_.member("looked_at", node.looked_at);
      json_.member("counted", node.counted);
      if (node.left_out > 0) json_.member("left_out", node.left_out);
      list("elements", node.elements, [&](const Element& each) { element(each); });
    }
    json_.end_object();
  }

  void element(const Element& element) {
    json_.begin_object();
    json_.member("index", element.index);
    json_.member_if("label", element.label);
    json_.member_if("pointer", element.pointer);
    json_.member("role", name(element.role));
    json_.flag("decisive", element.decisive);
    if (!element.parts.empty()) list("parts", element.parts, [&](const Node& part) { node(part); });
    json_.end_object();
  }

  void why_not(const WhyNot& why_not) {
    json_.name("why_not");
    json_.begin_object();
    list("obstacles", why_not.obstacles, [&](const WhyNot::Obstacle& obstacle) {
      json_.begin_object();
      json_.member("rule", obstacle.rule);
      json_.member("kind", name_of(obstacle.kind));
      if (obstacle.lifts_at) json_.member_raw("lifts_at", obstacle.lifts_at->json);
      if (!obstacle.changes.empty()) changes(obstacle.changes);
      json_.end_object();
    });
    json_.member_raw("permitted_at", why_not.permitted_at ? why_not.permitted_at->json : "null");
    list("remedies", why_not.remedies, [&](const WhyNot::Remedy& remedy) {
      json_.begin_object();
      if (remedy.from) json_.member_raw("from", remedy.from->json);
      changes(remedy.changes);
      json_.end_object();
    });
    json_.flag("not_all_tried", why_not.not_all_tried);
    json_.end_object();
  }

  void changes(const std::vector<WhyNot::Change>& changes) {
    list("changes", changes, [&](const WhyNot::Change& change) {
      json_.begin_object();
      json_.member("path", change.path);
      json_.member("pointer", change.pointer);
      json_.member_raw("from", change.from.json);
      list("to", change.to, [&](const WhyNot::Change::Value& value) { json_.raw(value.json); });
      json_.end_object();
    });
  }

  JsonWriter& json_;
  const Explanation* explanation_ = nullptr;
};

}  // namespace

std::string explanation_json(std::span<const Explanation> explanations, std::string_view id, bool as_list) {
  JsonWriter json;
  Writer writer(json);
  json.begin_object();
  if (!id.empty()) json.member_raw("id", id);
  // Facts that are rejected are so for every decision.
  if (as_list && !explanations.front().rejected()) {
    json.name("decisions");
    json.begin_list();
    for (const Explanation& explanation : explanations) {
      json.begin_object();
      writer.explanation(explanation);
      json.end_object();
    }
    json.end_list();
  } else {
    writer.explanation(explanations.front());
  }
  json.end_object();
  return json.take() + "\n";
}

}  // namespace writ
