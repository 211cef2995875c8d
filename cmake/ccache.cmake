# Compiling through ccache where it is installed. Precompiled headers need the two looser checks. Paths are told to it from
# the top of the tree, so that another checkout of the same files finds what this one compiled.
find_program(WRIT_CCACHE ccache)
if(WRIT_CCACHE AND NOT CMAKE_CXX_COMPILER_LAUNCHER)
  set(CMAKE_CXX_COMPILER_LAUNCHER
    ${CMAKE_COMMAND} -E env CCACHE_SLOPPINESS=pch_defines,time_macros CCACHE_NOHASHDIR=1 CCACHE_BASEDIR=${PROJECT_SOURCE_DIR} ${WRIT_CCACHE})
endif()
