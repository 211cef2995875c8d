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

bool is_blank(std::string_view text) { return text.find_first_not_of(" \t\r\n") == std::string_view::npos; }

/// Whether nothing stands between two places.
bool joins(std::string_view text, std::uint32_t from, std::uint32_t to) {
  return is_blank(text.substr(from, to - from));
}

/// Whether an edit takes a comment away, or what a comment speaks of: one inside it that it does not bring back, and,
/// where it leaves nothing of its lines, one behind it on its last line or on the line above.
bool touches_comment(const SourceSet& sources, const syntax::File& file, const Fix& fix) {
  const std::string_view text = sources[fix.place.file].text();
  const bool deletes = is_blank(fix.replacement);
  const auto line_of = [&](std::uint32_t at) {
    const auto before = at == 0 ? std::string_view::npos : text.rfind('\n', at - 1);
    return before == std::string_view::npos ? 0U : static_cast<std::uint32_t>(before + 1);
  };
  const std::uint32_t line = line_of(fix.place.begin);
  const bool from_begin = joins(text, line, fix.place.begin);
  // A deletion may take its line break with it.
  const bool takes_break = fix.place.end > 0 && fix.place.end <= text.size() && text[fix.place.end - 1] == '\n';
  const auto first = std::ranges::lower_bound(file.comments, line == 0 ? 0U : line_of(line - 1), {},
                                              [](const syntax::Comment& comment) { return comment.span.begin; });
  for (auto at = first; at != file.comments.end(); ++at) {
    const Span comment = at->span;
    if (comment.begin < fix.place.begin) {
      const bool alone = joins(text, line_of(comment.begin), comment.begin);
      const bool above = comment.end <= line && joins(text, comment.end, line);
      if (deletes && from_begin && alone && above) return true;
    } else if (comment.begin < fix.place.end) {
      if (fix.replacement.find(sources.text(comment)) == std::string::npos) return true;
    } else {
      const auto between = text.substr(fix.place.end, comment.begin - fix.place.end);
      return deletes && from_begin && !takes_break && is_blank(between) && between.find('\n') == std::string_view::npos;
    }
  }
  return false;
}

/// No machine takes a comment away: a person knows whether it still says something. One that allows nothing is itself
/// what is found.
void keep_comments(const Subject& subject, Finding& finding) {
  if (row(finding.lint).category == "lint") return;
  const bool touched = std::ranges::any_of(finding.fixes, [&](const Fix& fix) {
    const syntax::File* file = file_at(subject, fix.place.file);
    return file != nullptr && touches_comment(subject.sources, *file, fix);
  });
  if (touched) finding.fixes.clear();
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
    keep_comments(subject, finding);
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
