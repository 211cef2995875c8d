// What decisions rest on: parameters, definitions, notices, facts and what is required of them; and what they say.

#include <algorithm>
#include <utility>

#include "engine/value/names.hpp"
#include "tools/documents/policy_writer.hpp"

namespace writ::documents {
namespace {

/// Every language that a policy's rules speak, in the order met. "" is that of a message without one.
std::vector<std::string> languages_of(const std::vector<const model::Message*>& messages) {
  std::vector<std::string> result;
  for (const model::Message* message : messages) {
    for (const model::MessageText& text : message->texts) {
      if (std::ranges::find(result, text.language) == result.end()) result.push_back(text.language);
    }
  }
  return result;
}

const model::MessageText* text_of(const model::Message& message, std::string_view language) {
  const auto found = std::ranges::find(message.texts, language, &model::MessageText::language);
  return found == message.texts.end() ? nullptr : &*found;
}

std::string one_paragraph(std::string_view doc) {
  std::string text = doc_text(doc);
  for (std::size_t at = text.find("\n\n"); at != std::string::npos; at = text.find("\n\n")) text.replace(at, 2, " ");
  return text;
}

}  // namespace

Line PolicyWriter::described(Type type, std::string_view doc, bool fixed) const {
  Line line;
  const auto gap = [&] {
    if (!line.empty()) line.push_back(Text{" "});
  };
  if (!doc.empty()) line = doc_line(one_paragraph(doc));
  if (type.base == Kind::enumeration) {
    gap();
    std::string members;
    for (const EnumMemberInfo& member : model_.schema.enums[type.id].members) {
      members += (members.empty() ? "" : ", ") + member.name;
    }
    line.push_back(Text{say(Phrase::one_of), Text::Style::faint});
    line.push_back(Quoted{{{members}}});
  }
  if (fixed) {
    gap();
    line.push_back(Text{"(" + say(Phrase::cannot_change) + ")", Text::Style::faint});
  }
  return line;
}

void PolicyWriter::add_parameters() {
  Table table{{{said(Phrase::parameter)}, {said(Phrase::type)}, {said(Phrase::value_head)}, {said(Phrase::meaning)}},
              {}};
  for (model::ParameterId id = 0; id < model_.parameters.size(); ++id) {
    const model::Parameter& parameter = model_.parameters[id];
    if (parameter.file != policy_ && (!reach_.parameters[id] || !is_at_home(parameter.file))) continue;
    Line meaning = described(parameter.type, parameter.doc, false);
    const auto add_note = [&](std::string text) {
      if (!meaning.empty()) meaning.push_back(Text{" "});
      meaning.push_back(Text{std::move(text), Text::Style::faint});
    };
    if (parameter.fixed) add_note("(" + say(Phrase::fixed_parameter) + ")");
    if (parameter.file != policy_) add_note("(" + say(Phrase::declared_in) + declared_.name(parameter.file) + ")");
    table.rows.push_back({{{Quoted{{{std::string(unqualified(parameter.name))}}}},
                           {Quoted{{{type_name(parameter.type)}}}},
                           value_of(parameter),
                           std::move(meaning)},
                          target_id(model_, {Target::Kind::parameter, id})});
  }
  if (table.rows.empty()) return;
  add_title(2, "parameters", {said(Phrase::parameters)});
  add({std::move(table)});
}

Line PolicyWriter::value_of(const model::Parameter& parameter) const {
  const syntax::ParameterDecl* declared = declared_.parameter(parameter);
  if (declared == nullptr || !declared->dated) return {words(parameter.value)};
  Line line;
  for (const syntax::DatedValue& dated : declared->values) {
    if (!line.empty()) line.push_back(Break{});
    line.push_back(source(dated.span));
  }
  line.push_back(Break{});
  line.push_back(Text{say(Phrase::dated_by), Text::Style::faint});
  line.push_back(declared->dated_by ? source(declared->dated_by->span) : Quoted{{{"now"}}});
  return line;
}

void PolicyWriter::add_definitions() {
  bool is_first = true;
  for (model::DefineId id = 0; id < model_.defines.size(); ++id) {
    const model::Define& define = model_.defines[id];
    if (define.file != policy_ && (!reach_.defines[id] || !is_at_home(define.file))) continue;
    if (std::exchange(is_first, false)) add_title(2, "definitions", {said(Phrase::definitions)});
    std::string head(unqualified(define.name));
    for (std::size_t i = 0; i < define.parameters.size(); ++i) {
      const model::Local& local = model_.locals[define.parameters[i]];
      head += (i == 0 ? "(" : ", ") + local.name + " : " + type_name(local.type);
    }
    if (!define.parameters.empty()) head += ")";
    Entry entry{target_id(model_, {Target::Kind::define, id}), {Quoted{{{head + " : " + type_name(define.type)}}}}, {}};
    if (define.file != policy_) {
      entry.head.push_back(Text{" " + say(Phrase::declared_in) + declared_.name(define.file), Text::Style::faint});
    }
    add_doc(entry.body, define.doc);
    const Layout layout = layout_of(model_, texts_, define.body);
    const bool is_plain = layout.kind == Layout::Kind::words || layout.kind == Layout::Kind::form;
    add_layout(entry.body, {is_plain ? Inline{Quoted{{{"= "}}}} : Inline{said(Phrase::true_where)}}, layout, false);
    add({std::move(entry)});
  }
}

void PolicyWriter::add_notices() {
  Table table{{{said(Phrase::name)}, {said(Phrase::kind)}, {said(Phrase::meaning)}}, {}};
  for (model::NoticeId id = 0; id < model_.notices.size(); ++id) {
    const model::Notice& notice = model_.notices[id];
    if (notice.file != policy_ && (!reach_.notices[id] || !is_at_home(notice.file))) continue;
    std::string head = notice.name + "(";
    for (const model::Notice::Parameter& parameter : notice.parameters) {
      head += (head.ends_with('(') ? "" : ", ") + parameter.name + " : " + type_name(parameter.type);
    }
    const bool binds = notice.kind == syntax::NoticeKind::obligation;
    const syntax::Declaration* declared = declared_.notice(notice);
    table.rows.push_back({{{Quoted{{{head + ")"}}}},
                           {said(binds ? Phrase::obligation : Phrase::advice)},
                           doc_line(declared == nullptr ? "" : one_paragraph(declared->doc))},
                          target_id(model_, {Target::Kind::notice, id})});
  }
  if (table.rows.empty()) return;
  add_title(2, "notices", {said(Phrase::notices)});
  add({std::move(table)});
}

void PolicyWriter::add_requirements() {
  const auto is_checked = [&](const model::Requirement& requirement) {
    return std::ranges::any_of(decisions_, [&](model::DecisionId id) {
      return std::ranges::includes(model_.decisions[id].needs, requirement.reads);
    });
  };
  bool is_first = true;
  for (const model::Requirement& requirement : model_.requirements) {
    if (!is_checked(requirement)) continue;
    if (std::exchange(is_first, false)) add_title(2, "requirements", {said(Phrase::requirements)});
    Entry entry{"", {Text{requirement.name, Text::Style::strong}}, {}};
    if (requirement.file != policy_) {
      entry.head.push_back(Text{" " + say(Phrase::declared_in) + declared_.name(requirement.file), Text::Style::faint});
    }
    add_layout(entry.body, {said(Phrase::required)}, layout_of(model_, texts_, requirement.condition), false);
    add_message(entry.body, requirement.because);
    add({std::move(entry)});
  }
}

void PolicyWriter::add_facts() {
  std::vector<model::FactId> needed;
  for (const model::DecisionId id : decisions_) {
    std::vector<model::FactId> all;
    std::ranges::set_union(needed, model_.decisions[id].needs, std::back_inserter(all));
    needed = std::move(all);
  }
  if (needed.empty()) return;
  add_title(2, "facts", {said(Phrase::facts)});
  Table table{{{said(Phrase::name)}, {said(Phrase::type)}, {said(Phrase::meaning)}}, {}};
  for (const model::FactId id : needed) {
    const model::Fact& fact = model_.facts[id];
    const syntax::Declaration* declared = declared_.fact(fact);
    table.rows.push_back({{{Quoted{{{fact.name}}}},
                           {Quoted{{{type_name(fact.type)}}}},
                           described(fact.type, declared == nullptr ? "" : declared->doc, fact.fixed)},
                          target_id(model_, {Target::Kind::fact, id})});
  }
  add({std::move(table)});
  if (!reach_.fields.empty()) add({Paragraph{{Text{say(Phrase::only_read_fields), Text::Style::faint}}}});
  for (const auto& [record, read] : reach_.fields) add_fields(record, read);
}

void PolicyWriter::add_fields(std::uint32_t record, const std::vector<bool>& read) {
  const RecordInfo& info = model_.schema.records[record];
  const syntax::RecordDecl* declared = declared_.record(info.name);
  add_title(4, "", {Quoted{{{std::string(unqualified(info.name))}}}});
  Table table{{{said(Phrase::name)}, {said(Phrase::type)}, {said(Phrase::meaning)}}, {}};
  for (std::size_t i = 0; i < info.fields.size(); ++i) {
    if (!read[i]) continue;
    const FieldInfo& field = info.fields[i];
    const std::string_view doc = declared == nullptr ? std::string_view() : declared->fields[i].doc;
    table.rows.push_back(
        {{{Quoted{{{field.name}}}}, {Quoted{{{type_name(field.type)}}}}, described(field.type, doc, field.fixed)}});
  }
  add({std::move(table)});
}

void PolicyWriter::add_messages() {
  struct Row {
    Line name;
    const model::Message* message;
  };
  std::vector<Row> rows;
  for (const model::DecisionId id : decisions_) {
    const model::Decision& decision = model_.decisions[id];
    const auto add_rule = [&](const model::Rule& rule, std::uint32_t number) {
      if (!rule.because) return;
      Reference name = rule_reference(id, number);
      const Text of{std::string(unqualified(decision.name)), Text::Style::faint};
      rows.push_back({{of, Break{}, std::move(name)}, &*rule.because});
    };
    for (std::uint32_t i = 0; i < decision.rules.size(); ++i) add_rule(decision.rules[i], i);
    if (decision.otherwise) add_rule(*decision.otherwise, static_cast<std::uint32_t>(decision.rules.size()));
  }
  for (const model::Requirement& requirement : model_.requirements) {
    if (requirement.file != policy_ || requirement.because.texts.empty()) continue;
    rows.push_back({{Quoted{{{requirement.name}}}}, &requirement.because});
  }
  if (rows.empty()) return;

  std::vector<const model::Message*> messages;
  for (const Row& row : rows) messages.push_back(row.message);
  const auto languages = languages_of(messages);
  Table table{{{said(Phrase::rule)}}, {}};
  for (const std::string& language : languages) {
    table.head.push_back({Text{language.empty() ? say(Phrase::any_language) : language}});
  }
  for (Row& row : rows) {
    Table::Row cells{{std::move(row.name)}};
    for (const std::string& language : languages) {
      const model::MessageText* text = text_of(*row.message, language);
      if (text == nullptr) {
        cells.cells.push_back({Text{say(Phrase::no_message), Text::Style::faint}});
      } else {
        cells.cells.push_back({Quoted{message_words(model_, texts_, text->text)}});
      }
    }
    table.rows.push_back(std::move(cells));
  }
  add_title(2, "messages", {said(Phrase::messages)});
  add({std::move(table)});
}

}  // namespace writ::documents
