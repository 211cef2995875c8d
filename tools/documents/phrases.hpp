#pragma once
// What the documents of policies say of their own, in the languages that they are written in.

#include <cstdint>
#include <string_view>

namespace writ::documents {

enum class Language : std::uint8_t { en, zh };

enum class Phrase : std::uint8_t {
#define WRIT_PHRASE(name, english, chinese) name,
#include "tools/documents/phrases.def"
#undef WRIT_PHRASE
};

std::string_view phrase(Phrase which, Language language);

std::string_view tag(Language language);  ///< `en`

}  // namespace writ::documents
