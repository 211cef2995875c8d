#include <variant>

#include "grammar/print_printer.hpp"

namespace writ {

using layout::Part;
using layout::Parts;

Part Printer::node(const syntax::TestDecl& declaration, Columns&) {
  Parts parts{word("test"), document_.space(), word(declaration.title.span)};
  for (const syntax::TestStep& each : declaration.steps) {
    const Part gap = row_start({.first = &each == &declaration.steps.front()});
    parts.push_back(document_.indented(2, all({gap, step(each)})));
  }
  return document_.all(parts);
}

Part Printer::step(const syntax::TestStep& step) {
  const Part keyword = word(reader_.word());
  Parts parts{keyword, document_.space()};
  const auto add = [&](Part part) { parts.push_back(part); };
  const auto next = [&](std::string_view words_between) {
    add(document_.space());
    add(words(words_between));
    add(document_.space());
  };
  const auto& node = step.node;
  if (const auto* at = std::get_if<syntax::AtStep>(&node)) {
    add(written(at->instant.span));
  } else if (const auto* given = std::get_if<syntax::GivenStep>(&node)) {
    add(name(given->name));
    add(assigned(*given->value));
  } else if (const auto* set = std::get_if<syntax::SetStep>(&node)) {
    add(compound(set->name.span));
    add(assigned(*set->value));
  } else if (const auto* outcome = std::get_if<syntax::ExpectOutcome>(&node)) {
    add(expression(*outcome->decision));
    next("is");
    add(name(outcome->outcome));
    if (outcome->has_rules) add(by_rules(outcome->rules));
  } else if (const auto* notice = std::get_if<syntax::ExpectNotice>(&node)) {
    add(expression(*notice->decision));
    next(notice->kind == syntax::NoticeKind::obligation ? "obliges" : "advises");
    add(notice->call ? notice_call(*notice->call) : word("nothing"));
  } else if (const auto* holds = std::get_if<syntax::ExpectHolds>(&node)) {
    add(expression(*holds->decision));
    next("holds");
    add(word(holds->kind == syntax::HoldsKind::until     ? "until"
             : holds->kind == syntax::HoldsKind::through ? "through"
                                                         : "forever"));
    if (holds->instant) {
      add(document_.space());
      add(written(holds->instant->span));
    }
  } else if (const auto* rejected = std::get_if<syntax::ExpectRejected>(&node)) {
    add(words("rejected by"));
    add(document_.space());
    add(name(rejected->requirement));
  } else if (const auto* expected = std::get_if<syntax::ExpectExpr>(&node)) {
    add(expression(*expected->condition));
    if (expected->has_rules) add(by_rules(expected->rules));
  } else {
    failed_ = true;
  }
  return document_.all(parts);
}

Part Printer::by_rules(const std::vector<syntax::Name>& rules) {
  const Part gap = line();
  const Part keyword = word("by");
  Parts parts;
  for (const syntax::Name& rule : rules) {
    if (!parts.empty()) comma(parts);
    parts.push_back(name(rule));
  }
  const Part names = document_.indented(3, document_.fill(parts));
  return document_.group(indented({gap, keyword, document_.space(), document_.group(names)}));
}

}  // namespace writ
