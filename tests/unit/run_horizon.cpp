// `holds_until` against deciding again: just before it, at it, and at random instants on the way.

#include <catch2/catch.hpp>
#include <random>
#include <string>

#include "engine/api/load.hpp"
#include "engine/facts/read_json.hpp"
#include "engine/program/program.hpp"
#include "engine/run/equality.hpp"
#include "engine/run/machine.hpp"
#include "engine/value/time/format.hpp"

using namespace writ;

namespace {

const char* const policy = R"(
policy z "What `now` can reach"
  timezone "America/New_York"
  calendar c

calendar c weekend sat, sun covers 1990 .. 2200
record E { at : Instant  k : Int }
fact x  : Instant
fact y  : Instant
fact n  : Int
fact es : list of E

define late = now > x + 1 month
define L    = if now < x then [1, 2, 3] else [n]
define soon = first e in es where e.at >= now by e.at

decision lines : Int, first rule
  rule r1 = 1 when late and now < y + 2 business days
  rule r2 = 2 when now + 1 month >= at(date(y), 12:00:00) and time(now) < 15:30:00
  rule r3 = n when weekday(date(now)) in [1, 7] or abs(now - x) < 36h
  otherwise = 0
decision staircase : Int otherwise = round_down((now - y) / 7h)
decision lists : permission
  permit p when some v in L satisfies v is 3
  forbid f when is_business_day(date(now + 5h))
  refer  r when now within 3 days after x or now - 10 days >= y
decision counted : Int otherwise = count of e in es where e.at + 24h > now and e.k * 1h < now - x
decision picked : Instant? otherwise = if soon is present then soon.at else now + 2h
decision slopes : permission
  permit p when 2 * (now - y) > 3 * (now - x) - 40h
  forbid q when earliest(now + 24h, x) < latest(y, now - 24h)
decision shifted : Bool otherwise = now + 1 day > x and start_of_day(date(now) + 1 month) < y
decision clamped : Decimal otherwise = clamp((now - x) / 1h, 0.0, 5.5)
decision failing : permission
  permit p when (now - x) / (n - 2) > 3h
  forbid f when now + 3 business days > y
decision too_many : Int otherwise = sum of 4611686018427387904 for v in L
decision written : Text otherwise = "{round_down((now - y) / 5h)} {date(now)} {n}"
)";

class Trial {
 public:
  Trial() {
    const Loaded loaded = load({{"policy.writ", policy}});
    REQUIRE(loaded.model);
    program_ = compile(loaded.model);
    std::vector<model::DecisionId> all(program_->decisions.size());
    for (std::uint32_t i = 0; i < all.size(); ++i) all[i] = i;
    plan_ = plan_facts(program_, all, {});
  }

  /// Probes every decision of one record; true where all agree.
  void probe(const std::string& record, std::mt19937_64& random) {
    FactsReader reader(plan_);
    const std::string padded = record + std::string(json_padding, ' ');
    REQUIRE(reader.read(std::string_view(padded).substr(0, record.size()), std::nullopt));
    const Facts facts = reader.facts();
    Machine now(program_), later(program_);
    for (model::DecisionId decision = 0; decision < program_->decisions.size(); ++decision) {
      now.begin(facts);
      now.decide(decision);
      const Horizon horizon = now.horizon(decision);
      const bool ends = horizon.kind != Horizon::Kind::never_changes;
      const time::Instant end = ends ? horizon.at : time::last_instant + 1;
      const auto same_at = [&](time::Instant when) {
        later.begin({facts.row, when});
        return same(decision, now.decide(decision), later.decide(decision), horizon.follows_now);
      };
      INFO(program_->model->decisions[decision].name << " of " << record << " until " << end);
      CHECK(same_at(end - 1));
      if (horizon.kind == Horizon::Kind::changes) CHECK_FALSE(same_at(end));
      for (int round = 0; round < 4; ++round) {
        const time::Instant last = std::min(end, facts.now + 400 * time::day);
        CHECK(same_at(std::uniform_int_distribution<time::Instant>(facts.now, last - 1)(random)));
      }
    }
  }

 private:
  bool same(model::DecisionId decision, const Verdict& a, const Verdict& b, bool follows_now) const {
    if (a.outcome != b.outcome || a.rules != b.rules) return false;
    if (follows_now || a.outcome != model::Outcome::decided) return true;
    std::uint64_t work = 0;
    return a.present == b.present &&
           (!a.present || equal_values(program_->model->schema, program_->model->decisions[decision].type.present(),
                                       a.value, b.value, work));
  }

  std::shared_ptr<const Program> program_;
  std::shared_ptr<const FactsPlan> plan_;
};

}  // namespace

TEST_CASE("a decision holds exactly as long as it says", "[run][horizon]") {
  Trial trial;
  std::mt19937_64 random(20250307);
  const auto some = [&](std::int64_t from, std::int64_t to) {
    return std::uniform_int_distribution<std::int64_t>(from, to)(random);
  };
  // Around the change of the clock in New York on 9 March 2025; often on a whole hour or a tick beside it.
  const auto instant = [&] {
    const time::Instant hour = *time::parse_instant("2025-03-06T00:00:00Z") + some(0, 24 * 12) * time::hour;
    std::string text = "\"";
    time::append_instant(text, hour + (some(0, 1) == 0 ? some(-1, 1) : some(0, time::hour)), *time::Zone::utc());
    return text + "\"";
  };
  for (int round = 0; round < 150; ++round) {
    std::string es;
    for (std::int64_t count = some(0, 4); count > 0; --count) {
      es += (es.empty() ? "" : ",") + (R"({"at":)" + instant()) + R"(,"k":)" + std::to_string(some(0, 60)) + "}";
    }
    trial.probe(R"({"now":)" + instant() + R"(,"x":)" + instant() + R"(,"y":)" + instant() + R"(,"n":)" +
                    std::to_string(some(0, 4)) + R"(,"es":[)" + es + "]}",
                random);
  }
}
