#include "tools/documents/phrases.hpp"

#include <array>
#include <cstddef>

namespace writ::documents {
namespace {

struct Row {
  std::string_view english, chinese;
};

constexpr std::array rows{
#define WRIT_PHRASE(name, english, chinese) Row{english, chinese},
#include "tools/documents/phrases.def"
#undef WRIT_PHRASE
};

}  // namespace

std::string_view phrase(Phrase which, Language language) {
  const Row& row = rows[static_cast<std::size_t>(which)];
  return language == Language::zh ? row.chinese : row.english;
}

std::string_view tag(Language language) { return language == Language::zh ? "zh" : "en"; }

}  // namespace writ::documents
