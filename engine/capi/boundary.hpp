#pragma once
// What every function of the C interface does alike: nothing is thrown across it, and what cannot be is refused.

#include <new>
#include <string_view>

#include "writ/writ.h"

namespace writ::capi {

inline bool is_text(writ_text text) { return text.data != nullptr || text.size == 0; }
inline std::string_view view(writ_text text) { return {text.data, text.size}; }
inline writ_text text_of(std::string_view text) { return {text.data(), text.size()}; }

/// What `call` returns, or what its exception comes to.
template <typename Call>
writ_status guarded(Call call) noexcept {
  try {
    return call();
  } catch (const std::bad_alloc&) {
    return WRIT_NO_MEMORY;
  } catch (...) {
    return WRIT_FAILED;
  }
}

}  // namespace writ::capi
