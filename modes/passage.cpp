#include "modes/passage.hpp"

#include <algorithm>

#include "modes/directions.hpp"

namespace modes {
namespace {

// Looking after who is due costs something too: so much passes before the next look at least.
constexpr std::chrono::hours least{6};

}  // namespace

std::unique_ptr<Passage> Passage::begin(World& world, Line& line, std::string_view direction) {
    const auto span = advance_asked(direction);
    if (!span) return nullptr;
    const auto until = world.lab().timeline().now() + *span;
    return std::unique_ptr<Passage>(new Passage(world, line, direction, until));
}

Passage::Passage(World& world, Line& line, std::string_view direction, licensing::Instant until)
    : world_(world), typing_(world, line, Journal::Kind::direction, direction), until_(until) {}

// To be woken in several calls is the same as in one: Timeline::advance_to.
bool Passage::go_on(const std::function<bool()>& enough) {
    const auto& timeline = world_.lab().timeline();
    for (;;) {
        const auto due = timeline.next_due();
        if (!due || *due >= until_) break;
        world_.advance_to(std::min(until_, std::max(*due, timeline.now()) + least));
        if (enough()) return false;
    }
    world_.advance_to(until_);
    return true;
}

std::vector<std::string> Passage::answer(const Line& line) {
    auto lines = obey(world_, "@clock");
    if (auto* journal = world_.journal()) journal->answered(line, lines);
    return lines;
}

}  // namespace modes
