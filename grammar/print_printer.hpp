#pragma once
// From the tree, and the text that it was read from, to documents: what stands beside what, and where lines may end.
//
// Words are taken from the text in its order, so that none is lost and none is made up; the tree says what they are.
// The functions return parts of one document, and so have to be called in the order of the text.

#include <string_view>
#include <vector>

#include "grammar/print_layout.hpp"
#include "grammar/print_reader.hpp"
#include "grammar/syntax.hpp"

namespace writ {

class Printer {
 public:
  using Part = layout::Part;
  using Parts = layout::Parts;

  Printer(const Source& source, const syntax::File& file);
  /// Empty where the text is not what the tree was read from.
  std::string file();

 private:
  // print_words.cpp: words, comments and the places between them
  Part word(std::string_view expected);
  Part words(std::string_view expected);  ///< Such as `is not`.
  Part word(Span span);
  Part taken(std::uint32_t end, bool mark = false);
  /// All that is written up to there, as it is written but for its blanks.
  Part written(Span span);
  /// A type or a name with dots.
  Part compound(Span span);
  Part name(const syntax::Name& name) { return word(name.span); }
  Part own_comments();
  Part end_comment();
  Part line();
  Part soft();
  Part hard();
  Part between(Part usual, Part nothing);
  void comma(Parts& parts);
  struct Brackets {
    std::string_view open, close;
    bool spaced = false;     ///< A space stands inside them.
    bool fills = false;      ///< As many narrow items as fit stand on a line, and not one.
    bool last_comma = true;  ///< The last may have a comma, too.
  };
  /// What stands in brackets, with commas between.
  static constexpr std::uint32_t narrow_item = 40;
  template <typename Items, typename Item>
  Part bracketed(Brackets brackets, const Items& items, Item item) {
    Parts parts;
    const Part open = word(brackets.open);
    const Part begin = items.empty() ? 0 : brackets.spaced ? line() : soft();
    bool narrow = true;
    for (std::size_t i = 0; i < items.size(); ++i) {
      if (i != 0) comma(parts);
      const Part part = item(items[i]);
      parts.push_back(part);
      narrow = narrow && !document_.breaks(part) && document_.width(part) <= narrow_item;
    }
    return closed(brackets, all({open}), begin, parts, brackets.fills && narrow, items.empty());
  }
  Part closed(Brackets brackets, Part open, Part begin, Parts& parts, bool filled, bool empty);
  Part all(std::initializer_list<Part> parts) { return document_.all(parts); }
  Part in_group(std::initializer_list<Part> parts) { return document_.group(document_.all(parts)); }
  Part condition_group(std::initializer_list<Part> parts) {
    return document_.group(document_.all(parts), layout::widest_condition);
  }
  Part indented(std::initializer_list<Part> parts) { return document_.indented(2, document_.all(parts)); }

  // print_expression.cpp
  Part expression(const syntax::Expr& whole);
  template <typename Literal>
  Part node(const Literal&, const syntax::Expr& literal);
  Part node(const syntax::TextLiteral& literal, const syntax::Expr& text);
  Part node(const syntax::FieldExpr& access, const syntax::Expr&);
  Part node(const syntax::CallExpr& call, const syntax::Expr&);
  Part node(const syntax::RecordExpr& record, const syntax::Expr&);
  Part node(const syntax::ListExpr& list, const syntax::Expr&);
  Part node(const syntax::WithExpr& with, const syntax::Expr&);
  Part node(const syntax::UnaryExpr& unary, const syntax::Expr&);
  Part node(const syntax::BinaryExpr& binary, const syntax::Expr&);
  Part node(const syntax::PresenceExpr& presence, const syntax::Expr&);
  Part node(const syntax::WithinExpr& within, const syntax::Expr&);
  Part node(const syntax::RangeExpr& range, const syntax::Expr&);
  Part node(const syntax::IfExpr& choice, const syntax::Expr&);
  Part node(const syntax::QuantifierExpr& form, const syntax::Expr&);
  Part node(const syntax::PickExpr& form, const syntax::Expr&);
  Part node(const syntax::AggregateExpr& form, const syntax::Expr&);
  Part node(const syntax::ParenExpr& parenthesised, const syntax::Expr&);
  Part fields(const std::vector<syntax::FieldValue>& fields);
  Part arguments(const std::vector<syntax::ExprPtr>& arguments, bool last_comma = true);
  /// Operands of one level, each but the first behind its operator on a line of its own.
  Part chain(const syntax::BinaryExpr& binary, std::uint32_t indent);
  void link(syntax::Operator op, const syntax::Expr& right, Parts& parts);
  Part comparison(const syntax::BinaryExpr& binary);
  Part each(const syntax::Name& variable, const syntax::Expr& list);
  /// `where C` on a line of its own, if it is there.
  Part part_of_form(std::string_view keyword, const syntax::ExprPtr& inner);
  /// ` = VALUE`, where the sign has not been taken.
  Part assigned(const syntax::Expr& value, std::uint32_t indent = 2);

