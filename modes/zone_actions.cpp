// The dialogue by which a clock's zone is chosen: a continent, a country, a region of it.
#include <algorithm>
#include <charconv>

#include "labs/reading.hpp"
#include "labs/zones.hpp"
#include "modes/actions.hpp"
#include "modes/line.hpp"
#include "modes/objects.hpp"

namespace modes {
namespace {

using lab::ZonePlace;
using profiles::Facts;
using profiles::Records;

using Places = std::vector<const ZonePlace*>;
using Part = std::string_view ZonePlace::*;

struct Step {
    Part part;
    const char* question;
};
constexpr Step steps[] = {{&ZonePlace::continent, "zone.continent"},
                          {&ZonePlace::country, "zone.country"},
                          {&ZonePlace::region, "zone.region"}};

std::vector<std::string_view> answers_of(const Places& places, Part part) {
    std::vector<std::string_view> answers;
    for (const auto* place : places) {
        if (answers.empty() || answers.back() != place->*part) answers.push_back(place->*part);
    }
    return answers;
}

Reply ask_for(const Places& places, std::size_t step);

// The zone is one more edit of the line's queue.
Reply confirmed(Context& c, const ZonePlace& place, const std::string& typed) {
    if (typed != "1") return ask_for({}, 0);
    const auto& profile = c.device.profile();
    const auto line =
        profile.message("line.timezone", Facts{}.set("name", std::string(place.name)));
    auto edit = lab::edit_of(line, profile, c.line.state().frames.back().mode);
    edit.path = statements_above(c.line);
    c.line.pending().push_back(std::move(edit));
    return {};
}

Reply confirm(const ZonePlace& place) {
    Facts facts;
    facts.set("country", std::string(place.country)).set("region", std::string(place.region));
    facts.set("name", std::string(place.name));
    Reply reply;
    reply.next =
        Ask{{"zone.confirm", facts},
            Input::line,
            [&place](Context& c, const std::string& typed) { return confirmed(c, place, typed); },
            {}};
    return reply;
}

Reply chosen(const Places& places, std::size_t step, const std::string& typed) {
    const auto answers = answers_of(places, steps[step].part);
    std::size_t number = 0;
    std::from_chars(typed.data(), typed.data() + typed.size(), number);
    if (number < 1 || number > answers.size()) return ask_for(places, step);
    Places left;
    std::copy_if(places.begin(), places.end(), std::back_inserter(left), [&](const auto* place) {
        return place->*steps[step].part == answers[number - 1];
    });
    return left.size() == 1 && step > 0 ? confirm(*left.front()) : ask_for(left, step + 1);
}

Reply ask_for(const Places& among, std::size_t step) {
    Places places = among;
    if (places.empty()) {
        for (const auto& place : lab::zone_places()) places.push_back(&place);
    }
    Records rows;
    for (const auto answer : answers_of(places, steps[step].part)) {
        rows.push_back(Facts{}
                           .set("number", static_cast<std::int64_t>(rows.size() + 1))
                           .set("name", std::string(answer)));
    }
    Reply reply;
    reply.next = Ask{
        {steps[step].question, Facts{}.set("answers", rows)},
        Input::line,
        [places, step](Context&, const std::string& typed) { return chosen(places, step, typed); },
        {}};
    return reply;
}

Reply ask_zone(Context&) { return ask_for({}, 0); }

}  // namespace

std::vector<Action> zone_actions() { return {{"clock.ask-zone", {}, ask_zone}}; }

}  // namespace modes
