// ssc_storms: runs seeds of the simulation, several processes at once, and shows what failed as the smallest schedule
// that still fails.
//   ssc_storms [--first S] [--seeds N] [--jobs J] [--most-failures F]   runs N seeds from S on
//              [--plain]                                                only says which failed and why
//   ssc_storms --seed S [--whole]                                       replays one, shrunk or whole
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>

#include <atomic>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <new>
#include <string>
#include <vector>

#include "sim/shrink.hpp"
#include "sim/storm.hpp"

namespace {

using ssc::sim::Plan;
using ssc::sim::plan_of;
using ssc::sim::Storm;

struct Options {
  std::uint64_t first = 1;
  std::uint64_t seeds = 1'000;
  std::uint64_t seed = 0;
  std::uint64_t most_failures = 1;
  int jobs = 1;
  bool whole = false;
  bool plain = false;
};

/// What the workers share with the process that started them.
struct Board {
  std::atomic<std::uint64_t> passed{0};
  std::atomic<std::uint64_t> failed{0};
};

void tell(const Plan& plan) {
  Storm storm(plan, true);
  const std::string problems = storm.run();
  std::printf("%s\n", describe(plan).c_str());
  for (const ssc::sim::Step& step : plan.steps) std::printf("  step %s\n", describe(step).c_str());
  std::printf("what happened:\n");
  for (const std::string& line : storm.story()) std::printf("  %s\n", line.c_str());
  std::printf("what was wrong:\n%s", problems.c_str());
  std::fflush(stdout);
}

int replay(const Options& options) {
  const Plan plan = plan_of(options.seed);
  if (Storm(plan).run().empty()) {
    if (options.whole) tell(plan);
    std::printf("seed %llu: nothing is wrong\n", static_cast<unsigned long long>(options.seed));
    return 0;
  }
  tell(options.whole ? plan : shrink(plan));
  return 1;
}

void work(const Options& options, int worker, Board& board) {
  const auto jobs = static_cast<std::uint64_t>(options.jobs);
  for (std::uint64_t i = static_cast<std::uint64_t>(worker); i < options.seeds; i += jobs) {
    if (board.failed >= options.most_failures) return;
    const std::uint64_t seed = options.first + i;
    const Plan plan = plan_of(seed);
    const std::string problems = Storm(plan).run();
    if (problems.empty()) {
      ++board.passed;
      continue;
    }
    ++board.failed;
    const auto number = static_cast<unsigned long long>(seed);
    std::printf("seed %llu failed, replay: ssc_storms --seed %llu\n%s", number, number, problems.c_str());
    std::fflush(stdout);
    if (options.plain) continue;
    std::printf("shrunk: ");
    tell(shrink(plan));
  }
}

int run(const Options& options) {
  void* memory = mmap(nullptr, sizeof(Board), PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
  if (memory == MAP_FAILED) return 2;
  Board& board = *new (memory) Board();
  std::vector<pid_t> workers;
  for (int i = 0; i < options.jobs; ++i) {
    const pid_t worker = fork();
    if (worker == 0) {
      work(options, i, board);
      std::fflush(stdout);
      _exit(0);
    }
    workers.push_back(worker);
  }
  for (const pid_t worker : workers) {
    int status = 0;
    waitpid(worker, &status, 0);
    if (status == 0) continue;
    ++board.failed;
    std::printf("a worker died, status %d\n", status);
  }
  std::printf("%llu passed, %llu failed\n", static_cast<unsigned long long>(board.passed.load()),
              static_cast<unsigned long long>(board.failed.load()));
  return board.failed == 0 ? 0 : 1;
}

}  // namespace

int main(int count, char** words) {
  Options options;
  for (int i = 1; i < count; ++i) {
    const std::string word = words[i];
    const auto number = [&] { return i + 1 < count ? std::strtoull(words[++i], nullptr, 10) : 0; };
    if (word == "--first") {
      options.first = number();
    } else if (word == "--seeds") {
      options.seeds = number();
    } else if (word == "--seed") {
      options.seed = number();
    } else if (word == "--jobs") {
      options.jobs = static_cast<int>(number());
    } else if (word == "--most-failures") {
      options.most_failures = number();
    } else if (word == "--whole") {
      options.whole = true;
    } else if (word == "--plain") {
      options.plain = true;
    } else {
      std::printf("unknown: %s\n", word.c_str());
      return 2;
    }
  }
  return options.seed != 0 ? replay(options) : run(options);
}
