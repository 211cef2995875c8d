#include "engine/analysis/symbol_operations.hpp"

#include <algorithm>
#include <utility>

namespace writ::analysis {

bool is_false(const Terms& terms, Term term) {
  const TermNode& node = terms[term];
  return node.op == TermOp::truth && node.value == 0;
}

bool is_true(const Terms& terms, Term term) {
  const TermNode& node = terms[term];
  return node.op == TermOp::truth && node.value != 0;
}

Symbol plain_symbol(Terms& terms, const Schema& schema, Type type) {
  Symbol symbol;
  if (type.optional) symbol.present = terms.truth(false);
  symbol.term = type.is(Kind::boolean) ? terms.truth(false) : terms.number(0);
  if (type.is(Kind::record)) {
    for (const FieldInfo& field : schema.records[type.id].fields) {
      symbol.parts.push_back(plain_symbol(terms, schema, field.type));
    }
  }
  return symbol;
}

Symbol constant_symbol(Terms& terms, Type type, std::int64_t value) {
  Symbol symbol;
  symbol.term = type.is(Kind::boolean) ? terms.truth(value != 0) : terms.number(value);
  return symbol;
}

Symbol absent_symbol(Terms& terms, const Schema& schema, Type type) {
  Symbol symbol = plain_symbol(terms, schema, type);
  symbol.present = terms.truth(false);
  return symbol;
}

Symbol present_symbol(Terms& terms, Symbol symbol) {
  symbol.present = terms.truth(true);
  return symbol;
}

namespace {

/// A list, with all its elements among its parts; anything else.
bool ends(const Terms& terms, const Symbol& symbol) {
  return terms[symbol.term].sort == Sort::truth ||
         terms.range(symbol.term).most <= static_cast<Integer>(symbol.parts.size());
}

}  // namespace

Term goes_on(Terms& terms, const Symbol& list) {
  return terms.below(terms.number(static_cast<Integer>(list.parts.size())), list.term);
}

Symbol chosen(Terms& terms, Term condition, const Symbol& then, const Symbol& otherwise) {
  if (is_true(terms, condition)) return then;
  if (is_false(terms, condition)) return otherwise;
  // What is not there may be anything: it takes what the other side has, and no choice is made.
  const bool no_then = then.present && is_false(terms, *then.present);
  const bool no_otherwise = otherwise.present && is_false(terms, *otherwise.present);
  if (no_then != no_otherwise) {
    Symbol symbol = no_then ? otherwise : then;
    const Term present = symbol.present.value_or(terms.truth(true));
    symbol.present = terms.both(no_then ? terms.negation(condition) : condition, present);
    return symbol;
  }
  Symbol symbol;
  if (then.present || otherwise.present) {
    const Term yes = terms.truth(true);
    symbol.present = terms.choose(condition, then.present.value_or(yes), otherwise.present.value_or(yes));
  }
  symbol.term = terms.choose(condition, then.term, otherwise.term);
  const auto& longer = then.parts.size() > otherwise.parts.size() ? then.parts : otherwise.parts;
  const std::size_t common = std::min(then.parts.size(), otherwise.parts.size());
  symbol.parts.reserve(longer.size());
  // Elements that one side does not know are unknown for both.
  const bool all_known = ends(terms, then) && ends(terms, otherwise);
  for (std::size_t i = 0; i < common; ++i) {
    symbol.parts.push_back(chosen(terms, condition, then.parts[i], otherwise.parts[i]));
  }
  for (std::size_t i = common; all_known && i < longer.size(); ++i) symbol.parts.push_back(longer[i]);
  return symbol;
}

Term equal_symbols(Terms& terms, const Schema& schema, Type type, const Symbol& a, const Symbol& b) {
  if (type.optional) {
    const Term values = equal_symbols(terms, schema, type.present(), a, b);
    return terms.both(terms.equal(*a.present, *b.present), terms.implies(*a.present, values));
  }
  if (type.is_list()) {
    Term all = terms.equal(a.term, b.term);
    const Term unknown = terms.both(all, terms.either(goes_on(terms, a), goes_on(terms, b)));
    if (!is_false(terms, unknown)) {
      all = terms.both(all, terms.implies(unknown, terms.variable({"(equal)", Sort::truth, 0, 1})));
    }
    for (std::size_t i = 0; i < std::min(a.parts.size(), b.parts.size()); ++i) {
      const Term in = terms.below(terms.number(static_cast<Integer>(i)), a.term);
      all = terms.both(all, terms.implies(in, equal_symbols(terms, schema, type.element(), a.parts[i], b.parts[i])));
    }
    return all;
  }
  if (type.is(Kind::record)) {
    Term all = terms.truth(true);
    const auto& fields = schema.records[type.id].fields;
    for (std::size_t i = 0; i < fields.size(); ++i) {
      all = terms.both(all, equal_symbols(terms, schema, fields[i].type, a.parts[i], b.parts[i]));
    }
    return all;
  }
  return terms.equal(a.term, b.term);
}

}  // namespace writ::analysis
