#include "tools/report/explanation_html.hpp"

#include <algorithm>
#include <set>
#include <string_view>

#include "tools/report/causes.hpp"
#include "tools/report/html.hpp"
#include "tools/report/why_not.hpp"

namespace writ {
namespace {

using Node = Explanation::Node;
using Rule = Explanation::Rule;
using Element = Explanation::Element;
using NodeKind = Explanation::Node::Kind;
using State = Explanation::Node::State;

constexpr std::string_view style = R"(
.tree, .tree ul { list-style: none; margin: 0; padding: 0; }
.tree ul { margin-left: .55em; padding-left: 1em; border-left: 1px solid var(--line); }
.tree li { margin: .15em 0; }
.tree summary, .tree .leaf { padding: .05em .3em; border-radius: .25em; }
.tree summary { cursor: pointer; }
.tree .leaf { margin-left: 1.05em; }
.rule .place, .tree .place { float: right; margin-left: 1em; font-size: .85rem; font-weight: 400; }
.tree .mark { display: inline-block; width: 1.1em; font-weight: 700; }
.yes > .mark, .yes > summary > .mark { color: var(--permitted); }
.no > .mark, .no > summary > .mark { color: var(--forbidden); }
.error > .mark, .error > summary > .mark { color: var(--undetermined); }
.idle { opacity: .62; }
.rule { margin: .6em 0; padding: .35em .6em; border: 1px solid var(--line); border-radius: .4em; }
.rule > summary { cursor: pointer; }
.rule > summary > code { font-weight: 600; }
.tree p { margin: .2em 0; }
.rule .message { margin: .3em 0 .3em 1.4em; }
.clause { margin: .3em 0 .3em 1.4em; }
.clause > .name { color: var(--faint); }
.facts th { text-align: left; font-weight: 500; }
.was-read { background: var(--shade); }
.decided-by { outline: 2px solid var(--accent); outline-offset: -2px; font-weight: 600; }
.key span { padding: .1em .4em; margin-right: 1em; }
)";

constexpr std::size_t most_depth = 800;

std::string_view class_of(Outcome outcome) {
  return outcome == Outcome::rejected ? std::string_view("forbidden") : std::string_view(name(outcome));
}

struct Mark {
  std::string_view sign, state, words;
};

Mark mark_of(State state) {
  switch (state) {
    case State::yes: return {"✓", "yes", "holds"};
    case State::no: return {"✗", "no", "does not hold"};
    case State::error: return {"!", "error", "failed"};
    case State::not_evaluated: return {"–", "skipped", "not evaluated"};
    case State::value: break;
  }
  return {"=", "value", "value"};
}

Mark mark_of(Rule::Verdict verdict) {
  switch (verdict) {
    case Rule::Verdict::won: return {"✓", "yes", "applies, and decides"};
    case Rule::Verdict::applies: return {"✓", "yes", "applies"};
    case Rule::Verdict::outweighed: return {"✓", "yes", "applies, outweighed by"};
    case Rule::Verdict::overridden: return {"✓", "yes", "applies, overridden by"};
    case Rule::Verdict::does_not_apply: return {"✗", "no", "does not apply"};
    case Rule::Verdict::not_in_force: return {"✗", "no", "not in force"};
    case Rule::Verdict::failed: return {"!", "error", "failed"};
    case Rule::Verdict::not_looked_at: break;
  }
  return {"–", "skipped", "not looked at"};
}

std::string_view role_words(Element::Role role) {
  switch (role) {
    case Element::Role::satisfies: return "satisfies it";
    case Element::Role::fails: return "does not satisfy it";
    case Element::Role::counted: return "counts";
    case Element::Role::chosen: return "is the one";
    case Element::Role::excluded: return "is left out";
    case Element::Role::error: break;
  }
  return "failed";
}

Mark mark_of(Element::Role role) {
  switch (role) {
    case Element::Role::satisfies:
    case Element::Role::counted:
    case Element::Role::chosen: return {"✓", "yes", {}};
    case Element::Role::fails:
    case Element::Role::excluded: return {"✗", "no", {}};
    case Element::Role::error: break;
  }
  return {"!", "error", {}};
}

std::string joined(const std::vector<std::string>& names) {
  std::string text;
  for (const std::string& name : names) text += (text.empty() ? "" : ", ") + name;
  return text;
}

class Page {
 public:
  Page(const Explanation& explanation, const ExplanationHtmlOptions& options)
      : explanation_(explanation), options_(options) {}

