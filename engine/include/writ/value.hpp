#pragma once
// A value of the language, as plain data that owns itself.

#include <cstdint>
#include <string>
#include <variant>
#include <vector>

namespace writ {

struct Value {
  struct Absent {
    friend bool operator==(const Absent&, const Absent&) = default;
  };
  /// 64 bits of millionths: 0.05 is 50,000.
  struct Decimal {
    std::int64_t millionths = 0;
    friend bool operator==(const Decimal&, const Decimal&) = default;
  };
  /// Microseconds since 1970-01-01T00:00:00Z, in the years 0001 to 9999.
  struct Instant {
    std::int64_t microseconds = 0;
    friend auto operator<=>(const Instant&, const Instant&) = default;
  };
  /// Days since 1970-01-01.
  struct Date {
    std::int32_t days = 0;
    friend auto operator<=>(const Date&, const Date&) = default;
  };
  /// Microseconds since midnight.
  struct TimeOfDay {
    std::int64_t microseconds = 0;
    friend auto operator<=>(const TimeOfDay&, const TimeOfDay&) = default;
  };
  struct Duration {
    std::int64_t microseconds = 0;
    friend auto operator<=>(const Duration&, const Duration&) = default;
  };
  /// A whole number of a calendar's unit; weeks are days, years are months.
  struct Period {
    enum class Unit : std::uint8_t { days, months, business_days };
    std::int64_t count = 0;
    Unit unit = Unit::days;
    friend bool operator==(const Period&, const Period&) = default;
  };
  /// CNY 6.17 is 6,170,000 millionths; the currency is of ISO 4217.
  struct Money {
    std::int64_t millionths = 0;
    std::string currency;
    friend bool operator==(const Money&, const Money&) = default;
  };
  /// A member of an enum, by its declared name.
  struct Member {
    std::string name;
    friend bool operator==(const Member&, const Member&) = default;
  };
  using List = std::vector<Value>;
  struct Field;
  /// In the order of the record's declaration.
  using Record = std::vector<Field>;

  std::variant<Absent, bool, std::int64_t, Decimal, std::string, Instant, Date, TimeOfDay, Duration, Period, Money,
               Member, List, Record>
      data;

  template <typename T>
  const T* get_if() const {
    return std::get_if<T>(&data);
  }
  bool is_absent() const { return std::holds_alternative<Absent>(data); }
};

struct Value::Field {
  std::string name;
  Value value;
};

}  // namespace writ
