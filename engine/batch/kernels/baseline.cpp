#define WRIT_INSTRUCTION_SET baseline
#include "engine/batch/kernels/loops.inc"
