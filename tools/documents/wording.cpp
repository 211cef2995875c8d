#include "tools/documents/wording.hpp"

#include <algorithm>
#include <unordered_set>

#include "engine/value/names.hpp"
#include "engine/value/overloaded.hpp"
#include "grammar/unicode.hpp"

namespace writ::documents {
namespace {

using model::ExprId;
using model::Model;

/// A name in the source and what it leads to.
struct Reference {
  std::uint32_t begin, end;
  Target target;
};

/// Bytes of the name, with its qualification, that `text` begins with.
std::uint32_t name_bytes(std::string_view text) {
  std::size_t at = 0;
  while (const std::size_t length = at < text.size() ? name_length(text, at) : 0) {
    at += length;
    if (at + 1 < text.size() && text[at] == '.' && name_length(text, at + 1) > 0) {
      ++at;
    } else {
      break;
    }
  }
  return static_cast<std::uint32_t>(at);
}

class References {
 public:
  References(const Model& model, const SourceSet& sources) : model_(model), sources_(sources) {}

  std::vector<Reference> in(ExprId root, Span shown) {
    root_ = shown;
    visit(root);
    std::ranges::sort(found_, {}, &Reference::begin);
    const auto same = [](const Reference& a, const Reference& b) { return a.begin == b.begin; };
    found_.erase(std::unique(found_.begin(), found_.end(), same), found_.end());
    return std::move(found_);
  }

 private:
  void visit(ExprId id) {
    if (!visited_.insert(id).second) return;
    const model::Expr& expr = model_[id];
    using Kind = Target::Kind;
    std::visit(
        Overloaded{[&](const model::FactRef& node) { add(expr, Kind::fact, node.fact, model_.facts[node.fact].name); },
                   [&](const model::ParameterRef& node) {
                     add(expr, Kind::parameter, node.parameter, model_.parameters[node.parameter].name);
                   },
                   [&](const model::DefineRef& node) {
                     add(expr, Kind::define, node.define, model_.defines[node.define].name);
                   },
                   [&](const model::DecisionRef& node) {
                     add(expr, Kind::decision, node.decision, model_.decisions[node.decision].name);
                   },
                   [&](const model::OutcomeTest& node) {
                     add(expr, Kind::decision, node.decision, model_.decisions[node.decision].name);
                   },
                   [](const auto&) {}},
        expr.node);
    for (const ExprId part : model::parts(expr)) visit(part);
  }

  /// Only where the name stands at the expression's beginning, in the text that is shown.
  void add(const model::Expr& expr, Target::Kind kind, std::uint32_t id, std::string_view name) {
    const Span span = expr.span;
    if (span.file != root_.file || span.begin < root_.begin || span.end > root_.end) return;
    const std::string_view text = sources_.text(span);
    const std::uint32_t bytes = name_bytes(text);
    if (unqualified(text.substr(0, bytes)) != unqualified(name)) return;
    found_.push_back({span.begin, span.begin + bytes, {kind, id}});
  }

  const Model& model_;
  const SourceSet& sources_;
  Span root_;
  std::vector<Reference> found_;
  std::unordered_set<ExprId> visited_;
};

/// Puts blanks, line breaks and comments together to one blank each, and gives every name a piece of its own.
class Scanner {
 public:
  Scanner(std::string_view text, std::uint32_t offset, const std::vector<Reference>& references)
      : text_(text), offset_(offset), references_(references) {}

  Words take() {
    while (at_ < text_.size()) step();
    // What stands in parentheses may begin or end in the middle of some.
    if (unopened_ > 0) words_.insert(words_.begin(), Piece{std::string(unopened_, '(')});
    if (unclosed_ > 0) words_.push_back({std::string(unclosed_, ')')});
    return std::move(words_);
  }

