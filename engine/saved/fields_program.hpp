#pragma once
// What of a program is saved, struct by struct. What points somewhere is taken apart first: see constants.hpp.

#include "engine/program/program.hpp"
#include "engine/saved/fields_model.hpp"

namespace writ::saved {

template <>
inline constexpr bool is_plain<Instruction> = true;  // Its opcode is looked at by `validate`.

WRIT_FIELDS(Block, begin, first, frame, registers, argument_registers, result_registers, once, signature)
WRIT_FIELDS(Signature, arguments, results)
WRIT_FIELDS(TextCode, language, text)
WRIT_FIELDS(NoticeCode, notice, arguments)
WRIT_FIELDS(RuleCode, value, value_type, message, then, has_obligation)
WRIT_FIELDS(AlsoCode, applies, call)
WRIT_FIELDS(DecisionCode, in_force, still_rules, moving_rules, all_rules, rules, effects, otherwise_in_force,
            overridden_by, alsos, notices, rules_are_all)

template <>
struct Last<RuleIndex::Kind> {
  static constexpr auto value = RuleIndex::Kind::ranges;
};
template <>
inline constexpr bool is_plain<RuleIndex::TextEntry> = true;
WRIT_FIELDS(RuleIndex::NumberEntry, key, place)
WRIT_FIELDS(RuleIndex, kind, otherwise, first, shift, mask, places, bounds, numbers, texts, letters)

/// Constants, frames, call sites and facts' places are made again from PointingTables and the model.
template <class Archive, Is<Program> T>
void fields(Archive& archive, T& program) {
  [[maybe_unused]] auto& [model, options, code, origins, constants, types, sites, blocks, signatures, rule_indexes,
                          frames, once_blocks, once_registers, once_offsets, decisions, requirements, because,
                          parameters, tests, invariants, fact_offsets, fact_slots, absent_record, utc, constant_arena,
                          constant_texts, constant_lists] = program;
  archive("Program", code, origins, types, blocks, signatures, rule_indexes, once_blocks, once_registers, once_offsets,
          decisions, requirements, because, parameters);
}

}  // namespace writ::saved
