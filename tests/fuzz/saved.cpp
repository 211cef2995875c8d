// Any bytes as changes of a saved program, whose checksum is made right again: it is read to its end and refused or
// taken, and what is taken decides, whatever it says, without harm.
//
// The first byte chooses the program. Then come changes of eight bytes each: a place (three bytes), what is done there,
// and a number. A first byte of 255 is followed by all that stands behind the header instead.

#include <algorithm>
#include <cstring>

#include "engine/api/load.hpp"
#include "engine/saved/saved_program.hpp"
#include "engine/saved/xxhash64.hpp"
#include "tests/fuzz/deciding/lines.hpp"
#include "tests/fuzz/deciding/record_for.hpp"
#include "tests/fuzz/every_type.hpp"
#include "writ/policy_set.hpp"

namespace {

using namespace writ;

constexpr std::string_view small = R"(policy small
fact names : list of Text
fact most : Int?
fact now : Instant
define longest : Text? = first name in names where size(names) > 1
decision d : permission
  permit anyone when (most is present and most > 2) or (some name in names satisfies name is "a")
  forbid late because "{most or else 7} of {size(names)}" when now > 2025-03-12T10:00:00Z
decision n : Int, first rule
  rule some_name = size(names) when longest is present and longest is "b"
  otherwise = (most or else 3) * 2
)";

struct Base {
  explicit Base(std::string_view text) {
    const Loaded loaded = load({{"base.writ", std::string(text)}});
    bytes = *saved::save(loaded.model, *loaded.sources);
    const auto program = compile(loaded.model);
    instructions = program->code.size();
    // Instructions are written as they lie in memory.
    const std::string_view first(reinterpret_cast<const char*>(program->code.data()), sizeof(Instruction) * 8);
    code = bytes.find(first);
    auto choices = random::Choices::of_seed(1);
    for (int i = 0; i < 8; ++i) records.push_back(random::record_for(*loaded.model, choices));
  }
  std::string bytes;
  std::size_t code = 0, instructions = 0;
  std::vector<std::string> records;
};

constexpr std::size_t header_size = 40, size_at = 24, checksum_at = 32;

template <typename Number>
void put(std::string& bytes, std::size_t at, Number number) {
  std::memcpy(bytes.data() + at, &number, std::min(sizeof number, bytes.size() - at));
}

void change(std::string& bytes, const Base& base, std::size_t place, std::uint8_t what, std::int32_t value) {
  const std::size_t at = header_size + place % (bytes.size() - header_size);
  const std::size_t instruction = base.code + sizeof(Instruction) * (place % base.instructions);
  const auto small_number = static_cast<std::int16_t>(value % 64);
  switch (what % 12) {
    case 0: return put(bytes, at, static_cast<std::uint8_t>(value));
    case 1: return put(bytes, at, value);
    case 2: return put(bytes, at, std::int64_t{value});
    case 3: return put(bytes, at, static_cast<std::uint8_t>(bytes[at] + value % 256));
    case 4: return put(bytes, instruction, static_cast<std::uint16_t>(value & 127));
    case 5: return put(bytes, instruction + 2, small_number);
    case 6: return put(bytes, instruction + 4, small_number);
    case 7: return put(bytes, instruction + 6, small_number);
    case 8: return put(bytes, instruction + 8, static_cast<std::uint32_t>(value));
    case 9: return put(bytes, instruction + 12, static_cast<std::uint32_t>(value));
    case 10: {
      const std::size_t from = static_cast<std::uint32_t>(value) % base.instructions;
      const std::string copied = bytes.substr(base.code + sizeof(Instruction) * from, sizeof(Instruction));
      bytes.replace(instruction, copied.size(), copied);
      return;
    }
    case 11: {
      const std::string copied = bytes.substr(at, static_cast<std::uint32_t>(value) % 64);
      bytes.replace(at, copied.size(), std::string(copied.rbegin(), copied.rend()));
      return;
    }
  }
}

std::string changed(const Base& base, std::string_view data) {
  std::string bytes = base.bytes;
  for (; data.size() >= 8; data.remove_prefix(8)) {
    std::uint32_t place = 0;
    std::int32_t value = 0;
    std::memcpy(&place, data.data(), 3);
    std::memcpy(&value, data.data() + 4, 4);
    change(bytes, base, place, static_cast<std::uint8_t>(data[3]), value);
  }
  return bytes;
}

/// Builds it again, as `writ build --check` does.
bool is_what_its_texts_say(std::string_view bytes) {
  saved::RestoredTexts read = saved::restore_texts(bytes);
  std::vector<NamedText> texts;
  for (saved::SourceText& text : read.texts) texts.push_back({std::move(text.name), std::move(text.text)});
  const Loaded loaded = load(std::move(texts));
  return loaded.model != nullptr && saved::save(loaded.model, *loaded.sources) == bytes;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  static const Base bases[] = {Base(small), Base(fuzz::every_type)};
  if (size == 0) return 0;
  const std::string_view rest(reinterpret_cast<const char*>(data) + 1, size - 1);
  const Base& base = bases[data[0] % 2];
  std::string bytes = data[0] == 255 ? base.bytes.substr(0, header_size).append(rest) : changed(base, rest);
  put(bytes, size_at, std::uint64_t{bytes.size() - header_size});
  put(bytes, checksum_at, saved::xxhash64(std::string_view(bytes).substr(header_size)));

  const saved::Restored restored = saved::restore(bytes);
  if (restored.program == nullptr) return 0;
  random::lines_of(restored.program, *restored.sources, base.records, false);
  if (!is_what_its_texts_say(bytes)) return 0;
  const auto policies = PolicySet::load_saved_bytes(bytes, random::small_limits).policies;
  for (const std::string& decision : policies->decisions()) {
    policies->explain(decision, base.records.front(), {.why_not = false});
    policies->batch(decision);
  }
  return 0;
}
