#include <algorithm>

#include "grammar/print_printer.hpp"
#include "grammar/unicode.hpp"

namespace writ {

using layout::Part;
using layout::Parts;

namespace {

/// The order in which clauses are written: what a rule depends on, what it says, what it asks for, what it rests on.
constexpr std::string_view clause_order[] = {"when",    "unless", "overrides", "on",
                                             "because", "then",   "cite",      "effective"};

}  // namespace

/// Each clause below the other. A clause takes the comments with it that stand above it and at its end.
template <typename One>
Part Printer::ordered_clauses(One one) {
  struct Clause {
    std::size_t rank;
    Part gap, part;
  };
  std::vector<Clause> clauses;
  const std::size_t comments = reader_.comments_read();
  while (!failed_) {
    const std::string_view keyword = reader_.word();
    const auto* found = std::ranges::find(clause_order, keyword);
    if (found == std::end(clause_order)) break;
    const Part gap = hard();
    const Part above = own_comments();
    const Part part = one(keyword);
    clauses.push_back({static_cast<std::size_t>(found - clause_order), gap, all({above, part})});
  }
  // A comment that would document the next rule, were its clause the last, stays where it is.
  if (!std::ranges::is_sorted(clauses, {}, &Clause::rank) && !reader_.read_doc_since(comments)) {
    std::ranges::stable_sort(clauses, {}, &Clause::rank);
    for (Clause& clause : clauses) clause.gap = document_.hard();
  }
  Parts parts;
  for (const Clause& clause : clauses) parts.insert(parts.end(), {clause.gap, clause.part});
  return indented({document_.all(parts)});
}

Part Printer::rule(const syntax::Rule& rule) {
  Parts parts;
  if (rule.is_otherwise) {
    parts.push_back(word("otherwise"));
  } else {
    parts.push_back(word(reader_.word()));
    parts.push_back(document_.space());
    parts.push_back(name(rule.name));
  }
  if (rule.value != nullptr) parts.push_back(assigned(*rule.value, 4));
  parts.push_back(ordered_clauses([&](std::string_view keyword) -> Part {
    if (keyword == "when" && rule.when != nullptr) return condition(*rule.when);
    if (keyword == "unless" && rule.unless != nullptr) return condition(*rule.unless);
    if (keyword == "overrides") return name_clause(rule.overrides);
    if (keyword == "because" && rule.because) return because(*rule.because);
    if (keyword == "then") return then(rule.then);
    if (keyword == "cite") return cite(rule.cite);
    if (keyword == "effective" && rule.effective) return effective(*rule.effective);
    failed_ = true;
    return 0;
  }));
  return document_.all(parts);
}

Part Printer::also(const syntax::Also& also) {
  const Part keyword = word("also");
  const Part call = notice_call(also.call);
  const Part below = ordered_clauses([&](std::string_view clause) -> Part {
    if (clause == "when" && also.when != nullptr) return condition(*also.when);
    if (clause == "unless" && also.unless != nullptr) return condition(*also.unless);
    if (clause == "on") return name_clause(also.outcomes);
    if (clause == "cite") return cite(also.cite);
    if (clause == "effective" && also.effective) return effective(*also.effective);
    failed_ = true;
    return 0;
  });
  return all({keyword, document_.space(), call, below});
}

Part Printer::condition(const syntax::Expr& condition) {
  const Part keyword = word(reader_.word());
  return all({keyword, document_.space(), expression(condition)});
}

Part Printer::name_clause(const std::vector<syntax::Name>& names) {
  const std::string_view keyword = reader_.word();
  const Part begin = word(keyword);
  Parts parts;
  for (const syntax::Name& each : names) {
    if (!parts.empty()) comma(parts);
    parts.push_back(name(each));
  }
  const auto indent = static_cast<std::uint32_t>(keyword.size() + 1);
  return all({begin, document_.space(), document_.indented(indent, document_.group(document_.fill(parts)))});
}

/// Languages stand side by side, or each on a line with its text below the other's.
Part Printer::because(const syntax::Message& message) {
  const Part keyword = word("because");
  std::uint32_t widest = 0;
  for (const syntax::MessageText& text : message.texts) {
    if (text.language) widest = std::max(widest, static_cast<std::uint32_t>(text.language->text.size()));
  }
  Parts parts;
  for (const syntax::MessageText& text : message.texts) {
    if (!parts.empty()) parts.push_back(line());
    if (text.language) {
      parts.push_back(name(*text.language));
      parts.push_back(document_.pad_broken(widest - static_cast<std::uint32_t>(text.language->text.size())));
      parts.push_back(document_.space());
    }
    parts.push_back(expression(*text.text));
  }
  constexpr std::uint32_t below_first = 8;
  return all({keyword, document_.space(), document_.group(document_.indented(below_first, document_.all(parts)))});
}

Part Printer::then(const std::vector<syntax::NoticeCall>& calls) {
  const Part keyword = word("then");
  Parts parts;
  for (const syntax::NoticeCall& call : calls) {
    if (!parts.empty()) comma(parts);
    parts.push_back(notice_call(call));
  }
  constexpr std::uint32_t below_first = 5;
  const Part below = calls.size() < 2 ? document_.all(parts) : document_.indented(below_first, document_.all(parts));
  return all({keyword, document_.space(), document_.group(below)});
}

Part Printer::notice_call(const syntax::NoticeCall& call) {
  const Part callee = compound(call.name.span);
  return all({callee, arguments(call.arguments)});
}

Part Printer::cite(const std::vector<syntax::Citation>& citations) {
  const Part keyword = word("cite");
  Parts parts;
  for (const syntax::Citation& citation : citations) {
    if (!parts.empty()) comma(parts);
    Part source = name(citation.source);
    for (const syntax::Text& anchor : citation.anchors) {
      if (source == 0) comma(parts);
      const Part text = word(anchor.span);
      parts.push_back(source == 0 ? text : all({source, document_.space(), text}));
      source = 0;
    }
  }
  constexpr std::uint32_t below_first = 5;
  return all({keyword, document_.space(), document_.indented(below_first, document_.group(document_.fill(parts)))});
}

Part Printer::effective(const syntax::Effective& effective) {
  Parts parts{word("effective")};
  const auto add = [&](std::string_view keyword, const std::optional<syntax::DateBound>& bound) {
    if (!bound) return;
    parts.push_back(document_.space());
    parts.push_back(word(keyword));
    parts.push_back(document_.space());
    parts.push_back(written(bound->span));
  };
  add("from", effective.from);
  add("before", effective.before);
  add("through", effective.through);
  if (effective.by != nullptr) {
    parts.push_back(document_.space());
    parts.push_back(word("by"));
    parts.push_back(document_.space());
    parts.push_back(expression(*effective.by));
  }
  return document_.all(parts);
}

}  // namespace writ
