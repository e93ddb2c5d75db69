#include "app/store.hpp"

#include <string_view>
#include <utility>
#include <variant>

namespace ssc {
namespace {

std::string_view language_tag(Language language) {
  switch (language) {
    case Language::kEnglish:
      return "en";
    case Language::kRussian:
      return "ru";
  }
  return "en";
}

std::string_view theme_word(ThemeChoice theme) {
  switch (theme) {
    case ThemeChoice::kSystem:
      return "system";
    case ThemeChoice::kDark:
      return "dark";
    case ThemeChoice::kLight:
      return "light";
  }
  return "system";
}

/// What is off is not kept.
std::string_view flag_word(bool on) { return on ? "on" : ""; }

struct Run {
  ports::Ports& ports;
  const AppState& state;

  void operator()(const effects::SendApi& effect) const {
    ports.http.send(effect.id, effect.request, effect.access_token);
  }
  void operator()(const effects::OpenSocket& effect) const { ports.socket.open(effect.generation, effect.sid); }
  void operator()(const effects::DropWebSocket& effect) const { ports.socket.drop(effect.generation); }
  void operator()(const effects::PollSocket& effect) const { ports.socket.poll(effect.generation, effect.sid); }
  void operator()(const effects::PostSocket& effect) const {
    ports.socket.post(effect.generation, effect.sid, effect.body);
  }
  void operator()(const effects::TellTabs& effect) const { ports.tabs.say(encode(effect.news)); }
  void operator()(const effects::SendSocketText& effect) const { ports.socket.send(effect.generation, effect.text); }
  void operator()(const effects::CloseSocket& effect) const { ports.socket.close(effect.generation); }
  void operator()(const effects::CreatePeer& effect) const { ports.peer.create(effect.peer, effect.setup); }
  void operator()(const effects::MakeOffer& effect) const { ports.peer.make_offer(effect.peer, effect.operation); }
  void operator()(const effects::RestartIce& effect) const {
    ports.peer.restart(effect.peer, effect.operation, effect.setup);
  }
  void operator()(const effects::AcceptOffer& effect) const {
    ports.peer.accept_offer(effect.peer, effect.operation, effect.sdp);
  }
  void operator()(const effects::AcceptAnswer& effect) const {
    ports.peer.accept_answer(effect.peer, effect.operation, effect.sdp);
  }
  void operator()(const effects::AddCandidate& effect) const {
    ports.peer.add_candidate(effect.peer, effect.candidate);
  }
  void operator()(const effects::ClosePeer& effect) const { ports.peer.close(effect.peer); }
  void operator()(const effects::SaveSession& effect) const {
    if (state.account) ports.storage.save_session(state.auth.tokens, *state.account, effect.persistent);
  }
  void operator()(const effects::ForgetSession&) const { ports.storage.forget_session(); }
  void operator()(const effects::SaveSettings& effect) const {
    // Another tab may have chosen the others meanwhile.
    const Settings &now = state.settings, &before = effect.before;
    const auto save = [&](std::string_view key, std::string_view word, std::string_view word_before) {
      if (word != word_before) ports.storage.save_setting(key, word);
    };
    save("language", language_tag(now.language), language_tag(before.language));
    save("theme", theme_word(now.theme), theme_word(before.theme));
    save("iceProfile", call::profile_key(now.ice_profile), call::profile_key(before.ice_profile));
    save("hideAddress", flag_word(now.hide_address), flag_word(before.hide_address));
    save("lowData", flag_word(now.low_data), flag_word(before.low_data));
  }
};

}  // namespace

Store::Store(ports::Ports ports, std::function<void()> on_changed)
    : ports_(ports), on_changed_(std::move(on_changed)) {}

void Store::dispatch(AppEvent event) {
  queue_.push_back(std::move(event));
  if (running_) return;
  running_ = true;
  while (!queue_.empty()) {
    const AppEvent next = std::move(queue_.front());
    queue_.pop_front();
    // The wake-up that was asked for is used up, whether anything was due or the timer came early.
    if (applied_ && std::holds_alternative<events::TimePassed>(next)) applied_->wake_at = kNever;
    const Effects effects = update(state_, next, {ports_.clock.now(), ports_.clock.wall_now()});
    for (const Effect& effect : effects) run(effect);
    apply(derive_wishes(state_));
  }
  running_ = false;
  on_changed_();
}

void Store::run(const Effect& effect) { std::visit(Run{ports_, state_}, effect); }

void Store::apply(const Wishes& wishes) {
  const bool is_first = !applied_;
  const Wishes before = applied_.value_or(Wishes());
  applied_ = wishes;
  if (wishes.media != before.media) ports_.media.want(wishes.media);
  if (wishes.measure_path != before.measure_path) ports_.peer.measure(wishes.measure_path);
  if (is_first || wishes.send_limits != before.send_limits) ports_.peer.limit(wishes.send_limits);
  if (wishes.ring != before.ring) ports_.page.set_ring(wishes.ring);
  if (wishes.keep_awake != before.keep_awake) ports_.page.set_awake(wishes.keep_awake);
  if (wishes.kept != before.kept) ports_.storage.keep(wishes.kept);
  if (is_first || wishes.dark != before.dark) ports_.page.set_theme(wishes.dark);
  if (is_first || wishes.language != before.language) ports_.page.set_language(language_tag(wishes.language));
  if (wishes.tabs_of != before.tabs_of) {
    ports_.tabs.join(wishes.tabs_of);
    TabNews hello = wishes.tab_news;
    hello.hello = true;
    ports_.tabs.say(encode(hello));
  } else if (wishes.tab_news != before.tab_news) {
    ports_.tabs.say(encode(wishes.tab_news));
  }
  if (wishes.to_the_front && !before.to_the_front) ports_.tabs.claim();
  if (wishes.wake_at != before.wake_at) ports_.clock.wake_at(wishes.wake_at);
}

}  // namespace ssc
