#pragma once
// What a stream's records look like, learned as they are read. Programs write their records alike: the same members in
// the same order with the same spaces. So what stands between one value and the next is, nearly always, byte for byte
// what stood there in the record before; it is compared as words, and says which member follows without its name being
// read. What is learned never decides what is accepted: only well-formed JSON is learned, and what differs is read out.

#include <array>
#include <cstdint>
#include <deque>
#include <string>
#include <string_view>

#include "engine/facts/plan.hpp"
#include "engine/facts/scan.hpp"

namespace writ {

/// `,"status":` or `{ "order": `: all from the end of one value to the beginning of the next.
class Gap {
 public:
  static constexpr std::size_t most_bytes = 48;

  Gap() = default;
  /// Of `most_bytes` at most, and not empty.
  explicit Gap(std::string_view bytes);

  /// `most_bytes` can be read at `at`.
  bool is_at(const char* at) const {
    if ((~json::same_bytes(at, bytes_.data()) & wanted_[0]) != 0) return false;
    if (size_ <= 16) return true;
    const std::uint32_t second = ~json::same_bytes(at + 16, bytes_.data() + 16) & wanted_[1];
    const std::uint32_t third = ~json::same_bytes(at + 32, bytes_.data() + 32) & wanted_[2];
    return (second | third) == 0;
  }
  std::uint32_t size() const { return size_; }

 private:
  std::array<char, most_bytes> bytes_{};
  std::array<std::uint32_t, 3> wanted_{};  ///< A bit a byte, by sixteen bytes.
  std::uint32_t size_ = 0;
};

struct ShapeMember;

/// What has followed a value so far, the likeliest first.
struct Followers {
  struct Link {
    Gap gap;
    ShapeMember* to = nullptr;  ///< Null: the object ends.
  };
  static constexpr std::size_t most = 4;

  /// Forgets the last where there is no room.
  void add(std::string_view gap, ShapeMember* to);

  std::array<Link, most> links;
  std::uint32_t count = 0;
};

struct ObjectShape;

/// A member of an object, read or not.
struct ShapeMember {
  std::string name;
  std::uint32_t number = 0;           ///< In its object: those of the plan come first.
  const ValuePlan* value = nullptr;   ///< Null: nobody reads it.
  std::uint32_t offset = 0;           ///< In slots from the object's first.
  bool is_id = false;                 ///< The plan's `id_pointer` leads here,
  ObjectShape* on_id_path = nullptr;  ///< or through here: the shape of its object.
  Followers after;
};

/// The objects that one plan describes; or, with no plan, those that are only on the way to the id.
struct ObjectShape {
  static constexpr std::size_t most_members = 256;

  /// Null where there is no such member yet.
  ShapeMember* find(std::string_view name);

  const ObjectPlan* plan = nullptr;
  std::uint32_t id_step = NameTable::none;  ///< Of the plan's `id_path`: that which is looked for here.
  Followers first;
  std::deque<ShapeMember> members;  ///< Never moved: links point to them.
  NameTable others;                 ///< Numbers of the members that no plan has.
};

/// The shapes of all objects of a plan.
class Shapes {
 public:
  /// The plan outlives them.
  explicit Shapes(const FactsPlan& plan);

  /// False where shapes do not cover what the plan asks: two facts that are one member, hundreds of members, an id
  /// inside a list or an amount.
  bool usable() const { return usable_; }
  ObjectShape& root() { return *root_; }
  ObjectShape& of(std::uint32_t object) { return by_object_[object]; }
  /// A member that is new in its shape. Null where the shape has too many, and where the name is too long for a gap:
  /// names of any length, kept for good, would fill the memory.
  ShapeMember* add(ObjectShape& shape, std::string_view name);

 private:
  ObjectShape& add_shape(const ObjectPlan* plan, std::uint32_t id_step);
  void add_planned(ObjectShape& shape);
  void mark_id(const ObjectShape& shape, ShapeMember& member);

  const FactsPlan& plan_;
  std::deque<ObjectShape> by_object_, on_id_path_;
  ObjectShape* root_ = nullptr;
  bool usable_ = true;
};

}  // namespace writ
