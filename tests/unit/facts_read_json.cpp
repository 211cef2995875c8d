// Facts from JSON, at their boundaries. The model is put together here, so that nothing else has to work.

#include <catch2/catch.hpp>

#include "engine/facts/read_json.hpp"
#include "engine/value/time/format.hpp"

namespace writ {
namespace {

constexpr std::int64_t noon = 1741752000'000000;  // 2025-03-12T04:00:00Z

/// record Card { sent_at : Instant as unix_seconds, state : State, note : Text? }
/// record Order { id : Text from "tid", paid_at : Instant?, count : Int, rate : Decimal, price : Money CNY,
///                day : Date, time : TimeOfDay, span : Duration, gift : Bool, cards : list of Card, sizes : list of Int
///                }
/// fact order : Order, fact other : Int, fact limit : Int?
std::shared_ptr<const Program> program() {
  const auto model = std::make_shared<model::Model>();
  Schema& schema = model->schema;
  schema.enums.push_back({"m.State", {{"pending", "WAIT"}, {"agreed", "agreed"}}});
  const auto field = [](std::string name, Type type, Encoding encoding = Encoding::rfc3339, std::string spelling = {}) {
    FieldInfo info;
    info.spelling = spelling.empty() ? name : spelling;
    info.name = std::move(name);
    info.type = type;
    info.encoding = encoding;
    return info;
  };
  const Type text{Kind::text}, instant{Kind::instant}, integer{Kind::integer};
  schema.records.push_back({"m.Card",
                            {field("sent_at", instant, Encoding::unix_seconds),
                             field("state", {Kind::enumeration, 0, false, 0}), field("note", text.or_absent())},
                            0});
  schema.records.push_back(
      {"m.Order",
       {field("id", text, Encoding::rfc3339, "tid"), field("paid_at", instant.or_absent()), field("count", integer),
        field("rate", {Kind::decimal}), field("price", {Kind::money, 0, false, pack_currency("CNY")}),
        field("day", {Kind::date}), field("time", {Kind::time_of_day}), field("span", {Kind::duration}),
        field("gift", {Kind::boolean}), field("cards", {Kind::record, 1, false, 0}), field("sizes", integer.list_of())},
       0});
  schema.lay_out();
  const auto fact = [&](std::string name, Type type) {
    model::Fact declared;
    declared.name = declared.spelling = std::move(name);
    declared.type = type;
    model->facts.push_back(std::move(declared));
  };
  fact("order", {Kind::record, 0, false, 1});
  fact("other", integer);
  fact("limit", integer.or_absent());
  model::Decision decision;
  decision.name = "m.d";
  decision.needs = {0, 2};
  model->decisions.push_back(decision);
  const auto compiled = std::make_shared<Program>();
  compiled->model = model;
  compiled->fact_slots = 0;
  for (const auto& declared : model->facts) {
    compiled->fact_offsets.push_back(compiled->fact_slots);
    compiled->fact_slots += schema.slots(declared.type);
  }
  return compiled;
}

struct Reading {
  explicit Reading(FactsPlanOptions options = {})
      : compiled(program()), reader(plan_facts(compiled, std::vector<model::DecisionId>{0}, std::move(options))) {}

  bool read(std::string json, std::optional<time::Instant> now = std::nullopt) {
    text = std::move(json);
    const std::size_t size = text.size();
    text.resize(size + json_padding, 'x');
    return reader.read(std::string_view(text).substr(0, size), now);
  }
  Slot field(std::string_view name) const {
    const RecordInfo& order = compiled->model->schema.records[1];
    return reader.facts().row[compiled->fact_offsets[0] + order.fields[*order.field(name)].offset];
  }
  Slot after(std::string_view name) const {
    const RecordInfo& order = compiled->model->schema.records[1];
    return reader.facts().row[compiled->fact_offsets[0] + order.fields[*order.field(name)].offset + 1];
  }
  /// "F0103 /order/count: an Int <- 1.5", a problem a line
  std::string problems() const {
    std::string all;
    for (const FactProblem& problem : reader.problems()) {
      if (!all.empty()) all += "\n";
      all += std::string(id(problem.fault)) + " " + problem.pointer + ": " + problem.expected + " <- " + problem.found;
    }
    return all;
  }

