// usage: make_orders [COUNT [CATEGORIES]]: writes generated orders, a line each, to standard output.

#include <cstdio>
#include <cstdlib>

#include "tests/bench/orders.hpp"

int main(int count, char* arguments[]) {
  const auto argument = [&](int index, std::uint64_t otherwise) {
    return count > index ? std::strtoull(arguments[index], nullptr, 10) : otherwise;
  };
  const auto orders = argument(1, 100'000);
  const auto categories = argument(2, 1000);
  if (categories == 0) return 2;
  writ::bench::OrderSource source(categories);
  std::string text;
  for (std::uint64_t i = 0; i < orders; ++i) {
    writ::bench::append_json(source.next(), text);
    if (text.size() < 1 << 16 && i + 1 < orders) continue;
    if (std::fwrite(text.data(), 1, text.size(), stdout) != text.size()) return 1;
    text.clear();
  }
  return std::fflush(stdout) == 0 ? 0 : 1;
}
