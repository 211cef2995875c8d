#pragma once
// PascalCase and snake_case. Letters that have no capitals, such as ideographs, fit both.

#include <string>
#include <string_view>

namespace writ::lint::style {

bool is_pascal_case(std::string_view name);
bool is_snake_case(std::string_view name);

/// `order_status` and `ORDER_STATUS` become `OrderStatus`.
std::string to_pascal_case(std::string_view name);
/// `paidAt`, `WAIT_BUYER_PAY` and `HTTPCode` become `paid_at`, `wait_buyer_pay`, `http_code`.
std::string to_snake_case(std::string_view name);

}  // namespace writ::lint::style
