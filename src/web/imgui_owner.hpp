// The one ImGui context of the page. It gets a font without glyphs: all text is the browser's, and so neither ImGui's
// own font nor its rasteriser have to be downloaded.
#pragma once

struct ImGuiContext;

namespace ssc::web {

class ImGuiOwner {
 public:
  ImGuiOwner();
  ~ImGuiOwner();
  ImGuiOwner(const ImGuiOwner&) = delete;
  ImGuiOwner& operator=(const ImGuiOwner&) = delete;

 private:
  ImGuiContext* context_;
};

}  // namespace ssc::web
