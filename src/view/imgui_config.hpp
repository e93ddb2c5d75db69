// Dear ImGui's compile-time settings (IMGUI_USER_CONFIG). Textures are the numbers of ports::TextureImage, and a
// frame may hold more than 65,536 vertices. Knows nothing of the program.
#pragma once

#define ImTextureID ImU64
#define ImDrawIdx unsigned int
