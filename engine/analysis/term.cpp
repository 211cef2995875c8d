#include "engine/analysis/term.hpp"

#include <algorithm>
#include <array>
#include <iterator>

#include "engine/analysis/term_sum.hpp"

namespace writ::analysis {
namespace {

constexpr Term no = 0, yes = 1;
/// Comparisons go into the branches of a choice where these are constants, so many choices deep.
constexpr std::size_t deepest_choice = 256;
/// And so often again where a branch is a sum of a choice.
constexpr int deepest_sum = 16;

bool same(const TermNode& a, const TermNode& b) {
  return a.op == b.op && a.sort == b.sort && a.a == b.a && a.b == b.b && a.c == b.c && a.id == b.id &&
         a.value == b.value;
}

std::size_t hash(const TermNode& node) {
  constexpr std::uint64_t prime = 0x9e3779b97f4a7c15;
  std::uint64_t mixed = static_cast<std::uint64_t>(node.op);
  for (const std::uint64_t part :
       {std::uint64_t{node.a} << 32 | node.b, std::uint64_t{node.c} << 32 | node.id,
        static_cast<std::uint64_t>(node.value), static_cast<std::uint64_t>(node.value >> 64)}) {
    mixed = (mixed ^ part) * prime;
    mixed ^= mixed >> 29;
  }
  return static_cast<std::size_t>(mixed);
}

Integer greatest_divisor(Integer a, Integer b) {
  if (a < 0) a = -a;
  if (b < 0) b = -b;
  while (b != 0) {
    const Integer rest = a % b;
    a = b;
    b = rest;
  }
  return a;
}

}  // namespace

struct Terms::State {
  std::vector<TermNode> nodes;
  std::vector<Range> ranges;
  std::vector<Variable> variables;
  std::vector<Function> functions;
  int inside = 0;                                            // How many comparisons with choices are being made.
  std::vector<Term> places = std::vector<Term>(1024, none);  // Open addressing: its size is a power of two.

  static constexpr Term none = ~Term{0};

  const TermNode& operator[](Term term) const { return nodes[term]; }
  bool is_number(Term term) const { return nodes[term].op == TermOp::number; }
  bool are_opposite(Term a, Term b) const {
    return (nodes[a].op == TermOp::negation && nodes[a].a == b) || (nodes[b].op == TermOp::negation && nodes[b].a == a);
  }

  Term keep(const TermNode& node, Range range = {});
  void grow();
  Term number(Integer value) {
    return keep({.op = TermOp::number, .sort = Sort::number, .value = value}, widened(value, value));
  }
  Term operation(TermOp op, Sort sort, Term a, Term b, Range range = {}) {
    return keep({.op = op, .sort = sort, .a = a, .b = b}, range);
  }

