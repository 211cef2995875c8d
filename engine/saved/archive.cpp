#include "engine/saved/archive.hpp"

#include "engine/facts/json_index.hpp"
#include "engine/saved/fields_model.hpp"

namespace writ::saved {
namespace {

bool is_right(const std::vector<time::Calendar::Range>& ranges) {
  for (const auto& [first, last] : ranges) {
    if (first < time::first_date || first > last || last > time::last_date) return false;
  }
  return true;
}

}  // namespace

std::string_view Reader::next_text() {
  const std::string_view text = rest_.substr(0, count());
  rest_.remove_prefix(text.size());
  if (is_utf8(text)) return text;
  fail("a text in it is not UTF-8");
  return {};
}

void Reader::get(std::shared_ptr<const time::Zone>& zone) {
  const std::string_view name = next_text();
  if (name.empty()) return;
  zone = time::Zone::find(name);
  if (zone == nullptr) fail("this machine knows no time zone " + std::string(name));
}

void Reader::get(std::shared_ptr<const time::Calendar>& calendar) {
  bool there = false;
  get(there);
  if (!there) return;
  time::Calendar::Rules rules;
  get(rules);
  if (!is_right(rules.holidays) || !is_right(rules.workdays) || !is_right(rules.covers)) {
    fail("a calendar has days that there are not");
    return;
  }
  calendar = std::make_shared<const time::Calendar>(std::move(rules));
}

void Reader::get(std::shared_ptr<const Pattern>& pattern) {
  std::string error;
  pattern = Pattern::compile(next_text(), error);
  if (pattern == nullptr) fail("a pattern in it is none");
}

}  // namespace writ::saved
