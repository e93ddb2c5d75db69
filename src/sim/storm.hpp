// Carries out a plan: opens the pages, lets people click and things break at their times, lets everything work again,
// waits for people to go home, and says what was wrong. Owns the whole town.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "sim/clicks.hpp"
#include "sim/plan.hpp"
#include "sim/watch.hpp"

namespace ssc::sim {

class Storm {
 public:
  /// With `tells` the story of the run is kept.
  explicit Storm(const Plan& plan, bool tells = false);

  /// What was wrong, a line each; empty when nothing was.
  std::string run();
  const std::vector<std::string>& story() const { return world_.notes(); }

 private:
  struct Resident {
    User user;
    ResidentPlan plan;
    Network network;  // of its React page
    std::vector<std::unique_ptr<Page>> pages;  // also the closed ones: late tasks still name them
    std::vector<Page*> open;
    std::unique_ptr<ReactPage> react;
    int opened = 0;
  };
  struct Told {
    const Page* page;
    call::Phase phase;
  };

  Page& open_page(Resident& resident, const call::SavedPage& before_reload = {});
  void carry_out(const Step& step);
  void click(Resident& resident, Page& page, int value, int times);
  void click_react(Resident& resident, int value);
  void dispatch(Page& page, const char* words, const AppEvent& event);
  void do_when_offered(const Step& step, int tries_left);
  void close(Resident& resident, Page& page, bool may_say_so);
  void outage(Resident& resident, const Step& step);
  void break_something(Resident& resident, Page& page, const Step& step);
  void tell(const std::string& what) { world_.note(what); }
  void tell_phases();

  Scene scene();
  void look();
  void look_on();
  void repair();
  void expect_call();
  void go_home();
  std::string settle();

  Plan plan_;
  World world_;
  Server server_;
  MediaNet media_net_;
  Watch watch_;
  Truth truth_;
  std::vector<Resident> residents_;
  std::vector<Told> told_;
  bool at_rest_ = false;
  bool deserted_ = false;
};

}  // namespace ssc::sim
