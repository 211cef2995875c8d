#include "tools/lint/conditions.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <set>

#include "tools/lint/kept.hpp"
#include "tools/lint/walk.hpp"

namespace writ::lint {
namespace {

using model::ExprId;
using model::none;
using From = Known::From;

constexpr Type truth_type{Kind::boolean, 0, false, 0};
constexpr std::size_t most_known = 24;  ///< That are put together for one condition.

/// How a condition stands in what is around it.
enum class Place : std::uint8_t { alone, conjunct, alternative };

class Conditions {
 public:
  Conditions(const Subject& subject, std::vector<Settled>& found)
      : model_(subject.model),
        shared_forms_(forms_of(subject)),
        forms_(*shared_forms_),
        reasoner_(forms_),
        variation_(subject.model),
        found_(found) {}

  void run() {
    for (const auto& requirement : model_.requirements) {
      root(requirement.condition);
      message(requirement.because);
    }
    gather_requirements();
    for (const auto& define : model_.defines) root(define.body);
    for (const auto& decision : model_.decisions) {
      for (const auto& rule : decision.rules) on_rule(rule);
      if (decision.otherwise) on_rule(*decision.otherwise);
      for (const auto& also : decision.alsos) {
        const auto mark = known_.size();
        conditions(also.unless, also.when);
        for (const ExprId argument : also.call.arguments) root(argument);
        forget(mark);
      }
    }
    // That an invariant always holds is what it is for.
    invariant_ = true;
    for (const auto& invariant : model_.invariants) root(invariant.condition);
  }

 private:
  // ---- what is known ----------------------------------------------------------------------------------------------

  void know(ExprId expr, bool holds, From from) {
    if (const auto* logic = std::get_if<model::Logic>(&model_[expr].node)) {
      const auto splits = holds ? model::LogicOp::logical_and : model::LogicOp::logical_or;
      if (logic->op == splits) {
        know(logic->left, holds, from);
        know(logic->right, holds, from);
        return;
      }
    }
    const FormId form = forms_.of(expr);
    known_.push_back({holds ? form : forms_.negation(form), expr, holds, from});
    for (const FormId about : reasoner_.subjects(known_.back().form)) by_subject_[about].push_back(known_.size() - 1);
  }

  /// Back to what was known when there was so much.
  void forget(std::size_t mark) {
    for (; known_.size() > mark; known_.pop_back()) {
      for (const FormId about : reasoner_.subjects(known_.back().form)) by_subject_[about].pop_back();
    }
  }

  /// Those that speak of one fact: it is needed wherever the fact is read.
  void gather_requirements() {
    for (const auto& requirement : model_.requirements) {
      if (requirement.reads.size() != 1 || requirement.condition == none) continue;
      const auto mark = known_.size();
      know(requirement.condition, true, From::required);
      for (auto at = mark; at < known_.size(); ++at) {
        const Form& form = forms_[known_[at].form];
        if (form.kind == FormKind::present && !requirement.narrows) continue;
        for (const FormId about : reasoner_.subjects(known_[at].form)) required_[about].push_back(known_[at]);
      }
      forget(mark);
    }
  }

  /// What has to do with a form, directly or through something else that is known; where that is much, the nearest.
  std::vector<Known> related(FormId form) {
    std::vector<Known> result;
    std::set<std::size_t> taken;
    std::vector<FormId> about = {form};
    for (std::size_t at = 0; at < about.size() && result.size() < most_known; ++at) {
      std::set<std::size_t> more;
      for (const FormId subject : reasoner_.subjects(about[at])) {
        const auto& places = by_subject_[subject];
        const auto room = std::min(places.size(), most_known);
        more.insert(places.end() - static_cast<std::ptrdiff_t>(room), places.end());
      }
      std::erase_if(more, [&](std::size_t place) { return taken.contains(place); });
      while (more.size() > most_known - result.size()) more.erase(more.begin());
      for (const std::size_t place : more) {
        taken.insert(place);
        result.push_back(known_[place]);
        about.push_back(known_[place].form);
      }
    }
    if (required_.empty()) return result;
    for (const FormId subject : reasoner_.subjects(form)) {
      const auto at = required_.find(subject);
      if (at == required_.end()) continue;
      for (const Known& known : at->second) {
        const bool there = std::ranges::any_of(result, [&](const Known& other) { return other.expr == known.expr; });
        if (!there && result.size() < most_known) result.push_back(known);
      }
    }
    return result;
  }

