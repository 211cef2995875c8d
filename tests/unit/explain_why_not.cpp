// What is said to permit does permit: each remedy is written into the record, and the record is decided again.

#include <catch2/catch.hpp>
#include <filesystem>
#include <fstream>
#include <string>

#include "engine/api/load.hpp"
#include "engine/api/rule_files.hpp"
#include "engine/explain/why_not.hpp"
#include "engine/facts/read_json.hpp"
#include "engine/program/program.hpp"
#include "engine/value/time/format.hpp"

using namespace writ;

namespace {

class Asked {
 public:
  explicit Asked(std::vector<NamedText> texts, std::string_view decision) : text_(texts.front().text) {
    const Loaded loaded = load(std::move(texts));
    REQUIRE(loaded.model);
    program_ = compile(loaded.model, {.trace = true});
    id_ = find_decision(*loaded.model, decision).decision;
    REQUIRE(id_ != model::none);
  }

  const std::string& text() const { return text_; }

  std::optional<WhyNot> why_not(std::string record) {
    record.append(64, ' ');
    const auto plan = plan_facts(program_, std::span(&id_, 1), {});
    FactsReader reader(plan);
    REQUIRE(reader.read(std::string_view(record).substr(0, record.size() - 64), std::nullopt));
    Machine machine(program_);
    return writ::why_not(machine, reader.facts(), id_);
  }

  model::Outcome decide(std::string record) {
    record.append(64, ' ');
    const auto plan = plan_facts(program_, std::span(&id_, 1), {});
    FactsReader reader(plan);
    REQUIRE(reader.read(std::string_view(record).substr(0, record.size() - 64), std::nullopt));
    Machine machine(program_);
    machine.begin(reader.facts());
    for (const auto requirement : plan->requirements) REQUIRE(machine.check(requirement).holds);
    return machine.decide(id_).outcome;
  }

 private:
  std::string text_;
  std::shared_ptr<const Program> program_;
  model::DecisionId id_ = model::none;
};

/// Each way as `path=value|value`, joined by `&`.
std::vector<std::string> ways(const WhyNot& why_not) {
  std::vector<std::string> result;
  for (const auto& remedy : why_not.remedies) {
    std::string way = remedy.from ? remedy.from->text + ": " : "";
    for (const auto& change : remedy.changes) {
      if (way.ends_with(' ') || way.empty()) {
      } else {
        way += " & ";
      }
      way += change.path + "=";
      for (const auto& value : change.to) way += (&value == change.to.data() ? "" : "|") + value.text;
    }
    result.push_back(way);
  }
  return result;
}

/// Past a value of compact JSON that begins at `at`.
std::size_t past(std::string_view json, std::size_t at) {
  int depth = 0;
  for (; at < json.size(); ++at) {
    const char c = json[at];
    if (c == '"') {
      for (++at; json[at] != '"'; ++at) at += json[at] == '\\' ? 1U : 0U;
    } else if (c == '{' || c == '[') {
      ++depth;
    } else if (c == '}' || c == ']') {
      if (--depth < 0) return at;
    } else if (c == ',' && depth == 0) {
      return at;
    }
    if (depth == 0 && (c == '}' || c == ']' || c == '"')) return at + 1;
  }
  return at;
}

/// A record in which the value at a JSON pointer is another; a member that is missing is added.
std::string with(std::string json, std::string_view pointer, std::string_view value) {
  std::size_t at = 0;
  while (!pointer.empty()) {
    pointer.remove_prefix(1);
    const std::string step(pointer.substr(0, pointer.find('/')));
    pointer.remove_prefix(step.size());
    const bool list = json[at] == '[';
    std::size_t next = at + 1;
    for (int index = 0; json[next] != ']' && json[next] != '}'; ++index) {
      if (json[next] == ',') ++next;
      if (list && index == std::stoi(step)) break;
      const std::size_t name_end = list ? next : past(json, next);
      if (!list && json.substr(next, name_end - next) == "\"" + step + "\"") {
        next = name_end + 1;
        break;
      }
      next = past(json, list ? next : name_end + 1);
    }
    if (!list && json[next] == '}') return json.insert(next, ",\"" + step + "\":" + std::string(value));
    at = next;
  }
  return json.replace(at, past(json, at) - at, value);
}

using Ways = std::vector<std::string>;

const char* const policy = R"(
policy shop "What stands in the way"
  timezone "Asia/Shanghai"
enum Role = owner | clerk | guest
record Item { name : Text fixed  count : Int  sent : Bool }
record Who { role : Role  age : Int fixed  name : Text }
record Order { paid_at : Instant fixed  deadline : Instant?  total : Money CNY  items : list of Item  note : Text? }
fact who : Who
fact order : Order
parameter most : Int = 3
require sane: who.name is not ""
decision open : permission
  permit staff when who.role in [owner, clerk]
  forbid many when (sum of i.count for i in order.items) > most
  forbid early when now < order.paid_at + 24h
  forbid late when order.deadline is present and now > order.deadline
  forbid minor when who.age < 18
  forbid unsent when some i in order.items satisfies not i.sent
  refer large when order.total >= CNY 1000.00
)";

