// Records read along learned shapes come to the same facts, ids and problems as those read along their index, whatever
// order, spaces, members and mistakes they have.

#include <catch2/catch.hpp>
#include <random>

#include "engine/api/load.hpp"
#include "engine/facts/read_json.hpp"
#include "engine/facts/read_shaped.hpp"
#include "engine/facts/write_value.hpp"

namespace writ {
namespace {

constexpr const char* policy = R"(policy p
enum State = pending "WAIT_BUYER_CONFIRM_GOODS" | agreed "WAIT_BUYER_PAY" | other
record Part {
  sizes : list of Int
  price : (list of Money CNY)?
}
record Line {
  name : Text
  state : State
  sent_at : Instant as unix_seconds
  seen_at : Instant? as unix_millis
  parts : list of Part
}
record Order {
  id : Text from "tid"
  paid_at : Instant?
  count : Int
  rate : Decimal
  price : Money CNY
  day : Date
  time : TimeOfDay
  span : Duration
  gift : Bool
  lines : list of Line
  main : Part
}
fact order : Order
fact other : Order
fact limit : Int?
fact now : Instant as unix_seconds
decision d : Bool, first rule
  rule a = true when order.gift and limit is absent
  otherwise = false
)";

/// Records like those that programs write, each in its own way.
class Records {
 public:
  explicit Records(std::uint32_t seed) : random_(seed) {}

  std::string record() {
    colon_ = pick({":", ":", ": ", " :\t"});
    comma_ = pick({",", ",", ", ", " ,\n "});
    std::vector<std::string> members{member("order", order()), member("now", mostly("1741752000", number())),
                                     member("meta", extra(0))};
    if (one_in(2)) members.push_back(member("limit", one_in(2) ? "null" : mostly("-7", number())));
    if (one_in(3)) members.push_back(member(pick({"other", "x", "y", "名", mostly("z", "\\u006eow")}), extra(0)));
    std::string text = object(std::move(members));
    if (one_in(4)) spoil(text);
    return text;
  }

 private:
  bool one_in(std::uint32_t many) { return random_() % many == 0; }
  /// A wrong one now and then.
  std::string mostly(const std::string& right, const std::string& wrong) { return one_in(40) ? wrong : right; }
  std::string pick(std::vector<std::string> from) { return from[random_() % from.size()]; }
  std::string member(const std::string& name, const std::string& value) { return '"' + name + '"' + colon_ + value; }

  std::string object(std::vector<std::string> members) {
    if (one_in(8)) std::swap(members[random_() % members.size()], members[random_() % members.size()]);
    if (one_in(200)) members.push_back(members[random_() % members.size()]);
    if (one_in(100)) members.erase(members.begin() + static_cast<std::ptrdiff_t>(random_() % members.size()));
    return list(std::move(members), "{", "}");
  }
  std::string list(const std::vector<std::string>& items, const std::string& open, const std::string& close) {
    std::string text = open;
    for (std::size_t i = 0; i < items.size(); ++i) text += (i > 0 ? comma_ : "") + items[i];
    return text + close;
  }

