// Decisions about the caller's columns against decisions about the same orders as JSON.

#include <catch2/catch.hpp>
#include <cstdint>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <limits>
#include <map>
#include <optional>
#include <random>
#include <set>
#include <sstream>
#include <string>
#include <vector>

#include "engine/api/load.hpp"
#include "engine/batch/machine.hpp"
#include "engine/facts/read_json.hpp"
#include "writ/policy_set.hpp"

using namespace writ;

namespace {

const char* const shop = R"(
policy shop "What columns can say"
  timezone "Asia/Shanghai"

enum Status = paid | unpaid | shipped
enum State  = pending | agreed | declined

record Card {
  sent_at : Instant as unix_seconds
  state   : State
  weight  : Int?
}
record Order {
  status : Status
  buyer  : Text
  total  : Money CNY
  due    : Instant?
  count  : Int
  codes  : list of Int
  cards  : list of Card
}
fact order : Order
fact vip   : Bool
fact now   : Instant as unix_seconds

require count_is_small: order.count < 9_000_000_000_000_000_000
  because "the count is too large"

define waiting : Card? = first card in order.cards where card.state is pending by card.sent_at
define weight  = sum of card.weight or else 0 for card in order.cards where card.state is not declined

decision send : permission
  permit seller when order.status in [paid, shipped]
  permit vip_buyer
    when vip and order.buyer is "anna"
    overrides unpaid
  forbid coded when some code in order.codes satisfies code is 7 or code + code is 20
  forbid unpaid when order.status is unpaid
  forbid too_many when size(order.cards) >= 3
  forbid agreed when some card in order.cards satisfies card.state is agreed
  forbid live when some card in order.cards satisfies
    card.state is pending and now < card.sent_at + 24h and (order.due is absent or now <= order.due)
  refer heavy when weight > 10
  refer doubled when order.count + order.count > 100
  forbid late when order.due is present and date(now) > date(order.due) + 1 month

decision fee : Decimal, first rule
  rule large = 2.5 when order.total > CNY 100
  rule waits = (now - waiting.sent_at) / 1h when waiting is present
  otherwise = 1.0 / order.count

decision twins : permission
  permit p when some a in order.codes satisfies (count of b in order.codes where b is a) > 1

decision apart : permission
  permit p when some a in order.codes satisfies (a > 20 and (every b in order.codes satisfies b > 3))
  forbid f when every a in order.codes satisfies (some b in order.codes satisfies a > 40)

decision names : Text
  rule x = lower(order.buyer) when vip
  otherwise = "none"
)";

struct Card {
  std::int64_t sent_at;
  std::uint8_t state;
  std::optional<std::int64_t> weight;
};
struct Order {
  std::uint8_t status;
  std::string buyer;
  std::int64_t total;
  std::optional<std::int64_t> due;
  std::int64_t count;
  std::vector<std::int64_t> codes;
  std::vector<Card> cards;
  bool vip;
  std::int64_t now;
};

constexpr std::int64_t ticks_a_second = 1'000'000;

std::string instant_text(std::int64_t seconds) {
  // Near enough for facts: days of one month.
  const std::int64_t day = seconds / 86'400, rest = seconds % 86'400;
  char text[40];
  std::snprintf(text, sizeof text, "2026-01-%02dT%02d:%02d:%02dZ", static_cast<int>(day % 28 + 1),
                static_cast<int>(rest / 3600), static_cast<int>(rest / 60 % 60), static_cast<int>(rest % 60));
  return text;
}
std::int64_t instant_of(std::int64_t seconds) { return 1'767'225'600 + seconds % (28 * 86'400); }

std::string to_json(const Order& order) {
  const char* const statuses[] = {"paid", "unpaid", "shipped"};
  const char* const states[] = {"pending", "agreed", "declined"};
  std::string text = "{\"order\":{\"status\":\"" + std::string(statuses[order.status]) + "\",\"buyer\":\"" +
                     order.buyer + "\",\"total\":\"" + std::to_string(order.total / ticks_a_second) +
                     "\",\"count\":" + std::to_string(order.count) + ",";
  if (order.due) text += "\"due\":\"" + instant_text(*order.due) + "\",";
  text += "\"codes\":[";
  for (std::size_t i = 0; i < order.codes.size(); ++i) text += (i == 0 ? "" : ",") + std::to_string(order.codes[i]);
  text += "],\"cards\":[";
  for (std::size_t i = 0; i < order.cards.size(); ++i) {
    const Card& card = order.cards[i];
    text += std::string(i == 0 ? "" : ",") + "{\"sent_at\":" + std::to_string(card.sent_at) + ",\"state\":\"" +
            states[card.state] + "\"";
    if (card.weight) text += ",\"weight\":" + std::to_string(*card.weight);
    text += "}";
  }
  return text + "]},\"vip\":" + (order.vip ? "true" : "false") + ",\"now\":" + std::to_string(order.now) + "}";
}

