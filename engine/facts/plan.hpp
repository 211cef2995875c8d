#pragma once
// What of a record is read for the decisions that are wanted, and how: made once, used for every record.

#include <memory>
#include <span>
#include <string>
#include <vector>

#include "engine/facts/name_table.hpp"
#include "engine/program/program.hpp"
#include "writ/limits.hpp"

namespace writ {

/// How a value is written in JSON.
enum class Form : std::uint8_t {
  boolean,
  integer,
  decimal,
  text,
  instant,
  unix_seconds,
  unix_millis,
  date,
  time_of_day,
  duration,
  money,
  enumeration,
  record,
  list,
};

struct ValuePlan {
  Form form = Form::boolean;
  bool optional = false;
  std::uint32_t detail = 0;  ///< record: its object plan · enumeration: its names · list: the elements' value plan
  std::uint32_t width = 1;   ///< list: slots of an element
  Type type;
};

struct MemberPlan {
  std::string spelling;
  std::uint32_t offset = 0;               ///< In slots from the object's first.
  std::uint32_t value = NameTable::none;  ///< Its value plan; none: not looked at.
  std::uint32_t next = NameTable::none;   ///< Another fact that is read from the same member.
  bool plain = true;                      ///< The spelling's own bytes mean it in JSON: it has no backslash.
};

struct ObjectPlan {
  std::vector<MemberPlan> members;
  NameTable names;
  std::vector<std::uint64_t> required;  ///< A bit a member that must be there.
  std::uint32_t first_link = 0;         ///< Where a reader keeps which member usually follows which.
};

/// How large a record may be, where nothing else is said.
constexpr std::size_t most_record_bytes = Limits{}.record_bytes;

struct FactsPlanOptions {
  bool strict = false;          ///< Unknown members are problems.
  bool now_is_given = false;    ///< By the caller, whatever the record says.
  std::string id_pointer = {};  ///< A member that is copied into what is answered; RFC 6901.
  Limits limits = {};
  /// Records are read along the shape of those before them. Without, each is read along its index: slower, to the same
  /// facts.
  bool learn_shapes = true;
};

struct FactsPlan {
  std::shared_ptr<const Program> program;
  FactsPlanOptions options;
  std::vector<ObjectPlan> objects;  ///< The first is the record itself.
  std::vector<ValuePlan> values;
  std::vector<NameTable> enums;  ///< By the schema's enums; both names and spellings.
  std::uint32_t links = 0;
  std::uint32_t now_offset = 0;                    ///< In the record's row, after all facts.
  std::vector<model::RequirementId> requirements;  ///< To be checked before deciding.
  std::vector<std::string> id_path;                ///< The pointer taken apart; empty where none is wanted.
};

std::shared_ptr<const FactsPlan> plan_facts(std::shared_ptr<const Program> program,
                                            std::span<const model::DecisionId> decisions, FactsPlanOptions options);

/// The requirements that are checked before these decisions: those that read nothing but what the decisions need.
std::vector<model::RequirementId> requirements_of(const model::Model& model,
                                                  std::span<const model::DecisionId> decisions);

/// "an Instant", "one of taobao, tmall", "Money CNY", "a list of Card"
std::string expected_words(const Schema& schema, Type type);
/// The same, as the plan has it read.
std::string expected_words(const Schema& schema, const ValuePlan& plan, const std::vector<ValuePlan>& values);

}  // namespace writ
