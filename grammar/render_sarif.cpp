// What is told, as SARIF 2.1.0.

#include <fmt/format.h>

#include <algorithm>
#include <map>

#include "grammar/render.hpp"
#include "grammar/render_words.hpp"

namespace writ {
namespace {

std::string sarif_region(Span place, const SourceSet& sources) {
  const Position begin = sources[place.file].position(place.begin);
  const Position end = sources[place.file].position(place.end);
  return fmt::format(R"({{"startLine":{},"startColumn":{},"endLine":{},"endColumn":{}}})", begin.line, begin.column,
                     end.line, end.column);
}

std::string sarif_place(Span place, const SourceSet& sources) {
  return fmt::format(R"("physicalLocation":{{"artifactLocation":{{"uri":{}}},"region":{}}})",
                     quoted(sources[place.file].name()), sarif_region(place, sources));
}

}  // namespace

std::string render_sarif(std::span<const Told> all, std::span<const ToldRule> rules, const SourceSet& sources,
                         std::string_view version) {
  std::string rule_objects;
  std::map<std::string_view, std::size_t> index;
  for (const ToldRule& rule : rules) {
    index.emplace(rule.id, index.size());
    rule_objects += fmt::format(R"({}{{"id":"{}","name":"{}","shortDescription":{{"text":{}}}}})",
                                rule_objects.empty() ? "" : ",", rule.id, rule.name, quoted(rule.summary));
  }
  std::string results;
  for (const Told& told : all) {
    std::string related;
    for (const Label& label : told.labels) {
      related += fmt::format(R"({}{{{},"message":{{"text":{}}}}})", related.empty() ? "" : ",",
                             sarif_place(label.place, sources), quoted(label.text));
    }
    results +=
        fmt::format(R"({}{{"ruleId":"{}","ruleIndex":{},"level":"{}","message":{{"text":{}}},"locations":[{{{}}}])",
                    results.empty() ? "" : ",", told.id, index[told.id], word(told.severity), quoted(with_help(told)),
                    sarif_place(told.place, sources));
    if (!related.empty()) results += fmt::format(R"(,"relatedLocations":[{}])", related);
    for (const Fix& fix : told.fixes) {
      results += fmt::format(
          R"(,"fixes":[{{"artifactChanges":[{{"artifactLocation":{{"uri":{}}},"replacements":[{{"deletedRegion":{},"insertedContent":{{"text":{}}}}}]}}]}}])",
          quoted(sources[fix.place.file].name()), sarif_region(fix.place, sources), quoted(fix.replacement));
    }
    results += "}";
  }
  return fmt::format(
      R"({{"$schema":"https://json.schemastore.org/sarif-2.1.0.json","version":"2.1.0","runs":[{{"tool":{{"driver":{{"name":"writ","version":{},"rules":[{}]}}}},"columnKind":"unicodeCodePoints","results":[{}]}}]}})",
      quoted(version), rule_objects, results);
}

}  // namespace writ