  std::string text() {
    return '"' +
           pick({"", "a", "o-1", "sixteen letters!", "seventeen letters", "北京", R"(a\"b\\)", R"(\u4e2d\n)",
                 "a longer text of more than thirty-two bytes, 长", R"(\ud83d\ude00)", "WAIT_BUYER_PAY"}) +
           '"';
  }
  std::string number() {
    return pick({"0", "1", "7", "-12", "1741752000", "1741752001", "123456789012345678", "1234567890123456789",
                 "99999999999999999999", "12.5", "1e3", "-0", "00", "1741752000000", "12345678", "1234567812345678"});
  }
  std::string amount() {
    return pick({"0.05", "12.30", "\"12.30\"", "\"0012\"", "1e2", "3", mostly("0.123456", "0.1234567"), "-7.000001"});
  }
  std::string price() {
    if (one_in(3)) return amount();
    return object({member("amount", amount()), member("currency", mostly("\"CNY\"", "\"USD\""))});
  }
  std::string extra(int level) {
    const auto kind = random_() % (level > 3 ? 4 : 6);
    if (kind == 4)
      return object({member("id", text()), member("deep", extra(level + 1)), member("n", extra(level + 1))});
    if (kind == 5) return list({extra(level + 1), extra(level + 1)}, "[", "]");
    return kind == 0 ? text() : kind == 1 ? number() : pick({"true", "false", "null", "{}", "[]", "[ ]", "0.5e-3"});
  }
  std::string part() {
    std::vector<std::string> sizes(random_() % 7, "3"), prices(random_() % 3, price());
    std::vector<std::string> members{member("sizes", list(sizes, "[", "]"))};
    if (one_in(2)) members.push_back(member("price", one_in(4) ? "null" : list(prices, "[", "]")));
    return object(std::move(members));
  }
  std::string line() {
    std::vector<std::string> parts(random_() % 3);
    for (auto& each : parts) each = part();
    std::vector<std::string> members{
        member("name", text()),
        member("state", pick({"\"WAIT_BUYER_CONFIRM_GOODS\"", "\"WAIT_BUYER_PAY\"", "\"agreed\"", "\"other\"",
                              "\"other\"", mostly("\"pending\"", "\"ebay\"")})),
        member("sent_at", pick({"1741752000", "1741752001", "0", "-1", mostly("5", "99999999999999")})),
        member("parts", list(parts, "[", "]"))};
    if (one_in(2)) members.push_back(member("seen_at", pick({"null", "1741752000123"})));
    return object(std::move(members));
  }
  std::string order() {
    std::vector<std::string> lines(random_() % 6);
    for (auto& each : lines) each = line();
    return object({member("tid", text()),
                   member("paid_at", pick({"null", "\"2025-03-12T12:00:00+08:00\"", "\"2025-03-12T12:00:00.5Z\"",
                                           mostly("null", "\"never\"")})),
                   member("count", mostly("3", number())), member("rate", amount()), member("price", price()),
                   member("day", "\"2025-03-12\""), member("time", pick({"\"23:59:59\"", "\"00:00:00.25\""})),
                   member("span", pick({"\"PT24H\"", "\"36h\""})), member("gift", pick({"true", "false"})),
                   member("lines", list(lines, "[", "]")), member("main", part()),
                   member("buyer_nick", one_in(5) ? extra(0) : text())});
  }
  void spoil(std::string& text) {
    const std::size_t at = random_() % text.size();
    switch (random_() % 5) {
      case 0: text.erase(at, 1); break;
      case 1: text.insert(at, 1, static_cast<char>(random_() % 256)); break;
      case 2: text[at] = pick({"\"", "\\", "}", "{", ",", ":", " ", "0"})[0]; break;
      case 3: text.resize(at); break;
      default: text[at] = static_cast<char>(random_() % 256); break;
    }
  }

  std::mt19937 random_;
  std::string colon_, comma_;
};

class Reading {
 public:
  Reading(const std::shared_ptr<const Program>& program, FactsPlanOptions options)
      : reader_(plan_facts(program, std::vector<model::DecisionId>{0}, std::move(options))) {}

  /// The facts as JSON, or the problems.
  std::string read(std::string_view text) {
    if (!reader_.read(text, std::nullopt)) {
      std::string all = "id " + std::string(reader_.id()) + "\n";
      for (const FactProblem& problem : reader_.problems()) {
        all += std::string(id(problem.fault)) + " " + problem.pointer + ": " + problem.expected + " <- " +
               problem.found + "\n";
      }
      return all;
    }
    return facts(reader_.facts());
  }

  std::string facts(Facts facts) const {
    const model::Model& model = *reader_.plan().program->model;
    const ValueWriter writer(model.schema, *time::Zone::utc());
    std::string all = "id " + std::string(reader_.id()) + " now " + std::to_string(facts.now) + " ";
    for (const model::FactId fact : {0U, 2U}) {
      writer.append_in_row(all, model.facts[fact].type, facts.row + reader_.plan().program->fact_offsets[fact]);
    }
    return all;
  }
  FactsReader& reader() { return reader_; }

