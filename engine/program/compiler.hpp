#pragma once
// The compiler's own state, shared by its files: compile.cpp (declarations), compile_rules.cpp, compile_expression.cpp,
// compile_condition.cpp (conditions that are jumped by), compile_list.cpp (what walks over lists) and compile_value.cpp
// (values that are made or loaded).

#include <functional>
#include <initializer_list>
#include <map>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "engine/program/analysis.hpp"
#include "engine/program/emitter.hpp"
#include "engine/program/program.hpp"
#include "engine/program/rule_guards.hpp"
#include "engine/program/weights.hpp"

namespace writ {

/// Tables that every block adds to.
class Compiler {
 public:
  Compiler(std::shared_ptr<const model::Model> model, CompileOptions options);
  std::shared_ptr<const Program> run();

  const model::Model& model() const { return *program_.model; }
  bool tracing() const { return program_.options.trace; }
  bool selects_rules() const { return program_.options.select_rules && !tracing(); }
  Program& program() { return program_; }
  Reach& reach() { return reach_; }
  Weights& weights() { return weights_; }

  std::uint32_t constant(Slot slot);
  std::uint32_t number_constant(std::int64_t value);
  std::uint32_t text_constant(model::TextId text);
  Slot text_slot(model::TextId text) const { return Slot{.text = program_.constant_texts[text]}; }
  std::uint32_t type_index(Type type);
  /// Numbers that an instruction has sixteen bits for.
  std::uint16_t short_type_index(Type type) { return in_sixteen_bits(type_index(type)); }
  std::uint16_t record_number(Type type) { return in_sixteen_bits(type.id); }
  std::uint16_t slots_of(Type type) { return in_sixteen_bits(model().schema.slots(type)); }
  std::uint32_t signature_index(Signature signature);
  std::uint16_t site(model::FileIndex file, const Pattern* pattern, std::string_view language);

  BlockId define_block(model::DefineId define) const { return defines_[define]; }
  BlockId parameter_block(model::ParameterId parameter) const { return program_.parameters[parameter]; }

 private:
  static std::uint16_t in_sixteen_bits(std::uint32_t number);
  BlockId expression_block(model::ExprId expr);
  BlockId called_block(model::ExprId body, const std::vector<model::LocalId>& parameters = {});
  BlockId condition_block(std::initializer_list<model::ExprId> conditions, model::ExprId negated);
  BlockId define(const model::Define& define);
  BlockId run_once(BlockId block);
  BlockId notice_block(const model::NoticeCall& call);
  TextCode text_code(const model::MessageText& text);
  NoticeCode notice_code(const model::NoticeCall& call);
  RuleCode rule_code(const model::Rule& rule);
  DecisionCode decision_code(const model::Decision& decision);
  bool moves(const model::Rule& rule);
  void rules_of(const model::Decision& decision, DecisionCode& code);
  TestStepCode step_code(const model::TestStep& step);

  Program program_;
  Reach reach_;
  Weights weights_;
  RuleGuards guards_;
  std::vector<BlockId> defines_;
  std::map<std::int64_t, std::uint32_t> numbers_;
  std::vector<std::optional<std::uint32_t>> text_constants_;
  std::map<std::tuple<model::FileIndex, const Pattern*, std::string_view>, std::uint16_t> sites_;
};

/// Compiles expressions into one block.
class BlockCompiler {
 public:
  explicit BlockCompiler(Compiler& compiler);

  /// Leaves the value of `expr` in the registers from `dst`.
  void compile(model::ExprId expr, Register dst);
  /// As `compile`, into registers that it takes, or where the value already is.
  Register operand(model::ExprId expr);
  /// As `operand`, but a Bool that is an error fails.
  Register strict_operand(model::ExprId expr);
  /// As `operand`, for a value that may be read through others which may be absent: goes on at `absent` if one is.
  Register operand_if_present(model::ExprId expr, Target absent);
  /// These conditions are known to hold where what is compiled next stands, and are left out.
  void set_known(std::vector<model::ExprId> conditions) { known_ = std::move(conditions); }
  /// dst = unless is none or false, and each condition that is not none holds.
  void compile_conditions(model::ExprId in_force, model::ExprId unless, model::ExprId when, Register dst);
  /// Says whether a rule applies, and goes to `applies`, where there is one, if it does or fails.
  void compile_verdict(const model::Rule& rule, std::uint32_t number, std::optional<Target> applies = {});
  /// Binds a define's parameters to the block's first registers.
  void take_arguments(const std::vector<model::LocalId>& locals);
  /// Of so many steps those that the instruction which goes round, or calls, cannot say.
  void spend_more(std::uint32_t steps);

  Register take(Type type) { return emit_.take(registers(type)); }
  Emitter& emit() { return emit_; }
  /// What a block does with an error: a Bool that is all it gives may be one.
  enum class Errors : std::uint8_t { fail, are_results };
  /// Ends the block and adds it to the program.
  BlockId finish(Signature signature, Errors errors = Errors::fail);
  /// Likewise, of one value.
  BlockId finish_value(std::vector<Type> arguments, Type type);