  Term added_up(std::span<const Multiple> multiples, Integer constant, Integer sign);
  Term written(const Sum& sum) { return added_up(sum.multiples, sum.constant, 1); }
  std::optional<Term> without(Term among, Term known, TermOp op) const;
};

Term Terms::State::keep(const TermNode& node, Range range) {
  std::size_t place = hash(node) & (places.size() - 1);
  while (places[place] != none) {
    if (same(nodes[places[place]], node)) return places[place];
    place = (place + 1) & (places.size() - 1);
  }
  const Term term = static_cast<Term>(nodes.size());
  places[place] = term;
  nodes.push_back(node);
  ranges.push_back(range);
  if (nodes.size() * 2 > places.size()) grow();
  return term;
}

void Terms::State::grow() {
  places.assign(places.size() * 2, none);
  for (Term term = 0; term < nodes.size(); ++term) {
    std::size_t place = hash(nodes[term]) & (places.size() - 1);
    while (places[place] != none) place = (place + 1) & (places.size() - 1);
    places[place] = term;
  }
}

/// The multiples whose factor has the sign, and the constant, as a term.
Term Terms::State::added_up(std::span<const Multiple> multiples, Integer constant, Integer sign) {
  std::optional<Term> sum;
  const auto add = [&](Term term) {
    sum = sum ? operation(TermOp::add, Sort::number, *sum, term, added(ranges[*sum], ranges[term])) : term;
  };
  for (const Multiple& multiple : multiples) {
    const Integer factor = multiple.factor * sign;
    if (factor == 1) {
      add(multiple.term);
    } else {
      const Term by = number(factor);
      add(operation(TermOp::times, Sort::number, multiple.term, by, multiplied(ranges[multiple.term], ranges[by])));
    }
  }
  if (constant * sign != 0 || !sum) add(number(constant * sign));
  return *sum;
}

Terms::Terms() : state_(std::make_unique<State>()) {
  state_->keep({.op = TermOp::truth, .sort = Sort::truth, .value = 0});
  state_->keep({.op = TermOp::truth, .sort = Sort::truth, .value = 1});
}
Terms::~Terms() = default;
Terms::Terms(Terms&&) noexcept = default;
Terms& Terms::operator=(Terms&&) noexcept = default;

const TermNode& Terms::operator[](Term term) const { return state_->nodes[term]; }
std::size_t Terms::size() const { return state_->nodes.size(); }
Range Terms::range(Term term) const { return state_->ranges[term]; }
std::span<const Variable> Terms::variables() const { return state_->variables; }
std::span<const Function> Terms::functions() const { return state_->functions; }

Term Terms::truth(bool value) { return value ? yes : no; }
Term Terms::number(Integer value) { return state_->number(value); }

Term Terms::variable(Variable variable) {
  const std::uint32_t id = static_cast<std::uint32_t>(state_->variables.size());
  const Range range = widened(variable.least, variable.most);
  const TermNode node{.op = TermOp::variable, .sort = variable.sort, .id = id};
  state_->variables.push_back(std::move(variable));
  return state_->keep(node, range);
}

FunctionId Terms::function(Function function) {
  state_->functions.push_back(std::move(function));
  return static_cast<FunctionId>(state_->functions.size() - 1);
}

Term Terms::negation(Term a) {
  if (a == no || a == yes) return a == no ? yes : no;
  const TermNode& node = (*state_)[a];
  if (node.op == TermOp::negation) return node.a;
  return state_->keep({.op = TermOp::negation, .sort = Sort::truth, .a = a});
}

/// What `among` comes to where `known` holds (both) or fails (either), seen one step deep.
std::optional<Term> Terms::State::without(Term among, Term known, TermOp op) const {
  const TermNode& node = nodes[among];
  const Term neutral = op == TermOp::both ? yes : no, ending = op == TermOp::both ? no : yes;
  const TermOp other = op == TermOp::both ? TermOp::either : TermOp::both;
  if (among == known) return neutral;
  if (are_opposite(among, known)) return ending;
  if (node.op == other) {
    if (node.a == known || node.b == known) return neutral;
    if (are_opposite(node.a, known)) return node.b;
    if (are_opposite(node.b, known)) return node.a;
  }
  if (node.op == op) {
    if (are_opposite(node.a, known) || are_opposite(node.b, known)) return ending;
    if (node.a == known) return node.b;
    if (node.b == known) return node.a;
  }
  return std::nullopt;
}

Term Terms::both(Term a, Term b) {
  while (true) {
    if (a == no || b == no) return no;
    if (a == yes) return b;
    if (b == yes) return a;
    if (const auto rest = state_->without(b, a, TermOp::both)) {
      b = *rest;
    } else if (const auto other = state_->without(a, b, TermOp::both)) {
      a = *other;
    } else {
      return state_->operation(TermOp::both, Sort::truth, std::min(a, b), std::max(a, b));
    }
  }
}

Term Terms::either(Term a, Term b) {
  while (true) {
    if (a == yes || b == yes) return yes;
    if (a == no) return b;
    if (b == no) return a;
    if (const auto rest = state_->without(b, a, TermOp::either)) {
      b = *rest;
    } else if (const auto other = state_->without(a, b, TermOp::either)) {
      a = *other;
    } else {
      return state_->operation(TermOp::either, Sort::truth, std::min(a, b), std::max(a, b));
    }
  }
}

namespace {

/// Two by two, then the results two by two: no deeper than needed.
template <typename Join>
Term joined(const Terms& terms, std::span<const Term> given, Term neutral, Term ending, Join join) {
  std::vector<Term> left(given.begin(), given.end());
  std::ranges::sort(left);
  const auto repeated = std::ranges::unique(left);
  left.erase(repeated.begin(), repeated.end());
  for (const Term term : left) {
    const TermNode& node = terms[term];
    if (term == ending || (node.op == TermOp::negation && std::ranges::binary_search(left, node.a))) return ending;
  }
  std::erase(left, neutral);
  if (left.empty()) return neutral;
  while (left.size() > 1) {
    std::size_t made = 0;
    for (std::size_t i = 0; i < left.size(); i += 2)
      left[made++] = i + 1 < left.size() ? join(left[i], left[i + 1]) : left[i];
    left.resize(made);
  }
  return left.front();
}

}  // namespace

Term Terms::all(std::span<const Term> terms) {
  return joined(*this, terms, yes, no, [this](Term a, Term b) { return both(a, b); });
}
Term Terms::any(std::span<const Term> terms) {
  return joined(*this, terms, no, yes, [this](Term a, Term b) { return either(a, b); });
}
Term Terms::implies(Term a, Term b) { return either(negation(a), b); }

Term Terms::choose(Term condition, Term then, Term otherwise) {
  State& state = *state_;
  while (true) {
    if (condition == yes || then == otherwise) return then;
    if (condition == no) return otherwise;
    if (state[condition].op == TermOp::negation) {
      condition = state[condition].a;
      std::swap(then, otherwise);
    } else if (state[then].op == TermOp::choose && state[then].a == condition) {
      then = state[then].b;
    } else if (state[otherwise].op == TermOp::choose && state[otherwise].a == condition) {
      otherwise = state[otherwise].c;
    } else {
      break;
    }
  }
  if (state[then].sort == Sort::truth) {
    if (then == condition || then == yes) return either(condition, otherwise);
    if (then == no || state.are_opposite(then, condition)) return both(negation(condition), otherwise);
    if (otherwise == condition || otherwise == no) return both(condition, then);
    if (otherwise == yes || state.are_opposite(otherwise, condition)) return either(negation(condition), then);
    if (state.are_opposite(then, otherwise)) return equal(condition, then);
  }
  const Range a = state.ranges[then], b = state.ranges[otherwise];
  return state.keep({.op = TermOp::choose, .sort = state[then].sort, .a = condition, .b = then, .c = otherwise},
                    {std::min(a.least, b.least), std::max(a.most, b.most)});
}

namespace {

/// A comparison with a constant of a choice with constants: the choice among what these come to.
template <typename Compare>
Term inside_choices(Terms& terms, Term choice, Compare compare) {
  struct Step {
    Term condition, settled;
    bool then;
  };
  std::vector<Step> steps;
  while (steps.size() < deepest_choice && terms[choice].op == TermOp::choose) {
    const TermNode node = terms[choice];
    const bool then = terms[node.b].op == TermOp::number;
    if (!then && terms[node.c].op != TermOp::number) break;
    steps.push_back({node.a, compare(then ? node.b : node.c), then});
    choice = then ? node.c : node.b;
  }
  Term result = compare(choice);
  for (auto step = steps.rbegin(); step != steps.rend(); ++step) {
    result = step->then ? terms.choose(step->condition, step->settled, result)
                        : terms.choose(step->condition, result, step->settled);
  }
  return result;
}

/// Counts how deep comparisons with choices go.
class Descent {
 public:
  explicit Descent(int& depth) : depth_(depth) { ++depth_; }
  ~Descent() { --depth_; }
  Descent(const Descent&) = delete;
  Descent& operator=(const Descent&) = delete;
  bool too_deep() const { return depth_ > deepest_sum; }

