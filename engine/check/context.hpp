#pragma once
// What the parts of the checker share while a model is built. One mistake is reported once, by whoever sees it first;
// what it spoils is of an unknown type, which fits everything.

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>
#include <vector>

#include "engine/check/presence.hpp"
#include "engine/check/reads.hpp"
#include "engine/check/symbols.hpp"
#include "engine/model/model.hpp"
#include "grammar/diagnostic.hpp"

namespace writ::checking {

using model::ExprId;

/// Adds to the diagnostic just reported; used at once, since the next report may move it.
class Report {
 public:
  explicit Report(Diagnostic& diagnostic) : diagnostic_(diagnostic) {}
  Report& under(std::string text) {
    diagnostic_.label = std::move(text);
    return *this;
  }
  Report& label(Span place, std::string text) {
    diagnostic_.labels.push_back({place, std::move(text)});
    return *this;
  }
  Report& help(std::string text) {
    diagnostic_.help.push_back(std::move(text));
    return *this;
  }
  Report& fix(Span place, std::string replacement) {
    diagnostic_.fix = Fix{place, std::move(replacement)};
    return *this;
  }

 private:
  Diagnostic& diagnostic_;
};

/// The first place of a file that needs a clause which its header lacks.
struct MissingClause {
  Span place;
  std::string what;  ///< Empty: none needs it.

  void note(Span at, std::string_view needs) {
    if (!what.empty() && place.begin <= at.begin) return;
    place = at;
    what = needs;
  }
};

struct Context {
  Context(const SourceSet& all_sources, std::span<const syntax::File> all_files)
      : sources(all_sources),
        files(all_files),
        symbols(all_files),
        zone_failed(all_files.size()),
        calendar_failed(all_files.size()),
        zone_missing(all_files.size()),
        calendar_missing(all_files.size()) {}

  const SourceSet& sources;
  std::span<const syntax::File> files;
  Symbols symbols;
  model::Model model;
  Diagnostics diagnostics;
  Presence presence;

  // Beside the model, by its ids.
  std::vector<PathId> expr_paths;
  ReadsOf reads;
  std::vector<FileIndex> enum_files, record_files;  ///< Where each is declared.
  std::vector<bool> uncertain_decisions;            ///< What kind of decision it is failed to parse.
  std::vector<bool> zone_failed, calendar_failed;   ///< The header names one that was reported.
  std::vector<MissingClause> zone_missing, calendar_missing;
  std::vector<std::shared_ptr<const time::Calendar>> calendars;  ///< By the symbol's index; null where wrong.

  std::vector<model::RequirementId> requirement_ids;  ///< Likewise: those that narrow come first.

  std::unordered_map<std::string, model::TextId> text_ids;
  std::unordered_map<std::string, std::uint32_t> pattern_ids;

  /// Room for the expressions that texts of this size hold, give or take.
  void reserve();
  Report error(Code code, Span place, std::string message) {
    diagnostics.push_back({code, place, std::move(message), {}, {}, {}, {}});
    return Report(diagnostics.back());
  }
  /// A failed parse may have lost a member or field of it.
  bool may_have_more(Type type) const {
    return symbols.lost_names(type.base == Kind::record ? record_files[type.id] : enum_files[type.id]);
  }
  /// Whether a near miss is still looked for: after very many mistakes, or among very many names, no more.
  bool may_suggest() const;
  /// The near miss among the candidates (see near_miss), as long as one is looked for.
  std::optional<std::string_view> near(std::string_view written, const std::vector<std::string_view>& candidates);
  /// Adds `did you mean` with its fix, where a candidate is near.
  bool suggest(Report& report, const syntax::Name& written, const std::vector<std::string_view>& candidates);

  std::string_view text(Span span) const { return sources.text(span); }
  /// The text in backticks where it is short enough to quote, else `otherwise`.
  std::string quoted(Span span, std::string_view otherwise = "it") const;
  /// The text where it is short enough to repeat in a suggestion, else `…`.
  std::string words(Span span) const;
  /// `taobao.facts.order`
  std::string qualified(FileIndex file, std::string_view name) const;
  model::TextId intern(std::string_view text);
  ExprId make(Type type, Span span, FileIndex file, decltype(model::Expr::node) node, PathId path = no_path);
  const model::Expr& operator[](ExprId id) const { return model.exprs[id]; }

 private:
  std::uint64_t compared_ = 0;  ///< Letters of names, for near misses.
};

}  // namespace writ::checking
