#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <tuple>

#include "engine/facts/write_json.hpp"
#include "engine/value/overloaded.hpp"
#include "grammar/render.hpp"
#include "tools/documents/clause_report.hpp"
#include "tools/documents/declared.hpp"
#include "tools/documents/words_html.hpp"
#include "tools/report/html.hpp"

namespace writ::documents {
namespace {

constexpr std::string_view style = R"(
body { max-width: 82rem; }
.clause { border-top: 1px solid var(--line); padding: 0.9rem 0; scroll-margin-top: 1rem; }
.clause:target { background: var(--shade); }
.clause p { margin: 0 0 0.5em; }
.clause .text { padding-left: 0.9rem; border-left: 3px solid transparent; }
.clause.uncited .text { border-left-color: var(--forbidden); }
.clause.untested .text { border-left-color: var(--referred); }
.clause.note .text { color: var(--faint); }
.anchor { font-weight: 700; font-variant-numeric: tabular-nums; text-decoration: none; margin-right: 0.5em; }
.prose { max-width: 46rem; }
.rule { margin: 0 0 1rem; }
.rule:last-child { margin-bottom: 0; }
.rule h4 { margin: 0 0 0.25em; font-weight: 600; font-size: 0.95rem; }
.rule ul { margin: 0 0 0.35em; padding-left: 1.2em; }
.rule p, .condition { margin: 0 0 0.35em; }
.rule h4 .of { display: block; font-weight: 400; font-size: 0.85rem; color: var(--faint); }
.rule details { margin: 0; font-size: 0.92em; }
.missing { color: var(--forbidden); font-weight: 600; }
.warned { color: var(--referred); font-weight: 600; }
table.counts { width: auto; }
table.counts td, table.counts th { padding-right: 1.5em; }
@media print { body { max-width: none; } }
)";

std::string_view outcome_class(std::optional<syntax::Effect> effect) {
  if (!effect) return "decided";
  if (*effect == syntax::Effect::permit) return "permitted";
  return *effect == syntax::Effect::forbid ? "forbidden" : "referred";
}

std::string_view effect_word(std::optional<syntax::Effect> effect) {
  if (!effect) return "rule";
  if (*effect == syntax::Effect::permit) return "permit";
  return *effect == syntax::Effect::forbid ? "forbid" : "refer";
}

class Page {
 public:
  explicit Page(const ClauseMap& map)
      : map_(map), model_(*map.model), texts_(*map.texts), declared_(*map.model, *map.files) {
    for (std::size_t i = 0; i < map.sources.size(); ++i) {
      for (std::size_t at = 0; at < map.sources[i].clauses.size(); ++at) {
        const Clause& clause = map.sources[i].text.clauses[at];
        ids_.try_emplace({clause.place.file, clause.place.begin}, clause_id(i, clause.anchor));
        for (const CitingRule& rule : map.sources[i].clauses[at].rules) {
          rests_on_[key(rule.rule)].push_back({clause_id(i, clause.anchor), clause.anchor});
        }
      }
    }
  }

  std::string take() {
    body_ =
        "<h1>Clause map</h1>\n<p>Each clause of the sources on the left, the rules that cite it on the right, with "
        "the tests in which they applied.</p>\n";
    add_summary();
    add_findings();
    for (std::size_t i = 0; i < map_.sources.size(); ++i) add_source(i);
    return html_page("Clause map", body_, {"en", style});
  }

 private:
  template <typename... Arguments>
  void add(fmt::format_string<Arguments...> format, Arguments&&... arguments) {
    fmt::format_to(std::back_inserter(body_), format, std::forward<Arguments>(arguments)...);
  }

  void add_summary() {
    body_ += "<div class=\"wide\"><table class=\"counts\">\n<thead><tr><th>Source</th><th>Cited as</th>";
    for (const std::string_view head : {"Clauses", "Cited", "Notes", "Uncited", "Untested"}) {
      add("<th class=\"number\">{}</th>", head);
    }
    body_ += "</tr></thead>\n<tbody>\n";
    for (std::size_t i = 0; i < map_.sources.size(); ++i) {
      const MappedSource& source = map_.sources[i];
      const ClauseCounts counts = count_clauses(source);
      add("<tr><td><a href=\"#s{}\">{}</a></td><td>{}</td>", i + 1, html_escape(source.path), cited_as(source));
      add("<td class=\"number\">{}</td><td class=\"number\">{}</td><td class=\"number\">{}</td>", counts.clauses,
          counts.cited, counts.notes);
      add("<td class=\"number{}\">{}</td><td class=\"number{}\">{}</td></tr>\n", counts.uncited > 0 ? " missing" : "",
          counts.uncited, counts.untested > 0 ? " warned" : "", counts.untested);
    }
    body_ += "</tbody></table></div>\n";
  }

