// At the edge of a limit: what is decided is the same whether until when it holds is asked for or not.

#include <fmt/format.h>

#include <catch2/catch.hpp>
#include <string>
#include <vector>

#include "engine/api/load.hpp"
#include "engine/facts/read_json.hpp"
#include "engine/program/program.hpp"
#include "engine/run/machine.hpp"

namespace writ {
namespace {

// Rules that `now` reaches and rules that it does not reach share definitions and decisions.
constexpr std::string_view policy = R"(policy p
  timezone "Europe/Berlin"
record Item { name : Text  price : Decimal  sold : Instant }
fact items : list of Item
fact limit : Decimal

define total = sum of i.price for i in items
define names = count of i in items where (some j in items satisfies j.name is i.name and j.price > i.price)
define latest_sale = last i in items by i.sold
define share(of_all : Decimal) : Decimal = of_all / (limit - 7)
define told = "{names} of {size(items)} for {total}"

require few : size(items) < 50 or names < 3
  because en "more than {size(items)}"

decision send : permission
  permit anyone when total < limit and names < 100
    because en "{told}, {share(total)}"
  permit late when now > 2025-01-10T00:00:00 and share(total) > 0.5
  permit sold when latest_sale is present and latest_sale.sold + 2 days > now and names < 100
  forbid never when told is "" and total > limit
decision fee : Decimal, first rule
  rule high = share(total) when send is permitted and now > 2025-01-05T00:00:00 and names > 0
  otherwise = total
decision words : Text
  otherwise = "{told} {fee}"
)";

/// Asked in two parts, rules are selected by `first` and by `second`; asked in one go they would be by `both`, which
/// leaves some whose parts are long.
std::string selected_policy() {
  std::string text = R"(policy p
  timezone "UTC"
fact first : Text
fact second : Text
fact both : Text
fact numbers : list of Int
decision d : permission
)";
  for (int i = 0; i < 8; ++i) {
    text += fmt::format(R"(
  permit still{0} when (sum of n + {0} for n in numbers) > 3 and first is "{0}" and both is "{1}"
  permit moving{0} when now > 2025-01-0{2}T00:00:00 and (sum of n * {0} for n in numbers) > 3 and second is "{0}"
    and both is "{1}"
)",
                        i, i / 2, i + 1);
  }
  return text;
}

std::string record(int items, double limit) {
  std::string text = "{\"now\":\"2025-01-02T00:00:00Z\",\"limit\":" + std::to_string(limit) + ",\"items\":[";
  for (int i = 0; i < items; ++i) {
    const std::string number = std::to_string(i);
    text += i > 0 ? "," : "";
    text += R"({"name":"n)" + std::to_string(i % 3) + R"(","price":)" + number + R"(,"sold":"2025-01-0)" +
            std::to_string(1 + i % 9) + R"(T00:00:00Z"})";
  }
  return text + "]}";
}

class Trial {
 public:
  explicit Trial(std::string text = std::string(policy)) {
    const Loaded loaded = load({{"policy.writ", std::move(text)}});
    REQUIRE(loaded.model);
    program_ = compile(loaded.model);
    for (std::uint32_t i = 0; i < loaded.model->decisions.size(); ++i) all_.push_back(i);
    plan_ = plan_facts(program_, all_, {});
  }

  /// All that is decided within the limits, and in the last line how many steps it took.
  std::vector<std::string> decide(const std::string& facts, const Limits& limits, Machine::Asking asking) const {
    FactsReader reader(plan_);
    const std::string padded = facts + std::string(json_padding, ' ');
    REQUIRE(reader.read(std::string_view(padded).substr(0, facts.size()), std::nullopt));
    Machine machine(program_, limits);
    machine.begin(reader.facts(), asking);
    std::vector<std::string> told;
    for (const model::RequirementId requirement : plan_->requirements) {
      const auto checked = machine.check(requirement);
      told.push_back("requirement " + std::to_string(checked.holds) + told_of(checked.error));
    }
    std::vector<const Verdict*> verdicts;
    for (const model::DecisionId id : all_) verdicts.push_back(&machine.decide(id));
    for (const model::DecisionId id : all_) {
      std::string text;
      for (const std::uint32_t rule : verdicts[id]->rules) {
        for (const MessageResult& message : machine.message(id, rule)) text += message.text->view();
      }
      if (asking == Machine::Asking::horizons) machine.horizon(id);
      told.push_back(told_of(*verdicts[id], id) + text);
    }
    told.push_back(std::to_string(machine.steps()));
    return told;
  }

