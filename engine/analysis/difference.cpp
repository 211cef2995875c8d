#include "engine/analysis/difference.hpp"

#include <algorithm>
#include <array>
#include <map>
#include <optional>
#include <set>

#include "engine/analysis/difference_links.hpp"
#include "engine/analysis/encoding.hpp"
#include "engine/analysis/facts_json.hpp"
#include "engine/analysis/leaves.hpp"
#include "engine/analysis/prover.hpp"
#include "engine/analysis/shrink.hpp"
#include "engine/analysis/witness_facts.hpp"
#include "engine/facts/json_index.hpp"

namespace writ::analysis {
namespace {

using namespace model;

/// How often records are tried that the machine does not bear out.
constexpr int most_attempts = 4;

class Comparer {
 public:
  Comparer(const std::shared_ptr<const Program>& before, const std::shared_ptr<const Program>& after,
           const CompareOptions& options)
      : options_(options),
        before_(before),
        after_(after),
        facts_(after_.model(), terms_, options.bounds),
        encoding_before_(before_.model(), terms_, facts_),
        encoding_after_(after_.model(), terms_, facts_) {
    facts_.also(before_.model());
  }

  Differences compare() {
    Differences result;
    for (DecisionId id = 0; id < after_.model().decisions.size(); ++id) {
      const std::string& name = after_.model().decisions[id].name;
      if (!wanted(name)) continue;
      DecisionComparison& each = result.decisions.emplace_back();
      each.name = name;
      each.after = id;
      each.before = before_.model().decision(name).value_or(none);
      if (each.before != none) compare(each);
    }
    for (DecisionId id = 0; id < before_.model().decisions.size(); ++id) {
      const std::string& name = before_.model().decisions[id].name;
      if (wanted(name) && !after_.model().decision(name)) result.decisions.push_back({.name = name, .before = id});
    }
    result.bounds = facts_.bounds();
    return result;
  }

 private:
  bool wanted(const std::string& name) const {
    return options_.decisions.empty() || std::ranges::find(options_.decisions, name) != options_.decisions.end();
  }

  const Decision& decision_before() const { return before_.model().decisions[now_->before]; }
  const Decision& decision_after() const { return after_.model().decisions[now_->after]; }

  void compare(DecisionComparison& each) {
    ask_all(each);
    // What is read as two kinds of values is two variables here, and one member of the record: differences are shown,
    // but that there is none is not.
    const auto retyped = std::ranges::find(each.facts, true, &FactChange::retyped);
    if (retyped == each.facts.end()) return;
    for (AspectAnswer& answer : each.aspects) {
      if (answer.differs != Possible::no) continue;
      answer.differs = Possible::unknown;
      answer.why =
          "`" + retyped->path + "` is read as " + retyped->before + " before and as " + retyped->after + " after";
    }
  }

  void ask_all(DecisionComparison& each) {
    if (options_.progress) options_.progress(each.name);
    each.unchanged = made_alike(before_.model(), each.before, after_.model(), each.after);
    if (each.unchanged) return;
    now_ = &each;
    each.facts = fact_changes(before_.model(), decision_before().needs, after_.model(), decision_after().needs);
    each.not_compared = told_otherwise(before_.model(), each.before, after_.model(), each.after);
    before_.take(each.before);
    after_.take(each.after);

    const DecisionTerms& a = encoding_before_.decision(each.before);
    const DecisionTerms& b = encoding_after_.decision(each.after);
    const Term admitted_a = encoding_before_.admitted(decision_before().needs);
    const Term admitted_b = encoding_after_.admitted(decision_after().needs);
    Solver solver(terms_, options_.limits);
    assumed_ = links(terms_, facts_, before_.model(), decision_before().needs, after_.model(), decision_after().needs);
    assumed_.push_back(facts_.overflow_counts());
    for (const Term each_assumed : assumed_) solver.assume(each_assumed);
    ask(solver, Aspect::admission, {differ(admitted_a, admitted_b)});

    for (const Term admitted : {admitted_a, admitted_b}) {
      assumed_.push_back(admitted);
      solver.assume(admitted);
    }
    if (!each.facts.empty() && none_is_taken_by_both(solver)) return;
    learn_same_rules(solver, a, b);
    const Term outcomes = differ({a.permitted, a.forbidden, a.referred, a.decided, a.undetermined},
                                 {b.permitted, b.forbidden, b.referred, b.decided, b.undetermined});
    ask(solver, Aspect::outcome, {outcomes});
    std::vector<Term> same_result{terms_.negation(outcomes)};
    if (!decision_before().permission && !decision_after().permission) {
      const Term same = same_values(terms_, before_.model().schema, decision_before().type, a.value,
                                    after_.model().schema, decision_after().type, b.value);
      const Term both_decided = terms_.both(a.decided, b.decided);
      ask(solver, Aspect::value, {both_decided, terms_.negation(same)});
      same_result.push_back(terms_.implies(both_decided, same));
    }
    const std::vector<Term> rules = differences(winners(decision_before(), a), winners(decision_after(), b));
    ask_each(solver, Aspect::rules, same_result, rules);
    same_result.push_back(terms_.negation(terms_.any(rules)));
    ask_each(solver, Aspect::notices, same_result,
             differences(told(before_.model(), decision_before(), a), told(after_.model(), decision_after(), b)));
  }

