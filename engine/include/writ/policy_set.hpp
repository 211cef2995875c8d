#pragma once
// Policies as text in, decisions out:
//
//   const auto loaded = writ::PolicySet::load_paths({"rules"});
//   if (!loaded.policies) return complain(loaded.findings);
//   const auto decision = loaded.policies->decide("send_card", order_json);
//   if (decision.permitted()) send();
//
// A PolicySet is immutable: any number of threads may use one. Nothing is thrown but std::bad_alloc, which leaves every
// object as good as it was; mistakes in policies, in facts and in names are values. No clock and no environment is
// read; files only by `load_paths` and `load_saved`, and the system's time zones while loading.

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "writ/batch.hpp"
#include "writ/decision.hpp"
#include "writ/explanation.hpp"
#include "writ/limits.hpp"
#include "writ/lint.hpp"
#include "writ/timeline.hpp"

namespace writ {

// In writ/bind.hpp:
template <class Object, class... Members>
class Binding;
template <class Object>
struct Bound;
namespace bound {
struct Source;
struct Made;
}  // namespace bound

/// A rule file that is already in memory; its name is what findings call it.
struct PolicyText {
  std::string name, text;
};

/// Another value for a parameter than the policy's own. The value is an expression of the language: "5", "CNY 50".
struct ParameterValue {
  std::string name, value;
};

/// Something about rule files that the author should know.
struct Finding {
  enum class Level : std::uint8_t { error, warning, note };
  Level level = Level::error;
  std::string code;  ///< "E0214"; empty where a file cannot be read.
  std::string message;
  std::string file;
  std::uint32_t line = 0;    ///< From one; 0 where it is about no place.
  std::uint32_t column = 0;  ///< From one, in code points.
  std::vector<std::string> help;
  std::string rendered;  ///< All of it as text, with the line that it is about.
};

struct DecideOptions {
  /// The time to decide for, whatever the facts say.
  std::optional<Value::Instant> now;
  /// Facts with members that the policies do not know are rejected.
  bool strict = false;
};

struct ExplanationOptions {
  /// As in `DecideOptions`.
  std::optional<Value::Instant> now = {};
  bool strict = false;
  /// In which values are written for people, and the messages; empty: as in English, and every message.
  std::string language = {};
  /// With `Explanation::why_not`, for which facts are varied and decided many times.
  bool why_not = true;
};

/// Decides one kind of question again and again, and keeps its memory from one record to the next: the fast way. For
/// one thread at a time; made by a PolicySet, which it may outlive.
class Decider {
 public:
  Decider(Decider&&) noexcept;
  Decider& operator=(Decider&&) noexcept;
  ~Decider();

  /// Facts are one JSON object, with a member for each fact that the decision needs.
  Decision decide(std::string_view facts);
  /// For another time than the options have. Only where they have one.
  Decision decide(std::string_view facts, Value::Instant now);
  /// The line that `writ eval` prints, without a line break.
  std::string decide_as_json(std::string_view facts);
  std::string decide_as_json(std::string_view facts, Value::Instant now);

 private:
  friend class PolicySet;
  struct State;
  explicit Decider(std::unique_ptr<State> state);
  std::unique_ptr<State> state_;
};

class PolicySet {
 public:
  struct Loaded;

  /// Parses, checks and compiles rule files together; they may use each other. The limits hold for the files and for
  /// all that is decided by them.
  static Loaded load(std::vector<PolicyText> texts, const std::vector<ParameterValue>& parameters = {},
                     const Limits& limits = {});
  /// From the disk: each path is a rule file, or a directory that is walked for *.writ; or one
  /// is a saved program.
  static Loaded load_paths(const std::vector<std::string>& paths, const std::vector<ParameterValue>& parameters = {},
                           const Limits& limits = {});

  /// A program that `writ build` saved: ready at once, for nothing is parsed, checked or compiled. Its rule files are
  /// in it, as they were. One that was saved by another version, or is damaged, gives a finding. It must come from
  /// where you would take a program from: see docs/embedding.md.
  static Loaded load_saved(const std::string& path, const Limits& limits = {});
  /// The same, from memory.
  static Loaded load_saved_bytes(std::string_view bytes, const Limits& limits = {});

  /// Qualified names, in the order of files and declarations.
  std::vector<std::string> decisions() const;

  /// Decides once. A decision's name may be unqualified where that is unambiguous; one that does not exist gives an
  /// undetermined decision whose failure says so.
  Decision decide(std::string_view decision, std::string_view facts, const DecideOptions& options = {}) const;
  /// The line that `writ eval` prints, without a line break; so do the two below, of their commands.
  std::string decide_as_json(std::string_view decision, std::string_view facts,
                             const DecideOptions& options = {}) const;
  /// Decides once, and tells why: what each rule came to, and of what. Slow beside `decide`, which pays nothing for it.
  Explanation explain(std::string_view decision, std::string_view facts, const ExplanationOptions& options = {}) const;
  std::string explain_as_json(std::string_view decision, std::string_view facts,
                              const ExplanationOptions& options = {}) const;
  /// What it comes to from one instant to another, if no fact but the time changes.
  Timeline timeline(std::string_view decision, std::string_view facts, const TimelineOptions& options = {}) const;
  std::string timeline_as_json(std::string_view decision, std::string_view facts,
                               const TimelineOptions& options = {}) const;
  /// What the rule files say and hardly mean, by file and place: what `writ lint` finds. Codes are as
  /// "time/mixed_bounds".
  std::vector<Finding> lint(const LintOptions& options = {}) const;
  /// Nothing where there is no such decision.
  std::optional<Decider> decider(std::string_view decision, const DecideOptions& options = {}) const;
  /// Likewise: decides about columns of many orders.
  std::optional<BatchDecider> batch(std::string_view decision) const;
  /// Decides about objects of a type of the caller's own, once it is bound to the facts: include writ/bind.hpp.
  template <class Object, class... Members>
  Bound<Object> decider(std::string_view decision, const Binding<Object, Members...>& facts,
                        const DecideOptions& options = {}) const;

 private:
  struct Shared;
  bound::Made bind(std::string_view decision, bound::Source facts, const DecideOptions& options) const;
  explicit PolicySet(std::shared_ptr<const Shared> shared);
  /// Has a decider that is idle, or a new one, do it.
  template <typename Use>
  auto with_decider(std::uint32_t decision, const DecideOptions& options, Use use) const;
  static Loaded restored(std::string_view bytes, const std::string& name, const Limits& limits);
  std::shared_ptr<const Shared> shared_;
};

struct PolicySet::Loaded {
  std::optional<PolicySet> policies;  ///< Nothing where a finding is an error.
  std::vector<Finding> findings;
};

}  // namespace writ