  bool contradict(const std::vector<Known>& because, FormId form, Reasoning how) {
    std::vector<FormId> all = {form};
    for (const Known& known : because) all.push_back(known.form);
    return reasoner_.contradict(all, how);
  }

  /// What is enough of what is known for the form to fail.
  std::optional<std::vector<Known>> refute(std::vector<Known> because, FormId form, Reasoning how) {
    if (!contradict(because, form, how)) return std::nullopt;
    // What stands nearest is kept: what was learnt first goes first.
    for (std::size_t i = 0; i < because.size();) {
      std::vector<Known> fewer = because;
      fewer.erase(fewer.begin() + static_cast<std::ptrdiff_t>(i));
      if (contradict(fewer, form, how)) {
        because = std::move(fewer);
      } else {
        ++i;
      }
    }
    return because;
  }

  // ---- what is found ----------------------------------------------------------------------------------------------

  void tell(Settled settled) {
    if (invariant_ && settled.holds && settled.verdict != Verdict::empty) return;
    found_.push_back(std::move(settled));
  }

  /// Whether two sides that are the same, or that never vary, are compared: other lints say that.
  bool is_idle(ExprId expr) {
    const auto& node = model_[expr].node;
    if (!variation_.varies(expr)) return true;
    if (const auto* equal = std::get_if<model::Equal>(&node)) return forms_.of(equal->left) == forms_.of(equal->right);
    if (const auto* call = std::get_if<model::Apply>(&node)) {
      return call->arguments.size() == 2 && forms_.of(call->arguments[0]) == forms_.of(call->arguments[1]);
    }
    return false;
  }

  static bool may_settle_itself(const Forms& forms, FormId form) {
    const Form& of = forms[form];
    if (of.kind == FormKind::negation || of.kind == FormKind::both) {
      return of.kind == FormKind::both ||
             std::ranges::any_of(of.parts, [&](FormId part) { return may_settle_itself(forms, part); });
    }
    if (of.kind != FormKind::at_most && of.kind != FormKind::exactly) return false;
    return std::ranges::any_of(of.parts, [&](FormId part) {
      return forms[part].kind == FormKind::count || forms[part].kind == FormKind::apply;
    });
  }

  bool check(ExprId expr, Place place) {
    const FormId form = forms_.of(expr);
    const FormId opposite = forms_.negation(form);
    if (form == forms_.truth() || opposite == forms_.truth()) {
      if (std::holds_alternative<model::Constant>(model_[expr].node) || is_idle(expr)) return false;
      const bool holds = form == forms_.truth();
      tell({holds ? Verdict::holds : Verdict::fails, expr, holds, {}});
      return true;
    }
    const std::vector<Known> about = related(form);
    if (about.empty() && !may_settle_itself(forms_, form)) return false;
    if (!variation_.varies(expr)) return false;
    if (const auto because = refute(about, form, {})) {
      if (because->size() == 1 && because->front().from == From::alternative &&
          says_of_size(form, because->front().form)) {
        return false;
      }
      tell(fails(expr, form, *because));
      return true;
    }
    if (forms_[form].kind == FormKind::present) return check_presence(expr, form, about, place);
    if (const auto because = refute(about, opposite, {})) return holds(expr, form, *because, place);
    if (about.empty()) return false;
    // As parameters stand: only where two conditions do not fit each other, and both are the rule's own.
    const auto because = refute(about, form, {.assume_parameters = true});
    const bool own =
        because && !because->empty() && std::ranges::none_of(*because, [](const Known& known) {
          return known.from == From::required || known.from == From::alternative || known.from == From::branch;
        });
    // One that is there to be set may be set so that the other is needed: a safety net.
    if (!own || reads_parameter(expr) !=
                    std::ranges::any_of(*because, [&](const Known& known) { return reads_parameter(known.expr); })) {
      return false;
    }
    tell({Verdict::fails, expr, false, *because, false, true});
    return true;
  }

  /// Whether it reads a parameter that a caller may override.
  bool reads_parameter(ExprId expr) const {
    bool found = false;
    model::walk(model_, expr, [&](ExprId part) {
      const auto& node = model_[part].node;
      if (const auto* parameter = std::get_if<model::ParameterRef>(&node)) {
        found = found || !model_.parameters[parameter->parameter].fixed;
      } else if (const auto* define = std::get_if<model::DefineRef>(&node)) {
        const ExprId body = model_.defines[define->define].body;
        found = found || (body != none && reads_parameter(body));
      }
    });
    return found;
  }