  /// Rules of one name that hold alike whatever the facts: easy to see one by one, and what is asked after that is much
  /// easier where it is known.
  void learn_same_rules(Solver& solver, const DecisionTerms& a, const DecisionTerms& b) {
    const auto& rules = decision_before().rules;
    const auto& others = decision_after().rules;
    for (std::size_t i = 0; i < rules.size(); ++i) {
      const auto other = std::ranges::find(others, rules[i].name, &Rule::name);
      if (other == others.end()) continue;
      const Truth& x = a.rules[i];
      const Truth& y = b.rules[static_cast<std::size_t>(other - others.begin())];
      const Term differs = terms_.either(differ(x.holds, y.holds), differ(x.fails, y.fails));
      if (differs == terms_.truth(false)) continue;
      std::vector<Term> about = assumed_;
      about.push_back(differs);
      const std::array asked{differs, facts_.definitions(about)};
      if (solver.find(asked).possible != Possible::no) continue;
      assumed_.push_back(terms_.negation(differs));
      solver.assume(assumed_.back());
    }
  }

  // ---- what differs, as a term ------------------------------------------------------------------------------------

  Term differ(Term a, Term b) { return terms_.negation(terms_.equal(a, b)); }

  Term differ(std::initializer_list<Term> a, std::initializer_list<Term> b) {
    std::vector<Term> any;
    for (std::size_t i = 0; i < a.size(); ++i) any.push_back(differ(a.begin()[i], b.begin()[i]));
    return terms_.any(any);
  }

  using ByName = std::map<std::string, Term>;

  /// By name: most are the same, and the solver need not see those.
  std::vector<Term> differences(const ByName& a, const ByName& b) {
    std::vector<Term> found;
    for (const auto& [name, term] : a) {
      const auto other = b.find(name);
      found.push_back(other == b.end() ? term : differ(term, other->second));
    }
    for (const auto& [name, term] : b) {
      if (!a.contains(name)) found.push_back(term);
    }
    std::erase(found, terms_.truth(false));
    return found;
  }

  void add(ByName& to, const std::string& name, Term term) {
    const auto [found, is_new] = to.try_emplace(name, term);
    if (!is_new) found->second = terms_.either(found->second, term);
  }

  ByName winners(const Decision& decision, const DecisionTerms& terms) {
    ByName result;
    for (std::uint32_t rule = 0; rule < terms.wins.size(); ++rule) {
      add(result, rule_of(decision, rule).name, terms.wins[rule]);
    }
    return result;
  }

  static Term term_of(Outcome outcome, const DecisionTerms& terms) {
    switch (outcome) {
      case Outcome::permitted: return terms.permitted;
      case Outcome::forbidden: return terms.forbidden;
      case Outcome::referred: return terms.referred;
      case Outcome::decided: return terms.decided;
      case Outcome::undetermined: break;
    }
    return terms.undetermined;
  }

  /// Obligations and advice, where the decision is determined. One whose arguments cannot be computed is taken as told:
  /// the machine will say.
  ByName told(const Model& model, const Decision& decision, const DecisionTerms& terms) {
    ByName result;
    for (std::uint32_t rule = 0; rule < terms.wins.size(); ++rule) {
      for (const NoticeCall& call : rule_of(decision, rule).then) {
        add(result, model.notices[call.notice].name, terms.wins[rule]);
      }
    }
    const Term determined = terms_.both(terms.in_force, terms_.negation(terms.undetermined));
    for (std::size_t i = 0; i < decision.alsos.size(); ++i) {
      const Also& also = decision.alsos[i];
      std::vector<Term> outcomes;
      for (const Outcome outcome : also.outcomes) outcomes.push_back(term_of(outcome, terms));
      const Term when = also.outcomes.empty() ? determined : terms_.both(determined, terms_.any(outcomes));
      add(result, model.notices[also.call.notice].name, terms_.both(when, terms.alsos[i].holds));
    }
    return result;
  }

  // ---- records ----------------------------------------------------------------------------------------------------

