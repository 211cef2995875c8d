#include "tools/lint/baseline.hpp"

#include <algorithm>
#include <tuple>

#include "engine/facts/json_index.hpp"
#include "engine/facts/json_scalars.hpp"
#include "engine/facts/json_writer.hpp"
#include "engine/facts/tokens.hpp"
#include "tools/lint/settings.hpp"

namespace writ::lint {
namespace {

/// Members that are not known are passed over: a later version may write more.
class Reader {
 public:
  Reader(std::string_view text, const JsonIndex& index) : tokens_(text, index) {}

  /// False where it is no baseline.
  bool read(std::vector<BaselineEntry>& entries) {
    bool has_version = false;
    bool has_findings = false;
    const bool well = object([&](std::string_view name) {
      if (name == "version") {
        has_version = tokens_.token() == "1";
        return has_version && tokens_.skip();
      }
      if (name != "findings") return tokens_.skip();
      has_findings = true;
      return list([&] {
        entries.emplace_back();
        return entry(entries.back());
      });
    });
    return well && has_version && has_findings && tokens_.ended();
  }

 private:
  template <typename Read>
  bool object(Read read) {
    if (!take('{')) return false;
    if (take('}')) return true;
    do {
      std::string name;
      if (!text(name) || !take(':') || !read(std::string_view(name))) return false;
    } while (take(','));
    return take('}');
  }

  template <typename Read>
  bool list(Read read) {
    if (!take('[')) return false;
    if (take(']')) return true;
    do {
      if (!read()) return false;
    } while (take(','));
    return take(']');
  }

  bool entry(BaselineEntry& entry) {
    const bool well = object([&](std::string_view name) {
      if (name == "fingerprint") return text(entry.fingerprint);
      if (name == "lint") return text(entry.lint);
      if (name == "subject") return text(entry.subject);
      if (name == "file") return text(entry.file);
      if (name == "message") return text(entry.message);
      return tokens_.skip();
    });
    return well && !entry.fingerprint.empty();
  }

  bool take(char c) {
    if (tokens_.ended() || tokens_.peek() != c) return false;
    tokens_.advance();
    return true;
  }

  bool text(std::string& out) {
    if (tokens_.ended() || !tokens_.at_text()) return false;
    const std::string_view raw = tokens_.raw_text();
    out.resize(raw.size());
    const std::size_t size = json::unescape(raw, out.data());
    if (size == json::bad_escape) return false;
    out.resize(size);
    tokens_.advance();
    return true;
  }

  Tokens tokens_;
};

}  // namespace

Baseline read_baseline(std::string_view text) {
  Baseline baseline;
  std::string padded(text);
  padded.resize(text.size() + json_padding);
  const std::string_view whole = std::string_view(padded).substr(0, text.size());
  JsonIndex index;
  if (index.index(whole) != JsonIndex::Error::none) {
    baseline.error = "it is no JSON";
  } else if (!Reader(whole, index).read(baseline.entries)) {
    baseline.error = "it is no baseline of this version";
    baseline.entries.clear();
  }
  return baseline;
}

std::string write_baseline(std::vector<BaselineEntry> entries) {
  std::ranges::sort(entries, [](const BaselineEntry& a, const BaselineEntry& b) {
    return std::tie(a.file, a.subject, a.lint, a.fingerprint, a.message) <
           std::tie(b.file, b.subject, b.lint, b.fingerprint, b.message);
  });
  std::string text = "{\"version\": 1, \"findings\": [";
  std::string_view separator = "\n  ";
  for (const BaselineEntry& entry : entries) {
    JsonWriter json;
    json.begin_object();
    json.member("file", entry.file);
    json.member("subject", entry.subject);
    json.member("lint", entry.lint);
    json.member("message", entry.message);
    json.member("fingerprint", entry.fingerprint);
    json.end_object();
    text.append(separator).append(json.take());
    separator = ",\n  ";
  }
  return text + (entries.empty() ? "]}\n" : "\n]}\n");
}

std::vector<BaselineEntry> entries_of(const Subject& subject, const Findings& findings,
                                      const std::vector<std::string>& fingerprints) {
  std::vector<BaselineEntry> entries;
  for (std::size_t i = 0; i < findings.size(); ++i) {
    const Finding& finding = findings[i];
    entries.push_back({.fingerprint = fingerprints[i],
                       .lint = std::string(row(finding.lint).id),
                       .subject = finding.subject,
                       .file = subject.settings.seen(subject.sources[finding.place.file].name()),
                       .message = finding.message});
  }
  return entries;
}

}  // namespace writ::lint
