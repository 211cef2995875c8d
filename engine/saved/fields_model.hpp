#pragma once
// What of a model is saved, struct by struct: what deciding and its answers need. Expressions, defines, invariants and
// tests are left out; who needs them checks the texts again, which are saved as well.

#include "engine/model/model.hpp"
#include "engine/saved/archive.hpp"

namespace writ::saved {

template <>
inline constexpr bool is_plain<Span> = true;
template <>
inline constexpr bool is_plain<model::ExprNotes::Place> = true;
template <>
inline constexpr bool is_plain<model::ExprNotes::Use> = true;
template <>
inline constexpr bool is_plain<time::Calendar::Range> = true;

// clang-format off
template <> struct Last<Kind> { static constexpr auto value = Kind::record; };
template <> struct Last<Encoding> { static constexpr auto value = Encoding::unix_millis; };
template <> struct Last<model::Outcome> { static constexpr auto value = model::Outcome::undetermined; };
template <> struct Last<syntax::Effect> { static constexpr auto value = syntax::Effect::refer; };
template <> struct Last<syntax::NoticeKind> { static constexpr auto value = syntax::NoticeKind::advice; };
template <> struct Last<syntax::Combine> { static constexpr auto value = syntax::Combine::count; };
// clang-format on

WRIT_FIELDS(Type, base, lists, optional, id)
WRIT_FIELDS(EnumMemberInfo, name, spelling)
WRIT_FIELDS(EnumInfo, name, members)
WRIT_FIELDS(FieldInfo, name, spelling, type, encoding, fixed, offset)
WRIT_FIELDS(RecordInfo, name, fields_, slots)
WRIT_FIELDS(Schema, enums, records)
WRIT_FIELDS(time::Calendar::Rules, name, weekend, holidays, workdays, covers)

WRIT_FIELDS(model::ExprNotes, places, uses)
WRIT_FIELDS(model::Fact, name, spelling, type, encoding, fixed, file, span)
WRIT_FIELDS(model::MessageText, language, text)
WRIT_FIELDS(model::Message, texts)
WRIT_FIELDS(model::Requirement, name, condition, because, reads, file, span, narrows, reads_now)
WRIT_FIELDS(model::Parameter, name, type, fixed, value, overridden, file, span, doc)
WRIT_FIELDS(model::Notice::Parameter, name, type)
WRIT_FIELDS(model::Notice, kind, name, parameters, file, span)
WRIT_FIELDS(model::NoticeCall, notice, arguments, span)
WRIT_FIELDS(model::Citation, source, anchor, span)
WRIT_FIELDS(model::Rule, name, effect, is_otherwise, in_force, unless, when, value, overrides, because, then, cite, doc,
            span, name_span)
WRIT_FIELDS(model::Also, call, in_force, unless, when, outcomes, cite, span)
WRIT_FIELDS(model::Decision, name, doc, permission, type, combine, rules, otherwise, alsos, needs, reads_now,
            parameters, file, span, name_span)
WRIT_FIELDS(model::SourceDocument, name, file, span, from, before)
WRIT_FIELDS(model::File, name, policy, title, owner, doc, source, zone, calendar, in_force, sources, span)

template <class Archive, Is<model::Model> T>
void fields(Archive& archive, T& model) {
  [[maybe_unused]] auto& [schema, texts, patterns, exprs, locals, files, facts, now_encoding, requirements, parameters,
                          defines, order, notices, decisions, invariants, fixtures, tests, notes] = model;
  archive("Model", schema, texts, patterns, files, facts, now_encoding, requirements, parameters, order, notices,
          decisions, notes);
}

}  // namespace writ::saved
