// model -> program: a block for every define, parameter, condition, value and message, and the tables over them.

#include <algorithm>

#include "engine/program/compiler.hpp"
#include "engine/value/overloaded.hpp"

namespace writ {

using namespace model;

Compiler::Compiler(std::shared_ptr<const Model> compiled, CompileOptions options)
    : reach_(*compiled), weights_(*compiled), guards_(*compiled, reach_), text_constants_(compiled->texts.size()) {
  program_.options = options;
  program_.model = std::move(compiled);
  program_.utc = time::Zone::utc();
  program_.constant_arena = std::make_shared<Arena>();
  for (const std::string& text : model().texts) {
    program_.constant_texts.push_back(program_.constant_arena->text(text));
  }
  for (const Fact& fact : model().facts) {
    program_.fact_offsets.push_back(program_.fact_slots);
    program_.fact_slots += model().schema.slots(fact.type);
  }
  program_.frames.resize(program_.fact_slots + 1);
  program_.absent_record = absent_record(model().schema);
}

std::uint32_t Compiler::constant(Slot slot) {
  program_.constants.push_back(slot);
  return static_cast<std::uint32_t>(program_.constants.size() - 1);
}

std::uint32_t Compiler::number_constant(std::int64_t value) {
  const auto [found, is_new] = numbers_.try_emplace(value, 0);
  if (is_new) found->second = constant(number(value));
  return found->second;
}

std::uint32_t Compiler::text_constant(TextId text) {
  if (!text_constants_[text]) text_constants_[text] = constant(text_slot(text));
  return *text_constants_[text];
}

std::uint32_t Compiler::type_index(Type type) {
  const auto found = std::find(program_.types.begin(), program_.types.end(), type);
  const auto index = static_cast<std::uint32_t>(found - program_.types.begin());
  if (found == program_.types.end()) program_.types.push_back(type);
  return index;
}

std::uint16_t Compiler::in_sixteen_bits(std::uint32_t number) {
  if (number > 0xffff) throw std::length_error("too many types, or slots of one");
  return static_cast<std::uint16_t>(number);
}

std::uint32_t Compiler::signature_index(Signature signature) {
  const auto found = std::ranges::find(program_.signatures, signature);
  const auto index = static_cast<std::uint32_t>(found - program_.signatures.begin());
  if (found == program_.signatures.end()) program_.signatures.push_back(std::move(signature));
  return index;
}

std::uint16_t registers(const std::vector<Type>& types) {
  std::size_t count = 0;
  for (const Type type : types) count += registers(type);
  if (count > 0x7fff) throw std::length_error("a block needs too many registers");
  return static_cast<std::uint16_t>(count);
}

std::vector<Slot> absent_record(const Schema& schema) {
  std::uint32_t most = 0;
  for (const RecordInfo& record : schema.records) most = std::max(most, record.slots);
  return std::vector<Slot>(most);
}

std::uint16_t Compiler::site(FileIndex file, const Pattern* pattern, std::string_view language) {
  const auto [found, is_new] = sites_.try_emplace({file, pattern, language}, 0);
  if (is_new) {
    if (program_.sites.size() > 0xffff) throw std::length_error("too many call sites");
    found->second = static_cast<std::uint16_t>(program_.sites.size());
    const File& written_in = model().files[file];
    const time::Zone* zone = written_in.zone.get();
    program_.sites.push_back({{zone, written_in.calendar.get()}, zone ? zone : program_.utc.get(), pattern, language});
  }
  return found->second;
}

BlockId Compiler::expression_block(ExprId expr) {
  BlockCompiler block(*this);
  const Type type = model()[expr].type;
  const Register result = block.take(type);
  block.compile(expr, result);
  return block.finish_value({}, type);
}

BlockId Compiler::run_once(BlockId block) {
  Block& b = program_.blocks[block];
  b.once = program_.once_blocks++;
  program_.once_offsets.push_back(program_.once_registers);
  program_.once_registers += b.result_registers;
  return block;
}

BlockId Compiler::called_block(ExprId body, const std::vector<LocalId>& parameters) {
  BlockCompiler block(*this);
  block.take_arguments(parameters);
  const Type type = model()[body].type;
  const Register result = block.take(type);
  block.spend_more(weights_.steps({body}));
  block.compile(body, result);
  std::vector<Type> arguments;
  for (const LocalId parameter : parameters) arguments.push_back(model().locals[parameter].type);
  return block.finish_value(std::move(arguments), type);
}

BlockId Compiler::define(const Define& define) {
  const BlockId block = called_block(define.body, define.parameters);
  return define.has_parameters ? block : run_once(block);
}

BlockId Compiler::notice_block(const NoticeCall& call) {
  BlockCompiler block(*this);
  Signature signature;
  for (const ExprId argument : call.arguments) signature.results.push_back(model()[argument].type);
  Register to = block.emit().take(registers(signature.results));
  for (const ExprId argument : call.arguments) {
    const Type type = model()[argument].type;
    block.compile(argument, to);
    if (type.is(Kind::boolean) && !type.optional) block.emit().emit(Opcode::need_bool, 0, to);
    // What matters of an argument is until when it can be computed. Of a text that is put together here that is said by
    // its parts, however often it changes.
    if (reach_.moves(argument) && !std::holds_alternative<Interpolate>(model()[argument].node)) {
      for (int each = 0; each < registers(type); ++each) {
        block.emit().emit(Opcode::way_bound, 0, static_cast<Register>(to + each));
      }
    }
    to = static_cast<Register>(to + registers(type));
  }
  return block.finish(std::move(signature));
}

TextCode Compiler::text_code(const MessageText& text) { return {text.language, expression_block(text.text)}; }

NoticeCode Compiler::notice_code(const NoticeCall& call) { return {call.notice, notice_block(call)}; }

RuleCode Compiler::rule_code(const Rule& rule) {
  RuleCode code;
  if (rule.value != none) {
    code.value = expression_block(rule.value);
    code.value_type = model()[rule.value].type;
  }
  if (rule.because) {
    for (const MessageText& text : rule.because->texts) code.message.push_back(text_code(text));
  }
  for (const NoticeCall& call : rule.then) {
    code.then.push_back(notice_code(call));
    code.has_obligation |= model().notices[call.notice].kind == syntax::NoticeKind::obligation;
  }
  return code;
}

DecisionCode Compiler::decision_code(const Decision& decision) {
  DecisionCode code;
  const ExprId in_force = model().files[decision.file].in_force;
  if (in_force != none) code.in_force = expression_block(in_force);
  rules_of(decision, code);
  for (const Rule& rule : decision.rules) {
    code.rules.push_back(rule_code(rule));
    if (rule.effect) code.effects.push_back(*rule.effect);
  }
  if (decision.otherwise) {
    code.rules.push_back(rule_code(*decision.otherwise));
    if (decision.otherwise->in_force != none) code.otherwise_in_force = expression_block(decision.otherwise->in_force);
  }
  for (std::uint32_t i = 0; i < decision.rules.size(); ++i) {
    for (const std::uint32_t removed : decision.rules[i].overrides) {
      code.overridden_by.resize(decision.rules.size());
      code.overridden_by[removed].push_back(i);
    }
  }
  for (const Also& also : decision.alsos) {
    BlockCompiler block(*this);
    const Register applies = block.emit().take(1);
    block.compile_conditions(also.in_force, also.unless, also.when, applies);
    const BlockId condition = block.finish_value({}, Type{Kind::boolean});
    code.alsos.push_back({condition, notice_code(also.call)});
  }
  code.notices =
      !code.alsos.empty() || std::ranges::any_of(code.rules, [](const RuleCode& rule) { return !rule.then.empty(); });
  code.rules_are_all = decision.permission && !code.notices && code.in_force == no_block;
  return code;
}

TestStepCode Compiler::step_code(const TestStep& step) {
  TestStepCode code;
  const auto value = [&](ExprId expr) {
    code.value = expression_block(expr);
    code.type = model()[expr].type;
  };
  std::visit(
      Overloaded{[&](const GivenStep& node) { value(node.value); }, [&](const SetStep& node) { value(node.value); },
                 [&](const ExpectExpr& node) { value(node.condition); },
                 [&](const ExpectNotice& node) {
                   if (node.call.notice != none) code.notice = notice_code(node.call);
                 },
                 [](const auto&) {}},
      step.node);
  return code;
}

std::shared_ptr<const Program> Compiler::run() {
  // A block names another by its number: parameters and defines may use each other, so all are numbered first.
  // Defines come after those they use, but a parameter's value may use a define and a define a parameter.
  program_.parameters.assign(model().parameters.size(), no_block);
  defines_.assign(model().defines.size(), no_block);
  const std::size_t reserved = model().parameters.size() + model().defines.size();
  program_.blocks.resize(reserved);
  for (std::size_t i = 0; i < reserved; ++i) {
    const bool is_parameter = i < model().parameters.size();
    (is_parameter ? program_.parameters[i] : defines_[i - model().parameters.size()]) = static_cast<BlockId>(i);
  }
  const auto place_at = [this](BlockId reserved_block, BlockId compiled) {
    program_.blocks[reserved_block] = program_.blocks[compiled];
    program_.blocks.pop_back();
  };
  for (std::size_t i = 0; i < model().parameters.size(); ++i) {
    place_at(program_.parameters[i], run_once(called_block(model().parameters[i].value)));
  }
  for (std::size_t i = 0; i < model().defines.size(); ++i) place_at(defines_[i], define(model().defines[i]));
  for (const Requirement& requirement : model().requirements) {
    program_.requirements.push_back(expression_block(requirement.condition));
    auto& because = program_.because.emplace_back();
    for (const MessageText& text : requirement.because.texts) because.push_back(text_code(text));
  }
  for (const Decision& decision : model().decisions) program_.decisions.push_back(decision_code(decision));
  if (program_.options.tests) {
    for (const Test& test : model().tests) {
      auto& steps = program_.tests.emplace_back();
      for (const TestStep& step : test.steps) steps.push_back(step_code(step));
    }
    for (const Invariant& invariant : model().invariants) {
      program_.invariants.push_back(expression_block(invariant.condition));
    }
  }
  return std::make_shared<const Program>(std::move(program_));
}

std::shared_ptr<const Program> compile(std::shared_ptr<const Model> model, CompileOptions options) {
  try {
    return Compiler(std::move(model), options).run();
  } catch (const std::length_error&) {  // from Emitter::take and Compiler::site
    return nullptr;
  }
}

}  // namespace writ
