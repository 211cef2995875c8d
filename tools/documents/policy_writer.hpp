#pragma once
// What the parts of a policy's document are written with. Inside this room only.

#include <string>
#include <string_view>
#include <vector>

#include "tools/documents/clause_map.hpp"
#include "tools/documents/declared.hpp"
#include "tools/documents/page.hpp"
#include "tools/documents/phrases.hpp"

namespace writ::documents {

class PolicyWriter {
 public:
  PolicyWriter(const ClauseMap& map, const Declared& declared, model::FileIndex policy, Language language);

  Page write();

 private:
  // policy_page.cpp
  void add_head();
  void add_sources();
  void add_contents();
  void add_invariants();
  void add_examples();

  // policy_decisions.cpp
  void add_decisions();
  void add_decision(model::DecisionId id);
  void add_needs(model::DecisionId id);
  void add_rules_of(model::DecisionId id, syntax::Effect effect, Phrase title);
  Entry rule_entry(model::DecisionId id, std::uint32_t number) const;
  Entry also_entry(model::DecisionId id, std::uint32_t number) const;
  void add_conditions(Blocks& blocks, model::ExprId unless, model::ExprId when) const;
  void add_layout(Blocks& blocks, Line lead, const Layout& layout, bool is_nested) const;
  void add_message(Blocks& blocks, const model::Message& message) const;
  void add_exceptions(Blocks& blocks, model::DecisionId id, std::uint32_t number) const;
  void add_citations(Blocks& blocks, const std::vector<model::Citation>& citations) const;
  void add_effective(Blocks& blocks, const std::optional<syntax::Effective>& effective) const;

  // policy_tables.cpp
  void add_parameters();
  Line value_of(const model::Parameter& parameter) const;
  void add_definitions();
  void add_notices();
  void add_requirements();
  void add_facts();
  void add_fields(std::uint32_t record, const std::vector<bool>& read);
  void add_messages();
  Line described(Type type, std::string_view doc, bool fixed) const;

  // Words.
  std::string say(Phrase which) const { return std::string(phrase(which, language_)); }
  Text said(Phrase which) const { return {say(which)}; }
  std::string type_name(Type type) const { return model_.schema.type_name(type); }
  Quoted words(model::ExprId expr) const { return {words_of(model_, texts_, expr)}; }
  Quoted source(Span span) const { return {{{source_words(texts_, span)}}}; }
  Reference rule_reference(model::DecisionId id, std::uint32_t number) const;
  /// A doc comment, a paragraph each.
  void add_doc(Blocks& blocks, std::string_view comment) const;
  void add_title(std::size_t level, std::string id, Line line);
  void add(Block block) { page_.blocks.push_back(std::move(block)); }
  /// Whether something declared in `file` stands on this page if the policy reaches it: its own, and what modules
  /// declare. What other policies declare stands on their pages.
  bool is_at_home(model::FileIndex file) const { return file == policy_ || !model_.files[file].policy; }

  const ClauseMap& map_;
  const model::Model& model_;
  const SourceSet& texts_;
  const Declared& declared_;
  const model::FileIndex policy_;
  const model::File& file_;
  const Language language_;
  std::vector<model::DecisionId> decisions_;  // Of the policy.
  Reach reach_;
  Page page_;
};

/// The text of a message in a language, or in one of its kind, else the first.
const model::MessageText* text_in(const model::Message& message, Language language);

}  // namespace writ::documents
