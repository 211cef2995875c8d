#include <fmt/format.h>

#include <algorithm>
#include <unordered_map>

#include "engine/value/names.hpp"
#include "grammar/harmless.hpp"
#include "grammar/unicode.hpp"
#include "tools/documents/clause_report.hpp"
#include "tools/report/columns.hpp"

namespace writ::documents {
namespace {

constexpr std::size_t gap = 2;
constexpr std::size_t least_text = 16;

std::string plural(std::size_t count, std::string_view word) {
  return fmt::format("{} {}{}", count, word, count == 1 ? "" : "s");
}

class Table {
 public:
  Table(const ClauseMap& map, const ClauseTextOptions& options) : map_(map), options_(options) {
    for (const model::Decision& decision : map.model->decisions) ++alike_[unqualified(decision.name)];
  }

  std::string take() {
    for (const MappedSource& source : map_.sources) add(source);
    return std::move(out_);
  }

 private:
  /// A rule and its decision; with the policy's name where another has a decision of that name.
  std::string label(RuleId rule) const {
    const model::Decision& decision = map_.model->decisions[rule.decision];
    std::string_view name = decision.name;
    const std::string& file = map_.model->files[decision.file].name;
    const std::size_t policy = file.rfind('.') + 1;
    name.remove_prefix(alike_.at(unqualified(decision.name)) > 1 ? policy : file.size() + 1);
    return fmt::format("{}.{}", name, rule_name(*map_.model, rule));
  }

  std::string tested(RuleId rule) const {
    const std::size_t tests = map_.exercises.tests_of(rule).size();
    return tests == 0 ? "no test" : plural(tests, "test");
  }

  static std::string first_paragraph(std::string_view text) {
    const auto all = paragraphs(text);
    return all.empty() ? std::string() : all.front();
  }

  static std::string anchor(const Clause& clause) { return clause.anchor + (clause.note ? " note" : ""); }

  void measure(const MappedSource& source) {
    anchor_width_ = 6;
    rule_width_ = 10;
    for (std::size_t i = 0; i < source.clauses.size(); ++i) {
      anchor_width_ = std::max(anchor_width_, display_width(anchor(source.text.clauses[i])));
      for (const CitingRule& rule : source.clauses[i].rules) {
        rule_width_ = std::max(rule_width_, display_width(label(rule.rule)));
      }
    }
    anchor_width_ = std::min<std::size_t>(anchor_width_, 16);
    const std::size_t others = gap + anchor_width_ + gap + gap + gap + tests_width_;
    const std::size_t room = options_.width > others ? options_.width - others : 0;
    const std::size_t most = room > least_text ? room - least_text : 0;
    rule_width_ = std::max<std::size_t>(10, std::min(rule_width_, most));
    text_width_ = std::max(least_text, room > rule_width_ ? room - rule_width_ : 0);
  }

  void add(const MappedSource& source) {
    if (!out_.empty()) out_ += '\n';
    out_ += tinted("1", source.path) + "\n";
    for (std::size_t i = 0; i < source.cited_as.size();) i = add_cited_as(source, i);
    if (!source.problem.empty()) {
      out_ += fmt::format("  {}\n", tinted("31", "cannot be read: " + source.problem));
      return;
    }
    if (source.clauses.empty()) {
      out_ += fmt::format("  {}\n", tinted("31", "no clause that could be cited"));
      return;
    }
    measure(source);
    for (std::size_t i = 0; i < source.clauses.size(); ++i) add(source.text.clauses[i], source.clauses[i]);
    add_counts(count_clauses(source));
  }

  /// The policies that cite it by one name. Gives the number of the next that has another.
  std::size_t add_cited_as(const MappedSource& source, std::size_t at) {
    const auto name = [&](const CitedAs& cited) -> const std::string& {
      return map_.model->files[cited.file].sources[cited.source].name;
    };
    const std::string& first = name(source.cited_as[at]);
    std::string line = fmt::format("  cited as `{}` in", first);
    for (; at < source.cited_as.size() && name(source.cited_as[at]) == first; ++at) {
      line += (line.ends_with(" in") ? " " : ", ") + map_.model->files[source.cited_as[at].file].name;
    }
    out_ += tinted("2", line) + "\n";
    return at;
  }

  void add(const Clause& clause, const MappedClause& mapped) {
    std::string line = fmt::format("  {}  {}  ", column(anchor(clause), anchor_width_),
                                   column(first_paragraph(clause.text), text_width_));
    if (mapped.rules.empty()) {
      end_line(line + (clause.note ? tinted("2", "not normative") : tinted("31", "no rule cites it")));
      return;
    }
    for (const CitingRule& rule : mapped.rules) {
      const bool is_tested = !map_.exercises.tests_of(rule.rule).empty();
      const std::string tests = tested(rule.rule);
      end_line(line + column(label(rule.rule), rule_width_) + "  " + tinted(is_tested ? "2" : "33", tests));
      line = std::string(anchor_width_ + text_width_ + 3 * gap, ' ');
    }
  }

  void add_counts(const ClauseCounts& counts) {
    std::string line = fmt::format("  {}: {} cited", plural(counts.clauses, "clause"), counts.cited);
    if (counts.notes > 0) line += fmt::format(", {} not normative", counts.notes);
    if (counts.uncited > 0) line += fmt::format(", {}", tinted("31", fmt::format("{} without a rule", counts.uncited)));
    if (counts.untested > 0) {
      line += fmt::format(", {}", tinted("33", fmt::format("{} cited but not tested", counts.untested)));
    }
    out_ += line + "\n";
  }

  /// What is not read on a terminal is read by programs and in editors, which can do with long lines.
  std::string column(std::string_view text, std::size_t width) const {
    const std::string shown = harmless_line(text);
    if (options_.cut) return padded(shown, width);
    const std::size_t taken = display_width(shown);
    return shown + std::string(taken < width ? width - taken : 0, ' ');
  }

  void end_line(const std::string& line) {
    out_.append(line, 0, line.find_last_not_of(' ') + 1);
    out_ += '\n';
  }

  std::string tinted(std::string_view colour, std::string_view text) const {
    return options_.colour ? fmt::format("\x1b[{}m{}\x1b[0m", colour, text) : std::string(text);
  }

  const ClauseMap& map_;
  const ClauseTextOptions& options_;
  std::string out_;
  std::unordered_map<std::string_view, std::size_t> alike_;  // How many decisions have the same last part.
  std::size_t anchor_width_ = 0, text_width_ = 0, rule_width_ = 0;
  const std::size_t tests_width_ = 9;
};

}  // namespace

ClauseCounts count_clauses(const MappedSource& source) {
  ClauseCounts counts;
  for (std::size_t i = 0; i < source.clauses.size(); ++i) {
    const bool is_cited = !source.clauses[i].rules.empty();
    ++counts.clauses;
    if (is_cited) {
      ++counts.cited;
      if (source.clauses[i].tests.empty()) ++counts.untested;
    } else {
      ++(source.text.clauses[i].note ? counts.notes : counts.uncited);
    }
  }
  return counts;
}

std::string clause_text(const ClauseMap& map, const ClauseTextOptions& options) { return Table(map, options).take(); }

}  // namespace writ::documents
