// What is told, for programs: JSON lines and GitHub annotations.

#include <fmt/format.h>

#include <algorithm>

#include "grammar/render.hpp"
#include "grammar/render_words.hpp"

namespace writ {
namespace {

std::string place_members(Span place, const SourceSet& sources) {
  const Source& source = sources[place.file];
  const Position begin = source.position(place.begin);
  const Position end = source.position(place.end);
  return fmt::format(R"("file":{},"line":{},"column":{},"end_line":{},"end_column":{},"begin":{},"end":{})",
                     quoted(source.name()), begin.line, begin.column, end.line, end.column, place.begin, place.end);
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

std::string render_json(const Told& told, const SourceSet& sources) {
  std::string result = fmt::format(R"({{"code":{},"severity":"{}","message":{},{},"label":{},"labels":[)",
                                   told.id.empty() ? "null" : quoted(told.id), word(told.severity),
                                   quoted(told.message), place_members(told.place, sources), quoted(told.label));
  std::string_view comma = "";
  for (const Label& label : told.labels) {
    result += fmt::format(R"({}{{{},"text":{}}})", comma, place_members(label.place, sources), quoted(label.text));
    comma = ",";
  }
  result += R"(],"help":[)";
  comma = "";
  for (const std::string& help : told.help) {
    result += fmt::format("{}{}", comma, quoted(help));
    comma = ",";
  }
  result += R"(],"fixes":[)";
  comma = "";
  for (const Fix& fix : told.fixes) {
    result +=
        fmt::format(R"({}{{{},"replacement":{}}})", comma, place_members(fix.place, sources), quoted(fix.replacement));
    comma = ",";
  }
  result += "]";
  if (!told.subject.empty()) result += fmt::format(R"(,"subject":{})", quoted(told.subject));
  if (!told.fingerprint.empty()) result += fmt::format(R"(,"fingerprint":{})", quoted(told.fingerprint));
  return result + "}";
}

std::string render_github(const Told& told, const SourceSet& sources) {
  const Source& source = sources[told.place.file];
  const Position begin = source.position(told.place.begin);
  const Position end = source.position(told.place.end);
  return fmt::format("::{} file={},line={},endLine={},col={},endColumn={}{}::{}",
                     told.severity == Severity::note ? "notice" : word(told.severity), escaped(source.name(), true),
                     begin.line, end.line, begin.column,
                     std::max(end.column, begin.column + (begin.line == end.line ? 1 : 0)),
                     told.id.empty() ? "" : ",title=" + escaped(told.id, true), escaped(with_help(told), false));
}

}  // namespace writ
