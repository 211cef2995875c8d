#include "engine/check/types.hpp"

#include <fmt/format.h>

#include <unordered_map>

#include "engine/check/unknown.hpp"
#include "engine/check/wording.hpp"

namespace writ::checking {
namespace {

struct NamedKind {
  std::string_view name;
  Kind kind;
};
constexpr NamedKind built_in[] = {
    {"Bool", Kind::boolean},    {"Int", Kind::integer}, {"Decimal", Kind::decimal},       {"Text", Kind::text},
    {"Instant", Kind::instant}, {"Date", Kind::date},   {"TimeOfDay", Kind::time_of_day}, {"Duration", Kind::duration},
    {"Period", Kind::period},   {"Money", Kind::money},
};

/// Names that people of other languages reach for.
constexpr std::pair<std::string_view, std::string_view> slips[] = {
    {"String", "Text"},       {"string", "Text"},    {"Boolean", "Bool"},   {"bool", "Bool"},
    {"boolean", "Bool"},      {"Integer", "Int"},    {"int", "Int"},        {"Float", "Decimal"},
    {"float", "Decimal"},     {"Double", "Decimal"}, {"Number", "Decimal"}, {"DateTime", "Instant"},
    {"Timestamp", "Instant"}, {"Time", "TimeOfDay"}, {"text", "Text"},
};

Type resolve_currency(Context& context, const syntax::TypeExpr& written) {
  if (!written.currency) {
    context.error(Code::unknown_currency, written.name.span, "`Money` needs a currency")
        .help("write the currency's ISO 4217 code after it: `Money CNY`");
    return {};
  }
  const auto currency = check_currency(context, *written.currency);
  return currency ? Type{Kind::money, 0, false, *currency} : Type{};
}

Type resolve_name(Context& context, FileIndex file, const syntax::TypeExpr& written) {
  const auto& parts = written.name.parts;
  if (parts.empty()) return {};
  const syntax::Name& last = parts.back();
  const Symbol* symbol = nullptr;
  if (parts.size() == 1) {
    for (const auto& [name, kind] : built_in) {
      if (name != last.text) continue;
      return kind == Kind::money ? resolve_currency(context, written) : Type{kind, 0, false, 0};
    }
  }
  symbol = resolve_symbol(context, file, written.name, Space::types, [&](Report& report) {
    for (const auto& [slip, meant] : slips)
      if (slip == last.text) {
        report.help(fmt::format("did you mean `{}`?", meant)).fix(last.span, std::string(meant));
        return true;
      }
    auto candidates = context.symbols.names(file, Space::types);
    for (const auto& row : built_in) candidates.push_back(row.name);
    return context.suggest(report, last, candidates);
  });
  if (symbol == nullptr) return {};
  if (symbol->kind == SymbolKind::enumeration) return {Kind::enumeration, 0, false, symbol->index};
  if (symbol->kind == SymbolKind::record) return {Kind::record, 0, false, symbol->index};
  return {};
}

/// Nothing could refer to it: a type of the language comes first.
void reject_built_in(Context& context, const syntax::Name& name) {
  for (const auto& each : built_in) {
    if (each.name != name.text) continue;
    context.error(Code::declared_twice, name.span, fmt::format("`{}` is a type of the language", name.text));
  }
}

void declare_enum(Context& context, FileIndex file, const syntax::EnumDecl& node) {
  EnumInfo info{context.qualified(file, node.name.text), {}};
  std::unordered_map<std::string_view, Span> names, spellings;
  for (const auto& member : node.members) {
    if (member.name.text.empty()) continue;
    const auto [first, added] = names.try_emplace(member.name.text, member.name.span);
    if (!added) {
      context
          .error(Code::declared_twice, member.name.span,
                 fmt::format("`{}` is a member of `{}` already", member.name.text, node.name.text))
          .label(first->second, "first here");
      continue;
    }
    const std::string_view spelling = member.spelling ? std::string_view(member.spelling->value) : member.name.text;
    const Span place = member.spelling ? member.spelling->span : member.name.span;
    const auto [first_spelling, new_spelling] = spellings.try_emplace(spelling, place);
    if (!new_spelling) {
      context.error(Code::spelling_twice, place, fmt::format("two members are spelt \"{}\" in facts", spelling))
          .label(first_spelling->second, "the other");
    }
    info.members.push_back({std::string(member.name.text), std::string(spelling)});
  }
  context.model.schema.enums.push_back(std::move(info));
  context.enum_files.push_back(file);
}

void declare_record(Context& context, FileIndex file, const syntax::RecordDecl& node, std::uint32_t index) {
  RecordInfo info{context.qualified(file, node.name.text), {}, 0};
  std::unordered_map<std::string_view, Span> names, spellings;
  for (const auto& field : node.fields) {
    const Type type = resolve_type(context, file, field.type);
    reject_period(context, type, field.type.span);
    if (field.name.text.empty()) continue;
    const auto [first, added] = names.try_emplace(field.name.text, field.name.span);
    if (!added) {
      context
          .error(Code::declared_twice, field.name.span,
                 fmt::format("`{}` is a field of `{}` already", field.name.text, node.name.text))
          .label(first->second, "first here");
      continue;
    }
    const std::string_view spelling = field.spelling ? std::string_view(field.spelling->value) : field.name.text;
    const Span place = field.spelling ? field.spelling->span : field.name.span;
    const auto [first_spelling, new_spelling] = spellings.try_emplace(spelling, place);
    if (!new_spelling) {
      context.error(Code::spelling_twice, place, fmt::format("two fields are read from \"{}\"", spelling))
          .label(first_spelling->second, "the other");
    }
    info.fields.push_back({std::string(field.name.text), std::string(spelling), type,
                           resolve_encoding(context, field.encoding, type), field.fixed, 0});
  }
  context.model.schema.records[index] = std::move(info);
}

/// The fields by which a record comes to contain itself other than through a list.
class SelfContainment {
 public:
  explicit SelfContainment(const Schema& schema) : schema_(schema), state_(schema.records.size(), State::fresh) {}

