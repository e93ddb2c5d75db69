#include "sim/storm.hpp"

#include <algorithm>
#include <array>

#include "sim/words.hpp"

namespace ssc::sim {
namespace {

constexpr std::array<const char*, 4> kNames{"alice", "bob", "carol", "dave"};
constexpr std::size_t kMostTabs = 3;
constexpr Duration kLookEvery{500};
constexpr Duration kSettling{300'000};
constexpr Duration kTouchedAgain{700};  // the next try of a person who waits for a button

bool has_faults(const Plan& plan) {
  const auto loses = [](const ResidentPlan& resident) {
    return resident.network.lost_request_percent > 0 || resident.network.lost_answer_percent > 0;
  };
  return std::ranges::any_of(plan.steps, [](const Step& step) { return is_fault(step.kind); }) ||
         std::ranges::any_of(plan.residents, loses);
}

Duration end_of(const Plan& plan) {
  Duration end(3'000);
  for (const Step& step : plan.steps) {
    end = std::max(end, step.at + (is_fault(step.kind) ? step.span : Duration(0)) + Duration(1'000));
  }
  return end;
}

}  // namespace

Storm::Storm(const Plan& plan, bool tells)
    : plan_(plan), world_(plan.seed), server_(world_, plan.server), media_net_(world_), watch_(has_faults(plan)) {
  if (tells) world_.keep_notes();
  residents_.resize(plan_.residents.size());
  for (std::size_t i = 0; i < residents_.size(); ++i) {
    residents_[i].user = server_.add_user(kNames[i]);
    residents_[i].plan = plan_.residents[i];
    for (std::size_t j = 0; j < i; ++j) server_.add_chat(residents_[j].user, residents_[i].user);
  }
  for (Resident& resident : residents_) {
    if (resident.plan.is_react) {
      resident.react = std::make_unique<ReactPage>(world_, server_, media_net_, resident.user);
      resident.react->connect();
    } else {
      for (int i = 0; i < resident.plan.pages; ++i) open_page(resident);
    }
  }
}

std::string Storm::run() {
  look_on();
  for (const Step& step : plan_.steps) {
    world_.at(Instant(step.at), [this, &step] { carry_out(step); });
  }
  world_.run_for(end_of(plan_));
  repair();
  if (plan_.genre == Genre::kStory) {
    expect_call();
  } else {
    world_.run_for(Duration(12'000));
  }
  const std::string left = settle();
  at_rest_ = true;
  std::string all;
  for (const std::string& complaint : world_.complaints()) all += complaint + "\n";
  return all + left;
}

Page& Storm::open_page(Resident& resident, const call::SavedPage& before_reload) {
  const std::string name = resident.user.username + "-" + std::to_string(++resident.opened);
  resident.pages.push_back(std::make_unique<Page>(world_, server_, media_net_, resident.user, name));
  Page& page = *resident.pages.back();
  page.network = resident.plan.network;
  page.devices = resident.plan.devices;
  resident.open.push_back(&page);
  page.start(before_reload);
  return page;
}

void Storm::carry_out(const Step& step) {
  Resident& resident = residents_[static_cast<std::size_t>(step.resident)];
  if (is_fault(step.kind)) watch_.trouble(world_.now() + step.span);
  if (resident.react) {
    click_react(resident, step.value);
    return;
  }
  if (resident.open.empty()) {
    tell(resident.user.username + " comes back");
    open_page(resident);
    return;
  }
  Page& page = *resident.open[static_cast<std::size_t>(step.value) % resident.open.size()];
  switch (step.kind) {
    case StepKind::kClick:
      click(resident, page, step.value / 3, 1);
      return;
    case StepKind::kDoubleClick:
      click(resident, page, step.value / 3, 2);
      return;
    case StepKind::kDial:
    case StepKind::kAnswer:
      do_when_offered(step, 30);
      return;
    case StepKind::kHangUp:
      dispatch(page, "hangs up", events::CallHungUp{});
      return;
    case StepKind::kOpenTab:
    case StepKind::kCloseTab:
    case StepKind::kCrashTab:
    case StepKind::kReloadTab:
    case StepKind::kCutSocket:
    case StepKind::kCutSocketQuietly:
    case StepKind::kNoSocket:
    case StepKind::kNoHttp:
    case StepKind::kNoMedia:
    case StepKind::kNoNetwork:
    case StepKind::kNewAddress:
    case StepKind::kKillServer:
    case StepKind::kFreezeTab:
    case StepKind::kLoseMicrophone:
    case StepKind::kFailDescription:
    case StepKind::kExpireTokens:
      tell(page.name() + " (" + phase_name(page.phase()) + "): " + describe(step));
      break_something(resident, page, step);
      return;
  }
}

void Storm::break_something(Resident& resident, Page& page, const Step& step) {
  switch (step.kind) {
    case StepKind::kOpenTab:
      if (resident.open.size() < kMostTabs) open_page(resident);
      return;
    case StepKind::kCloseTab:
      close(resident, page, true);
      return;
    case StepKind::kCrashTab:
      close(resident, page, false);
      return;
    case StepKind::kReloadTab: {
      close(resident, page, true);
      const call::SavedPage before_reload = page.storage.kept();
      open_page(resident, before_reload);
      return;
    }
    case StepKind::kCutSocket:
      page.socket.cut(false);
      return;
    case StepKind::kCutSocketQuietly:
      page.socket.cut(true);
      return;
    case StepKind::kNoSocket:
    case StepKind::kNoHttp:
    case StepKind::kNoMedia:
    case StepKind::kNoNetwork:
      outage(resident, step);
      return;
    case StepKind::kNewAddress:
      for (Page* open : resident.open) {
        ++open->network.address;
        open->socket.cut(step.value % 2 == 0);
      }
      ++resident.plan.network.address;
      media_net_.look_again();
      return;
    case StepKind::kKillServer:
      server_.kill(std::min(step.span, Duration(10'000)));
      return;
    case StepKind::kFreezeTab:
      page.freeze();
      world_.after(step.span, [&page] { page.thaw(); });
      return;
    case StepKind::kLoseMicrophone:
      page.devices.microphone = call::DeviceTrouble::kMissing;
      page.media.devices_changed();
      world_.after(step.span, [&page] {
        page.devices.microphone = call::DeviceTrouble::kNone;
        page.media.devices_changed();
      });
      return;
    case StepKind::kFailDescription:
      page.peer.fail_next_operation();
      return;
    case StepKind::kExpireTokens:
      server_.expire_tokens();
      return;
    case StepKind::kClick:
    case StepKind::kDoubleClick:
    case StepKind::kDial:
    case StepKind::kAnswer:
    case StepKind::kHangUp:
      return;
  }
}

void Storm::outage(Resident& resident, const Step& step) {
  const auto set = [this, &resident, kind = step.kind](bool up) {
    std::vector<Network*> networks{&resident.plan.network};
    for (Page* page : resident.open) networks.push_back(&page->network);
    for (Network* network : networks) {
      if (kind == StepKind::kNoHttp || kind == StepKind::kNoNetwork) network->http_up = up;
      if (kind == StepKind::kNoSocket || kind == StepKind::kNoNetwork) network->socket_up = up;
      if (kind == StepKind::kNoMedia || kind == StepKind::kNoNetwork) network->media_up = up;
    }
    media_net_.look_again();
  };
  set(false);
  if (step.kind == StepKind::kNoSocket || step.kind == StepKind::kNoNetwork) {
    // Nobody can be told of a connection that is dead without a sign.
    const bool quietly = step.value % 4 == 0 && plan_.genre == Genre::kStorm;
    for (Page* page : resident.open) page->socket.cut(quietly);
  }
  world_.after(step.span, [this, set] {
    set(true);
    look();  // the next outage may begin before the next look
  });
}

void Storm::close(Resident& resident, Page& page, bool may_say_so) {
  truth_.left(page);
  deserted_ = deserted_ || call::is_active(page.phase());
  page.close(may_say_so);
  std::erase(resident.open, &page);
}

void Storm::dispatch(Page& page, const char* words, const AppEvent& event) {
  tell(page.name() + " (" + phase_name(page.phase()) + "): " + words);
  truth_.clicked(page, event);
  page.dispatch(event);
}

void Storm::click(Resident& resident, Page& page, int value, int times) {
  const std::vector<Offer> offers = offers_of(page.state(), resident.user.username);
  const Offer* chosen = choose(offers, value);
  if (chosen == nullptr || page.is_frozen()) return;
  for (int i = 0; i < times; ++i) dispatch(page, chosen->words, chosen->event);
}

void Storm::do_when_offered(const Step& step, int tries_left) {
  for (Page* page : scene().pages) {
    const bool is_theirs = page->user().id == residents_[static_cast<std::size_t>(step.resident)].user.id;
    // Who dialled may be the one who is called in the end.
    if (page->is_frozen() || (step.kind == StepKind::kDial && !is_theirs)) continue;
    const bool with_video = step.value == 1;
    if (step.kind == StepKind::kAnswer && page->phase() == call::Phase::kIncoming) {
      dispatch(*page, with_video ? "answers with video" : "answers", events::CallAnswered{with_video});
      return;
    }
    const auto& chats = page->state().chats;
    if (step.kind == StepKind::kDial && !chats.empty() && is_signed_in(page->state()) && page->state().can_emit) {
      const CallKind kind = with_video ? CallKind::kVideo : CallKind::kAudio;
      if (!call::is_active(page->phase())) {
        dispatch(*page, with_video ? "dials with video" : "dials", events::CallRequested{chats[0].id, kind});
      }
      return;
    }
  }
  if (tries_left > 0) {
    world_.after(kTouchedAgain, [this, &step, tries_left] { do_when_offered(step, tries_left - 1); });
  }
}

void Storm::click_react(Resident& resident, int value) {
  ReactPage& react = *resident.react;
  const UserId& who = resident.user.id;
  const int dice = value % 10;
  if (!server_.is_running()) return;  // its requests would fail, and it repeats none
  const auto did = [&](const char* what, Truth::Deed deed) {
    tell(resident.user.username + " (React): " + what);
    truth_.did(who, deed, CallId(react.call_id()));
  };
  if (dice == 9) {
    did("opens another chat", Truth::Deed::kLeft);
    react.open_another_chat();
  } else if (!react.has_call() || react.is_over()) {
    did("dials", Truth::Deed::kDialled);
    const std::size_t other = static_cast<std::size_t>(value / 10) % (residents_.size() - 1);
    react.forget();
    react.dial(ChatId("chat-" + std::string(kNames[other]) + "-" + resident.user.username));
  } else if (!react.is_accepted() && react.is_called()) {
    did(dice < 7 ? "accepts" : "declines", dice < 7 ? Truth::Deed::kAccepted : Truth::Deed::kDeclined);
    if (dice < 7) {
      react.accept();
    } else {
      react.decline();
    }
  } else if (react.is_accepted() && dice < 2) {
    did("switches its profile", Truth::Deed::kDialled);
    react.switch_profile();
  } else if (dice < 5) {
    did("hangs up", Truth::Deed::kEnded);
    react.hang_up();
  }
}

Scene Storm::scene() {
  Scene scene{world_, server_, media_net_, {}, {}, deserted_};
  for (const Resident& resident : residents_) {
    scene.pages.insert(scene.pages.end(), resident.open.begin(), resident.open.end());
    if (resident.react) scene.react_pages.push_back(resident.react.get());
  }
  return scene;
}

void Storm::tell_phases() {
  for (const Page* page : scene().pages) {
    auto told = std::ranges::find(told_, page, &Told::page);
    if (told == told_.end()) told = told_.insert(told_.end(), {page, call::Phase::kIdle});
    if (told->phase == page->phase()) continue;
    told->phase = page->phase();
    const std::string reason = page->phase() == call::Phase::kEnded ? ": " + reason_name(page->call().end_reason) : "";
    tell("    " + page->name() + " is " + phase_name(page->phase()) + reason + " " + page->call().id.text);
  }
}

void Storm::look() {
  watch_.look(scene(), truth_);
  if (world_.keeps_notes()) tell_phases();
}

void Storm::look_on() {
  if (at_rest_) return;
  look();
  world_.after(kLookEvery, [this] { look_on(); });
}

void Storm::repair() {
  for (Resident& resident : residents_) {
    if (resident.open.empty() && !resident.react) open_page(resident);
    for (Page* page : resident.open) {
      page->network.set_up(true);
      page->network.lost_request_percent = page->network.lost_answer_percent = 0;
      page->devices.microphone = resident.plan.devices.microphone;
      if (page->is_frozen()) page->thaw();
    }
  }
  media_net_.look_again();
  watch_.trouble(world_.now());
  tell("everything works again");
}

void Storm::expect_call() {
  const auto talk = [this] {
    const Page& one = *residents_[0].open[0];
    const Page& other = *residents_[1].open[0];
    return one.phase() == call::Phase::kConnected && other.phase() == call::Phase::kConnected &&
           one.call().id == other.call().id && media_net_.are_connected(one.peer.connection(), other.peer.connection());
  };
  if (!world_.run_until(talk, Duration(35'000))) {
    const bool was_accepted =
        std::ranges::any_of(server_.calls(), [](const auto& call) { return call.started_at.known(); });
    if (!was_accepted && hits_accept_twice(plan_)) return;
    std::string what = "the call did not come about or did not live:";
    for (const Resident& resident : residents_) {
      what += " " + resident.open[0]->name() + " is " + phase_name(resident.open[0]->phase());
    }
    world_.complain(what);
    return;
  }
  world_.run_for(Duration(25'000));
  if (!talk()) world_.complain("the call did not last");
}

void Storm::go_home() {
  for (Resident& resident : residents_) {
    for (Page* page : resident.open) {
      const call::Phase phase = page->phase();
      if (phase == call::Phase::kIncoming) {
        dispatch(*page, "declines at last", events::CallRefused{});
      } else if (call::is_active(phase)) {
        dispatch(*page, "hangs up at last", events::CallHungUp{});
      }
    }
    if (resident.react && resident.react->has_call() && server_.is_running()) {
      truth_.did(resident.user.id, Truth::Deed::kEnded, CallId(resident.react->call_id()));
      resident.react->hang_up();
      resident.react->forget();
    }
  }
}

std::string Storm::settle() {
  const Instant limit = world_.now() + kSettling;
  std::string left = "nothing was looked at";
  while (world_.now() < limit) {
    go_home();
    world_.run_for(Duration(2'000));
    left = leftovers(scene());
    if (left.empty()) break;
  }
  return left;
}

}  // namespace ssc::sim
