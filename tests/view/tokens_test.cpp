// Colours can be read by everyone (WCAG 2.2 AA), and motion does what it says.
#include <gtest/gtest.h>

#include "view/avatar.hpp"
#include "view/motion.hpp"
#include "view/tokens.hpp"

namespace ssc::test {
namespace {

using view::Color;
using view::contrast;
using view::Gradient;
using view::mix;

void expect_readable(Color text, Color ground, double least, const std::string& what) {
  EXPECT_GE(contrast(view::over(text, ground), ground), least) << what;
}

void expect_readable(Color text, const Gradient& ground, double least, const std::string& what) {
  for (const float t : {0.0f, 0.25f, 0.5f, 0.75f, 1.0f})
    expect_readable(text, mix(ground.from, ground.to, t), least, what);
}

class Palettes : public ::testing::TestWithParam<const view::Palette*> {};

TEST_P(Palettes, let_text_be_read_on_every_ground) {
  const view::Palette& p = *GetParam();
  const Color page_ends[] = {p.page.from, p.page.to};
  for (const Color page : page_ends) {
    const Color panel = view::over(p.panel, page);
    const Color grounds[] = {page,
                             panel,
                             p.raised,
                             p.bubble_other,
                             view::over(p.sunken, panel),
                             view::over(p.row_selected, panel),
                             view::over(p.row_hover, panel)};
    for (const Color ground : grounds) {
      expect_readable(p.text, ground, 4.5, "text");
      expect_readable(p.text_secondary, ground, 4.5, "secondary");
      expect_readable(p.text_faint, ground, 3.0, "faint");
      expect_readable(p.accent_text, ground, 4.5, "accent words");
    }
    for (const Color ground : {page, panel, p.raised}) {
      expect_readable(p.danger_text, ground, 4.5, "danger words");
      expect_readable(p.voice_text, ground, 4.5, "voice words");
      expect_readable(p.warning_text, ground, 4.5, "warning words");
      expect_readable(p.danger_text, view::over(view::faded(p.danger.from, 0.12f), ground), 4.5, "form trouble");
      expect_readable(p.accent_text, view::over(p.row_selected, ground), 4.5, "soft button");
    }
  }
}

TEST_P(Palettes, let_white_be_read_on_coloured_grounds) {
  const view::Palette& p = *GetParam();
  expect_readable(p.text_on_color, p.accent_ground, 4.5, "own bubble and primary button");
  expect_readable(view::rgb(0xffffff, 0.88f), p.accent_ground, 4.0, "time in own bubble");
  for (const Gradient& ground : {p.voice, p.video, p.danger, p.accent})
    expect_readable(p.text_on_color, ground, 3.0, "icon");
}

INSTANTIATE_TEST_SUITE_P(Both, Palettes, ::testing::Values(&view::kDark, &view::kLight),
                         [](const auto& instance) { return instance.param->dark ? "dark" : "light"; });

TEST(Avatars, let_initials_be_read) {
  for (const Gradient& pair : view::kAvatarGradients)
    expect_readable(view::rgb(0xffffff), mix(pair.from, pair.to, 0.5f), 3.0, "initials");
}

TEST(Avatars, make_a_room_in_which_words_can_be_read) {
  for (int i = 0; i < 200; ++i) {
    User user;
    user.id = UserId("user-" + std::to_string(i));
    const view::Backdrop room = view::person_backdrop(user, 1);
    // The glow adds at most about a third of its colour.
    for (const Color ground : {room.from, room.to, mix(room.from, room.glow, 0.3f)}) {
      expect_readable(view::kDark.text, ground, 4.5, user.id.text);
    }
    for (const Color ground : {room.from, room.to})
      expect_readable(view::kDark.text_secondary, ground, 4.5, user.id.text);
  }
}

TEST(Avatars, take_the_first_letters_of_two_words) {
  EXPECT_EQ(view::initials("alice"), "A");
  EXPECT_EQ(view::initials("вера константинопольская"), "ВК");
  EXPECT_EQ(view::initials("яна"), "Я");
  EXPECT_EQ(view::initials("  "), "?");
  EXPECT_EQ(view::initials("_john  smith"), "JS");
  EXPECT_EQ(view::initials("你好"), "你");
}

TEST(Avatars, give_a_person_the_same_colours_everywhere) {
  EXPECT_EQ(view::person_gradient(UserId("65f1c0ffee")), view::person_gradient(UserId("65f1c0ffee")));
  int different = 0;
  for (int i = 0; i < 100; ++i) {
    if (!(view::person_gradient(UserId(std::to_string(i))) == view::person_gradient(UserId(std::to_string(i + 1)))))
      ++different;
  }
  EXPECT_GT(different, 70);
}

class MotionTest : public ::testing::Test {
 protected:
  view::Motion motion;
  Instant now{Duration(1'000)};
  bool reduced = false;

  template <class Ask>
  float after(Duration step, Ask ask) {
    now += step;
    motion.begin_frame(now, reduced);
    const float value = ask();
    motion.end_frame();
    return value;
  }
};

TEST_F(MotionTest, glides_to_its_target_and_rests) {
  float target = 0;
  const auto ask = [&] { return motion.glide(1, target, Duration(200)); };
  EXPECT_EQ(after(Duration(0), ask), 0);
  EXPECT_FALSE(motion.moving());
  target = 10;
  after(Duration(16), ask);
  EXPECT_TRUE(motion.moving());
  const float half = after(Duration(100), ask);
  EXPECT_GT(half, 5);
  EXPECT_LT(half, 10);
  EXPECT_EQ(after(Duration(200), ask), 10);
  EXPECT_FALSE(motion.moving());
}

TEST_F(MotionTest, springs_settle_even_after_a_sleeping_tab) {
  float target = 0;
  const auto ask = [&] { return motion.spring(1, target); };
  after(Duration(0), ask);
  target = 100;
  after(Duration(60'000), ask);
  float value = 0;
  for (int i = 0; i < 120; ++i) {
    value = after(Duration(16), ask);
    EXPECT_LT(std::abs(value), 150);
  }
  EXPECT_EQ(value, 100);
  EXPECT_FALSE(motion.moving());
}

TEST_F(MotionTest, is_short_and_still_when_less_of_it_is_asked_for) {
  reduced = true;
  float target = 0;
  const auto ask = [&] { return motion.glide(1, target, Duration(1'000)); };
  after(Duration(0), ask);
  target = 1;
  after(Duration(0), ask);
  EXPECT_EQ(after(Duration(120), ask), 1);
  EXPECT_EQ(after(Duration(16), [&] { return motion.phase(Duration(1'000)); }), 0);
  EXPECT_FALSE(motion.moving());
}

TEST_F(MotionTest, begins_anew_what_was_gone_for_a_frame) {
  const auto ask = [&] { return motion.enter(1, Duration(100)); };
  after(Duration(0), ask);
  EXPECT_EQ(after(Duration(200), ask), 1);
  after(Duration(16), [] { return 0.0f; });
  EXPECT_LT(after(Duration(16), ask), 1);
}

}  // namespace
}  // namespace ssc::test
