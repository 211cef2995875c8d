#include "engine/analysis/solver.hpp"

#include <z3++.h>

#include <algorithm>
#include <optional>
#include <unordered_map>
#include <utility>
#include <vector>

namespace writ::analysis {
namespace {

/// Steps of Z3 that take about a millisecond on a usual machine.
constexpr std::uint32_t steps_a_millisecond = 1000;
/// Of a query. More than this would take the solver minutes and gigabytes.
constexpr std::size_t most_terms = 100'000;
/// Deeper terms are given names: Z3 climbs down some of its trees by recursion.
constexpr std::uint32_t deepest = 200;
/// How many applications of a rising function are compared with each other before anything was found.
constexpr std::size_t compared_at_once = 6;
/// How much of what earlier queries were taught of a function a query is told at once.
constexpr std::size_t remembered = 120;

/// How Z3 goes about it. What one does not get done in its share of the limits another may, with products of unknown
/// numbers above all; the first was the quickest by far on what policies ask.
struct Strategy {
  unsigned arithmetic;  ///< Which of Z3's solvers of arithmetic.
  unsigned relevancy;   ///< Whether it looks at terms only once they count: 2, or 0.
  std::uint32_t hundredths;
};
constexpr Strategy strategies[] = {{2, 2, 50}, {2, 0, 25}, {6, 0, 25}};

/// Z3 reads numbers that do not fit into 64 bits as text.
std::string digits_of(Integer value) {
  std::string digits;
  const bool negative = value < 0;
  do {
    const int digit = static_cast<int>(value % 10);
    digits += static_cast<char>('0' + (digit < 0 ? -digit : digit));
    value /= 10;
  } while (value != 0);
  if (negative) digits += '-';
  std::ranges::reverse(digits);
  return digits;
}

std::optional<Integer> integer_of(const std::string& digits) {
  Integer value = 0;
  const bool negative = digits.starts_with('-');
  for (std::size_t i = negative ? 1 : 0; i < digits.size(); ++i) {
    const int digit = digits[i] - '0';
    if (digit < 0 || digit > 9 || __builtin_mul_overflow(value, 10, &value) ||
        __builtin_add_overflow(value, negative ? -digit : digit, &value)) {
      return std::nullopt;
    }
  }
  return value;
}

/// Since Z3 was started.
std::uint64_t steps_of(const z3::solver& solver) {
  const z3::stats statistics = solver.statistics();
  for (unsigned i = 0; i < statistics.size(); ++i) {
    if (statistics.key(i) == "rlimit count") return statistics.uint_value(i);
  }
  return 0;
}

/// Steps stand for time, so that the answer is the same on a slower machine.
constexpr const char* out_of_time = "the time limit was reached";

std::string reason(const z3::solver& solver, bool out_of_steps) {
  const std::string given = solver.reason_unknown();
  if (out_of_steps || given == "timeout" || given == "canceled") return out_of_time;
  return "products of unknown numbers are too hard (" + given + ")";
}

/// The piece of a rising function in which it first is `value` or more; nothing where it is not known there.
std::optional<FunctionPiece> piece_that_reaches(const Function& function, Integer value, Range range) {
  if (range.least <= -unbounded || range.most >= unbounded) return std::nullopt;
  Integer low = range.least, high = range.most;
  while (low < high) {
    const Integer middle = low + (high - low) / 2;
    const auto piece = function.piece(middle);
    if (!piece) return std::nullopt;
    if (value_on(*piece, middle) >= value) {
      high = middle;
    } else {
      low = middle + 1;
    }
  }
  return function.piece(low);
}

/// What to tell of a function that was taken for `hoped` where it is on `piece`: that piece; and of a rising one where
/// it does come to `hoped`, with the pieces before and after, or the solver would walk there piece by piece.
std::vector<FunctionPiece> lessons_about(const Function& function, const FunctionPiece& piece, Integer hoped,
                                         Range arguments) {
  std::vector<FunctionPiece> lessons{piece};
  const auto there = function.rising ? piece_that_reaches(function, hoped, arguments) : std::nullopt;
  if (!there) return lessons;
  lessons.push_back(*there);
  for (const Integer beside : {there->low - 1, there->high + 1}) {
    if (beside < arguments.least || beside > arguments.most) continue;
    if (const auto neighbour = function.piece(beside)) lessons.push_back(*neighbour);
  }
  return lessons;
}

/// An application of a function: `result` stands for what it comes to.
struct Application {
  Term term = 0;
  FunctionId function = 0;
  z3::expr argument, result;
};

/// What a query reaches.
struct Cone {
  std::vector<Term> terms;  ///< Each after what it is made of.
  std::vector<Term> variables, applications;
};

}  // namespace

struct Solver::State {
  State(const Terms& of, SolverLimits limit) : terms(of), limits(limit) {}

