// Values written as source text and read back: every type, at its limits.

#include <catch2/catch.hpp>
#include <limits>
#include <string>

#include "engine/api/load.hpp"
#include "engine/program/program.hpp"
#include "engine/run/equality.hpp"
#include "engine/run/machine.hpp"
#include "tools/testing/literal.hpp"

using namespace writ;

namespace {

const std::string types = R"(
module values "Values"
  timezone "Asia/Shanghai"

enum Colour = red | green | blue
record Inner { n : Int  s : Text?  c : Colour }
record All {
  b : Bool  i : Int  d : Decimal  t : Text  at : Instant  day : Date  time : TimeOfDay  length : Duration
  money : Money CNY  yen : Money JPY  colour : Colour  inner : Inner  inners : list of Inner  lists : list of list of Int
  maybe : Int?  none : Instant?  maybe_inner : Inner?  some_list : (list of Colour)?
}
fact all : All
fact green : Bool

fixture base : All = {
  b: true, i: 0, d: 0.5, t: "", at: 2025-03-10T10:00:00, day: 2025-03-10, time: 10:00:00, length: 24h,
  money: CNY 5, yen: JPY 5, colour: red, inner: { n: 1, c: blue }, inners: [], lists: [],
}
)";

/// What a test gives to the first fact, in a program that has it.
class Given {
 public:
  explicit Given(const std::string& literal) {
    const Loaded loaded = load({{"values.writ", types + "test \"t\"\n  given all = " + literal + "\n  expect true\n"}});
    for (const Diagnostic& diagnostic : loaded.diagnostics) UNSCOPED_INFO(diagnostic.message);
    INFO(literal);
    REQUIRE(loaded.model);
    program_ = compile(loaded.model, {.trace = false, .tests = true});
    REQUIRE(program_);
    machine_.emplace(program_);
    row_.assign(program_->fact_slots, Slot{});
    machine_->begin({row_.data(), 0});
    const auto value = machine_->step_value(0, 0);
    REQUIRE(!value.error);
    value_ = value.value;
  }

  const model::Model& model() const { return *program_->model; }
  Type type() const { return model().facts[0].type; }
  Slot value() const { return value_; }

  std::string written(std::string_view zone) const {
    std::string text;
    testing::LiteralWriter(model(), *time::Zone::find(zone), {0}).append(text, type(), value());
    return text;
  }

 private:
  std::shared_ptr<const Program> program_;
  std::optional<Machine> machine_;
  std::vector<Slot> row_;
  Slot value_{};
};

void reads_back(const std::string& literal) {
  const Given first(literal);
  for (const char* zone : {"UTC", "Asia/Shanghai", "Asia/Kathmandu", "America/New_York", "Africa/Monrovia"}) {
    const Given second(first.written(zone));
    INFO(first.written(zone));
    std::uint64_t work = 0;
    CHECK(equal_values(first.model().schema, first.type(), first.value(), second.value(), work));
    CHECK(second.written(zone) == first.written(zone));
  }
}

std::string record(const std::string& changes) { return "base with { " + changes + " }"; }

}  // namespace

TEST_CASE("values of every type read back from their literals") {
  reads_back(record("b: false"));
  reads_back(record("colour: Colour.green, inner: { n: 1, s: \"x\", c: Colour.green }"));
  reads_back(record("inners: [{ n: 1, s: \"x\", c: red }, { n: 2, c: blue }], lists: [[], [1, 2], [3]]"));
  reads_back(record("maybe: 3, none: 2020-01-01T00:00:00Z, maybe_inner: { n: 0, c: red }, some_list: []"));
  reads_back(record("some_list: [red, blue, Colour.green]"));
}

TEST_CASE("numbers read back at their limits") {
  for (const std::string number : {"9223372036854775807", "-9223372036854775808", "-1", "0"}) {
    reads_back(record("i: " + number));
  }
  for (const std::string number : {"9223372036854.775807", "-9223372036854.775807", "0.000001", "-0.000001", "-2.5"}) {
    reads_back(record("d: " + number));
    const std::string sign = number[0] == '-' ? "-" : "", size = number[0] == '-' ? number.substr(1) : number;
    reads_back(record("money: " + sign + "CNY " + size));
    reads_back(record("yen: " + sign + "JPY " + size));
  }
  reads_back(record("d: -9223372036854.775807 - 0.000001"));
  reads_back(record("money: -CNY 9223372036854.775807 - CNY 0.000001"));
}

TEST_CASE("times read back to the microsecond") {
  for (const std::string instant :
       {"2025-03-10T10:00:00.000001", "0001-01-01T00:00:00Z", "9999-12-31T23:59:59.999999Z", "1900-01-01T00:00:00Z",
        "2025-11-02T01:30:00-05:00", "2025-11-02T01:30:00-04:00", "1969-12-31T23:59:59.999999Z"}) {
    reads_back(record("at: " + instant));
  }
  for (const std::string day : {"0001-01-01", "9999-12-31", "2024-02-29"}) reads_back(record("day: " + day));
  for (const std::string time : {"00:00:00", "23:59:59.999999", "12:30:00.5"}) reads_back(record("time: " + time));
  for (const std::string length : {"0s", "-24h", "1h30m", "250ms", "1ms / 1000", "-1ms / 1000", "48h + 999ms / 1000",
                                   "-48h - 1ms / 1000", "2562047788h"}) {
    reads_back(record("length: " + length));
  }
}

TEST_CASE("texts read back whatever is in them") {
  for (const std::string text : {R"(plain)", R"(\"quoted\" \\ \n \t)", R"({{b}} }} {{)", R"(\u{1}\u{1F}\u{D}\u{7F})",
                                 "中文，“引号”", R"(// no comment)", R"(\u{1F600}\u{FEFF})"}) {
    reads_back(record("t: \"" + text + "\""));
  }
}

TEST_CASE("a member is told from a definition of its name") {
  const Given given(record("colour: Colour.green"));
  CHECK(given.written("UTC").find("colour: Colour.green") != std::string::npos);
  CHECK(given.written("UTC").find("c: blue") != std::string::npos);
}
