#if defined(__x86_64__)
#define WRIT_INSTRUCTION_SET avx2
#include "engine/batch/kernels/loops.inc"
#endif
