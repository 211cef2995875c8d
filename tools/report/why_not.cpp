#include "tools/report/why_not.hpp"

#include "tools/report/html.hpp"

namespace writ {
namespace {

/// `actor.account_type is main or customer_service_sub, and not warehouse_sub`
std::string words_of(const WhyNot::Change& change) {
  std::string words = change.path + " is ";
  for (std::size_t i = 0; i < change.to.size(); ++i) {
    if (i > 0) words += i + 1 == change.to.size() ? " or " : ", ";
    words += change.to[i].text;
  }
  return words + " (not " + change.from.text + ")";
}

std::string all_of(const std::vector<WhyNot::Change>& changes, std::string_view joined_by) {
  std::string words;
  for (const WhyNot::Change& change : changes) {
    if (!words.empty()) words += joined_by;
    words += words_of(change);
  }
  return words;
}

std::string words_of(const WhyNot::Remedy& remedy) {
  std::string words = remedy.from ? "from " + remedy.from->text + ", if " : "now, if ";
  return words + all_of(remedy.changes, " and ");
}

std::string words_of(const WhyNot::Obstacle& obstacle) {
  constexpr std::size_t most_told = 4;
  std::string words;
  if (obstacle.lifts_at) words = "time lifts it at " + obstacle.lifts_at->text;
  for (std::size_t i = 0; i < obstacle.changes.size() && i < most_told; ++i) {
    words += words.empty() ? "the caller can: it lifts if " : "; or if ";
    words += words_of(obstacle.changes[i]);
  }
  if (obstacle.changes.size() > most_told) {
    words += "; and " + std::to_string(obstacle.changes.size() - most_told) + " more ways";
  }
  if (!words.empty()) return words;
  if (obstacle.kind == WhyNot::Obstacle::Kind::caller) return "only several changes together lift it";
  return "no one change of the caller's lifts it, nor does time";
}

/// What permits, a sentence each.
std::vector<std::string> ways(const WhyNot& why_not) {
  std::vector<std::string> found;
  if (why_not.permitted_at) found.push_back("from " + why_not.permitted_at->text + ", if nothing but time changes");
  for (const WhyNot::Remedy& remedy : why_not.remedies) found.push_back(words_of(remedy));
  if (found.empty()) {
    found.emplace_back(why_not.not_all_tried ? "nothing that was tried: there is too much to try it all"
                                             : "no change that was tried, of up to three facts, nor time alone");
  }
  return found;
}

}  // namespace

void append_why_not_text(std::string& out, const WhyNot& why_not, std::string_view indent) {
  out.append(indent).append("what would permit it\n");
  for (const std::string& way : ways(why_not)) out.append(indent).append("  ").append(way).append("\n");
  out.append(indent).append("what stands in the way\n");
  for (const WhyNot::Obstacle& obstacle : why_not.obstacles) {
    out.append(indent).append("  ").append(obstacle.rule).append(": ").append(words_of(obstacle)).append("\n");
  }
}

void append_why_not_html(std::string& out, const WhyNot& why_not) {
  out += "<ul class=\"ways\">\n";
  for (const std::string& way : ways(why_not)) {
    out += "<li>";
    append_html(out, way);
    out += "</li>\n";
  }
  out += "</ul>\n<table>\n<thead><tr><th>What stands in the way</th><th>What lifts it</th></tr></thead>\n<tbody>\n";
  for (const WhyNot::Obstacle& obstacle : why_not.obstacles) {
    out += "<tr><td><code>";
    append_html(out, obstacle.rule);
    out += "</code></td><td>";
    append_html(out, words_of(obstacle));
    out += "</td></tr>\n";
  }
  out += "</tbody>\n</table>\n";
}

}  // namespace writ