  std::shared_ptr<const Program> compiled;
  FactsReader reader;
  std::string text;
};

/// A whole order with one member's value replaced; "" leaves the member out.
std::string record(const std::string& member = {}, const std::string& value = {}) {
  std::vector<std::pair<std::string, std::string>> members{
      {"tid", R"("o-1")"},
      {"paid_at", R"("2025-03-12T12:00:00+08:00")"},
      {"count", "3"},
      {"rate", "0.05"},
      {"price", R"({"amount":"12.30","currency":"CNY"})"},
      {"day", R"("2025-03-12")"},
      {"time", R"("23:59:59")"},
      {"span", R"("PT24H")"},
      {"gift", "true"},
      {"cards", R"([{"sent_at":1741752000,"state":"WAIT"},{"sent_at":1741752001,"state":"agreed","note":"n"}])"},
      {"sizes", "[1,2,3,4,5,6]"}};
  std::string order;
  bool known = false;
  for (const auto& [name, usual] : members) {
    known |= name == member;
    const std::string& written = name == member ? value : usual;
    if (!written.empty()) order += (order.empty() ? "\"" : ",\"") + name + "\":" + written;
  }
  if (!known && !member.empty()) order += ",\"" + member + "\":" + value;
  return R"({"now":"2025-03-12T12:00:00+08:00","order":{)" + order + "}}";
}

std::string problems_of(const std::string& json, FactsPlanOptions options = {}) {
  Reading reading(std::move(options));
  const bool good = reading.read(json);
  CHECK(good == reading.reader.problems().empty());
  return reading.problems();
}

TEST_CASE("a whole record fills the row") {
  Reading reading;
  for (int round = 0; round < 3; ++round) {  // The second time, members are found where they stood before.
    REQUIRE(reading.read(record()));
    CHECK(reading.reader.facts().now == noon);
    CHECK(reading.field("id").text->view() == "o-1");
    CHECK(reading.field("paid_at").number == 1);
    CHECK(reading.after("paid_at").number == noon);
    CHECK(reading.field("count").number == 3);
    CHECK(reading.field("rate").number == 50'000);
    CHECK(reading.field("price").number == 12'300'000);
    CHECK(reading.field("day").number == 20159);
    CHECK(reading.field("time").number == 86399'000000);
    CHECK(reading.field("span").number == 86400'000000);
    CHECK(reading.field("gift").number == 1);
    const List& cards = *reading.field("cards").list;
    REQUIRE(cards.count == 2);
    const std::uint32_t width = reading.compiled->model->schema.records[0].slots;
    REQUIRE(width == 4);
    CHECK(cards.rows[0].number == noon);
    CHECK(cards.rows[1].number == 0);
    CHECK(cards.rows[2].number == 0);
    CHECK(cards.rows[width].number == noon + 1'000'000);
    CHECK(cards.rows[width + 1].number == 1);
    CHECK(cards.rows[width + 2].number == 1);
    CHECK(cards.rows[width + 3].text->view() == "n");
    const List& sizes = *reading.field("sizes").list;
    REQUIRE(sizes.count == 6);
    CHECK(sizes.rows[5].number == 6);
    CHECK(reading.reader.facts().row[reading.compiled->fact_offsets[2]].number == 0);
  }
}

TEST_CASE("an optional member may be missing or null") {
  for (const std::string value : {"", "null"}) {
    Reading reading;
    REQUIRE(reading.read(record("paid_at", value)));
    CHECK(reading.field("paid_at").number == 0);
  }
  CHECK(problems_of(record("count", "null")) == "F0103 /order/count: an Int <- null");
}

TEST_CASE("what was read from the record before is forgotten") {
  Reading reading;
  REQUIRE(reading.read(record()));
  REQUIRE(reading.read(record("paid_at", "")));
  CHECK(reading.field("paid_at").number == 0);
  CHECK_FALSE(reading.read("{}"));
  REQUIRE(reading.read(record("cards", "[]")));
  CHECK(reading.field("cards").list->count == 0);
}

TEST_CASE("numbers are exact or refused") {
  const auto number = [](const std::string& member, const std::string& value) {
    Reading reading;
    if (!reading.read(record(member, value))) return reading.problems();
    return std::to_string(reading.field(member).number);
  };
  CHECK(number("count", "0") == "0");
  CHECK(number("count", "-0") == "0");
  CHECK(number("count", "-7") == "-7");
  CHECK(number("count", "9223372036854775807") == "9223372036854775807");
  CHECK(number("count", "-9223372036854775808") == "-9223372036854775808");
  CHECK(number("count", "9223372036854775808") == "F0108 /order/count: an Int of 64 bits <- 9223372036854775808");
  CHECK(number("count", "1.0") == "F0103 /order/count: an Int <- 1.0");
  CHECK(number("count", "1e3") == "F0103 /order/count: an Int <- 1e3");
  CHECK(number("count", "\"3\"") == "F0103 /order/count: an Int <- \"3\"");
  CHECK(number("count", "01").starts_with("F0101 /order/count: a value of JSON <- 01"));
  CHECK(number("count", "+1").starts_with("F0101 /order/count"));
  CHECK(number("count", ".5").starts_with("F0101 /order/count"));
  CHECK(number("count", "NaN").starts_with("F0101 /order/count"));
  CHECK(number("rate", "1e3") == "1000000000");
  CHECK(number("rate", "1E-6") == "1");
  CHECK(number("rate", "12345678.000001") == "12345678000001");
  CHECK(number("rate", "0.1000000000000000000000000000000") == "100000");
  CHECK(number("rate", "\"-0.000001\"") == "-1");
  CHECK(number("rate", "\"007.50\"") == "7500000");
  CHECK(number("rate", "9223372036854.775807") == "9223372036854775807");
  CHECK(number("rate", "9223372036854.775808").starts_with("F0108 /order/rate"));
  CHECK(number("rate", "1e400000000000000000000").starts_with("F0108 /order/rate"));
  CHECK(number("rate", "0e400000000000000000000") == "0");
  CHECK(number("rate", "1e-400").starts_with("F0107 /order/rate"));
  CHECK(number("rate", "0.0000001") == "F0107 /order/rate: a Decimal with at most six decimal places <- 0.0000001");
  CHECK(number("rate", "\"1e3\"") == "F0103 /order/rate: a Decimal <- \"1e3\"");
  CHECK(number("rate", "\"\"") == "F0103 /order/rate: a Decimal <- \"\"");
  CHECK(number("price", "12.3") == "12300000");
  CHECK(number("price", "\"12.3\"") == "12300000");
  CHECK(number("price", R"({"currency":"CNY","amount":5})") == "5000000");
  CHECK(number("price", R"({"currency":"USD","amount":5})") == "F0111 /order/price/currency: \"CNY\" <- \"USD\"");
  CHECK(number("price", R"({"currency":"CNY"})") == "F0104 /order/price/amount: a Decimal <- nothing");
  CHECK(number("price", "{}") ==
        "F0104 /order/price/amount: a Decimal <- nothing\nF0104 /order/price/currency: \"CNY\" <- nothing");
  CHECK(number("price", R"({"currency":"CNY","amount":1,"amount":2})") ==
        "F0105 /order/price/amount: each member once <- \"amount\" again");
  CHECK(number("price", "true") == "F0103 /order/price: Money CNY <- true");
}

TEST_CASE("times are in range and to the microsecond") {
  const auto paid_at = [](const std::string& value) {
    Reading reading;
    if (!reading.read(record("paid_at", '"' + value + '"'))) return reading.problems();
    return std::to_string(reading.after("paid_at").number);
  };
  CHECK(paid_at("1970-01-01T00:00:00Z") == "0");
  CHECK(paid_at("1970-01-01T00:00:00.000001Z") == "1");
  CHECK(paid_at("0001-01-01T00:00:00Z") == std::to_string(time::first_instant));
  CHECK(paid_at("9999-12-31T23:59:59.999999Z") == std::to_string(time::last_instant));
  CHECK(paid_at("yesterday") == "F0103 /order/paid_at: an Instant <- \"yesterday\"");
  CHECK(paid_at("2025-03-12T12:00:00").starts_with("F0103 /order/paid_at: an Instant <- "));
  CHECK(paid_at("2023-02-29T12:00:00Z").starts_with("F0103"));
  CHECK(paid_at("1970-01-01T00:00:00.0000001Z").starts_with("F0107 /order/paid_at: an Instant, to the microsecond"));
  CHECK(paid_at("0001-01-01T00:00:00+08:00").starts_with("F0109 /order/paid_at: an Instant in the years 0001 to 9999"));
  CHECK(paid_at("0000-01-01T00:00:00Z").starts_with("F0109"));
  CHECK(paid_at("10000-01-01T00:00:00Z").starts_with("F0109"));
  CHECK(paid_at("-0001-01-01T00:00:00Z").starts_with("F0109"));
  CHECK(paid_at("9999-12-31T23:59:59-08:00").starts_with("F0109"));
  CHECK(problems_of(record("day", "\"0000-01-01\"")).starts_with("F0109 /order/day"));
  CHECK(problems_of(record("day", "\"2025-02-29\"")) == "F0103 /order/day: a Date <- \"2025-02-29\"");
  CHECK(problems_of(record("time", "\"24:00:00\"")) == "F0103 /order/time: a TimeOfDay <- \"24:00:00\"");
  CHECK(problems_of(record("span", "\"1 day\"")) == "F0103 /order/span: a Duration <- \"1 day\"");
  const auto sent_at = [](const std::string& value) {
    return problems_of(record("cards", R"([{"state":"agreed","sent_at":)" + value + "}]"));
  };
  CHECK(sent_at("-62135596800") == "");
  CHECK(sent_at("253402300799") == "");
  CHECK(sent_at("253402300800") ==
        "F0109 /order/cards/0/sent_at: an Instant in whole Unix seconds in the years 0001 to 9999 <- 253402300800");
  CHECK(sent_at(std::string(30, '9')).starts_with("F0109"));
  CHECK(sent_at("1.5") == "F0103 /order/cards/0/sent_at: an Instant in whole Unix seconds <- 1.5");
  CHECK(sent_at("\"0\"") == "F0103 /order/cards/0/sent_at: an Instant in whole Unix seconds <- \"0\"");
}

TEST_CASE("every problem is told, in the order of the document, what is missing last") {
  CHECK(problems_of(R"({"order":{"cards":[{"state":"new"},7],"count":true},"limit":"x"})") ==
        "F0110 /order/cards/0/state: one of pending, agreed <- \"new\"\n"
        "F0103 /order/cards/1: a Card <- 7\n"
        "F0103 /order/count: an Int <- true\n"
        "F0103 /limit: an Int <- \"x\"\n"
        "F0104 /order/cards/0/sent_at: an Instant in whole Unix seconds <- nothing\n"
        "F0104 /order/tid: a Text <- nothing\n"
        "F0104 /order/rate: a Decimal <- nothing\n"
        "F0104 /order/price: Money CNY <- nothing\n"
        "F0104 /order/day: a Date <- nothing\n"
        "F0104 /order/time: a TimeOfDay <- nothing\n"
        "F0104 /order/span: a Duration <- nothing\n"
        "F0104 /order/gift: a Bool <- nothing\n"
        "F0104 /order/sizes: a list of Int <- nothing\n"
        "F0104 /now: an Instant <- nothing");
  std::string wrong = "[true";
  for (int i = 0; i < 1000; ++i) wrong += ",true";
  Reading reading;
  CHECK_FALSE(reading.read(record("sizes", wrong + "]")));
  CHECK(reading.reader.problems().size() == most_problems + 1);
  CHECK(reading.reader.problems().back().fault == FactFault::more_problems);
}

TEST_CASE("duplicate members are found") {
  CHECK(problems_of(record("count2", "1,\"count\":4")) == "F0105 /order/count: each member once <- \"count\" again");
  CHECK(problems_of(record("x", "1,\"x\":4")) == "F0105 /order/x: each member once <- \"x\" again");
  CHECK(problems_of(record("x", "1,\"\\u0063ount\":4")) == "F0105 /order/count: each member once <- \"count\" again");
  auto twice = record();
  twice.insert(1, R"("other":1,"other":2,)");
  CHECK(problems_of(twice) == "F0105 /other: each member once <- \"other\" again");
}

TEST_CASE("names and texts may be written with escapes") {
  auto json = record("tid", R"("\u4e2d\ud83d\ude00\u0000\"\\\/\b\f\n\r\t")");
  json.replace(json.find("now"), 3, R"(\u006eow)");
  Reading reading;
  REQUIRE(reading.read(json));
  CHECK(reading.field("id").text->view() == std::string_view("\u4e2d\U0001F600\0\"\\/\b\f\n\r\t", 16));
  for (const std::string bad : {R"("\x")", R"("\ud83d")", R"("\ude00")", R"("\ud83dx")", R"("\u12")", R"("\u12G4")"}) {
    CHECK(problems_of(record("tid", bad)).starts_with("F0101 /order/tid: an escape that JSON has <- "));
  }
}

TEST_CASE("pointers are escaped as RFC 6901 has it") {
  CHECK(problems_of(record("a/b~c", "1"), {.strict = true}) ==
        "F0112 /order/a~1b~0c: a member that the policy knows <- \"a/b~c\"");
}

TEST_CASE("strict knows facts that are not needed, and the id") {
  auto json = record();
  json.insert(1, R"("other":"not looked at","order_no":{"id":"7"},)");
  CHECK(problems_of(json) == "");
  CHECK(problems_of(json, {.strict = true}) == "F0112 /order_no: a member that the policy knows <- \"order_no\"");
  CHECK(problems_of(record("no", "7"), {.strict = true, .id_pointer = "/order/no"}) == "");
}

TEST_CASE("the id is copied as it is written") {
  const auto id_of = [](const std::string& json, std::string pointer) {
    Reading reading({.id_pointer = std::move(pointer)});
    reading.read(json);
    return std::string(reading.reader.id());
  };
  CHECK(id_of(record(), "/order/tid") == "\"o-1\"");
  CHECK(id_of(record(), "/order/cards/1/note") == "\"n\"");
  CHECK(id_of(record(), "/order/sizes/5") == "6");
  CHECK(id_of(record(), "/order/sizes/6") == "null");
  CHECK(id_of(record(), "/order/none") == "null");
  CHECK(id_of(record(), "/order/tid/deeper") == "null");
  CHECK(id_of(record(), "/order/cards") == "null");
  CHECK(id_of(R"({"a~/b":1})", "/a~0~1b") == "1");
  CHECK(id_of(R"({"id":tru})", "/id") == "null");
  CHECK(id_of(R"({"id":"\x"})", "/id") == "null");
  CHECK(id_of("{\"id\":1,\"order\":\x80}", "/id") == "null");
}

TEST_CASE("a given now counts, whatever the record says") {
  Reading reading({.now_is_given = true});
  REQUIRE(reading.read(record(), 5));
  CHECK(reading.reader.facts().now == 5);
  auto json = record();
  json.replace(json.find("2025"), 4, "20x5");
  CHECK(reading.read(json, 5));
}

TEST_CASE("what is not JSON says where") {
  CHECK(problems_of("") == "F0101 : an object <- nothing");
  CHECK(problems_of("nonsense") == "F0101 : a value of JSON <- nonsense");
  CHECK(problems_of("[1]") == "F0102 : an object <- [1]");
  CHECK(problems_of("null") == "F0102 : an object <- null");
  CHECK(problems_of("{") == "F0101 : a member's name in quotes <- the end of the record");
  CHECK(problems_of("{} {}") == "F0101 : the end of the record <- {}");
  CHECK(problems_of(record() + "x") == "F0101 : the end of the record <- x");
  CHECK(problems_of(R"({"limit":1,})") == "F0101 : a member's name in quotes <- }");
  CHECK(problems_of(R"({"limit" 1})") == "F0101 : a colon after the member's name <- 1}");
  CHECK(problems_of(R"({"limit":})") == "F0101 : a value <- }");
  CHECK(problems_of(R"({"limit":1 2})") == "F0101 : a comma, or a brace that closes the object <- 2}");
  CHECK(problems_of(R"({"limit":"a)") == "F0101 : a quote that closes the last text <- \"a");
  CHECK(problems_of("{\"limit\":\"a\tb\"}").starts_with("F0101 : an escape such as"));
  CHECK(problems_of("{\"limit\":\"\xff\"}").starts_with("F0106 : UTF-8 <- byte 11 of the record: "));
  CHECK(problems_of("{\"limit\":\"\xed\xa0\x80\"}").starts_with("F0106"));
  CHECK(problems_of(record("sizes", "[1,]")) == "F0101 /order/sizes/1: a value <- ]}}");
  CHECK(problems_of(record("sizes", "[1")).starts_with("F0101 /order/sizes/0: a comma, or a bracket"));
  CHECK(problems_of(record("x", "[[[")).starts_with("F0101 /order/x: a value in JSON"));
  // Whatever a record is cut off at, it is no record.
  const auto whole = record();
  for (std::size_t size = 0; size < whole.size(); ++size) {
    CHECK(problems_of(whole.substr(0, size)).starts_with("F0101"));
  }
}

TEST_CASE("a record past the limit is refused") {
  CHECK(problems_of(record("tid", '"' + std::string(most_record_bytes, 'a') + '"')).starts_with("F0113"));
}

}  // namespace
}  // namespace writ
