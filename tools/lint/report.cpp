#include "tools/lint/report.hpp"

namespace writ::lint {
namespace {

Severity severity(Level level) {
  if (level == Level::error) return Severity::error;
  return level == Level::warning ? Severity::warning : Severity::note;
}

}  // namespace

Told told(const Subject& subject, const Finding& finding) {
  const Level level = subject.settings.level(finding.lint, subject.sources[finding.place.file].name());
  return {.severity = severity(level),
          .id = row(finding.lint).id,
          .place = finding.place,
          .message = finding.message,
          .label = finding.label,
          .labels = finding.labels,
          .help = finding.help,
          .fixes = finding.fixes,
          .subject = finding.subject,
          .fingerprint = {}};
}

}  // namespace writ::lint