 private:
  void step() {
    const auto place = offset_ + static_cast<std::uint32_t>(at_);
    while (next_ < references_.size() && references_[next_].begin < place) ++next_;
    if (next_ < references_.size() && references_[next_].begin == place) return add_reference(references_[next_]);
    const char letter = text_[at_];
    if (letter == ' ' || letter == '\t' || letter == '\r' || letter == '\n') {
      blank_ = true;
      ++at_;
    } else if (text_.substr(at_).starts_with("//")) {
      blank_ = true;
      at_ = std::min(text_.find('\n', at_), text_.size());
    } else if (letter == '"') {
      add_quoted();
    } else {
      if (letter == '(') ++unclosed_;
      if (letter == ')' && unclosed_ == 0) {
        ++unopened_;
      } else if (letter == ')') {
        --unclosed_;
      }
      // A list or record that goes over several lines ends with a comma that one line does not need.
      if ((letter == ']' || letter == '}') && blank_ && !words_.empty() && words_.back().text.ends_with(',')) {
        words_.back().text.pop_back();
        blank_ = letter == '}';
      }
      add(text_.substr(at_, 1));
      ++at_;
    }
  }

  void add_reference(const Reference& reference) {
    const std::size_t bytes = reference.end - reference.begin;
    put_blank();
    words_.push_back({std::string(text_.substr(at_, bytes)), true, reference.target});
    at_ += bytes;
  }

  void add_quoted() {
    const std::size_t begin = at_++;
    std::size_t depth = 0;  // Of braces, in which quotes may stand again.
    for (; at_ < text_.size(); ++at_) {
      if (text_[at_] == '\\') {
        ++at_;
      } else if (text_[at_] == '{') {
        ++depth;
      } else if (text_[at_] == '}' && depth > 0) {
        --depth;
      } else if (text_[at_] == '"' && depth == 0) {
        break;
      }
    }
    at_ = std::min(at_ + 1, text_.size());
    add(text_.substr(begin, at_ - begin));
  }

  void add(std::string_view text) {
    put_blank();
    if (words_.empty() || words_.back().target) words_.emplace_back();
    words_.back().text += text;
  }

  void put_blank() {
    if (blank_ && !words_.empty() && !(words_.back().text.ends_with('[') && !words_.back().target)) {
      if (words_.back().target) words_.emplace_back();
      words_.back().text += ' ';
    }
    blank_ = false;
  }

