#pragma once
// Values as source text that reads back as exactly the same value, however long. (`LiteralWriter` is for people, who
// are spared the length.) One has no such text: U+0000 in a Text, which the language cannot write.

#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "engine/model/model.hpp"

namespace writ::testing {

class SourceLiterals {
 public:
  /// For source in which the names of these files are seen. Instants are written with their offset in `zone`.
  SourceLiterals(const model::Model& model, const time::Zone& zone, const std::vector<model::FileIndex>& visible);

  /// A present value in a register: a record is its row.
  void append(std::string& out, Type type, Slot value) const;
  /// A value in a row, its presence first where the type is optional. What is absent has no words: nothing is written.
  void append_in_row(std::string& out, Type type, const Slot* slots) const;

 private:
  void append_scalar(std::string& out, Type type, std::int64_t value) const;
  void append_member(std::string& out, const EnumInfo& info, std::size_t member) const;

  const Schema* schema_;
  const time::Zone* zone_;
  /// Names that a member of an enum has to be told from, and those of enums that are seen twice.
  std::set<std::string, std::less<>> taken_, ambiguous_;
};

}  // namespace writ::testing
