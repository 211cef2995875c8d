#include "engine/check/conversion.hpp"

#include <fmt/format.h>

#include "engine/check/wording.hpp"

namespace writ::checking {
namespace {

bool is_number(Type type) { return type.is(Kind::integer) || type.is(Kind::decimal); }

}  // namespace

void help_convert(Context& context, Report& report, ExprId id, Type wanted, Span span) {
  const Type found = context[id].type;
  if (found.lists != wanted.lists) {
    if (found.lists + 1 == wanted.lists && found.base == wanted.base && found.id == wanted.id && !found.optional) {
      report.help("a list of one is written in brackets").fix(span, fmt::format("[{}]", context.text(span)));
    }
    return;
  }
  const auto words = context.words(span);
  const bool constant = std::holds_alternative<model::Constant>(context[id].node);
  if (wanted.is(Kind::money) && is_number(found)) {
    const auto currency = currency_letters(wanted.id);
    if (constant) {
      report.help(fmt::format("write the currency: `{} {}`", currency, words))
          .fix(span, fmt::format("{} {}", currency, context.text(span)));
    } else {
      report.help(fmt::format("make it money by multiplying: `{} * {} 1`", words, currency));
    }
  } else if (is_number(wanted) && found.is(Kind::money) && !constant) {
    report.help(fmt::format("money divided by money is a number: `{} / {} 1`", words, currency_letters(found.id)));
  } else if (wanted.is(Kind::money) && found.is(Kind::money) && found.id != wanted.id) {
    report.help("money of two currencies is never mixed: convert by a rate that is a fact or a parameter");
  } else if (wanted.is(Kind::instant) && found.is(Kind::date)) {
    report.help(fmt::format("say which time of that day: `start_of_day({0})` or `at({0}, 23:59:59)`", words));
  } else if (wanted.is(Kind::date) && found.is(Kind::instant)) {
    report.help(fmt::format("take its date: `date({})`", words)).fix(span, fmt::format("date({})", context.text(span)));
  } else if (wanted.is(Kind::time_of_day) && found.is(Kind::instant)) {
    report.help(fmt::format("take its time of day: `time({})`", words))
        .fix(span, fmt::format("time({})", context.text(span)));
  } else if (wanted.is(Kind::duration) && found.is(Kind::period)) {
    report.help("a period is counted on the calendar and has no length of its own: write hours, as in `72h`");
  } else if (wanted.is(Kind::period) && found.is(Kind::duration)) {
    report.help("a duration is exact; a period is counted on the calendar: write days, as in `3 days`");
  } else if (wanted.is(Kind::duration) && found.is(Kind::integer)) {
    report.help(fmt::format("say of what: `hours({0})` or `minutes({0})`", words));
  } else if (wanted.is(Kind::period) && found.is(Kind::integer)) {
    report.help(fmt::format("say of what: `days({0})` or `months({0})`", words));
  } else if (wanted.is(Kind::integer) && found.is(Kind::decimal)) {
    report.help(fmt::format("say how to round it: `round({0})`, `round_down({0})` or `round_up({0})`", words));
  } else if (wanted.is(Kind::integer) && found.is(Kind::duration)) {
    report.help(fmt::format("a duration divided by a duration is a number: `{} / 1h`", words));
  } else if (wanted.is(Kind::text) && constant) {
    report.help(fmt::format("a text stands in quotes: `\"{}\"`", words))
        .fix(span, fmt::format("\"{}\"", context.text(span)));
  } else if (wanted.is(Kind::text) && !found.is_list() && found.base != Kind::record) {
    report.help(fmt::format("write it into a text: `\"{{{}}}\"`", words));
  } else if (wanted.is(Kind::enumeration) && found.is(Kind::text)) {
    report.help("a member of an enum is written without quotes");
  }
}

void report_mismatch(Context& context, ExprId id, Type wanted, Span span, std::string_view role) {
  const auto& schema = context.model.schema;
  const Type found = context[id].type;
  const bool currencies = wanted.is(Kind::money) && found.is(Kind::money);
  auto found_words = with_article(schema, found);
  if (found.optional) found_words += " that may be absent";
  const auto message =
      role.empty() ? fmt::format("this is {}, and {} is needed here", found_words, with_article(schema, wanted))
                   : fmt::format("{} must be {}, and this is {}", role, with_article(schema, wanted), found_words);
  auto report = context.error(currencies ? Code::currencies_differ : Code::type_mismatch, span, message);
  report.under(bare(schema, found));
  help_convert(context, report, id, wanted, span);
}

}  // namespace writ::checking
