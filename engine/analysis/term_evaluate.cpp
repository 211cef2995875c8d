// What terms come to, and how they are shown. Neither climbs down by recursion: terms may be very deep.

#include <algorithm>

#include "engine/analysis/term.hpp"
#include "engine/analysis/term_sum.hpp"

namespace writ::analysis {
namespace {

/// Texts for people stop here.
constexpr std::size_t longest_text = 20'000;
constexpr std::size_t deepest_text = 200;

void append_number(std::string& text, Integer value) {
  // One digit at a time from the end: the smallest Integer has no opposite.
  std::string digits;
  do {
    const int digit = static_cast<int>(value % 10);
    digits += static_cast<char>('0' + (digit < 0 ? -digit : digit));
    value /= 10;
    if (value == 0 && digit < 0) digits += '-';
  } while (value != 0);
  text.append(digits.rbegin(), digits.rend());
}

struct Words {
  const char *before = "", *between = "";
};
Words words_of(TermOp op) {
  switch (op) {
    case TermOp::negation: return {"not ", ""};
    case TermOp::both: return {"", " and "};
    case TermOp::either: return {"", " or "};
    case TermOp::choose: return {"", " ? "};
    case TermOp::equal: return {"", " = "};
    case TermOp::at_most: return {"", " <= "};
    case TermOp::add: return {"", " + "};
    case TermOp::times: return {"", " * "};
    case TermOp::quotient: return {"", " div "};
    case TermOp::remainder: return {"", " mod "};
    default: return {};
  }
}

std::size_t operands_of(TermOp op) {
  switch (op) {
    case TermOp::truth:
    case TermOp::number:
    case TermOp::variable: return 0;
    case TermOp::negation:
    case TermOp::apply: return 1;
    case TermOp::choose: return 3;
    default: return 2;
  }
}

void append_text(const Terms& terms, std::string& text, Term term, std::size_t depth) {
  const TermNode& node = terms[term];
  if (text.size() > longest_text || depth > deepest_text) {
    text += "…";
    return;
  }
  switch (node.op) {
    case TermOp::truth: text += node.value != 0 ? "true" : "false"; return;
    case TermOp::number: append_number(text, node.value); return;
    case TermOp::variable: text += terms.variables()[node.id].name; return;
    case TermOp::apply: text += terms.functions()[node.id].name; break;
    default: break;
  }
  const Words words = words_of(node.op);
  text += '(';
  text += words.before;
  append_text(terms, text, node.a, depth + 1);
  if (operands_of(node.op) > 1) {
    text += words.between;
    append_text(terms, text, node.b, depth + 1);
  }
  if (operands_of(node.op) > 2) {
    text += " : ";
    append_text(terms, text, node.c, depth + 1);
  }
  text += ')';
}

}  // namespace

std::string Terms::text(Term term) const {
  std::string text;
  append_text(*this, text, term, 0);
  return text;
}

void Assignment::set(std::uint32_t variable, Integer value) {
  if (variable >= variables_.size()) variables_.resize(variable + 1);
  variables_[variable] = value;
  ++era_;
}

Integer Assignment::get(const Terms& terms, std::uint32_t variable) const {
  if (variable < variables_.size() && variables_[variable]) return *variables_[variable];
  const Variable& of = terms.variables()[variable];
  return of.sort == Sort::truth ? 0 : std::clamp<Integer>(0, of.least, std::max(of.least, of.most));
}

void Assignment::set(FunctionId function, Integer at, Integer value) {
  points_[{function, at}] = {value, false};
  ++era_;
}

void Assignment::keep_asked() {
  std::erase_if(points_, [](const auto& point) { return !point.second.asked; });
  ++era_;
}

void Assignment::forget() { known_ = {}; }

Integer Assignment::applied(const Terms& terms, FunctionId function, Integer at) {
  const Function& of = terms.functions()[function];
  if (const auto piece = of.piece(at)) return value_on(*piece, at);
  const auto point = points_.find({function, at});
  if (point == points_.end()) return of.least;
  point->second.asked = true;
  return point->second.value;
}

/// Given what its operands come to. Of `both`, `either` and `choose` only those are looked at that count.
Integer Assignment::value_of(const Terms& terms, const TermNode& node) {
  const Integer a = operands_of(node.op) > 0 ? known_[node.a].value : 0;
  const auto b = [&] { return known_[node.b].value; };
  Integer result = 0;
  switch (node.op) {
    case TermOp::truth:
    case TermOp::number: return node.value;
    case TermOp::variable: return get(terms, node.id);
    case TermOp::negation: return a == 0 ? 1 : 0;
    case TermOp::both: return a == 0 ? 0 : b();
    case TermOp::either: return a != 0 ? 1 : b();
    case TermOp::choose: return a != 0 ? b() : known_[node.c].value;
    case TermOp::equal: return a == b() ? 1 : 0;
    case TermOp::at_most: return a <= b() ? 1 : 0;
    case TermOp::add:
      if (__builtin_add_overflow(a, b(), &result)) exact_ = false;
      return result;
    case TermOp::times:
      if (__builtin_mul_overflow(a, b(), &result)) exact_ = false;
      return result;
    case TermOp::quotient: return floor_quotient(a, b());
    case TermOp::remainder: return floor_remainder(a, b());
    case TermOp::apply: return applied(terms, node.id, a);
  }
  return 0;
}

Integer Assignment::evaluate(const Terms& terms, Term term) {
  if (known_.size() < terms.size()) known_.resize(terms.size());
  std::vector<Term> open{term};
  // True where the operand is there already; else it comes first.
  const auto is_there = [&](Term operand) {
    if (is_known(operand)) return true;
    open.push_back(operand);
    return false;
  };
  while (!open.empty()) {
    const Term next = open.back();
    const TermNode& node = terms[next];
    const std::size_t operands = operands_of(node.op);
    const bool ready = [&] {
      if (is_known(next)) return true;
      if (operands == 0) return true;
      if (!is_there(node.a)) return false;
      const bool first = known_[node.a].value != 0;
      switch (node.op) {
        case TermOp::both: return !first || is_there(node.b);
        case TermOp::either: return first || is_there(node.b);
        case TermOp::choose: return is_there(first ? node.b : node.c);
        default: return operands == 1 || is_there(node.b);
      }
    }();
    if (!ready) continue;
    if (!is_known(next)) known_[next] = {value_of(terms, node), era_};
    open.pop_back();
  }
  return known_[term].value;
}

}  // namespace writ::analysis