  // print_clause.cpp
  Part rule(const syntax::Rule& rule);
  Part also(const syntax::Also& also);
  template <typename One>
  Part ordered_clauses(One one);
  Part condition(const syntax::Expr& condition);
  Part name_clause(const std::vector<syntax::Name>& names);
  Part because(const syntax::Message& message);
  Part then(const std::vector<syntax::NoticeCall>& calls);
  Part cite(const std::vector<syntax::Citation>& citations);
  Part effective(const syntax::Effective& effective);
  Part notice_call(const syntax::NoticeCall& call);

  // print_block.cpp: one thing below the other
  struct Row {
    bool first = true;         ///< Of its block.
    bool needs_blank = false;  ///< An empty line stands before it in any case.
  };
  /// The comments between two rows, and the line breaks before, between and behind them.
  Part row_start(Row row);
  /// Words at the beginning of rows, and the room behind each of them.
  struct Columns {
    Parts cells, pads;
    Part row = 0;  ///< All of it, where it is to stay on one line.
  };
  Part cell(Part part, Columns& columns);
  /// Makes the room so that what follows the words stands below each other; none where a row would get too wide.
  void align(const std::vector<Columns>& rows);

  // print_declaration.cpp, print_value.cpp, print_test.cpp
  Part declaration(const syntax::Declaration& declaration, Columns& columns);
  Part node(const syntax::Broken&, Columns&);
  Part node(const syntax::EnumDecl& declaration, Columns& columns);
  Part node(const syntax::RecordDecl& declaration, Columns&);
  Part node(const syntax::FactDecl& declaration, Columns& columns);
  Part node(const syntax::RequireDecl& declaration, Columns&);
  Part node(const syntax::ParameterDecl& declaration, Columns& columns);
  Part node(const syntax::DefineDecl& declaration, Columns& columns);
  Part node(const syntax::CalendarDecl& declaration, Columns&);
  Part node(const syntax::NoticeDecl& declaration, Columns& columns);
  Part node(const syntax::DecisionDecl& declaration, Columns&);
  Part node(const syntax::InvariantDecl& declaration, Columns&);
  Part node(const syntax::FixtureDecl& declaration, Columns&);
  Part node(const syntax::TestDecl& declaration, Columns&);
  Part typed(const syntax::TypeExpr& type);
  Part dated(const syntax::ParameterDecl& declaration);
  Part parameters(const std::vector<syntax::Parameter>& parameters);
  Part field(const syntax::Field& field, Columns& columns);
  template <typename Owner>
  Part modifiers(const Owner& owner);
  Part calendar_item(const syntax::CalendarDecl& declaration, std::size_t (&used)[4], Columns& columns);
  Part step(const syntax::TestStep& step);
  Part by_rules(const std::vector<syntax::Name>& rules);

  // print_file.cpp
  Part header();
  Part header_clause(std::size_t& source, Columns& keywords, Columns& sources);
  Part use(const syntax::Use& use);

  const syntax::File& file_;
  std::string_view source_;
  PrintReader reader_;
  layout::Document document_;
  bool failed_ = false;
};

}  // namespace writ
