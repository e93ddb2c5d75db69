// What is said over a running call beside its state: who is muted, how the connection does, and what is wrong with the
// own devices and helps. Notes about the call hang from above, trouble stands above the controls.
#include "view/buttons.hpp"
#include "view/call_parts.hpp"

namespace ssc::view {
namespace {

using call::DeviceState;
using call::DeviceTrouble;

constexpr float kGap = 8, kIconSpace = 24, kPad = 14, kLines = 3;

struct Note {
  std::string_view key, icon;
  std::string words;
  Color color = 0;
  Role role = Role::kText;
};

float words_width(const Rect& page) { return std::min(page.width - 32, 460.0f) - kIconSpace - 2 * kPad; }

/// Words with an icon in dark glass, their upper edge at `y`, in as many lines as they need.
float note_height(Painter& painter, const Rect& page, const std::string& words) {
  return painter.block_height(words, type::kLabel, words_width(page), kLines) + 14;
}

void draw_note(Painter& painter, const Rect& page, float y, const Note& note) {
  const Palette& p = *painter.colors;
  const TextBlock& block = painter.layout.block(note.words, type::kLabel, words_width(page), kLines);
  const float text = std::min(painter.layout.width(note.words, type::kLabel) + 1, words_width(page));
  const float height = note_height(painter, page, note.words);
  const float width = text + kIconSpace + 2 * kPad;
  const Rect box{center(page).x - width / 2, y, width, height};
  painter.canvas.fill(box, p.glass, 16);
  painter.icon(note.icon, {box.x + kPad + 8, center(box).y}, 16, note.color);
  painter.paint_block({box.x + kPad + kIconSpace, box.y + 7, text, height - 14}, block,
                      {.style = type::kLabel, .color = p.text});
  painter.read(note.key, note.role, note.words, box);
}

/// Draws notes downwards from `y` while they end above `lowest`.
struct Hanging {
  Painter& painter;
  const Rect& page;
  float y, lowest;

  void operator()(const Note& note) {
    const float height = note_height(painter, page, note.words);
    if (y + height > lowest) return;
    draw_note(painter, page, y, note);
    y += height + kGap;
  }
};

struct Help {
  std::string_view key, words;
  bool pressed = false;
};

/// A note above `lower` with buttons below it; returns its upper edge.
float trouble_note(Painter& painter, const Rect& page, float lower, const Note& note, std::span<Help> helps) {
  if (!helps.empty()) {
    float widths[2] = {}, all = -kGap;
    for (std::size_t i = 0; i < helps.size(); ++i) {
      widths[i] = std::min(pill_width(painter, helps[i].words, false) + 4, (page.width - 32 - kGap) / 2);
      all += widths[i] + kGap;
    }
    float x = center(page).x - all / 2;
    for (std::size_t i = 0; i < helps.size(); ++i) {
      helps[i].pressed = pill_button(painter, helps[i].key, {x, lower - 40, widths[i], 40},
                                     {.label = helps[i].words, .tone = Tone::kGlass});
      x += widths[i] + kGap;
    }
    lower -= 40 + kGap;
  }
  lower -= note_height(painter, page, note.words);
  draw_note(painter, page, lower, note);
  return lower - kGap;
}

float microphone_note(Painter& painter, const Rect& page, float lower) {
  const call::CallState& call = painter.state.call;
  if (call.microphone.state != DeviceState::kFailed) return lower;
  Help helps[] = {{"microphone-again", painter.say(Text::kTryAgain)}, {"listen", painter.say(Text::kListenOnly)}};
  // Somebody is called already, or rings: then there is only one thing left to do.
  const bool decides = call.phase == call::Phase::kPreparing && call.dialled_at == kNever;
  const Note note{"microphone-trouble", "mic-off", microphone_trouble(painter.language(), call.microphone.trouble),
                  painter.colors->warning_text, Role::kAlert};
  const float upper = trouble_note(painter, page, lower, note, std::span(helps, decides ? 2 : 1));
  if (helps[0].pressed) painter.emit(events::MicrophoneRetried{});
  if (helps[1].pressed) painter.emit(events::ListeningChosen{});
  return upper;
}

float camera_note(Painter& painter, const Rect& page, float lower) {
  const call::CallState& call = painter.state.call;
  // The call goes on with voice, so the camera itself is off by now; its trouble stays until the next try.
  if (call.camera.trouble == DeviceTrouble::kNone || call.test_picture) return lower;
  Help help[] = {{"test-picture", painter.say(Text::kTestPicture)}};
  const Note note{"camera-trouble", "video-off", camera_trouble(painter.language(), call.camera.trouble),
                  painter.colors->warning_text, Role::kAlert};
  const float upper = trouble_note(painter, page, lower, note, std::span(help, painter.state.server.demo ? 1 : 0));
  if (help[0].pressed) painter.emit(events::TestPictureChosen{});
  return upper;
}

}  // namespace

void call_notes(Painter& painter, const Rect& page, float upper, float lower) {
  const call::CallState& call = painter.state.call;
  const Palette& p = *painter.colors;
  const Language language = painter.language();
  lower = camera_note(painter, page, microphone_note(painter, page, lower));
  // Notices stand at the right of wide pages, notes in the middle.
  constexpr float kBesideFrom = 1'240;
  if (page.width < kBesideFrom) upper = std::max(upper, notices_end(painter, page));
  Hanging hang{painter, page, upper, lower};
  if (call::is_talking(call.phase) && !call.remote.mic_on) {
    hang({"remote-muted", "mic-off", painter.say(Text::kRemoteMuted, {{"name", peer_name(language, call.peer)}}),
          p.danger_text});
  }
  if (call::wants_microphone(call.phase) && microphone_is_muted(call)) {
    hang({"you-muted", "mic-off", std::string(painter.say(Text::kYouAreMuted)), p.danger_text});
  }
  if (video_is_paused(call)) {
    hang({"video-paused", "video-off", std::string(painter.say(Text::kVideoPaused)), p.warning_text});
  }
  const std::string quality = quality_words(language, call);
  if (!quality.empty()) hang({"quality", "wifi-off", quality, p.warning_text});
}

void quality_bars(Painter& painter, Point c) {
  const call::CallState& call = painter.state.call;
  const int bars = call.quality.bars;
  if (call.phase != call::Phase::kConnected || bars == call::Quality::kNotJudged) return;
  constexpr float kBar = 3, kStep = 5, kWidth = 3 * kStep + kBar, kHeight = 13;
  const Palette& p = *painter.colors;
  const Color lit = bars >= 3 ? p.online : bars == 2 ? p.warning_text : p.danger_text;
  const Rect box{c.x - kWidth / 2, c.y - kHeight / 2, kWidth, kHeight};
  for (int i = 0; i < 4; ++i) {
    const float height = kHeight - static_cast<float>(3 - i) * 3;
    painter.canvas.fill({box.x + static_cast<float>(i) * kStep, bottom(box) - height, kBar, height},
                        i < bars ? lit : faded(p.text, 0.25f), 1.5f);
  }
  painter.read("bars", Role::kImage, painter.say(Text::kQualityBars, {{"count", std::to_string(bars)}}), box);
}

}  // namespace ssc::view
