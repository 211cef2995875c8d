#pragma once
// What the model does not keep of declarations, since deciding does not need it: how they were written.

#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "engine/model/model.hpp"
#include "grammar/source.hpp"
#include "grammar/syntax.hpp"

namespace writ::documents {

class Declared {
 public:
  /// Of the model's files as they were written. Both outlive it.
  Declared(const model::Model& model, const std::vector<syntax::File>& files) : model_(model), files_(files) {}

  const syntax::File& file(model::FileIndex file) const { return files_[file]; }
  const std::string& name(model::FileIndex file) const { return model_.files[file].name; }

  const syntax::ParameterDecl* parameter(const model::Parameter& parameter) const;
  const syntax::DecisionDecl* decision(const model::Decision& decision) const;
  const syntax::Rule* rule(const model::Decision& decision, const model::Rule& rule) const;
  const syntax::Also* also(const model::Decision& decision, std::size_t number) const;
  const syntax::Declaration* notice(const model::Notice& notice) const;
  const syntax::Declaration* fact(const model::Fact& fact) const;
  const syntax::RecordDecl* record(std::string_view qualified_name) const;

 private:
  template <typename Node>
  const syntax::Declaration* find(model::FileIndex file, std::string_view name) const;

  const model::Model& model_;
  const std::vector<syntax::File>& files_;
};

/// What deciding reads, directly or through what it uses.
struct Reach {
  std::vector<bool> defines, parameters, decisions, notices;  ///< By their numbers in the model.
  std::map<std::uint32_t, std::vector<bool>> fields;          ///< By record and field.
  bool reads_now = false;
};
Reach reach_of(const model::Model& model, const std::vector<model::DecisionId>& decisions);

}  // namespace writ::documents
