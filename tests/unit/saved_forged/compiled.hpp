#pragma once
// A program that was compiled from a policy, for tests to change before it is saved and restored.

#include <algorithm>
#include <catch2/catch.hpp>
#include <memory>
#include <string>
#include <string_view>

#include "engine/api/load.hpp"
#include "engine/program/emitter.hpp"
#include "engine/saved/saved_program.hpp"

namespace writ {

struct Compiled {
  explicit Compiled(std::string_view text) : loaded(load({{"shop.writ", std::string(text)}})) {
    for (const Diagnostic& diagnostic : loaded.diagnostics) UNSCOPED_INFO(diagnostic.message);
    REQUIRE(loaded.model != nullptr);
    program = *compile(loaded.model);
  }
  std::string problem() const { return saved::restore(saved::written(program, *loaded.sources)).problem.message; }
  /// One of its instructions.
  Instruction& at(Opcode op, std::size_t number = 0) {
    for (Instruction& each : program.code) {
      if (each.op == op && number-- == 0) return each;
    }
    FAIL("the program has no " << name(op));
    return program.code.front();
  }
  Block& block_of(const Instruction& instruction) {
    const auto at = static_cast<std::uint32_t>(&instruction - program.code.data());
    Block* found = nullptr;
    for (Block& each : program.blocks) {
      if (each.begin <= at && (found == nullptr || each.begin > found->begin)) found = &each;
    }
    return *found;
  }
  /// The register in which a fact lies for the block of this instruction.
  Register fact(const Instruction& instruction, std::string_view name) {
    const auto& facts = program.model->facts;
    const auto found = std::ranges::find(facts, name, &model::Fact::name);
    const std::uint32_t slot = program.fact_offsets[static_cast<std::size_t>(found - facts.begin())];
    return static_cast<Register>(static_cast<std::int64_t>(slot) - block_of(instruction).frame);
  }
  std::uint32_t place(const Instruction& instruction) {
    return static_cast<std::uint32_t>(&instruction - program.code.data()) - block_of(instruction).begin;
  }
  std::uint16_t type(Type type) {
    program.types.push_back(type);
    return static_cast<std::uint16_t>(program.types.size() - 1);
  }
  model::Model& model() {
    auto copy = std::make_shared<model::Model>(*program.model);
    program.model = copy;
    return *copy;
  }
  DecisionCode& decision(std::string_view name) { return program.decisions[*program.model->decision(name)]; }

  Loaded loaded;
  Program program;
};

}  // namespace writ
