#include "tools/lint/allow.hpp"

#include <algorithm>
#include <optional>

#include "tools/lint/table.hpp"
#include "tools/lint/walk.hpp"

namespace writ::lint {
namespace {

constexpr std::string_view blanks = " \t\r";

std::string_view trimmed(std::string_view text) {
  text.remove_prefix(std::min(text.find_first_not_of(blanks), text.size()));
  text = text.substr(0, text.find_last_not_of(blanks) + 1);
  return text;
}

bool is_blank(std::string_view text) { return trimmed(text).empty(); }

/// Something that somebody can read: a letter of any script, or a figure.
bool has_words(std::string_view text) {
  return std::ranges::any_of(text, [](char c) {
    return static_cast<unsigned char>(c) >= 0x80 || (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') ||
           (c >= 'A' && c <= 'Z');
  });
}

/// The allows of one file.
class Reader {
 public:
  Reader(const Subject& subject, const syntax::File& file, std::vector<Allow>& allows, Findings& mistakes)
      : file_(file), source_(subject.sources[file.id]), allows_(allows), mistakes_(mistakes) {}

  void read() {
    for (const syntax::Comment& comment : file_.comments) {
      const std::string_view text = source_.text(comment.span);
      const std::size_t slashes = std::min(text.find_first_not_of('/'), text.size());
      const std::string_view words = trimmed(text.substr(slashes));
      if (words.starts_with("lint")) read_one(comment, words);
    }
  }

 private:
  void mistake(Span place, std::string message, std::string help, std::vector<Fix> fixes = {}) {
    mistakes_.push_back({.lint = Lint::lint_invalid_allow,
                         .place = place,
                         .message = std::move(message),
                         .help = {std::move(help)},
                         .fixes = std::move(fixes)});
  }

  Span span_of(std::string_view part) const {
    const auto begin = static_cast<std::uint32_t>(part.data() - source_.text().data());
    return {file_.id, begin, begin + static_cast<std::uint32_t>(part.size())};
  }

  void read_one(const syntax::Comment& comment, std::string_view words) {
    std::string_view rest = words.substr(4);
    const std::string_view after_blanks = trimmed(rest);
    if (!after_blanks.starts_with(':')) return;  // "lint is …": a comment like any other.
    const std::string_view command = trimmed(after_blanks.substr(1));
    const std::string_view verb = command.substr(0, command.find_first_of(" \t"));
    if (verb != "allow") {
      mistake(span_of(words.substr(0, static_cast<std::size_t>(verb.data() + verb.size() - words.data()))),
              "there is no `lint:" + std::string(verb) + "`", "write `// lint:allow category/name reason`");
      return;
    }
    if (!words.starts_with("lint:allow")) {
      const auto form = words.substr(0, static_cast<std::size_t>(verb.data() + verb.size() - words.data()));
      mistake(span_of(form), "an allow is written in one word", "write `lint:allow`", {{span_of(form), "lint:allow"}});
      return;
    }
    if (comment.doc) {
      mistake(comment.span, "an allow is no documentation", "write it behind two slashes");
      return;
    }
    Allow allow{.comment = comment.span, .names = {}, .reason = {}, .region = {}};
    if (!names(trimmed(command.substr(5)), words, allow)) return;
    place(comment, allow);
    allows_.push_back(std::move(allow));
  }

  /// `a/b, c/d reason`
  bool names(std::string_view rest, std::string_view words, Allow& allow) {
    if (rest.empty()) {
      mistake(span_of(words), "an allow without the name of a lint", "write `// lint:allow category/name reason`");
      return false;
    }
    bool right = true;
    bool more = true;
    while (more) {
      const std::string_view name = rest.substr(0, rest.find_first_of(",: \t"));
      right = add_name(name, allow) && right;
      rest = trimmed(rest.substr(name.size()));
      more = rest.starts_with(',');
      if (more) rest = trimmed(rest.substr(1));
    }
    while (!rest.empty() && (rest.front() == ':' || rest.front() == '-')) rest = trimmed(rest.substr(1));
    if (!right) return false;
    if (!has_words(rest)) {
      mistake(span_of(words), "an allow without a reason",
              "say why it is meant so: `// lint:allow " + std::string(row(allow.names.front().lint).id) + " reason`");
      return false;
    }
    allow.reason = rest;
    return true;
  }

  bool add_name(std::string_view name, Allow& allow) {
    const auto lint = lint_by_id(name);
    if (lint && row(*lint).category == "lint") {
      mistake(span_of(name), "`" + std::string(name) + "` cannot be allowed beside a line",
              "mend the allow, or set the level of the lint in writ.toml");
      return false;
    }
    if (lint) {
      allow.names.push_back({*lint, span_of(name)});
      return true;
    }
    std::vector<std::string_view> ids;
    for (const Row& each : table()) ids.push_back(each.id);
    auto near = near_miss(name, ids);
    // `mixed_bounds` without its family.
    const auto unqualified = std::ranges::find(table(), name, &Row::name);
    if (!near && unqualified != table().end()) near = unqualified->id;
    if (near) {
      mistake(span_of(name), "there is no lint `" + std::string(name) + "`",
              "did you mean `" + std::string(*near) + "`?", {{span_of(name), std::string(*near)}});
    } else {
      mistake(span_of(name), name.empty() ? "a name is missing here" : "there is no lint `" + std::string(name) + "`",
              "`writ lint --list` names them all");
    }
    return false;
  }

  bool is_comment_line(std::uint32_t line) const { return trimmed(source_.line(line)).starts_with("//"); }

  Span line_span(std::uint32_t line) const {
    const std::uint32_t begin = source_.line_start(line);
    return {file_.id, begin, begin + static_cast<std::uint32_t>(source_.line(line).size())};
  }

  void place(const syntax::Comment& comment, Allow& allow) const {
    std::uint32_t line = source_.position(comment.span.begin).line;
    const std::uint32_t start = source_.line_start(line);
    if (!is_blank(source_.text().substr(start, comment.span.begin - start))) {
      allow.region = line_span(line);
      allow.ends_too = true;
      return;
    }
    const auto last = static_cast<std::uint32_t>(source_.line_count());
    while (line < last && is_comment_line(line)) ++line;
    allow.region = line_span(line);
    if (starts_on(file_.header.span, allow.region)) {
      allow.region.end = static_cast<std::uint32_t>(source_.text().size());
      return;
    }
    allow.region.end = end_of_what_begins(allow.region);
  }

  static bool starts_on(Span span, Span line) {
    return span.end > span.begin && line.begin <= span.begin && span.begin < line.end;
  }

  std::uint32_t end_of_what_begins(Span line) const {
    std::uint32_t end = line.end;
    const auto meet = [&](Span span) {
      if (starts_on(span, line)) end = std::max(end, span.end);
    };
    for (const syntax::Declaration& declaration : file_.declarations) {
      if (declaration.span.end < line.begin || declaration.span.begin > line.end) continue;
      meet(declaration.span);
      if (const auto* decision = std::get_if<syntax::DecisionDecl>(&declaration.node)) {
        for (const syntax::Rule& rule : decision->rules) meet(rule.span);
        for (const syntax::Also& also : decision->alsos) meet(also.span);
      } else if (const auto* test = std::get_if<syntax::TestDecl>(&declaration.node)) {
        for (const syntax::TestStep& step : test->steps) meet(step.span);
      }
      for (const syntax::Expr* root : roots(declaration)) meet_within(*root, line, end);
    }
    return end;
  }

  static void meet_within(const syntax::Expr& expr, Span line, std::uint32_t& end) {
    if (expr.span.end < line.begin || expr.span.begin >= line.end) return;
    if (starts_on(expr.span, line)) end = std::max(end, expr.span.end);
    for (const syntax::Expr* child : children(expr)) meet_within(*child, line, end);
  }

  const syntax::File& file_;
  const Source& source_;
  std::vector<Allow>& allows_;
  Findings& mistakes_;
};

/// What is to be taken out so that this name is gone: the whole comment where it is the only one.
Fix without(const Source& source, const Allow& allow, std::size_t name) {
  const std::string_view text = source.text();
  Span place = allow.names[name].place;
  if (allow.names.size() > 1) {
    if (name + 1 < allow.names.size()) {
      place.end = allow.names[name + 1].place.begin;
    } else {
      place.begin = allow.names[name - 1].place.end;
    }
    return {place, ""};
  }
  place = allow.comment;
  while (place.begin > 0 && blanks.find(text[place.begin - 1]) != std::string_view::npos) --place.begin;
  const bool alone = place.begin == 0 || text[place.begin - 1] == '\n';
  if (alone && place.end < text.size() && text[place.end] == '\r') ++place.end;
  if (alone && place.end < text.size() && text[place.end] == '\n') ++place.end;
  return {place, ""};
}

bool is_in(std::uint32_t at, Span region) { return region.begin <= at && at <= region.end; }

}  // namespace

Allows::Allows(const Subject& subject) : subject_(subject) {
  for (const syntax::File& file : subject.files) Reader(subject, file, allows_, mistakes_).read();
}

bool Allows::allow(const Finding& finding) {
  bool allowed = false;
  for (Allow& allow : allows_) {
    if (allow.comment.file != finding.place.file) continue;
    const bool here = is_in(finding.place.begin, allow.region) ||
                      (allow.ends_too && is_in(std::max(finding.place.end, finding.place.begin), allow.region));
    if (!here) continue;
    for (Allow::Name& name : allow.names) {
      if (name.lint != finding.lint) continue;
      name.used = true;
      allowed = true;
    }
  }
  return allowed;
}

void Allows::unused(const std::function<bool(Lint, FileId)>& looked_for, Findings& findings) const {
  for (const Allow& allow : allows_) {
    // Several edits in one comment would meet: one a time.
    const auto idle = std::ranges::count_if(allow.names, [](const Allow::Name& name) { return !name.used; });
    for (std::size_t i = 0; i < allow.names.size(); ++i) {
      const Allow::Name& name = allow.names[i];
      if (name.used || !looked_for(name.lint, allow.comment.file)) continue;
      Finding finding{
          .lint = Lint::lint_unused_allow,
          .place = name.place,
          .message = "this allows nothing: there is no finding `" + std::string(row(name.lint).id) + "` here",
          .help = {"take it out"}};
      if (idle == 1) finding.fixes.push_back(without(subject_.sources[name.place.file], allow, i));
      findings.push_back(std::move(finding));
    }
  }
}

}  // namespace writ::lint