  std::string write() {
    std::string title = "rejected";
    if (explanation_.rejected()) {
      rejected();
    } else if (!explanation_.decisions.empty()) {
      title = explanation_.decisions.front().name;
      decided(explanation_.decisions.front());
    }
    const std::string language = options_.language.empty() ? "en" : options_.language;
    return html_page(title, out_, {.language = language, .style = style});
  }

 private:
  // ---- the page ----------------------------------------------------------------------------------------------------

  void decided(const Explanation::Decided& decided) {
    heading(decided);
    if (explanation_.why_not) {
      out_ += "<h2>What would permit it</h2>\n";
      append_why_not_html(out_, *explanation_.why_not);
    }
    if (!options_.timeline.empty()) {
      out_ +=
          "<h2>As time passes</h2>\n<p class=\"faint\">If no fact but the time changes.</p>\n<figure "
          "class=\"wide\">\n" +
          options_.timeline + "</figure>\n";
    }
    out_ += "<h2>Rules</h2>\n";
    if (explanation_.cut) paragraph("undetermined", "More was evaluated than is told: conditions are missing here.");
    if (decided.in_force) clause("in force", decided.in_force);
    for (const Rule& rule : decided.rules) {
      if (rule.decisive) this->rule(rule, true);
    }
    for (const Rule& rule : decided.rules) {
      if (!rule.decisive) this->rule(rule, false);
    }
    notices(decided);
    for (const Decision::Failure& each : decided.failures) failure(each);
    if (!options_.facts.empty()) {
      out_ +=
          "<h2>Facts</h2>\n<p class=\"key\"><span class=\"decided-by\">decided</span>"
          "<span class=\"was-read\">read</span></p>\n" +
          options_.facts;
    }
  }

  void heading(const Explanation::Decided& decided) {
    out_ += "<h1>";
    text(decided.name);
    out_ += "</h1>\n";
    if (!decided.doc.empty()) paragraph("faint", decided.doc);
    out_ += "<p><span class=\"badge " + std::string(class_of(decided.outcome)) + "\">";
    text(decided.outcome == Outcome::decided ? decided.value.text : name(decided.outcome));
    out_ += "</span> at ";
    text(explanation_.now_shown.text + " (" + explanation_.zone + ")");
    if (explanation_.holds_until) {
      text(std::string(explanation_.holds_at_least ? ", holds at least until " : ", holds until ") +
           explanation_.holds_until->text);
    } else {
      text(", holds for ever");
    }
    if (explanation_.follows_now) text("; the value moves with now");
    out_ += "</p>\n";
    if (!decided.reason.empty()) paragraph("", decided.reason);
    for (const Decision::Failure* cause : causes(explanation_)) {
      paragraph("undetermined",
                "because " + cause->code + (cause->place.empty() ? "" : " at " + cause->place) + ": " + cause->message);
    }
    for (const Rule& rule : decided.rules) {
      for (const Decision::Message& message : rule.messages) this->message(message);
    }
  }

  void rejected() {
    out_ += "<h1>Rejected facts</h1>\n<p><span class=\"badge forbidden\">rejected</span></p>\n";
    const auto is_of_a_member = [](const Decision::Rejection& each) { return each.requirement.empty(); };
    if (std::ranges::any_of(explanation_.rejections, is_of_a_member)) rejected_members();
    for (const Explanation::Condition& condition : explanation_.conditions) {
      out_ += "<h2><code>require ";
      text(condition.name);
      out_ += "</code></h2>\n";
      for (const Decision::Rejection& each : explanation_.rejections) {
        if (each.requirement == condition.name) paragraph("faint", each.code);
      }
      for (const Decision::Message& each : condition.messages) message(each);
      out_ += "<ul class=\"tree\">\n";
      node(condition.node, true);
      out_ += "</ul>\n";
    }
  }

  void rejected_members() {
    out_ += "<table>\n<thead><tr><th>Code</th><th>Where</th><th>Expected</th><th>Found</th></tr></thead>\n<tbody>\n";
    for (const Decision::Rejection& each : explanation_.rejections) {
      if (!each.requirement.empty()) continue;
      out_ += "<tr><td>";
      text(each.code);
      out_ += "</td><td><code>";
      text(each.pointer);
      out_ += "</code></td><td>";
      text(each.expected);
      out_ += "</td><td><code>";
      text(each.found);
      out_ += "</code></td></tr>\n";
    }
    out_ += "</tbody>\n</table>\n";
  }

