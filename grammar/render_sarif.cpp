// What is told, as SARIF 2.1.0.

#include <fmt/format.h>

#include <algorithm>
#include <map>

#include "grammar/render.hpp"
#include "grammar/render_words.hpp"

namespace writ {
namespace {

std::string region(Span place, const SourceSet& sources) {
  const Position begin = sources[place.file].position(place.begin);
  const Position end = sources[place.file].position(place.end);
  return fmt::format(R"({{"startLine":{},"startColumn":{},"endLine":{},"endColumn":{}}})", begin.line, begin.column,
                     end.line, end.column);
}

/// A path as a URI reference: relative as it stands, or one of a file.
std::string uri(std::string_view path) {
  std::string result = path.starts_with('/') ? "file://" : "";
  for (const char c : path) {
    const bool plain = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
                       std::string_view("-._~/@!$&'()*+,;=").find(c) != std::string_view::npos;
    if (plain) {
      result += c;
    } else {
      result += fmt::format("%{:02X}", static_cast<unsigned char>(c));
    }
  }
  return result;
}

std::string artifact(FileId file, const SourceSet& sources) {
  return fmt::format(R"("artifactLocation":{{"uri":{}}})", quoted(uri(sources[file].name())));
}

std::string physical(Span place, const SourceSet& sources) {
  return fmt::format(R"("physicalLocation":{{{},"region":{}}})", artifact(place.file, sources), region(place, sources));
}

/// Objects with a comma between.
class Objects {
 public:
  void add(std::string_view object) {
    if (!text_.empty()) text_ += ',';
    text_ += object;
  }
  const std::string& text() const { return text_; }

 private:
  std::string text_;
};

std::string rule_object(const ToldRule& rule) {
  std::string result = fmt::format(R"({{"id":{},"name":{},"shortDescription":{{"text":{}}})", quoted(rule.id),
                                   quoted(rule.name), quoted(rule.summary));
  if (!rule.page.empty()) result += fmt::format(R"(,"help":{{"text":{}}})", quoted("see " + rule.page));
  return result + fmt::format(R"(,"defaultConfiguration":{{"level":"{}"}}}})", word(rule.severity));
}

/// All edits are one fix; those of a file stand together.
std::string fix_object(const Told& told, const SourceSet& sources) {
  std::map<FileId, Objects> files;
  for (const Fix& fix : told.fixes) {
    files[fix.place.file].add(fmt::format(R"({{"deletedRegion":{},"insertedContent":{{"text":{}}}}})",
                                          region(fix.place, sources), quoted(fix.replacement)));
  }
  Objects changes;
  for (const auto& [file, replacements] : files) {
    changes.add(fmt::format(R"({{{},"replacements":[{}]}})", artifact(file, sources), replacements.text()));
  }
  const std::string what = told.help.empty() ? "mend this" : told.help.front();
  return fmt::format(R"({{"description":{{"text":{}}},"artifactChanges":[{}]}})", quoted(what), changes.text());
}

std::string result_object(const Told& told, std::size_t rule, const SourceSet& sources) {
  std::string result =
      fmt::format(R"({{"ruleId":{},"ruleIndex":{},"level":"{}","message":{{"text":{}}},"locations":[{{)",
                  quoted(told.id), rule, word(told.severity), quoted(with_help(told)));
  result += physical(told.place, sources);
  if (!told.subject.empty()) {
    result += fmt::format(R"(,"logicalLocations":[{{"fullyQualifiedName":{}}}])", quoted(told.subject));
  }
  result += "}]";
  Objects related;
  for (const Label& label : told.labels) {
    related.add(fmt::format(R"({{{},"message":{{"text":{}}}}})", physical(label.place, sources), quoted(label.text)));
  }
  if (!told.labels.empty()) result += fmt::format(R"(,"relatedLocations":[{}])", related.text());
  if (!told.fingerprint.empty()) {
    result += fmt::format(R"(,"partialFingerprints":{{"writ/v1":{}}})", quoted(told.fingerprint));
  }
  if (!told.fixes.empty()) result += fmt::format(R"(,"fixes":[{}])", fix_object(told, sources));
  return result + "}";
}

std::string notification_object(const Told& told) {
  return fmt::format(R"({{"level":"{}","message":{{"text":{}}}}})", word(told.severity), quoted(with_help(told)));
}

}  // namespace

std::string render_sarif(std::span<const Told> all, std::span<const ToldRule> rules, const SourceSet& sources,
                         std::string_view version) {
  Objects rule_objects;
  std::map<std::string_view, std::size_t> index;
  for (const ToldRule& rule : rules) {
    index.emplace(rule.id, index.size());
    rule_objects.add(rule_object(rule));
  }
  Objects results, notifications;
  bool successful = true;
  for (const Told& told : all) {
    if (told.id.empty()) {
      notifications.add(notification_object(told));
      successful &= told.severity != Severity::error;
    } else {
      results.add(result_object(told, index[told.id], sources));
    }
  }
  // What has no id is about the run, and no result of a rule.
  const std::string invocations =
      notifications.text().empty()
          ? ""
          : fmt::format(R"("invocations":[{{"executionSuccessful":{},"toolExecutionNotifications":[{}]}}],)",
                        successful, notifications.text());
  return fmt::format(
      R"({{"$schema":"https://json.schemastore.org/sarif-2.1.0.json","version":"2.1.0","runs":[{{"tool":{{"driver":{{"name":"writ","version":{},"rules":[{}]}}}},{}"columnKind":"unicodeCodePoints","results":[{}]}}]}})",
      quoted(version), rule_objects.text(), invocations, results.text());
}

}  // namespace writ
