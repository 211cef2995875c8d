#include "tools/lint/reasoning.hpp"

#include <algorithm>
#include <array>

namespace writ::lint {
namespace {

// Enough for what people write; beyond it nothing is said.
constexpr std::size_t most_nodes = 24;
constexpr std::size_t most_steps = 160;
constexpr int most_splits = 48;
constexpr int most_depth = 4;

__extension__ using Wide = __int128;
constexpr Wide no_bound = Wide{1} << 100;

/// What is known in one branch.
class Branch {
 public:
  Branch(Forms& forms, Reasoning how) : forms_(forms), how_(how) {
    nodes_.push_back(model::none);  // zero
  }

  bool failed() const { return failed_; }
  const std::vector<FormId>& choices() const { return choices_; }
  bool known(FormId form) const {
    return std::ranges::any_of(truths_, [&](const auto& truth) { return truth.first == form && truth.second; }) ||
           (forms_[form].kind == FormKind::negation && std::ranges::any_of(truths_, [&](const auto& truth) {
              return truth.first == forms_[form].parts[0] && !truth.second;
            }));
  }

  void assume(FormId form, bool holds = true, int depth = 0) {
    if (failed_ || ++steps_ > most_steps) return;
    const Form of = forms_[form];  // a copy: forms are added meanwhile
    switch (of.kind) {
      case FormKind::truth: failed_ = failed_ || !holds; return;
      case FormKind::negation: assume(of.parts[0], !holds, depth); return;
      case FormKind::both:
        if (holds) {
          for (const FormId part : of.parts) assume(part, true, depth);
        } else {
          choices_.push_back(form);
        }
        return;
      case FormKind::among: narrow(of.parts[0], holds ? of.value : ~of.value); return;
      case FormKind::at_most: bound(of, holds ? of.value : -Wide{of.value} - 1, holds); return;
      case FormKind::exactly:
        learn(form, holds);
        if (holds) {
          bound(of, of.value, true);
          bound(of, -Wide{of.value}, false);
        } else {
          unequal_.push_back({number_of(of), of.value});
        }
        return;
      default: break;
    }
    learn(form, holds);
    if (of.kind == FormKind::equal && holds) equate(of.parts[0], of.parts[1]);
    if (of.kind == FormKind::some) {
      const FormId count = forms_.count_of(of.parts[0], of.parts[1]);
      const auto node = node_of(count, depth);
      if (holds) {
        edge(0, node, -1);
        const auto size = node_of(forms_.count_of(of.parts[0], forms_.truth()), depth);
        edge(0, size, -1);
      } else {
        edge(node, 0, 0);
      }
    }
    if (of.kind == FormKind::define && of.parts.empty() && how_.unfold && depth < most_depth) {
      const auto body = forms_.model().defines[of.id].body;
      if (body != model::none) assume(forms_.of(body), holds, depth + 1);
    }
  }

  void drop(FormId choice) { std::erase(choices_, choice); }

  /// Follows what differences say of each other.
  void close() {
    if (failed_ || nodes_.size() > most_nodes) return;
    const std::size_t n = nodes_.size();
    std::vector<Wide> most(n * n, no_bound);
    for (std::size_t i = 0; i < n; ++i) most[i * n + i] = 0;
    for (const Edge& each : edges_) {
      Wide& at = most[each.of * n + each.less];
      at = std::min(at, each.most);
    }
    for (std::size_t k = 0; k < n; ++k)
      for (std::size_t i = 0; i < n; ++i) {
        if (most[i * n + k] >= no_bound) continue;
        for (std::size_t j = 0; j < n; ++j) {
          if (most[k * n + j] >= no_bound) continue;
          most[i * n + j] = std::min(most[i * n + j], most[i * n + k] + most[k * n + j]);
        }
      }
    for (std::size_t i = 0; i < n; ++i) failed_ = failed_ || most[i * n + i] < 0;
    for (const Unequal& each : unequal_) {
      const auto [of, less] = each.number;
      failed_ = failed_ || (most[of * n + less] == each.value && most[less * n + of] == -Wide{each.value});
    }
  }

 private:
  struct Edge {
    std::uint32_t of, less;
    Wide most;  ///< of - less is this or less.
  };
  using Number = std::pair<std::uint32_t, std::uint32_t>;  ///< The difference of two nodes.
  struct Unequal {
    Number number;
    std::int64_t value;
  };

