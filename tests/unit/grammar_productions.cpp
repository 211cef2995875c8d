// The grammar itself: no rule can loop without reading on, nor call itself without.

#include "grammar/productions.hpp"

#include <catch2/catch.hpp>
#include <tao/pegtl/contrib/analyze.hpp>

namespace {

TEST_CASE("the grammar has no loop that reads nothing") {
  CHECK(tao::pegtl::analyze<writ::productions::file>(1) == 0);
  CHECK(tao::pegtl::analyze<writ::productions::lone_expression>(1) == 0);
}

}  // namespace
