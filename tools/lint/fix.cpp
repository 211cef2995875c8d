#include "tools/lint/fix.hpp"

#include <algorithm>
#include <map>
#include <set>

#include "tools/lint/run.hpp"
#include "tools/lint/table.hpp"

namespace writ::lint {
namespace {

/// More rounds than edits that make room for others are ever nested.
constexpr int most_rounds = 20;

struct Change {
  std::string lint, fingerprint;
  std::vector<Fix> fixes;
};

std::vector<NamedText> with(std::vector<NamedText> texts, const std::vector<Change>& changes) {
  std::vector<const Fix*> fixes;
  for (const Change& change : changes) {
    for (const Fix& fix : change.fixes) fixes.push_back(&fix);
  }
  // From the end on, so that the places of the others stay.
  std::ranges::sort(fixes, [](const Fix* a, const Fix* b) { return a->place.begin > b->place.begin; });
  for (const Fix* fix : fixes) {
    texts[fix->place.file].text.replace(fix->place.begin, fix->place.end - fix->place.begin, fix->replacement);
  }
  return texts;
}

/// Places that are taken already, none of which meets another.
class Taken {
 public:
  /// Takes the places of all these edits, or of none where one meets another.
  bool take(const std::vector<Fix>& fixes) {
    std::vector<Places::iterator> added;
    for (const Fix& fix : fixes) {
      if (is_free(fix.place)) {
        added.push_back(places_.emplace(std::pair(fix.place.file, fix.place.begin), fix.place.end).first);
      } else {
        for (const auto& place : added) places_.erase(place);
        return false;
      }
    }
    return true;
  }

 private:
  using Places = std::map<std::pair<FileId, std::uint32_t>, std::uint32_t>;  // To the end of each.

  /// Two that begin at one point would have no order.
  bool is_free(Span place) const {
    const auto after = places_.lower_bound({place.file, place.begin});
    if (after != places_.end() && after->first.first == place.file &&
        (after->first.second == place.begin || after->first.second < place.end)) {
      return false;
    }
    return after == places_.begin() || std::prev(after)->first.first != place.file ||
           std::prev(after)->second <= place.begin;
  }

  Places places_;
};

class Mender {
 public:
  Mender(std::vector<NamedText> texts, const Settings& settings, std::optional<std::int32_t> today,
         const Wanted& wanted, const Limits& limits)
      : settings_(settings), today_(today), wanted_(wanted), limits_(limits) {
    mended_.texts = std::move(texts);
  }

  Mended run() {
    Loaded loaded = load(mended_.texts, {}, {}, limits_);
    for (int round = 0; loaded.model != nullptr; ++round) {
      const std::vector<Change> changes = changes_of(loaded);
      mended_.stopped = round == most_rounds && !changes.empty();
      if (changes.empty() || mended_.stopped) break;
      Loaded next = load(with(mended_.texts, changes), {}, {}, limits_);
      if (next.model != nullptr) {
        take(with(mended_.texts, changes), changes);
      } else {
        next = one_by_one(changes);
      }
      loaded = std::move(next);
    }
    return std::move(mended_);
  }

 private:
  /// What can be done at once.
  std::vector<Change> changes_of(const Loaded& loaded) const {
    const Subject subject{*loaded.sources, *loaded.files, *loaded.model, settings_, today_, limits_};
    const Findings findings = lint::run(subject);
    const std::vector<std::string> known_as = fingerprints(subject, findings);
    std::vector<Change> changes;
    Taken taken;
    for (std::size_t i = 0; i < findings.size(); ++i) {
      const Finding& finding = findings[i];
      if (finding.fixes.empty() || refused_.contains(known_as[i]) || !wanted_(finding, known_as[i])) continue;
      if (!changes_anything(finding.fixes, *loaded.sources) || !taken.take(finding.fixes)) continue;
      changes.push_back({std::string(row(finding.lint).id), known_as[i], finding.fixes});
    }
    return changes;
  }

  static bool changes_anything(const std::vector<Fix>& fixes, const SourceSet& sources) {
    return std::ranges::any_of(fixes, [&](const Fix& fix) { return sources.text(fix.place) != fix.replacement; });
  }

  void take(std::vector<NamedText> texts, const std::vector<Change>& changes) {
    mended_.texts = std::move(texts);
    for (const Change& change : changes) mended_.done.push_back(change.lint);
  }

  /// Together they do not check: each is tried beside those that do.
  Loaded one_by_one(const std::vector<Change>& changes) {
    std::vector<Change> kept;
    for (const Change& change : changes) {
      kept.push_back(change);
      if (load(with(mended_.texts, kept), {}, {}, limits_).model != nullptr) continue;
      kept.pop_back();
      refused_.insert(change.fingerprint);
      mended_.failed.push_back(change.lint);
    }
    take(with(mended_.texts, kept), kept);
    return load(mended_.texts, {}, {}, limits_);
  }

  const Settings& settings_;
  std::optional<std::int32_t> today_;
  const Wanted& wanted_;
  const Limits& limits_;
  Mended mended_;
  std::set<std::string> refused_;
};

}  // namespace

Mended mend(std::vector<NamedText> texts, const Settings& settings, std::optional<std::int32_t> today,
            const Wanted& wanted, const Limits& limits) {
  return Mender(std::move(texts), settings, today, wanted, limits).run();
}

}  // namespace writ::lint
