// When what was done in the labs is put down: now and then, and soon after somebody has gone.
#include <malloc.h>

#include "shell/inside.hpp"

namespace shell {
namespace {

constexpr std::chrono::milliseconds before_keeping{200};

}  // namespace

void Inside::keep(Hall& hall) {
    auto& here = clocked(&hall);
    if (here.broken) return;
    try {
        hall.keep();
        if (!here.unkept) return;
        here.unkept = false;
        log({Level::info, "kept again", {{"lab", hall.name()}}});
    } catch (const std::exception& error) {
        // Tried again and again, and said once.
        if (here.unkept && !draining) return;
        here.unkept = true;
        log({Level::error, "not kept", {{"lab", hall.name()}, {"why", error.what()}}});
    }
}

void Inside::keep_now_and_then() {
    keeping.expires_after(limits.keep);
    keeping.async_wait([this](Failure failure) {
        if (failure) return;
        for (auto& each : halls) each->to_keep = true;
        keep_in_turn();
        // The heap stands as high as its last small block; what lies below is given back here.
        if (std::exchange(gone, 0) > 0) ::malloc_trim(0);
        keep_now_and_then();
    });
}

void Inside::keep_soon(Hall& hall) {
    auto& here = clocked(&hall);
    if (std::exchange(here.to_keep, true)) return;
    keeping_soon.expires_after(before_keeping);
    keeping_soon.async_wait([this](Failure failure) {
        if (!failure) keep_in_turn();
    });
}

void Inside::keep_in_turn() {
    for (auto& each : halls) {
        if (!std::exchange(each->to_keep, false)) continue;
        keep(*each->hall);
        return asio::post(io, [this] { keep_in_turn(); });
    }
}

}  // namespace shell
