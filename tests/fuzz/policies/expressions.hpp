#pragma once
// Random well-typed expressions as text, over the names of one random policy.

#include <cstddef>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "tests/fuzz/policies/choices.hpp"

namespace writ::random {

/// Types of random policies: an enum `Level`, a record `Item`, lists of it, and what the language has. Those from
/// `period` on only where policies have the whole language: a record `Order` of records and lists, and `Mark` without
/// fields among them.
enum class Kind {
  boolean,
  integer,
  decimal,
  text,
  level,
  instant,
  date,
  clock,
  duration,
  money,
  item,
  items,
  period,
  order,
  integers,
  instants,
  texts,
  levels,
  orders,
  mark,
  marks
};
std::string_view type_name(Kind kind);
/// `Int?`, `(list of Int)?`
std::string type_of(Kind kind, bool optional);
bool has_order(Kind kind);
constexpr Kind scalars[] = {Kind::boolean, Kind::integer, Kind::level,    Kind::instant, Kind::date,
                            Kind::decimal, Kind::money,   Kind::duration, Kind::clock,   Kind::text};

/// Something that an expression can name: a path.
struct Name {
  std::string path;
  Kind kind = Kind::boolean;
  bool optional = false;
};

/// Time zones that files say they have.
constexpr std::string_view zones[] = {"Europe/Berlin", "Asia/Shanghai", "America/New_York", "Australia/Lord_Howe",
                                      "UTC"};

struct Call {
  std::string name;
  std::vector<Kind> parameters;
  Kind kind = Kind::boolean;
  bool optional = false;
};

/// A field of a record.
struct Field {
  std::string_view name;
  Kind kind;
  bool optional = false;
};

class Expressions {
 public:
  explicit Expressions(Choices& choices) : choices_(choices) {}

  /// With the fields of what is present.
  void add(Name name);
  void add(Call call) { calls_.push_back(std::move(call)); }
  void add_permission(std::string name) { permissions_.push_back(std::move(name)); }
  std::size_t mark() const { return names_.size(); }
  void forget(std::size_t mark) { names_.resize(mark); }

  /// Those of the file: without them nothing that needs them is made.
  bool has_zone = true, has_calendar = true;
  /// What only tests of overflow want: numbers near the end of what there is.
  bool has_huge = true;
  std::size_t members = 3;  ///< Of Level.
  /// Every operator, function and form that there is, and records with fields of every type. Without, what the analysis
  /// can be asked about over few facts.
  bool everything = false;

  std::span<const Field> fields_of(Kind kind) const;
  /// A whole operand: in parentheses where it needs some.
  std::string make(Kind kind, std::size_t depth);
  std::string make_optional(Kind kind, std::size_t depth);
  std::string literal(Kind kind);
  std::string member();
  /// A text with values in it.
  std::string interpolated(std::size_t depth);
  std::string condition(std::size_t depth) { return make(Kind::boolean, depth); }
  /// A condition that fails about some facts.
  std::string doubtful();
  /// What a permission came to; empty where there is none.
  std::string outcome();
  struct Shown {
    std::size_t name, mark;
  };
  /// An optional name is taken as present from now on; `path` names it. False where there is none.
  bool show(std::string& path, Shown& shown);
  void hide(const Shown& shown);

 private:
  std::string name_of(Kind kind, bool optional);
  std::string call_of(Kind kind, bool optional, std::size_t depth);
  std::string plain(Kind kind);
  std::string boolean(std::size_t depth);
  Kind compared_kind();
  std::string comparison(std::size_t depth);
  std::string field_is(const std::string& local, Kind of);
  std::string quantifier(std::size_t depth);
  std::string number(Kind kind, std::size_t depth);
  std::string temporal(Kind kind, std::size_t depth);
  std::string period(std::size_t depth);
  std::string text(std::size_t depth);
  std::string item(std::size_t depth);
  std::string items(std::size_t depth);
  std::string aggregate(std::string_view what, Kind of, std::size_t depth);
  /// In expressions_everything.cpp. They are empty where nothing of the kind can be had.
  std::string applied(Kind kind, std::size_t depth);
  std::string any_literal(Kind kind);
  std::string values(Kind list, std::size_t depth);
  std::string element(Kind& kind, std::size_t depth);
  std::string any_optional(Kind kind, std::size_t depth);
  std::string structural(std::size_t depth);
  std::string record(Kind kind, std::size_t depth);
  std::string choice(Kind kind, std::size_t depth);
  std::string list(Kind kind, std::size_t depth);
  std::string where(const std::string& local, Kind kind, std::size_t depth);
  std::string bind();

  Choices& choices_;
  std::vector<Name> names_;
  std::vector<Call> calls_;
  std::vector<std::string> permissions_;
  std::size_t locals_ = 0;
};

}  // namespace writ::random
