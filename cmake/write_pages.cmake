# Writes the man pages and completions. Needs PROGRAM and PAGES, the directory that they go to.

function(write name)
  execute_process(COMMAND ${PROGRAM} ${ARGN} OUTPUT_FILE ${PAGES}/${name} COMMAND_ERROR_IS_FATAL ANY)
endfunction()

file(REMOVE_RECURSE ${PAGES})
file(MAKE_DIRECTORY ${PAGES})
foreach(shell IN ITEMS bash zsh fish)
  write(writ.${shell} --help=${shell})
endforeach()
write(writ.1 --help=man)
file(STRINGS ${PAGES}/writ.1 commands REGEX "^\\.BR writ\\\\-[a-z]+ \\(1\\)$")
foreach(line IN LISTS commands)
  string(REGEX REPLACE "^\\.BR writ\\\\-([a-z]+) .*$" "\\1" command "${line}")
  write(writ-${command}.1 ${command} --help=man)
endforeach()