  std::string_view text_;
  std::uint32_t offset_;
  const std::vector<Reference>& references_;
  std::size_t at_ = 0, next_ = 0;
  bool blank_ = false;
  std::size_t unopened_ = 0, unclosed_ = 0;
  Words words_;
};

/// The part `shown` of the words of an expression.
Words words_within(const Model& model, const SourceSet& sources, ExprId expr, Span shown) {
  const auto references = References(model, sources).in(expr, shown);
  return Scanner(sources.text(shown), shown.begin, references).take();
}

void flatten(const Model& model, ExprId id, model::LogicOp op, std::vector<ExprId>& parts) {
  const auto* logic = std::get_if<model::Logic>(&model[id].node);
  if (logic == nullptr || logic->op != op) {
    parts.push_back(id);
    return;
  }
  flatten(model, logic->left, op, parts);
  flatten(model, logic->right, op, parts);
}

/// The `and` or `or` that an expression is, or is the `not` of.
struct Joint {
  const model::Logic* logic = nullptr;
  ExprId expr = model::none;
  bool is_negated = false;
};

Joint joint_of(const Model& model, ExprId expr) {
  Joint joint{nullptr, expr, false};
  if (const auto* negation = std::get_if<model::Not>(&model[expr].node)) {
    joint.expr = negation->operand;
    joint.is_negated = true;
  }
  joint.logic = std::get_if<model::Logic>(&model[joint.expr].node);
  if (joint.logic != nullptr && joint.logic->op == model::LogicOp::implies) joint.logic = nullptr;
  return joint;
}

}  // namespace

std::string plain(const Words& words) {
  std::string text;
  for (const Piece& piece : words) text += piece.text;
  return text;
}

std::string source_words(const SourceSet& sources, Span span) {
  return plain(Scanner(sources.text(span), span.begin, {}).take());
}

Words words_of(const Model& model, const SourceSet& sources, ExprId expr) {
  return words_within(model, sources, expr, model[expr].span);
}

Words message_words(const Model& model, const SourceSet& sources, ExprId text) {
  Words words;
  const model::Expr& expr = model[text];
  if (const auto* constant = std::get_if<model::TextConstant>(&expr.node)) {
    words.push_back({model.texts[constant->text], false});
  } else if (const auto* interpolated = std::get_if<model::Interpolate>(&expr.node)) {
    for (const model::TextPart& part : interpolated->parts) {
      if (part.is_text) {
        words.push_back({model.texts[part.id], false});
      } else {
        std::ranges::move(words_of(model, sources, part.id), std::back_inserter(words));
      }
    }
  } else {
    words = words_of(model, sources, text);
  }
  return words;
}

Words notice_words(const Model& model, const SourceSet& sources, const model::NoticeCall& call) {
  Words words{{model.notices[call.notice].name, true, Target{Target::Kind::notice, call.notice}}, {"("}};
  for (std::size_t i = 0; i < call.arguments.size(); ++i) {
    if (i > 0) words.push_back({", "});
    std::ranges::move(words_of(model, sources, call.arguments[i]), std::back_inserter(words));
  }
  words.push_back({")"});
  return words;
}

namespace {

/// A form over a list, by its parts; `none` where it has not that part.
struct Form {
  ExprId list = model::none, where = model::none, satisfies = model::none, key = model::none;
};

Form form_of(const model::Expr& expr) {
  return std::visit(Overloaded{[](const model::Quantifier& node) {
                                 return Form{node.list, node.where, node.satisfies, model::none};
                               },
                               [](const model::Pick& node) {
                                 return Form{node.list, node.where, model::none, node.key};
                               },
                               [](const model::Aggregate& node) {
                                 return Form{node.list, node.where, model::none, model::none};
                               },
                               [](const auto&) { return Form{}; }},
                    expr.node);
}

bool is_joint(const Model& model, ExprId expr) { return expr != model::none && joint_of(model, expr).logic != nullptr; }

Layout form_layout(const Model& model, const SourceSet& sources, ExprId expr, const Form& form) {
  Layout result{Layout::Kind::form, {}, {}};
  const Span whole = model[expr].span;
  result.words = words_within(model, sources, expr, {whole.file, whole.begin, model[form.list].span.end});
  const auto add = [&](std::string_view lead, ExprId part) {
    if (part == model::none) return;
    result.parts.push_back(layout_of(model, sources, part));
    result.parts.back().lead = lead;
  };
  add("where", form.where);
  add("satisfies", form.satisfies);
  add("by", form.key);
  return result;
}

}  // namespace

Layout layout_of(const Model& model, const SourceSet& sources, ExprId expr) {
  const Form form = form_of(model[expr]);
  if (is_joint(model, form.where) || is_joint(model, form.satisfies)) return form_layout(model, sources, expr, form);
  const Joint joint = joint_of(model, expr);
  if (joint.logic == nullptr) return {Layout::Kind::words, words_of(model, sources, expr), {}};
  const bool is_and = joint.logic->op == model::LogicOp::logical_and;
  Layout result;
  if (joint.is_negated) {
    result.kind = is_and ? Layout::Kind::not_all : Layout::Kind::none;
  } else {
    result.kind = is_and ? Layout::Kind::all : Layout::Kind::any;
  }
  std::vector<ExprId> parts;
  flatten(model, joint.expr, joint.logic->op, parts);
  for (const ExprId part : parts) result.parts.push_back(layout_of(model, sources, part));
  return result;
}

std::string doc_text(std::string_view comment) {
  std::string text;
  bool is_new = true;
  while (!comment.empty()) {
    const std::size_t end = std::min(comment.find('\n'), comment.size());
    std::string_view line = comment.substr(0, end);
    comment.remove_prefix(std::min(end + 1, comment.size()));
    line.remove_prefix(std::min(line.find_first_not_of(" \t/"), line.size()));
    while (!line.empty() && std::string_view(" \t\r").find(line.back()) != std::string_view::npos)
      line.remove_suffix(1);
    if (line.empty()) {
      is_new = true;
      continue;
    }
    if (!text.empty()) text += is_new ? "\n\n" : " ";
    text += line;
    is_new = false;
  }
  return text;
}

bool has_ideographs(std::string_view text) {
  for (std::size_t at = 0; at < text.size();) {
    const CodePoint point = decode(text, at);
    if (point.value >= 0x3400 && point.value < 0xA000) return true;
    at += point.bytes;
  }
  return false;
}

}  // namespace writ::documents
