// Headers and calendars: what holds for a whole file.

#include <fmt/format.h>

#include <unordered_map>

#include "engine/check/dates.hpp"
#include "engine/check/unknown.hpp"

namespace writ::checking {
namespace {

constexpr std::string_view weekday_names[] = {"mon", "tue", "wed", "thu", "fri", "sat", "sun"};

std::uint8_t weekend_mask(Context& context, const std::vector<syntax::Name>& names) {
  unsigned mask = 0;
  for (const auto& name : names) {
    bool found = false;
    for (unsigned day = 0; day < 7; ++day) {
      if (name.text != weekday_names[day]) continue;
      mask |= 1U << day;
      found = true;
    }
    if (found || name.text.empty()) continue;
    auto report =
        context.error(Code::unknown_weekday, name.span, fmt::format("no day of the week is called `{}`", name.text));
    const std::vector<std::string_view> all(std::begin(weekday_names), std::end(weekday_names));
    if (!context.suggest(report, name, all))
      report.help("the days are `mon`, `tue`, `wed`, `thu`, `fri`, `sat` and `sun`");
  }
  return static_cast<std::uint8_t>(mask);
}

std::vector<time::Calendar::Range> to_ranges(Context& context, const std::vector<syntax::DateRange>& written) {
  std::vector<time::Calendar::Range> result;
  for (const auto& range : written) {
    const auto first = to_days(range.first);
    if (!first) continue;
    const auto last = to_days(range.last);
    if (!last) continue;
    if (*last < *first) {
      context.error(Code::range_reversed, range.span, "this range ends before it begins");
      continue;
    }
    result.push_back({*first, *last});
  }
  return result;
}

bool within(const std::vector<time::Calendar::Range>& ranges, time::Date date) {
  for (const auto& range : ranges)
    if (range.first <= date && date <= range.last) return true;
  return false;
}

/// A work day that would be one anyway is a slip in its date.
void check_workdays(Context& context, const syntax::CalendarDecl& node, const time::Calendar::Rules& rules) {
  for (const auto& written : node.workdays) {
    const time::Ymd first{written.first.year, written.first.month, written.first.day};
    const time::Ymd last{written.last.year, written.last.month, written.last.day};
    if (!time::exists(first) || !time::exists(last)) continue;
    for (time::Date date = time::to_date(first); date <= time::to_date(last); ++date) {
      const int day = time::weekday(date);
      if ((rules.weekend >> day & 1) != 0 || within(rules.holidays, date)) continue;
      const auto ymd = time::to_ymd(date);
      context
          .error(Code::idle_workday, written.span,
                 fmt::format("{:04}-{:02}-{:02} is a work day without this: it is neither at the weekend nor a holiday",
                             ymd.year, ymd.month, ymd.day))
          .under(fmt::format("this is a {}", weekday_names[day]))
          .help("`workdays` are days that the weekend or a holiday would take");
      break;
    }
  }
}

void check_covered(Context& context, const std::vector<syntax::DateRange>& written, const time::Calendar& calendar) {
  for (const auto& range : written) {
    const time::Ymd first{range.first.year, range.first.month, range.first.day};
    const time::Ymd last{range.last.year, range.last.month, range.last.day};
    if (!time::exists(first) || !time::exists(last)) continue;
    if (calendar.covers(time::to_date(first)) && calendar.covers(time::to_date(last))) continue;
    context
        .error(Code::outside_calendar, range.span,
               fmt::format("calendar `{}` does not cover this date", calendar.rules().name))
        .help("add its year to `covers`");
  }
}

std::shared_ptr<const time::Calendar> make_calendar(Context& context, const syntax::CalendarDecl& node) {
  time::Calendar::Rules rules;
  rules.name = node.name.text;
  rules.weekend = weekend_mask(context, node.weekend);
  rules.holidays = to_ranges(context, node.holidays);
  rules.workdays = to_ranges(context, node.workdays);
  for (const auto& years : node.covers) {
    if (years.first < 1 || years.last > 9999 || years.last < years.first) {
      context.error(Code::range_reversed, years.span,
                    years.last < years.first ? "this range ends before it begins" : "years go from 0001 to 9999");
      continue;
    }
    rules.covers.push_back({time::to_date({years.first, 1, 1}), time::to_date({years.last, 12, 31})});
  }
  check_workdays(context, node, rules);
  auto calendar = std::make_shared<const time::Calendar>(std::move(rules));
  check_covered(context, node.holidays, *calendar);
  check_covered(context, node.workdays, *calendar);
  return calendar;
}

void declare_zone(Context& context, FileIndex file, const syntax::Text& written) {
  auto& zone = context.model.files[file].zone;
  zone = time::Zone::find(written.value);
  if (zone) return;
  context.zone_failed[file] = true;
  auto report = context.error(Code::unknown_zone, written.span,
                              fmt::format("the time zone database knows no zone \"{}\"", written.value));
  std::vector<std::string_view> names;
  for (const auto& name : time::zone_names()) names.push_back(name);
  auto near = context.near(written.value, names);
  // A city without its continent is the usual slip.
  for (const auto& name : names) {
    if (near || !context.may_suggest()) break;
    const auto city = name.substr(name.rfind('/') + 1);
    const std::vector<std::string_view> one{city};
    if (written.value.size() > 3 && near_miss(written.value, one)) near = name;
  }
  if (written.value == "Beijing" || written.value == "Asia/Beijing" || written.value == "UTC+8") near = "Asia/Shanghai";
  if (near)
    report.help(fmt::format("did you mean \"{}\"?", *near)).fix(written.span, fmt::format("\"{}\"", *near));
  else
    report.help("zones have IANA names, such as \"Asia/Shanghai\" or \"America/Sao_Paulo\"");
}

void declare_calendar_clause(Context& context, FileIndex file, const syntax::Name& written) {
  const auto* symbol = resolve_symbol(context, file, written, Space::calendars);
  if (symbol != nullptr) context.model.files[file].calendar = context.calendars[symbol->index];
  if (!context.model.files[file].calendar) context.calendar_failed[file] = true;
}

void declare_sources(Context& context, FileIndex file, const std::vector<syntax::SourceClause>& sources) {
  std::unordered_map<std::string_view, Span> names;
  for (const auto& source : sources) {
    model::SourceDocument document{std::string(source.name.text), source.file.value, source.span, {}, {}};
    const auto [first, added] = names.try_emplace(source.name.text, source.name.span);
    if (!added && !source.name.text.empty()) {
      context
          .error(Code::declared_twice, source.name.span, fmt::format("source `{}` is declared twice", source.name.text))
          .label(first->second, "first here");
    }
    if (source.effective) {
      if (const auto range = to_range(context, file, *source.effective)) {
        document.from = range->from;
        document.before = range->before;
      }
    }
    context.model.files[file].sources.push_back(std::move(document));
  }
}

void check_uses(Context& context, FileIndex file) {
  std::unordered_map<std::string_view, Span> aliases;
  for (const auto& used : context.symbols.uses(file)) {
    const auto& name = used.use->name;
    if (used.use->alias) {
      const auto [first, added] = aliases.try_emplace(used.use->alias->text, used.use->alias->span);
      if (!added) {
        context
            .error(Code::declared_twice, used.use->alias->span,
                   fmt::format("`{}` stands for another file already", used.use->alias->text))
            .label(first->second, "first here");
      }
    }
    if (used.file != none || name.parts.empty() || context.symbols.lost_file_names()) continue;
    auto report = context.error(Code::unknown_file, name.span, fmt::format("no file is called `{}`", name.text()));
    const auto written = name.text();
    if (const auto near = context.near(written, context.symbols.file_names())) {
      report.help(fmt::format("did you mean `{}`?", *near)).fix(name.span, std::string(*near));
    } else {
      report.help("`use` names the module or policy of another file that is checked together with this one");
    }
  }
}

}  // namespace

void declare_calendars(Context& context) {
  for (const auto& file : context.files)
    for (const auto& declaration : file.declarations)
      if (const auto* node = std::get_if<syntax::CalendarDecl>(&declaration.node)) {
        context.calendars.push_back(make_calendar(context, *node));
      }
}

void declare_headers(Context& context) {
  for (FileIndex i = 0; i < context.files.size(); ++i) {
    const auto& header = context.files[i].header;
    model::File file;
    file.name = header.name.text();
    file.policy = header.policy;
    if (header.title) file.title = header.title->value;
    if (header.owner) file.owner = header.owner->value;
    file.doc = std::string(header.doc);
    file.source = context.files[i].id;
    file.span = header.span;
    context.model.files.push_back(std::move(file));
    const FileIndex first = context.symbols.file_named(context.model.files[i].name);
    if (first != none && first != i && !header.name.parts.empty()) {
      context
          .error(Code::file_name_twice, header.name.span,
                 fmt::format("two files are called `{}`", context.model.files[i].name))
          .label(context.files[first].header.name.span, "the other");
    }
    check_uses(context, i);
    if (header.timezone) declare_zone(context, i, *header.timezone);
  }
  for (FileIndex i = 0; i < context.files.size(); ++i) {
    const auto& header = context.files[i].header;
    if (header.calendar) declare_calendar_clause(context, i, *header.calendar);
    declare_sources(context, i, header.sources);
  }
}

}  // namespace writ::checking
