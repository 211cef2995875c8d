#include "grammar/parse.hpp"
#include "grammar/print.hpp"

namespace writ {

namespace {

/// A comment about its line keeps that line as it is. Where several declarations shared the line, they have lines of
/// their own afterwards, and only then is seen which of them is as it is.
constexpr int most_rounds = 4;

}  // namespace

Formatted format(const Source& source, const syntax::File& file, const Limits& limits) {
  SourceSet printed;
  FileId id = printed.add(source.name(), print(source, file));
  for (int round = 1;; ++round) {
    if (printed[id].text().empty()) return {{}, "its words are not found again in its text"};
    const Parsed again = parse(printed, id, limits);
    if (has_errors(again.diagnostics)) return {{}, "what is printed does not parse"};
    if (!same_tree({source, file}, {printed[id], again.file})) return {{}, "what is printed says something else"};
    std::string next = print(printed[id], again.file);
    if (next == printed[id].text()) return {std::move(next), {}};
    if (round == most_rounds) return {{}, "printed again it changes again"};
    id = printed.add(source.name(), std::move(next));
  }
}

}  // namespace writ
