#include "tools/lint/run.hpp"

#include <algorithm>
#include <map>
#include <tuple>

#include "tools/lint/allow.hpp"
#include "tools/lint/kept.hpp"
#include "tools/lint/walk.hpp"

namespace writ::lint {
namespace {

const std::string& name_of(const Subject& subject, FileId file) { return subject.sources[file].name(); }

bool is_told(const Subject& subject, const Finding& finding) {
  const std::string& file = name_of(subject, finding.place.file);
  return !subject.settings.excludes(file) && subject.settings.level(finding.lint, file) != Level::off;
}

/// FNV-1a: the same everywhere and for ever, as baselines need.
std::uint64_t hash(std::string_view text, std::uint64_t state = 0xcbf29ce484222325) {
  for (const char c : text) state = (state ^ static_cast<unsigned char>(c)) * 0x100000001b3;
  return state;
}

std::string hexadecimal(std::uint64_t value) {
  std::string text(16, '0');
  for (std::size_t i = text.size(); i-- > 0; value >>= 4) text[i] = "0123456789abcdef"[value & 15];
  return text;
}

}  // namespace

void settle(const Subject& subject, Findings& findings, const std::function<bool(Lint, FileId)>& looked_for) {
  std::erase_if(findings, [&](const Finding& finding) { return !is_told(subject, finding); });
  Allows allows(subject);
  std::erase_if(findings, [&](const Finding& finding) { return allows.allow(finding); });
  Findings of_allows;
  if (looked_for(Lint::lint_invalid_allow, 0)) of_allows = allows.mistakes();
  if (looked_for(Lint::lint_unused_allow, 0)) {
    allows.unused(
        [&](Lint lint, FileId file) {
          const std::string& name = name_of(subject, file);
          return looked_for(lint, file) && subject.settings.level(lint, name) != Level::off;
        },
        of_allows);
  }
  std::erase_if(of_allows, [&](const Finding& finding) { return !is_told(subject, finding); });
  std::ranges::move(of_allows, std::back_inserter(findings));

  for (Finding& finding : findings) {
    if (finding.subject.empty()) finding.subject = subject_at(subject, finding.place);
  }
  std::ranges::stable_sort(findings, [](const Finding& a, const Finding& b) {
    return std::tie(a.place.file, a.place.begin, a.place.end, a.lint, a.message) <
           std::tie(b.place.file, b.place.begin, b.place.end, b.lint, b.message);
  });
}

Findings run(const Subject& given) {
  Subject subject = given;
  if (!subject.kept) subject.kept = std::make_shared<Kept>();
  Findings findings;
  const auto is_run = [&](Lint lint) { return subject.settings.level(lint) != Level::off; };
  for (const Row& row : table()) {
    if (row.check != nullptr && is_run(row.lint)) row.check(subject, findings);
  }
  settle(subject, findings, [&](Lint lint, FileId) {
    return is_run(lint) && (row(lint).check != nullptr || row(lint).category == "lint");
  });
  return findings;
}

std::vector<std::string> fingerprints(const Subject& subject, const Findings& findings) {
  std::vector<std::string> found;
  std::map<std::uint64_t, std::size_t> met;
  for (const Finding& finding : findings) {
    std::string words = text_of(subject, finding.place);
    std::erase(words, ' ');
    std::uint64_t state = hash(row(finding.lint).id);
    state = hash(finding.subject, hash("\n", state));
    state = hash(words, hash("\n", state));
    const std::size_t times = ++met[state];
    found.push_back(hexadecimal(state) + (times > 1 ? "-" + std::to_string(times) : ""));
  }
  return found;
}

}  // namespace writ::lint
