#include "tests/differential/shrink.hpp"

#include <algorithm>
#include <array>
#include <set>
#include <string_view>

namespace writ::differential {
namespace {

using std::string;
using std::string_view;

/// A piece of a text and what stands there instead: less, or something simpler.
struct Edit {
  std::size_t begin, end;
  string text;

  string of(const string& from) const { return from.substr(0, begin) + text + from.substr(end); }
};

// ---- records --------------------------------------------------------------------------------------------------------

/// Edits of JSON that make it smaller, the largest first. Of what is no JSON some are of no use, and none does harm.
class JsonEdits {
 public:
  explicit JsonEdits(string_view json) : json_(json) { value(); }

  std::vector<Edit> all() {
    std::ranges::stable_sort(edits_, std::greater(),
                             [](const Edit& edit) { return edit.end - edit.begin - edit.text.size(); });
    return std::move(edits_);
  }

 private:
  bool at(char sign) const { return at_ < json_.size() && json_[at_] == sign; }
  void skip_blanks() {
    while (at(' ')) ++at_;
  }
  void skip_text() {
    for (++at_; at_ < json_.size() && !at('"'); ++at_) at_ += at('\\') ? 1U : 0U;
    ++at_;
  }

  void value() {
    skip_blanks();
    const std::size_t begin = at_;
    if (at('{') || at('[')) {
      parts(at('{'));
    } else if (at('"')) {
      skip_text();
      instead(begin, {"\"\"", "\"a\"", "\"0\"", "\"1h\"", "\"2025-03-30\"", "\"2025-03-30T00:00:00Z\""});
    } else {
      while (at_ < json_.size() && string_view(",]} ").find(json_[at_]) == string_view::npos) ++at_;
      instead(begin, {"0", "1", "false"});
    }
    at_ = std::min(at_, json_.size());
  }

  /// With the comma before it, or after the first.
  void parts(bool members) {
    ++at_;
    for (bool first = true; at_ < json_.size() && !at('}') && !at(']'); first = false) {
      const std::size_t begin = first ? at_ : at_ - 1;
      skip_blanks();
      if (members && at('"')) skip_text();
      while (members && at_ < json_.size() && !at(':')) ++at_;
      if (members) ++at_;
      value();
      skip_blanks();
      const std::size_t end = at_ + (first && at(',') ? 1 : 0);
      edits_.push_back({begin, std::min(end, json_.size()), ""});
      if (at(',')) ++at_;
    }
    ++at_;
  }

  void instead(std::size_t begin, std::initializer_list<string_view> simpler) {
    const std::size_t end = std::min(at_, json_.size());
    const auto written = json_.substr(begin, end - begin);
    for (const auto text : simpler) {
      if (text == written) return;  // Simpler than those that follow.
      edits_.push_back({begin, end, string(text)});
    }
  }

  string_view json_;
  std::size_t at_ = 0;
  std::vector<Edit> edits_;
};

// ---- policies -------------------------------------------------------------------------------------------------------

/// Texts of the type that could hardly be simpler.
std::vector<string> plain_values(const model::Model& model, Type type) {
  if (type.is_list()) return {};
  switch (type.base) {
    case Kind::boolean: return {"true", "false"};
    case Kind::integer: return {"0", "1"};
    case Kind::decimal: return {"0.0", "1.0"};
    case Kind::text: return {"\"\""};
    case Kind::instant: return {"now", "2025-03-30T00:00:00Z"};
    case Kind::date: return {"2025-03-30"};
    case Kind::time_of_day: return {"00:00:00"};
    case Kind::duration: return {"0h", "1h"};
    case Kind::period: return {"1 day"};
    case Kind::money: return {currency_letters(type.id) + " 0", currency_letters(type.id) + " 1"};
    case Kind::enumeration: {
      const auto& declared = model.schema.enums[type.id];
      return {declared.name.substr(declared.name.rfind('.') + 1) + "." + declared.members.front().name};
    }
    default: return {};
  }
}

/// Each expression by a plain value or by a smaller one of its type that it is made of, the largest first.
std::vector<Edit> expression_edits(const model::Model& model, FileId source, const string& text) {
  std::vector<Edit> edits;
  std::set<std::array<std::size_t, 4>> seen;
  for (model::ExprId id = 0; id < model.exprs.size(); ++id) {
    const auto& expr = model[id];
    if (model.files[expr.file].source != source || expr.span.end > text.size() || expr.span.end <= expr.span.begin)
      continue;
    const auto add = [&](string smaller) {
      if (smaller.size() >= expr.span.end - expr.span.begin) return;
      edits.push_back({expr.span.begin, expr.span.end, std::move(smaller)});
    };
    for (string& plain : plain_values(model, expr.type.present())) add(std::move(plain));
    std::size_t most = 40;
    model::walk(model, id, [&](model::ExprId below) {
      const auto& part = model[below];
      if (below == id || most == 0 || part.type.present() != expr.type.present() || part.file != expr.file) return;
      if (part.span.begin < expr.span.begin || part.span.end > expr.span.end) return;
      if (!seen.insert({expr.span.begin, expr.span.end, part.span.begin, part.span.end}).second) return;
      --most;
      add(text.substr(part.span.begin, part.span.end - part.span.begin));
    });
  }
  std::ranges::stable_sort(edits, std::greater(),
                           [](const Edit& edit) { return edit.end - edit.begin - edit.text.size(); });
  return edits;
}

std::vector<Edit> line_edits(const string& text, std::size_t lines_at_once) {
  std::vector<std::size_t> begins;
  for (std::size_t at = 0; at < text.size(); at = text.find('\n', at) + 1) {
    begins.push_back(at);
    if (text.find('\n', at) == string::npos) break;
  }
  begins.push_back(text.size());
  std::vector<Edit> edits;
  // From the end: what is declared last is used least.
  for (std::size_t last = begins.size() - 1; last >= lines_at_once; --last) {
    edits.push_back({begins[last - lines_at_once], begins[last], ""});
  }
  return edits;
}

/// Parts of a line, each from a comma on: a list's last elements, a second notice, the other language of a message. And
/// parentheses, by what is in them.
std::vector<Edit> sign_edits(const string& text) {
  std::vector<Edit> edits;
  std::vector<std::size_t> open;
  for (std::size_t at = 0; at < text.size(); ++at) {
    if (text[at] == '(') open.push_back(at);
    if (text[at] == ')' && !open.empty()) {
      const std::size_t begin = open.back();
      open.pop_back();
      edits.push_back({begin, at + 1, text.substr(begin + 1, at - begin - 1)});
    }
    if (text[at] != ',') continue;
    for (const string_view end : {",", "\n", "]", ")", " }"}) {
      if (const auto found = text.find(end, at + 1); found < at + 120) edits.push_back({at, found, ""});
    }
  }
  return edits;
}

class Smaller {
 public:
  Smaller(Case found, const Shows& shows, std::size_t most_tries)
      : case_(std::move(found)), shows_(shows), tries_(most_tries) {}