  /// A size beside what is asked of the elements: `size(L) is 0 or every x in L …` is clear and often written, though
  /// the second says the first too.
  bool says_of_size(FormId size, FormId elements) const {
    const auto bare = [&](FormId form) {
      return forms_[form].kind == FormKind::negation ? forms_[form].parts[0] : form;
    };
    const Form& form = forms_[bare(size)];
    return (form.kind == FormKind::at_most || form.kind == FormKind::exactly) && form.parts.size() == 1 &&
           forms_[form.parts[0]].kind == FormKind::count && forms_[form.parts[0]].parts[1] == forms_.truth() &&
           forms_[bare(elements)].kind == FormKind::some;
  }

  Settled fails(ExprId expr, FormId form, std::vector<Known> because) {
    const FormId opposite = forms_.negation(form);
    // The second alternative that is the first again: what is known is that the first does not hold.
    const bool again = because.size() == 1 && because[0].form == opposite &&
                       (because[0].from == From::alternative || because[0].from == From::branch);
    Verdict verdict = again ? Verdict::repeated : Verdict::fails;
    if (!again && is_over_empty(expr, because)) verdict = Verdict::empty;
    return {verdict, expr, false, std::move(because)};
  }

  bool holds(ExprId expr, FormId form, std::vector<Known> because, Place place) {
    const bool only_left = !because.empty() && std::ranges::all_of(because, [](const Known& known) {
      return !known.holds && (known.from == From::alternative || known.from == From::branch);
    });
    // `a or (not a and b)`: what the other alternatives leave is often written out for the reader.
    if (only_left && place == Place::conjunct) return false;
    if (because.size() == 1 && says_of_size(form, because[0].form) && because[0].from == From::beside) return false;
    const bool again =
        because.size() == 1 && because[0].form == form && because[0].from != From::required && !only_left;
    Verdict verdict = again ? Verdict::repeated : Verdict::holds;
    if (!again && is_over_empty(expr, because)) verdict = Verdict::empty;
    const bool all = only_left && place == Place::alternative && because.front().from == From::alternative;
    tell({verdict, expr, true, std::move(because), all});
    return true;
  }

  /// The checker sees presence only where it is asked in so many words: only that makes asking again idle.
  bool check_presence(ExprId expr, FormId form, const std::vector<Known>& about, Place place) {
    for (const Known& known : about) {
      if (known.form != form) continue;
      if (!known.holds && place == Place::conjunct) return false;
      return holds(expr, form, {known}, place);
    }
    return false;
  }

  FormId some_element(ExprId list) {
    // At least one: not (none).
    const FormId count = forms_.count_of(forms_.of(list), forms_.truth());
    return forms_.negation(forms_.at_most(count, 0));
  }

  bool is_over_empty(ExprId expr, const std::vector<Known>& because) {
    const auto* form = std::get_if<model::Quantifier>(&model_[expr].node);
    return form != nullptr && !because.empty() && contradict(because, some_element(form->list), {});
  }

  /// A pick, a count or a sum over a list that has no elements here.
  void check_empty(ExprId expr, ExprId list) {
    const FormId element = some_element(list);
    const auto about = related(element);
    if (about.empty()) return;
    if (auto because = refute(about, element, {}); because && !because->empty()) {
      tell({Verdict::empty, expr, false, std::move(*because)});
    }
  }

  // ---- ways through -----------------------------------------------------------------------------------------------

  void root(ExprId expr) {
    if (expr == none) return;
    model_[expr].type == truth_type ? void(condition(expr, Place::alone)) : value(expr);
  }

  void message(const model::Message& message) {
    for (const auto& text : message.texts) root(text.text);
  }
  void message(const std::optional<model::Message>& written) {
    if (written) message(*written);
  }

  void conditions(ExprId unless, ExprId when) {
    const auto mark = known_.size();
    const auto before = found_.size();
    if (unless != none) {
      condition(unless, Place::alone);
      know(unless, false, From::exception);
    }
    if (when != none) condition(when, unless == none ? Place::alone : Place::conjunct);
    const bool silent = found_.size() == before;
    forget(mark);
    if (when != none) know(when, true, From::rule);
    if (unless == none) return;
    // An exception from what the `when` leaves out already.
    if (when != none && silent) check_exception(unless);
    know(unless, false, From::exception);
  }

  void check_exception(ExprId unless) {
    const FormId form = forms_.of(unless);
    auto because = refute(related(form), form, {});
    if (because && !because->empty()) tell({Verdict::fails, unless, false, std::move(*because)});
  }

