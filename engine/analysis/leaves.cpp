#include "engine/analysis/leaves.hpp"

#include "engine/value/decimal.hpp"
#include "engine/value/time/civil.hpp"

namespace writ::analysis {

std::optional<Readable> readable_range(Type type) {
  const Integer from = time::to_date({2000, 1, 1});
  const Integer until = time::to_date({2100, 1, 1});
  constexpr Integer many = 1'000'000'000;
  switch (type.base) {
    case Kind::integer: return Readable{-many, many};
    case Kind::decimal:
    case Kind::money: return Readable{-many * decimal::one, many * decimal::one};
    case Kind::date: return Readable{from, until};
    case Kind::instant: return Readable{from * time::day, until * time::day};
    case Kind::duration: return Readable{0, Integer{3'653} * time::day};
    default: return std::nullopt;
  }
}

}  // namespace writ::analysis