  /// The version whose facts make up a record, and the facts that the other alone needs.
  struct Lead {
    DecisionAnswers& version;
    DecisionAnswers& other;
    const Decision& decision;
    std::vector<FactId> others;
  };

  Lead lead(bool by_after) {
    Lead lead{
        by_after ? after_ : before_, by_after ? before_ : after_, by_after ? decision_after() : decision_before(), {}};
    const Decision& other = by_after ? decision_before() : decision_after();
    for (const FactId fact : other.needs) {
      const std::string& spelling = lead.other.model().facts[fact].spelling;
      const bool covered = std::ranges::any_of(
          lead.decision.needs, [&](FactId own) { return lead.version.model().facts[own].spelling == spelling; });
      if (!covered) lead.others.push_back(fact);
    }
    return lead;
  }

  /// What both versions read: the lead's facts, and what the other needs beside them.
  std::string record(const Lead& lead, const FactSet& own, const FactSet& others, RecordLayout layout) {
    const auto& zone = lead.version.model().files[lead.decision.file].zone;
    const time::Zone& shown_in = zone == nullptr ? *lead.version.program()->utc : *zone;
    const Example laid_out = example(*lead.version.program(), own);
    std::string text = facts_json(lead.version.model(), laid_out.facts(), own.facts, shown_in, layout);
    if (others.facts.empty()) return text;
    const Example rest = example(*lead.other.program(), others);
    std::string more = facts_json(lead.other.model(), rest.facts(), others.facts, shown_in, layout);
    // Both are objects that begin with the same `now`.
    const std::string only_now = facts_json(lead.other.model(), rest.facts(), {}, shown_in, layout);
    const std::size_t end = layout == RecordLayout::indented ? 2 : 1;  // "\n}" or "}"
    text.resize(text.size() - end);
    return text + more.substr(only_now.size() - end);
  }

  bool bears_out(Aspect aspect, std::string record) {
    const std::size_t size = record.size();
    record.append(json_padding, ' ');
    const std::string_view text = std::string_view(record).substr(0, size);
    answer_before_ = before_.answer(text);
    answer_after_ = after_.answer(text);
    return difference(answer_before_, answer_after_) == aspect;
  }

  /// Then nothing that is asked of both could differ, and that they are the same would be no news.
  bool none_is_taken_by_both(Solver& solver) {
    const std::array definitions{facts_.definitions(assumed_)};
    if (solver.find(definitions).possible != Possible::no) return false;
    now_->aspects.push_back({.aspect = Aspect::outcome, .why = "no record is taken by both versions"});
    return true;
  }

  void ask(Solver& solver, Aspect aspect, std::vector<Term> terms) {
    now_->aspects.push_back(answer_to(solver, aspect, std::move(terms)));
  }

  /// One after another, which are easier than all at once, until one of them can hold beside the rest.
  void ask_each(Solver& solver, Aspect aspect, const std::vector<Term>& rest, const std::vector<Term>& each) {
    AspectAnswer result{.aspect = aspect, .differs = Possible::no};
    for (const Term term : each) {
      std::vector<Term> terms = rest;
      terms.push_back(term);
      AspectAnswer answer = answer_to(solver, aspect, std::move(terms));
      if (answer.differs == Possible::no) continue;
      result = std::move(answer);
      if (result.differs == Possible::yes) break;
    }
    now_->aspects.push_back(std::move(result));
  }

  AspectAnswer answer_to(Solver& solver, Aspect aspect, std::vector<Term> terms) {
    AspectAnswer answer{.aspect = aspect};
    std::vector<Term> about = assumed_;
    about.insert(about.end(), terms.begin(), terms.end());
    terms.push_back(facts_.definitions(about));
    // That there is none is asked of all records at once; one that there is should be readable.
    const Found found = solver.find(terms);
    if (found.possible == Possible::no) {
      answer.differs = Possible::no;
      return answer;
    }
    std::vector<Term> easy = terms;
    add_readable(easy);
    const Tried readable = try_records(solver, aspect, answer, std::move(easy));
    if (readable == Tried::shown) return answer;
    const bool any_will_do = found.possible == Possible::yes;
    if (!any_will_do) answer.why = found.why;
    const Tried any = any_will_do ? try_records(solver, aspect, answer, std::move(terms)) : Tried::none_found;
    if (any == Tried::shown) return answer;
    if (readable != Tried::not_borne_out && any != Tried::not_borne_out) return answer;
    if (const auto loosened = loosened_below()) {
      answer.why = "it depends on " + *loosened + ", which is not followed";
    } else if (answer.why.empty()) {
      answer.why = "both versions answer the records that were found alike";
    }
    return answer;
  }

  enum class Tried : std::uint8_t { shown, none_found, not_borne_out };

