#pragma once
// Names as people write them: `Card`, not `taobao.facts.Card`.

#include <string_view>

namespace writ {

/// The name without the module that it is declared in.
constexpr std::string_view unqualified(std::string_view name) { return name.substr(name.rfind('.') + 1); }

}  // namespace writ
