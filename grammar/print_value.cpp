#include <algorithm>

#include "grammar/print_printer.hpp"

namespace writ {

using layout::Part;
using layout::Parts;

// ---- parameters and definitions ---------------------------------------------------------------------------------

Part Printer::node(const syntax::ParameterDecl& declaration, Columns& columns) {
  const Part keyword = words(declaration.fixed ? "fixed parameter" : "parameter");
  const Part label = cell(name(declaration.name), columns);
  const Part space = document_.space();
  const Part colon = word(":");
  const Part type = cell(compound(declaration.type.span), columns);
  const Part value = declaration.dated ? dated(declaration) : assigned(*declaration.value);
  return all({keyword, space, label, space, colon, space, type, value});
}

Part Printer::dated(const syntax::ParameterDecl& declaration) {
  Parts parts{document_.space(), word("dated")};
  if (declaration.dated_by != nullptr) {
    parts.push_back(document_.space());
    parts.push_back(word("by"));
    parts.push_back(document_.space());
    parts.push_back(expression(*declaration.dated_by));
  }
  std::vector<Columns> rows;
  for (const syntax::DatedValue& value : declaration.values) {
    Columns& row = rows.emplace_back();
    const Part gap = row_start({.first = &value == &declaration.values.front()});
    const Part keyword = cell(word(value.before ? "before" : "from"), row);
    const Part date = cell(written(value.date.span), row);
    const Part inner = all({gap, keyword, document_.space(), date, assigned(*value.value)});
    parts.push_back(document_.indented(2, inner));
  }
  align(rows);
  return document_.all(parts);
}

Part Printer::parameters(const std::vector<syntax::Parameter>& parameters) {
  return bracketed({.open = "(", .close = ")"}, parameters, [&](const syntax::Parameter& parameter) {
    const Part comments = own_comments();
    const Part label = name(parameter.name);
    return all({comments, label, document_.space(), typed(parameter.type)});
  });
}

Part Printer::node(const syntax::DefineDecl& declaration, Columns& columns) {
  const Part keyword = word("define");
  Part label = name(declaration.name);
  if (declaration.has_parameters) label = all({label, parameters(declaration.parameters)});
  Parts parts{keyword, document_.space(), cell(label, columns)};
  if (declaration.type) {
    parts.push_back(document_.space());
    parts.push_back(cell(typed(*declaration.type), columns));
  }
  parts.push_back(assigned(*declaration.value));
  return document_.all(parts);
}

Part Printer::node(const syntax::FixtureDecl& declaration, Columns&) {
  const Part keyword = word("fixture");
  const Part label = name(declaration.name);
  const Part type = typed(declaration.type);
  const Part value = assigned(*declaration.value);
  return all({keyword, document_.space(), label, document_.space(), type, value});
}

Part Printer::node(const syntax::NoticeDecl& declaration, Columns& columns) {
  const bool obligation = declaration.kind == syntax::NoticeKind::obligation;
  const Part keyword = cell(word(obligation ? "obligation" : "advice"), columns);
  const Part label = name(declaration.name);
  return all({keyword, document_.space(), label, parameters(declaration.parameters)});
}

// ---- decisions --------------------------------------------------------------------------------------------------

Part Printer::node(const syntax::DecisionDecl& declaration, Columns&) {
  Parts parts{word("decision"),  document_.space(), name(declaration.name),
              document_.space(), word(":"),         document_.space()};
  parts.push_back(declaration.type ? compound(declaration.type->span) : word("permission"));
  if (reader_.follows(",")) {
    parts.push_back(taken(reader_.next() + 1, true));
    constexpr std::string_view combining[] = {
        "", "first rule", "every rule", "sum of rules", "min of rules", "max of rules", "count of rules"};
    parts.push_back(document_.space());
    parts.push_back(words(combining[static_cast<std::size_t>(declaration.combine)]));
  }
  std::size_t rules = 0, alsos = 0;
  for (bool first = true; !failed_ && rules + alsos < declaration.rules.size() + declaration.alsos.size();
       first = false) {
    const bool is_also = reader_.word() == "also";
    if (is_also ? alsos == declaration.alsos.size() : rules == declaration.rules.size()) {
      failed_ = true;
      break;
    }
    const Part gap = row_start({.first = first});
    const Part row = is_also ? also(declaration.alsos[alsos]) : rule(declaration.rules[rules]);
    ++(is_also ? alsos : rules);
    parts.push_back(document_.indented(2, all({gap, row})));
  }
  return document_.all(parts);
}

}  // namespace writ
