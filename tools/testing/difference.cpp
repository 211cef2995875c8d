#include "tools/testing/difference.hpp"

#include <algorithm>
#include <utility>

#include "engine/run/equality.hpp"

namespace writ::testing {
namespace {

class Comparison {
 public:
  Comparison(const Schema& schema, const LiteralWriter& values) : schema_(schema), values_(values) {}

  /// Two values as they lie in rows.
  void in_rows(Type type, const Slot* expected, const Slot* got) {
    if (type.optional) {
      const bool both = expected->number != 0 && got->number != 0;
      if (both) return in_rows(type.present(), expected + 1, got + 1);
      values_.append_in_row(found_.expected, type, expected);
      values_.append_in_row(found_.got, type, got);
    } else if (type.is(Kind::record)) {
      values(type, Slot{.row = expected}, Slot{.row = got});
    } else {
      values(type, *expected, *got);
    }
  }

  void values(Type type, Slot expected, Slot got) {
    std::uint64_t work = 0;
    if (type.is_list()) {
      const Type element = type.element();
      const std::uint32_t width = schema_.slots(element);
      const std::uint64_t common = std::min(expected.list->count, got.list->count);
      for (std::uint64_t i = 0; i < common; ++i) {
        const Slot* a = expected.list->rows + i * width;
        const Slot* b = got.list->rows + i * width;
        if (equal_in_rows(schema_, element, a, b, work)) continue;
        found_.path += "[" + std::to_string(i) + "]";
        return in_rows(element, a, b);
      }
      if (expected.list->count == got.list->count) return;
      const bool missing = expected.list->count > common;
      const Slot* one = (missing ? expected : got).list->rows + common * width;
      found_.path += "[" + std::to_string(common) + "]";
      values_.append_in_row(missing ? found_.expected : found_.got, element, one);
      (missing ? found_.got : found_.expected) = "nothing";
    } else if (type.base == Kind::record) {
      for (const FieldInfo& field : schema_.records[type.id].fields) {
        const Slot* a = expected.row + field.offset;
        const Slot* b = got.row + field.offset;
        if (equal_in_rows(schema_, field.type, a, b, work)) continue;
        found_.path += "." + field.name;
        return in_rows(field.type, a, b);
      }
    } else {
      values_.append(found_.expected, type, expected);
      values_.append(found_.got, type, got);
    }
  }

  Difference take() { return std::move(found_); }

 private:
  const Schema& schema_;
  const LiteralWriter& values_;
  Difference found_;
};

}  // namespace

Difference first_difference(const Schema& schema, const LiteralWriter& values, Type type, Slot expected, Slot got) {
  Comparison comparison(schema, values);
  comparison.values(type, expected, got);
  return comparison.take();
}

}  // namespace writ::testing
