# Compares what the shared library exports with symbols.txt, which is kept, and the C functions with writ.h. Needs LIBRARY,
# KEPT, HEADER, NM, and UPDATE to keep what there is now.

execute_process(COMMAND ${NM} -DC --defined-only --format=posix ${LIBRARY} OUTPUT_VARIABLE output
                COMMAND_ERROR_IS_FATAL ANY)
# Functions; what is inline may be there or not, as the compiler likes.
string(REGEX MATCHALL "[^\n]+@@[A-Z_0-9.]+ T " lines "${output}")
list(TRANSFORM lines REPLACE " T $" "")
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
  file(WRITE ${LIBRARY}.symbols.txt "${found}")
  execute_process(COMMAND diff -u ${KEPT} ${LIBRARY}.symbols.txt OUTPUT_VARIABLE difference)
  message(FATAL_ERROR "the library exports something else than tests/embed/symbols.txt says:\n${difference}"
    "A public class is exported where cmake/exports.map.in names it. If the difference is meant:\n"
    "  cmake --build --preset dev --target update_symbols")
endif()

file(READ ${HEADER} header)
string(REGEX REPLACE "/\\*([^*]|\\*[^/])*\\*/" "" header "${header}")
string(REPLACE ";" "!" header "${header}")
string(REGEX MATCHALL "[ *]writ_[a-z_]+\\([^)]*\\)!" declared "${header}")
list(TRANSFORM declared REPLACE "[ *](writ_[a-z_]+).*" "\\1@@WRIT_1")
list(SORT declared)
list(FILTER lines INCLUDE REGEX "^writ_")
if(NOT lines STREQUAL declared)
  message(FATAL_ERROR "writ.h declares\n${declared}\nand the library exports\n${lines}")
endif()