  void on_rule(const model::Rule& rule) {
    const auto mark = known_.size();
    conditions(rule.unless, rule.when);
    root(rule.value);
    message(rule.because);
    for (const auto& call : rule.then)
      for (const ExprId argument : call.arguments) root(argument);
    forget(mark);
  }

  /// Whether something was told of it or of what it is made of.
  bool condition(ExprId expr, Place place) {
    const auto before = found_.size();
    const auto mark = known_.size();
    const auto& node = model_[expr].node;
    if (const auto* logic = std::get_if<model::Logic>(&node)) {
      if (logic->op == model::LogicOp::implies) {
        condition(logic->left, Place::alone);
        know(logic->left, true, From::beside);
        condition(logic->right, Place::alone);
      } else {
        chain(expr, logic->op == model::LogicOp::logical_and);
      }
      forget(mark);
    } else if (const auto* negation = std::get_if<model::Not>(&node);
               negation != nullptr && is_made_of_others(negation->operand)) {
      condition(negation->operand, place == Place::alternative ? Place::alone : place);
    } else if (!check(expr, place)) {
      inside(negation != nullptr ? negation->operand : expr);
    }
    return found_.size() != before;
  }

  bool is_made_of_others(ExprId expr) const {
    const auto& node = model_[expr].node;
    return std::holds_alternative<model::Logic>(node) || std::holds_alternative<model::Not>(node);
  }

  /// `a or (a and b)`: an alternative that asks for more than one before it.
  bool adds_nothing(ExprId alternative) {
    const auto* logic = std::get_if<model::Logic>(&model_[alternative].node);
    if (logic == nullptr || logic->op != model::LogicOp::logical_and) return false;
    const FormId form = forms_.of(alternative);
    auto because = refute(related(form), form, {});
    if (!because || because->size() != 1 || because->front().from != From::alternative) return false;
    const FormId asked = forms_.negation(because->front().form);
    const auto& parts = forms_[form].parts;
    const bool again = forms_[form].kind == FormKind::both && std::ranges::find(parts, asked) != parts.end();
    tell({again ? Verdict::repeated : Verdict::fails, alternative, false, std::move(*because)});
    return true;
  }

  void chain(ExprId expr, bool conjunction) {
    const std::vector<ExprId> operands = conjunction ? conjuncts(model_, expr) : disjuncts(model_, expr);
    std::vector<ExprId> silent;
    for (const ExprId operand : operands) {
      const bool told = (!conjunction && adds_nothing(operand)) ||
                        condition(operand, conjunction ? Place::conjunct : Place::alternative);
      if (!told) silent.push_back(operand);
      know(operand, conjunction, conjunction ? From::beside : From::alternative);
    }
    if (operands.size() > most_known) return;
    // What stands before may be said again, and more, by what stands after.
    for (std::size_t i = 0; i < silent.size(); ++i) {
      const FormId first = forms_.of(silent[i]);
      if (forms_[first].kind == FormKind::present || std::holds_alternative<model::Logic>(model_[silent[i]].node))
        continue;
      for (std::size_t j = i + 1; j < silent.size(); ++j) {
        const FormId second = forms_.of(silent[j]);
        if (!reasoner_.related(first, second) || says_of_size(first, second)) continue;
        const FormId both[] = {conjunction ? second : first, forms_.negation(conjunction ? first : second)};
        if (!reasoner_.contradict(both)) continue;
        const Known known{conjunction ? second : forms_.negation(second), silent[j], conjunction,
                          conjunction ? From::beside : From::alternative};
        tell({conjunction ? Verdict::holds : Verdict::fails, silent[i], conjunction, {known}});
        break;
      }
    }
  }

  /// Conditions inside a condition that is not made of others by `and`, `or` and `not`.
  void inside(ExprId expr) {
    const auto& node = model_[expr].node;
    if (const auto* form = std::get_if<model::Quantifier>(&node)) {
      value(form->list);
      over_elements(form->where, {form->satisfies});
      return;
    }
    value(expr);
  }

  void over_elements(ExprId where, std::initializer_list<ExprId> of_each) {
    const auto mark = known_.size();
    if (where != none) {
      condition(where, Place::alone);
      know(where, true, From::element);
    }
    for (const ExprId each : of_each) root(each);
    forget(mark);
  }

