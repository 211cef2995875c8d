#include "grammar/parse.hpp"
#include "grammar/print.hpp"

namespace writ {
Formatted format(const Source& source, const syntax::File& file) {
  SourceSet printed;
  const FileId id = printed.add(source.name(), print(source, file));
  const std::string_view text = printed[id].text();
  if (text.empty()) return {{}, "its words are not found again in its text"};
  const Parsed again = parse(printed, id);
  if (has_errors(again.diagnostics)) return {{}, "what is printed does not parse"};
  if (!same_tree({source, file}, {printed[id], again.file})) return {{}, "what is printed says something else"};
  if (print(printed[id], again.file) != text) return {{}, "printed twice it changes again"};
  return {std::string(text), {}};
}

}  // namespace writ