  /// Field indexes by record, along one circle; empty where there is none.
  std::vector<std::pair<std::uint32_t, std::uint32_t>> find() {
    for (std::uint32_t i = 0; i < schema_.records.size(); ++i)
      if (state_[i] == State::fresh && visit(i)) return circle_;
    return {};
  }

 private:
  enum class State : std::uint8_t { fresh, open, done };

  bool visit(std::uint32_t start) {
    struct Step {
      std::uint32_t record, field;
    };
    std::vector<Step> path{{start, 0}};
    state_[start] = State::open;
    while (!path.empty()) {
      auto& step = path.back();
      const auto& fields = schema_.records[step.record].fields;
      if (step.field == fields.size()) {
        state_[step.record] = State::done;
        path.pop_back();
        if (!path.empty()) ++path.back().field;
        continue;
      }
      const Type type = fields[step.field].type;
      if (type.base != Kind::record || type.is_list() || state_[type.id] == State::done) {
        ++step.field;
        continue;
      }
      if (state_[type.id] == State::open) {
        bool inside = false;
        for (const auto& each : path) {
          inside = inside || each.record == type.id;
          if (inside) circle_.emplace_back(each.record, each.field);
        }
        return true;
      }
      state_[type.id] = State::open;
      path.push_back({type.id, 0});
    }
    return false;
  }

