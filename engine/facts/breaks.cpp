#include "engine/facts/breaks.hpp"

#include "engine/facts/list_room.hpp"

#include <algorithm>

#include "engine/facts/read_json.hpp"
#include "engine/facts/tokens.hpp"
#include "engine/value/time/format.hpp"
#include "grammar/unicode.hpp"

namespace writ {
namespace {

std::string_view kind_of_break(JsonIndex::Error error) {
  switch (error) {
    case JsonIndex::Error::empty: return "an object";
    case JsonIndex::Error::unclosed_text: return "a quote that closes the last text";
    case JsonIndex::Error::control_character:
      return "an escape such as \\n or \\t for each control character in a text";
    default: return "JSON";
  }
}

/// The first control character between quotes, or the quote that nothing closes: what stage one saw but does not say.
std::string_view place_of_break(std::string_view text, JsonIndex::Error error) {
  std::size_t open = 0;
  bool inside = false;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] == '"') {
      inside = !inside;
      open = i;
    } else if (inside && text[i] == '\\') {
      ++i;
    } else if (inside && static_cast<unsigned char>(text[i]) < 0x20 && error == JsonIndex::Error::control_character) {
      return text.substr(open);
    }
  }
  return text.substr(std::min(open, text.size()));
}

}  // namespace

FactProblem whole_record(FactFault fault, std::string expected, std::string found) {
  FactProblem problem;
  problem.fault = fault;
  problem.expected = std::move(expected);
  problem.found = std::move(found);
  return problem;
}

FactProblem too_large(std::uint64_t bytes, std::size_t most) {
  return whole_record(FactFault::record_too_large, within("record_bytes", most, "bytes"),
                      std::to_string(bytes) + " bytes");
}

FactProblem unreadable(std::string_view record, JsonIndex::Error error) {
  if (const auto bad_byte = first_invalid_utf8(record)) {
    const std::size_t shown_from = *bad_byte - std::min<std::size_t>(*bad_byte, 10);
    return whole_record(
        FactFault::invalid_utf8, "UTF-8",
        "byte " + std::to_string(*bad_byte + 1) + " of the record: " + shortened(record.substr(shown_from)));
  }
  return whole_record(FactFault::not_json, std::string(kind_of_break(error)),
                      error == JsonIndex::Error::empty ? "nothing" : shortened(place_of_break(record, error)));
}

FactFault instant_fault(std::string_view text) {
  std::string mended(text);
  if (const auto point = text.find('.'); point != std::string_view::npos) {
    auto end = text.find_first_not_of("0123456789", point + 1);
    if (end == std::string_view::npos) end = text.size();
    if (end > point + 7) mended.erase(point + 7, end - point - 7);
    if (time::parse_instant(mended)) return FactFault::loses_precision;
  }
  const bool sign = mended.starts_with('-') || mended.starts_with('+');
  const auto dash = mended.find('-', sign ? 1 : 0);
  const auto digits = mended.find_first_not_of("0123456789", sign ? 1 : 0);
  const bool has_year = dash != std::string::npos && dash >= 4 && digits == dash;
  const bool at_the_edge = sign || dash != 4 || mended.starts_with("000") || mended.starts_with("9999");
  if (!has_year || !at_the_edge) return FactFault::wrong_type;
  const bool well_formed = time::parse_instant("2000" + mended.substr(dash)).has_value();
  return well_formed ? FactFault::time_out_of_range : FactFault::wrong_type;
}

}  // namespace writ
