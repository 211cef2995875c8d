#pragma once
// Planned tests as the source of a module.

#include <string>
#include <vector>

#include "tools/testing/boundary_plan.hpp"

namespace writ::testing {

/// A planned test and what each of its points expects: the words after `expect`. A point without words is left out.
struct WrittenTest {
  PlannedTest plan;
  std::vector<std::string> expects;
  std::size_t boundary = 0;  ///< Which of those planned for.
};

struct WrittenModule {
  model::FileIndex tests_of = 0;  ///< The file of the tests that it borrows from.
  std::string name, path;
  std::vector<WrittenTest> tests;
};

/// A module of this name for tests that borrow from one file's.
WrittenModule module_for(const Loaded& loaded, model::FileIndex tests_of);

/// The files whose names stand without theirs in that one, itself among them.
std::vector<model::FileIndex> visible_files(const Loaded& loaded, model::FileIndex from);

struct ModuleText {
  std::string text;
  std::vector<std::uint32_t> begins;  ///< Where each test begins in it.
};
ModuleText module_text(const Loaded& loaded, const WrittenModule& module);

}  // namespace writ::testing
