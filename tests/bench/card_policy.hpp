#pragma once
// The policy that is measured, as text: card.writ, and the same for many categories of goods.

#include <cstddef>
#include <fstream>
#include <iterator>
#include <string>
#include <vector>

namespace writ::bench {

/// The ten rules; the path of card.writ is given by the build.
inline std::string card_policy() {
  std::ifstream in(WRIT_CARD_POLICY, std::ios::binary);
  return {std::istreambuf_iterator<char>(in), {}};
}

/// The ten rules for each of the categories, each of which also asks that the order's category is its own.
inline std::string card_policy(std::size_t categories) {
  const auto card = card_policy();
  const auto decision = card.find("decision ");
  const auto first = card.find("  forbid ");
  std::vector<std::string> ten;
  for (auto at = first; at != std::string::npos;) {
    const auto next = card.find("  forbid ", at + 1);
    ten.push_back(card.substr(at, next - at));
    at = next;
  }
  auto text = card.substr(0, decision) + "fact category : Text\n\n" + card.substr(decision, first - decision);
  for (std::size_t category = 0; category < categories; ++category) {
    const auto number = std::to_string(category);
    for (auto rule : ten) {
      const auto name_end = rule.find('\n');
      rule.insert(rule.find("when ") + 5, "category is \"c" + number + "\" and ");
      rule.insert(name_end, "_of_" + number);
      text += rule;
    }
  }
  return text;
}

}  // namespace writ::bench