std::string record(std::string_view who, std::string_view order, std::string_view now = "2025-03-12T00:00:00+08:00") {
  return R"({"now":")" + std::string(now) + R"(","who":)" + std::string(who) + R"(,"order":)" + std::string(order) +
         "}";
}

const std::string owner = R"({"role":"owner","age":30,"name":"a"})";
std::string order(std::string_view more = "", std::string_view items = R"([{"name":"x","count":2,"sent":true}])",
                  std::string_view total = "10.00") {
  return R"({"paid_at":"2025-03-10T00:00:00+08:00","total":")" + std::string(total) + R"(","items":)" +
         std::string(items) + std::string(more) + "}";
}

}  // namespace

TEST_CASE("one fact may be in the way") {
  Asked open({{"p.writ", policy}}, "open");
  CHECK_FALSE(open.why_not(record(owner, order())).has_value());
  SECTION("no rule permits") {
    const auto found = open.why_not(record(R"({"role":"guest","age":30,"name":"a"})", order()));
    REQUIRE(found);
    CHECK(found->obstacles.at(0).rule == "no_rule_permits");
    CHECK(found->obstacles.at(0).kind == WhyNot::Obstacle::Kind::caller);
    CHECK(ways(*found) == Ways{"who.role=owner|clerk"});
  }
  SECTION("a sum over a list") {
    const auto found = open.why_not(
        record(owner, order("", R"([{"name":"x","count":2,"sent":true},{"name":"y","count":5,"sent":true}])")));
    REQUIRE(found);
    CHECK(ways(*found) == Ways{"order.items[1].count=1"});
  }
  SECTION("a limit that has passed") {
    const auto found = open.why_not(record(owner, order(R"(,"deadline":"2025-03-11T00:00:00+08:00")")));
    REQUIRE(found);
    CHECK(ways(*found) == Ways{"order.deadline=2025-03-12 00:00|absent"});
    CHECK_FALSE(found->permitted_at);
  }
  SECTION("an amount") {
    const auto found = open.why_not(record(owner, order("", "[]", "1000.00")));
    REQUIRE(found);
    CHECK(ways(*found) == Ways{"order.total=CNY 999.99"});
  }
  SECTION("a fact that nobody can change is never proposed") {
    const auto found = open.why_not(record(R"({"role":"owner","age":17,"name":"a"})", order()));
    REQUIRE(found);
    CHECK(found->obstacles.at(0).kind == WhyNot::Obstacle::Kind::fixed);
    CHECK(found->remedies.empty());
  }
}

TEST_CASE("time may lift what is in the way") {
  Asked open({{"p.writ", policy}}, "open");
  SECTION("alone") {
    const auto found = open.why_not(record(owner, order(), "2025-03-10T12:00:00+08:00"));
    REQUIRE(found);
    CHECK(found->obstacles.at(0).kind == WhyNot::Obstacle::Kind::time);
    REQUIRE(found->permitted_at);
    CHECK(found->permitted_at->json == "\"2025-03-11T00:00:00+08:00\"");
  }
  SECTION("with a fact") {
    const auto found =
        open.why_not(record(R"({"role":"guest","age":30,"name":"a"})", order(), "2025-03-10T12:00:00+08:00"));
    REQUIRE(found);
    CHECK_FALSE(found->permitted_at);
    CHECK(ways(*found) == Ways{"2025-03-11 00:00: who.role=owner|clerk"});
  }
}

TEST_CASE("several facts may have to change together") {
  Asked open({{"p.writ", policy}}, "open");
  const auto found = open.why_not(
      record(R"({"role":"guest","age":30,"name":"a"})", order("", R"([{"name":"x","count":2,"sent":false}])")));
  REQUIRE(found);
  CHECK(found->obstacles.size() == 1);
  CHECK(ways(*found) == Ways{"who.role=owner & order.items[0].sent=true"});
}

