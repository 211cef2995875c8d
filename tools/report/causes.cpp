#include "tools/report/causes.hpp"

#include <algorithm>
#include <set>

namespace writ {
namespace {

using Node = Explanation::Node;

/// Of a decision that is used and is undetermined: no cause, but the way to one.
constexpr std::string_view undetermined_decision = "V0107";

class Search {
 public:
  explicit Search(const Explanation& explanation) : explanation_(explanation) {}

  std::vector<const Decision::Failure*> search() {
    open_decision(0);
    while (!open_.empty()) {
      const Node& node = *open_.back();
      open_.pop_back();
      if (node.failure) add(*node.failure);
      if (node.decision != Explanation::none) open_decision(node.decision);
      if (node.definition != Explanation::none && definitions_.insert(node.definition).second) {
        open(explanation_.definitions[node.definition].body);
      }
      for (const Explanation::Element& element : node.elements) open_all(element.parts);
      open_all(node.parts);
    }
    return std::move(found_);
  }

 private:
  void open(const Node& node) {
    if (node.state == Node::State::error) open_.push_back(&node);
  }
  /// The last is looked at first.
  void open_all(const std::vector<Node>& nodes) {
    for (auto node = nodes.rbegin(); node != nodes.rend(); ++node) open(*node);
  }

  void open_decision(std::uint32_t index) {
    const Explanation::Decided& decided = explanation_.decisions[index];
    if (decided.outcome != Outcome::undetermined || !decisions_.insert(index).second) return;
    for (const Explanation::Rule& rule : decided.rules) {
      if (rule.verdict != Explanation::Rule::Verdict::failed) continue;
      if (rule.failure) add(*rule.failure);
      for (const auto* clause : {&rule.effective, &rule.unless, &rule.when, &rule.value}) {
        if (*clause) open(**clause);
      }
    }
    for (const Decision::Failure& failure : decided.failures) {
      if (failure.decision.empty() || failure.decision == decided.name) add(failure);
    }
  }

  void add(const Decision::Failure& failure) {
    const bool is_known = std::ranges::any_of(found_, [&](const Decision::Failure* known) {
      return known->code == failure.code && known->place == failure.place;
    });
    if (!is_known && failure.code != undetermined_decision) found_.push_back(&failure);
  }

  const Explanation& explanation_;
  std::vector<const Node*> open_;
  std::set<std::uint32_t> definitions_, decisions_;
  std::vector<const Decision::Failure*> found_;
};

}  // namespace

std::vector<const Decision::Failure*> causes(const Explanation& explanation) {
  if (explanation.decisions.empty()) return {};
  return Search(explanation).search();
}

}  // namespace writ