class Columns {
 public:
  explicit Columns(const std::vector<Order>& orders) {
    offsets_.push_back(0);
    code_offsets_.push_back(0);
    for (const Order& order : orders) {
      status_.push_back(order.status);
      buyer_.push_back(order.buyer);
      total_.push_back(order.total);
      // What lies where nothing is present must not matter.
      due_.push_back(order.due ? instant_of(*order.due) * ticks_a_second : std::numeric_limits<std::int64_t>::max());
      has_due_.push_back(order.due ? 1 : 0);
      count_.push_back(order.count);
      vip_.push_back(order.vip ? 1 : 0);
      now_.push_back(order.now);
      codes_.insert(codes_.end(), order.codes.begin(), order.codes.end());
      code_offsets_.push_back(static_cast<std::int64_t>(codes_.size()));
      for (const Card& card : order.cards) {
        sent_at_.push_back(card.sent_at);
        state_.push_back(card.state);
        weight_.push_back(card.weight.value_or(std::numeric_limits<std::int64_t>::min()));
        has_weight_.push_back(card.weight ? 7 : 0);
      }
      offsets_.push_back(static_cast<std::int32_t>(sent_at_.size()));
    }
    given_.orders = orders.size();
    using enum FactColumns::Unit;
    given_.columns = {{"order.status", status_},     {"order.buyer", buyer_},
                      {"order.total", total_},       {"order.due", due_},
                      {"order.count", count_},       {"vip", vip_},
                      {"now", now_, seconds},        {"order.cards.sent_at", sent_at_, seconds},
                      {"order.cards.state", state_}, {"order.cards.weight", weight_},
                      {"order.codes", codes_}};
    given_.lists = {{"order.cards", offsets_}, {"order.codes", code_offsets_}};
    given_.presence = {{"order.due", has_due_}, {"order.cards.weight", has_weight_}};
  }
  FactColumns& given() { return given_; }

 private:
  std::vector<std::uint8_t> status_, vip_, state_, has_due_, has_weight_;
  std::vector<std::string_view> buyer_;
  std::vector<std::int64_t> total_, due_, count_, now_, sent_at_, weight_, codes_, code_offsets_;
  std::vector<std::int32_t> offsets_;
  FactColumns given_;
};

