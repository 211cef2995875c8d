#pragma once
// A service's own types, bound to the facts of olist.facts: docs/embedding.md shows what stands from the first struct
// on.

#include <chrono>
#include <optional>
#include <vector>
#include <writ/bind.hpp>

namespace shop {

struct Item {
  std::chrono::sys_seconds shipping_limit;
  std::int64_t price_cents = 0;
  std::int64_t freight_cents = 0;
};

struct Order {
  std::optional<std::chrono::sys_seconds> handed_to_carrier;
  std::vector<Item> items;
};

struct Request {
  const Order* order = nullptr;
  std::chrono::system_clock::time_point now;
};

inline auto bound_request() {
  const auto item = writ::bind<Item>("olist.facts.Item")
                        .member("shipping_limit_at", &Item::shipping_limit)
                        .member("price", &Item::price_cents, writ::money("BRL", 2))
                        .member("freight", &Item::freight_cents, writ::money("BRL", 2));
  const auto order = writ::bind<Order>("olist.facts.Order")
                         .member("handed_to_carrier_at", &Order::handed_to_carrier)
                         .member("items", &Order::items, item);
  return writ::bind<Request>().member("order", &Request::order, order).member("now", &Request::now);
}

}  // namespace shop
