// The header and the declarations.

#include <fmt/format.h>

#include <algorithm>

#include "grammar/build.hpp"

namespace writ {
namespace {

bool is_header_item(Node node) {
  return node == Node::source_clause || node == Node::timezone_clause || node == Node::owner_clause ||
         node == Node::calendar_clause || node == Node::use_clause || node == Node::effective_clause;
}

}  // namespace

std::string syntax::QualifiedName::text() const {
  std::string result;
  for (const Name& part : parts) {
    if (!result.empty()) result += '.';
    result += part.text;
  }
  return result;
}

Builder::Builder(FileId file, std::string_view source, const Events& events,
                 const std::vector<syntax::Comment>& comments, Diagnostics& diagnostics)
    : file_(file), source_(source), events_(&events), comments_(&comments), diagnostics_(&diagnostics) {}

std::string_view Builder::first_word(Index index) const {
  const std::string_view whole = text(index);
  std::size_t end = 0;
  while (end < whole.size() && ((whole[end] >= 'a' && whole[end] <= 'z') || whole[end] == '_')) ++end;
  return whole.substr(0, end);
}

std::string_view Builder::doc_before(std::uint32_t begin) const {
  auto after =
      std::upper_bound(comments_->begin(), comments_->end(), begin,
                       [](std::uint32_t at, const syntax::Comment& comment) { return at < comment.span.begin; });
  std::uint32_t next = begin;
  std::uint32_t end = begin;
  while (after != comments_->begin()) {
    const syntax::Comment& comment = *std::prev(after);
    const std::string_view between = source_.substr(comment.span.end, next - comment.span.end);
    if (!comment.doc || between.find_first_not_of(" \t\r\n") != std::string_view::npos) break;
    if (next == begin) end = comment.span.end;
    next = comment.span.begin;
    --after;
  }
  return next == begin ? std::string_view() : source_.substr(next, end - next);
}

Diagnostic& Builder::report(Code code, Span place, std::string message) {
  diagnostics_->push_back({code, place, std::move(message), {}, {}, {}, {}});
  return diagnostics_->back();
}

void Builder::report(const LiteralProblem& problem, Span place) {
  Diagnostic& diagnostic = report(problem.code, place, problem.message);
  diagnostic.help = problem.help;
  if (problem.replacement) diagnostic.fix = Fix{place, *problem.replacement};
}

void Builder::report_missing(Index parent, std::string_view mark) {
  for (Cursor part = below(parent); part.more();) {
    const Index at = part.take();
    if (event(at).node != Node::missing_comma && event(at).node != Node::missing_bar &&
        event(at).node != Node::missing_separator)
      continue;
    // The place is behind what stands before, where the mark belongs.
    std::uint32_t behind = event(at).begin;
    while (behind > 0 && std::string_view(" \t\r\n").find(source_[behind - 1]) != std::string_view::npos) --behind;
    const Span place{file_, behind, behind};
    Diagnostic& diagnostic =
        report(Code::missing_separator, place, fmt::format("`{}` is missing between these two", mark));
    diagnostic.fix = Fix{place, mark == "|" ? " |" : std::string(mark)};
    return;
  }
}

syntax::ExprPtr Builder::lone_expression() {
  for (Cursor cursor{events_, 0, static_cast<Index>(events_->size())}; cursor.more();) {
    const Index at = cursor.take();
    if (event(at).node == Node::expression) return expression(at).expression;
  }
  return nullptr;
}

syntax::File Builder::file() {
  syntax::File result;
  result.id = file_;
  Cursor cursor{events_, 0, static_cast<Index>(events_->size())};
  header(cursor, result.header);
  bool after_error = false;
  while (cursor.more()) {
    const Index at = cursor.take();
    const Node node = event(at).node;
    if (is_header_item(node)) {
      const std::string_view word = first_word(at);
      report(Code::misplaced, {file_, event(at).begin, event(at).begin + static_cast<std::uint32_t>(word.size())},
             fmt::format("`{}` belongs to the header", word))
          .help.emplace_back("move it above the first declaration");
      header_item(at, result.header);
      after_error = false;
      continue;
    }
    if (node == Node::orphan_rules && !after_error) {
      const std::string_view word = first_word(at);
      report(Code::misplaced, {file_, event(at).begin, event(at).begin + static_cast<std::uint32_t>(word.size())},
             fmt::format("`{}` stands outside a decision", word))
          .help.emplace_back("rules follow the line of their decision: `decision send_card : permission`");
    }
    after_error = node == Node::broken;
    result.declarations.push_back(declaration(at));
  }
  return result;
}

// ---- header -----------------------------------------------------------------------------------------------------

void Builder::header(Cursor& cursor, syntax::Header& header) {
  bool any = false;
  while (cursor.more() &&
         (is_header_item(cursor.node()) || cursor.is(Node::header_line) || cursor.is(Node::broken_header))) {
    const Index at = cursor.take();
    header.span = any ? cover(header.span, span(at)) : span(at);
    any = true;
    if (event(at).node != Node::header_line) {
      header_item(at, header);
      continue;
    }
    header.policy = first_word(at) == "policy";
    header.doc = doc_before(event(at).begin);
    for (Cursor part = below(at); part.more();) {
      const Index piece = part.take();
      if (event(piece).node == Node::qualified_name) header.name = qualified_name(piece);
      if (event(piece).node == Node::plain_text) header.title = plain_text(piece);
      if (event(piece).node == Node::effective_clause) header.effective = effective(piece);
    }
  }
}

void Builder::header_item(Index index, syntax::Header& header) {
  Cursor part = below(index);
  const std::string_view word = first_word(index);
  const Span keyword{file_, event(index).begin, event(index).begin + static_cast<std::uint32_t>(word.size())};
  const auto twice = [&](Span first) {
    report(Code::clause_given_twice, keyword, fmt::format("`{}` is given twice", word))
        .labels.push_back({first, "first here"});
  };
  switch (event(index).node) {
    case Node::source_clause: {
      syntax::SourceClause clause{name(part.take()), {}, {}, span(index)};
      clause.file = plain_text(part.take());
      if (part.more()) clause.effective = effective(part.take());
      header.sources.push_back(std::move(clause));
      break;
    }
    case Node::timezone_clause:
      if (header.timezone) return twice(header.timezone->span);
      header.timezone = plain_text(part.take());
      break;
    case Node::owner_clause:
      if (header.owner) return twice(header.owner->span);
      header.owner = plain_text(part.take());
      break;
    case Node::calendar_clause:
      if (header.calendar) return twice(header.calendar->span);
      header.calendar = name(part.take());
      break;
    case Node::use_clause: {
      syntax::Use use;
      use.span = span(index);
      use.name = qualified_name(part.take());
      if (part.more()) use.alias = name(part.take());
      header.uses.push_back(std::move(use));
      break;
    }
    case Node::effective_clause:
      report(Code::misplaced, keyword, "`effective` stands directly after the policy's title, or after a source")
          .help.emplace_back("move it to the end of the first line of the header");
      if (!header.effective) header.effective = effective(index);
      break;
    default: break;
  }
}

// ---- declarations -----------------------------------------------------------------------------------------------

syntax::Declaration Builder::declaration(Index index) {
  height_reported_ = false;
  syntax::Declaration result{span(index), doc_before(event(index).begin), syntax::Broken{}};
  switch (event(index).node) {
    case Node::enum_declaration: result.node = enumeration(index); break;
    case Node::record_declaration: result.node = record_declaration(index); break;
    case Node::fact_declaration: result.node = fact(index); break;
    case Node::require_declaration: result.node = require(index); break;
    case Node::parameter_declaration:
      if (auto built = parameter(index)) {
        result.node = std::move(*built);
      } else {
        result.node = broken_declaration(index);
      }
      break;
    case Node::define_declaration: result.node = define(index); break;
    case Node::calendar_declaration: result.node = calendar(index); break;
    case Node::notice_declaration: result.node = notice(index); break;
    case Node::decision_declaration:
    case Node::orphan_rules: result.node = decision(index); break;
    case Node::invariant_declaration: result.node = invariant(index); break;
    case Node::fixture_declaration: result.node = fixture(index); break;
    case Node::test_declaration: result.node = test(index); break;
    default: result.node = broken_declaration(index); break;
  }
  return result;
}

syntax::Broken Builder::broken_declaration(Index index) const {
  Cursor part = below(index);
  return part.more() ? syntax::Broken{name(part.take())} : syntax::Broken{};
}

syntax::EnumDecl Builder::enumeration(Index index) {
  Cursor part = below(index);
  syntax::EnumDecl result{name(part.take()), {}};
  report_missing(index, "|");
  while (part.more()) {
    const Index at = part.take();
    if (event(at).node == Node::missing_bar) continue;
    Cursor member = below(at);
    syntax::EnumMember built{name(member.take()), {}, doc_before(event(at).begin)};
    if (member.more()) built.spelling = plain_text(member.take());
    result.members.push_back(std::move(built));
  }
  return result;
}

template <typename Owner>
void Builder::modifier(Index index, Owner& owner) {
  const std::string_view word = first_word(index);
  const bool twice = (event(index).node == Node::encoding && owner.encoding) ||
                     (event(index).node == Node::spelling && owner.spelling) ||
                     (event(index).node == Node::fixed_mark && owner.fixed);
  if (twice) {
    report(Code::clause_given_twice,
           {file_, event(index).begin, event(index).begin + static_cast<std::uint32_t>(word.size())},
           fmt::format("`{}` is given twice", word));
  }
  if (event(index).node == Node::encoding) owner.encoding = name(index + 1);
  if (event(index).node == Node::spelling) owner.spelling = plain_text(index + 1);
  if (event(index).node == Node::fixed_mark) owner.fixed = true;
}

syntax::RecordDecl Builder::record_declaration(Index index) {
  Cursor part = below(index);
  syntax::RecordDecl result{name(part.take()), {}};
  bool comma_reported = false;
  while (part.more()) {
    const Index at = part.take();
    if (event(at).node == Node::field_comma) {
      if (!comma_reported) {
        Diagnostic& diagnostic = report(Code::misplaced, span(at), "no comma stands between the fields of a record");
        diagnostic.help.emplace_back("leave the commas out: each field begins with its name and `:`");
        diagnostic.fix = Fix{span(at), ""};
      }
      comma_reported = true;
    }
    if (event(at).node != Node::field) continue;
    Cursor inside = below(at);
    syntax::Field field;
    field.span = span(at);
    field.doc = doc_before(field.span.begin);
    field.name = name(inside.take());
    field.type = type(inside.take());
    while (inside.more()) modifier(inside.take(), field);
    result.fields.push_back(std::move(field));
  }
  return result;
}

syntax::FactDecl Builder::fact(Index index) {
  Cursor part = below(index);
  syntax::FactDecl result;
  result.name = name(part.take());
  result.type = type(part.take());
  while (part.more()) modifier(part.take(), result);
  return result;
}

syntax::RequireDecl Builder::require(Index index) {
  Cursor part = below(index);
  syntax::RequireDecl result{name(part.take()), {}, {}};
  result.condition = expression(part.take()).expression;
  if (part.more()) result.because = message(part.take());
  return result;
}

std::optional<syntax::ParameterDecl> Builder::parameter(Index index) {
  Cursor part = below(index);
  syntax::ParameterDecl result;
  result.fixed = first_word(index) == "fixed";
  result.name = name(part.take());
  result.type = type(part.take());
  const Index value = part.take();
  if (event(value).node != Node::dated) {
    result.value = expression(value).expression;
    return result;
  }
  result.dated = true;
  bool readable = true;
  for (Cursor row = below(value); row.more();) {
    const Index at = row.take();
    if (event(at).node == Node::by_part) {
      result.dated_by = expression(at + 1).expression;
      continue;
    }
    Cursor inside = below(at);
    const auto bound = date_bound(inside.take());
    syntax::ExprPtr row_value = expression(inside.take()).expression;
    readable = readable && bound;
    if (bound) result.values.push_back({first_word(at) == "before", *bound, std::move(row_value), span(at)});
  }
  if (!readable) return std::nullopt;
  return result;
}

std::vector<syntax::Parameter> Builder::parameters(Index index) {
  report_missing(index, ",");
  std::vector<syntax::Parameter> result;
  for (Cursor part = below(index); part.more();) {
    const Index at = part.take();
    if (event(at).node == Node::missing_comma) continue;
    Cursor inside = below(at);
    const Index parameter_name = inside.take();
    result.push_back({name(parameter_name), type(inside.take())});
  }
  return result;
}

syntax::DefineDecl Builder::define(Index index) {
  Cursor part = below(index);
  syntax::DefineDecl result;
  result.name = name(part.take());
  if (part.is(Node::parameters)) {
    result.has_parameters = true;
    result.parameters = parameters(part.take());
  }
  if (part.is(Node::type)) result.type = type(part.take());
  result.value = expression(part.take()).expression;
  return result;
}

syntax::CalendarDecl Builder::calendar(Index index) {
  Cursor part = below(index);
  syntax::CalendarDecl result;
  result.name = name(part.take());
  while (part.more()) {
    const Index item = part.take();
    const Node kind = event(item).node;
    for (Cursor inside = below(item); inside.more();) {
      const Index at = inside.take();
      if (kind == Node::weekend_item) {
        result.weekend.push_back(name(at));
        continue;
      }
      Cursor bound = below(at);
      const Index first = bound.take();
      if (bound.is(Node::range_dots)) bound.take();
      const Index last = bound.more() ? bound.take() : first;
      if (kind == Node::covers_item) {
        const auto year = [&](Index where) -> std::optional<std::int32_t> {
          const std::string_view digits = text(where);
          if (digits.size() == 4 && digits.find_first_not_of("0123456789") == std::string_view::npos) {
            return (digits[0] - '0') * 1000 + (digits[1] - '0') * 100 + (digits[2] - '0') * 10 + (digits[3] - '0');
          }
          report(Code::bad_date, span(where), fmt::format("`{}` is no year", digits))
              .help.emplace_back("a calendar covers whole years: `covers 2024 .. 2026`");
          return std::nullopt;
        };
        const auto first_year = year(first);
        const auto last_year = last == first ? first_year : year(last);
        if (first_year && last_year) result.covers.push_back({*first_year, *last_year, span(at)});
        continue;
      }
      const auto first_day = date(first);
      const auto last_day = last == first ? first_day : date(last);
      if (first_day && last_day) {
        (kind == Node::holidays_item ? result.holidays : result.workdays).push_back({*first_day, *last_day, span(at)});
      }
    }
  }
  return result;
}

syntax::NoticeDecl Builder::notice(Index index) {
  Cursor part = below(index);
  syntax::NoticeDecl result{first_word(index) == "advice" ? syntax::NoticeKind::advice : syntax::NoticeKind::obligation,
                            name(part.take()),
                            {}};
  result.parameters = parameters(part.take());
  return result;
}

syntax::DecisionDecl Builder::decision(Index index) {
  syntax::DecisionDecl result;
  Cursor part = below(index);
  if (part.is(Node::decision_head)) {
    report_missing(part.at, ",");
    Cursor head = below(part.take());
    result.name = name(head.take());
    const Index kind = head.take();
    if (event(kind).node == Node::permission_word) {
      result.permission = true;
    } else {
      result.type = type(kind);
    }
    while (head.more()) {
      const Index at = head.take();
      if (event(at).node == Node::missing_separator) continue;
      const std::string_view word = first_word(at);
      if (word == "rule") {
        report(Code::expected_something_else, span(at), "expected `first` or `every` before `rule`")
            .help.emplace_back("without either, exactly one rule applies");
        result.broken = true;
      } else if (result.permission) {
        report(Code::misplaced, span(at), "the rules of a permission always combine in the same way")
            .help.emplace_back("leave it out: `forbid` beats `refer`, which beats `permit`");
      }
      using syntax::Combine;
      result.combine = word == "first"   ? Combine::first
                       : word == "every" ? Combine::every
                       : word == "sum"   ? Combine::sum
                       : word == "min"   ? Combine::min
                       : word == "max"   ? Combine::max
                       : word == "count" ? Combine::count
                                         : Combine::single;
    }
  } else {
    result.broken = true;
    if (part.is(Node::broken)) {
      const Index lost = part.take();
      for (Cursor inside = below(lost); inside.more();) result.name = name(inside.take());
    }
  }
  while (part.more()) {
    const Index at = part.take();
    switch (event(at).node) {
      case Node::effect_rule:
      case Node::value_rule:
      case Node::otherwise_rule: result.rules.push_back(rule(at)); break;
      case Node::also_item: result.alsos.push_back(also(at)); break;
      default: result.broken = true; break;
    }
  }
  return result;
}

syntax::InvariantDecl Builder::invariant(Index index) {
  Cursor part = below(index);
  syntax::InvariantDecl result{name(part.take()), {}};
  result.condition = expression(part.take()).expression;
  return result;
}

syntax::FixtureDecl Builder::fixture(Index index) {
  Cursor part = below(index);
  syntax::FixtureDecl result{name(part.take()), {}, {}};
  result.type = type(part.take());
  result.value = expression(part.take()).expression;
  return result;
}

}  // namespace writ