  std::string cited_as(const MappedSource& source) const {
    std::map<std::string, std::string> files;  // By the name that they cite it by.
    for (const CitedAs& cited : source.cited_as) {
      const model::File& file = model_.files[cited.file];
      std::string& list = files[file.sources[cited.source].name];
      list += (list.empty() ? "" : ", ") + file.name;
    }
    std::string text;
    for (const auto& [name, list] : files) {
      text += fmt::format("{}<code>{}</code> <span class=\"faint\">in {}</span>", text.empty() ? "" : "<br>",
                          html_escape(name), html_escape(list));
    }
    return text;
  }

  void add_findings() {
    if (map_.findings.empty()) return;
    add("<h2 id=\"findings\">Findings</h2>\n<ul>\n");
    for (const Diagnostic& finding : map_.findings) {
      const bool is_error = severity(finding.code) == Severity::error;
      add("<li><span class=\"{}\">{}</span> {} <span class=\"faint\">{} {}</span></li>\n",
          is_error ? "missing" : "warned", word(severity(finding.code)), message_html(finding), id(finding.code),
          html_escape(place_of(texts_, finding.place)));
    }
    body_ += "</ul>\n";
  }

  /// A finding about a clause leads to it.
  std::string message_html(const Diagnostic& finding) const {
    std::string text = html_escape(finding.message);
    const auto found = ids_.find({finding.place.file, finding.place.begin});
    if (found != ids_.end()) return fmt::format("<a href=\"#{}\">{}</a>", html_escape(found->second), text);
    return text;
  }

  static std::string clause_id(std::size_t source, std::string_view anchor) {
    return fmt::format("s{}-{}", source + 1, fragment(anchor));
  }

  void add_source(std::size_t number) {
    const MappedSource& source = map_.sources[number];
    const std::string& title = source.text.title.empty() ? source.path : source.text.title;
    add("<h2 id=\"s{}\"{}>{}</h2>\n<p class=\"faint\">{}</p>\n", number + 1, language_of(title), html_escape(title),
        html_escape(source.path));
    if (!source.problem.empty()) {
      add("<p class=\"missing\">cannot be read: {}</p>\n", html_escape(source.problem));
      return;
    }
    bool is_title = true;
    for (const SourceBlock& block : source.text.blocks) {
      std::visit(Overloaded{[&](const Heading& heading) {
                              if (!std::exchange(is_title, false)) add_heading(heading);
                            },
                            [&](const Prose& prose) {
                              add("<div class=\"prose faint\">\n{}</div>\n", markdown_html(prose.text));
                            },
                            [&](const ClauseAt& at) { add_clause(number, at.index); }},
                 block);
    }
  }

  void add_heading(const Heading& heading) {
    const std::size_t level = std::clamp<std::size_t>(heading.level + 1, 3, 5);
    add("<h{}{}>{}</h{}>\n", level, language_of(heading.text), html_escape(heading.text), level);
  }

  void add_clause(std::size_t number, std::size_t index) {
    const Clause& clause = map_.sources[number].text.clauses[index];
    const MappedClause& mapped = map_.sources[number].clauses[index];
    const bool is_uncited = mapped.rules.empty() && !clause.note;
    const bool is_untested = !mapped.rules.empty() && mapped.tests.empty();
    const std::string_view state = is_uncited ? " uncited" : is_untested ? " untested" : clause.note ? " note" : "";
    const std::string id = clause_id(number, clause.anchor);
    add("<div class=\"clause columns{}\" id=\"{}\">\n<div class=\"text\">\n", state, id);
    add("<a class=\"anchor\" href=\"#{}\">{}</a>{}\n{}</div>\n<div class=\"rules\">\n", id, html_escape(clause.anchor),
        clause.note ? "<span class=\"faint\">note</span>" : "", markdown_html(clause.text));
    if (is_uncited) body_ += "<p class=\"missing\">no rule cites this clause</p>\n";
    if (is_untested) body_ += "<p class=\"warned\">no test exercises these rules</p>\n";
    for (const CitingRule& rule : mapped.rules) add_rule(id, rule.rule);
    body_ += "</div>\n</div>\n";
  }

  /// In full where the rule is first cited; further down only what tells it apart.
  void add_rule(std::string_view clause, RuleId id) {
    const model::Decision& decision = model_.decisions[id.decision];
    const Address& first = rests_on_[key(id)].front();
    const bool is_first = first.id == clause;
    body_ += "<div class=\"rule\">\n";
    if (id.is_also) {
      add_also(decision, decision.alsos[id.number], is_first);
    } else {
      add_rule(decision, id.number == decision.rules.size() ? *decision.otherwise : decision.rules[id.number],
               is_first);
    }
    if (is_first) {
      add_other_clauses(clause, id);
    } else {
      add("<p class=\"faint\">set out at <a href=\"#{}\">{}</a></p>\n", html_escape(first.id),
          html_escape(first.anchor));
    }
    add_tests(id);
    body_ += "</div>\n";
  }

