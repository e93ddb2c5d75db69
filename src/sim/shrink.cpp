#include "sim/shrink.hpp"

#include <algorithm>

#include "sim/storm.hpp"

namespace ssc::sim {
namespace {

bool fails(const Plan& plan) { return !Storm(plan).run().empty(); }

/// A story without its dial or answer fails for another reason.
bool may_leave_out(const Plan& plan, std::size_t first, std::size_t end) {
  if (plan.genre == Genre::kStorm) return true;
  for (std::size_t i = first; i < end; ++i) {
    if (!is_fault(plan.steps[i].kind)) return false;
  }
  return true;
}

/// Takes over `smaller` when it fails too.
bool try_instead(Plan& plan, Plan smaller) {
  if (!fails(smaller)) return false;
  plan = std::move(smaller);
  return true;
}

void leave_out_steps(Plan& plan) {
  for (std::size_t chunk = std::max<std::size_t>(plan.steps.size() / 2, 1); chunk > 0; chunk /= 2) {
    for (std::size_t at = 0; at < plan.steps.size();) {
      Plan smaller = plan;
      const std::size_t end = std::min(at + chunk, smaller.steps.size());
      smaller.steps.erase(smaller.steps.begin() + static_cast<std::ptrdiff_t>(at),
                          smaller.steps.begin() + static_cast<std::ptrdiff_t>(end));
      if (!may_leave_out(plan, at, end) || !try_instead(plan, std::move(smaller))) at += chunk;
    }
  }
}

void make_ordinary(Plan& plan) {
  for (std::size_t i = 0; i < plan.residents.size(); ++i) {
    Plan smaller = plan;
    smaller.residents[i].network = Network();
    try_instead(plan, smaller);
    smaller = plan;
    smaller.residents[i].devices = Devices();
    try_instead(plan, smaller);
    while (plan.residents[i].pages > 1) {
      smaller = plan;
      --smaller.residents[i].pages;
      if (!try_instead(plan, smaller)) break;
    }
  }
}

}  // namespace

Plan shrink(Plan plan) {
  leave_out_steps(plan);
  make_ordinary(plan);
  leave_out_steps(plan);
  return plan;
}

}  // namespace ssc::sim
