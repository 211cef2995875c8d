// The page of an explanation: every tag is closed, what facts say is only text, every link leads somewhere.

#include <catch2/catch.hpp>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "tools/report/explanation_html.hpp"
#include "writ/policy_set.hpp"

using namespace writ;

namespace {

constexpr std::string_view policy = R"(policy shop "A shop"
record Line { id : Text fixed  weight : Int }
fact lines : list of Line
fact remark : Text
require few: size(lines) < 4 because "too many <lines>"
/// How much is <heavy>?
define heavy = count of line in lines where line.weight > 5
decision may : permission
  permit few when heavy < 2 and heavy >= 0
  forbid marked when remark is "<b>" because "{remark}"
decision both : permission
  permit x when may is permitted and heavy < 2
  forbid y when may is forbidden
  permit z when 10 / heavy > 2
)";

std::string page(std::string_view decision, std::string_view facts) {
  const auto loaded = PolicySet::load({{"shop.writ", std::string(policy)}});
  REQUIRE(loaded.policies);
  return explanation_html(loaded.policies->explain(decision, facts), {.language = "en"});
}

/// The tags that stay open, or the first that closes what was not opened.
std::vector<std::string> unbalanced(std::string_view html) {
  static const std::set<std::string_view> empty = {"meta", "br", "hr", "img", "link", "!doctype", "!DOCTYPE"};
  std::vector<std::string> open;
  for (std::size_t at = html.find('<'); at != std::string_view::npos; at = html.find('<', at + 1)) {
    const bool closes = html[at + 1] == '/';
    const std::size_t begin = at + (closes ? 2 : 1);
    const std::string name(html.substr(begin, html.find_first_of(" \n>", begin) - begin));
    if (empty.contains(name)) continue;
    if (!closes) {
      open.push_back(name);
      if (name == "style") at = html.find("</style", at) - 1;
    } else if (open.empty() || open.back() != name) {
      return {"</" + name};
    } else {
      open.pop_back();
    }
  }
  return open;
}

constexpr std::string_view heavy =
    R"({"now": "2025-03-10T10:00:00Z", "remark": "<b>", "lines": [{"id": "<i>&\"", "weight": 9}, {"id": "b", "weight": 1}]})";
constexpr std::string_view light = R"({"now": "2025-03-10T10:00:00Z", "remark": "", "lines": []})";
constexpr std::string_view many =
    R"({"now": "2025-03-10T10:00:00Z", "remark": "", "lines": [{"id": "1", "weight": 1}, {"id": "2", "weight": 1},
        {"id": "3", "weight": 1}, {"id": "4", "weight": 1}]})";

}  // namespace

TEST_CASE("every tag of the page is closed") {
  for (const std::string_view facts : {heavy, light, many, std::string_view("nonsense")}) {
    for (const std::string_view decision : {"may", "both"}) CHECK(unbalanced(page(decision, facts)).empty());
  }
}

TEST_CASE("facts and messages are text") {
  const std::string html = page("may", heavy);
  CHECK(html.find("<b>") == std::string::npos);
  CHECK(html.find("<i>") == std::string::npos);
  CHECK(html.find("&lt;b&gt;") != std::string::npos);
}

TEST_CASE("a definition is opened once, and later uses lead there") {
  const std::string html = page("both", heavy);
  const std::size_t first = html.find("id=\"definition-0\"");
  REQUIRE(first != std::string::npos);
  CHECK(html.find("id=\"definition-0\"", first + 1) == std::string::npos);
  for (std::size_t at = html.find("href=\"#"); at != std::string::npos; at = html.find("href=\"#", at + 1)) {
    const std::size_t begin = at + 7;
    const std::string id = html.substr(begin, html.find('"', begin) - begin);
    INFO(id);
    CHECK(html.find("id=\"" + id + "\"") != std::string::npos);
  }
}

TEST_CASE("rejected facts are explained by the condition that refuses them") {
  const std::string html = page("may", many);
  CHECK(html.find("require few") != std::string::npos);
  CHECK(html.find("size(lines) &lt; 4") != std::string::npos);
}
