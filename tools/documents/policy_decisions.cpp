// Decisions and their rules, in the order in which people ask: who may, then who may not.

#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "engine/value/names.hpp"
#include "tools/documents/policy_writer.hpp"

namespace writ::documents {
namespace {

using model::DecisionId;
using syntax::Effect;

Phrase combined(syntax::Combine combine) {
  switch (combine) {
    case syntax::Combine::single: return Phrase::combine_single;
    case syntax::Combine::first: return Phrase::combine_first;
    case syntax::Combine::every: return Phrase::combine_every;
    case syntax::Combine::sum: return Phrase::combine_sum;
    case syntax::Combine::min: return Phrase::combine_min;
    case syntax::Combine::max: return Phrase::combine_max;
    case syntax::Combine::count: break;
  }
  return Phrase::combine_count;
}

Badge badge_of(Effect effect, Language language) {
  const Phrase word = effect == Effect::permit   ? Phrase::permit
                      : effect == Effect::forbid ? Phrase::forbid
                                                 : Phrase::refer;
  const std::string outcome = effect == Effect::permit   ? "permitted"
                              : effect == Effect::forbid ? "forbidden"
                                                         : "referred";
  return {std::string(phrase(word, language)), outcome};
}

const model::Rule& rule_of(const model::Decision& decision, std::uint32_t number) {
  return number == decision.rules.size() ? *decision.otherwise : decision.rules[number];
}

Phrase head_of(Layout::Kind kind, bool is_nested) {
  switch (kind) {
    case Layout::Kind::all: return is_nested ? Phrase::nested_all_of : Phrase::all_of;
    case Layout::Kind::any: return is_nested ? Phrase::nested_any_of : Phrase::any_of;
    case Layout::Kind::none: return is_nested ? Phrase::nested_none_of : Phrase::none_of;
    case Layout::Kind::not_all:
    case Layout::Kind::form:
    case Layout::Kind::words: break;
  }
  return is_nested ? Phrase::nested_not_all_of : Phrase::not_all_of;
}

bool is_joint(const Layout& layout) { return layout.kind != Layout::Kind::words && layout.kind != Layout::Kind::form; }

}  // namespace

void PolicyWriter::add_decisions() {
  if (decisions_.empty()) return;
  add_title(2, "decisions", {said(Phrase::decisions)});
  for (const DecisionId id : decisions_) add_decision(id);
}

void PolicyWriter::add_decision(DecisionId id) {
  const model::Decision& decision = model_.decisions[id];
  add_title(3, target_id(model_, {Target::Kind::decision, id}), {Quoted{{{std::string(unqualified(decision.name))}}}});
  add_doc(page_.blocks, decision.doc);
  if (decision.permission) {
    add({Paragraph{{Text{say(Phrase::permission) + say(Phrase::permission_order), Text::Style::faint}}}});
    add_rules_of(id, Effect::permit, Phrase::permitted);
    add_rules_of(id, Effect::refer, Phrase::referred);
    add_rules_of(id, Effect::forbid, Phrase::forbidden);
  } else {
    const std::string gap = language_ == Language::zh ? "" : " ";
    std::string combination = gap + say(combined(decision.combine));
    if (!decision.otherwise && decision.type.optional) combination += gap + say(Phrase::absent_else);
    add({Paragraph{{Text{say(Phrase::gives), Text::Style::faint}, Quoted{{{type_name(decision.type)}}},
                    Text{(language_ == Language::zh ? "。" : ".") + combination, Text::Style::faint}}}});
    for (std::uint32_t i = 0; i < decision.rules.size(); ++i) add({rule_entry(id, i)});
    if (decision.otherwise) add({rule_entry(id, static_cast<std::uint32_t>(decision.rules.size()))});
  }
  if (!decision.alsos.empty()) add_title(4, "", {said(Phrase::besides)});
  for (std::uint32_t i = 0; i < decision.alsos.size(); ++i) add({also_entry(id, i)});

  add_needs(id);
}

void PolicyWriter::add_needs(DecisionId id) {
  Line needs{{said(Phrase::needs)}};
  const auto add_fact = [&](Inline fact) {
    if (needs.size() > 1) needs.push_back(said(Phrase::list_separator));
    needs.push_back(std::move(fact));
  };
  for (const model::FactId fact : model_.decisions[id].needs) {
    add_fact(Reference{model_.facts[fact].name, "#" + target_id(model_, {Target::Kind::fact, fact}), true});
  }
  if (reach_of(model_, {id}).reads_now) add_fact(Quoted{{{"now"}}});
  add({Paragraph{needs.size() > 1 ? std::move(needs) : Line{said(Phrase::nothing_needed)}}});
}

void PolicyWriter::add_rules_of(DecisionId id, Effect effect, Phrase title) {
  const model::Decision& decision = model_.decisions[id];
  bool is_first = true;
  for (std::uint32_t i = 0; i < decision.rules.size(); ++i) {
    if (decision.rules[i].effect != effect) continue;
    if (std::exchange(is_first, false)) add_title(4, "", {said(title)});
    add({rule_entry(id, i)});
  }
}

Entry PolicyWriter::rule_entry(DecisionId id, std::uint32_t number) const {
  const model::Decision& decision = model_.decisions[id];
  const model::Rule& rule = rule_of(decision, number);
  Entry entry{target_id(model_, {Target::Kind::rule, id, number}), {}, {}};
  if (rule.effect) {
    entry.head = {badge_of(*rule.effect, language_), Text{" "}, Text{rule.name, Text::Style::strong}};
  } else {
    entry.head = {Text{rule.is_otherwise ? say(Phrase::otherwise) : rule.name, Text::Style::strong}};
  }
  if (rule.value != model::none) {
    Words value{{"= "}};
    std::ranges::move(words_of(model_, texts_, rule.value), std::back_inserter(value));
    entry.body.push_back({Paragraph{{Quoted{std::move(value)}}}});
  }
  add_doc(entry.body, rule.doc);
  if (rule.is_otherwise) {
    entry.body.push_back({Paragraph{{said(Phrase::no_rule_applies)}}});
  } else {
    add_conditions(entry.body, rule.unless, rule.when);
  }
  if (const syntax::Rule* declared = declared_.rule(decision, rule)) {
    add_effective(entry.body, declared->effective);
  }
  add_exceptions(entry.body, id, number);
  if (rule.because) add_message(entry.body, *rule.because);
  for (const model::NoticeCall& call : rule.then) {
    entry.body.push_back({Paragraph{{said(Phrase::then), Quoted{notice_words(model_, texts_, call)}}}});
  }
  add_citations(entry.body, rule.cite);
  return entry;
}

Entry PolicyWriter::also_entry(DecisionId id, std::uint32_t number) const {
  const model::Decision& decision = model_.decisions[id];
  const model::Also& also = decision.alsos[number];
  const bool binds = model_.notices[also.call.notice].kind == syntax::NoticeKind::obligation;
  Entry entry{"", {Badge{say(binds ? Phrase::obligation : Phrase::advice), "decided"}, Text{" "}}, {}};
  entry.head.push_back(Quoted{notice_words(model_, texts_, also.call)});
  add_conditions(entry.body, also.unless, also.when);
  if (const syntax::Also* declared = declared_.also(decision, number)) {
    std::string outcomes;
    for (const syntax::Name& outcome : declared->outcomes) {
      outcomes += (outcomes.empty() ? "" : say(Phrase::list_separator)) + std::string(outcome.text);
    }
    if (!outcomes.empty()) entry.body.push_back({Paragraph{{said(Phrase::on_outcomes), Quoted{{{outcomes}}}}}});
    add_effective(entry.body, declared->effective);
  }
  add_citations(entry.body, also.cite);
  return entry;
}

void PolicyWriter::add_conditions(Blocks& blocks, model::ExprId unless, model::ExprId when) const {
  if (when == model::none && unless == model::none) blocks.push_back({Paragraph{{said(Phrase::always)}}});
  if (when != model::none) {
    const Layout layout = layout_of(model_, texts_, when);
    add_layout(blocks, {said(is_joint(layout) ? Phrase::where_these : Phrase::where)}, layout, false);
  }
  if (unless != model::none) add_layout(blocks, {said(Phrase::unless)}, layout_of(model_, texts_, unless), false);
}

void PolicyWriter::add_layout(Blocks& blocks, Line lead, const Layout& layout, bool is_nested) const {
  if (is_joint(layout)) {
    lead.push_back(said(head_of(layout.kind, is_nested)));
  } else if (auto* before = lead.empty() ? nullptr : std::get_if<Quoted>(&lead.back())) {
    std::ranges::copy(layout.words, std::back_inserter(before->words));
  } else {
    lead.push_back(Quoted{layout.words});
  }
  blocks.push_back({Paragraph{std::move(lead)}});
  if (layout.parts.empty()) return;
  Listing list;
  for (const Layout& part : layout.parts) {
    Blocks item;
    Line begun;
    if (!part.lead.empty() && is_joint(part)) {
      begun = {Quoted{{{part.lead}}}, Text{" "}};
    } else if (!part.lead.empty()) {
      begun = {Quoted{{{part.lead + " "}}}};
    }
    add_layout(item, std::move(begun), part, true);
    list.items.push_back(std::move(item));
  }
  blocks.push_back({std::move(list)});
}

void PolicyWriter::add_message(Blocks& blocks, const model::Message& message) const {
  const model::MessageText* text = text_in(message, language_);
  if (text == nullptr) return;
  Line line{Text{"“"}, Quoted{message_words(model_, texts_, text->text)}, Text{"”"}};
  blocks.push_back({Paragraph{std::move(line), text->language == page_.language ? "" : text->language}});
}

void PolicyWriter::add_exceptions(Blocks& blocks, DecisionId id, std::uint32_t number) const {
  const model::Decision& decision = model_.decisions[id];
  const auto add_references = [&](Phrase words, const std::vector<std::uint32_t>& rules) {
    if (rules.empty()) return;
    Line line{said(words)};
    for (const std::uint32_t rule : rules) {
      if (line.size() > 1) line.push_back(said(Phrase::list_separator));
      line.push_back(rule_reference(id, rule));
    }
    blocks.push_back({Paragraph{std::move(line)}});
  };
  add_references(Phrase::overrides, rule_of(decision, number).overrides);
  std::vector<std::uint32_t> exceptions;
  for (std::uint32_t i = 0; i < decision.rules.size(); ++i) {
    const auto& overrides = decision.rules[i].overrides;
    if (std::ranges::find(overrides, number) != overrides.end()) exceptions.push_back(i);
  }
  add_references(Phrase::overridden_by, exceptions);
}

void PolicyWriter::add_effective(Blocks& blocks, const std::optional<syntax::Effective>& effective) const {
  if (!effective) return;
  blocks.push_back({Paragraph{{Text{say(Phrase::in_force) + " ", Text::Style::faint}, source(effective->span)}}});
}

void PolicyWriter::add_citations(Blocks& blocks, const std::vector<model::Citation>& citations) const {
  for (const model::Citation& citation : citations) {
    Quotation quotation{{Text{file_.sources[citation.source].name + " " + citation.anchor, Text::Style::strong}}, {}};
    const auto is_cited = [&](const MappedSource& source) {
      return std::ranges::any_of(source.cited_as, [&](const CitedAs& cited) {
        return cited.file == policy_ && cited.source == citation.source;
      });
    };
    const auto source = std::ranges::find_if(map_.sources, is_cited);
    if (source == map_.sources.end() || !source->problem.empty()) {
      quotation.head.push_back(Text{" " + say(Phrase::source_missing)});
    } else {
      const auto& clauses = source->text.clauses;
      const auto clause = std::ranges::find(clauses, citation.anchor, &Clause::anchor);
      if (clause == clauses.end()) {
        quotation.head.push_back(Text{" " + say(Phrase::clause_missing)});
      } else {
        quotation.text = clause->text;
      }
    }
    blocks.push_back({std::move(quotation)});
  }
}

}  // namespace writ::documents
