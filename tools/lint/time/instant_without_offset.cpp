// An instant that names no offset where clocks change: which instant is meant needs a second look, or cannot be told.

#include <fmt/format.h>

#include "engine/value/time/civil.hpp"
#include "engine/value/time/zone.hpp"
#include "tools/lint/walk.hpp"

namespace writ::lint::time {

namespace {

using writ::time::Instant;
using writ::time::Local;
using writ::time::Zone;

bool same_local(Local a, Local b) { return a.date == b.date && a.time == b.time; }

std::string offset_text(const Zone& zone, Instant instant) {
  const std::int32_t seconds = zone.offset_seconds(instant);
  if (seconds % 60 != 0) return {};
  const std::int32_t minutes = std::abs(seconds) / 60;
  return fmt::format("{}{:02}:{:02}", seconds < 0 ? '-' : '+', minutes / 60, minutes % 60);
}

/// The later of the two instants at which the clocks show a time that occurs twice.
std::optional<Instant> second_time(const Zone& zone, Instant first) {
  const Instant change = zone.next_change(first);
  if (change > writ::time::last_instant || change - first > writ::time::day) return std::nullopt;
  const std::int64_t back = zone.offset_seconds(first) - zone.offset_seconds(change);
  const Instant second = first + back * writ::time::second;
  if (back <= 0 || !same_local(zone.local(first), zone.local(second))) return std::nullopt;
  return second;
}

bool clocks_change_about(const Zone& zone, Instant instant) {
  constexpr writ::time::Duration year = 366 * writ::time::day;
  return instant > writ::time::first_instant + year && zone.next_change(instant - year) <= instant + year;
}

class Finder {
 public:
  Finder(const Subject& subject, Findings& findings)
      : subject_(subject),
        findings_(findings),
        everywhere_(subject.settings.flag(Lint::time_instant_without_offset, "everywhere")) {}

  void run() {
    for (model::FileIndex i = 0; i < subject_.files.size(); ++i) {
      zone_ = subject_.model.files[i].zone.get();
      if (zone_ != nullptr) file(subject_.files[i]);
    }
  }

 private:
  void file(const syntax::File& file) {
    if (file.header.effective) effective(*file.header.effective);
    for (const syntax::SourceClause& source : file.header.sources) {
      if (source.effective) effective(*source.effective);
    }
    for (const syntax::Declaration& declaration : file.declarations) {
      in_test_ = std::holds_alternative<syntax::TestDecl>(declaration.node) ||
                 std::holds_alternative<syntax::FixtureDecl>(declaration.node);
      for (const syntax::Expr* root : roots(declaration)) expression(*root);
      bounds_of(declaration);
      in_test_ = false;
    }
  }

  /// The literals that are no expressions.
  void bounds_of(const syntax::Declaration& declaration) {
    if (const auto* parameter = std::get_if<syntax::ParameterDecl>(&declaration.node)) {
      for (const syntax::DatedValue& value : parameter->values) bound(value.date);
    } else if (const auto* decision = std::get_if<syntax::DecisionDecl>(&declaration.node)) {
      for (const syntax::Rule& rule : decision->rules) {
        if (rule.effective) effective(*rule.effective);
      }
      for (const syntax::Also& also : decision->alsos) {
        if (also.effective) effective(*also.effective);
      }
    } else if (const auto* test = std::get_if<syntax::TestDecl>(&declaration.node)) {
      for (const syntax::TestStep& step : test->steps) {
        if (const auto* at = std::get_if<syntax::AtStep>(&step.node)) bound(at->instant);
        const auto* holds = std::get_if<syntax::ExpectHolds>(&step.node);
        if (holds != nullptr && holds->instant) bound(*holds->instant);
      }
    }
  }

  void effective(const syntax::Effective& effective) {
    for (const auto& each : {effective.from, effective.before, effective.through}) {
      if (each) bound(*each);
    }
  }

  void bound(const syntax::DateBound& bound) {
    if (const auto* literal = std::get_if<syntax::InstantLiteral>(&bound.value)) judge(*literal, bound.span);
  }

  void expression(const syntax::Expr& expr) {
    if (const auto* literal = std::get_if<syntax::InstantLiteral>(&expr.node)) judge(*literal, expr.span);
    for (const syntax::Expr* child : children(expr)) expression(*child);
  }

  void judge(const syntax::InstantLiteral& literal, Span place) {
    if (literal.offset_seconds) return;
    const Local local{writ::time::to_date({literal.date.year, literal.date.month, literal.date.day}),
                      literal.time.microseconds};
    Instant instant = 0;
    if (zone_->instant(local, instant) != Fault::none) return;
    const std::string written = text_of(subject_, place);
    Finding finding{.lint = Lint::time_instant_without_offset, .place = place, .message = {}};
    if (const auto second = second_time(*zone_, instant)) {
      finding.message = fmt::format("`{}` occurs twice in {}: the clocks go back", written, zone_->name());
      finding.label = "the first is taken";
      finding.help.push_back(fmt::format("say which: `{0}{1}` or `{0}{2}`", written, offset_text(*zone_, instant),
                                         offset_text(*zone_, *second)));
    } else if (!same_local(zone_->local(instant), local)) {
      finding.message = fmt::format("`{}` never occurs in {}: the clocks skip it", written, zone_->name());
      finding.label = "taken as the time after the gap";
      finding.help.push_back("say a time that the clocks show, or the offset that is meant");
    } else if (everywhere_ || (!in_test_ && clocks_change_about(*zone_, instant))) {
      const std::string offset = offset_text(*zone_, instant);
      if (offset.empty()) return;
      finding.message = fmt::format("`{}` has no offset", written);
      finding.label = fmt::format("read in {}, where it is {} then", zone_->name(), offset);
      finding.help.push_back(fmt::format("write `{}{}`", written, offset));
      finding.fixes.push_back({place, std::string(subject_.sources.text(place)) + offset});
    } else {
      return;
    }
    findings_.push_back(std::move(finding));
  }

  const Subject& subject_;
  Findings& findings_;
  bool everywhere_;
  const Zone* zone_ = nullptr;
  bool in_test_ = false;
};

}  // namespace

void instant_without_offset(const Subject& subject, Findings& findings) { Finder(subject, findings).run(); }

}  // namespace writ::lint::time
