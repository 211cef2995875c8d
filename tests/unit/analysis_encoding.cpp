// The encoding of models says what the machine does: for random facts, with many at boundaries, both must agree on
// outcome, rules that won, value, requirements and invariants.

#include "engine/analysis/encoding.hpp"

#include <catch2/catch.hpp>

#include <algorithm>
#include <array>
#include <map>
#include <random>
#include <set>
#include <sstream>

#include "engine/analysis/facts_json.hpp"
#include "engine/analysis/replay.hpp"
#include "engine/analysis/solver.hpp"
#include "engine/api/load.hpp"
#include "engine/api/rule_files.hpp"
#include "engine/facts/read_json.hpp"
#include "tests/unit/analysis_policies.hpp"

using namespace writ;
using namespace writ::analysis;
using FactEncoding = writ::Encoding;
using ModelEncoding = writ::analysis::Encoding;

namespace {

std::shared_ptr<const model::Model> loaded(std::vector<NamedText> texts) {
  Loaded result = load(std::move(texts));
  std::string problems;
  for (const Diagnostic& diagnostic : result.diagnostics) problems += diagnostic.message + "\n";
  INFO(problems);
  REQUIRE(result.model != nullptr);
  return result.model;
}

/// Facts that a policy may find hard: the constants that it names, and what lies next to them.
class RandomFacts {
 public:
  RandomFacts(const model::Model& model, const SymbolicFacts& symbols, std::uint64_t seed)
      : model_(model), symbols_(symbols), random_(seed) {
    for (const model::Expr& expr : model.exprs) {
      if (const auto* constant = std::get_if<model::Constant>(&expr.node)) {
        constants_[expr.type.present().base].push_back(constant->value);
      }
    }
  }

  Facts make(const std::vector<model::FactId>& asked) {
    arena_.reset();
    const auto offsets = fact_offsets(model_);
    Slot* const row = arena_.slots(offsets.back() + 1);
    std::fill_n(row, offsets.back() + 1, number(0));
    now_ = chance(20) ? instant() : 1'741'755'600'000'000 + some(400) * 3'600'000'000 + some(3) - 1;
    if (model_.now_encoding == FactEncoding::unix_seconds) now_ = now_ / time::second * time::second;
    for (const model::FactId fact : asked) {
      const model::Fact& declared = model_.facts[fact];
      place(declared.type, declared.encoding, symbols_.fact(fact), row + offsets[fact]);
    }
    return {row, now_};
  }

  std::size_t below(std::size_t count) { return static_cast<std::size_t>(random_() % count); }

 private:
  std::int64_t some(std::size_t count) { return static_cast<std::int64_t>(below(count)); }
  bool chance(std::size_t percent) { return below(100) < percent; }
  std::int64_t near(std::int64_t value, std::int64_t unit) {
    const std::int64_t steps[] = {0, 0, 0, 1, -1, unit, -unit, 2 * unit};
    std::int64_t moved = value;
    if (__builtin_add_overflow(value, steps[below(8)], &moved)) return value;
    return moved;
  }

  time::Instant instant() { return std::clamp(any_instant(), time::first_instant, time::last_instant); }
  time::Instant any_instant() {
    const std::int64_t day = time::day;
    switch (below(12)) {
      case 0: return time::first_instant + static_cast<std::int64_t>(below(3)) * day;
      case 1: return time::last_instant - static_cast<std::int64_t>(below(3)) * day;
      case 2:
      case 3:
      case 4:
        if (auto& known = constants_[Kind::instant]; !known.empty())
          return near(known[below(known.size())], time::hour);
        [[fallthrough]];
      case 5:
        if (auto& known = constants_[Kind::duration]; !known.empty()) {
          const std::int64_t moved = known[below(known.size())] % (400 * day);
          return std::clamp(near(now_ + (chance(50) ? moved : -moved), time::second), time::first_instant,
                            time::last_instant);
        }
        [[fallthrough]];
      case 6: return near(now_ / day * day, time::hour);
      default:
        return std::clamp(now_ + (static_cast<std::int64_t>(below(2000)) - 1000) * time::hour + some(2),
                          time::first_instant, time::last_instant);
    }
  }

