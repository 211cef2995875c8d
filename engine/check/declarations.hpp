#pragma once
// Everything but decisions and tests: what each declaration is, then what is in it.

#include "engine/check/check.hpp"
#include "engine/check/context.hpp"
#include "engine/check/references.hpp"

namespace writ::checking {

/// Names and types of all facts, parameters, definitions, notices, decisions and fixtures, so that bodies may use them.
void declare_values(Context& context, const std::vector<Node>& nodes);

void type_parameter(Context& context, const Node& node);
void type_define(Context& context, const Node& node);
void type_fixture(Context& context, const Node& node);

/// The requirements that say by themselves what is present: typed before everything else, and learnt for good.
void learn_requirements(Context& context);
/// The others, and the invariants.
void type_requirements(Context& context);
void type_invariants(Context& context);

void type_questions(Context& context, std::span<const Question> questions);

void apply_overrides(Context& context, std::span<const ParameterOverride> overrides);

/// Reports where the expression reads what only a decision may; false then.
bool check_constant(Context& context, const Reads& reads, Span place, std::string_view what);

}  // namespace writ::checking