  void learn(FormId form, bool holds) {
    for (const auto& [known, held] : truths_)
      if (known == form) {
        failed_ = failed_ || held != holds;
        return;
      }
    truths_.push_back({form, holds});
  }

  void narrow(FormId subject, std::int64_t bits) {
    for (auto& [known, left] : members_)
      if (known == subject) {
        left &= bits;
        failed_ = failed_ || left == 0;
        return;
      }
    // Bits that are no members are left over from a complement.
    const std::int64_t all = forms_.members(subject);
    members_.push_back({subject, bits & all});
    failed_ = failed_ || (bits & all) == 0;
  }

  /// A text cannot be equal to two texts.
  void equate(FormId a, FormId b) {
    if (forms_[a].kind == FormKind::text) std::swap(a, b);
    if (forms_[b].kind != FormKind::text) return;
    if (forms_[a].kind == FormKind::text) failed_ = true;  // equal ones are one form
    for (const auto& [known, text] : texts_) failed_ = failed_ || (known == a && text != b);
    texts_.push_back({a, b});
  }

  void edge(std::uint32_t of, std::uint32_t less, Wide most) { edges_.push_back({of, less, most}); }

  std::optional<std::int64_t> value_of_parameter(const Form& form) const {
    if (!how_.assume_parameters || form.kind != FormKind::parameter) return std::nullopt;
    const auto value = forms_.model().parameters[form.id].value;
    if (value == model::none) return std::nullopt;
    const auto* constant = std::get_if<model::Constant>(&forms_.model()[value].node);
    // Zero may be there to switch something off.
    return constant != nullptr && constant->value != 0 ? std::optional(constant->value) : std::nullopt;
  }

  std::uint32_t node_of(FormId form, int depth) {
    const auto at = std::ranges::find(nodes_, form);
    const auto node = static_cast<std::uint32_t>(at - nodes_.begin());
    if (at != nodes_.end()) return node;
    nodes_.push_back(form);
    const Form of = forms_[form];
    if (const auto value = value_of_parameter(of)) {
      edge(node, 0, *value);
      edge(0, node, -Wide{*value});
    }
    if (of.kind == FormKind::count) {
      edge(0, node, 0);
      if (of.parts[1] != forms_.truth()) edge(node, node_of(forms_.count_of(of.parts[0], forms_.truth()), depth), 0);
    }
    if (of.kind == FormKind::apply) follow(of, node, depth);
    if (of.kind == FormKind::define && of.parts.empty() && how_.unfold && depth < most_depth) {
      const auto body = forms_.model().defines[of.id].body;
      if (body != model::none) equals_sum(node, forms_.of(body), depth + 1, 0);
    }
    return node;
  }

  /// What a function says of its operands.
  void follow(const Form& call, std::uint32_t node, int depth) {
    const Builtin& row = builtins()[call.id];
    if (depth >= most_depth) return;
    if (row.motion == Motion::absolute) edge(0, node, 0);
    const bool smaller = row.motion == Motion::smaller;
    if (!smaller && row.motion != Motion::larger) return;
    for (const FormId part : call.parts) equals_sum(node, part, depth + 1, smaller ? -1 : 1);
  }

  /// node is the sum, or with `side` -1 or 1 it is that or less, or more.
  void equals_sum(std::uint32_t node, FormId form, int depth, int side) {
    const auto sum = forms_.sum(form);
    if (!sum || sum->terms.size() > 1 || (sum->terms.size() == 1 && sum->terms[0].second != 1)) return;
    const std::uint32_t other = sum->terms.empty() ? 0 : node_of(sum->terms[0].first, depth);
    if (side <= 0) edge(node, other, sum->constant);
    if (side >= 0) edge(other, node, -Wide{sum->constant});
  }

  /// The sum of a comparison as a difference of two nodes.
  Number number_of(const Form& form) {
    if (form.parts.size() == 1 && form.weights[0] == 1) return {node_of(form.parts[0], 0), 0};
    if (form.parts.size() == 2 && form.weights[0] == 1 && form.weights[1] == -1) {
      const std::uint32_t of = node_of(form.parts[0], 0);
      return {of, node_of(form.parts[1], 0)};
    }
    return {node_of(forms_.weighted(form.parts, form.weights), 0), 0};
  }