  const Schema& schema_;
  std::vector<State> state_;
  std::vector<std::pair<std::uint32_t, std::uint32_t>> circle_;
};

using RecordNodes = std::vector<const syntax::RecordDecl*>;

/// Reports each circle once and breaks it, so that the rest can be laid out.
void reject_self_containment(Context& context, const RecordNodes& nodes) {
  Schema& schema = context.model.schema;
  for (;;) {
    const auto circle = SelfContainment(schema).find();
    if (circle.empty()) return;
    const auto field_node = [&](std::pair<std::uint32_t, std::uint32_t> step) -> const syntax::Field* {
      const auto& name = schema.records[step.first].fields[step.second].name;
      for (const auto& field : nodes[step.first]->fields)
        if (field.name.text == name) return &field;
      return nullptr;
    };
    const auto* first = field_node(circle.front());
    auto report =
        context.error(Code::record_contains_itself, first->type.span,
                      fmt::format("a `{}` contains a `{}`, without end", nodes[circle.front().first]->name.text,
                                  nodes[circle.front().first]->name.text));
    for (std::size_t i = 1; i < circle.size(); ++i) {
      report.label(
          field_node(circle[i])->type.span,
          fmt::format("through `{}` of `{}`", field_node(circle[i])->name.text, nodes[circle[i].first]->name.text));
    }
    report.help("a list may be empty, so `list of` ends it; or keep the other's id instead");
    schema.records[circle.front().first].fields[circle.front().second].type = {};
  }
}

}  // namespace

std::optional<Currency> check_currency(Context& context, const syntax::Name& written) {
  if (written.text.size() == 3) {
    const Currency currency = pack_currency(written.text);
    if (minor_units(currency) >= 0) return currency;
  }
  auto report =
      context.error(Code::unknown_currency, written.span, fmt::format("ISO 4217 knows no currency `{}`", written.text));
  if (written.text == "RMB") report.help("did you mean `CNY`?").fix(written.span, "CNY");
  return std::nullopt;
}

Type resolve_type(Context& context, FileIndex file, const syntax::TypeExpr& written) {
  Type type = resolve_name(context, file, written);
  if (type.base == Kind::unknown) return {};
  type.lists = static_cast<std::uint8_t>(std::min<std::uint32_t>(written.lists, 200));
  type.optional = written.optional;
  if (written.optional_element) {
    auto element = type;
    element.optional = false;
    const auto list = context.model.schema.type_name(element);
    context.error(Code::optional_element, *written.optional_element, "the elements of a list are always present")
        .help(fmt::format("for a list that may be absent write `({})?`", list))
        .fix(written.span, fmt::format("({})?", list));
    type.optional = true;
  }
  return type;
}

Encoding resolve_encoding(Context& context, const std::optional<syntax::Name>& written, Type type) {
  if (!written || written->text.empty()) return Encoding::rfc3339;
  std::optional<Encoding> encoding;
  if (written->text == "unix_seconds") encoding = Encoding::unix_seconds;
  if (written->text == "unix_millis") encoding = Encoding::unix_millis;
  if (!encoding) {
    auto report =
        context.error(Code::bad_encoding, written->span, fmt::format("no encoding is called `{}`", written->text));
    if (!context.suggest(report, *written, {"unix_seconds", "unix_millis"})) {
      report.help("an Instant is written `as unix_seconds` or `as unix_millis`, else as RFC 3339 text");
    }
    return Encoding::rfc3339;
  }
  if (type.base != Kind::instant && type.base != Kind::unknown) {
    context.error(Code::bad_encoding, written->span,
                  fmt::format("`as {}` says how an Instant is written, and this is {}", written->text,
                              with_article(context.model.schema, type)));
  }
  return *encoding;
}

void reject_period(Context& context, Type type, Span place) {
  if (type.base != Kind::period) return;
  context.error(Code::period_in_facts, place, "a period is not a fact: its length depends on where it starts")
      .help("take an Int and make the period in the rule: `days(n)`");
}

void declare_types(Context& context) {
  Schema& schema = context.model.schema;
  schema.records.resize(context.symbols.count(SymbolKind::record));
  RecordNodes nodes;
  // All enums first: indexes are given in the order of the text, and records may name any of them.
  for (FileIndex i = 0; i < context.files.size(); ++i)
    for (const auto& declaration : context.files[i].declarations) {
      if (const auto* node = std::get_if<syntax::EnumDecl>(&declaration.node)) {
        reject_built_in(context, node->name);
        declare_enum(context, i, *node);
      }
      if (const auto* node = std::get_if<syntax::RecordDecl>(&declaration.node)) {
        reject_built_in(context, node->name);
        schema.records[nodes.size()].name = context.qualified(i, node->name.text);
        context.record_files.push_back(i);
        nodes.push_back(node);
      }
    }
  std::uint32_t index = 0;
  for (FileIndex i = 0; i < context.files.size(); ++i)
    for (const auto& declaration : context.files[i].declarations)
      if (const auto* node = std::get_if<syntax::RecordDecl>(&declaration.node))
        declare_record(context, i, *node, index++);
  reject_self_containment(context, nodes);
  schema.lay_out();
}

}  // namespace writ::checking
