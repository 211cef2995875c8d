// What is missing between sources, rules and tests.

#include <fmt/format.h>

#include <algorithm>
#include <optional>
#include <unordered_map>

#include "tools/documents/clause_map.hpp"

namespace writ::documents {
namespace {

/// Past so many anchors none is suggested for one that is not there: looking through them for each takes too long.
constexpr std::size_t most_suggested_from = 5'000;
constexpr std::size_t most_labels = 3;

class Finder {
 public:
  explicit Finder(ClauseMap& map) : map_(map) {}

  void find() {
    for (const MappedSource& source : map_.sources) {
      if (!source.problem.empty()) {
        unreadable(source);
      } else if (source.text.clauses.empty()) {
        without_clauses(source);
      } else {
        find_in(source);
      }
      if (source.text.unclosed) unclosed(*source.text.unclosed);
    }
    std::ranges::stable_sort(map_.findings, [](const Diagnostic& a, const Diagnostic& b) {
      return a.place.file != b.place.file ? a.place.file < b.place.file : a.place.begin < b.place.begin;
    });
  }

 private:
  const model::SourceDocument& declaration(const CitedAs& cited) const {
    return map_.model->files[cited.file].sources[cited.source];
  }

  Diagnostic& report(Code code, Span place, std::string message) {
    map_.findings.push_back({code, place, std::move(message), {}, {}, {}, {}});
    return map_.findings.back();
  }

  void unreadable(const MappedSource& source) {
    for (const CitedAs& cited : source.cited_as) {
      report(Code::source_unreadable, declaration(cited).span,
             fmt::format("the source `{}` cannot be read: {}", source.path, source.problem))
          .help.push_back("a source is a Markdown file in UTF-8, by its path from the rule file");
    }
  }

  void without_clauses(const MappedSource& source) {
    for (const CitedAs& cited : source.cited_as) {
      Diagnostic& found = report(Code::source_without_clauses, declaration(cited).span,
                                 fmt::format("the source `{}` has no clause that could be cited", source.path));
      found.help.push_back("begin each clause on a line of its own with its anchor, such as `[1.5a]`");
      if (source.text.misplaced.empty()) continue;
      found.labels.push_back({source.text.misplaced.front().place, "an anchor stands at the start of a line"});
    }
  }

  void find_in(const MappedSource& source) {
    std::unordered_map<std::string_view, std::size_t> first;
    const auto& clauses = source.text.clauses;
    for (std::size_t i = 0; i < clauses.size(); ++i) {
      const auto [found, added] = first.try_emplace(clauses[i].anchor, i);
      if (!added) {
        twice(clauses[i], clauses[found->second]);
      } else if (source.clauses[i].rules.empty()) {
        if (!clauses[i].note) uncited(source, clauses[i]);
      } else if (source.clauses[i].tests.empty()) {
        untested(clauses[i], source.clauses[i]);
      }
    }
    for (const CitedAs& cited : source.cited_as) find_unknown(source, cited, first);
    for (const SourceText::Misplaced& misplaced : source.text.misplaced) {
      report(Code::anchor_misplaced, misplaced.place, fmt::format("`[{}]` begins no clause here", misplaced.anchor))
          .help.push_back(
              "an anchor stands at the start of a line, with neither a mark before it nor a colon behind it");
    }
  }

  void unclosed(const SourceText::Unclosed& found) {
    report(Code::source_unclosed, found.place,
           fmt::format("this {} runs to the end of the source: nothing in it is a clause",
                       found.is_comment ? "comment" : "block of code"))
        .help.push_back(found.is_comment ? "end it with `-->`" : "end it with a line of the same signs");
  }

  void twice(const Clause& clause, const Clause& earlier) {
    Diagnostic& found =
        report(Code::anchor_twice, clause.place, fmt::format("this source has a clause `{}` already", clause.anchor));
    found.labels.push_back({earlier.place, "the first, which citations mean"});
  }

  void uncited(const MappedSource& source, const Clause& clause) {
    Diagnostic& found =
        report(Code::clause_uncited, clause.place, fmt::format("no rule cites clause `{}`", clause.anchor));
    const std::string name = source.cited_as.empty() ? std::string() : declaration(source.cited_as.front()).name;
    found.help.push_back(
        fmt::format("cite it in the rule that says it, `cite {} \"{}\"`, or mark it `[{} note]` if it "
                    "is not normative",
                    name, clause.anchor, clause.anchor));
  }

  void untested(const Clause& clause, const MappedClause& mapped) {
    Diagnostic& found = report(Code::clause_untested, clause.place,
                               fmt::format("no test exercises a rule that cites clause `{}`", clause.anchor));
    for (std::size_t i = 0; i < std::min(most_labels, mapped.rules.size()); ++i) {
      found.labels.push_back({rule_place(*map_.model, mapped.rules[i].rule), "cites it"});
    }
  }

  void find_unknown(const MappedSource& source, const CitedAs& cited,
                    const std::unordered_map<std::string_view, std::size_t>& anchors) {
    const auto check = [&](const std::vector<model::Citation>& citations) {
      for (const model::Citation& citation : citations) {
        if (citation.source == cited.source && !anchors.contains(citation.anchor)) unknown(source, citation);
      }
    };
    for (const model::Decision& decision : map_.model->decisions) {
      if (decision.file != cited.file) continue;
      for (const model::Rule& rule : decision.rules) check(rule.cite);
      if (decision.otherwise) check(decision.otherwise->cite);
      for (const model::Also& also : decision.alsos) check(also.cite);
    }
  }

  void unknown(const MappedSource& source, const model::Citation& citation) {
    Diagnostic& found = report(Code::unknown_clause, citation.span,
                               fmt::format("`{}` has no clause `{}`", source.path, citation.anchor));
    const auto same = [&](const SourceText::Misplaced& misplaced) { return misplaced.anchor == citation.anchor; };
    const auto misplaced = std::ranges::find_if(source.text.misplaced, same);
    if (misplaced != source.text.misplaced.end()) {
      found.labels.push_back({misplaced->place, "an anchor stands at the start of a line"});
      return;
    }
    if (const auto near = near_anchor(source, citation.anchor)) {
      found.help.push_back(fmt::format("did you mean `{}`?", *near));
      found.fix = Fix{citation.span, fmt::format("\"{}\"", *near)};
    }
  }

  /// `1.5a` for `1.5`, before those that are as near by their letters, such as `1.2`.
  static std::optional<std::string_view> near_anchor(const MappedSource& source, std::string_view written) {
    if (source.text.clauses.size() > most_suggested_from) return std::nullopt;
    std::vector<std::string_view> anchors;
    for (const Clause& clause : source.text.clauses) {
      if (!written.empty() && clause.anchor.starts_with(written)) return clause.anchor;
      anchors.push_back(clause.anchor);
    }
    return near_miss(written, anchors);
  }

  ClauseMap& map_;
};

}  // namespace

void find_gaps(ClauseMap& map) { Finder(map).find(); }

}  // namespace writ::documents
