// Every screen at every size in both languages: nothing leaves the page, no control lies on another, all comes to rest.
#include "screen.hpp"
#include "view/memory.hpp"

namespace ssc::test {
namespace {

using view::Role;

struct Screen {
  const char* name;
  AppState state;
  bool comes_to_rest = true;
};

AppState with_long_names(AppState state) {
  const std::string name = "Hubert Blaine Wolfeschlegelsteinhausenbergerdorff senior";
  for (Chat& chat : state.chats) {
    for (User& user : chat.participants) {
      if (user.username == "bob") user.display_name = name;
    }
  }
  if (state.call.peer.username == "bob") state.call.peer.display_name = name;
  if (state.account) state.account->user.display_name = "Maximiliane-Charlotte von der Leyenhausen-Königswinter";
  return state;
}

std::vector<Screen> screens() {
  using call::Phase;
  std::vector<Screen> all;
  all.push_back({"sign in", signed_out_state()});
  AppState wrong = signed_out_state();
  wrong.sign_in.trouble = FormTrouble::kTooManyTries;
  all.push_back({"sign in, refused", wrong});
  wrong.sign_in.registering = true;
  all.push_back({"register", wrong});
  AppState restoring = signed_out_state();
  restoring.sign_in.phase = AuthPhase::kRestoring;
  all.push_back({"restoring", restoring, false});
  all.push_back({"chats", with_long_names(chats_state())});
  all.push_back({"no chats", signed_in_state()});
  all.push_back({"conversation", with_long_names(conversation_state())});
  AppState settings = with_long_names(conversation_state());
  settings.route.settings_open = true;
  all.push_back({"settings", settings});
  for (const CallKind kind : {CallKind::kAudio, CallKind::kVideo}) {
    const bool video = kind == CallKind::kVideo;
    all.push_back(
        {video ? "incoming video" : "incoming voice", with_long_names(call_state(Phase::kIncoming, kind)), false});
    all.push_back(
        {video ? "dialling video" : "dialling voice", with_long_names(call_state(Phase::kRinging, kind)), false});
    all.push_back({video ? "video" : "voice", with_long_names(call_state(Phase::kConnected, kind)), false});
    AppState minimised = with_long_names(call_state(Phase::kConnected, kind));
    minimised.call.minimized = true;
    all.push_back({video ? "minimised video" : "minimised voice", minimised, false});
  }
  AppState troubled = with_long_names(call_state(Phase::kReconnecting, CallKind::kVideo));
  troubled.call.microphone = {false, call::DeviceState::kMuted, call::DeviceTrouble::kNone};
  troubled.call.remote = {false, false, false};
  troubled.call.camera = {true, call::DeviceState::kFailed, call::DeviceTrouble::kBusy};
  all.push_back({"call with troubles", troubled, false});
  AppState weak = with_long_names(call_state(Phase::kConnected, CallKind::kVideo));
  weak.call.microphone = {true, call::DeviceState::kFailed, call::DeviceTrouble::kDenied};
  weak.call.quality = {1, call::QualityCause::kLossThere, 12};
  weak.call.send_policy.step = 0;
  weak.call.remote = {false, false, false};
  all.push_back({"weak call", weak, false});
  AppState refused = with_long_names(call_state(Phase::kPreparing));
  refused.call.microphone = weak.call.microphone;
  all.push_back({"dial without microphone", refused, false});
  AppState settings_in_call = with_long_names(call_state(Phase::kConnected));
  settings_in_call.route.settings_open = true;
  all.push_back({"settings in a call", settings_in_call, false});
  all.push_back({"ended", with_long_names(ended_state(call::EndReason::kDeclinedThere))});
  all.push_back({"ended, microphone", ended_state(call::EndReason::kMicrophoneDenied)});
  return all;
}

bool is_inside(const ports::Rect& inner, float width, float height) {
  constexpr float kSlack = 0.75f;
  return inner.x >= -kSlack && inner.y >= -kSlack && inner.x + inner.width <= width + kSlack &&
         inner.y + inner.height <= height + kSlack;
}

class Layout : public ScreenTest {
 protected:
  ports::Rect visible(const view::Node& node) const {
    const ports::Rect page{0, 0, input.width, input.height};
    if (node.clip.width == 0 && node.clip.height == 0) return node.rect;
    return view::intersection(view::intersection(node.rect, node.clip), page);
  }

  void expect_inside(const std::string& where) {
    for (const view::Node& node : out.nodes) {
      if (view::empty(visible(node))) continue;  // scrolled away
      EXPECT_TRUE(is_inside(visible(node), input.width, input.height))
          << where << ": '" << node.name << "' at " << node.rect.x << "," << node.rect.y << " " << node.rect.width
          << "x" << node.rect.height;
    }
  }