  std::int64_t number_of(Type type) {
    const auto& known = constants_[type.base];
    const std::int64_t unit = type.is(Kind::integer) ? 1 : 1'000'000;
    if (chance(3)) return std::numeric_limits<std::int64_t>::max() - static_cast<std::int64_t>(below(3));
    if (chance(3)) return std::numeric_limits<std::int64_t>::min() + static_cast<std::int64_t>(below(3));
    if (!known.empty() && chance(50)) return near(known[below(known.size())], unit);
    return (static_cast<std::int64_t>(below(12)) - 2) * unit +
           (chance(30) ? static_cast<std::int64_t>(below(1'000)) : 0);
  }

  void place(Type type, FactEncoding encoding, const Symbol& symbol, Slot* slots) {
    if (type.optional) {
      slots[0] = number(chance(65));
      ++slots;
      type = type.present();
    }
    if (type.is_list()) {
      const std::size_t count = below(symbol.parts.size() + 1);
      const std::uint32_t width = model_.schema.slots(type.element());
      Slot* const rows = arena_.slots(count * width + 1);
      for (std::size_t i = 0; i < count; ++i) place(type.element(), encoding, symbol.parts[i], rows + i * width);
      slots[0].list = arena_.list(rows, count);
    } else if (type.base == Kind::record) {
      const auto& fields = model_.schema.records[type.id].fields;
      for (std::size_t i = 0; i < fields.size(); ++i) {
        place(fields[i].type, fields[i].encoding, symbol.parts[i], slots + fields[i].offset);
      }
    } else if (type.base == Kind::text) {
      slots[0].text = arena_.text(text());
    } else {
      slots[0] = number(scalar(type, encoding));
    }
  }

  std::int64_t scalar(Type type, FactEncoding encoding) {
    switch (type.base) {
      case Kind::boolean: return static_cast<std::int64_t>(below(2));
      case Kind::enumeration: return static_cast<std::int64_t>(below(model_.schema.enums[type.id].members.size()));
      case Kind::instant: {
        const time::Instant at = instant();
        if (encoding == FactEncoding::unix_seconds) return at / time::second * time::second;
        if (encoding == FactEncoding::unix_millis) return at / 1000 * 1000;
        return at;
      }
      case Kind::date: {
        const auto& known = constants_[Kind::date];
        if (!known.empty() && chance(50)) {
          return std::clamp<std::int64_t>(near(known[below(known.size())], 7), time::first_date, time::last_date);
        }
        if (chance(6)) return chance(50) ? time::first_date : time::last_date;
        return 20'000 + static_cast<std::int64_t>(below(600));
      }
      case Kind::time_of_day: return chance(50) ? static_cast<std::int64_t>(below(24)) * time::hour : time::day - 1;
      case Kind::duration: {
        const auto& known = constants_[Kind::duration];
        if (!known.empty() && chance(50)) return near(known[below(known.size())], time::second);
        const auto any = static_cast<std::uint64_t>(number_of(type));  // Which may be as large as there is.
        return static_cast<std::int64_t>(any * (chance(50) ? 1 : time::minute / 1'000'000));
      }
      default: return number_of(type);
    }
  }

  std::string text() {
    if (!model_.texts.empty() && chance(60)) {
      std::string known = model_.texts[below(model_.texts.size())];
      if (chance(30)) known += "x";
      if (chance(20) && !known.empty()) known[0] = static_cast<char>(known[0] ^ 0x20);
      return static_cast<unsigned char>(known.empty() ? 0 : known[0]) < 0x80 ? known : "kept";
    }
    constexpr const char* others[] = {"", "a", "A1", "vip-7", "VIP", "b", "unknown"};
    return others[below(std::size(others))];
  }

  const model::Model& model_;
  const SymbolicFacts& symbols_;
  std::mt19937_64 random_;
  Arena arena_;
  time::Instant now_ = 0;
  std::map<Kind, std::vector<std::int64_t>> constants_;
};

/// Texts that no policy names are known by their numbers only: one number, one text.
class TextMatcher {
 public:
  bool same(Integer at, std::string_view text, const SymbolicFacts& symbols) {
    if (const auto known = symbols.text(at)) return *known == text;
    const auto [by_number, new_number] = by_number_.try_emplace(at, text);
    const auto [by_text, new_text] = by_text_.try_emplace(std::string(text), at);
    return by_number->second == text && by_text->second == at;
  }

 private:
  std::map<Integer, std::string> by_number_;
  std::map<std::string, Integer> by_text_;
};

/// One model under test, with its machine.
class Subject {
 public:
  explicit Subject(std::shared_ptr<const model::Model> model, Bounds bounds = {})
      : model_(std::move(model)),
        program_(compile(model_, {.trace = false, .tests = true})),
        symbols_(*model_, terms_, std::move(bounds)),
        replay_(program_) {
    std::set<model::FactId> needed;
    encodings_.reserve(model_->decisions.size() + model_->invariants.size());
    for (const model::Decision& decision : model_->decisions) {
      needed.insert(decision.needs.begin(), decision.needs.end());
      ModelEncoding& encoding = encodings_.emplace_back(*model_, terms_, symbols_);
      decisions_.push_back(&encoding.decision(static_cast<model::DecisionId>(&decision - model_->decisions.data())));
      admitted_.push_back(encoding.admitted(decision.needs));
      const DecisionTerms& made = *decisions_.back();
      definitions_.push_back(encoding.definitions(std::array{made.undetermined, made.value.term}));
    }
    for (const model::Invariant& invariant : model_->invariants) {
      needed.insert(invariant.needs.begin(), invariant.needs.end());
      ModelEncoding& encoding = encodings_.emplace_back(*model_, terms_, symbols_);
      invariants_.push_back(encoding.condition(invariant.condition));
    }
    needed_.assign(needed.begin(), needed.end());
    for (const model::FactId fact : needed_) symbols_.fact(fact);
  }

  /// How many decisions are not encoded as they are.
  std::size_t loose() const {
    return static_cast<std::size_t>(
        std::count_if(encodings_.begin(), encodings_.begin() + static_cast<std::ptrdiff_t>(model_->decisions.size()),
                      [](const ModelEncoding& encoding) { return !encoding.loosened().empty(); }));
  }
  std::size_t decisions() const { return model_->decisions.size(); }
  std::string reasons() const {
    std::string text;
    for (const ModelEncoding& encoding : encodings_) {
      for (const Loosened& loosened : encoding.loosened()) {
        text += loosened.why + " at " + std::to_string((*model_)[loosened.expr].span.begin) + " of " +
                model_->files[(*model_)[loosened.expr].file].name + "\n";
      }
    }
    return text;
  }
  std::size_t terms() const { return terms_.size(); }
  const Schema& schema() const { return model_->schema; }
  const std::vector<ListBound>& bounds() const { return symbols_.bounds(); }
  std::map<std::string, int> outcomes;  ///< What was met: "name: outcome".

  void compare(int rounds, std::uint64_t seed, bool by_example) {
    RandomFacts random(*model_, symbols_, seed);
    for (int round = 0; round < rounds; ++round) {
      const Facts facts = random.make(needed_);
      auto assignment = symbols_.assignment_of(facts);
      REQUIRE(assignment);
      compare(facts, *assignment);
      if (by_example && round % 10 == 0) {
        std::string why;
        const auto example = symbols_.example(*assignment, why);
        INFO(why);
        REQUIRE(example);
        if (!why.empty()) {
          ++outcomes["nearest example"];
          continue;
        }
        compare(example->facts(), *assignment);
        for (model::DecisionId id = 0; id < model_->decisions.size(); ++id) {
          read_back(id, facts);
          read_back(id, example->facts());
        }
      }
    }
  }

  void compare(Facts facts, Assignment& assignment) {
    TextMatcher texts;
    check_ranges(assignment);
    for (model::DecisionId id = 0; id < model_->decisions.size(); ++id) {
      const model::Decision& decision = model_->decisions[id];
      const Admission admission = replay_.begin(facts, decision.needs);
      // What shows presence is relied on: without it nothing else can be said.
      if (!admission.admitted() && model_->requirements[admission.refused_by].narrows) continue;
      if (!encodings_[id].loosened().empty()) continue;
      const auto holds = [&](Term term) { return assignment.evaluate(terms_, term) != 0; };
      const Verdict& verdict = replay_.decide(id);
      const DecisionTerms& expected = *decisions_[id];
      const Term terms[] = {expected.permitted, expected.forbidden, expected.referred, expected.decided,
                            expected.undetermined};
      std::size_t outcome = 0, count = 0;
      for (std::size_t i = 0; i < 5; ++i) {
        if (!holds(terms[i])) continue;
        outcome = i;
        ++count;
      }
      std::vector<std::uint32_t> wins;
      for (std::uint32_t i = 0; i < expected.wins.size(); ++i) {
        if (holds(expected.wins[i])) wins.push_back(i);
      }
      const bool same_value =
          verdict.outcome != model::Outcome::decided || same(decision.type, expected.value, verdict, assignment, texts);
      ++outcomes[decision.name + ": " + std::to_string(outcome)];
      if (!holds(definitions_[id])) FAIL("a quotient is not what it is defined to be");
      if (count == 1 && outcome == static_cast<std::size_t>(verdict.outcome) && wins == verdict.rules && same_value &&
          holds(admitted_[id]) == admission.admitted()) {
        continue;
      }
      INFO(decision.name << " of " << facts_json(*model_, facts, needed_, *time::Zone::utc()));
      INFO("machine: " << static_cast<int>(verdict.outcome) << ", terms: " << outcome << " (" << count << ")");
      if (!same_value && !decision.type.is_list() && decision.type.base != Kind::record) {
        INFO("value: " << verdict.present << " " << verdict.value.number
                       << ", terms: " << static_cast<std::int64_t>(assignment.evaluate(terms_, expected.value.term)));
        CHECK(same_value);
      }
      CHECK(same_value);
      CHECK(holds(admitted_[id]) == admission.admitted());
      REQUIRE(wins == verdict.rules);
      FAIL("the encoding differs");
    }
    for (std::uint32_t i = 0; i < model_->invariants.size(); ++i) {
      if (!encodings_[model_->decisions.size() + i].loosened().empty()) continue;
      const Admission admission = replay_.begin(facts, model_->invariants[i].needs);
      if (!admission.admitted() && model_->requirements[admission.refused_by].narrows) continue;
      const auto result = replay_.invariant(i);
      const bool holds = assignment.evaluate(terms_, invariants_[i].holds) != 0;
      const bool fails = assignment.evaluate(terms_, invariants_[i].fails) != 0;
      ++outcomes["invariant " + model_->invariants[i].name + (fails ? " fails" : holds ? " holds" : " does not hold")];
      if (holds == (result.holds && !result.error) && fails == result.error.has_value()) continue;
      FAIL(model_->invariants[i].name << " of " << facts_json(*model_, facts, needed_, *time::Zone::utc()));
    }
  }

 private:
  /// The solver is told what each number lies between: it must not leave out what it is for some facts.
  void check_ranges(const Assignment& assignment) {
    if (!assignment.exact()) return;
    const auto variables = terms_.variables();
    for (std::uint32_t id = 0; id < variables.size(); ++id) {
      const Variable& variable = variables[id];
      if (variable.sort == Sort::truth) continue;
      const Integer value = assignment.get(terms_, id);
      const bool within = (variable.least <= -unbounded || variable.least <= value) &&
                          (variable.most >= unbounded || value <= variable.most);
      if (!within) FAIL(variable.name << " is beyond its range");
    }
  }

  bool same(Type type, const Symbol& symbol, const Verdict& verdict, Assignment& assignment, TextMatcher& texts) {
    if (!type.optional) return same(type, symbol, verdict.value, assignment, texts);
    const bool present = assignment.evaluate(terms_, *symbol.present) != 0;
    return present == verdict.present && (!present || same(type.present(), symbol, verdict.value, assignment, texts));
  }
  bool same_in_row(Type type, const Symbol& symbol, const Slot* slots, Assignment& assignment, TextMatcher& texts) {
    if (type.optional) {
      const bool present = assignment.evaluate(terms_, *symbol.present) != 0;
      if (present != (slots[0].number != 0)) return false;
      return !present || same_in_row(type.present(), symbol, slots + 1, assignment, texts);
    }
    return same(type, symbol, type.is(Kind::record) ? Slot{.row = slots} : *slots, assignment, texts);
  }
  bool same(Type type, const Symbol& symbol, Slot value, Assignment& assignment, TextMatcher& texts) {
    if (type.is_list()) {
      const auto count = assignment.evaluate(terms_, symbol.term);
      if (count != static_cast<Integer>(value.list->count)) return false;
      const std::uint32_t width = schema().slots(type.element());
      for (std::size_t i = 0; i < value.list->count; ++i) {
        if (!same_in_row(type.element(), symbol.parts[i], value.list->rows + i * width, assignment, texts))
          return false;
      }
      return true;
    }
    if (type.base == Kind::record) {
      const auto& fields = schema().records[type.id].fields;
      for (std::size_t i = 0; i < fields.size(); ++i) {
        if (!same_in_row(fields[i].type, symbol.parts[i], value.row + fields[i].offset, assignment, texts))
          return false;
      }
      return true;
    }
    const Integer at = assignment.evaluate(terms_, symbol.term);
    if (type.base == Kind::text) return texts.same(at, value.text->view(), symbols_);
    return at == value.number;
  }

  /// The record that is written is the one that is read.
  void read_back(model::DecisionId id, Facts facts) {
    const model::Decision& decision = model_->decisions[id];
    const auto& file_zone = model_->files[decision.file].zone;
    const time::Zone& zone = file_zone ? *file_zone : *time::Zone::utc();
    FactsReader reader(plan_facts(program_, std::vector{id}, {.strict = true, .now_is_given = false}));
    for (const RecordLayout layout : {RecordLayout::one_line, RecordLayout::indented}) {
      const std::string written = facts_json(*model_, facts, decision.needs, zone, layout);
      std::string padded = written;
      padded.resize(written.size() + json_padding);
      const bool read = reader.read(std::string_view(padded.data(), written.size()), std::nullopt);
      INFO(written << "\n" << (read ? "" : reader.problems()[0].pointer + ": " + reader.problems()[0].expected));
      REQUIRE(read);
      REQUIRE(facts_json(*model_, reader.facts(), decision.needs, zone, layout) == written);
      REQUIRE(reader.facts().now == facts.now);
      const Admission before = replay_.begin(facts, decision.needs);
      const Verdict as_given = before.admitted() ? replay_.decide(id) : Verdict{};
      const Admission after = replay_.begin(reader.facts(), decision.needs);
      REQUIRE(before.refused_by == after.refused_by);
      if (!after.admitted()) continue;
      REQUIRE(replay_.decide(id).outcome == as_given.outcome);
      REQUIRE(replay_.decide(id).rules == as_given.rules);
    }
  }

  std::shared_ptr<const model::Model> model_;
  std::shared_ptr<const Program> program_;
  Terms terms_;
  SymbolicFacts symbols_;
  Replay replay_;
  std::vector<ModelEncoding> encodings_;  // Of the decisions, then of the invariants.
  std::vector<const DecisionTerms*> decisions_;
  std::vector<Term> admitted_, definitions_;
  std::vector<Truth> invariants_;
  std::vector<model::FactId> needed_;
};

std::string met(const Subject& subject) {
  std::ostringstream text;
  for (const auto& [what, times] : subject.outcomes) text << what << " × " << times << "\n";
  return text.str();
}

}  // namespace

TEST_CASE("what is encoded is what the machine does, construct by construct", "[analysis][encoding]") {
  for (const auto& policy : analysis_policies()) {
    INFO(policy.name);
    Subject subject(loaded({{policy.name, policy.text}}));
    subject.compare(4'000, 7, true);
    INFO(met(subject));
    INFO(subject.reasons());
    CHECK(subject.loose() == policy.loose);
  }
}

TEST_CASE("the rule pack is encoded as the machine runs it", "[analysis][encoding]") {
  // A platform at a time: their facts have the same names in JSON.
  for (const std::string platform : {"taobao", "amazon", "olist", "shopee"}) {
    const std::string rules = WRIT_SOURCE_DIR "/rules/";
    const RuleFiles files = read_rule_files({rules + platform, rules + "calendars"});
    REQUIRE(files.error.empty());
    Subject subject(loaded(files.texts));
    subject.compare(1'000, 11, true);
    INFO(subject.reasons());
    CHECK(subject.loose() == 0);
  }
}

TEST_CASE("what the solver finds possible the machine does", "[analysis][encoding]") {
  for (const auto& policy : analysis_policies()) {
    // Products of unknown numbers and free texts may take it too long to find.
    if (policy.name == "numbers.writ" || policy.name == "values.writ") continue;
    INFO(policy.name);
    const auto model = loaded({{policy.name, policy.text}});
    const auto program = compile(model);
    Replay replay(program);
    for (model::DecisionId id = 0; id < model->decisions.size(); ++id) {
      const model::Decision& decision = model->decisions[id];
      Terms terms;
      SymbolicFacts facts(*model, terms);
      ModelEncoding encoding(*model, terms, facts);
      const DecisionTerms& made = encoding.decision(id);
      Solver solver(terms);
      solver.assume(encoding.admitted(decision.needs));
      for (std::uint32_t rule = 0; rule < made.wins.size(); ++rule) {
        INFO(decision.name << "." << rule_of(decision, rule).name);
        const Term wins = made.wins[rule];
        const Found found =
            solver.find(std::array{wins, encoding.definitions(std::array{wins}), encoding.overflow_counts()});
        if (found.possible != Possible::yes) continue;
        Assignment assignment = found.assignment;
        std::string why;
        const auto example = facts.example(assignment, why);
        REQUIRE(example);
        if (!why.empty()) continue;
        REQUIRE(replay.begin(*example, decision.needs).admitted());
        const Verdict& verdict = replay.decide(id);
        CHECK(std::ranges::find(verdict.rules, rule) != verdict.rules.end());
      }
    }
  }
}

TEST_CASE("what some facts do is not impossible", "[analysis][encoding]") {
  const auto many_rules = [](int count, int found) {
    std::string text = "policy many\nfact a : Int\ndecision d : list of Int, every rule\n";
    for (int i = 0; i < count; ++i) {
      const std::string number = std::to_string(i);
      text += "  rule r" + number + " = " + number + " when a > " + number + "\n";
    }
    const std::string last = std::to_string(found);
    return text + "decision z : permission\n  permit p when some x in d satisfies x is " + last + "\n";
  };
  std::string deep =
      "policy deep\nfact ls : list of Int\nfact go : Bool\ndefine d0(l : list of Int) : list of Int = l\n";
  for (int i = 1; i < 990; ++i) {
    deep += "define d" + std::to_string(i) + "(l : list of Int) : list of Int = if go then d" + std::to_string(i - 1) +
            "(l) else l\n";
  }
  deep += "decision z : permission\n  permit p when go and size(d989(ls)) is 3\n";
  const std::string quotient = R"(policy quotient
fact a : Int
fact b : Int
fact c : Int
fact go : Bool
decision z : permission
  permit p when a > 4000000000 and b > 4000000000 and c is 1 and not (go and (a * b) / c > 1.0)
)";
  for (const std::string& text : {quotient, many_rules(70, 65), many_rules(130, 65), many_rules(130, 125), deep}) {
    INFO(text.substr(0, 60));
    const auto model = loaded({{"impossible.writ", text}});
    Terms terms;
    SymbolicFacts facts(*model, terms);
    ModelEncoding encoding(*model, terms, facts);
    const Term wins = encoding.decision(static_cast<model::DecisionId>(model->decisions.size() - 1)).wins[0];
    Solver solver(terms, {.milliseconds = 60'000});  // For what runs it slowly, as valgrind does.
    const Found found = solver.find(std::array{wins, encoding.definitions(std::array{wins}), facts.overflow_counts()});
    CHECK(found.possible == Possible::yes);
  }
}
