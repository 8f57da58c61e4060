#include "modes/echoes.hpp"

#include <algorithm>

#include "modes/world.hpp"

namespace modes {
namespace {

using licensing::Span;
using profiles::Facts;

constexpr int marks_a_line = 70;

Reply echo_tail(const Echoes& echoes) {
    const auto ms = [](Span span) { return std::int64_t{std::max<Span::rep>(1, span.count())}; };
    Facts facts;
    facts.set("percent", std::int64_t{echoes.back * 100 / std::max(1L, echoes.sent)});
    facts.set("good", std::int64_t{echoes.back}).set("count", std::int64_t{echoes.sent});
    facts.set("any", echoes.back > 0);
    if (echoes.back > 0) {
        facts.set("min", ms(echoes.shortest)).set("max", ms(echoes.longest));
        facts.set("avg", ms(echoes.sum / echoes.back));
    }
    return say("ping.tail", facts);
}

}  // namespace

// One echo a wait. A router says `unreachable` to every other one at most.
Reply echo_on(Context& c, Echoes echoes) {
    if (echoes.sent == echoes.count) return echo_tail(echoes);
    const auto nth = static_cast<std::uint64_t>(c.device.lab_now().time_since_epoch().count()) +
                     static_cast<std::uint64_t>(echoes.sent);
    const lab::EchoMark mark_of{c.device.lab_now(), nth,
                                static_cast<std::uint64_t>(echoes.sent) + 1};
    const auto trip =
        c.world.lab().network().echo(c.device.sender(), echoes.address, echoes.from, mark_of);
    const bool refused = !trip && echoes.refused && echoes.sent % 2 == 0;
    ++echoes.sent;
    if (trip) {
        ++echoes.back;
        echoes.sum += *trip;
        echoes.longest = std::max(echoes.longest, *trip);
        echoes.shortest = echoes.back == 1 ? *trip : std::min(echoes.shortest, *trip);
    }
    const std::string mark = trip      ? "ping.mark-good"
                             : refused ? "ping.mark-refused"
                                       : "ping.mark-lost";
    const auto length = trip ? *trip : refused ? Span{1} : echoes.timeout;
    Wait wait;
    wait.length = length;
    wait.then = [echoes, mark](Context& then, const std::string&) {
        auto next = echo_on(then, echoes);
        const bool breaks = echoes.sent == echoes.count || echoes.sent % marks_a_line == 0;
        if (breaks) next.say.insert(next.say.begin(), {"blank", {}});
        next.say.insert(next.say.begin(), {mark, {}, true});
        return next;
    };
    wait.on_break = [echoes, good = trip.has_value()](Context&, const std::string&) {
        auto broken = echoes;  // the echo that was waited for does not count as answered
        if (good) --broken.back;
        auto tail = echo_tail(broken);
        tail.say.insert(tail.say.begin(), {"blank", {}});
        return tail;
    };
    Reply reply;
    reply.next = std::move(wait);
    return reply;
}

}  // namespace modes