  void expect_apart(const std::string& where) {
    for (std::size_t i = 0; i < out.nodes.size(); ++i) {
      const view::Node& a = out.nodes[i];
      if (!view::is_control(a.role)) continue;
      for (std::size_t k = i + 1; k < out.nodes.size(); ++k) {
        const view::Node& b = out.nodes[k];
        if (!view::is_control(b.role) || a.parent != b.parent) continue;
        const ports::Rect common = view::intersection(visible(a), visible(b));
        // Fields hold small buttons at their ends on purpose.
        const bool field_with_button = is_field(a.role) && b.role == Role::kButton && b.rect.width <= 44;
        EXPECT_FALSE(!field_with_button && common.width > 1 && common.height > 1)
            << where << ": '" << a.name << "' and '" << b.name << "' overlap by " << common.width << "x"
            << common.height;
      }
    }
  }
};

TEST_F(Layout, stays_inside_the_page_and_keeps_controls_apart) {
  constexpr float kSizes[][2] = {{320, 480}, {390, 844}, {844, 390}, {768, 1024}, {1280, 800}, {3840, 2160}};
  for (const Screen& screen : screens()) {
    for (const auto& [width, height] : kSizes) {
      for (const Language language : {Language::kEnglish, Language::kRussian}) {
        AppState state = screen.state;
        state.settings.language = language;
        size(width, height);
        settled(state);
        const std::string where = std::string(screen.name) + " at " + std::to_string(static_cast<int>(width)) +
                                  (language == Language::kEnglish ? " en" : " ru");
        expect_inside(where);
        expect_apart(where);
      }
    }
  }
}

TEST_F(Layout, comes_to_rest_where_nothing_moves_by_itself) {
  for (const Screen& screen : screens()) {
    if (!screen.comes_to_rest) continue;
    // Presence of people who are away is said in minutes and needs a look now and then.
    AppState state = screen.state;
    state.presence.clear();
    settled(state);
    EXPECT_EQ(out.next_frame, kNever) << screen.name;
  }
}

TEST_F(Layout, gives_every_node_an_id_of_its_own_and_a_parent_before_it) {
  for (const Screen& screen : screens()) {
    settled(screen.state);
    std::vector<view::NodeId> seen;
    for (const view::Node& node : out.nodes) {
      EXPECT_NE(node.id, 0u);
      EXPECT_EQ(std::count(seen.begin(), seen.end(), node.id), 0) << screen.name << ": " << node.name;
      EXPECT_TRUE(node.parent == 0 || std::count(seen.begin(), seen.end(), node.parent) == 1)
          << screen.name << ": " << node.name;
      seen.push_back(node.id);
    }
  }
}

TEST_F(Layout, gives_every_control_a_name_and_room_for_a_finger) {
  size(390, 844);
  for (const Screen& screen : screens()) {
    settled(screen.state);
    for (const view::Node& node : out.nodes) {
      if (!view::is_control(node.role)) continue;
      EXPECT_FALSE(node.name.empty()) << screen.name;
      EXPECT_GE(node.rect.width, 44) << screen.name << ": " << node.name;
      EXPECT_GE(node.rect.height, 43.9f) << screen.name << ": " << node.name;
    }
  }
}

TEST_F(Layout, keeps_ids_from_frame_to_frame) {
  const AppState state = conversation_state();
  settled(state);
  const auto before = out.nodes;
  pass(Duration(5'000));
  settled(state);
  EXPECT_EQ(before, out.nodes);
}

TEST_F(Layout, draws_nothing_with_widgets_of_imgui) {
  for (const Screen& screen : screens()) {
    settled(screen.state);
    EXPECT_FALSE(ImGui::IsAnyItemHovered()) << screen.name;
    EXPECT_FALSE(ImGui::IsAnyItemActive()) << screen.name;
    EXPECT_FALSE(ImGui::GetIO().WantCaptureMouse) << screen.name << ": there is a window of ImGui";
  }
}

TEST_F(Layout, keeps_out_of_safe_areas) {
  size(390, 844);
  input.inset_top = 47;
  input.inset_bottom = 34;
  for (const Screen& screen : screens()) {
    settled(screen.state);
    for (const view::Node& node : out.nodes) {
      if (!view::is_control(node.role) || view::empty(visible(node))) continue;
      EXPECT_GE(visible(node).y, 46.5f) << screen.name << ": " << node.name;
      EXPECT_LE(visible(node).y + visible(node).height, 844 - 33.5f) << screen.name << ": " << node.name;
    }
  }
}

TEST_F(Layout, scrolls_to_what_the_keyboard_reaches) {
  size(844, 300);
  const AppState state = signed_out_state();
  settled(state);
  const view::Node* demo = find(Role::kButton, "Try it as Carol");
  ASSERT_NE(demo, nullptr);
  EXPECT_TRUE(view::empty(visible(*demo)));
  input.focused = demo->id;
  settled(state);
  EXPECT_GT(visible(*find(Role::kButton, "Try it as Carol")).height, 40);
}

TEST_F(Layout, asks_only_for_icons_there_are) {
  for (const Screen& screen : screens()) settled(screen.state);
  std::sort(pictures.asked.begin(), pictures.asked.end());
  pictures.asked.erase(std::unique(pictures.asked.begin(), pictures.asked.end()), pictures.asked.end());
  for (const std::string& name : pictures.asked) {
    FILE* file = std::fopen((std::string(SSC_SOURCE_DIR "/assets/icons/") + name + ".svg").c_str(), "r");
    EXPECT_NE(file, nullptr) << name;
    if (file) std::fclose(file);
  }
}

}  // namespace
}  // namespace ssc::test
