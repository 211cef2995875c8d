#include "engine/check/unknown.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "engine/check/names.hpp"
#include "grammar/words.hpp"

namespace writ::checking {
namespace {

Code unknown_code(Space space) {
  switch (space) {
    case Space::values: return Code::unknown_name;
    case Space::types: return Code::unknown_type;
    case Space::notices: return Code::unknown_notice;
    case Space::calendars: return Code::unknown_calendar;
    case Space::requirements: return Code::unknown_requirement;
  }
  return Code::unknown_name;
}

std::string_view noun(Space space) {
  switch (space) {
    case Space::values: return "name";
    case Space::types: return "type";
    case Space::notices: return "obligation or advice";
    case Space::calendars: return "calendar";
    case Space::requirements: return "requirement";
  }
  return "name";
}

bool is_currency(std::string_view word) {
  const bool letters = word.size() == 3 && std::ranges::all_of(word, [](const char c) { return c >= 'A' && c <= 'Z'; });
  return letters && minor_units(pack_currency(word)) >= 0;
}

/// Where `use NAME` goes: after the last one, else after the header.
Span place_for_use(const syntax::Header& header) {
  const Span after = header.uses.empty() ? header.span : header.uses.back().span;
  return {after.file, after.end, after.end};
}

}  // namespace

void report_collision(Context& context, const syntax::Name& written, const Found& found) {
  const auto first = context.qualified(found.symbol->file, found.symbol->name.text);
  const auto second = context.qualified(found.rival->file, found.rival->name.text);
  context.error(Code::ambiguous_name, written.span, fmt::format("`{}` may be that of two files", written.text))
      .label(found.symbol->name.span, "this one")
      .label(found.rival->name.span, "or this one")
      .help(fmt::format("write `{}` or `{}`", first, second));
}

void report_unknown(Context& context, FileIndex file, const syntax::Name& written, Space space,
                    const Suggest& suggest) {
  if (written.text.empty() || context.symbols.may_have_lost(file)) return;
  const auto elsewhere = context.symbols.anywhere(written.text, space);
  if (!elsewhere.empty()) {
    const auto* symbol = elsewhere.front();
    const auto& owner = context.symbols.file_name(symbol->file);
    for (const auto& used : context.symbols.uses(file)) {
      if (used.file != symbol->file || !used.use->alias) continue;
      const auto full = fmt::format("{}.{}", used.use->alias->text, written.text);
      context
          .error(Code::not_in_use, written.span,
                 fmt::format("the names of `{}` are used here as `{}.…`", owner, used.use->alias->text))
          .help(fmt::format("write `{}`", full))
          .fix(written.span, full);
      return;
    }
    if (!owner.empty()) {
      const auto& header = context.files[file].header;
      auto report = context.error(Code::not_in_use, written.span,
                                  fmt::format("`{}` is {} of `{}`, which this file does not use", written.text,
                                              described(symbol->kind), owner));
      report.help(fmt::format("add `use {}`", owner));
      if (!header.name.parts.empty()) report.fix(place_for_use(header), fmt::format("\nuse {}", owner));
      return;
    }
  }
  auto report =
      context.error(unknown_code(space), written.span, fmt::format("unknown {} `{}`", noun(space), written.text));
  if (space == Space::values && is_currency(written.text)) {
    report.help(fmt::format("an amount is a currency and a number: `{0} 5`, and below zero `-{0} 5`", written.text));
    return;
  }
  // A word of the language right before an ideograph is one name with it.
  if (const auto letters = reserved_prefix(written.text)) {
    const auto apart = fmt::format("{} {}", written.text.substr(0, *letters), written.text.substr(*letters));
    report.help(fmt::format("write `{}`: a name goes on without a blank", apart)).fix(written.span, apart);
    return;
  }
  if (suggest && suggest(report)) return;
  if (!suggest && context.may_suggest()) context.suggest(report, written, context.symbols.names(file, space));
}

void report_unknown_in(Context& context, FileIndex target, const syntax::Name& written, Space space) {
  if (written.text.empty() || context.symbols.lost_names(target)) return;
  auto report =
      context.error(unknown_code(space), written.span,
                    fmt::format("`{}` has no {} `{}`", context.symbols.file_name(target), noun(space), written.text));
  if (!context.may_suggest()) return;
  std::vector<std::string_view> candidates;
  for (const auto name : context.symbols.names(target, space))
    if (context.symbols.in_file(target, name, space) != nullptr) candidates.push_back(name);
  context.suggest(report, written, candidates);
}

bool report_unused_file(Context& context, std::span<const syntax::Name> names) {
  std::string qualifier, file;
  Span place;
  for (std::size_t i = 0; i + 1 < std::min(names.size(), longest_qualifier); ++i) {
    if (i > 0) qualifier += '.';
    qualifier += names[i].text;
    if (context.symbols.file_named(qualifier) == none) continue;
    file = qualifier;
    place = cover(names.front().span, names[i].span);
  }
  if (file.empty()) return false;
  context.error(Code::not_in_use, place, fmt::format("this file does not use `{}`", file))
      .help(fmt::format("add `use {}`", file));
  return true;
}

const Symbol* resolve_symbol(Context& context, FileIndex file, const syntax::Name& written, Space space,
                             const Suggest& suggest) {
  const Found found = context.symbols.find(file, written.text, space);
  if (found.rival != nullptr) {
    report_collision(context, written, found);
    return nullptr;
  }
  if (found.symbol == nullptr) report_unknown(context, file, written, space, suggest);
  return found.symbol != nullptr && found.symbol->kind == SymbolKind::broken ? nullptr : found.symbol;
}

const Symbol* resolve_symbol(Context& context, FileIndex file, const syntax::QualifiedName& written, Space space,
                             const Suggest& suggest) {
  if (written.parts.empty()) return nullptr;
  const syntax::Name& last = written.parts.back();
  if (written.parts.size() == 1) return resolve_symbol(context, file, last, space, suggest);
  std::string qualifier;
  for (std::size_t i = 0; i + 1 < written.parts.size(); ++i) {
    if (i > 0) qualifier += '.';
    qualifier += written.parts[i].text;
  }
  const FileIndex target = context.symbols.qualifier(file, qualifier);
  if (target == none) {
    if (context.symbols.lost_file_names() || report_unused_file(context, written.parts)) return nullptr;
    const Span place = cover(written.parts.front().span, written.parts[written.parts.size() - 2].span);
    context.error(Code::unknown_file, place, fmt::format("no file is called `{}`", qualifier));
    return nullptr;
  }
  const auto* symbol = context.symbols.in_file(target, last.text, space);
  if (symbol == nullptr) report_unknown_in(context, target, last, space);
  return symbol != nullptr && symbol->kind == SymbolKind::broken ? nullptr : symbol;
}

}  // namespace writ::checking
