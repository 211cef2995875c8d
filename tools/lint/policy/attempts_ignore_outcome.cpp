// A limit of attempts that counts each of them, also those that failed or expired, and does not say so.

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cctype>
#include <set>

#include "engine/value/names.hpp"
#include "tools/lint/policy/messages.hpp"
#include "tools/lint/time/moments.hpp"
#include "tools/lint/walk.hpp"

namespace writ::lint::policy {

using namespace model;

namespace {

/// What a field or member is called that says how an attempt ended.
constexpr auto outcome_words = std::to_array<std::string_view>({
    "accepted",  "bounced",  "cancelled", "canceled",  "completed", "confirmed", "declined", "delivered", "delivery",
    "expired",   "failed",   "failure",   "lapsed",    "outcome",   "refused",   "rejected", "response",  "result",
    "retracted", "returned", "revoked",   "succeeded", "success",   "timed_out", "void",     "withdrawn",
});
/// With one of these a comment says that all count.
constexpr auto words_for_all =
    std::to_array<std::string_view>({"whatever", "no matter", "regardless", "无论", "不论", "不管", "全部"});

std::string lower(std::string_view text) {
  std::string result(text);
  std::ranges::transform(result, result.begin(), [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
  return result;
}

/// Of a Bool these may as well say something of a thing: a parcel that was delivered, goods that were returned.
constexpr auto words_of_things =
    std::to_array<std::string_view>({"completed", "delivered", "delivery", "response", "result", "returned"});
/// When an attempt was made, and not when a thing came to be.
constexpr auto words_of_asking =
    std::to_array<std::string_view>({"asked", "attempted", "called", "requested", "sent", "submitted", "tried"});

/// `timed_out` in `has_timed_out`, and no `void` in `avoid_weekends`.
bool has_word(std::string_view name, std::string_view word) {
  return ("_" + lower(name) + "_").find("_" + std::string(word) + "_") != std::string::npos;
}

template <std::size_t count>
bool has_one_of(const std::array<std::string_view, count>& words, std::string_view name) {
  return std::ranges::any_of(words, [&](std::string_view word) { return has_word(name, word); });
}

class Finder {
 public:
  Finder(const Subject& subject, Findings& findings) : model_(subject.model), findings_(findings) {}

  void run() {
    for_each_expr(model_, [&](ExprId expr, const Root& root) {
      if (root.rule == nullptr || !root.rule->effect) return;
      if (root.purpose != Purpose::when && root.purpose != Purpose::unless) return;
      for (const time::Comparison& each : time::comparisons(model_, expr)) {
        docs_ = {root.rule->doc, root.decision->doc};
        using enum time::Comparison::Order;
        // `count >= quota` closes a series of attempts, `count <= most` only says how many there may be.
        closes_ = each.order == at_least || each.order == below;
        if (is_limit(each.end)) side(each.value, expr);
        closes_ = each.order == at_most || each.order == above;
        if (is_limit(each.value)) side(each.end, expr);
      }
    });
  }

 private:
  /// A figure, named or not; `> 0` only asks for any.
  bool is_limit(ExprId expr) const {
    expr = bare(model_, expr);
    const Expr& e = model_[expr];
    if (!e.type.is(Kind::integer)) return false;
    if (std::holds_alternative<ParameterRef>(e.node)) return true;
    const auto* constant = std::get_if<Constant>(&e.node);
    return constant != nullptr && constant->value > 1;
  }

  /// Finds the count under names and additions.
  void side(ExprId expr, ExprId comparison) {
    expr = bare(model_, expr);
    const Expr& e = model_[expr];
    if (const auto* define = std::get_if<DefineRef>(&e.node); define != nullptr && define->arguments.empty()) {
      const Define& declared = model_.defines[define->define];
      docs_.push_back(declared.doc);
      name_ = unqualified(declared.name);
      side(declared.body, comparison);
      name_ = {};
      docs_.pop_back();
    } else if (const auto* apply = std::get_if<Apply>(&e.node)) {
      const Builtin& builtin = builtins()[apply->builtin];
      if (builtin.name == "size" && apply->arguments.size() == 1) {
        judge(expr, apply->arguments[0], none, comparison);
      } else if (builtin.is_operator && builtin.name == "+") {
        for (const ExprId argument : apply->arguments) side(argument, comparison);
      }
    } else if (const auto* aggregate = std::get_if<Aggregate>(&e.node)) {
      if (aggregate->kind == syntax::AggregateKind::count) judge(expr, aggregate->list, aggregate->where, comparison);
    }
  }

  void judge(ExprId count, ExprId list, ExprId where, ExprId comparison) {
    const Type type = model_[list].type;
    if (type.base != Kind::record || type.lists != 1) return;
    const RecordInfo& record = model_.schema.records[type.id];
    // An attempt happens at some time. A line of an order does not.
    const auto is_instant = [](const FieldInfo& field) { return field.type.present().is(Kind::instant); };
    if (std::ranges::none_of(record.fields, is_instant)) return;
    const bool asks = std::ranges::any_of(record.fields, [&](const FieldInfo& field) {
      return is_instant(field) && has_one_of(words_of_asking, field.name);
    });
    if (!asks && !closes_) return;
    std::vector<std::uint32_t> outcomes;
    for (std::uint32_t i = 0; i < record.fields.size(); ++i) {
      if (is_outcome(record.fields[i], asks)) outcomes.push_back(i);
    }
    if (outcomes.empty()) return;
    std::set<std::uint32_t> read;
    std::set<DefineId> opened;
    if (where != none) fields_read(where, type.id, read, opened);
    const auto is_read = [&](std::uint32_t field) { return read.contains(field); };
    if (std::ranges::any_of(outcomes, is_read) || said(record, outcomes)) return;
    if (!told_.insert(count).second) return;
    std::vector<std::string> fields;
    for (const std::uint32_t field : outcomes) fields.push_back(record.fields[field].name);
    tell(count, comparison, record, fields);
  }

  /// `asks`: the record has a time at which it was asked.
  bool is_outcome(const FieldInfo& field, bool asks) const {
    const Type type = field.type.present();
    const bool named = has_one_of(outcome_words, field.name);
    if (type.is(Kind::boolean)) return named && (asks || !has_one_of(words_of_things, field.name));
    if (!type.is(Kind::enumeration)) return false;
    const auto& members = model_.schema.enums[type.id].members;
    return named || std::ranges::any_of(
                        members, [](const EnumMemberInfo& member) { return has_one_of(outcome_words, member.name); });
  }

  void fields_read(ExprId expr, std::uint32_t record, std::set<std::uint32_t>& read, std::set<DefineId>& opened) const {
    walk(model_, expr, [&](ExprId each) {
      const auto& node = model_[each].node;
      if (const auto* field = std::get_if<FieldRef>(&node); field != nullptr && field->record == record) {
        read.insert(field->field);
      }
      const auto* define = std::get_if<DefineRef>(&node);
      if (define != nullptr && opened.insert(define->define).second) {
        fields_read(model_.defines[define->define].body, record, read, opened);
      }
    });
  }

  /// Whether a comment speaks of how attempts end.
  bool said(const RecordInfo& record, const std::vector<std::uint32_t>& outcomes) const {
    for (const std::string_view doc : docs_) {
      const std::string text = lower(doc);
      const auto has = [&](std::string_view word) { return text.find(lower(word)) != std::string::npos; };
      if (std::ranges::any_of(words_for_all, has) || std::ranges::any_of(outcome_words, has)) return true;
      for (const std::uint32_t field : outcomes) {
        if (has(record.fields[field].name)) return true;
        const Type type = record.fields[field].type.present();
        if (!type.is(Kind::enumeration)) continue;
        const auto& members = model_.schema.enums[type.id].members;
        if (std::ranges::any_of(members, [&](const EnumMemberInfo& member) { return has(member.name); })) return true;
      }
    }
    return false;
  }

  void tell(ExprId count, ExprId comparison, const RecordInfo& record, const std::vector<std::string>& outcomes) {
    const Span place = model_[count].span, limit = model_[comparison].span;
    Finding finding{
        .lint = Lint::policy_attempts_ignore_outcome,
        .place = place,
        .message = fmt::format("a limit counts a `{}` whatever its {} say{}", unqualified(record.name),
                               listed(outcomes), outcomes.size() == 1 ? "s" : ""),
        .label = "failed and expired ones are counted as well",
    };
    const bool around = limit.file == place.file && limit.begin <= place.begin && place.end <= limit.end;
    if (!around) finding.labels.push_back({limit, "the limit"});
    finding.help.push_back(fmt::format("say which of them count: `count of x in … where x.{} …`", outcomes.front()));
    finding.help.push_back(fmt::format("or say in a `///` comment{} that all count, whatever `{}`",
                                       name_.empty() ? "" : fmt::format(" on `{}`", name_), outcomes.front()));
    findings_.push_back(std::move(finding));
  }

  const Model& model_;
  Findings& findings_;
  std::vector<std::string_view> docs_;  // Of what is on the way to the count.
  std::string_view name_;               // Of the definition that has it.
  bool closes_ = false;                 // The comparison that is looked at.
  std::set<ExprId> told_;
};

}  // namespace

void attempts_ignore_outcome(const Subject& subject, Findings& findings) { Finder(subject, findings).run(); }

}  // namespace writ::lint::policy
