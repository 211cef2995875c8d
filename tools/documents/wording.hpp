#pragma once
// What stands in the source, as words for people: on one line, without comments, and with what its names lead to.

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "engine/model/model.hpp"
#include "grammar/source.hpp"

namespace writ::documents {

/// What a name stands for.
struct Target {
  enum class Kind : std::uint8_t { fact, parameter, define, decision, rule, notice };
  Kind kind = Kind::fact;
  std::uint32_t id = 0;    ///< In the model; of a rule its decision.
  std::uint32_t rule = 0;  ///< Of a rule its number.

  friend bool operator==(const Target&, const Target&) = default;
};

struct Piece {
  std::string text;
  bool is_code = true;  ///< In the words of the language; else plain text of a message.
  std::optional<Target> target = std::nullopt;
};
using Words = std::vector<Piece>;

std::string plain(const Words& words);

/// Without line breaks and comments; texts in quotes stay as they are.
std::string source_words(const SourceSet& sources, Span span);

/// Likewise, the names in it each with its target.
Words words_of(const model::Model& model, const SourceSet& sources, model::ExprId expr);

/// A message: its text, and in it the expressions between braces.
Words message_words(const model::Model& model, const SourceSet& sources, model::ExprId text);

/// A notice with its arguments: `notify_buyer(order.order_id, …)`.
Words notice_words(const model::Model& model, const SourceSet& sources, const model::NoticeCall& call);

/// An expression laid out: what `and`, `or` and `not` around others join, a form over a list whose parts are such, and
/// all else as words.
struct Layout {
  enum class Kind : std::uint8_t { words, all, any, none, not_all, form };
  Kind kind = Kind::words;
  Words words;                ///< Of a form: up to its list, `count of card in order.cards`.
  std::vector<Layout> parts;  ///< Two and more of what is joined; one and more of a form,
  std::string lead = {};      ///< each then begun by its word: `where`, `satisfies`, `by`.
};
Layout layout_of(const model::Model& model, const SourceSet& sources, model::ExprId expr);

/// A doc comment without its `///`: paragraphs on one line each, an empty line between.
std::string doc_text(std::string_view comment);

/// Whether the text has an ideograph.
bool has_ideographs(std::string_view text);

}  // namespace writ::documents