  const Terms& terms;
  SolverLimits limits;
  z3::context context;
  std::vector<Term> assumed;

  // By term.
  std::vector<std::optional<z3::expr>> translations;
  std::vector<std::uint32_t> depths;
  std::vector<std::uint32_t> seen;
  std::uint32_t query = 0;
  /// What holds wherever a term occurs: the range of a variable, what a quotient is.
  std::unordered_map<Term, std::vector<z3::expr>> conditions;
  std::unordered_map<FunctionId, std::vector<FunctionPiece>> pieces;

  z3::expr number(Integer value) {
    if (value == static_cast<std::int64_t>(value)) return context.int_val(static_cast<std::int64_t>(value));
    return context.int_val(digits_of(value).c_str());
  }
  z3::expr fresh(const char* prefix, Term term, Sort sort) {
    const std::string name = prefix + std::to_string(term);
    return sort == Sort::truth ? context.bool_const(name.c_str()) : context.int_const(name.c_str());
  }
  const z3::expr& translation(Term term) const { return *translations[term]; }

  Cone cone_of(std::span<const Term> roots);
  void translate(Term term);
  z3::expr translated(Term term);
  std::pair<z3::expr, z3::expr> divided(Term term);

  Found find(std::span<const Term> wanted);
  Found attempt(const Strategy& strategy, std::span<const Term> roots, const Cone& cone);
  void tell(z3::solver& solver, std::span<const Term> roots, const Cone& cone,
            const std::vector<Application>& applications);
  void state_conditions(z3::solver& solver, const Cone& cone);
  std::vector<Application> applications_of(const Cone& cone);
  void order(z3::solver& solver, const Application& a, const Application& b, bool rising);
  void teach(z3::solver& solver, const Application& application, const FunctionPiece& piece);
  bool learn(z3::solver& solver, const z3::model& model, const std::vector<Application>& applications);
  std::optional<Assignment> assignment_of(const z3::model& model, const Cone& cone,
                                          const std::vector<Application>& applications);
  std::optional<Integer> value_in(const z3::model& model, const z3::expr& expression) const;
  void remember(FunctionId function, const FunctionPiece& piece);
};

Cone Solver::State::cone_of(std::span<const Term> roots) {
  ++query;
  seen.resize(terms.size());
  Cone cone;
  // A term is met twice: first its operands are opened, then it is done.
  std::vector<std::pair<Term, bool>> open;
  for (const Term root : roots) open.emplace_back(root, false);
  while (!open.empty()) {
    const auto [term, done] = open.back();
    open.pop_back();
    const TermNode& node = terms[term];
    if (done) {
      cone.terms.push_back(term);
      if (node.op == TermOp::variable) cone.variables.push_back(term);
      if (node.op == TermOp::apply) cone.applications.push_back(term);
      continue;
    }
    if (seen[term] == query) continue;
    seen[term] = query;
    open.emplace_back(term, true);
    if (node.op == TermOp::truth || node.op == TermOp::number || node.op == TermOp::variable) continue;
    for (const Term operand : {node.a, node.b, node.c}) {
      if (seen[operand] != query) open.emplace_back(operand, false);
    }
  }
  return cone;
}

void Solver::State::translate(Term term) {
  translations.resize(terms.size());
  depths.resize(terms.size());
  if (translations[term]) return;
  const TermNode& node = terms[term];
  z3::expr made = translated(term);
  std::uint32_t depth = 0;
  if (node.op != TermOp::truth && node.op != TermOp::number && node.op != TermOp::variable) {
    depth = 1 + std::max({depths[node.a], depths[node.b], depths[node.c]});
  }
  if (depth > deepest) {
    const z3::expr name = fresh("d", term, node.sort);
    conditions[term].push_back(name == made);
    made = name;
    depth = 0;
  }
  translations[term] = made;
  depths[term] = depth;
}

/// The quotient and the remainder: new unknowns, held by a sum. Z3's own division knows no more and is slower.
std::pair<z3::expr, z3::expr> Solver::State::divided(Term term) {
  const TermNode& node = terms[term];
  const z3::expr whole = fresh("q", term, Sort::number);
  const z3::expr rest = translation(node.a) - translation(node.b) * whole;
  conditions[term] = {rest >= 0, rest < translation(node.b)};
  return {whole, rest};
}

z3::expr Solver::State::translated(Term term) {
  const TermNode& node = terms[term];
  const auto a = [&]() -> const z3::expr& { return translation(node.a); };
  const auto b = [&]() -> const z3::expr& { return translation(node.b); };
  switch (node.op) {
    case TermOp::truth: return context.bool_val(node.value != 0);
    case TermOp::number: return number(node.value);
    case TermOp::variable: {
      const Variable& variable = terms.variables()[node.id];
      z3::expr made = fresh("v", term, variable.sort);
      if (variable.sort == Sort::number) {
        std::vector<z3::expr>& known = conditions[term];
        if (variable.least > -unbounded) known.push_back(made >= number(variable.least));
        if (variable.most < unbounded) known.push_back(made <= number(variable.most));
      }
      return made;
    }
    case TermOp::negation: return !a();
    case TermOp::both: return a() && b();
    case TermOp::either: return a() || b();
    case TermOp::choose: return z3::ite(a(), b(), translation(node.c));
    case TermOp::equal: return a() == b();
    case TermOp::at_most: return a() <= b();
    case TermOp::add: return a() + b();
    case TermOp::times: return a() * b();
    case TermOp::quotient: return divided(term).first;
    case TermOp::remainder: return divided(term).second;
    case TermOp::apply: {
      const Function& function = terms.functions()[node.id];
      z3::expr made = fresh("f", term, Sort::number);
      std::vector<z3::expr>& known = conditions[term];
      const Range range = terms.range(term);
      if (range.least > -unbounded) known.push_back(made >= number(range.least));
      if (range.most < unbounded) known.push_back(made <= number(range.most));
      if (function.band) {
        const z3::expr apart = number(function.band->of_value) * made - number(function.band->of_argument) * a();
        known.push_back(apart >= number(function.band->least));
        known.push_back(apart <= number(function.band->most));
      }
      return made;
    }
  }
  return context.bool_val(false);
}

void Solver::State::state_conditions(z3::solver& solver, const Cone& cone) {
  for (const Term term : cone.terms) {
    const auto known = conditions.find(term);
    if (known == conditions.end()) continue;
    for (const z3::expr& condition : known->second) solver.add(condition);
  }
}

std::vector<Application> Solver::State::applications_of(const Cone& cone) {
  std::vector<Application> applications;
  for (const Term term : cone.applications) {
    const TermNode& node = terms[term];
    applications.push_back({term, node.id, translation(node.a), fresh("f", term, Sort::number)});
  }
  std::ranges::stable_sort(applications, {}, &Application::function);
  return applications;
}

/// Of equal arguments the values are equal; of a rising function they are in the arguments' order.
void Solver::State::order(z3::solver& solver, const Application& a, const Application& b, bool rising) {
  if (rising) {
    solver.add(z3::implies(a.argument <= b.argument, a.result <= b.result));
    solver.add(z3::implies(b.argument <= a.argument, b.result <= a.result));
  } else {
    solver.add(z3::implies(a.argument == b.argument, a.result == b.result));
  }
}

void Solver::State::teach(z3::solver& solver, const Application& application, const FunctionPiece& piece) {
  const auto& [term, function, argument, result] = application;
  const Range range = terms.range(terms[term].a);
  if (piece.high < range.least || piece.low > range.most) return;
  const z3::expr line = piece.slope == 0 ? number(piece.offset) : argument + number(piece.offset);
  z3::expr from = piece.low <= range.least ? context.bool_val(true) : argument >= number(piece.low);
  z3::expr to = piece.high >= range.most ? context.bool_val(true) : argument <= number(piece.high);
  solver.add(z3::implies(from && to, result == line));
  if (!terms.functions()[function].rising) return;
  // What comes before is not above it, what comes after is not below.
  solver.add(z3::implies(from, result >= number(value_on(piece, piece.low))));
  solver.add(z3::implies(to, result <= number(value_on(piece, piece.high))));
}

std::optional<Integer> Solver::State::value_in(const z3::model& model, const z3::expr& expression) const {
  const z3::expr value = model.eval(expression, true);
  if (value.is_bool()) return value.is_true() ? 1 : 0;
  std::int64_t small = 0;
  if (value.is_numeral_i64(small)) return small;
  if (!value.is_numeral()) return std::nullopt;
  return integer_of(Z3_get_numeral_string(context, value));
}

void Solver::State::remember(FunctionId function, const FunctionPiece& piece) {
  std::vector<FunctionPiece>& known = pieces[function];
  const bool again = std::ranges::any_of(known, [&](const FunctionPiece& other) { return other.low == piece.low; });
  if (again) return;
  if (known.size() >= remembered) known.erase(known.begin());
  known.push_back(piece);
}

/// What the functions really are where the model has them otherwise. False where the model has them right.
bool Solver::State::learn(z3::solver& solver, const z3::model& model, const std::vector<Application>& applications) {
  bool learnt = false;
  std::size_t first = 0;  // Of this function.
  std::vector<std::pair<Integer, Integer>> found;
  for (std::size_t i = 0; i < applications.size(); ++i) {
    const Application& application = applications[i];
    if (applications[first].function != application.function) {
      first = i;
      found.clear();
    }
    const Function& function = terms.functions()[application.function];
    const std::optional<Integer> at = value_in(model, application.argument), is = value_in(model, application.result);
    if (!at || !is) return false;
    if (const auto piece = function.piece(*at)) {
      if (*is != value_on(*piece, *at)) {
        for (const FunctionPiece& lesson :
             lessons_about(function, *piece, *is, terms.range(terms[application.term].a))) {
          remember(application.function, lesson);
          for (std::size_t j = first; j < applications.size() && applications[j].function == application.function;
               ++j) {
            teach(solver, applications[j], lesson);
          }
        }
        learnt = true;
      }
    } else {
      for (std::size_t j = 0; j < found.size(); ++j) {
        if (found[j].first != *at || found[j].second == *is) continue;
        order(solver, applications[first + j], application, function.rising);
        learnt = true;
      }
    }
    found.emplace_back(*at, *is);
  }
  return learnt;
}

std::optional<Assignment> Solver::State::assignment_of(const z3::model& model, const Cone& cone,
                                                       const std::vector<Application>& applications) {
  Assignment assignment;
  for (const Term term : cone.variables) {
    const std::optional<Integer> value = value_in(model, translation(term));
    if (!value) return std::nullopt;
    assignment.set(terms[term].id, *value);
  }
  for (const Application& application : applications) {
    const std::optional<Integer> at = value_in(model, application.argument), is = value_in(model, application.result);
    if (!at || !is) return std::nullopt;
    if (!terms.functions()[application.function].piece(*at)) assignment.set(application.function, *at, *is);
  }
  return assignment;
}

Found Solver::State::find(std::span<const Term> wanted) {
  std::vector<Term> roots(assumed);
  roots.insert(roots.end(), wanted.begin(), wanted.end());
  std::ranges::sort(roots);
  const auto repeated = std::ranges::unique(roots);
  roots.erase(repeated.begin(), repeated.end());
  if (std::ranges::binary_search(roots, Term{0})) return {.possible = Possible::no, .assignment = {}, .why = {}};

  const Cone cone = cone_of(roots);
  if (cone.terms.size() > most_terms) {
    return {.possible = Possible::unknown, .assignment = {}, .why = "the policies are too much to be written down"};
  }
  // Where some gave up for want of time, more time may help, whatever the others say.
  Found unknown{.possible = Possible::unknown, .assignment = {}, .why = {}};
  for (const Strategy& strategy : strategies) {
    Found found = attempt(strategy, roots, cone);
    if (found.possible != Possible::unknown) return found;
    if (unknown.why != out_of_time) unknown.why = std::move(found.why);
  }
  return unknown;
}

void Solver::State::tell(z3::solver& solver, std::span<const Term> roots, const Cone& cone,
                         const std::vector<Application>& applications) {
  state_conditions(solver, cone);
  for (const Term root : roots) solver.add(translation(root));
  for (std::size_t i = 0; i < applications.size(); ++i) {
    const FunctionId function = applications[i].function;
    if (terms.functions()[function].rising) {
      const std::size_t end = std::min(applications.size(), i + compared_at_once);
      for (std::size_t j = i + 1; j < end && applications[j].function == function; ++j) {
        order(solver, applications[i], applications[j], true);
      }
    }
    if (const auto known = pieces.find(function); known != pieces.end()) {
      for (const FunctionPiece& piece : known->second) teach(solver, applications[i], piece);
    }
  }
}

Found Solver::State::attempt(const Strategy& strategy, std::span<const Term> roots, const Cone& cone) {
  const auto unknown = [](std::string why) {
    return Found{.possible = Possible::unknown, .assignment = {}, .why = std::move(why)};
  };
  z3::solver solver(context, z3::solver::simple());
  z3::params params(context);
  params.set("timeout", limits.milliseconds * patience * strategy.hundredths / 100);
  params.set("arith.solver", strategy.arithmetic);
  params.set("relevancy", strategy.relevancy);
  for (const Term term : cone.terms) translate(term);
  const std::vector<Application> applications = applications_of(cone);
  tell(solver, roots, cone, applications);

  const std::uint64_t steps_before = steps_of(solver);
  const std::uint64_t steps = std::uint64_t{limits.milliseconds} * steps_a_millisecond * strategy.hundredths / 100;
  for (std::uint32_t lesson = 0;; ++lesson) {
    params.set("rlimit",
               static_cast<unsigned>(std::min<std::uint64_t>(steps - (steps_of(solver) - steps_before), ~0U)));
    solver.set(params);
    const z3::check_result result = solver.check();
    if (result == z3::unsat) return {.possible = Possible::no, .assignment = {}, .why = {}};
    const std::uint64_t taken = steps_of(solver) - steps_before;
    if (result == z3::unknown || taken >= steps) return unknown(reason(solver, taken >= steps));
    const z3::model model = solver.get_model();
    std::optional<Assignment> assignment = assignment_of(model, cone, applications);
    if (!assignment) return unknown("a number is too large");
    const bool all_hold = std::ranges::all_of(roots, [&](Term root) { return assignment->evaluate(terms, root) == 1; });
    if (all_hold && assignment->exact()) {
      // What did not matter for this answer would only make texts harder to find.
      assignment->keep_asked();
      assignment->forget();
      return {.possible = Possible::yes, .assignment = std::move(*assignment), .why = {}};
    }
    if (lesson == limits.lessons) break;
    if (!learn(solver, model, applications)) return unknown("a number is too large");
  }
  return unknown("too many dates, times or texts had to be looked at one by one");
}

Solver::Solver(const Terms& terms, SolverLimits limits) : state_(std::make_unique<State>(terms, limits)) {}
Solver::~Solver() = default;
Solver::Solver(Solver&&) noexcept = default;
Solver& Solver::operator=(Solver&&) noexcept = default;

void Solver::assume(Term term) { state_->assumed.push_back(term); }

Found Solver::find(std::span<const Term> terms) {
  try {
    return state_->find(terms);
  } catch (const z3::exception& failure) {
    return {.possible = Possible::unknown, .assignment = {}, .why = failure.msg()};
  }
}

}  // namespace writ::analysis
