# `writ eval` writes the same bytes with one thread and with several. Needs WRITER (the program `differential`), WRIT,
# POLICY and PLACE (where to work).

file(MAKE_DIRECTORY ${PLACE})
set(orders ${PLACE}/orders.ndjson)
execute_process(COMMAND ${WRITER} write 50000 OUTPUT_FILE ${orders} RESULT_VARIABLE status)
if(NOT status EQUAL 0)
  message(FATAL_ERROR "the orders cannot be written: ${status}")
endif()
foreach(threads 1 2 3 8)
  execute_process(COMMAND ${WRIT} eval --quiet --policy ${POLICY} --decision card.send --threads ${threads} ${orders}
    OUTPUT_FILE ${PLACE}/${threads}.ndjson RESULT_VARIABLE status)
  if(NOT status EQUAL 3)  # Some orders are rejected.
    message(FATAL_ERROR "with ${threads} threads: status ${status}")
  endif()
  file(SHA256 ${PLACE}/${threads}.ndjson hash)
  if(threads EQUAL 1)
    set(expected ${hash})
  elseif(NOT hash STREQUAL expected)
    message(FATAL_ERROR "other bytes with ${threads} threads than with one: see ${PLACE}")
  endif()
endforeach()
file(REMOVE_RECURSE ${PLACE})