 private:
  int& depth_;
};

bool has_constant_branch(const Terms& terms, Term term) {
  const TermNode& node = terms[term];
  return node.op == TermOp::choose && (terms[node.b].op == TermOp::number || terms[node.c].op == TermOp::number);
}

/// a - b; nothing where that cannot be written.
std::optional<Sum> difference(const Terms& terms, Term a, Term b) {
  const std::optional<Sum> left = sum_of(terms, a);
  const std::optional<Sum> right = left ? sum_of(terms, b) : std::nullopt;
  return right ? combined(*left, *right, -1) : std::nullopt;
}

Integer divisor_of(const Sum& sum) {
  Integer divisor = 0;
  for (const Multiple& multiple : sum.multiples) divisor = greatest_divisor(divisor, multiple.factor);
  return divisor;
}

/// The multiples with a factor above zero, or below.
std::vector<Multiple> side(const Sum& sum, bool positive) {
  std::vector<Multiple> multiples;
  std::ranges::copy_if(sum.multiples, std::back_inserter(multiples),
                       [&](const Multiple& multiple) { return (multiple.factor > 0) == positive; });
  return multiples;
}

}  // namespace

Term Terms::equal(Term a, Term b) {
  State& state = *state_;
  if (a == b) return yes;
  if (state[a].sort == Sort::truth) {
    bool opposite = false;
    for (Term* term : {&a, &b}) {
      if (state[*term].op != TermOp::negation) continue;
      opposite = !opposite;
      *term = state[*term].a;
    }
    if (a > b) std::swap(a, b);
    if (a == b) return truth(!opposite);
    if (a == no || a == yes) return (a == yes) != opposite ? b : negation(b);
    const Term kept = state.operation(TermOp::equal, Sort::truth, a, b);
    return opposite ? negation(kept) : kept;
  }

  std::optional<Sum> sum = difference(*this, a, b);
  if (!sum) {
    if (state.ranges[a].most < state.ranges[b].least || state.ranges[b].most < state.ranges[a].least) return no;
    return state.operation(TermOp::equal, Sort::truth, std::min(a, b), std::max(a, b));
  }
  if (sum->multiples.empty()) return truth(sum->constant == 0);
  const Integer divisor = divisor_of(*sum) * (sum->multiples.front().factor < 0 ? -1 : 1);
  if (sum->constant % divisor != 0) return no;
  for (Multiple& multiple : sum->multiples) multiple.factor /= divisor;
  sum->constant /= divisor;
  const Range range = range_of(*this, *sum);
  if (range.least > 0 || range.most < 0) return no;

  const Term left = state.added_up(side(*sum, true), 0, 1);
  const Term right = state.added_up(side(*sum, false), sum->constant, -1);
  const Descent descent(state.inside);
  const auto compared = [&](Term branch) {
    if (state.is_number(branch)) return truth(state[branch].value == state[right].value);
    return descent.too_deep() || has_constant_branch(*this, branch)
               ? state.operation(TermOp::equal, Sort::truth, branch, right)
               : equal(branch, right);
  };
  if (state.is_number(right) && !descent.too_deep() && has_constant_branch(*this, left))
    return inside_choices(*this, left, compared);
  return state.operation(TermOp::equal, Sort::truth, left, right);
}

Term Terms::at_most(Term a, Term b) {
  State& state = *state_;
  if (a == b) return yes;
  std::optional<Sum> sum = difference(*this, a, b);
  if (!sum) {
    if (state.ranges[a].most <= state.ranges[b].least && state.ranges[a].most < unbounded) return yes;
    if (state.ranges[a].least > state.ranges[b].most) return no;
    return state.operation(TermOp::at_most, Sort::truth, a, b);
  }
  if (sum->multiples.empty()) return truth(sum->constant <= 0);

  // The sum is at most 0. The factors are made as small as they can be; the first is made positive, so that of a
  // comparison and its opposite one is the negation of the other.
  const Integer divisor = divisor_of(*sum);
  for (Multiple& multiple : sum->multiples) multiple.factor /= divisor;
  sum->constant = -floor_quotient(-sum->constant, divisor);
  const bool opposite = sum->multiples.front().factor < 0;
  if (opposite) {
    for (Multiple& multiple : sum->multiples) multiple.factor = -multiple.factor;
    sum->constant = 1 - sum->constant;
  }
  const Range range = range_of(*this, *sum);
  if (range.most <= 0) return truth(!opposite);
  if (range.least > 0) return truth(opposite);

  const Term left = state.added_up(side(*sum, true), 0, 1);
  const Term right = state.added_up(side(*sum, false), sum->constant, -1);
  const Descent descent(state.inside);
  const auto compared = [&](Term branch) {
    if (state.is_number(branch)) return truth(state[branch].value <= state[right].value);
    return descent.too_deep() || has_constant_branch(*this, branch)
               ? state.operation(TermOp::at_most, Sort::truth, branch, right)
               : at_most(branch, right);
  };
  const Term kept = state.is_number(right) && !descent.too_deep() && has_constant_branch(*this, left)
                        ? inside_choices(*this, left, compared)
                        : state.operation(TermOp::at_most, Sort::truth, left, right);
  return opposite ? negation(kept) : kept;
}

Term Terms::below(Term a, Term b) { return negation(at_most(b, a)); }

Term Terms::add(Term a, Term b) {
  State& state = *state_;
  const std::optional<Sum> left = sum_of(*this, a);
  const std::optional<Sum> right = left ? sum_of(*this, b) : std::nullopt;
  if (right) {
    if (const auto sum = combined(*left, *right, 1); sum && sum->multiples.size() <= longest_sum) {
      return state.written(*sum);
    }
  }
  if (a > b) std::swap(a, b);
  Integer folded = 0;
  if (state.is_number(a) && state.is_number(b) && !__builtin_add_overflow(state[a].value, state[b].value, &folded)) {
    return number(folded);
  }
  return state.operation(TermOp::add, Sort::number, a, b, added(state.ranges[a], state.ranges[b]));
}

Term Terms::subtract(Term a, Term b) {
  if (a == b) return number(0);
  return add(a, times(b, number(-1)));
}

Term Terms::times(Term a, Term b) {
  State& state = *state_;
  if (state.is_number(a)) std::swap(a, b);
  if (state.is_number(b)) {
    const Integer factor = state[b].value;
    if (factor == 0) return number(0);
    if (factor == 1) return a;
    Integer folded = 0;
    if (state.is_number(a) && !__builtin_mul_overflow(state[a].value, factor, &folded)) return number(folded);
    const std::optional<Sum> sum = sum_of(*this, a);
    const std::optional<Sum> multiplied_sum = sum ? combined({}, *sum, factor) : std::nullopt;
    if (multiplied_sum && multiplied_sum->multiples.size() <= longest_sum) return state.written(*multiplied_sum);
  } else if (a > b) {
    std::swap(a, b);
  }
  return state.operation(TermOp::times, Sort::number, a, b, multiplied(state.ranges[a], state.ranges[b]));
}

namespace {

/// Of a sum: what is a whole number of `by`, by it; and the rest.
std::pair<Sum, Sum> divided(const Sum& sum, Integer by) {
  std::pair<Sum, Sum> parts;
  for (const Multiple& multiple : sum.multiples) {
    const Integer whole = floor_quotient(multiple.factor, by), rest = multiple.factor - whole * by;
    if (rest == 0) {
      parts.first.multiples.push_back({multiple.term, whole});
    } else {
      parts.second.multiples.push_back(multiple);
    }
  }
  parts.first.constant = floor_quotient(sum.constant, by);
  parts.second.constant = sum.constant - parts.first.constant * by;
  return parts;
}

}  // namespace

Term Terms::quotient(Term a, Term b) {
  State& state = *state_;
  const Integer by = state[b].value;
  if (by == 1) return a;
  if (state.is_number(a)) return number(floor_quotient(state[a].value, by));
  if (const auto sum = sum_of(*this, a)) {
    const auto [whole, rest] = divided(*sum, by);
    if (rest.multiples.empty()) return state.written(whole);
    if (!whole.multiples.empty() || whole.constant != 0) {
      return add(state.written(whole), quotient(state.written(rest), b));
    }
  }
  const Range of = state.ranges[a];
  const Range range{of.least <= -unbounded ? -unbounded : floor_quotient(of.least, by),
                    of.most >= unbounded ? unbounded : floor_quotient(of.most, by)};
  if (range.least == range.most) return number(range.least);
  return state.operation(TermOp::quotient, Sort::number, a, b, range);
}

Term Terms::remainder(Term a, Term b) {
  State& state = *state_;
  const Integer by = state[b].value;
  if (by == 1) return number(0);
  if (state.is_number(a)) return number(floor_remainder(state[a].value, by));
  if (const auto sum = sum_of(*this, a)) {
    const Sum rest = divided(*sum, by).second;
    a = state.written(rest);
    if (state.is_number(a)) return a;
  }
  const Range of = state.ranges[a];
  if (of.least >= 0 && of.most < by) return a;
  return state.operation(TermOp::remainder, Sort::number, a, b, {0, std::min(by - 1, unbounded)});
}

namespace {

/// What a function's values lie between for these arguments.
Range values_of(const Function& function, Range arguments) {
  Range values = widened(function.least, function.most);
  const bool bounded = arguments.least > -unbounded && arguments.most < unbounded;
  if (bounded && function.rising) {
    const auto first = function.piece(arguments.least), last = function.piece(arguments.most);
    if (first) values.least = std::max(values.least, value_on(*first, arguments.least));
    if (last) values.most = std::min(values.most, value_on(*last, arguments.most));
  } else if (bounded && function.band && function.band->of_value == 1) {
    const Band& band = *function.band;
    values.least = std::max(values.least, band.of_argument * arguments.least + band.least);
    values.most = std::min(values.most, band.of_argument * arguments.most + band.most);
  }
  return values;
}

}  // namespace

Term Terms::apply(FunctionId function, Term a) {
  State& state = *state_;
  const Range range = state.ranges[a];
  if (range.least > -unbounded && range.most < unbounded) {
    const auto piece = state.functions[function].piece(range.least);
    if (piece && range.most <= piece->high) {
      return piece->slope == 0 ? number(piece->offset) : add(a, number(piece->offset));
    }
  }
  return state.keep({.op = TermOp::apply, .sort = Sort::number, .a = a, .id = function},
                    values_of(state.functions[function], range));
}

}  // namespace writ::analysis
