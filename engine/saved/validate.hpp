#pragma once
// Whether what was read from a file can be used, whoever made it: every index, count and operand is looked at before it
// is used, tables are held to what the policies declare, and code is verified. What is wrong, or nothing.

#include <string>
#include <string_view>
#include <vector>

#include "engine/program/program.hpp"
#include "engine/saved/constants.hpp"
#include "grammar/source.hpp"

namespace writ::saved {

/// Also lays out the model's records. `text_sizes` are those of the sources.
std::string validate(model::Model& model, const std::vector<std::size_t>& text_sizes);

/// Is it a type of such a schema, of what there is?
bool is_type(const Schema& schema, Type type);

/// Of a program whose model is right, made from these tables and texts of so many bytes.
std::string validate(const Program& program, const PointingTables& tables, std::uint64_t source_bytes);

}  // namespace writ::saved
