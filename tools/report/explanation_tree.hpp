#pragma once
// The tree of conditions as lines of text: what explanation_text.cpp is made of.

#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "tools/report/explanation_text.hpp"
#include "tools/report/text_lines.hpp"

namespace writ {

class ExplanationTree {
 public:
  using Node = Explanation::Node;

  ExplanationTree(const Explanation& explanation, const ExplanationTextOptions& options)
      : explanation_(explanation), options_(options), lines_(options.columns, options.colour) {}

  TextLines& lines() { return lines_; }

  void rule(const Explanation::Rule& rule, std::size_t indent, std::size_t unfold, bool with_messages = true);
  /// The clauses that decided; all of them when verbose.
  void clauses(const std::optional<Node>& effective, const std::optional<Node>& unless, const std::optional<Node>& when,
               std::size_t indent, std::size_t unfold);
  void condition(const Node& node, std::size_t indent, std::size_t unfold);
  void failure(const Decision::Failure& failure, std::size_t indent);
  /// `rules/refunds.writ:12`; `:12` within the file that was named last.
  std::string place(const Explanation::Place& place);

 private:
  std::vector<const Node*> told(const std::vector<Node>& parts) const;
  std::vector<const Node*> told_of(const Node& node) const;
  void group(const Node& node, std::size_t indent, std::size_t unfold);
  void operands(const std::vector<const Node*>& parts, std::size_t indent, std::size_t unfold);
  std::string operand(const Node& node) const;
  bool has_more(const Node& node, std::size_t unfold) const;
  void more(const Node& node, std::size_t indent, std::size_t unfold);
  void definition(const Node& node, std::size_t indent, std::size_t unfold);
  void decision(const Node& node, std::size_t indent, std::size_t unfold);
  void elements(const Node& node, std::size_t indent, std::size_t unfold);
  void element(const Explanation::Element& element, bool is_picked, std::size_t indent, std::size_t unfold);
  void labels(std::string_view what, const Node& node, const std::vector<const Explanation::Element*>& those,
              std::uint64_t in_all, std::size_t indent);

  const Explanation& explanation_;
  ExplanationTextOptions options_;
  TextLines lines_;
  std::string file_;
  std::set<std::uint32_t> definitions_, decisions_;  // Those that were opened already.
};

}  // namespace writ
