#include "tests/fuzz/deciding/record_for.hpp"

#include <string_view>

#include "engine/facts/write_value.hpp"

namespace writ::random {
namespace {

using std::string;
using std::string_view;

constexpr string_view numbers[] = {"0", "1", "-1", "2", "3", "5", "24", "100", "9223372036854775807", "1000000"};
constexpr string_view decimals[] = {"0", "1", "\"0.05\"", "-1.5", "\"9223372036854.775807\"", "0.000001"};
constexpr string_view instants[] = {"\"2025-03-12T10:00:00+08:00\"", "\"2025-03-12T10:00:00.000001+08:00\"",
                                    "\"0001-01-01T00:00:00Z\"", "\"9999-12-31T23:59:59.999999Z\"",
                                    "\"2024-02-29T15:59:59Z\""};
constexpr string_view unix_times[] = {"1741752000", "0", "-62135596800", "1709222399"};
constexpr string_view dates[] = {"\"2025-03-12\"", "\"2024-02-29\"", "\"0001-01-01\"", "\"9999-12-31\""};
constexpr string_view times[] = {"\"00:00:00\"", "\"23:59:59.999999\"", "\"12:00:00\""};
constexpr string_view spans[] = {"\"PT24H\"", "\"0s\"", "\"24h\"", "\"PT2562047788H\"", "\"1h30m\""};
constexpr string_view texts[] = {"\"\"", "\"a\"", "\"Hangzhou\"", "\"杭州\"", "\"123-ab\"", "\"{x} \\u0000\""};

class Writer {
 public:
  Writer(const model::Model& model, Choices& choices) : model_(model), choices_(choices) {}

  string record() {
    string members = "\"now\": " + moment(model_.now_encoding);
    for (const model::Fact& fact : model_.facts) member(members, fact.spelling, fact.type, fact.encoding);
    return "{" + members + "}";
  }

 private:
  void member(string& members, const string& name, Type type, Encoding encoding) {
    if (choices_.chance(type.optional ? 25 : 1)) return;
    if (!members.empty()) members += ", ";
    append_json_text(members, name);
    members += ": " + value(type, encoding);
  }

  string moment(Encoding encoding) {
    return string(encoding == Encoding::rfc3339 ? choices_.of(instants) : choices_.of(unix_times));
  }

  string text() {
    if (model_.texts.empty() || choices_.chance(30)) return string(choices_.of(texts));
    string written;  // One that the policy speaks of.
    append_json_text(written, model_.texts[choices_.below(std::min<std::size_t>(model_.texts.size(), 256))]);
    return written;
  }

  string value(Type type, Encoding encoding) {
    if (type.is_list()) return list(type.element(), encoding);
    switch (type.base) {
      case Kind::boolean: return choices_.chance(50) ? "true" : "false";
      case Kind::integer: return string(choices_.of(numbers));
      case Kind::decimal:
      case Kind::money: return string(choices_.of(decimals));
      case Kind::text: return text();
      case Kind::instant: return moment(encoding);
      case Kind::date: return string(choices_.of(dates));
      case Kind::time_of_day: return string(choices_.of(times));
      case Kind::duration: return string(choices_.of(spans));
      case Kind::enumeration: return member_of(model_.schema.enums[type.id]);
      case Kind::record: return record_of(model_.schema.records[type.id]);
      default: return "null";
    }
  }

  string list(Type element, Encoding encoding) {
    // A record may have lists of itself.
    const std::size_t most = depth_ < 4 ? 4 : 1;
    string elements;
    ++depth_;
    for (std::size_t i = choices_.below(most); i > 0; --i) {
      if (!elements.empty()) elements += ", ";
      elements += value(element, encoding);
    }
    --depth_;
    return "[" + elements + "]";
  }

  string member_of(const EnumInfo& info) {
    if (info.members.empty()) return "null";
    string written;
    append_json_text(written, info.members[choices_.below(std::min<std::size_t>(info.members.size(), 256))].spelling);
    return written;
  }

  string record_of(const RecordInfo& info) {
    string members;
    for (const FieldInfo& field : info.fields) member(members, field.spelling, field.type, field.encoding);
    return "{" + members + "}";
  }

  const model::Model& model_;
  Choices& choices_;
  int depth_ = 0;
};

}  // namespace

string record_for(const model::Model& model, Choices& choices) { return Writer(model, choices).record(); }

}  // namespace writ::random
