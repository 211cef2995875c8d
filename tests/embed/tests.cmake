# The tests of the library as it is installed. Those with the fixture `installed` know nothing but the prefix.

set(embed_prefix ${CMAKE_CURRENT_BINARY_DIR}/embed/prefix)
set(embed_flags "${CMAKE_CXX_FLAGS}")
if(WRIT_SANITIZE)
  string(APPEND embed_flags " -fsanitize=${WRIT_SANITIZE}")
  if(CMAKE_CXX_COMPILER_ID MATCHES "Clang")  # The library is C++ where the program is C, too.
    set(embed_link_flags "-fsanitize-link-c++-runtime -lstdc++")
  endif()
endif()
string(REGEX REPLACE "(clang|g)\\+\\+" "\\1" embed_c_compiler ${CMAKE_CXX_COMPILER})
string(REGEX REPLACE "/c\\+\\+$" "/cc" embed_c_compiler ${embed_c_compiler})
string(REGEX REPLACE "/g$" "/gcc" embed_c_compiler ${embed_c_compiler})

add_test(NAME embed/install COMMAND ${CMAKE_COMMAND} -DBUILD=${PROJECT_BINARY_DIR} -DPREFIX=${embed_prefix}
  -P ${CMAKE_CURRENT_SOURCE_DIR}/embed/install.cmake)
add_test(NAME embed/programs COMMAND ${CMAKE_COMMAND} -DPREFIX=${embed_prefix}
  -DSOURCE=${CMAKE_CURRENT_SOURCE_DIR}/embed -DPLACE=${CMAKE_CURRENT_BINARY_DIR}/embed/build
  -DC_COMPILER=${embed_c_compiler} -DCXX_COMPILER=${CMAKE_CXX_COMPILER} -DFLAGS=${embed_flags}
  -DLINK_FLAGS=${embed_link_flags}
  -P ${CMAKE_CURRENT_SOURCE_DIR}/embed/run.cmake)
add_test(NAME embed/pages COMMAND bash ${CMAKE_CURRENT_SOURCE_DIR}/embed/pages.sh ${embed_prefix})
set_tests_properties(embed/install PROPERTIES FIXTURES_SETUP installed)
set_tests_properties(embed/programs embed/pages PROPERTIES FIXTURES_REQUIRED installed)

set(symbols ${CMAKE_COMMAND} -DLIBRARY=$<TARGET_FILE:writ_shared> -DKEPT=${CMAKE_CURRENT_SOURCE_DIR}/embed/symbols.txt
  -DHEADER=${PROJECT_SOURCE_DIR}/engine/include/writ/writ.h
  -DNM=${CMAKE_NM})
add_custom_target(update_symbols COMMAND ${symbols} -DUPDATE=ON -P ${CMAKE_CURRENT_SOURCE_DIR}/embed/symbols.cmake
  DEPENDS writ_shared VERBATIM)
if(NOT WRIT_SANITIZE)
  add_test(NAME embed/symbols COMMAND ${symbols} -P ${CMAKE_CURRENT_SOURCE_DIR}/embed/symbols.cmake)
endif()
