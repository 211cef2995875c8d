#include "tools/documents/policy_page.hpp"

#include <algorithm>
#include <utility>

#include "engine/value/names.hpp"
#include "tools/documents/policy_writer.hpp"

namespace writ::documents {
namespace {

std::vector<model::DecisionId> decisions_of(const model::Model& model, model::FileIndex policy) {
  std::vector<model::DecisionId> result;
  for (model::DecisionId id = 0; id < model.decisions.size(); ++id) {
    if (model.decisions[id].file == policy) result.push_back(id);
  }
  return result;
}

std::vector<std::uint32_t> tests_about(const ClauseMap& map, model::FileIndex policy) {
  std::vector<std::uint32_t> result;
  for (const model::DecisionId id : decisions_of(*map.model, policy)) {
    std::ranges::copy(map.exercises.tests_about(id), std::back_inserter(result));
  }
  std::ranges::sort(result);
  const auto same = std::ranges::unique(result);
  result.erase(same.begin(), same.end());
  return result;
}

/// A test's steps as they are written, at the left margin.
std::string steps_of(const model::Test& test, const SourceSet& texts) {
  if (test.steps.empty()) return {};
  const Source& source = texts[test.span.file];
  const std::uint32_t begin = source.line_start(source.position(test.steps.front().span.begin).line);
  const std::string_view text = source.text({test.span.file, begin, test.steps.back().span.end});
  const std::size_t indent = std::min(text.find_first_not_of(' '), text.size());
  std::string result;
  for (std::size_t at = 0; at < text.size();) {
    const std::size_t end = std::min(text.find('\n', at), text.size());
    std::string_view line = text.substr(at, end - at);
    line.remove_prefix(std::min({indent, line.find_first_not_of(' '), line.size()}));
    if (line.ends_with('\r')) line.remove_suffix(1);
    result.append(line).append("\n");
    at = end + 1;
  }
  return result;
}

std::string first_paragraph(std::string_view doc) {
  const std::string text = doc_text(doc);
  return text.substr(0, text.find("\n\n"));
}

const std::string& title_of(const model::File& file) { return file.title.empty() ? file.name : file.title; }

}  // namespace

// ---- the writer -----------------------------------------------------------------------------------------------------

PolicyWriter::PolicyWriter(const ClauseMap& map, const Declared& declared, model::FileIndex policy, Language language)
    : map_(map),
      model_(*map.model),
      texts_(*map.texts),
      declared_(declared),
      policy_(policy),
      file_(map.model->files[policy]),
      language_(language),
      decisions_(decisions_of(model_, policy)),
      reach_(reach_of(model_, decisions_)) {}

Page PolicyWriter::write() {
  page_ = {file_.name, title_of(file_), std::string(tag(language_)), {}};
  add_head();
  add_contents();
  add_decisions();
  add_invariants();
  add_parameters();
  add_definitions();
  add_notices();
  add_facts();
  add_requirements();
  add_messages();
  add_examples();
  add({Paragraph{{Text{say(Phrase::written_from) + texts_[file_.source].name(), Text::Style::faint}}}});
  return std::move(page_);
}

void PolicyWriter::add_doc(Blocks& blocks, std::string_view comment) const {
  for (const std::string& paragraph : paragraphs(doc_text(comment))) {
    const std::string language = has_ideographs(paragraph) ? "zh" : "en";
    blocks.push_back({Paragraph{doc_line(paragraph), language == page_.language ? "" : language}});
  }
}

void PolicyWriter::add_title(std::size_t level, std::string id, Line line) {
  add({Title{level, std::move(id), std::move(line)}});
}

Reference PolicyWriter::rule_reference(model::DecisionId id, std::uint32_t number) const {
  const std::string address = "#" + target_id(model_, {Target::Kind::rule, id, number});
  return {rule_name(model_, {id, false, number}), address, true};
}

void PolicyWriter::add_head() {
  add_title(1, "", {Text{title_of(file_)}});
  const syntax::Header& header = declared_.file(policy_).header;
  Line line{Quoted{{{file_.name}}}};
  const auto add_fact = [&](Phrase what, Inline value) {
    line.push_back(Text{" · " + say(what) + " ", Text::Style::faint});
    line.push_back(std::move(value));
  };
  if (!file_.owner.empty()) add_fact(Phrase::owner, Text{file_.owner});
  if (header.timezone) add_fact(Phrase::time_zone, Text{header.timezone->value});
  if (header.calendar) add_fact(Phrase::calendar, Text{std::string(header.calendar->text)});
  if (header.effective) add_fact(Phrase::in_force, source(header.effective->span));
  add({Paragraph{std::move(line)}});
  add_doc(page_.blocks, file_.doc);
  add_sources();
}

void PolicyWriter::add_sources() {
  if (file_.sources.empty()) return;
  Listing list;
  for (std::uint32_t i = 0; i < file_.sources.size(); ++i) {
    const syntax::SourceClause& clause = declared_.file(policy_).header.sources[i];
    Line line{Quoted{{{file_.sources[i].name}}}, Text{" "}};
    for (const MappedSource& source : map_.sources) {
      const auto is_it = [&](const CitedAs& cited) { return cited.file == policy_ && cited.source == i; };
      if (std::ranges::none_of(source.cited_as, is_it)) continue;
      if (!source.text.title.empty()) line.push_back(Text{source.text.title + " "});
      line.push_back(Text{source.path, Text::Style::faint});
      if (!source.problem.empty()) line.push_back(Text{" (" + say(Phrase::source_missing) + ")"});
    }
    if (clause.effective) {
      line.push_back(Text{" · " + say(Phrase::in_force) + " ", Text::Style::faint});
      line.push_back(source(clause.effective->span));
    }
    list.items.push_back({{Paragraph{std::move(line)}}});
  }
  add({Paragraph{{Text{say(Phrase::sources), Text::Style::strong}}}});
  add({std::move(list)});
}

void PolicyWriter::add_contents() {
  Table table{{{said(Phrase::decision)}, {said(Phrase::answers)}}, {}};
  for (const model::DecisionId id : decisions_) {
    const model::Decision& decision = model_.decisions[id];
    const std::string name(unqualified(decision.name));
    const std::string address = "#" + target_id(model_, {Target::Kind::decision, id});
    table.rows.push_back({{{Reference{name, address, true}}, doc_line(first_paragraph(decision.doc))}});
  }
  if (!table.rows.empty()) add({std::move(table)});
}

void PolicyWriter::add_invariants() {
  bool is_first = true;
  for (const model::Invariant& invariant : model_.invariants) {
    if (invariant.file != policy_) continue;
    if (std::exchange(is_first, false)) add_title(2, "invariants", {said(Phrase::invariants)});
    add({Entry{"", {Text{invariant.name, Text::Style::strong}}, {{Paragraph{{words(invariant.condition)}}}}}});
  }
}

void PolicyWriter::add_examples() {
  const auto tests = tests_about(map_, policy_);
  if (tests.empty()) return;
  add_title(2, "examples", {said(Phrase::examples)});
  for (const std::uint32_t number : tests) {
    const model::Test& test = model_.tests[number];
    add({Folded{{Text{test.title}}, {{CodeBlock{steps_of(test, texts_)}}}}});
  }
}

const model::MessageText* text_in(const model::Message& message, Language language) {
  const std::string_view wanted = tag(language);
  for (const model::MessageText& text : message.texts) {
    const std::string_view written = text.language;
    if (written == wanted || (written.starts_with(wanted) && written.substr(wanted.size()).starts_with('-'))) {
      return &text;
    }
  }
  return message.texts.empty() ? nullptr : &message.texts.front();
}

// ---- pages ----------------------------------------------------------------------------------------------------------

std::vector<model::FileIndex> policies_of(const model::Model& model) {
  std::vector<model::FileIndex> result;
  for (model::FileIndex i = 0; i < model.files.size(); ++i) {
    if (model.files[i].policy) result.push_back(i);
  }
  std::ranges::sort(result, {}, [&](model::FileIndex file) { return model.files[file].name; });
  return result;
}

std::vector<Page> policy_pages(const ClauseMap& map, const std::vector<model::FileIndex>& policies, Language language) {
  const Declared declared(*map.model, *map.files);
  std::vector<Page> pages;
  for (const model::FileIndex policy : policies) {
    pages.push_back(PolicyWriter(map, declared, policy, language).write());
  }
  return pages;
}

Page index_page(const ClauseMap& map, const std::vector<model::FileIndex>& policies, Language language,
                const std::function<std::string(const std::string& policy)>& file_name) {
  const model::Model& model = *map.model;
  const auto say = [&](Phrase which) { return Text{std::string(phrase(which, language))}; };
  Page page{"", say(Phrase::policies).text, std::string(tag(language)), {}};
  page.blocks.push_back({Title{1, "", {say(Phrase::policies)}}});
  Table table{{{say(Phrase::policy)}, {say(Phrase::decisions)}, {say(Phrase::rules)}, {say(Phrase::tests)}}, {}};
  for (const model::FileIndex policy : policies) {
    const model::File& file = model.files[policy];
    const std::string address = file_name(file.name);
    Line title{Reference{title_of(file), address}};
    if (!file.title.empty()) {
      title.push_back(Break{});
      title.push_back(Quoted{{{file.name}}});
    }
    Line decisions;
    std::size_t rules = 0;
    for (const model::DecisionId id : decisions_of(model, policy)) {
      const model::Decision& decision = model.decisions[id];
      if (!decisions.empty()) decisions.push_back(Break{});
      decisions.push_back(Reference{std::string(unqualified(decision.name)),
                                    address + "#" + target_id(model, {Target::Kind::decision, id}), true});
      rules += decision.rules.size() + (decision.otherwise ? 1 : 0);
    }
    const std::size_t tests = tests_about(map, policy).size();
    table.rows.push_back(
        {{std::move(title), std::move(decisions), {Text{std::to_string(rules)}}, {Text{std::to_string(tests)}}}});
  }
  page.blocks.push_back({std::move(table)});
  return page;
}

}  // namespace writ::documents
