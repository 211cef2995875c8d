#pragma once
// Whether numbers read from a file lead somewhere: every index, count and operand is looked at before it is used. What
// is wrong, or nothing.

#include <string>
#include <string_view>
#include <vector>

#include "engine/program/program.hpp"
#include "grammar/source.hpp"

namespace writ::saved {

/// Also lays out the model's records. `text_sizes` are those of the sources.
std::string validate(model::Model& model, const std::vector<std::size_t>& text_sizes);

/// Of a program whose model is right.
std::string validate(const Program& program);

}  // namespace writ::saved
