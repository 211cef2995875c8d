// Records that are broken in every way: each is an error line in its place, and the rest are decided.

#include <catch2/catch.hpp>

#include "tests/bench/card_policy.hpp"
#include "tests/bench/orders.hpp"
#include "tests/hostile/program.hpp"

namespace writ::hostile {
namespace {

std::string good_line() { return bench::to_ndjson(bench::make_orders(1)); }

/// The good line with one part of it replaced.
std::string with(std::string_view part, std::string_view replacement) {
  auto line = good_line();
  const auto at = line.find(part);
  REQUIRE(at != std::string::npos);
  return line.replace(at, part.size(), replacement);
}

std::string with_extra(std::string_view members) { return with("{", "{" + std::string(members) + ","); }

test::Result eval(const Program& program) {
  return program.run(
      {"eval", "--policy", "card.writ", "--decision", "card.send", "--id", "/id", "--quiet", "orders.ndjson"});
}

struct Broken {
  std::string_view what;
  std::string line;
};

std::vector<Broken> broken_lines() {
  const auto good = good_line();
  return {
      {"cut off", good.substr(0, good.size() / 2) + "\n"},
      {"cut off before its last brace", good.substr(0, good.size() - 2) + "\n"},
      {"not JSON", "this is not JSON\n"},
      {"a lone brace", "{\n"},
      {"an array", "[" + good.substr(0, good.size() - 1) + "]\n"},
      {"a number", "17\n"},
      {"a null", "null\n"},
      {"an empty object", "{}\n"},
      {"two objects", good.substr(0, good.size() - 1) + good},
      {"something after the object", good.substr(0, good.size() - 1) + " x\n"},
      {"a wrong type", with("\"now\":1768243419", R"("now":"yesterday")")},
      {"a fraction in seconds", with("\"now\":1768243419", "\"now\":1768243419.5")},
      {"an instant past the year 9999", with("\"now\":1768243419", "\"now\":99999999999999")},
      {"a number past 64 bits", with("\"now\":1768243419", "\"now\":" + repeat("9", 400))},
      {"a flag that is a text", with("\"restricted\":false", R"("restricted":"false")")},
      {"a null for what is needed", with("\"restricted\":false", R"("restricted":null)")},
      {"a missing member", with("\"restricted\":false,", "")},
      {"an unknown member of an enum", with("\"taobao\"", "\"ebay\"")},
      {"a duplicate key", with("\"kind\":", R"("kind":"physical","kind":)")},
      {"a duplicate key at the top", with("\"now\":", "\"now\":1768243419,\"now\":")},
      {"a duplicate key, once escaped", with("\"kind\":", R"("k\u0069nd":"physical","kind":)")},
      {"bad UTF-8", with("\"taobao\"", "\"tao\xff\xfe\"")},
      {"UTF-8 cut off", with("\"taobao\"", "\"\xe4\xb8\"")},
      {"a surrogate in UTF-8", with("\"taobao\"", "\"\xed\xa0\x80\"")},
      {"a lone surrogate", with("\"taobao\"", R"("\ud800")")},
      {"a bare control character", with("\"taobao\"", "\"tao\x01\"")},
      {"a zero byte", std::string("{\"id\":\0}\n", 9)},
      {"an array where an object is due", with("\"shop\":{", "\"shop\":[],\"other\":{")},
      {"a card that is a number", with("\"cards\":[", "\"cards\":[1,")},
      {"nested beyond all measure", with("\"cards\":[", "\"cards\":" + repeat("[", 100'000))},
      {"nested objects beyond all measure", with("\"cards\":[", "\"cards\":" + repeat("{\"a\":", 100'000))},
  };
}

TEST_CASE("every broken line gives one error line in its place") {
  const Program program;
  program.write("card.writ", bench::card_policy());
  const auto broken = broken_lines();
  std::string orders = good_line();
  for (const auto& line : broken) orders += line.line + good_line();
  program.write("orders.ndjson", orders);
  CHECK(eval(program).status == refused);
  const auto out = program.read("out");
  const auto lines = lines_of(out);
  REQUIRE(lines.size() == 2 * broken.size() + 1);
  for (std::size_t i = 0; i < lines.size(); ++i) {
    const bool is_broken = i % 2 == 1;
    INFO((is_broken ? broken[i / 2].what : "a good line") << ":\n" << lines[i].substr(0, 1000));
    CHECK(contains(lines[i], "\"rejected\"") == is_broken);
    CHECK(contains(lines[i], "\"outcome\"") != is_broken);
    CHECK(lines[i].size() < 10'000);
  }
}

TEST_CASE("a line of 100 MB is an error line in its place") {
  const Program program;
  program.write("card.writ", bench::card_policy());
  program.write("orders.ndjson",
                good_line() + with_extra("\"padding\":\"" + repeat("x", 100'000'000) + "\"") + good_line());
  CHECK(eval(program).status == refused);
  const auto out = program.read("out");
  const auto lines = lines_of(out);
  REQUIRE(lines.size() == 3);
  CHECK(contains(lines[0], "\"outcome\""));
  CHECK(contains(lines[1], "\"rejected\""));
  CHECK(contains(lines[2], "\"outcome\""));
}

TEST_CASE("blank lines, carriage returns and a missing last line break are no errors") {
  const Program program;
  program.write("card.writ", bench::card_policy());
  auto line = good_line();
  line.pop_back();
  program.write("orders.ndjson", "\n" + line + "\r\n\n  \n" + line);
  CHECK(eval(program).status == done);
  CHECK(lines_of(program.read("out")).size() == 2);
}

TEST_CASE("a hundred thousand cards are read and looked through") {
  const Program program;
  program.write("card.writ", bench::card_policy());
  const auto declined = R"({"sent_at":1768184570,"state":"declined","proposed_ship_by":1768531383},)";
  program.write("orders.ndjson", with("\"cards\":[", "\"cards\":[" + repeat(declined, 100'000)));
  CHECK(eval(program).status == done);
  CHECK(contains(program.read("out"), "too_many_cards"));
}

TEST_CASE("texts with all that JSON allows are read and written back") {
  const Program program;
  program.write("text.writ",
                "policy echo\nfact text : Text\nfact now : Instant as unix_seconds\ndecision same : Text, first rule\n"
                "  otherwise = text\n");
  const auto long_text = repeat("长", 1'000'000);
  program.write("orders.ndjson", R"({"text":"\u0000\ud83d\ude00\"\\\n","now":0})"
                                 "\n{\"text\":\"" +
                                     long_text + "\",\"now\":0}\n");
  CHECK(program.run({"eval", "--policy", "text.writ", "--decision", "echo.same", "--quiet", "orders.ndjson"}).status ==
        done);
  const auto out = program.read("out");
  const auto lines = lines_of(out);
  REQUIRE(lines.size() == 2);
  CHECK(contains(lines[0], R"("value": "\u0000😀\"\\\n")"));
  CHECK(contains(lines[1], long_text));
}

}  // namespace
}  // namespace writ::hostile