 private:
  static std::string told_of(const std::optional<EvaluationError>& error) {
    return error ? " " + std::string(id(error->fault)) + " of rule " + std::to_string(error->rule) : "";
  }
  std::string told_of(const Verdict& verdict, model::DecisionId decision) const {
    std::string text = std::to_string(static_cast<int>(verdict.outcome));
    for (const std::uint32_t rule : verdict.rules) text += " rule " + std::to_string(rule);
    for (const EvaluationError& error : verdict.errors) text += told_of(error);
    if (!verdict.present) return text;
    const bool is_text = program_->model->decisions[decision].type.is(Kind::text);
    return text + " = " + (is_text ? std::string(verdict.value.text->view()) : std::to_string(verdict.value.number));
  }

  std::shared_ptr<const Program> program_;
  std::vector<model::DecisionId> all_;
  std::shared_ptr<const FactsPlan> plan_;
};

std::uint64_t steps_of(const std::vector<std::string>& told) { return std::stoull(told.back()); }

std::vector<std::string> without_steps(std::vector<std::string> told) {
  told.pop_back();
  return told;
}

TEST_CASE("at the edge of a limit it does not matter whether until when is asked for") {
  const Trial trial;
  using enum Machine::Asking;
  for (const std::string& facts : {record(0, 5), record(5, 100), record(9, 7), record(12, 3.5)}) {
    INFO(facts);
    const auto whole = trial.decide(facts, {}, decisions);
    CHECK(without_steps(trial.decide(facts, {}, horizons)) == without_steps(whole));
    const std::uint64_t most = steps_of(whole);
    REQUIRE(most > 20);
    std::size_t cut = 0;
    for (std::uint64_t steps = 1; steps <= 2 * most; ++steps) {
      INFO(steps << " steps");
      const auto plain = trial.decide(facts, {.steps = steps}, decisions);
      CHECK(without_steps(trial.decide(facts, {.steps = steps}, horizons)) == without_steps(plain));
      CHECK((plain == whole) == (steps >= most));
      cut += plain != whole;
      // What the search may take is no matter of the decision's.
      CHECK(without_steps(trial.decide(facts, {.steps = steps, .horizon_steps = 1}, horizons)) == without_steps(plain));
    }
    CHECK(cut == most - 1);
    for (std::uint64_t bytes = 1; bytes < 600; ++bytes) {
      INFO(bytes << " bytes");
      const auto plain = trial.decide(facts, {.memory_bytes = bytes}, decisions);
      CHECK(without_steps(trial.decide(facts, {.memory_bytes = bytes}, horizons)) == without_steps(plain));
    }
  }
}

TEST_CASE("at the edge of a limit it does not matter whether rules are asked in one go") {
  const Trial trial(selected_policy());
  using enum Machine::Asking;
  for (const char* both : {"3", "none"}) {
    for (const char* first : {"6", "none"}) {
      for (const char* second : {"7", "none"}) {
        const std::string facts =
            fmt::format(R"({{"now":"2025-01-02T00:00:00Z","numbers":[1,2,3],"first":"{}","second":"{}","both":"{}"}})",
                        first, second, both);
        INFO(facts);
        const std::uint64_t most = steps_of(trial.decide(facts, {}, decisions));
        for (std::uint64_t steps = 1; steps <= 4 * most; ++steps) {
          INFO(steps << " steps");
          CHECK(without_steps(trial.decide(facts, {.steps = steps}, horizons)) ==
                without_steps(trial.decide(facts, {.steps = steps}, decisions)));
        }
      }
    }
  }
}

TEST_CASE("steps past what can be counted are none") {
  const Trial trial;
  const auto told = trial.decide(record(1, 5), {.steps = UINT64_MAX}, Machine::Asking::decisions);
  CHECK(told.front() == "requirement 0 V0108 of rule 4294967295");
}

TEST_CASE("until when is unknown from now on where a limit was passed") {
  const Loaded loaded = load({{"policy.writ", std::string(policy)}});
  const auto program = compile(loaded.model);
  const auto plan = plan_facts(program, std::vector<model::DecisionId>{0}, {});
  FactsReader reader(plan);
  const std::string facts = record(9, 100);
  const std::string padded = facts + std::string(json_padding, ' ');
  REQUIRE(reader.read(std::string_view(padded).substr(0, facts.size()), std::nullopt));
  for (const auto asking : {Machine::Asking::decisions, Machine::Asking::horizons}) {
    // The decision itself passes it, or the search alone: then the decision stands.
    for (const Limits& limits : {Limits{.steps = 10}, Limits{.horizon_steps = 10}}) {
      Machine machine(program, limits);
      machine.begin(reader.facts(), asking);
      const Verdict& verdict = machine.decide(0);
      CHECK((verdict.outcome == model::Outcome::undetermined) == (limits.steps == 10));
      const Horizon horizon = machine.horizon(0);
      CHECK(horizon.kind == Horizon::Kind::at_least);
      CHECK(horizon.at == reader.facts().now);
    }
  }
}

}  // namespace
}  // namespace writ
