// Diagnostics for programs: JSON, SARIF 2.1.0, GitHub annotations.

#include <fmt/format.h>

#include <algorithm>

#include "grammar/render.hpp"
#include "grammar/unicode.hpp"

namespace writ {
namespace {

std::string quoted(std::string_view text) {
  std::string result = "\"";
  for (std::size_t at = 0; at < text.size();) {
    const CodePoint point = decode(text, at);
    at += point.bytes;
    switch (point.value) {
      case U'"': result += "\\\""; break;
      case U'\\': result += "\\\\"; break;
      case U'\n': result += "\\n"; break;
      case U'\r': result += "\\r"; break;
      case U'\t': result += "\\t"; break;
      default:
        if (point.value < 0x20 || point.value == 0x7F) {
          result += fmt::format("\\u{:04x}", static_cast<std::uint32_t>(point.value));
        } else {
          append_utf8(result, point.value);
        }
    }
  }
  return result + '"';
}

std::string place_members(Span place, const SourceSet& sources) {
  const Source& source = sources[place.file];
  const Position begin = source.position(place.begin);
  const Position end = source.position(place.end);
  return fmt::format(R"("file":{},"line":{},"column":{},"end_line":{},"end_column":{},"begin":{},"end":{})",
                     quoted(source.name()), begin.line, begin.column, end.line, end.column, place.begin, place.end);
}

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

std::string with_help(const Diagnostic& diagnostic) {
  std::string result = diagnostic.message;
  for (const std::string& help : diagnostic.help) result += "\nhelp: " + help;
  return result;
}

std::string escaped(std::string_view text, bool property) {
  std::string result;
  for (const char c : text) {
    if (c == '%') {
      result += "%25";
    } else if (c == '\r') {
      result += "%0D";
    } else if (c == '\n') {
      result += "%0A";
    } else if (property && c == ':') {
      result += "%3A";
    } else if (property && c == ',') {
      result += "%2C";
    } else {
      result += c;
    }
  }
  return result;
}

}  // namespace

std::string render_json(const Diagnostic& diagnostic, const SourceSet& sources) {
  std::string result = fmt::format(R"({{"code":"{}","severity":"{}","message":{},{},"label":{},"labels":[)",
                                   id(diagnostic.code), word(severity(diagnostic.code)), quoted(diagnostic.message),
                                   place_members(diagnostic.place, sources), quoted(diagnostic.label));
  std::string_view comma = "";
  for (const Label& label : diagnostic.labels) {
    result += fmt::format(R"({}{{{},"text":{}}})", comma, place_members(label.place, sources), quoted(label.text));
    comma = ",";
  }
  result += R"(],"help":[)";
  comma = "";
  for (const std::string& help : diagnostic.help) {
    result += fmt::format("{}{}", comma, quoted(help));
    comma = ",";
  }
  result += "]";
  if (diagnostic.fix) {
    result += fmt::format(R"(,"fix":{{{},"replacement":{}}})", place_members(diagnostic.fix->place, sources),
                          quoted(diagnostic.fix->replacement));
  }
  return result + "}";
}

std::string render_sarif(const Diagnostics& diagnostics, const SourceSet& sources, std::string_view version) {
  std::vector<Code> codes;
  for (const Diagnostic& diagnostic : diagnostics) codes.push_back(diagnostic.code);
  std::sort(codes.begin(), codes.end());
  codes.erase(std::unique(codes.begin(), codes.end()), codes.end());

  std::string rules;
  for (const Code code : codes) {
    rules += fmt::format(R"({}{{"id":"{}","name":"{}","shortDescription":{{"text":{}}}}})", rules.empty() ? "" : ",",
                         id(code), name(code), quoted(title(code)));
  }
  std::string results;
  for (const Diagnostic& diagnostic : diagnostics) {
    std::string related;
    for (const Label& label : diagnostic.labels) {
      related += fmt::format(R"({}{{{},"message":{{"text":{}}}}})", related.empty() ? "" : ",",
                             sarif_place(label.place, sources), quoted(label.text));
    }
    results += fmt::format(
        R"({}{{"ruleId":"{}","ruleIndex":{},"level":"{}","message":{{"text":{}}},"locations":[{{{}}}])",
        results.empty() ? "" : ",", id(diagnostic.code),
        std::lower_bound(codes.begin(), codes.end(), diagnostic.code) - codes.begin(), word(severity(diagnostic.code)),
        quoted(with_help(diagnostic)), sarif_place(diagnostic.place, sources));
    if (!related.empty()) results += fmt::format(R"(,"relatedLocations":[{}])", related);
    if (diagnostic.fix) {
      results += fmt::format(
          R"(,"fixes":[{{"artifactChanges":[{{"artifactLocation":{{"uri":{}}},"replacements":[{{"deletedRegion":{},"insertedContent":{{"text":{}}}}}]}}]}}])",
          quoted(sources[diagnostic.fix->place.file].name()), sarif_region(diagnostic.fix->place, sources),
          quoted(diagnostic.fix->replacement));
    }
    results += "}";
  }
  return fmt::format(
      R"({{"$schema":"https://json.schemastore.org/sarif-2.1.0.json","version":"2.1.0","runs":[{{"tool":{{"driver":{{"name":"writ","version":{},"rules":[{}]}}}},"columnKind":"unicodeCodePoints","results":[{}]}}]}})",
      quoted(version), rules, results);
}

std::string render_github(const Diagnostic& diagnostic, const SourceSet& sources) {
  const Source& source = sources[diagnostic.place.file];
  const Position begin = source.position(diagnostic.place.begin);
  const Position end = source.position(diagnostic.place.end);
  const Severity how_bad = severity(diagnostic.code);
  return fmt::format("::{} file={},line={},endLine={},col={},endColumn={},title={}::{}",
                     how_bad == Severity::note ? "notice" : word(how_bad), escaped(source.name(), true), begin.line,
                     end.line, begin.column, std::max(end.column, begin.column + (begin.line == end.line ? 1 : 0)),
                     id(diagnostic.code), escaped(with_help(diagnostic), false));
}

}  // namespace writ
