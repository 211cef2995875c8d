// The clauses of a rule in another order than the one that the formatter writes: when, unless, overrides, because,
// then, on, cite, effective. Rules are compared with each other, and so each thing has its place.

#include <algorithm>

#include "tools/lint/style/syntax.hpp"

namespace writ::lint::style {
namespace {

/// In canonical order.
enum class Clause : std::uint8_t { when, unless, overrides, because, then, on, cite, effective };

/// Clauses with where they stand, in the order of the text. Those whose keyword is not found are left out.
class Clauses {
 public:
  Clauses(const Subject& subject, const syntax::File& file) : subject_(subject), file_(file) {}

  void add(Clause clause, std::string_view word, const Span& inner) {
    if (const auto keyword = keyword_before(subject_, file_, inner.begin, word)) found_.push_back({clause, *keyword});
  }
  void add(Clause clause, std::string_view word, const syntax::ExprPtr& expr) {
    if (expr) add(clause, word, expr->span);
  }
  void add(const std::vector<syntax::Citation>& cite) {
    if (!cite.empty()) add(Clause::cite, "cite", cite.front().source.span);
  }
  /// `span` may begin with the keyword or after it.
  void add_whole(Clause clause, std::string_view word, const Span& span) {
    if (subject_.sources.text(span).starts_with(word)) {
      const auto size = static_cast<std::uint32_t>(word.size());
      found_.push_back({clause, {span.file, span.begin, span.begin + size}});
    } else {
      add(clause, word, span);
    }
  }

  struct Found {
    Clause clause;
    Span keyword;
  };
  std::vector<Found> in_order_of_text() {
    std::ranges::sort(found_, {}, [](const Found& each) { return each.keyword.begin; });
    return std::move(found_);
  }

 private:
  const Subject& subject_;
  const syntax::File& file_;
  std::vector<Found> found_;
};

std::string_view word_of(Clause clause) {
  switch (clause) {
    case Clause::when: return "when";
    case Clause::unless: return "unless";
    case Clause::overrides: return "overrides";
    case Clause::because: return "because";
    case Clause::then: return "then";
    case Clause::on: return "on";
    case Clause::cite: return "cite";
    case Clause::effective: return "effective";
  }
  return "";
}

/// Each clause keeps its words, and the blanks between two clauses stay where they are.
std::vector<Fix> reorder(const Subject& subject, const std::vector<Clauses::Found>& written, std::uint32_t end) {
  const std::string_view text = subject.sources[written.front().keyword.file].text();
  std::vector<Span> spans;
  for (std::size_t i = 0; i < written.size(); ++i) {
    const Span keyword = written[i].keyword;
    std::uint32_t stop = i + 1 < written.size() ? written[i + 1].keyword.begin : end;
    while (stop > keyword.begin && std::string_view(" \t\r\n").find(text[stop - 1]) != std::string_view::npos) --stop;
    spans.push_back({keyword.file, keyword.begin, stop});
  }
  std::vector<std::size_t> order(written.size());
  for (std::size_t i = 0; i < order.size(); ++i) order[i] = i;
  std::ranges::sort(order, {}, [&](std::size_t i) { return written[i].clause; });
  std::vector<Fix> fixes;
  for (std::size_t i = 0; i < order.size(); ++i) {
    if (order[i] != i) fixes.push_back({spans[i], source_text(subject, spans[order[i]])});
  }
  return fixes;
}

void tell(const Subject& subject, const syntax::File& file, std::vector<Clauses::Found> written, const Span& whole,
          Findings& findings) {
  const auto wrong =
      std::ranges::adjacent_find(written, [](const auto& a, const auto& b) { return a.clause > b.clause; });
  if (wrong == written.end()) return;
  const auto& before = *wrong;
  const auto& after = *std::next(wrong);
  Finding finding{Lint::style_clause_order, after.keyword,
                  "`" + std::string(word_of(after.clause)) + "` stands after `" + std::string(word_of(before.clause)) +
                      "`, and its place is before it"};
  finding.labels.push_back({before.keyword, ""});
  finding.help.emplace_back("the order is when, unless, overrides, because, then, on, cite, effective");
  // A comment belongs to its line, and a machine does not know which lines it speaks of.
  const Span clauses{whole.file, written.front().keyword.begin, whole.end};
  if (!has_comment(file, clauses)) finding.fixes = reorder(subject, written, whole.end);
  findings.push_back(std::move(finding));
}

void of_rule(const Subject& subject, const syntax::File& file, const syntax::Rule& rule, Findings& findings) {
  Clauses clauses(subject, file);
  clauses.add(Clause::when, "when", rule.when);
  clauses.add(Clause::unless, "unless", rule.unless);
  if (!rule.overrides.empty()) clauses.add(Clause::overrides, "overrides", rule.overrides.front().span);
  if (rule.because) clauses.add_whole(Clause::because, "because", rule.because->span);
  if (!rule.then.empty()) clauses.add(Clause::then, "then", rule.then.front().span);
  clauses.add(rule.cite);
  if (rule.effective) clauses.add_whole(Clause::effective, "effective", rule.effective->span);
  tell(subject, file, clauses.in_order_of_text(), rule.span, findings);
}

void of_also(const Subject& subject, const syntax::File& file, const syntax::Also& also, Findings& findings) {
  Clauses clauses(subject, file);
  clauses.add(Clause::when, "when", also.when);
  clauses.add(Clause::unless, "unless", also.unless);
  if (!also.outcomes.empty()) clauses.add(Clause::on, "on", also.outcomes.front().span);
  clauses.add(also.cite);
  if (also.effective) clauses.add_whole(Clause::effective, "effective", also.effective->span);
  tell(subject, file, clauses.in_order_of_text(), also.span, findings);
}

}  // namespace

void clause_order(const Subject& subject, Findings& findings) {
  for (const syntax::File& file : subject.files) {
    for (const syntax::Declaration& declaration : file.declarations) {
      const auto* decision = std::get_if<syntax::DecisionDecl>(&declaration.node);
      if (decision == nullptr) continue;
      for (const syntax::Rule& rule : decision->rules) of_rule(subject, file, rule, findings);
      for (const syntax::Also& also : decision->alsos) of_also(subject, file, also, findings);
    }
  }
}

}  // namespace writ::lint::style