TEST_CASE("no one change lifts anything, and two do") {
  Asked open({{"p.writ", R"(
policy shop "Both"
fact a : Int
fact b : Int
fact c : Int
decision open : permission
  permit both when a > 0 and b > 3 and c is 7
)"}},
             "open");
  const auto found = open.why_not(R"({"now":"2025-03-10T00:00:00Z","a":0,"b":3,"c":7})");
  REQUIRE(found);
  CHECK(found->obstacles.at(0).kind == WhyNot::Obstacle::Kind::caller);
  CHECK(found->obstacles.at(0).changes.empty());
  CHECK(ways(*found) == Ways{"a=1 & b=4"});
}

TEST_CASE("what is proposed can be written, and is what is needed") {
  Asked open({{"p.writ", R"(
policy shop "Small things"
  timezone "Asia/Shanghai"
record O { at : Instant as unix_seconds  name : Text  amount : Money CNY?  n : Int  nick : Text }
fact o : O
fact known : list of Text
decision seconds : permission
  permit any
  forbid early when o.at <= 2025-03-11T10:00:00
decision named : permission
  permit any
  forbid blocked when o.name is "blocked"
decision listed : permission
  permit any when o.nick in known
decision absent_amount : permission
  permit any when o.amount is present and o.n > 2 and o.amount >= CNY 70
decision closes : permission
  permit any when now < 2025-04-01T00:00:00
  forbid until_spring when now < 2025-03-20T00:00:00
  refer soon when now < 2025-03-15T00:00:00
)"}},
             "seconds");
  const std::string facts =
      R"({"now":"2025-03-10T00:00:00+08:00","o":{"at":1741600000,"name":"blocked","n":1,"nick":"x"},"known":["good"]})";
  const auto about = [&](std::string_view decision) {
    Asked asked({{"p.writ", open.text()}}, decision);
    const auto found = asked.why_not(facts);
    REQUIRE(found);
    return *found;
  };
  CHECK(about("seconds").remedies.at(0).changes.at(0).to.at(0).json == "1741658401");
  CHECK(ways(about("named")) == Ways{"o.name=any other text"});
  CHECK(ways(about("listed")) == Ways{"o.nick=\"good\"", "known[0]=\"x\""});
  CHECK(ways(about("absent_amount")) == Ways{"o.amount=CNY 70.00 & o.n=3"});
  const WhyNot closes = about("closes");
  REQUIRE(closes.obstacles.size() == 1);  // The reason that is given, not the question behind it.
  CHECK(closes.obstacles[0].lifts_at->json == "\"2025-03-20T00:00:00+08:00\"");
  CHECK(closes.permitted_at->json == "\"2025-03-20T00:00:00+08:00\"");
}

TEST_CASE("a policy that goes out of force lifts nothing") {
  Asked open({{"p.writ", R"(
policy shop "A while"
  effective before 2025-05-01
  timezone "Asia/Shanghai"
fact n : Int
decision go : permission
  permit none when n > 3
)"}},
             "go");
  const auto found = open.why_not(R"({"now":"2025-04-08T00:00:00+08:00","n":1})");
  REQUIRE(found);
  CHECK(found->obstacles.at(0).kind == WhyNot::Obstacle::Kind::caller);
  CHECK_FALSE(found->obstacles.at(0).lifts_at);
}

TEST_CASE("facts without end are not all tried") {
  Asked open({{"p.writ", policy}}, "open");
  std::string items = "[";
  for (int i = 0; i < 20'000; ++i) items += R"({"name":"x","count":1,"sent":true},)";
  items.back() = ']';
  const auto found = open.why_not(record(owner, order("", items)));
  REQUIRE(found);
  CHECK(found->not_all_tried);
}

TEST_CASE("what is said to permit the records of the domain's cases does permit them") {
  const std::filesystem::path source = WRIT_SOURCE_DIR;
  RuleFiles rules = read_rule_files({(source / "rules").string()});
  Asked send_card(rules.texts, "taobao.negotiated_shipping.send_card");
  Asked file_report(rules.texts, "taobao.delay_report.file_report");
  int not_permitted = 0, remedies = 0;
  for (const auto& file : std::filesystem::recursive_directory_iterator(source / "tests/golden/domain")) {
    if (file.path().string().find("negotiated") == std::string::npos || !file.is_regular_file()) continue;
    std::ifstream lines(file.path());
    for (std::string line; std::getline(lines, line);) {
      if (!line.starts_with("{\"now\"")) continue;
      for (Asked* asked : {&send_card, &file_report}) {
        if (asked == &file_report && line.find("\"report\":") == std::string::npos) continue;
        INFO(file.path() << ": " << line);
        const auto found = asked->why_not(line);
        CHECK(found.has_value() == (asked->decide(line) != model::Outcome::permitted));
        if (!found) continue;
        ++not_permitted;
        for (const WhyNot::Remedy& remedy : found->remedies) {
          std::string mended = line;
          if (remedy.from) mended = with(mended, "/now", remedy.from->json);
          for (const WhyNot::Change& change : remedy.changes) {
            CHECK(change.path.find("paid_at") == std::string::npos);
            mended = with(mended, change.pointer, change.to.back().json);
          }
          INFO(mended);
          CHECK(asked->decide(mended) == model::Outcome::permitted);
          ++remedies;
        }
        if (found->permitted_at) {
          CHECK(asked->decide(with(line, "/now", found->permitted_at->json)) == model::Outcome::permitted);
        }
      }
    }
  }
  CHECK(not_permitted > 10);
  CHECK(remedies >= 3);  // Most of an order is history, which nobody can change.
}
