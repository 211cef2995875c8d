#include <catch2/catch.hpp>

#include <array>
#include <cstring>
#include <set>

#include "engine/value/arena.hpp"
#include "engine/value/fault.hpp"
#include "engine/value/schema.hpp"
#include "engine/value/type.hpp"

using namespace writ;

TEST_CASE("currencies have the minor units of ISO 4217") {
  const auto units = [](std::string_view letters) { return minor_units(pack_currency(letters)); };
  CHECK(units("CNY") == 2);
  CHECK(units("JPY") == 0);
  CHECK(units("KWD") == 3);
  CHECK(units("CLF") == 4);
  CHECK(units("HRK") == 2);
  CHECK(units("RMB") == -1);
  CHECK(units("cny") == -1);
  CHECK(units("CN") == -1);
  CHECK(units("") == -1);
  CHECK(currency_letters(pack_currency("CNY")) == "CNY");
  CHECK(pack_currency("CNY") != pack_currency("USD"));
}

TEST_CASE("every fault has an id of its own, a name and a message") {
  std::set<std::string_view> ids;
  constexpr std::array faults{
#define WRIT_FAULT(id, name, message) Fault::name,
#include "engine/value/faults.def"
#undef WRIT_FAULT
  };
  for (const Fault fault : faults) {
    CHECK(id(fault).size() == 5);
    CHECK_FALSE(name(fault).empty());
    CHECK_FALSE(message(fault).empty());
    ids.insert(id(fault));
  }
  CHECK(ids.size() == faults.size());
  CHECK(id(Fault::overflow) == "V0101");
  CHECK(name(Fault::division_by_zero) == "division_by_zero");
}

TEST_CASE("an arena gives aligned memory and keeps its largest block") {
  Arena arena;
  CHECK(arena.allocate(0) != nullptr);
  for (std::size_t size = 0; size < 200; ++size) {
    CHECK(reinterpret_cast<std::uintptr_t>(arena.allocate(size)) % 8 == 0);
  }
  void* large = arena.allocate(3'000'000);
  std::memset(large, 1, 3'000'000);
  CHECK(arena.capacity() >= 3'000'000);
  arena.reset();
  const std::size_t kept = arena.capacity();
  CHECK(kept == 3'000'000);
  CHECK(arena.allocate(2'999'992) == large);
  CHECK(arena.capacity() == kept);
}

TEST_CASE("an arena's texts are copies, and a moved arena takes them along") {
  Arena arena;
  std::string source = "协商发货";
  const Text* text = arena.text(source);
  source = "other";
  const Text* empty = arena.text("");
  Arena moved = std::move(arena);
  CHECK(text->view() == "协商发货");
  CHECK(empty->view().empty());
  const List* list = moved.list(moved.slots(3), 3);
  CHECK(list->count == 3);
  CHECK(arena.capacity() == 0);
  CHECK(arena.text("again")->view() == "again");
}

TEST_CASE("records lie in place, optionals have a presence slot, lists are one slot") {
  const Type integer{Kind::integer}, card{Kind::record, 0, false, 1};
  Schema schema;
  schema.records = {
      {"shop.Order",
       {{"id", "tid", {Kind::text}},
        {"paid_at", "paid_at", Type{Kind::instant}.or_absent()},
        {"card", "card", card},
        {"last_card", "last_card", card.or_absent()},
        {"cards", "cards", card.list_of()},
        {"notes", "notes", Type{Kind::text}.list_of().or_absent()}}},
      {"shop.Card", {{"number", "number", integer}, {"sent_at", "sent_at", {Kind::instant}}}},
  };
  schema.enums = {{"shop.Status", {{"paid", "PAID"}, {"shipped", "shipped"}}}};
  REQUIRE(schema.lay_out() == std::nullopt);
  const RecordInfo& order = schema.records[0];
  CHECK(schema.records[1].slots == 2);
  CHECK(order.fields[0].offset == 0);
  CHECK(order.fields[1].offset == 1);
  CHECK(order.fields[2].offset == 3);
  CHECK(order.fields[3].offset == 5);
  CHECK(order.fields[4].offset == 8);
  CHECK(order.fields[5].offset == 9);
  CHECK(order.slots == 11);
  CHECK(schema.slots(card.or_absent()) == 3);
  CHECK(order.field("cards") == 4u);
  CHECK(order.field("tid") == std::nullopt);
  CHECK(schema.enums[0].member("shipped") == 1u);
  CHECK(schema.enums[0].member("PAID") == std::nullopt);

  CHECK(schema.type_name(Type{Kind::instant}.or_absent()) == "Instant?");
  CHECK(schema.type_name(card.list_of()) == "list of Card");
  CHECK(schema.type_name(integer.list_of().list_of().or_absent()) == "(list of list of Int)?");
  CHECK(schema.type_name({Kind::money, 0, false, pack_currency("CNY")}) == "Money CNY");
  CHECK(schema.type_name({Kind::enumeration, 0, true, 0}) == "Status?");

  // Laying out again, as after adding a record, changes nothing.
  REQUIRE(schema.lay_out() == std::nullopt);
  CHECK(schema.records[0].slots == 11);
}

TEST_CASE("a record may contain itself through a list only") {
  const auto with_field = [](Type type) {
    Schema schema;
    schema.records = {{"Leaf", {{"n", "n", {Kind::integer}}}}, {"Node", {{"next", "next", type}}}};
    return schema.lay_out();
  };
  const Type node{Kind::record, 0, false, 1};
  CHECK(with_field(node) == 1u);
  CHECK(with_field(node.or_absent()) == 1u);
  CHECK(with_field(node.list_of()) == std::nullopt);
  CHECK(with_field({Kind::record, 0, false, 0}) == std::nullopt);
}
