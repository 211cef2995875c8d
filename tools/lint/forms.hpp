#pragma once
// Expressions by what they say: two that say the same have one number, however they are written. `a > b` and `b < a`
// are one form, and so are `now - paid_at > 24h` and `now > paid_at + 24h`, or two loops that call their element by
// different names.

#include <cstdint>
#include <optional>
#include <unordered_map>
#include <utility>
#include <vector>

#include "engine/model/model.hpp"

namespace writ::lint {

using FormId = std::uint32_t;

enum class FormKind : std::uint8_t {
  truth,     ///< `true`; `false` is its negation
  negation,  ///< of part 0
  both,      ///< all parts, sorted; `or` and `implies` are negations of it
  at_most,   ///< the weighted sum of the parts is `value` or less
  exactly,   ///< the weighted sum of the parts is `value`
  among,     ///< part 0, of an enum or an outcome, is one of the members in the bits of `value`
  equal,     ///< the two parts, of any other type
  present,   ///< part 0 is
  some,      ///< some element of the list, part 0, makes part 1 hold
  count,     ///< how many elements of part 0 make part 1 hold
  constant,
  text,
  now,
  local,
  fact,
  parameter,
  fixture,
  define,
  decision,
  outcome,
  field,
  apply,
  list,    ///< written out
  choose,  ///< `if`
  in_list,
  other,
};

struct Form {
  FormKind kind = FormKind::other;
  std::uint32_t id = 0;    ///< Of a fact, a definition, a function, …
  std::int64_t value = 0;  ///< Of a constant, a bound, members as bits.
  Type type;
  std::vector<FormId> parts;
  std::vector<std::int64_t> weights;  ///< With `at_most` and `exactly`, of each part.
};

class Forms {
 public:
  explicit Forms(const model::Model& model);

  FormId of(model::ExprId expr);
  const Form& operator[](FormId form) const { return forms_[form]; }

  FormId truth() const { return 0; }
  FormId negation(FormId form);
  FormId both(const std::vector<FormId>& parts);
  FormId count_of(FormId list, FormId where);
  FormId at_most(FormId number, std::int64_t most);
  FormId present(FormId optional);
  std::int64_t members(FormId subject) const;  ///< All that an enum or outcome can be, as bits.
  /// A number as a sum of others and a constant: `paid_at + 24h`. Nothing where it is too large to be told.
  struct Sum {
    std::vector<std::pair<FormId, std::int64_t>> terms;  ///< Sorted; no weight is zero.
    std::int64_t constant = 0;
  };
  std::optional<Sum> sum(FormId form) const;
  /// A form that stands for a sum without its constant.
  FormId weighted(const std::vector<FormId>& parts, const std::vector<std::int64_t>& weights);

  /// How many nodes it is made of, so that small ones can be told from large ones.
  std::uint32_t weight(FormId form) const { return weights_[form]; }
  const model::Model& model() const { return model_; }

 private:
  FormId intern(Form form);
  FormId node(model::ExprId expr);
  FormId comparison(FormId left, FormId right, bool strict);
  FormId equality(FormId left, FormId right);
  FormId among(FormId subject, std::int64_t bits);
  FormId some(model::ExprId list, const std::vector<FormId>& conditions);
  FormId numbered(FormKind kind, std::uint32_t id, Type type);
  FormId apply(const model::Expr& expr, const model::Apply& call);
  std::uint32_t height(model::ExprId expr);
  void bind(model::ExprId binder, model::LocalId local);
  FormId plain(const model::Expr& expr, std::uint32_t tag, const std::vector<model::ExprId>& parts,
               std::vector<std::int64_t> marks = {});

  struct Hash {
    std::size_t operator()(const std::vector<std::int64_t>& key) const;
  };

  const model::Model& model_;
  std::vector<Form> forms_;
  std::vector<std::uint32_t> weights_;
  std::unordered_map<std::vector<std::int64_t>, FormId, Hash> numbers_;
  std::vector<FormId> known_;             // By expression.
  std::vector<std::uint32_t> heights_;    // By expression: how many loops are nested in it.
  std::vector<std::uint32_t> levels_;     // By local: the height of its loop; none for the parameters of definitions.
  std::vector<std::uint32_t> zones_;      // By file: the first that has the same time zone.
  std::vector<std::uint32_t> calendars_;  // Likewise.
};

}  // namespace writ::lint
