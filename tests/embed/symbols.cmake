# Compares what the shared library exports with symbols.txt, which is kept. Needs LIBRARY, KEPT, NM, and UPDATE to keep
# what there is now.

execute_process(COMMAND ${NM} -DC --defined-only --format=posix ${LIBRARY} OUTPUT_VARIABLE output
                COMMAND_ERROR_IS_FATAL ANY)
string(REGEX MATCHALL "[^\n]+@@[A-Z_0-9]+" lines "${output}")
list(REMOVE_DUPLICATES lines)  # A constructor is there twice.
list(SORT lines)
list(JOIN lines "\n" found)
string(APPEND found "\n")
if(UPDATE)
  file(WRITE ${KEPT} "${found}")
  return()
endif()
file(READ ${KEPT} kept)
if(NOT found STREQUAL kept)
  get_filename_component(name ${KEPT} NAME)
  file(WRITE ${LIBRARY}.symbols.txt "${found}")
  execute_process(COMMAND diff -u ${KEPT} ${LIBRARY}.symbols.txt OUTPUT_VARIABLE difference)
  message(FATAL_ERROR "the library exports something else than tests/embed/${name} says:\n${difference}"
    "A public class is exported where cmake/exports.map names it. If the difference is meant:\n"
    "  cmake --build --preset dev --target update_symbols")
endif()