 private:
  /// A place in a row where a value lies: in the facts, or in the row that a register points to.
  struct Place {
    std::optional<Register> row;  // Nothing: the facts.
    std::uint32_t offset;
  };

  // compile_expression.cpp
  void compile_node(const model::Expr& expr, Register dst);
  void compile_logic(const model::Logic& node, Register dst);
  void compile_equal(const model::Equal& node, Register dst);
  void compile_range(const model::InRange& node, Register dst);
  void compile_if(const model::Expr& expr, const model::If& node, Register dst);
  void compile_or_else(const model::Expr& expr, const model::OrElse& node, Register dst);
  void compile_apply(const model::Expr& expr, const model::Apply& node, Register dst);
  void compile_call(const model::DefineRef& node, Register dst);
  bool is_known(model::ExprId condition) const;
  void compile_all_conditions(model::ExprId in_force, model::ExprId unless, model::ExprId when, Register dst);
  std::vector<model::ExprId> relied_on(model::ExprId expr) const;
  void skip_unless_present(const std::vector<model::ExprId>& values, Target skip);
  template <typename Body>
  void catching(Register dst, Body body);
  void bound_by(Register dst, std::uint16_t count, Register by, bool moves);

  // compile_condition.cpp
  /// A condition, or its contrary.
  struct Condition {
    model::ExprId expr;
    bool wanted = true;
  };
  bool is_plain(model::ExprId expr);
  void flatten(Condition condition, std::vector<Condition>& all) const;
  void jump_where(Condition condition, Target to);
  void jump_where_either(Condition left, Condition right, Target to);
  void jump_where_in_range(const model::InRange& node, bool wanted, Target to);
  void jump_where_some(const model::Quantifier& node, bool wanted, Target to);
  std::optional<Place> element_field(model::ExprId expr) const;
  bool jump_by_field(Condition condition, Target to);
  std::optional<Register> some_by_field(const model::Quantifier& node);
  bool jump_by_comparison(Condition condition, Target to);
  bool compile_short_verdict(Condition condition, std::uint32_t number);
  void compile_conjunction(std::span<const Condition> conditions, Register dst);
  std::optional<std::uint64_t> mask_of(const model::InList& node) const;

  /// One comparison of two numbers, or of a number with a mask: what jumps and verdicts have instructions for.
  struct Comparing {
    enum class How : std::uint8_t { less, less_equal, equal, not_equal, in_mask };
    How how;
    Register left, right;
  };
  std::optional<Comparing> comparing(Condition condition);

  // compile_value.cpp
  std::optional<Register> kept(model::ExprId expr);
  std::optional<std::uint32_t> fact_offset(model::ExprId expr) const;
  std::optional<Place> place(model::ExprId expr);
  Register presence(model::ExprId expr);
  void load(Place place, Type type, Register dst);
  void load_present(Place place, Type type, Register dst);
  void load_number(std::int64_t value, Register dst);
  void load_absent(Type type, Register dst);
  void move(Register dst, Register from, std::uint16_t count);
  void store(Register row, std::uint32_t offset, Type type, Register value);
  void store_expression(Register row, std::uint32_t offset, model::ExprId expr);
  void compile_record(const model::Expr& expr, const model::MakeRecord& node, Register dst);
  void compile_with(const model::Expr& expr, const model::With& node, Register dst);
  void compile_list(const model::Expr& expr, const model::MakeList& node, Register dst);
  void compile_text(const model::Expr& expr, const model::Interpolate& node, Register dst);
  std::optional<Slot> constant_slot(model::ExprId expr) const;

  // compile_list.cpp
  struct Loop {
    Register list, size, index, element;
    Target again, on, done;
    bool forwards;
    bool by_row;
    std::uint16_t stride;
  };
  Loop begin_loop(model::LocalId local, model::ExprId list, bool forwards = true);
  Loop begin_rows(model::LocalId local, Loop loop);
  /// Whose body is made of these, of which some may be none.
  void end_loop(const Loop& loop, std::initializer_list<model::ExprId> body);
  void skip_unless(model::ExprId where, const Loop& loop, Register held);
  void compile_in_list(const model::InList& node, Register dst);
  void compile_quantifier(const model::Quantifier& node, Register dst);
  void compile_pick(const model::Pick& node, Register dst);
  void compile_aggregate(const model::Expr& expr, const model::Aggregate& node, Register dst);
  void keep_if_better(Register best, Register candidate_value, Register candidate_key, Register best_key, bool smaller,
                      bool last_of_equals, Register held, bool moves);

  struct Landing {
    Target failed, on;
    Register dst;
    model::ExprId origin;
  };

  Compiler& compiler_;
  const model::Model& model_;
  Emitter emit_;
  Target failed_;
  std::vector<model::ExprId> known_;
  std::vector<Landing> landings_;
  std::map<model::LocalId, Register> locals_;
  /// How many conditions there are on what is being compiled: of what stands under none, facts are loaded at once.
  int conditions_ = 0;
};

}  // namespace writ
