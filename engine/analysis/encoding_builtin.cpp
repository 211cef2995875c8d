// Functions and operators: by the name and the parameters of their row in the table.

#include <algorithm>

#include "engine/analysis/encoding_state.hpp"

namespace writ::analysis {

using namespace model;

namespace {

std::optional<TextQuestion::Kind> question_of(std::string_view name) {
  if (name == "starts_with") return TextQuestion::Kind::starts_with;
  if (name == "ends_with") return TextQuestion::Kind::ends_with;
  if (name == "contains") return TextQuestion::Kind::contains;
  if (name == "matches") return TextQuestion::Kind::matches;
  return std::nullopt;
}

}  // namespace

Encoded Encoding::State::encode_text_question(ExprId id, const Apply& node, TextQuestion::Kind kind) {
  const Encoded text = encode(node.arguments[0]), part = encode(node.arguments[1]);
  const Term fails = any(text.fails, part.fails);
  if (kind == TextQuestion::Kind::matches) {
    const auto& pattern = model.patterns[node.pattern];
    return boolean(facts.answer({kind, pattern->text(), pattern}, text.value->term), fails);
  }
  // One of few texts of the policy: a question for each.
  const auto parts = few_values(part.value->term);
  const bool known = parts && std::ranges::all_of(*parts, [&](Integer value) { return facts.text(value).has_value(); });
  if (!known) {
    const Encoded any_answer =
        loosened_value(id, Type{Kind::boolean}, "what one text of the facts says of another", false);
    return boolean(any_answer.value->term, fails);
  }
  return boolean(by_value(part.value->term, *parts,
                          [&](Integer value) {
                            return facts.answer({kind, *facts.text(value), nullptr}, text.value->term);
                          }),
                 fails);
}

Encoded Encoding::State::encode_apply(ExprId id, const Expr& expr, const Apply& node) {
  const Builtin& builtin = builtins()[node.builtin];
  if (const auto question = question_of(builtin.name)) return encode_text_question(id, node, *question);

  Term fails = no();
  Call call{id, builtin, model.files[expr.file], {}, expr.type};
  for (const ExprId argument : node.arguments) {
    const Encoded value = encode(argument);
    fails = any(fails, value.fails);
    call.arguments.push_back(value.value->term);
  }
  if (builtin.motion == Motion::compare) {
    const Term a = call.arguments[0], b = call.arguments[1];
    if (builtin.name == "<") return boolean(terms.below(a, b), fails);
    if (builtin.name == "<=") return boolean(terms.at_most(a, b), fails);
    if (builtin.name == ">") return boolean(terms.below(b, a), fails);
    return boolean(terms.at_most(b, a), fails);
  }
  if (builtin.name == "size") return number(call.arguments[0], fails);
  if (builtin.name == "lower") return number(facts.lower(call.arguments[0]), fails);
  Encoded result = encode_function(call);
  if (expr.type.is(Kind::boolean)) return boolean(result.value->term, any(fails, result.fails));
  result.fails = any(fails, result.fails);
  return result;
}

Encoded Encoding::State::encode_function(const Call& call) {
  const Builtin& builtin = call.builtin;
  const auto& arguments = call.arguments;
  if (builtin.motion == Motion::smaller || builtin.motion == Motion::larger) {
    const bool smaller = builtin.motion == Motion::smaller;
    Term best = arguments[0];
    for (std::size_t i = 1; i < arguments.size(); ++i) {
      const Term better = smaller ? terms.below(arguments[i], best) : terms.below(best, arguments[i]);
      best = terms.choose(better, arguments[i], best);
    }
    return number(best);
  }
  if (auto result = encode_number(call)) return *result;
  if (auto result = encode_time(call)) return *result;
  return loosened_value(call.expr, call.type, "`" + std::string(builtin.name) + "`", true);
}

}  // namespace writ::analysis
