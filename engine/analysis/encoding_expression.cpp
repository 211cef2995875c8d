// Expressions but those over lists and the functions.

#include <utility>

#include "engine/analysis/encoding_state.hpp"
#include "engine/value/overloaded.hpp"

namespace writ::analysis {

using namespace model;

Encoded Encoding::State::encode(ExprId id) {
  const std::vector<LocalId>& locals = free_locals(id);
  if (locals.empty()) {
    if (!closed[id]) closed[id] = encode_inner(id);
    return *closed[id];
  }
  std::vector<std::uint32_t> key{id};
  for (const LocalId local : locals) key.push_back(bindings[local].identity);
  if (const auto found = open.find(key); found != open.end()) return found->second;
  Encoded encoded = encode_inner(id);
  open.emplace(std::move(key), encoded);
  return encoded;
}

/// Definitions with parameters that call each other have no end of their own but that of the stack.
Encoded Encoding::State::encode_inner(ExprId id) {
  constexpr std::size_t deepest = 1'500;
  // Definitions that call each other twice each come to more than any memory holds: some seconds and some hundred MB.
  constexpr std::size_t most_steps = 1'000'000, most_terms = 3'000'000;
  if (depth >= deepest) {
    return loosened_value(id, model[id].type, "what is called more deeply than can be followed", true);
  }
  if (++steps > most_steps || terms.size() > most_terms) {
    return loosened_value(id, model[id].type, "policies that are too much to be written down", true);
  }
  ++depth;
  Encoded encoded = encode_node(id, model[id]);
  --depth;
  return encoded;
}

Truth Encoding::State::truth(ExprId id) {
  if (id == none) return {yes(), no()};
  const Encoded encoded = encode(id);
  return {terms.both(encoded.value->term, terms.negation(encoded.fails)), encoded.fails};
}

Encoded Encoding::State::encode_node(ExprId id, const Expr& expr) {
  const auto part_of = [](const Encoded& base, std::size_t part) {
    // The part lives as long as the whole.
    return Encoded{base.fails, std::shared_ptr<const Symbol>(base.value, &base.value->parts[part])};
  };
  return std::visit(
      Overloaded{
          [&](const Poison&) { return loosened_value(id, expr.type, "an expression that is not valid", true); },
          [&](const Constant& node) { return of(constant_symbol(terms, expr.type, node.value), no()); },
          [&](const TextConstant& node) { return number(terms.number(facts.text(model.texts[node.text]))); },
          [&](const AbsentValue&) { return of(absent_symbol(terms, model.schema, expr.type), no()); },
          // The facts keep their symbols where they are.
          [&](const FactRef& node) {
            return Encoded{no(), std::shared_ptr<const Symbol>(std::shared_ptr<void>(), &facts.fact(model, node.fact))};
          },
          [&](const NowRef&) { return number(facts.now()); },
          [&](const ParameterRef& node) { return encode(model.parameters[node.parameter].value); },
          [&](const LocalRef& node) {
            return Encoded{no(), bindings[node.local].value};
          },
          [&](const FixtureRef& node) { return encode(model.fixtures[node.fixture].value); },
          [&](const DefineRef& node) { return encode_call(node); },
          [&](const DecisionRef& node) { return encode_use(node, expr.type); },
          [&](const OutcomeTest& node) { return boolean(encode_outcome(node)); },
          [&](const FieldRef& node) { return part_of(encode(node.base), node.field); },
          [&](const Widen& node) {
            const Encoded operand = encode(node.operand);
            const Term wide = terms.times(operand.value->term, terms.number(1'000'000));
            return number(wide, any(operand.fails, too_large(wide)));
          },
          [&](const MakePresent& node) {
            const Encoded operand = encode(node.operand);
            return of(present_symbol(terms, *operand.value), operand.fails);
          },
          [&](const Narrowed& node) {
            const Encoded operand = encode(node.operand);
            Symbol present = *operand.value;
            present.present.reset();
            return of(std::move(present), operand.fails);
          },
          [&](const Apply& node) { return encode_apply(id, expr, node); },
          [&](const Equal& node) {
            const Encoded left = encode(node.left), right = encode(node.right);
            const Term equal = equal_symbols(terms, model.schema, model[node.left].type, *left.value, *right.value);
            return boolean(node.negated ? terms.negation(equal) : equal, any(left.fails, right.fails));
          },
          [&](const Logic& node) {
            const Truth left = truth(node.left), right = truth(node.right);
            switch (node.op) {
              case LogicOp::logical_and: return boolean(both(left, right));
              case LogicOp::logical_or: return boolean(either(left, right));
              case LogicOp::implies: return boolean(either(opposite(left), right));
            }
            return boolean(left);
          },
          [&](const Not& node) { return boolean(opposite(truth(node.operand))); },
          [&](const IsPresent& node) {
            const Encoded operand = encode(node.operand);
            const Term present = *operand.value->present;
            return boolean(node.present ? present : terms.negation(present), operand.fails);
          },
          [&](const OrElse& node) {
            const Encoded left = encode(node.left), right = encode(node.right);
            const Term present = *left.value->present;
            Symbol value = *left.value;
            if (!expr.type.optional) value.present.reset();
            return of(chosen(terms, present, value, *right.value),
                      any(left.fails, terms.both(terms.negation(present), right.fails)));
          },
          [&](const InList& node) { return with_unknown(node.list, encode_in_list(node), expr.type); },
          [&](const InRange& node) { return boolean(encode_range(node)); },
          [&](const If& node) {
            const Truth condition = truth(node.condition);
            const Encoded then = encode(node.then), otherwise = encode(node.otherwise);
            const Term fails = any(condition.fails, terms.choose(condition.holds, then.fails, otherwise.fails));
            Encoded result = of(chosen(terms, condition.holds, *then.value, *otherwise.value), fails);
            return expr.type == Type{Kind::boolean} ? boolean(result.value->term, fails) : result;
          },
          [&](const Quantifier& node) { return with_unknown(node.list, encode_quantifier(node), expr.type); },
          [&](const Pick& node) { return with_unknown(node.list, encode_pick(node), expr.type); },
          [&](const Aggregate& node) { return with_unknown(node.list, encode_aggregate(node, expr.type), expr.type); },
          [&](const MakeRecord& node) { return encode_record(node.fields); },
          [&](const MakeList& node) {
            Encoded list = encode_record(node.elements);
            Symbol value = *list.value;
            value.term = terms.number(static_cast<Integer>(node.elements.size()));
            return of(std::move(value), list.fails);
          },
          [&](const With& node) { return encode_with(node); },
          [&](const Interpolate& node) { return encode_interpolate(id, expr, node); },
      },
      expr.node);
}

/// What the text is stays open, but where the same is put together in the same way it is the same text.
Encoded Encoding::State::encode_interpolate(ExprId id, const Expr& expr, const Interpolate& node) {
  const auto& zone = model.files[expr.file].zone;
  std::string way = node.language + "|" + (zone ? zone->name() : std::string());
  Term fails = no();
  bool all_plain = !expr.type.optional;
  for (const TextPart& part : node.parts) {
    if (part.is_text) {
      const std::string& text = model.texts[part.id];
      way += "|" + std::to_string(text.size()) + ":" + text;
      continue;
    }
    const Encoded shown = encode(part.id);
    fails = any(fails, shown.fails);
    const Type type = model[part.id].type;
    if (type.is_list() || type.base == Kind::record || !shown.value) {
      all_plain = false;
      continue;
    }
    way += "|" + model.schema.type_name(type);
    if (type.base == Kind::enumeration) {
      for (const EnumMemberInfo& member : model.schema.enums[type.id].members) {
        way += "," + member.name + "=" + member.spelling;
      }
    }
    if (shown.value->present) way += "?" + std::to_string(*shown.value->present);
    way += "#" + std::to_string(shown.value->term);
  }
  loosen(id, "a text that is put together");
  Symbol text;
  text.term = all_plain ? facts.any_text_made(way) : facts.any_text("(text)");
  if (expr.type.optional) text.present = terms.variable({"(text)", Sort::truth, 0, 1});
  return of(std::move(text), fails);
}

/// The arguments come first: one that fails makes the call fail.
Encoded Encoding::State::encode_call(const DefineRef& node) {
  const Define& define = model.defines[node.define];
  Term fails = no();
  std::vector<Encoded> arguments;
  for (const ExprId argument : node.arguments) {
    arguments.push_back(encode(argument));
    fails = any(fails, arguments.back().fails);
  }
  std::vector<Binding> before;
  for (std::size_t i = 0; i < arguments.size(); ++i) before.push_back(bind(define.parameters[i], arguments[i].value));
  const Encoded body = encode(define.body);
  for (std::size_t i = 0; i < before.size(); ++i) bindings[define.parameters[i]] = std::move(before[i]);
  if (define.type == Type{Kind::boolean}) return boolean(body.value->term, any(fails, body.fails));
  return {any(fails, body.fails), body.value};
}

Encoded Encoding::State::encode_use(const DecisionRef& node, Type type) {
  const Term undetermined = decision(node.decision).undetermined;
  const auto& value = decision_values[node.decision];
  if (type == Type{Kind::boolean}) return boolean(value->term, undetermined);
  return {undetermined, value};
}

Truth Encoding::State::encode_outcome(const OutcomeTest& node) {
  const DecisionTerms& used = decision(node.decision);
  const Term outcomes[] = {used.permitted, used.forbidden, used.referred, used.decided, used.undetermined};
  const Term is = outcomes[static_cast<std::size_t>(node.outcome)];
  const Truth asked{is, node.outcome == Outcome::undetermined ? no() : used.undetermined};
  return node.negated ? opposite(asked) : asked;
}

/// Each bound is a condition of its own: one that fails does not matter where the other is broken.
Truth Encoding::State::encode_range(const InRange& node) {
  const Encoded value = encode(node.value), low = encode(node.low), high = encode(node.high);
  const Term least = low.value->term, at = value.value->term, most = high.value->term;
  const Encoded above = boolean(node.low_closed ? terms.at_most(least, at) : terms.below(least, at), low.fails);
  const Encoded under = boolean(node.high_closed ? terms.at_most(at, most) : terms.below(at, most), high.fails);
  const Truth in = both({above.value->term, above.fails}, {under.value->term, under.fails});
  const Truth strict{terms.both(in.holds, terms.negation(value.fails)), any(in.fails, value.fails)};
  return node.negated ? opposite(strict) : strict;
}

/// The elements of a list, too; their number is then still missing.
Encoded Encoding::State::encode_record(const std::vector<ExprId>& fields) {
  Symbol record{.present = {}, .term = terms.number(0), .parts = {}};
  Term fails = no();
  for (const ExprId field : fields) {
    const Encoded value = encode(field);
    fails = any(fails, value.fails);
    record.parts.push_back(*value.value);
  }
  return of(std::move(record), fails);
}

Encoded Encoding::State::encode_with(const With& node) {
  const Encoded base = encode(node.base);
  Symbol record = *base.value;
  Term fails = base.fails;
  for (const FieldChange& change : node.changes) {
    const Encoded value = encode(change.value);
    fails = any(fails, value.fails);
    record.parts[change.field] = *value.value;
  }
  return of(std::move(record), fails);
}

}  // namespace writ::analysis
