// Expressions that walk over a list: over as many elements as it can have, of which those past its end do not count.

#include "engine/analysis/encoding_state.hpp"

namespace writ::analysis {

using namespace model;

namespace {

std::shared_ptr<const Symbol> element_of(const Encoded& list, std::size_t index) {
  return {list.value, &list.value->parts[index]};
}

}  // namespace

/// What is found by walking over a list may be anything where the list goes on after what is known of it.
Encoded Encoding::State::with_unknown(ExprId list, Encoded found, Type type) {
  const Term unknown = goes_on(terms, *encode(list).value);
  if (is_false(terms, unknown)) return found;
  const Term fails = terms.choose(unknown, terms.variable({"(fails)", Sort::truth, 0, 1}), found.fails);
  Symbol value = chosen(terms, unknown, any_symbol(type, "(of a list)"), *found.value);
  return type == Type{Kind::boolean} ? boolean(value.term, fails) : of(std::move(value), fails);
}

Encoded Encoding::State::encode_in_list(const InList& node) {
  const Encoded value = encode(node.value), list = encode(node.list);
  Term in = no();
  for (std::size_t i = 0; i < list.value->parts.size(); ++i) {
    const Term equal = equal_symbols(terms, model.schema, model[node.value].type, *value.value, list.value->parts[i]);
    in = any(in, terms.both(before_end(i, *list.value), equal));
  }
  return boolean(node.negated ? terms.negation(in) : in, any(value.fails, list.fails));
}

Encoded Encoding::State::encode_quantifier(const Quantifier& node) {
  const bool every = node.kind == syntax::QuantifierKind::every;
  const Encoded list = encode(node.list);
  Truth result{every ? yes() : no(), no()};
  for (std::size_t i = 0; i < list.value->parts.size(); ++i) {
    const Binding before = bind(node.local, element_of(list, i));
    const Truth where = truth(node.where), satisfies = truth(node.satisfies);
    bindings[node.local] = before;
    const Truth in{before_end(i, *list.value), no()};
    if (every) {
      result = both(result, either(opposite(in), either(opposite(where), satisfies)));
    } else {
      result = either(result, both(in, both(where, satisfies)));
    }
  }
  const Truth strict{terms.both(result.holds, terms.negation(list.fails)), any(result.fails, list.fails)};
  return boolean(node.kind == syntax::QuantifierKind::no ? opposite(strict) : strict);
}

Encoded Encoding::State::encode_pick(const Pick& node) {
  const Encoded list = encode(node.list);
  const std::size_t most = list.value->parts.size();
  const Type element = model[node.list].type.present().element();
  Symbol best = absent_symbol(terms, model.schema, element);
  Term fails = list.fails, key = terms.number(0), none_yet = yes();
  std::vector<Term> found(most);
  for (std::size_t step = 0; step < most; ++step) {
    // Without a key the walk ends with its find, and so goes backwards for the last.
    const std::size_t i = node.first || node.key != none ? step : most - 1 - step;
    const Term in = before_end(i, *list.value);
    const Binding before = bind(node.local, element_of(list, i));
    const Truth where = truth(node.where);
    const Encoded keyed = node.key == none ? number(terms.number(0)) : encode(node.key);
    bindings[node.local] = before;
    found[i] = terms.both(in, where.holds);
    const Term failed = any(terms.both(in, where.fails), terms.both(found[i], keyed.fails));
    if (node.key == none) {
      fails = any(fails, terms.both(none_yet, failed));
      none_yet = terms.both(none_yet, terms.negation(found[i]));
      continue;
    }
    fails = any(fails, failed);
    const Term candidate = keyed.value->term;
    // Ties by the list's order: the first of them, or the last.
    const Term better = node.first ? terms.below(candidate, key) : terms.at_most(key, candidate);
    const Term takes = terms.both(found[i], any(none_yet, better));
    key = terms.choose(takes, candidate, key);
    none_yet = terms.both(none_yet, terms.negation(found[i]));
    best = chosen(terms, takes, present_symbol(terms, list.value->parts[i]), best);
  }
  if (node.key == none) {
    for (std::size_t step = 0; step < most; ++step) {
      const std::size_t i = node.first ? most - 1 - step : step;
      best = chosen(terms, found[i], present_symbol(terms, list.value->parts[i]), best);
    }
  }
  return of(std::move(best), fails);
}

Encoded Encoding::State::encode_aggregate(const Aggregate& node, Type type) {
  using enum syntax::AggregateKind;
  const Encoded list = encode(node.list);
  Term total = terms.number(0), fails = list.fails, none_yet = yes();
  for (std::size_t i = 0; i < list.value->parts.size(); ++i) {
    const Term in = before_end(i, *list.value);
    const Binding before = bind(node.local, element_of(list, i));
    const Truth where = truth(node.where);
    const Encoded value = node.of == none ? number(terms.number(1)) : encode(node.of);
    bindings[node.local] = before;
    const Term counts = terms.both(in, where.holds);
    fails = any(fails, any(terms.both(in, where.fails), terms.both(counts, value.fails)));
    const Term added = value.value->term;
    if (node.kind == count || node.kind == sum) {
      total = terms.add(total, terms.choose(counts, added, terms.number(0)));
      // A sum that comes back into range has left it all the same.
      fails = any(fails, too_large(total));
    } else {
      const bool smaller = node.kind == min || node.kind == earliest;
      const Term better = smaller ? terms.below(added, total) : terms.below(total, added);
      total = terms.choose(terms.both(counts, any(none_yet, better)), added, total);
      none_yet = terms.both(none_yet, terms.negation(counts));
    }
  }
  Symbol result{.present = {}, .term = total, .parts = {}};
  if (type.optional) result.present = terms.negation(none_yet);
  return of(std::move(result), fails);
}

}  // namespace writ::analysis
