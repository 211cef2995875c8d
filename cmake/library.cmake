# The library, static and shared: the engine, the C interface, and the linter without what stands on the solver. What
# the shared one exports is said by cmake/exports.map.in alone, and the tests keep the list of it.

set(objects "")
foreach(room IN ITEMS grammar value builtins model check program run batch facts saved explain api capi report testing
        lint)
  list(APPEND objects
    "$<FILTER:$<TARGET_OBJECTS:writ_${room}>,EXCLUDE,tools/(report/(proof|recorded|difference)|testing/proof|lint/proof)>")
endforeach()

foreach(kind IN ITEMS static shared)
  string(TOUPPER ${kind} KIND)
  add_library(writ_${kind} ${KIND} ${objects})
  set_target_properties(writ_${kind} PROPERTIES OUTPUT_NAME writ LINKER_LANGUAGE CXX)
  target_compile_features(writ_${kind} INTERFACE cxx_std_20)
  target_include_directories(writ_${kind} INTERFACE $<INSTALL_INTERFACE:${CMAKE_INSTALL_INCLUDEDIR}>)
  target_link_libraries(writ_${kind} PRIVATE fmt::fmt re2::re2 cctz::cctz simdjson::simdjson
    tomlplusplus::tomlplusplus Threads::Threads)
endforeach()
set_target_properties(writ_static PROPERTIES EXPORT_NAME writ_static)
# SOVERSION changes with WRIT_ABI_VERSION of writ.h.
configure_file(${PROJECT_SOURCE_DIR}/cmake/exports.map.in ${PROJECT_BINARY_DIR}/exports.map @ONLY)
set_target_properties(writ_shared PROPERTIES EXPORT_NAME writ VERSION ${PROJECT_VERSION} SOVERSION 0
  LINK_DEPENDS ${PROJECT_BINARY_DIR}/exports.map)
target_link_options(writ_shared PRIVATE -Wl,--version-script=${PROJECT_BINARY_DIR}/exports.map)
if(NOT WRIT_SANITIZE AND NOT WRIT_FUZZ)
  target_link_options(writ_shared PRIVATE -Wl,-z,defs)
endif()