  void value(ExprId expr) {
    const auto& node = model_[expr].node;
    if (const auto* choice = std::get_if<model::If>(&node)) {
      const auto mark = known_.size();
      condition(choice->condition, Place::alone);
      know(choice->condition, true, From::branch);
      root(choice->then);
      forget(mark);
      know(choice->condition, false, From::branch);
      root(choice->otherwise);
      forget(mark);
    } else if (const auto* pick = std::get_if<model::Pick>(&node)) {
      forms_.of(expr);
      check_empty(expr, pick->list);
      value(pick->list);
      over_elements(pick->where, {pick->key});
    } else if (const auto* aggregate = std::get_if<model::Aggregate>(&node)) {
      forms_.of(expr);
      check_empty(expr, aggregate->list);
      value(aggregate->list);
      over_elements(aggregate->where, {aggregate->of});
    } else {
      if (const auto* choice_of_present = std::get_if<model::OrElse>(&node)) check_default(expr, *choice_of_present);
      for (const ExprId part : parts(model_[expr])) root(part);
    }
  }

  void check_default(ExprId expr, const model::OrElse& node) {
    if (known_.empty() && required_.empty()) return;
    const FormId present = forms_.present(forms_.of(node.left));
    for (const Known& known : related(present)) {
      if (known.form != present) continue;
      tell({Verdict::defaulted, expr, true, {known}});
      return;
    }
  }

  const model::Model& model_;
  std::shared_ptr<Forms> shared_forms_;
  Forms& forms_;
  Reasoner reasoner_;
  Variation variation_;
  std::vector<Settled>& found_;
  std::vector<Known> known_;
  std::unordered_map<FormId, std::vector<std::size_t>> by_subject_;  // Places in known_, by what they are about.
  std::unordered_map<FormId, std::vector<Known>> required_;          // By what they are about.
  bool invariant_ = false;
};

}  // namespace

std::shared_ptr<const std::vector<Settled>> settled_conditions(const Subject& subject) {
  if (subject.kept && subject.kept->settled) return subject.kept->settled;
  std::vector<Settled> found;
  Conditions(subject, found).run();
  // A place is told once: shared expressions stand in the model twice.
  std::map<std::pair<std::uint64_t, Verdict>, bool> told;
  std::erase_if(found, [&](const Settled& settled) {
    const Span span = subject.model[settled.expr].span;
    const auto key = (static_cast<std::uint64_t>(span.file) << 32) | span.begin;
    return !told.try_emplace({key, settled.verdict}, true).second;
  });
  auto result = std::make_shared<const std::vector<Settled>>(std::move(found));
  if (subject.kept) subject.kept->settled = result;
  return result;
}

bool Variation::varies(ExprId expr) {
  if (known_[expr] == 0) {
    const bool varies = look(expr);
    known_[expr] = varies ? 2 : 1;
  }
  return known_[expr] == 2;
}

bool Variation::look(ExprId expr) {
  const auto& node = model_[expr].node;
  if (std::holds_alternative<model::FactRef>(node) || std::holds_alternative<model::NowRef>(node) ||
      std::holds_alternative<model::LocalRef>(node) || std::holds_alternative<model::FixtureRef>(node) ||
      std::holds_alternative<model::DecisionRef>(node) || std::holds_alternative<model::OutcomeTest>(node)) {
    return true;
  }
  if (const auto* parameter = std::get_if<model::ParameterRef>(&node)) {
    const auto& of = model_.parameters[parameter->parameter];
    return !of.fixed || of.value == none || varies(of.value);
  }
  if (const auto* define = std::get_if<model::DefineRef>(&node)) {
    // A call of one with parameters is judged by its arguments and by its body, in which the parameters vary.
    const ExprId body = model_.defines[define->define].body;
    if (body == none || varies(body)) return true;
  }
  const auto of = parts(model_[expr]);
  return std::ranges::any_of(of, [&](ExprId part) { return varies(part); });
}

std::string where_known(const Subject& subject, const std::vector<Known>& because) {
  std::string result;
  for (const Known& known : because) {
    result += result.empty() ? "where " : " and ";
    const std::string_view how = known.from == From::required ? "is required" : known.holds ? "holds" : "does not";
    result += fmt::format("`{}` {}", words_of(subject, known.expr), how);
  }
  return result;
}

void label_known(const Subject& subject, const std::vector<Known>& because, Finding& finding) {
  for (const Known& known : because) {
    const auto words = [&]() -> std::string {
      switch (known.from) {
        case Known::From::required: return "facts are required to be so";
        case Known::From::alternative: return "where this holds, the rest does not matter";
        case Known::From::branch: return known.holds ? "holds here" : "does not hold here";
        case Known::From::exception: return "an exception: it does not hold where the rule applies";
        default: return known.holds ? "holds here" : "does not hold here";
      }
    }();
    finding.labels.push_back({subject.model[known.expr].span, words});
  }
}

}  // namespace writ::lint