  /// The sum, or with `holds` false its opposite, is `most` or less.
  void bound(const Form& form, Wide most, bool holds) {
    const auto [of, less] = number_of(form);
    holds ? edge(of, less, most) : edge(less, of, most);
  }

  Forms& forms_;
  Reasoning how_;
  bool failed_ = false;
  std::size_t steps_ = 0;
  std::vector<std::pair<FormId, bool>> truths_;
  std::vector<std::pair<FormId, std::int64_t>> members_;
  std::vector<std::pair<FormId, FormId>> texts_;
  std::vector<FormId> nodes_;
  std::vector<Edge> edges_;
  std::vector<Unequal> unequal_;
  std::vector<FormId> choices_;  ///< Forms `both` of which some part does not hold.
};

/// Tries what each choice leaves open, until every branch has failed.
bool fails(Forms& forms, Branch branch, int& splits) {
  branch.close();
  if (branch.failed()) return true;
  std::vector<FormId> open = branch.choices();
  std::ranges::sort(open, {}, [&](FormId choice) { return forms[choice].parts.size(); });
  for (const FormId choice : open) {
    const std::vector<FormId> parts = forms[choice].parts;
    if (parts.size() > 8) continue;
    if (std::ranges::any_of(parts, [&](FormId part) { return branch.known(forms.negation(part)); })) continue;
    std::vector<Branch> left;
    for (const FormId part : parts) {
      if (--splits < 0) return false;
      Branch other = branch;
      other.drop(choice);
      other.assume(part, false);
      Branch closed = other;
      closed.close();
      if (!closed.failed()) left.push_back(std::move(other));
    }
    return std::ranges::all_of(left, [&](Branch& other) { return fails(forms, std::move(other), splits); });
  }
  return false;
}

}  // namespace

bool Reasoner::contradict(std::span<const FormId> conditions, Reasoning how) {
  Branch branch(forms_, how);
  for (const FormId condition : conditions) branch.assume(condition);
  int splits = most_splits;
  return fails(forms_, std::move(branch), splits);
}

const std::vector<FormId>& Reasoner::subjects(FormId form) {
  if (const auto known = subjects_.find(form); known != subjects_.end()) return known->second;
  std::vector<FormId> found;
  const Form of = forms_[form];
  const auto add = [&](FormId part) {
    const auto& more = subjects(part);
    found.insert(found.end(), more.begin(), more.end());
  };
  subjects_[form] = {};  // definitions make no circles, but may be long
  switch (of.kind) {
    case FormKind::truth:
    case FormKind::constant:
    case FormKind::text: break;
    case FormKind::negation:
    case FormKind::both:
    case FormKind::at_most:
    case FormKind::exactly:
    case FormKind::among:
    case FormKind::equal:
    case FormKind::present:
      for (const FormId part : of.parts) add(part);
      if (of.kind == FormKind::equal || of.kind == FormKind::present) found.push_back(form);
      break;
    case FormKind::some:
    case FormKind::count:
      found.push_back(forms_.count_of(of.parts[0], forms_.truth()));
      found.push_back(form);
      break;
    case FormKind::define:
      found.push_back(form);
      if (of.parts.empty() && forms_.model().defines[of.id].body != model::none) {
        add(forms_.of(forms_.model().defines[of.id].body));
      }
      break;
    case FormKind::apply: {
      found.push_back(form);
      const Builtin& row = builtins()[of.id];
      const bool transparent = row.motion == Motion::smaller || row.motion == Motion::larger ||
                               row.motion == Motion::add || row.motion == Motion::subtract || row.is_operator;
      if (transparent)
        for (const FormId part : of.parts) add(part);
      break;
    }
    default: found.push_back(form); break;
  }
  std::ranges::sort(found);
  found.erase(std::unique(found.begin(), found.end()), found.end());
  return subjects_[form] = std::move(found);
}

bool Reasoner::related(FormId a, FormId b) {
  const auto& left = subjects(a);
  const auto& right = subjects(b);
  for (auto i = left.begin(), j = right.begin(); i != left.end() && j != right.end();) {
    if (*i == *j) return true;
    *i < *j ? ++i : ++j;
  }
  return false;
}

}  // namespace writ::lint
