# How a room of the house becomes a target.

# Warnings, for every target of the project and for none of its dependencies.
add_library(writ_warnings INTERFACE)
target_compile_options(writ_warnings INTERFACE
  -Wall -Wextra -Wpedantic -Wshadow -Wconversion -Wsign-conversion -Wnon-virtual-dtor -Woverloaded-virtual -Werror)
if(CMAKE_CXX_COMPILER_ID STREQUAL "GNU")
  # Left out are those that GCC 12 gives falsely about its own standard library once that is optimised, such as when two
  # strings are joined (GCC bug 105651 and its kin). Clang has no such trouble, and the preset tidy compiles with it.
  target_compile_options(writ_warnings INTERFACE
    -Wduplicated-cond -Wno-restrict -Wno-array-bounds -Wno-stringop-overflow -Wno-stringop-overread
    -Wno-maybe-uninitialized)
endif()

if(WRIT_SANITIZE)
  add_compile_options(-fsanitize=${WRIT_SANITIZE} -fno-sanitize-recover=all -fno-omit-frame-pointer)
  add_link_options(-fsanitize=${WRIT_SANITIZE})
endif()
if(WRIT_FUZZ)
  add_compile_options(-fsanitize=fuzzer-no-link)
endif()

# The headers that nearly every file reads. Never PEGTL, Boost or simdjson: those belong to a file or two each.
function(writ_precompile target)
  if(WRIT_PRECOMPILE)
    target_precompile_headers(${target} PRIVATE
      <algorithm> <cstdint> <functional> <map> <memory> <optional> <span> <string> <string_view> <unordered_map>
      <utility> <variant> <vector> <fmt/format.h>)
  endif()
endfunction()

# writ_room(name directory LINK targets seen by the rooms above... PRIVATE targets for this room alone...)
# A room of headers only is an interface library.
function(writ_room name directory)
  cmake_parse_arguments(ARG "" "" "LINK;PRIVATE" ${ARGN})
  file(GLOB_RECURSE sources CONFIGURE_DEPENDS ${PROJECT_SOURCE_DIR}/${directory}/*.cpp)
  if(sources)
    add_library(writ_${name} STATIC ${sources})
    target_link_libraries(writ_${name} PUBLIC ${ARG_LINK} PRIVATE ${ARG_PRIVATE} writ_warnings)
    writ_precompile(writ_${name})
    set(scope PUBLIC)
  else()
    add_library(writ_${name} INTERFACE)
    target_link_libraries(writ_${name} INTERFACE ${ARG_LINK})
    set(scope INTERFACE)
  endif()
  target_include_directories(writ_${name} ${scope} ${PROJECT_SOURCE_DIR} ${PROJECT_SOURCE_DIR}/engine/include)
endfunction()

# writ_program(name directory LINK rooms... PRIVATE other targets...): a program made of every file of a directory,
# put at the top of the build tree where people look for it.
function(writ_program name directory)
  cmake_parse_arguments(ARG "" "" "LINK;PRIVATE" ${ARGN})
  file(GLOB_RECURSE sources CONFIGURE_DEPENDS ${PROJECT_SOURCE_DIR}/${directory}/*.cpp)
  if(NOT sources)
    return()
  endif()
  add_executable(${name} ${sources})
  target_link_libraries(${name} PRIVATE ${ARG_LINK} ${ARG_PRIVATE} writ_warnings)
  target_compile_definitions(${name} PRIVATE WRIT_VERSION="${PROJECT_VERSION}")
  set_target_properties(${name} PROPERTIES RUNTIME_OUTPUT_DIRECTORY ${PROJECT_BINARY_DIR})
  writ_precompile(${name})
endfunction()
