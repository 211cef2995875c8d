#include "tools/lint/style/members.hpp"

namespace writ::lint::style {

MemberPlaces::MemberPlaces(const model::Model& model) {
  for (const model::Expr& expr : model.exprs) {
    const bool member = std::holds_alternative<model::Constant>(expr.node) && expr.type.base == Kind::enumeration &&
                        !expr.type.is_list();
    if (member) types_.emplace(key(expr.span), expr.type.id);
  }
}

std::optional<std::uint32_t> MemberPlaces::type_at(Span place) const {
  const auto found = types_.find(key(place));
  if (found == types_.end()) return std::nullopt;
  return found->second;
}

}  // namespace writ::lint::style
