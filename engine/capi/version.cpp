// What the C interface says of itself.

#include "writ/writ.h"

extern "C" {

uint32_t writ_abi_version(void) { return WRIT_ABI_VERSION; }

const char* writ_version(void) { return WRIT_VERSION; }

const char* writ_status_message(writ_status status) {
  switch (status) {
    case WRIT_OK: return "done";
    case WRIT_REFUSED: return "the policies have errors, or cannot be read: the findings say which";
    case WRIT_NOT_FOUND: return "there is no such decision, or its name is ambiguous";
    case WRIT_MISUSE: return "a pointer that is needed is NULL, or an unknown flag is set";
    case WRIT_NO_MEMORY: return "there is not enough memory";
    case WRIT_FAILED: return "the library has a defect";
  }
  return "a status of another version of the library";
}

}  // extern "C"