  void add_also(const model::Decision& decision, const model::Also& also, bool is_first) {
    add("<h4><span class=\"badge\">also</span> {} <span class=\"of\">{}</span></h4>\n",
        words_html(notice_words(model_, texts_, also.call)), html_escape(decision.name));
    if (!is_first) return;
    add_effective(declared_.also(decision, static_cast<std::size_t>(&also - decision.alsos.data())));
    add_conditions(also.unless, also.when);
  }

  void add_rule(const model::Decision& decision, const model::Rule& rule, bool is_first) {
    add("<h4><span class=\"badge {}\">{}</span> {} <span class=\"of\">{}</span></h4>\n", outcome_class(rule.effect),
        effect_word(rule.effect), html_escape(rule.name), html_escape(decision.name));
    if (is_first && rule.value != model::none) {
      Words words{{"= "}};
      std::ranges::move(words_of(model_, texts_, rule.value), std::back_inserter(words));
      add("<p>{}</p>\n", words_html(words));
    }
    if (is_first) {
      add_effective(declared_.rule(decision, rule));
      add_conditions(rule.unless, rule.when);
    }
    if (!rule.because) return;
    for (const model::MessageText& text : rule.because->texts) {
      const std::string language = text.language.empty() ? "" : fmt::format(" lang=\"{}\"", html_escape(text.language));
      add("<p class=\"message\"{}>{}</p>\n", language, words_html(message_words(model_, texts_, text.text)));
    }
  }

  template <typename Node>
  void add_effective(const Node* written) {
    if (written == nullptr || !written->effective) return;
    add("<p class=\"faint\">{}</p>\n", words_html({{source_words(texts_, written->effective->span)}}));
  }

  void add_conditions(model::ExprId unless, model::ExprId when) {
    if (when != model::none) add_condition("when", when);
    if (unless != model::none) add_condition("unless", unless);
  }

  void add_condition(std::string_view word, model::ExprId expr) {
    const Layout layout = layout_of(model_, texts_, expr);
    add("<div class=\"condition\">{} ", word);
    add_layout(layout);
    body_ += "</div>\n";
  }

  void add_layout(const Layout& layout) {
    using Kind = Layout::Kind;
    if (!layout.lead.empty()) add("{} ", layout.lead);
    switch (layout.kind) {
      case Kind::words: body_ += words_html(layout.words); return;
      case Kind::form: body_ += words_html(layout.words); break;
      case Kind::all: body_ += "all of these hold"; break;
      case Kind::any: body_ += "any of these holds"; break;
      case Kind::none: body_ += "none of these holds"; break;
      case Kind::not_all: body_ += "not all of these hold"; break;
    }
    body_ += "\n<ul>\n";
    for (const Layout& part : layout.parts) {
      body_ += "<li>";
      add_layout(part);
      body_ += "</li>\n";
    }
    body_ += "</ul>\n";
  }

  /// Other clauses that the rule rests on.
  void add_other_clauses(std::string_view clause, RuleId rule) {
    std::string links;
    for (const auto& [address, anchor] : rests_on_[key(rule)]) {
      if (address != clause) links += fmt::format(" <a href=\"#{}\">{}</a>", html_escape(address), html_escape(anchor));
    }
    if (!links.empty()) add("<p class=\"faint\">rests also on{}</p>\n", links);
  }

  void add_tests(RuleId id) {
    const auto& tests = map_.exercises.tests_of(id);
    if (tests.empty()) {
      body_ += "<p class=\"warned\">no test</p>\n";
      return;
    }
    add("<details><summary class=\"faint\">{} test{}</summary>\n<ul>\n", tests.size(), tests.size() == 1 ? "" : "s");
    for (const std::uint32_t test : tests) {
      add("<li>{} <span class=\"faint\">{}</span></li>\n", html_escape(model_.tests[test].title),
          html_escape(place_of(texts_, model_.tests[test].span)));
    }
    body_ += "</ul></details>\n";
  }

  using Key = std::tuple<model::DecisionId, bool, std::uint32_t>;
  static Key key(RuleId rule) { return {rule.decision, rule.is_also, rule.number}; }

  struct Address {
    std::string id, anchor;
  };

  const ClauseMap& map_;
  const model::Model& model_;
  const SourceSet& texts_;
  Declared declared_;
  std::map<std::pair<FileId, std::uint32_t>, std::string> ids_;  // Of clauses, by the place of their anchors.
  std::map<Key, std::vector<Address>> rests_on_;
  std::string body_;
};

}  // namespace

std::string clause_html(const ClauseMap& map) { return Page(map).take(); }

}  // namespace writ::documents
