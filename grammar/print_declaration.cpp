#include <algorithm>
#include <variant>

#include "grammar/print_printer.hpp"
#include "grammar/unicode.hpp"

namespace writ {

using layout::Part;
using layout::Parts;

Part Printer::declaration(const syntax::Declaration& declaration, Columns& columns) {
  return std::visit([&](const auto& inner) { return node(inner, columns); }, declaration.node);
}

Part Printer::node(const syntax::Broken&, Columns&) {
  failed_ = true;
  return 0;
}

Part Printer::cell(Part part, Columns& columns) {
  const Part pad = document_.pad();
  columns.cells.push_back(part);
  columns.pads.push_back(pad);
  return all({part, pad});
}

void Printer::align(const std::vector<Columns>& rows) {
  if (rows.size() < 2) return;
  const std::size_t cells = rows.front().cells.size();
  if (!std::ranges::all_of(rows, [&](const Columns& row) { return row.cells.size() == cells; })) return;
  std::vector<std::uint32_t> widest(cells);
  for (const Columns& row : rows) {
    for (std::size_t i = 0; i < cells; ++i) widest[i] = std::max(widest[i], document_.width(row.cells[i]));
  }
  const auto room = [&](const Columns& row, std::size_t i) { return widest[i] - document_.width(row.cells[i]); };
  for (const Columns& row : rows) {
    std::uint32_t more = 0;
    for (std::size_t i = 0; i < cells; ++i) more += room(row, i);
    if (row.row != 0 && !document_.fits(row.row, more)) return;
  }
  for (const Columns& row : rows) {
    for (std::size_t i = 0; i < cells; ++i) document_.set_pad(row.pads[i], room(row, i));
  }
}

// ---- types and facts --------------------------------------------------------------------------------------------

Part Printer::node(const syntax::EnumDecl& declaration, Columns& columns) {
  const Part keyword = word("enum");
  const Part label = cell(name(declaration.name), columns);
  const Part sign = word("=");
  Parts parts{line()};
  bool is_plain = true;
  for (const syntax::EnumMember& member : declaration.members) {
    if (&member != &declaration.members.front()) {
      parts.push_back(document_.space());
      parts.push_back(word("|"));
      parts.push_back(line());
    }
    Part part = name(member.name);
    is_plain = is_plain && !member.spelling && !document_.breaks(part);
    if (member.spelling) {
      const Part spelling = word(member.spelling->span);
      part = all({part, document_.space(), spelling});
    }
    parts.push_back(part);
  }
  const Part begin = parts.front();
  parts.erase(parts.begin());
  const Part members = is_plain ? document_.fill(parts) : document_.all(parts);
  return all({keyword, document_.space(), label, document_.space(), sign, in_group({indented({begin, members})})});
}

Part Printer::node(const syntax::RecordDecl& declaration, Columns&) {
  const Part keyword = word("record");
  const Part label = name(declaration.name);
  const Part open = word("{");
  Parts parts;
  std::vector<Columns> rows;
  for (const syntax::Field& each : declaration.fields) {
    parts.push_back(row_start({.first = &each == &declaration.fields.front()}));
    parts.push_back(field(each, rows.emplace_back()));
  }
  align(rows);
  if (reader_.has_own_comment()) parts.insert(parts.end(), {document_.hard(), own_comments()});
  const Part fields = document_.all(parts);
  const Part gap = fields == 0 ? 0 : hard();
  return all(
      {keyword, document_.space(), label, document_.space(), open, document_.indented(2, fields), gap, word("}")});
}

Part Printer::field(const syntax::Field& field, Columns& columns) {
  const Part label = cell(name(field.name), columns);
  const Part type = typed(field.type);
  return all({label, document_.space(), type, modifiers(field)});
}

/// `: TYPE`
Part Printer::typed(const syntax::TypeExpr& type) {
  const Part colon = word(":");
  return all({colon, document_.space(), compound(type.span)});
}

/// How a fact spells it, its name there, and whether it can change: in this order, unless comments stand among them.
template <typename Owner>
Part Printer::modifiers(const Owner& owner) {
  struct Modifier {
    int rank;
    Part part;
  };
  std::vector<Modifier> modifiers;
  bool comments = false;
  for (int left = (owner.encoding ? 1 : 0) + (owner.spelling ? 1 : 0) + (owner.fixed ? 1 : 0); left > 0; --left) {
    const std::string_view keyword = reader_.word();
    comments = comments || (!modifiers.empty() && document_.open(modifiers.back().part)) || reader_.has_own_comment();
    const Part begin = word(keyword);
    if (keyword == "as" && owner.encoding) {
      modifiers.push_back({0, all({begin, document_.space(), name(*owner.encoding)})});
    } else if (keyword == "from" && owner.spelling) {
      modifiers.push_back({1, all({begin, document_.space(), word(owner.spelling->span)})});
    } else {
      modifiers.push_back({2, begin});
    }
    comments = comments || document_.breaks(modifiers.back().part);
  }
  comments = comments || (!modifiers.empty() && document_.open(modifiers.back().part));
  if (!comments) std::ranges::stable_sort(modifiers, {}, &Modifier::rank);
  Parts parts;
  for (const Modifier& modifier : modifiers) parts.insert(parts.end(), {document_.space(), modifier.part});
  return document_.all(parts);
}

Part Printer::node(const syntax::FactDecl& declaration, Columns& columns) {
  const Part keyword = word("fact");
  const Part label = cell(name(declaration.name), columns);
  const Part type = typed(declaration.type);
  return all({keyword, document_.space(), label, document_.space(), type, modifiers(declaration)});
}

Part Printer::node(const syntax::RequireDecl& declaration, Columns&) {
  const Part keyword = word("require");
  const Part label = name(declaration.name);
  const Part colon = word(":");
  Parts parts{hard(), expression(*declaration.condition)};
  if (declaration.because) {
    parts.push_back(hard());
    parts.push_back(because(*declaration.because));
  }
  return all({keyword, document_.space(), label, colon, indented({document_.all(parts)})});
}

Part Printer::node(const syntax::InvariantDecl& declaration, Columns&) {
  const Part keyword = word("invariant");
  const Part label = name(declaration.name);
  const Part colon = word(":");
  const Part gap = hard();
  return all({keyword, document_.space(), label, colon, indented({gap, expression(*declaration.condition)})});
}

// ---- calendars --------------------------------------------------------------------------------------------------

Part Printer::node(const syntax::CalendarDecl& declaration, Columns&) {
  const Part keyword = word("calendar");
  Parts parts{keyword, document_.space(), name(declaration.name)};
  // A keyword may come back, so that its items are those that were not printed yet.
  std::size_t used[4] = {};
  std::vector<Columns> rows;
  bool first = true;
  while (!failed_) {
    const std::string_view item = reader_.word();
    if (item != "weekend" && item != "holidays" && item != "workdays" && item != "covers") break;
    const bool joins = first || (!reader_.has_own_comment() && !reader_.blank_before_word());
    if (!joins) {
      align(rows);
      rows.clear();
    }
    const Part gap = row_start({.first = first});
    parts.push_back(document_.indented(2, all({gap, calendar_item(declaration, used, rows.emplace_back())})));
    first = false;
  }
  align(rows);
  return document_.all(parts);
}

Part Printer::calendar_item(const syntax::CalendarDecl& declaration, std::size_t (&used)[4], Columns& columns) {
  const std::string_view keyword = reader_.word();
  const Part label = cell(word(keyword), columns);
  Parts parts;
  // The next word after an item says whether there is another: a comma.
  const auto item = [&](auto& items, std::size_t& index, auto print) {
    while (!failed_ && index < items.size()) {
      parts.push_back(print(items[index]));
      ++index;
      if (!reader_.follows(",")) break;
      comma(parts);
    }
  };
  const auto range = [&](const auto& dates) {
    const std::string_view whole = reader_.from(dates.span.begin, dates.span.end);
    const std::size_t dots = whole.find("..");
    if (dots == std::string_view::npos) return written(dates.span);
    Span first = dates.span, last = dates.span;
    first.end = first.begin + static_cast<std::uint32_t>(dots);
    last.begin = first.end + 2;
    const Part low = written(first);
    const Part sign = word("..");
    return all({low, document_.space(), sign, document_.space(), written(last)});
  };
  if (keyword == "weekend") item(declaration.weekend, used[0], [&](const syntax::Name& day) { return name(day); });
  if (keyword == "holidays") item(declaration.holidays, used[1], range);
  if (keyword == "workdays") item(declaration.workdays, used[2], range);
  if (keyword == "covers") item(declaration.covers, used[3], range);
  const auto indent = static_cast<std::uint32_t>(keyword.size() + 1);
  const bool filled = keyword == "workdays" || keyword == "weekend";
  const Part items = filled ? document_.fill(parts) : document_.all(parts);
  return all({label, document_.space(), document_.indented(indent, document_.group(items))});
}

}  // namespace writ
