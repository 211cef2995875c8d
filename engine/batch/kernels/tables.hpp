#pragma once
// The loops as they are compiled for each instruction set. Only a table that the processor can run may be used.

#include "engine/batch/kernels/kernels.hpp"

namespace writ::batch {

namespace baseline {
extern const Kernels kernels;
}
#if defined(__x86_64__)
namespace avx2 {
extern const Kernels kernels;
}
namespace avx512 {
extern const Kernels kernels;
}
#endif

}  // namespace writ::batch
