// The Store: order of effects, wishes only on change, timers armed again, no re-entry.
#include <algorithm>
#include <functional>
#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "app/store.hpp"

namespace ssc {
namespace {

/// Ports that write down what was asked, in order.
struct Notebook : ports::Clock,
                  ports::Http,
                  ports::Socket,
                  ports::Peer,
                  ports::Media,
                  ports::Storage,
                  ports::Page,
                  ports::Tabs {
  std::vector<std::string> lines;
  std::vector<Instant> wakes;
  Instant time{Duration{1'000}};
  std::function<void()> while_sending;

  void note(std::string line) { lines.push_back(std::move(line)); }
  bool has(const std::string& line) const { return std::ranges::find(lines, line) != lines.end(); }

  Instant now() const override { return time; }
  WallTime wall_now() const override { return WallTime{1'000'000}; }
  void wake_at(Instant when) override { wakes.push_back(when); }
  void send(RequestId, const api::Request&, const std::string& token) override {
    note("http " + token);
    if (while_sending) std::exchange(while_sending, nullptr)();
  }
  void open(SocketGeneration, const std::string&) override { note("open"); }
  void drop(SocketGeneration) override { note("drop"); }
  void poll(SocketGeneration, const std::string&) override { note("poll"); }
  void post(SocketGeneration, const std::string&, const std::string&) override { note("post"); }
  void join(const UserId& account) override { note("join " + account.text); }
  void claim() override { note("claim"); }
  void say(const std::string&) override { note("say"); }
  void send(SocketGeneration, const std::string&) override { note("frame"); }
  void close(SocketGeneration) override { note("close"); }
  void create(PeerGeneration, const IceSetup&) override { note("create"); }
  void restart(PeerGeneration, int, const IceSetup&) override { note("restart"); }
  void make_offer(PeerGeneration, int) override { note("offer"); }
  void accept_offer(PeerGeneration, int, const std::string&) override { note("accept offer"); }
  void accept_answer(PeerGeneration, int, const std::string&) override { note("accept answer"); }
  void add_candidate(PeerGeneration, const signalling::Candidate&) override { note("candidate"); }
  void close(PeerGeneration) override { note("close peer"); }
  void limit(const call::SendLimits&) override { note("limit"); }
  void measure(bool wanted) override { note(wanted ? "measure" : "measure no more"); }
  void want(const ports::MediaWish&) override { note("want"); }
  void save_session(const Tokens& tokens, const Account&, bool) override { note("save " + tokens.access); }
  void forget_session() override { note("forget"); }
  void save_setting(std::string_view key, std::string_view value) override {
    note(std::string(key) + "=" + std::string(value));
  }
  void set_ring(ports::RingSound) override { note("ring"); }
  void set_awake(bool) override { note("awake"); }
  void set_language(std::string_view language) override { note("language " + std::string(language)); }
  void set_theme(bool dark) override { note(dark ? "dark" : "light"); }

  ports::Ports ports() { return {*this, *this, *this, *this, *this, *this, *this, *this}; }
};

struct StoreTest : testing::Test {
  Notebook book;
  int changes = 0;
  Store store{book.ports(), [this] { ++changes; }};
};

TEST_F(StoreTest, the_first_event_sets_language_and_theme_and_asks_for_no_capture) {
  store.dispatch(events::Started{});
  EXPECT_TRUE(book.has("language en"));
  EXPECT_TRUE(book.has("light"));
  EXPECT_FALSE(book.has("want"));
  EXPECT_EQ(changes, 1);
}

TEST_F(StoreTest, wishes_reach_the_ports_only_when_they_change) {
  store.dispatch(events::Started{});
  book.lines.clear();
  store.dispatch(events::SettingsOpened{true});
  EXPECT_TRUE(book.lines.empty());
  store.dispatch(events::ThemeChosen{ThemeChoice::kDark});
  EXPECT_EQ(book.lines, (std::vector<std::string>{"theme=dark", "dark"})) << "not what another tab may have chosen";
}

TEST_F(StoreTest, an_event_put_in_by_a_port_waits_for_its_turn) {
  store.dispatch(events::Started{});
  AuthPhase seen = AuthPhase::kSignedIn;
  book.while_sending = [&] {
    store.dispatch(events::ThemeChosen{ThemeChoice::kDark});
    seen = store.state().sign_in.phase;
    EXPECT_FALSE(book.has("dark")) << "it is queued, not run inside";
  };
  store.dispatch(events::SignInSubmitted{"me", "secret"});
  EXPECT_EQ(seen, AuthPhase::kSigningIn);
  EXPECT_TRUE(book.has("dark"));
  EXPECT_EQ(changes, 2);
}

TEST_F(StoreTest, a_timer_that_fired_early_is_armed_again) {
  store.dispatch(events::Started{});
  store.dispatch(events::SignInSubmitted{"me", "secret"});
  const api::Session session{{"access", "refresh"}, {}};
  store.dispatch(events::HttpAnswered{store.state().sign_in.request, api::SignIn{}, api::Reply(session)});
  ASSERT_FALSE(book.wakes.empty());
  const Instant due = book.wakes.back();
  const std::size_t before = book.wakes.size();
  book.time = due - Duration(1);
  store.dispatch(events::TimePassed{});
  ASSERT_EQ(book.wakes.size(), before + 1);
  EXPECT_EQ(book.wakes.back(), due);
}

TEST_F(StoreTest, the_session_is_saved_as_it_stands_and_requests_carry_its_token) {
  store.dispatch(events::Started{});
  store.dispatch(events::SignInSubmitted{"me", "secret"});
  const api::Session session{{"access", "refresh"}, {}};
  store.dispatch(events::HttpAnswered{store.state().sign_in.request, api::SignIn{}, api::Reply(session)});
  EXPECT_TRUE(book.has("save access"));
  EXPECT_TRUE(book.has("http access"));
}

}  // namespace
}  // namespace ssc
