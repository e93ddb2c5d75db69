#include "web/video_surfaces.hpp"

#include <algorithm>
#include <utility>

namespace ssc::web {
namespace {

using ports::VideoSource;
using ports::VideoSurface;

std::string source_name(VideoSource source) { return source == VideoSource::kLocal ? "local" : "remote"; }

}  // namespace

VideoSurfaces::VideoSurfaces(emscripten::val glue) : glue_(std::move(glue)) {}

void VideoSurfaces::show(std::vector<VideoSurface> surfaces) {
  if (surfaces == shown_) return;
  for (const VideoSource source : {VideoSource::kLocal, VideoSource::kRemote}) {
    const auto now = std::ranges::find(surfaces, source, &VideoSurface::source);
    const auto before = std::ranges::find(shown_, source, &VideoSurface::source);
    if (now == surfaces.end()) {
      if (before != shown_.end()) glue_.call<void>("hide", source_name(source));
    } else if (before == shown_.end() || *before != *now) {
      const ports::Rect& rect = now->rect;
      glue_.call<void>("place", source_name(source), rect.x, rect.y, rect.width, rect.height,
                       now->fit == ports::VideoFit::kCover, now->mirrored, now->radius, now->order);
    }
  }
  shown_ = std::move(surfaces);
}

}  // namespace ssc::web
