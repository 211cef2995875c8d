// Tests and their steps.

#include <fmt/format.h>

#include "grammar/build.hpp"

namespace writ {
namespace {

bool is_outcome(std::string_view word) {
  return word == "permitted" || word == "forbidden" || word == "referred" || word == "undetermined";
}

}  // namespace

syntax::TestDecl Builder::test(Index index) {
  syntax::TestDecl result;
  Cursor part = below(index);
  if (part.is(Node::plain_text)) result.title = plain_text(part.take());
  while (part.more()) result.steps.push_back(step(part.take()));
  return result;
}

syntax::TestStep Builder::step(Index index) {
  syntax::TestStep result{span(index), syntax::BrokenStep{}};
  Cursor part = below(index);
  switch (event(index).node) {
    case Node::at_step:
      if (const auto bound = date_bound(part.take())) result.node = syntax::AtStep{*bound};
      break;
    case Node::given_step: {
      syntax::GivenStep given{name(part.take()), {}};
      given.value = expression(part.take()).expression;
      result.node = std::move(given);
      break;
    }
    case Node::set_step: {
      syntax::SetStep set{qualified_name(part.take()), {}};
      set.value = expression(part.take()).expression;
      result.node = std::move(set);
      break;
    }
    case Node::expect_step: expectation(index, result); break;
    default: break;
  }
  return result;
}

void Builder::expectation(Index index, syntax::TestStep& result) {
  Cursor part = below(index);
  const Index subject = part.take();
  if (event(subject).node == Node::rejected_form) {
    result.node = syntax::ExpectRejected{name(subject + 1)};
    return;
  }
  syntax::ExprPtr expression = this->expression(subject).expression;
  const Node tail = part.more() ? part.node() : Node::expression;

  if (tail == Node::notice_form) {
    const Index at = part.take();
    const auto kind = first_word(at) == "advises" ? syntax::NoticeKind::advice : syntax::NoticeKind::obligation;
    syntax::ExpectNotice expected{std::move(expression), kind, {}};
    if (below(at).more()) expected.call = notice_call(at + 1);
    result.node = std::move(expected);
    return;
  }
  if (tail == Node::holds_form) {
    const Index at = part.take();
    const std::string_view written = text(at);
    syntax::ExpectHolds holds{std::move(expression), syntax::HoldsKind::forever, {}};
    Cursor inside = below(at);
    if (inside.more()) {
      holds.kind =
          written.find("until") < written.find("through") ? syntax::HoldsKind::until : syntax::HoldsKind::through;
      holds.instant = date_bound(inside.take());
      if (!holds.instant) return;
    }
    result.node = std::move(holds);
    return;
  }

  auto* comparison = std::get_if<syntax::BinaryExpr>(&expression->node);
  const bool is = comparison != nullptr && comparison->op == syntax::Operator::equal;
  const auto* outcome = is ? std::get_if<syntax::NameExpr>(&comparison->right->node) : nullptr;
  if (outcome != nullptr && is_outcome(outcome->name.text)) {
    syntax::ExpectOutcome expected{std::move(comparison->left), outcome->name, {}, tail == Node::by_rules};
    if (expected.has_rules) expected.rules = names(part.take());
    result.node = std::move(expected);
    return;
  }
  syntax::ExpectExpr expected{std::move(expression), {}, tail == Node::by_rules};
  if (expected.has_rules) {
    const Index at = part.take();
    const bool is_presence = std::holds_alternative<syntax::PresenceExpr>(expected.condition->node);
    if (!is && !is_presence) {
      report(Code::misplaced, {file_, event(at).begin, event(at).begin + 2},
             "`by` says which rules gave a decision, and this is none")
          .help.emplace_back("the forms are `expect D is forbidden by RULE` and `expect D is VALUE by RULE`");
      return;
    }
    expected.rules = names(at);
  }
  result.node = std::move(expected);
}

}  // namespace writ