 private:
  FactsReader reader_;
};

std::shared_ptr<const Program> program() {
  const auto loaded = load({{"p.writ", policy}});
  for (const auto& diagnostic : loaded.diagnostics) UNSCOPED_INFO(diagnostic.message);
  REQUIRE(loaded.model);
  return compile(loaded.model);
}

TEST_CASE("shapes and the index come to the same") {
  const auto compiled = program();
  const std::vector<FactsPlanOptions> all_options{{},
                                                  {.strict = true},
                                                  {.now_is_given = true, .id_pointer = "/order/tid"},
                                                  {.id_pointer = "/meta/deep/id"},
                                                  {.strict = true, .id_pointer = "/meta"},
                                                  {.id_pointer = "/order/price/amount"}};
  std::uint32_t seed = 1;
  for (const FactsPlanOptions& options : all_options) {
    FactsPlanOptions without = options;
    without.learn_shapes = false;
    Reading along_index(compiled, without), shaped(compiled, options);
    Records records(seed++);
    for (int i = 0; i < 4000; ++i) {
      const std::string record = records.record();
      const std::string padded = record + std::string(json_padding, "}\"x,0 "[i % 6]);
      const std::string_view text(padded.data(), record.size());
      const std::string expected = along_index.read(text);
      if (shaped.read(text) == expected) continue;
      INFO(record);
      REQUIRE(shaped.read(text) == expected);
      FAIL("the first reading differed: " << expected);
    }
  }
}

/// Reads along shapes alone.
class ShapesAlone {
 public:
  ShapesAlone() : plan_(plan_facts(program(), std::vector<model::DecisionId>{0}, {})), reader_(*plan_) {}

  /// False where it gives up.
  bool read(std::string text) {
    const std::size_t size = text.size();
    text.append(json_padding, ' ');
    std::vector<Slot> row(1000);
    Arena arena;
    std::string_view id;
    return reader_.read({text.data(), size}, row.data(), arena, id);
  }

 private:
  std::shared_ptr<const FactsPlan> plan_;
  ShapedReader reader_;
};

std::string order_with(const std::string& name, const std::string& colon, const std::string& comma) {
  std::string text;
  for (const char c : std::string(R"({"order"={"tid"="1","paid_at"=null,"count"=3,"rate"=0.5,"price"=3,)"
                                  R"("day"="2025-03-12","time"="23:59:59","span"="36h","gift"=true,"lines"=[],)"
                                  R"("main"={"sizes"=[1,2]}},"now"=1741752000)")) {
    text += c == '=' ? colon : c == ',' ? comma : std::string(1, c);
  }
  return text + comma + '"' + name + '"' + colon + "1}";
}

TEST_CASE("records with other spaces than those before are read along shapes all the same") {
  const std::vector<std::pair<std::string, std::string>> spaces{
      {":", ","}, {": ", ", "}, {":", ","}, {":  ", ","}, {": ", ", "}, {" : ", ",\n "}, {":   ", " ,"}, {": ", ", "}};
  ShapesAlone shapes;
  for (const auto& [colon, comma] : spaces) {
    for (int i = 0; i < 3; ++i) {
      INFO(order_with("x", colon, comma));
      CHECK(shapes.read(order_with("x", colon, comma)));
    }
  }
}

TEST_CASE("names are learned only where they are short") {
  ShapesAlone shapes;
  CHECK(shapes.read(order_with(std::string(44, 'x'), ":", ",")));
  CHECK_FALSE(shapes.read(order_with(std::string(45, 'x'), ":", ",")));
  CHECK_FALSE(shapes.read(order_with(std::string(1'000'000, 'x'), ":", ",")));
  CHECK(shapes.read(order_with("x", ":", ",")));
}

TEST_CASE("records that are added stay until they are cleared") {
  const auto compiled = program();
  Reading reading(compiled, {});
  Records records(99);
  for (int round = 0; round < 3; ++round) {
    std::vector<std::string> texts, expected;
    for (int i = 0; i < 200; ++i) texts.push_back(records.record() + std::string(json_padding, ' '));
    reading.reader().clear();
    for (const std::string& text : texts) {
      const std::string_view record(text.data(), text.size() - json_padding);
      if (!reading.reader().add(record, std::nullopt)) continue;
      expected.push_back(reading.facts(reading.reader().facts()));
    }
    REQUIRE(reading.reader().rows() == expected.size());
    CHECK(expected.size() > 30);
    for (std::size_t row = 0; row < expected.size(); ++row) {
      CHECK(reading.facts(reading.reader().facts(row)) == expected[row]);
    }
  }
}

}  // namespace
}  // namespace writ