  Tried try_records(Solver& solver, Aspect aspect, AspectAnswer& answer, std::vector<Term> terms) {
    Tried tried = Tried::none_found;
    for (int attempt = 0; attempt < most_attempts; ++attempt) {
      Found found = solver.find(terms);
      if (found.possible != Possible::yes) {
        if (found.possible == Possible::unknown) answer.why = found.why;
        return tried;
      }
      if (show(aspect, found.assignment, answer)) return Tried::shown;
      tried = Tried::not_borne_out;
      terms.push_back(other_than(found.assignment));
    }
    return tried;
  }

  /// What of either version was allowed to be more than it can be.
  std::optional<std::string> loosened_below() const {
    const auto below = [](const Model& model, const Decision& decision, const Encoding& encoding) {
      std::vector<ExprId> roots = roots_of(decision);
      for (const Requirement& requirement : model.requirements) roots.push_back(requirement.condition);
      const std::vector<bool> reached = reachable(model, roots);
      std::optional<std::string> why;
      for (const Loosened& each : encoding.loosened()) {
        if (!why && each.expr != none && reached[each.expr]) why = each.why;
      }
      return why;
    };
    const auto why = below(before_.model(), decision_before(), encoding_before_);
    return why ? why : below(after_.model(), decision_after(), encoding_after_);
  }

  /// The smallest record, if the machine agrees with the assignment.
  bool show(Aspect aspect, Assignment& assignment, AspectAnswer& answer) {
    for (const bool by_after : {true, false}) {
      const Lead lead = this->lead(by_after);
      std::string why;
      const auto own = facts_.example(lead.version.model(), assignment, why);
      const auto rest = facts_.example(lead.other.model(), assignment, why);
      if (!own || !rest) {
        answer.why = why;
        continue;
      }
      const FactSet facts = fact_set(*lead.version.program(), lead.decision.needs, own->facts());
      FactSet others = fact_set(*lead.other.program(), lead.others, rest->facts());
      const auto holds = [&](const FactSet& each) {
        others.now = each.now;
        return bears_out(aspect, record(lead, each, others, RecordLayout::one_line));
      };
      if (!holds(facts)) continue;
      ShrinkOptions options;
      options.zone = lead.version.model().files[lead.decision.file].zone.get();
      const FactSet small = shrink(lead.version.model(), facts, holds, options);
      others.now = small.now;
      answer.record = record(lead, small, others, RecordLayout::indented);
      bears_out(aspect, answer.record);
      answer.before = answer_before_;
      answer.after = answer_after_;
      answer.differs = Possible::yes;
      answer.why.clear();
      return true;
    }
    return false;
  }

  template <typename Visit>
  void each_fact(Visit visit) {
    for (const FactId fact : decision_before().needs) visit(before_.model(), fact);
    for (const FactId fact : decision_after().needs) visit(after_.model(), fact);
  }

  /// What people write: years of this century, amounts that somebody has.
  void add_readable(std::vector<Term>& terms) {
    const auto add = [&](Term term, Type type, bool) {
      if (const auto range = readable_range(type)) {
        terms.push_back(terms_.at_most(terms_.number(range->least), term));
        terms.push_back(terms_.at_most(term, terms_.number(range->most)));
      }
    };
    each_fact([&](const Model& model, FactId fact) {
      each_leaf(model.schema, model.facts[fact].type, facts_.fact(model, fact), add);
    });
    add(facts_.now(), Type{Kind::instant}, false);
  }

  Term other_than(Assignment& assignment) {
    std::vector<Term> differences;
    const auto add = [&](Term term, Type, bool) {
      const Integer value = assignment.evaluate(terms_, term);
      const bool truth = terms_[term].sort == Sort::truth;
      differences.push_back(truth ? (value != 0 ? terms_.negation(term) : term)
                                  : terms_.negation(terms_.equal(term, terms_.number(value))));
    };
    each_fact([&](const Model& model, FactId fact) {
      each_leaf(model.schema, model.facts[fact].type, facts_.fact(model, fact), add);
    });
    return terms_.any(differences);
  }

  const CompareOptions& options_;
  Terms terms_;
  DecisionAnswers before_, after_;
  SymbolicFacts facts_;
  Encoding encoding_before_, encoding_after_;
  DecisionComparison* now_ = nullptr;      // What is being compared.
  std::vector<Term> assumed_;              // Of it.
  Answered answer_before_, answer_after_;  // To the record that was tried last.
};

}  // namespace

Differences compare(const std::shared_ptr<const Program>& before, const std::shared_ptr<const Program>& after,
                    const CompareOptions& options) {
  return Comparer(before, after, options).compare();
}

}  // namespace writ::analysis
