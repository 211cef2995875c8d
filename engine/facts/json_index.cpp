#include "engine/facts/json_index.hpp"

#include <algorithm>
#include <bit>
#include <new>

#include <simdjson.h>

namespace writ {

static_assert(json_padding >= simdjson::SIMDJSON_PADDING);

namespace {

/// simdjson looks for its best implementation when it is first used, asks for memory to do so, and ends the program
/// where there is none. So that is done when the program begins.
[[maybe_unused]] const bool implementation_is_chosen = simdjson::validate_utf8("", 0);

}  // namespace

bool is_utf8(std::string_view text) { return simdjson::validate_utf8(text.data(), text.size()); }

struct JsonIndex::Stage {
  std::unique_ptr<simdjson::internal::dom_parser_implementation> parser;
};

JsonIndex::JsonIndex() = default;
JsonIndex::~JsonIndex() = default;
JsonIndex::JsonIndex(JsonIndex&&) noexcept = default;
JsonIndex& JsonIndex::operator=(JsonIndex&&) noexcept = default;

JsonIndex::Error JsonIndex::index(std::string_view text) {
  begin_ = end_ = nullptr;
  if (text.empty()) return Error::empty;
  if (stage_ == nullptr || text.size() > capacity_) {
    // Doubling, so that lines of slowly growing length do not each make a new index.
    const std::size_t wanted = std::bit_ceil(std::max<std::size_t>(text.size(), 64 * 1024));
    auto stage = std::make_unique<Stage>();
    constexpr std::size_t depth = 1;  // Of its second stage, which is not used.
    const auto error =
        simdjson::get_active_implementation()->create_dom_parser_implementation(wanted, depth, stage->parser);
    if (error == simdjson::MEMALLOC) throw std::bad_alloc();
    if (error != simdjson::SUCCESS) return Error::too_large;
    stage_ = std::move(stage);
    capacity_ = wanted;
  }
  auto& parser = *stage_->parser;
  const auto* bytes = reinterpret_cast<const std::uint8_t*>(text.data());
  switch (parser.stage1(bytes, text.size(), simdjson::stage1_mode::regular)) {
    case simdjson::SUCCESS: break;
    case simdjson::EMPTY: return Error::empty;
    case simdjson::UNCLOSED_STRING: return Error::unclosed_text;
    case simdjson::UNESCAPED_CHARS: return Error::control_character;
    case simdjson::UTF8_ERROR: return Error::invalid_utf8;
    default: return Error::too_large;
  }
  begin_ = parser.structural_indexes.get();
  end_ = begin_ + parser.n_structural_indexes;
  return Error::none;
}

}  // namespace writ