  void notices(const Explanation::Decided& decided) {
    if (decided.notices.empty()) return;
    out_ += "<h2>Obligations and advice</h2>\n";
    for (const Explanation::Notice& notice : decided.notices) {
      const Mark mark = notice.given ? Mark{"→", "yes", ""} : Mark{"✗", "no", ""};
      out_ += "<details class=\"rule" + std::string(notice.given ? "" : " idle") + "\"><summary class=\"" +
              std::string(mark.state) + "\"><span class=\"mark\">" + std::string(mark.sign) + "</span> " +
              (notice.obligation ? "obligation " : "advice ") + "<code>";
      std::string words = notice.name;
      for (std::size_t i = 0; i < notice.arguments.size(); ++i) {
        words += (i == 0 ? "(" : ", ") + notice.arguments[i].name + ": " + notice.arguments[i].value.text;
      }
      text(words + (notice.arguments.empty() ? "" : ")"));
      out_ += "</code>";
      if (!notice.given) text(" not given");
      place(notice.place);
      out_ += "</summary>\n";
      clause("in force", notice.effective);
      clause("unless", notice.unless);
      clause("when", notice.when);
      if (!notice.rule.empty()) paragraph("faint", "of the rule " + notice.rule);
      out_ += "</details>\n";
    }
  }

  // ---- rules -------------------------------------------------------------------------------------------------------

  void rule(const Rule& rule, bool open) {
    const Mark mark = mark_of(rule.verdict);
    out_ += "<details class=\"rule" + std::string(open ? "" : " idle") + "\"" + (open ? " open" : "") +
            "><summary class=\"" + std::string(mark.state) + "\">";
    place(rule.place);
    out_ += "<span class=\"mark\">" + std::string(mark.sign) + "</span> <code>";
    text(rule.effect + (rule.effect.empty() ? "" : " ") + rule.name);
    out_ += "</code> <span class=\"faint\">";
    text(mark.words);
    if (!rule.by.empty()) {
      text(rule.verdict == Rule::Verdict::not_looked_at ? ": " + joined(rule.by) + " comes first"
                                                        : " " + joined(rule.by));
    }
    if (!rule.cite.empty()) text(" [" + joined(rule.cite) + "]");
    out_ += "</span></summary>\n";
    if (!rule.doc.empty()) paragraph("faint", rule.doc);
    for (const Decision::Message& each : rule.messages) message(each);
    if (rule.failure) failure(*rule.failure);
    clause("in force", rule.effective);
    clause("unless", rule.unless);
    clause("when", rule.when);
    clause("gives", rule.value);
    out_ += "</details>\n";
  }

  void clause(std::string_view word, const std::optional<Node>& clause) {
    if (!clause) return;
    out_ += "<div class=\"clause\"><span class=\"name\">" + std::string(word) + "</span>\n<ul class=\"tree\">\n";
    node(*clause, clause->decisive);
    out_ += "</ul></div>\n";
  }

  // ---- conditions --------------------------------------------------------------------------------------------------

  void node(const Node& node, bool decisive) {
    if (node.kind == NodeKind::literal) return;
    const Mark mark = mark_of(node.state);
    const bool children = has_children(node);
    const std::string classes = std::string(mark.state) + (decisive ? "" : " idle");
    out_ += "<li class=\"" + std::string(decisive ? "" : "idle") + "\">";
    out_ += children ? "<details" + std::string(decisive ? " open" : "") + "><summary class=\"" + classes + "\">"
                     : "<div class=\"leaf " + classes + "\">";
    place(node.place);
    out_ +=
        "<span class=\"mark\" title=\"" + std::string(mark.words) + "\">" + std::string(mark.sign) + "</span> <code>";
    text(shown_words(node));
    out_ += "</code>";
    value(node);
    out_ += children ? "</summary>\n<ul>\n" : "</div>";
    if (children) {
      ++depth_;
      if (node.failure) {
        out_ += "<li>";
        failure(*node.failure);
        out_ += "</li>";
      }
      for (const Node& part : node.parts) this->node(part, decisive && part.decisive);
      for (const Element& each : node.elements) element(each, decisive && each.decisive);
      if (node.left_out > 0) out_ += "<li class=\"faint\">and " + std::to_string(node.left_out) + " more</li>\n";
      if (node.definition != Explanation::none) definition(node.definition, decisive);
      if (node.decision != Explanation::none) decision(node.decision, decisive);
      out_ += "</ul></details>";
      --depth_;
    }
    out_ += "</li>\n";
  }

  static std::string shown_words(const Node& node) {
    const bool holds = node.state != State::no;
    if (node.kind == NodeKind::all && node.parts.size() > 1) return holds ? "all of these" : "not all of these";
    if (node.kind == NodeKind::any && node.parts.size() > 1) return holds ? "one of these" : "none of these";
    return node.words;
  }

