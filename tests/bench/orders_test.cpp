// The orders that everything is measured with are the known ones, and the baseline decides them rightly.

#include <catch2/catch.hpp>

#include "tests/bench/handwritten.hpp"
#include "tests/bench/handwritten_columns.hpp"

namespace writ::bench {
namespace {

TEST_CASE("the orders and their decisions are the known ones") {
  Tally tally;
  OrderSource source;
  for (std::uint64_t i = 0; i < known_tally.orders; ++i) tally.add(applying_rules(source.next()));
  CHECK(tally.permitted == known_tally.permitted);
  CHECK(tally.applied == known_tally.applied);
  CHECK(tally.hash == known_tally.hash);
}

TEST_CASE("orders in columns are decided alike") {
  const OrderColumns columns(make_orders(known_tally.orders));
  std::vector<std::int64_t> masks(columns.size());
  applying_rules(columns, masks);
  Tally found;
  for (const auto mask : masks) found.add(static_cast<std::uint32_t>(mask));
  CHECK(found == known_tally);
}

TEST_CASE("the first order is written as it always was") {
  CHECK(to_ndjson(make_orders(1)) ==
        R"({"id":"TB000000000013","category":"c671","order":{"platform":"taobao","status":"paid","kind":"virtual",)"
        R"("paid_at":1767873016,"ship_by":1768071838,"cards":[{"sent_at":1768184570,"state":"pending",)"
        R"("proposed_ship_by":1768531383}]},"actor":{"role":"owner"},"shop":{"restricted":false,)"
        R"("feature_revoked":false},"now":1768243419})"
        "\n");
}

TEST_CASE("orders read back from JSON are decided alike") {
  const auto orders = make_orders(10'000);
  Tally expected;
  for (const auto& order : orders) expected.add(applying_rules(order));
  Tally found;
  OrderReader reader(to_ndjson(orders));
  CHECK(reader.each([&](const Order& order) { found.add(applying_rules(order)); }));
  CHECK(found == expected);
}

}  // namespace
}  // namespace writ::bench
