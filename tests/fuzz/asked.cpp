// Any bytes as what is given beside the rule files, on a command line or by a program: the value of a parameter, or a
// question about all facts. It is refused with places in it, or decides.
//
// The first byte says which of them it is.

#include <array>

#include "engine/api/load.hpp"
#include "tests/fuzz/deciding/lines.hpp"
#include "tests/fuzz/deciding/record_for.hpp"

namespace {

constexpr std::string_view policy = R"(policy shop
  timezone "Asia/Shanghai"

enum State = pending "WAIT_BUYER_PAY" | sent | closed

record Card {
  sent_at : Instant as unix_seconds
  state : State
  price : Money CNY
}

fact cards : list of Card
fact town : Text
fact most : Int?
fact now : Instant

parameter quota : Int = 3
parameter towns : list of Text = ["Hangzhou", ""]
parameter window : Duration = 24h
parameter fee : Money CNY = CNY 5
parameter rate : Decimal = 0.5
parameter from : Date = 2025-03-01
parameter state : State = sent

define late(card : Card, by : Duration) : Bool = card.sent_at + by < now

decision refund : permission
  permit some_late when (some card in cards satisfies late(card, window)) and size(cards) < quota
  forbid elsewhere because "{town}, for {fee * rate}" when town not in towns and now > from
  refer pending when (most or else 0) > 2 and (some card in cards satisfies card.state is state)
)";

constexpr std::array<const char*, 7> parameters{"quota", "towns", "window", "fee", "rate", "from", "state"};

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace writ;
  if (size == 0) return 0;
  const std::string text(reinterpret_cast<const char*>(data) + 1, size - 1);
  std::vector<ParameterText> values;
  std::vector<QuestionText> questions;
  const std::size_t what = data[0] % (parameters.size() + 1);
  if (what < parameters.size()) {
    values.push_back({parameters[what], text});
  } else {
    questions.push_back({"--ask", text});
  }
  const Loaded loaded = load({{"shop.writ", std::string(policy)}}, values, questions);
  for (const Diagnostic& diagnostic : loaded.diagnostics) {
    const Span place = diagnostic.place;
    const bool inside = place.begin <= place.end && place.end <= (*loaded.sources)[place.file].text().size();
    random::insist(inside && !diagnostic.message.empty() ? "" : "a place is nowhere");
  }
  if (loaded.model == nullptr) return 0;
  const auto program = compile(loaded.model);
  if (program == nullptr) return 0;  // An expression is too large.
  auto choices = random::Choices::of_seed(size);
  std::vector<std::string> records;
  for (int i = 0; i < 3; ++i) records.push_back(random::record_for(*loaded.model, choices));
  const auto lines = random::lines_of(program, *loaded.sources, records, false);
  random::insist(random::disagreement(records, lines, random::lines_of(program, *loaded.sources, records, true)));
  return 0;
}
