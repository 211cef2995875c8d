#include "tools/report/explanation_tree.hpp"

#include <algorithm>

#include "grammar/unicode.hpp"

namespace writ {

using Element = Explanation::Element;
using Rule = Explanation::Rule;
using NodeKind = Explanation::Node::Kind;
using State = Explanation::Node::State;
using Role = Explanation::Element::Role;

namespace {

constexpr std::size_t clause_indent = 7;  // "unless "
constexpr std::size_t step = 2;
constexpr std::size_t longest_words = 400;
/// Definitions that lead to each other are not opened further than this, by what they are indented.
constexpr std::size_t deepest = 1'600;

struct Mark {
  std::string_view sign;
  Tint tint;
};

Mark mark_of(State state) {
  switch (state) {
    case State::yes: return {"✓", Tint::good};
    case State::no: return {"✗", Tint::bad};
    case State::error: return {"!", Tint::doubtful};
    case State::value:
    case State::not_evaluated: break;
  }
  return {"-", Tint::faint};
}

Mark mark_of(Rule::Verdict verdict) {
  switch (verdict) {
    case Rule::Verdict::won:
    case Rule::Verdict::applies:
    case Rule::Verdict::outweighed:
    case Rule::Verdict::overridden: return {"✓", Tint::good};
    case Rule::Verdict::does_not_apply:
    case Rule::Verdict::not_in_force: return {"✗", Tint::bad};
    case Rule::Verdict::failed: return {"!", Tint::doubtful};
    case Rule::Verdict::not_looked_at: break;
  }
  return {"-", Tint::faint};
}

std::string joined(const std::vector<std::string>& names) {
  std::string text;
  for (const std::string& name : names) text += (text.empty() ? "" : ", ") + name;
  return text;
}

std::string verdict_words(const Rule& rule) {
  switch (rule.verdict) {
    case Rule::Verdict::won: return {};
    case Rule::Verdict::applies: return "applies";
    case Rule::Verdict::outweighed: return "applies, outweighed by " + joined(rule.by);
    case Rule::Verdict::overridden: return "applies, overridden by " + joined(rule.by);
    case Rule::Verdict::does_not_apply: return "does not apply";
    case Rule::Verdict::not_in_force: return "not in force";
    case Rule::Verdict::failed: return rule.decisive ? "failed" : "failed, and changed nothing";
    case Rule::Verdict::not_looked_at:
      return rule.by.empty() ? "not looked at" : "not looked at: " + joined(rule.by) + " comes first";
  }
  return {};
}

std::string_view why_not_evaluated(const Explanation::Node& node) {
  switch (node.skipped) {
    case Explanation::Node::Skipped::guarded: return "not evaluated: what it relies on is not so";
    case Explanation::Node::Skipped::after_error: return "not evaluated: something before it failed";
    default: return "not needed";
  }
}

/// Conditions whose words say all that there is.
bool speaks_for_itself(NodeKind kind) {
  return kind == NodeKind::fact || kind == NodeKind::bound || kind == NodeKind::literal || kind == NodeKind::parameter;
}

std::string shortened(std::string words) {
  if (words.size() <= longest_words) return words;
  std::size_t end = longest_words;
  while ((static_cast<unsigned char>(words[end]) & 0xc0) == 0x80) --end;
  return words.substr(0, end) + " …";
}

std::string grouped(std::uint64_t number) {
  std::string digits = std::to_string(number);
  for (std::size_t at = digits.size(); at > 3; at -= 3) digits.insert(at - 3, ",");
  return digits;
}

std::string index_and_label(const Element& element) {
  return "[" + std::to_string(element.index) + "]" + (element.label.empty() ? "" : " " + element.label);
}

std::string role_words(Role role, bool is_picked) {
  switch (role) {
    case Role::satisfies: return "satisfies it";
    case Role::fails: return "does not satisfy it";
    case Role::counted: return is_picked ? "comes after it" : "counts";
    case Role::chosen: return is_picked ? "is chosen" : "decides";
    case Role::excluded: return "is left out";
    case Role::error: return "fails";
  }
  return {};
}

}  // namespace

std::string ExplanationTree::place(const Explanation::Place& place) {
  if (place.file.empty()) return {};
  std::string text = place.file == file_ ? "" : place.file;
  file_ = place.file;
  return text + ":" + std::to_string(place.line);
}

std::vector<const Explanation::Node*> ExplanationTree::told(const std::vector<Node>& parts) const {
  std::vector<const Node*> those;
  for (const Node& part : parts) {
    if (options_.verbose || part.decisive) those.push_back(&part);
  }
  return those;
}

/// What a value was computed of; of the size of a list the list itself says nothing more.
std::vector<const Explanation::Node*> ExplanationTree::told_of(const Node& node) const {
  if (!options_.verbose && node.kind == NodeKind::call && node.words.starts_with("size(")) {
    if (!node.parts.empty() && node.parts[0].kind == NodeKind::fact) return {};
  }
  return told(node.parts);
}

void ExplanationTree::failure(const Decision::Failure& failure, std::size_t indent) {
  std::string text = failure.message;
  if (!failure.decision.empty()) text += " (" + failure.decision + ")";
  if (!failure.code.empty()) text.insert(0, "error[" + failure.code + "]: ");
  lines_.add({.indent = indent, .mark = "!", .mark_tint = Tint::doubtful, .text = text, .right = failure.place});
}

// ---- rules ------------------------------------------------------------------------------------------------------

void ExplanationTree::rule(const Rule& rule, std::size_t indent, std::size_t unfold, bool with_messages) {
  std::string text = rule.effect.empty() ? "" : rule.effect + " ";
  text += rule.name;
  if (!rule.cite.empty()) text += "  [" + joined(rule.cite) + "]";
  if (const std::string words = verdict_words(rule); !words.empty()) text += "  " + words;
  const Mark mark = mark_of(rule.verdict);
  lines_.add({indent, mark.sign, mark.tint, text, Tint::strong, place(rule.place)});
  if (with_messages) {
    for (const Decision::Message& message : rule.messages) {
      lines_.add({.indent = indent + step, .text = message.text});
    }
  }
  const auto tells_the_error = [](const std::optional<Node>& clause) {
    return clause && clause->state == State::error;
  };
  const bool told_below = tells_the_error(rule.effective) || tells_the_error(rule.unless) ||
                          tells_the_error(rule.when) || tells_the_error(rule.value);
  if (rule.failure && !told_below) failure(*rule.failure, indent + step);
  clauses(rule.effective, rule.unless, rule.when, indent + step, unfold);
  if (rule.value && rule.value->kind != NodeKind::literal) {
    lines_.label("gives");
    operands({&*rule.value}, indent + step + clause_indent, unfold);
  } else if (rule.value) {
    lines_.label("gives");
    lines_.add({.indent = indent + step + clause_indent, .text = rule.value->value.text});
  }
}

void ExplanationTree::clauses(const std::optional<Node>& effective, const std::optional<Node>& unless,
                              const std::optional<Node>& when, std::size_t indent, std::size_t unfold) {
  const auto clause = [&](std::string_view word, const std::optional<Node>& node) {
    if (!node || (!options_.verbose && !node->decisive)) return;
    lines_.label(word);
    condition(*node, indent + clause_indent, unfold);
  };
  clause("dates", effective);
  clause("unless", unless);
  clause("when", when);
}

// ---- conditions -------------------------------------------------------------------------------------------------

void ExplanationTree::condition(const Node& node, std::size_t indent, std::size_t unfold) {
  const bool is_group = node.kind == NodeKind::all || node.kind == NodeKind::any || node.kind == NodeKind::implies;
  if (is_group && node.state != State::not_evaluated) return group(node, indent, unfold);
  const Mark mark = mark_of(node.state);
  std::string text = shortened(node.words);
  if (node.state == State::not_evaluated) text += "  (" + std::string(why_not_evaluated(node)) + ")";
  if (node.kind == NodeKind::parameter) text += node.overridden ? "  (parameter, overridden)" : "  (parameter)";
  lines_.add({.indent = indent, .mark = mark.sign, .mark_tint = mark.tint, .text = text, .right = place(node.place)});
  indent += step;
  if (node.failure) failure(*node.failure, indent);
  if (node.state == State::not_evaluated) return;
  switch (node.kind) {
    case NodeKind::negation:
      if (node.parts.empty() || speaks_for_itself(node.parts[0].kind)) return;
      if (node.parts[0].kind == NodeKind::definition) return definition(node.parts[0], indent, unfold);
      return condition(node.parts[0], indent, unfold);
    case NodeKind::quantifier: return elements(node, indent, unfold);
    case NodeKind::definition: return definition(node, indent, unfold);
    case NodeKind::decision: return decision(node, indent, unfold);
    case NodeKind::choice:
      for (const Node* part : told(node.parts)) condition(*part, indent, unfold);
      return;
    default: return operands(told(node.parts), indent, unfold);
  }
}

/// Of an `and` that holds the parts follow each other; else a line says what they are to each other.
void ExplanationTree::group(const Node& node, std::size_t indent, std::size_t unfold) {
  const std::vector<const Node*> parts = told(node.parts);
  const bool flat =
      (parts.size() == 1 && parts[0]->state == node.state) || (node.kind == NodeKind::all && node.state == State::yes);
  if (!flat) {
    std::string_view words = "all of";
    if (node.kind == NodeKind::any) words = node.state == State::no ? "none of" : "one of";
    if (node.kind == NodeKind::implies) words = "if … then …";
    if (node.kind == NodeKind::all && node.state == State::no) words = "not all of";
    const Mark mark = mark_of(node.state);
    lines_.add({indent, mark.sign, mark.tint, words, Tint::faint, {}});
    indent += step;
  }
  for (const Node* part : parts) condition(*part, indent, unfold);
}

/// `sent_cards = 3`
std::string ExplanationTree::operand(const Node& node) const {
  if (node.state == State::value && node.value.text == "absent") return shortened(node.words) + " is absent";
  if (node.state == State::not_evaluated)
    return shortened(node.words) + " (" + std::string(why_not_evaluated(node)) + ")";
  std::string text = shortened(node.words) + " = " + (node.state == State::error ? "error" : node.value.text);
  if (node.kind == NodeKind::parameter) text += node.overridden ? " (parameter, overridden)" : " (parameter)";
  if (node.kind == NodeKind::decision && node.decision != Explanation::none) {
    const Explanation::Decided& used = explanation_.decisions[node.decision];
    text += " (decision" + (used.winners.empty() ? "" : ": " + joined(used.winners)) + ")";
  }
  return text;
}

void ExplanationTree::operands(const std::vector<const Node*>& parts, std::size_t indent, std::size_t unfold) {
  std::vector<const Node*> those;
  std::vector<std::string> texts;
  std::size_t columns = 0;
  bool on_one_line = true;
  for (const Node* part : parts) {
    if (part->kind == NodeKind::literal && part->decisive) continue;
    std::string text = operand(*part);
    if (std::ranges::find(texts, text) != texts.end()) continue;  // `within` has its start twice.
    if (part->kind == NodeKind::literal) continue;
    columns += display_width(text) + 2;
    on_one_line &= !has_more(*part, unfold) && !part->failure;
    those.push_back(part);
    texts.push_back(std::move(text));
  }
  if (those.empty()) return;
  if (on_one_line && columns + indent <= options_.columns) {
    lines_.add({.indent = indent, .text = joined(texts)});
    return;
  }
  for (std::size_t i = 0; i < those.size(); ++i) {
    lines_.add({.indent = indent, .text = texts[i]});
    if (those[i]->failure) failure(*those[i]->failure, indent + step);
    more(*those[i], indent + step, unfold);
  }
}

// ---- what stands for a value ------------------------------------------------------------------------------------

bool ExplanationTree::has_more(const Node& node, std::size_t unfold) const {
  if (node.state == State::not_evaluated) return false;
  switch (node.kind) {
    case NodeKind::definition:
    case NodeKind::parameter:
      return node.definition != Explanation::none && unfold > 0 && !definitions_.contains(node.definition);
    case NodeKind::decision:
      return node.decision != Explanation::none && unfold > 0 && !decisions_.contains(node.decision);
    case NodeKind::pick:
    case NodeKind::aggregate:
    case NodeKind::quantifier: return true;
    case NodeKind::field:
    case NodeKind::call:
    case NodeKind::made:
    case NodeKind::choice:
    case NodeKind::fallback:
      return std::ranges::any_of(told_of(node), [](const Node* part) { return part->kind != NodeKind::literal; });
    default: return node.is_condition && !speaks_for_itself(node.kind);
  }
}

void ExplanationTree::more(const Node& node, std::size_t indent, std::size_t unfold) {
  if (!has_more(node, unfold)) return;
  switch (node.kind) {
    case NodeKind::definition:
    case NodeKind::parameter: return definition(node, indent, unfold);
    case NodeKind::decision: return decision(node, indent, unfold);
    case NodeKind::pick:
    case NodeKind::aggregate:
    case NodeKind::quantifier: return elements(node, indent, unfold);
    case NodeKind::choice:
      for (const Node* part : told(node.parts)) {
        if (part->is_condition) {
          condition(*part, indent, unfold);
        } else {
          operands({part}, indent, unfold);
        }
      }
      return;
    default:
      if (node.is_condition) return condition(node, indent, unfold);
      return operands(told_of(node), indent, unfold);
  }
}

void ExplanationTree::definition(const Node& node, std::size_t indent, std::size_t unfold) {
  if (node.definition == Explanation::none || indent > deepest) return;
  const Explanation::Definition& opened = explanation_.definitions[node.definition];
  const bool is_open = opened.body.is_condition;
  if (!definitions_.insert(node.definition).second) {
    lines_.add({.indent = indent, .text = "(see above)", .tint = Tint::faint});
    return;
  }
  if (!is_open && unfold == 0) return;
  const std::size_t deeper = is_open ? unfold : unfold - 1;
  if (!opened.arguments.empty()) {
    std::string with;
    for (const auto& argument : opened.arguments) {
      with += (with.empty() ? "with " : ", ") + argument.name + " = " + argument.value.text;
    }
    lines_.add({.indent = indent, .text = with});
  }
  if (is_open) return condition(opened.body, indent, deeper);
  const std::string words = opened.body.kind == NodeKind::literal ? "" : shortened(opened.body.words);
  if (words.empty()) return;
  lines_.add({.indent = indent, .text = words, .right = place(opened.body.place)});
  if (opened.body.failure) failure(*opened.body.failure, indent + step);
  if (opened.body.kind == NodeKind::decision || opened.body.kind == NodeKind::definition ||
      opened.body.kind == NodeKind::fact) {
    return more(opened.body, indent + step, deeper);
  }
  if (has_more(opened.body, deeper)) {
    more(opened.body, indent + step, deeper);
  }
}

void ExplanationTree::decision(const Node& node, std::size_t indent, std::size_t unfold) {
  if (node.decision == Explanation::none) return;
  const Explanation::Decided& used = explanation_.decisions[node.decision];
  if (node.is_condition) {
    const bool is_value = used.outcome == Outcome::decided;
    std::string text = node.name + " is " + (is_value ? used.value.text : writ::name(used.outcome));
    if (!used.winners.empty()) text += " by " + joined(used.winners);
    if (!used.reason.empty()) text += ": " + used.reason;
    lines_.add({.indent = indent, .text = text});
  }
  if (unfold == 0 || indent > deepest) return;
  if (!decisions_.insert(node.decision).second) {
    lines_.add({.indent = indent, .text = "(see above)", .tint = Tint::faint});
    return;
  }
  if (used.in_force && (options_.verbose || used.in_force->decisive)) {
    lines_.label("dates");
    condition(*used.in_force, indent + clause_indent, unfold - 1);
  }
  for (const Rule& each : used.rules) {
    if (options_.verbose || each.decisive) rule(each, indent, unfold - 1, false);
  }
}

// ---- lists ------------------------------------------------------------------------------------------------------

void ExplanationTree::elements(const Node& node, std::size_t indent, std::size_t unfold) {
  if (!node.parts.empty()) {
    const Node& list = node.parts.front();
    if (node.size == 0 && list.state == State::value) {
      lines_.add({.indent = indent, .text = shortened(list.words) + " is empty"});
    }
    if (list.kind != NodeKind::fact && list.kind != NodeKind::literal && has_more(list, unfold)) {
      operands({&list}, indent, unfold);
    }
  }
  if (node.elements.empty()) {
    if (node.left_out > 0) {
      lines_.add({.indent = indent, .text = grouped(node.left_out) + " elements, too many to be told"});
    }
    return;
  }
  const bool is_fold = node.kind == NodeKind::aggregate;
  const std::size_t most_told = options_.verbose ? 10 : 3;
  std::vector<const Element*> told, counted, excluded;
  for (const Element& element : node.elements) {
    if (element.role == Role::excluded) excluded.push_back(&element);
    if (element.role == Role::counted || element.role == Role::chosen) counted.push_back(&element);
    // Of what is counted the labels say enough.
    const bool is_labelled = is_fold && (element.role == Role::counted || element.role == Role::chosen);
    const bool conditions_matter = element.decisive && !is_labelled;
    if (options_.verbose || conditions_matter) told.push_back(&element);
  }
  if (is_fold && node.counted > 0) {
    labels("counted", node, counted, node.counted, indent);
    if (!excluded.empty() && !options_.verbose) {
      labels("not counted", node, excluded, node.looked_at - node.counted, indent);
    }
  }
  for (std::size_t i = 0; i < std::min(told.size(), most_told); ++i) {
    const Element& each = *told[i];
    element(each, node.kind == NodeKind::pick, indent, unfold);
  }
  const std::uint64_t shown = std::min<std::uint64_t>(told.size(), most_told);
  const bool all_alike = told.size() == node.elements.size();
  const std::uint64_t rest = told.size() - shown + (all_alike ? node.left_out : 0);
  if (rest > 0) {
    lines_.add({.indent = indent,
                .text = "and " + grouped(rest) + " more" + (all_alike && !options_.verbose ? " likewise" : ""),
                .tint = Tint::faint});
  }
}

void ExplanationTree::element(const Element& element, bool is_picked, std::size_t indent, std::size_t unfold) {
  lines_.add({.indent = indent, .text = index_and_label(element) + " " + role_words(element.role, is_picked)});
  for (const Node* part : told(element.parts)) {
    if (part->is_condition) {
      condition(*part, indent + step, unfold);
    } else {
      if (is_picked) lines_.label("by");
      operands({part}, indent + step + (is_picked ? 3 : 0), unfold);
    }
  }
}

/// `counted 3: [0] C1, [1] C2, [2] C3`
void ExplanationTree::labels(std::string_view what, const Node& node, const std::vector<const Element*>& those,
                             std::uint64_t in_all, std::size_t indent) {
  const std::size_t most = options_.verbose ? 20 : 8;
  std::string text = std::string(what) + " " + grouped(in_all) + " of " + grouped(node.size) + ": ";
  std::size_t shown = 0;
  for (const Element* element : those) {
    if (shown == most) break;
    if (shown++ > 0) text += ", ";
    text += index_and_label(*element);
    // What was summed or compared.
    if (!element->parts.empty() && element->parts.back().state == State::value) {
      text += " " + element->parts.back().value.text;
    }
    if (element->role == Role::chosen) text += " (decides)";
  }
  if (in_all > shown) text += " and " + grouped(in_all - shown) + " more";
  lines_.add({.indent = indent, .text = text});
}

}  // namespace writ