std::vector<Order> random_orders(std::size_t count, std::uint32_t seed) {
  std::mt19937 random(seed);
  const auto below = [&](std::uint32_t limit) { return static_cast<std::int64_t>(random() % limit); };
  std::vector<Order> orders;
  for (std::size_t i = 0; i < count; ++i) {
    const std::string buyers[] = {"anna", "Bo", "", "annabel"};
    Order order{.status = static_cast<std::uint8_t>(below(3)),
                .buyer = buyers[below(4)],
                .total = below(200) * ticks_a_second,
                .due = {},
                .count = below(120),
                .codes = {},
                .cards = {},
                .vip = below(2) == 0,
                .now = instant_of(below(28 * 86'400))};
    if (below(3) != 0) order.due = below(28 * 86'400);
    if (below(40) == 0) order.count = std::numeric_limits<std::int64_t>::max() / 2 + 10;
    if (below(40) == 0) order.count = 9'000'000'000'000'000'001;
    for (std::int64_t codes = below(4); codes > 0; --codes) order.codes.push_back(below(50));
    for (std::int64_t cards = below(5); cards > 0; --cards) {
      Card card{order.now - below(40 * 3600), static_cast<std::uint8_t>(below(3)), {}};
      if (below(2) == 0) card.weight = below(50) == 0 ? std::numeric_limits<std::int64_t>::max() : below(9);
      if (below(60) == 0) card.sent_at = 253'402'300'799;
      order.cards.push_back(card);
    }
    orders.push_back(std::move(order));
  }
  return orders;
}

PolicySet policies() {
  auto loaded = PolicySet::load({{"shop.writ", shop}});
  for (const auto& finding : loaded.findings) UNSCOPED_INFO(finding.rendered);
  REQUIRE(loaded.policies);
  return *loaded.policies;
}

std::int64_t number_of(const Value& value) {
  if (const auto* decimal = value.get_if<Value::Decimal>()) return decimal->millionths;
  return 0;
}

/// Each order from columns and from JSON.
void compare(const PolicySet& set, const char* decision, const std::vector<Order>& orders) {
  Columns columns(orders);
  auto batch = set.batch(decision);
  auto one = set.decider(decision);
  REQUIRE((batch && one));
  const auto problem = batch->take(columns.given());
  REQUIRE_FALSE(problem);
  std::size_t decided = 0;
  while (const BatchChunk* chunk = batch->next()) {
    REQUIRE(chunk->first == decided);
    std::map<std::size_t, const BatchChunk::Failures*> failures;
    for (const auto& failed : chunk->failures) failures[failed.order] = &failed;
    for (std::size_t i = 0; i < chunk->count; ++i) {
      const std::string json = to_json(orders[decided + i]);
      const Decision expected = one->decide(json);
      INFO("order " << decided + i << ": " << json.substr(0, 2000));
      REQUIRE(name(chunk->outcomes[i]) == std::string(name(expected.outcome)));
      std::vector<std::string> won;
      for (std::size_t rule = 0; rule < chunk->won.size(); ++rule) {
        if (chunk->won[rule][i] != 0) won.push_back(batch->rules()[rule]);
      }
      REQUIRE(won == expected.rules);
      if (!chunk->values.empty() && expected.outcome == Outcome::decided) {
        REQUIRE((chunk->present[i] == 0) == expected.value.is_absent());
        REQUIRE(chunk->values[i] == number_of(expected.value));
      }
      const auto failed = failures.find(decided + i);
      REQUIRE((failed == failures.end() ? 0 : failed->second->failures.size()) == expected.failures.size());
      if (!expected.failures.empty()) REQUIRE(failed->second->failures[0].code == expected.failures[0].code);
      if (!expected.rejections.empty()) REQUIRE(failed->second->requirement == expected.rejections[0].requirement);
    }
    decided += chunk->count;
  }
  CHECK(decided == orders.size());
}

}  // namespace

TEST_CASE("columns of random orders are decided as their JSON is", "[batch]") {
  const PolicySet set = policies();
  for (const char* decision : {"send", "fee", "names", "twins", "apart"}) {
    for (const std::size_t count : {0U, 1U, 7U, 1023U, 1024U, 1025U, 3000U}) {
      INFO(decision << " of " << count);
      compare(set, decision, random_orders(count, static_cast<std::uint32_t>(count) + 1));
    }
  }
}

TEST_CASE("lists of any length are decided from columns", "[batch]") {
  const PolicySet set = policies();
  auto orders = random_orders(40, 5);
  const Card card{orders[0].now - 100'000, 2, {}};
  orders[3].cards.assign(20'000, card);
  orders[4].cards.assign(60'000, card);
  orders[4].cards.back().state = 1;
  orders[17].cards.assign(70'000, card);
  orders[18].codes.assign(65'530, 8);
  orders[18].codes.back() = 10;
  orders[39].cards.assign(66'000, card);
  compare(set, "send", orders);
}

TEST_CASE("columns that do not fit are refused with a reason", "[batch]") {
  const PolicySet set = policies();
  const auto orders = random_orders(10, 3);
  auto batch = set.batch("send");
  REQUIRE(batch);
  CHECK_FALSE(set.batch("sent"));
  const auto problem_of = [&](auto change) {
    Columns columns(orders);
    change(columns.given());
    return batch->take(columns.given()).value_or("");
  };
  CHECK(problem_of([](FactColumns&) {}).empty());
  CHECK(problem_of([](FactColumns& given) { given.columns[0].path = "order.state"; }) ==
        "order.state is no path of a fact");
  CHECK(problem_of([](FactColumns& given) { given.columns.erase(given.columns.begin()); }) ==
        "order.status is needed and is not given");
  CHECK(problem_of([](FactColumns& given) { given.lists.clear(); }) ==
        "the list order.codes is needed and is not given");
  CHECK(problem_of([](FactColumns& given) { given.columns[0].values = given.columns[1].values; }) ==
        "order.status is of type Status");
  CHECK(problem_of([](FactColumns& given) { given.columns[0].unit = FactColumns::Unit::seconds; }) ==
        "order.status is no Instant and has no unit");
  CHECK(problem_of([](FactColumns& given) { given.orders = 9; }) ==
        "the offsets of order.codes are not one more than its lists");
  CHECK(batch->next() == nullptr);
}

TEST_CASE("paths given twice are refused", "[batch]") {
  const PolicySet set = policies();
  const auto orders = random_orders(10, 3);
  auto batch = set.batch("send");
  REQUIRE(batch);
  Columns columns(orders);
  const FactColumns once = columns.given();
  FactColumns given = once;
  given.columns.push_back(given.columns[1]);
  CHECK(batch->take(given) == "order.buyer is given twice");
  given = once;
  given.lists.push_back(given.lists[0]);
  CHECK(batch->take(given) == "the list order.cards is given twice");
  // Not even one that agrees with neither: the offsets of the second were never looked at.
  const std::vector<std::int64_t> wild(orders.size() + 1, 1'000'000);
  given.lists.back().offsets = std::span(wild);
  CHECK(batch->take(given) == "the list order.cards is given twice");
  given = once;
  given.presence.push_back(given.presence[0]);
  CHECK(batch->take(given) == "the presence of order.due is given twice");
  CHECK_FALSE(batch->take(once));
}

TEST_CASE("a path names the fact that the decision reads", "[batch]") {
  // Each policy has an `order` of its own: the same field is a text in one, a number in the other.
  const char* const first = R"(
policy a "First"
  timezone "Asia/Shanghai"
record Order { size : Text
               only : Int }
fact order : Order
decision go : permission
  permit long when order.size is "long"
)";
  const char* const second = R"(
policy b "Second"
  timezone "Asia/Shanghai"
record Order { size : Int }
fact order : Order
require positive: order.size > 0
  because "no size"
decision go : permission
  permit long when order.size > 10
)";
  const auto loaded = PolicySet::load({{"a.writ", first}, {"b.writ", second}});
  for (const auto& finding : loaded.findings) UNSCOPED_INFO(finding.rendered);
  REQUIRE(loaded.policies);
  auto text = loaded.policies->batch("a.go"), number = loaded.policies->batch("b.go");
  REQUIRE((text && number));
  CHECK(text->needs() == std::vector<std::string>{"order.size"});
  CHECK(number->needs() == std::vector<std::string>{"order.size"});
  const std::vector<std::string_view> words = {"long", "short", "long"};
  const std::vector<std::int64_t> sizes = {9, 11, 0};
  FactColumns given;
  given.orders = 3;
  given.columns = {{"order.size", words}};
  REQUIRE_FALSE(text->take(given));
  const BatchChunk* chunk = text->next();
  REQUIRE(chunk != nullptr);
  CHECK(std::vector(chunk->outcomes.begin(), chunk->outcomes.end()) ==
        std::vector{Outcome::permitted, Outcome::forbidden, Outcome::permitted});
  CHECK(number->take(given) == "order.size is of type Int");
  given.columns = {{"order.size", sizes}};
  REQUIRE_FALSE(number->take(given));
  chunk = number->next();
  REQUIRE(chunk != nullptr);
  CHECK(std::vector(chunk->outcomes.begin(), chunk->outcomes.end()) ==
        std::vector{Outcome::forbidden, Outcome::permitted, Outcome::rejected});
  // A field that only the other `order` has.
  given.columns.push_back({"order.only", sizes});
  CHECK(number->take(given) == "order.only is no path of a fact");
}

TEST_CASE("two facts of one name that a decision reads are refused", "[batch]") {
  const char* const first = R"(
policy a "First"
  timezone "Asia/Shanghai"
fact size : Int
decision go : permission
  permit large when size > 10
)";
  const char* const second = R"(
policy b "Second"
  timezone "Asia/Shanghai"
use a
fact size : Int from "other_size"
decision both : permission
  permit large when a.go is permitted and size > 10
)";
  const auto loaded = PolicySet::load({{"a.writ", first}, {"b.writ", second}});
  for (const auto& finding : loaded.findings) UNSCOPED_INFO(finding.rendered);
  REQUIRE(loaded.policies);
  auto go = loaded.policies->batch("go"), both = loaded.policies->batch("both");
  REQUIRE((go && both));
  const std::vector<std::int64_t> sizes = {9, 11};
  FactColumns given;
  given.orders = 2;
  given.columns = {{"size", sizes}};
  CHECK_FALSE(go->take(given));
  CHECK(both->take(given) == "two facts size are read, which columns cannot tell apart");
  CHECK(both->next() == nullptr);
}

TEST_CASE("texts within lists are UTF-8, where they are there", "[batch]") {
  const char* const policy = R"(
policy tags "Tags"
  timezone "Asia/Shanghai"
record Tag { name : Text?
             kind : Text }
fact tags : list of Tag
decision go : permission
  permit red when some tag in tags satisfies
    tag.name is present and tag.name is "red" and tag.kind is not "none"
)";
  const auto loaded = PolicySet::load({{"tags.writ", policy}});
  for (const auto& finding : loaded.findings) UNSCOPED_INFO(finding.rendered);
  REQUIRE(loaded.policies);
  auto batch = loaded.policies->batch("go");
  REQUIRE(batch);
  // A name that is not there may be any bytes, and an empty text may be nowhere.
  const std::vector<std::string_view> names = {"red", "\xFF", "blue", "\xFF", "red", "red"};
  const std::vector<std::uint8_t> present = {1, 0, 1, 1, 1, 1};
  const std::vector<std::string_view> kinds = {"a", "a", std::string_view(), "a", "a", "b\x80"};
  const std::vector<std::int64_t> offsets = {0, 2, 3, 3, 5, 6};
  FactColumns given;
  given.orders = 5;
  given.columns = {{"tags.name", names}, {"tags.kind", kinds}};
  given.lists = {{"tags", offsets}};
  given.presence = {{"tags.name", present}};
  REQUIRE(batch->take(given).value_or("") == "");
  const BatchChunk* chunk = batch->next();
  REQUIRE(chunk != nullptr);
  using enum Outcome;
  CHECK(std::vector(chunk->outcomes.begin(), chunk->outcomes.end()) ==
        std::vector{permitted, forbidden, forbidden, rejected, rejected});
  REQUIRE(chunk->failures.size() == 2);
  CHECK(chunk->failures[0].path == "tags.name");
  CHECK(chunk->failures[1].path == "tags.kind");
}

TEST_CASE("a text that is not UTF-8 rejects its order alone", "[batch]") {
  const PolicySet set = policies();
  const auto orders = random_orders(10, 3);
  const std::vector<std::string_view> buyers = {
      "anna", "\xE5\xAE\x89", "anna\xFF", "Bo", "long enough, and then \xC0\xAF",
      "",     "\xED\xA0\x80", "Bo",       "Bo", "\xE5\xAE"};
  for (const char* const decision : {"send", "names"}) {
    INFO(decision);
    Columns columns(orders);
    columns.given().columns[1].values = std::span(buyers);
    auto batch = set.batch(decision);
    REQUIRE_FALSE(batch->take(columns.given()));
    const BatchChunk* chunk = batch->next();
    REQUIRE(chunk != nullptr);
    std::vector<std::size_t> rejected;
    for (const auto& failed : chunk->failures) {
      if (failed.path == "order.buyer") rejected.push_back(failed.order);
    }
    CHECK(rejected == std::vector<std::size_t>{2, 4, 6, 9});
    for (const std::size_t order : rejected) CHECK(chunk->outcomes[order] == Outcome::rejected);
  }
}

TEST_CASE("a value that is none of its type rejects its order alone", "[batch]") {
  const PolicySet set = policies();
  auto orders = random_orders(10, 3);
  Columns columns(orders);
  const std::vector<std::uint8_t> statuses = {0, 1, 2, 3, 0, 1, 2, 255, 1, 1};
  columns.given().columns[0].values = std::span(statuses);
  auto batch = set.batch("send");
  REQUIRE_FALSE(batch->take(columns.given()));
  const BatchChunk* chunk = batch->next();
  REQUIRE(chunk != nullptr);
  for (std::size_t i = 0; i < 10; ++i) CHECK((chunk->outcomes[i] == Outcome::rejected) == (i == 3 || i == 7));
  std::size_t rejected = 0;
  for (const auto& failed : chunk->failures) rejected += failed.path == "order.status" ? 1U : 0U;
  CHECK(rejected == 2);
}

// ---- the rule pack ------------------------------------------------------------------------------------------------

namespace {

/// Columns of facts that were read from JSON, for all that a decision needs.
class ColumnsOfRows {
 public:
  ColumnsOfRows(const Program& program, const std::vector<model::FactId>& facts)
      : slots_(batch::slots_of(program, facts)), columns_(slots_.slots.size()), lists_(slots_.lists.size()) {
    for (List& list : lists_) list.offsets.push_back(0);
  }

  void add(const Facts& facts) {
    ++orders_;
    add(batch::orders, facts.row, facts.now);
  }

  FactColumns given() {
    FactColumns given;
    given.orders = orders_;
    for (std::size_t i = 0; i < columns_.size(); ++i) {
      Column& column = columns_[i];
      const batch::GivenSlot& slot = slots_.slots[i];
      if (slot.leaf.is_presence) {
        given.presence.push_back({slot.path, column.present});
      } else if (slot.leaf.type.is(Kind::text)) {
        given.columns.push_back({slot.path, column.texts});
      } else {
        given.columns.push_back({slot.path, column.numbers});
      }
    }
    for (std::size_t i = 0; i < lists_.size(); ++i) given.lists.push_back({slots_.lists[i].path, lists_[i].offsets});
    return given;
  }

 private:
  struct Column {
    std::vector<std::int64_t> numbers;
    std::vector<std::string_view> texts;
    std::vector<std::uint8_t> present;
  };
  struct List {
    std::vector<std::int64_t> offsets;
  };

  void add(batch::Domain domain, const Slot* row, std::int64_t now) {
    const auto is_there = [&](std::uint32_t guard) { return guard == model::none || row[guard].number != 0; };
    for (std::size_t i = 0; i < columns_.size(); ++i) {
      const batch::GivenSlot& slot = slots_.slots[i];
      if (slot.leaf.domain != domain) continue;
      const bool there = slot.leaf.is_now || is_there(slot.guard);
      if (slot.leaf.is_presence) {
        columns_[i].present.push_back(there && row[slot.leaf.offset].number != 0 ? 1 : 0);
      } else if (slot.leaf.type.is(Kind::text)) {
        columns_[i].texts.push_back(there ? row[slot.leaf.offset].text->view() : "absent");
      } else {
        columns_[i].numbers.push_back(slot.leaf.is_now ? now : there ? row[slot.leaf.offset].number : -1);
      }
    }
    for (std::size_t i = 0; i < lists_.size(); ++i) {
      const batch::GivenElements& list = slots_.lists[i];
      if (list.list.parent != domain) continue;
      const auto* const elements = is_there(list.guard) ? row[list.list.offset].list : nullptr;
      const std::uint64_t count = elements == nullptr ? 0 : elements->count;
      lists_[i].offsets.push_back(lists_[i].offsets.back() + static_cast<std::int64_t>(count));
      for (std::uint64_t e = 0; e < count; ++e) {
        add(static_cast<batch::Domain>(i + 1), elements->rows + e * list.list.element_slots, now);
      }
    }
  }

  batch::GivenFacts slots_;
  std::vector<Column> columns_;
  std::vector<List> lists_;
  std::size_t orders_ = 0;
};

std::string read(const std::filesystem::path& path) {
  std::ifstream in(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(in), {}};
}

std::vector<std::string> samples() {
  std::vector<std::string> records;
  for (const auto& entry : std::filesystem::directory_iterator(WRIT_SOURCE_DIR "/rules/samples")) {
    if (entry.path().extension() == ".json") records.push_back(read(entry.path()));
    if (entry.path().extension() != ".ndjson") continue;
    std::istringstream lines(read(entry.path()));
    for (std::string line; std::getline(lines, line);) records.push_back(line);
  }
  return records;
}

}  // namespace

TEST_CASE("columns of the rule pack's samples are decided as their JSON is", "[batch]") {
  const auto set = PolicySet::load_paths({WRIT_SOURCE_DIR "/rules"});
  REQUIRE(set.policies);
  std::vector<NamedText> texts;
  for (const auto& entry : std::filesystem::recursive_directory_iterator(WRIT_SOURCE_DIR "/rules")) {
    if (entry.path().extension() == ".writ") texts.push_back({entry.path().string(), read(entry.path())});
  }
  const Loaded loaded = load(std::move(texts));
  REQUIRE(loaded.model);
  const auto program = compile(loaded.model);
  std::vector<std::string> records = samples();
  for (std::string& record : records) record.append(json_padding, '\n');
  std::map<std::string, std::set<Outcome>> outcomes;
  for (model::DecisionId id = 0; id < loaded.model->decisions.size(); ++id) {
    const model::Decision& decision = loaded.model->decisions[id];
    const model::DecisionId wanted[] = {id};
    FactsReader reader(plan_facts(program, wanted, {}));
    ColumnsOfRows columns(*program, decision.needs);
    std::vector<std::string_view> taken;
    reader.clear();
    for (const std::string& record : records) {
      // Texts lie in the record or in the reader, which keeps those that it added.
      const std::string_view text(record.data(), record.size() - json_padding);
      if (!reader.add(text, std::nullopt)) continue;
      columns.add(reader.facts());
      taken.push_back(text);
    }
    INFO(decision.name << " of " << taken.size());
    auto many = set.policies->batch(decision.name);
    auto one = set.policies->decider(decision.name);
    REQUIRE((many && one));
    CHECK(many->take(columns.given()) == std::nullopt);
    std::size_t decided = 0;
    while (const BatchChunk* chunk = many->next()) {
      for (std::size_t i = 0; i < chunk->count; ++i, ++decided) {
        const Decision expected = one->decide(taken[decided]);
        INFO(taken[decided]);
        REQUIRE(name(chunk->outcomes[i]) == std::string(name(expected.outcome)));
        std::vector<std::string> won;
        for (std::size_t rule = 0; rule < chunk->won.size(); ++rule) {
          if (chunk->won[rule][i] != 0) won.push_back(many->rules()[rule]);
        }
        REQUIRE(won == expected.rules);
        outcomes[decision.name].insert(expected.outcome);
      }
    }
    CHECK(decided == taken.size());
  }
  // Were its `order` bound to that of another policy, all of them would come to the same.
  CHECK(outcomes["taobao.negotiated_shipping.send_card"].size() >= 3);
}

TEST_CASE("lists of their own kind are refused", "[batch]") {
  const auto loaded = PolicySet::load({{"tree.writ", R"(policy tree "Tree"
record Node { v : Int kids : list of Node }
fact root : Node
decision go : permission
  permit y when some k in root.kids satisfies some j in k.kids satisfies j.v > 1
)"}});
  REQUIRE(loaded.policies);
  auto go = loaded.policies->batch("go");
  REQUIRE(go);
  const std::vector<std::int64_t> offsets = {0, 0};
  FactColumns given;
  given.orders = 1;
  given.lists = {{"root.kids", offsets}};
  CHECK(go->take(given) == "root holds lists of its own kind, which columns cannot");
}

TEST_CASE("what decides only whether a failure matters is asked for too", "[batch]") {
  const auto loaded = PolicySet::load({{"rates.writ", R"(policy rates "Rates"
fact divisor : Int
fact excused : Bool
obligation tell(text : Text)
decision rate : Int, sum of rules
  also tell("") when 1 / divisor > 0 unless excused
)"}});
  REQUIRE(loaded.policies);
  auto rate = loaded.policies->batch("rate");
  REQUIRE(rate);
  CHECK(rate->needs() == std::vector<std::string>{"divisor", "excused"});
  const std::vector<std::int64_t> divisors = {0, 0, 1};
  const std::vector<std::uint8_t> excused = {0, 1, 0};
  FactColumns given;
  given.orders = divisors.size();
  given.columns = {{"divisor", divisors}, {"excused", excused}};
  REQUIRE(rate->take(given) == std::nullopt);
  const BatchChunk* const chunk = rate->next();
  REQUIRE(chunk != nullptr);
  CHECK(chunk->outcomes[0] == Outcome::undetermined);
  CHECK(chunk->outcomes[1] == Outcome::decided);
  CHECK(chunk->outcomes[2] == Outcome::decided);
}