  void value(const Node& node) {
    std::string text;
    if (node.state == State::value) text = " = " + node.value.text;
    if (node.kind == NodeKind::parameter) text += node.overridden ? " (parameter, overridden)" : " (parameter)";
    if (node.kind == NodeKind::decision) text += " (decision)";
    if (node.kind == NodeKind::aggregate || node.kind == NodeKind::quantifier || node.kind == NodeKind::pick) {
      if (node.size == 0) text += " (the list is empty)";
    }
    if (node.state == State::not_evaluated) {
      text += node.skipped == Node::Skipped::guarded ? " not evaluated: what it relies on is not so" : " not needed";
    }
    if (text.empty()) return;
    out_ += "<span class=\"shown\">";
    this->text(text);
    out_ += "</span>";
  }

  /// What definitions stand for is told within them: however they lead to each other, a page is not endlessly deep.
  bool has_children(const Node& node) const {
    if (node.state == State::not_evaluated || depth_ >= most_depth) return false;
    return node.failure || !node.elements.empty() || node.definition != Explanation::none ||
           node.decision != Explanation::none ||
           std::ranges::any_of(node.parts, [](const Node& part) { return part.kind != NodeKind::literal; });
  }

  void element(const Element& element, bool decisive) {
    const Mark mark = mark_of(element.role);
    out_ += "<li class=\"" + std::string(decisive ? "" : "idle") + "\"><details" + (decisive ? " open" : "") +
            "><summary class=\"" + std::string(mark.state) + "\"><span class=\"mark\">" + std::string(mark.sign) +
            "</span> [" + std::to_string(element.index) + "] ";
    text(element.label + " " + std::string(role_words(element.role)));
    out_ += "</summary>\n<ul>\n";
    for (const Node& part : element.parts) node(part, decisive && part.decisive);
    out_ += "</ul></details></li>\n";
  }

  /// What a name stands for, once; later uses lead there.
  void definition(std::uint32_t index, bool decisive) {
    const Explanation::Definition& definition = explanation_.definitions[index];
    const std::string id = "definition-" + std::to_string(index);
    if (!definitions_.insert(index).second) return link(id, definition.name);
    out_ += "<li id=\"" + id + "\">";
    if (!definition.doc.empty()) paragraph("faint", definition.doc);
    out_ += "<ul class=\"tree\">\n";
    node(definition.body, decisive);
    out_ += "</ul></li>\n";
  }

  void decision(std::uint32_t index, bool decisive) {
    const Explanation::Decided& used = explanation_.decisions[index];
    const std::string id = "decision-" + std::to_string(index);
    if (!decisions_.insert(index).second) return link(id, used.name);
    out_ += "<li id=\"" + id + "\"><span class=\"badge " + std::string(class_of(used.outcome)) + "\">";
    text(used.outcome == Outcome::decided ? used.value.text : name(used.outcome));
    out_ += "</span> ";
    text(used.reason);
    out_ += "\n";
    for (const Rule& rule : used.rules) this->rule(rule, decisive && rule.decisive);
    out_ += "</li>\n";
  }

  void link(const std::string& id, const std::string& name) {
    out_ += "<li><a href=\"#" + id + "\">";
    text(name);
    out_ += "</a>, see there</li>\n";
  }

  // ---- words -------------------------------------------------------------------------------------------------------

  void text(std::string_view words) { append_html(out_, words); }

  void paragraph(std::string_view kind, std::string_view words) {
    out_ += kind.empty() ? "<p>" : "<p class=\"" + std::string(kind) + "\">";
    text(words);
    out_ += "</p>\n";
  }

  void message(const Decision::Message& message) {
    out_ += message.language.empty() ? "<p class=\"message\">"
                                     : "<p class=\"message\" lang=\"" + html_escape(message.language) + "\">";
    text(message.text);
    out_ += "</p>\n";
  }

  void failure(const Decision::Failure& failure) {
    out_ += "<p class=\"undetermined\">";
    text((failure.code.empty() ? "" : failure.code + ": ") + failure.message +
         (failure.place.empty() ? "" : ", at " + failure.place));
    out_ += "</p>\n";
  }

  void place(const Explanation::Place& place) {
    if (place.file.empty()) return;
    out_ += "<span class=\"place faint\">";
    text(place.file + ":" + std::to_string(place.line));
    out_ += "</span>";
  }

  const Explanation& explanation_;
  const ExplanationHtmlOptions& options_;
  std::string out_;
  std::set<std::uint32_t> definitions_, decisions_;
  std::size_t depth_ = 0;  // Nodes within each other, where one is written.
};

}  // namespace

std::string explanation_html(const Explanation& explanation, const ExplanationHtmlOptions& options) {
  return Page(explanation, options).write();
}

}  // namespace writ
