# Builds the project beside this file against what is installed, and runs it on the installed rules. Needs PREFIX (where
# that is), SOURCE (this directory), PLACE (where to work), C_COMPILER, CXX_COMPILER, FLAGS and LINK_FLAGS.

function(step what)
  execute_process(COMMAND ${ARGN} RESULT_VARIABLE status OUTPUT_VARIABLE output ERROR_VARIABLE output)
  if(NOT status EQUAL 0)
    message(FATAL_ERROR "${what} failed with ${status}:\n${output}")
  endif()
  message("${what}: done\n${output}")
endfunction()

file(REMOVE_RECURSE ${PLACE})
step("configuring" ${CMAKE_COMMAND} -S ${SOURCE} -B ${PLACE} -G Ninja -DCMAKE_PREFIX_PATH=${PREFIX}
     -DCMAKE_C_COMPILER=${C_COMPILER} -DCMAKE_CXX_COMPILER=${CXX_COMPILER} -DCMAKE_C_FLAGS=${FLAGS}
     -DCMAKE_CXX_FLAGS=${FLAGS} -DCMAKE_EXE_LINKER_FLAGS=${LINK_FLAGS})
step("building" ${CMAKE_COMMAND} --build ${PLACE})
foreach(program IN ITEMS main_shared main_static capi_shared capi_static)
  step("running ${program}" ${PLACE}/${program} ${PREFIX}/share/writ)
endforeach()