  Case run() {
    fewer_records();
    for (bool smaller = true; smaller && tries_ > 0;) {
      smaller = smaller_files();
      for (std::size_t i = 0; i < case_.records.size(); ++i) smaller = smaller_record(i) || smaller;
    }
    return std::move(case_);
  }

 private:
  bool take(Case candidate) {
    if (tries_ == 0) return false;
    --tries_;
    if (!shows_(candidate)) return false;
    case_ = std::move(candidate);
    return true;
  }

  void fewer_records() {
    for (const auto& record : std::vector(case_.records)) {
      if (take({case_.files, {record}})) return;
    }
    for (std::size_t i = case_.records.size(); i > 0; --i) {
      Case fewer = case_;
      fewer.records.erase(fewer.records.begin() + static_cast<std::ptrdiff_t>(i - 1));
      take(std::move(fewer));
    }
  }

  bool edit_file(std::size_t file, const Edit& edit) {
    Case candidate = case_;
    candidate.files[file].text = edit.of(case_.files[file].text);
    return take(std::move(candidate));
  }

  /// The same edits are no longer right after one that was taken: they are made again, and those that failed before are
  /// behind.
  bool edit_all(std::size_t file, const std::function<std::vector<Edit>()>& edits) {
    bool smaller = false;
    std::size_t failed = 0;
    for (auto all = edits(); failed < all.size() && tries_ > 0;) {
      if (!edit_file(file, all[failed++])) continue;
      smaller = true;
      all = edits();
      failed = std::min(failed > 4 ? failed - 4 : 0, all.size());
    }
    return smaller;
  }

  bool smaller_files() {
    bool smaller = false;
    for (std::size_t file = 0; file < case_.files.size(); ++file) {
      for (const std::size_t lines : {40U, 20U, 10U, 6U, 5U, 4U, 3U, 2U, 1U}) {
        smaller |= edit_all(file, [&] { return line_edits(case_.files[file].text, lines); });
      }
      smaller |= edit_all(file, [&] {
        const auto loaded = load(case_.files);
        const auto source = static_cast<FileId>(file);
        return loaded.model ? expression_edits(*loaded.model, source, case_.files[file].text) : std::vector<Edit>();
      });
      smaller |= edit_all(file, [&] { return sign_edits(case_.files[file].text); });
    }
    if (case_.files.size() > 1) smaller |= take({{case_.files.front()}, case_.records});
    return smaller;
  }

  bool smaller_record(std::size_t number) {
    bool smaller = false;
    for (bool again = true; again && tries_ > 0;) {
      again = false;
      for (const auto& edit : JsonEdits(case_.records[number]).all()) {
        Case candidate = case_;
        candidate.records[number] = edit.of(case_.records[number]);
        if (!take(std::move(candidate))) continue;
        again = smaller = true;
        break;
      }
    }
    return smaller;
  }

  Case case_;
  const Shows& shows_;
  std::size_t tries_;
};

}  // namespace

Case smallest(Case found, const Shows& shows, std::size_t most_tries) {
  return Smaller(std::move(found), shows, most_tries).run();
}

string golden_text(const Case& shown, const string& comment) {
  string text = comment + "\n";
  for (const auto& file : shown.files) text += "--- policy " + file.name + "\n" + file.text;
  text += "--- facts\n";
  Records records;
  for (const auto& record : shown.records) {
    text += record + "\n";
    records.add(record);
  }
  text += "--- run\neval\n--- expect\n";
  if (const auto policy = policy_of(shown.files)) {
    for (const auto& line : lines_of(*policy).ways.front().answers(records.all())) text += line;
  }
  return text;
}

}  // namespace writ::differential
