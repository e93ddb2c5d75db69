# Data files become headers at build time:
#   shaders/*.vert|frag  → "shaders/embedded.hpp"  k_<name>_vert, k_<name>_frag
#   assets/locales/*.json → "assets/locales.hpp"   k_locale_<name>, enum Text
#   assets/icons/*.svg   → "assets/icons.hpp"      k_icon_<name>, as path data
set(ssc_generated "${CMAKE_BINARY_DIR}/generated")
set(ssc_headers "")

function(ssc_embed kind header)
  file(GLOB inputs CONFIGURE_DEPENDS ${ARGN})
  set(output "${ssc_generated}/${header}")
  add_custom_command(OUTPUT "${output}"
    COMMAND "${SSC_PYTHON}" "${SSC_TOOLS}/embed.py" ${kind} "${output}" ${inputs}
    DEPENDS ${inputs} "${SSC_TOOLS}/embed.py" COMMENT "Embedding ${header}" VERBATIM)
  set(ssc_headers ${ssc_headers} "${output}" PARENT_SCOPE)
endfunction()

set(ssc_source "${CMAKE_SOURCE_DIR}")
ssc_embed(shaders shaders/embedded.hpp "${ssc_source}/shaders/*.vert" "${ssc_source}/shaders/*.frag")
ssc_embed(locales assets/locales.hpp "${ssc_source}/assets/locales/*.json")
ssc_embed(icons assets/icons.hpp "${ssc_source}/assets/icons/*.svg")

add_custom_target(ssc_generated_headers DEPENDS ${ssc_headers})
add_library(ssc_embedded INTERFACE)
add_dependencies(ssc_embedded ssc_generated_headers)
target_include_directories(ssc_embedded INTERFACE "${ssc_generated}")
