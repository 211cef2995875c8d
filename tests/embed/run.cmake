# Installs to a prefix of its own, builds the project beside this file against it, and runs it on the installed rules.
# Needs BUILD (the build directory), SOURCE (this directory), PLACE (where to work), COMPILER and FLAGS.

function(step what)
  execute_process(COMMAND ${ARGN} RESULT_VARIABLE status OUTPUT_VARIABLE output ERROR_VARIABLE output)
  if(NOT status EQUAL 0)
    message(FATAL_ERROR "${what} failed with ${status}:\n${output}")
  endif()
  message("${what}: done\n${output}")
endfunction()

file(REMOVE_RECURSE ${PLACE})
step("installing" ${CMAKE_COMMAND} --install ${BUILD} --prefix ${PLACE}/prefix)
step("configuring" ${CMAKE_COMMAND} -S ${SOURCE} -B ${PLACE}/build -G Ninja -DCMAKE_PREFIX_PATH=${PLACE}/prefix
     -DCMAKE_CXX_COMPILER=${COMPILER} -DCMAKE_CXX_FLAGS=${FLAGS})
step("building" ${CMAKE_COMMAND} --build ${PLACE}/build)
step("running" ${PLACE}/build/embed ${PLACE}/prefix/share/writ)
