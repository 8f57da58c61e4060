// What a learner may say to the director, and that no answer tells what is the instructor's.
#include <doctest/doctest.h>

#include "modes/actions.hpp"
#include "modes/grading.hpp"
#include "modes/session.hpp"
#include "modes/world.hpp"
#include "tests/modes/asa_world.hpp"

namespace {

using Lines = std::vector<std::string>;

struct Lesson {
    explicit Lesson(const std::string& more, const std::string& devices = "",
                    const std::string& language = "en")
        : lab(lab::read_plan(
                  "devices:\n  - {name: a, profile: asa/9.20.4, serial: S1}\n" + devices + more,
                  "x.yaml"),
              {}, asa::library()),
          world((lab.switch_on(), lab), modes::product_actions()),
          session(world, "a", modes::Role::learner) {
        modes::start_grading(world, std::string(UNDERSTUDY_SOURCE) + "/labs", language);
    }

    Lines say(const std::string& direction) { return session.direct(direction); }
    bool refused(const std::string& direction) {
        const auto answer = say(direction);
        return answer.size() == 1 && answer.front().starts_with("not obeyed: @") &&
               answer.front().ends_with(" is the instructor's; @help lists what you may say");
    }

    lab::Lab lab;
    modes::World world;
    modes::Session session;
};

const std::string exercise =
    "objectives: [{id: o, text: t, points: 1, holds: {saved: true}}]\n"
    "may:\n  - {direct: '@advance', text: wait}\n"
    "  - {direct: '@authority token create', text: \"a token\\nfrom the portal\"}\n";

}  // namespace

TEST_CASE("learner: only what the lab permits is obeyed") {
    Lesson lesson(exercise);
    CHECK(lesson.say("@advance 1m").front().starts_with("lab clock"));
    for (const auto* direction :
         {"@state", "@authority show", "@authority token list", "@authority tokens create",
          "@network", "@device a reload", "@clock set 2030-01-01T00:00:00Z", "@advances 1m"}) {
        CAPTURE(direction);
        CHECK(lesson.refused(direction));
    }
    CHECK(lesson.say("@# a remark").empty());
    CHECK(Lesson("").refused("@advance 1m"));
    CHECK(Lesson("").refused("@objectives"));  // a plain lab asks nothing
}

TEST_CASE("learner: help lists just that") {
    CHECK(Lesson(exercise).say("@help") ==
          Lines{"@objectives                       what is asked of you",
                "@hint [ID]                        the next hint, or the next one for an "
                "objective; it costs points",
                "@grade [final]                    how far you are; the debriefing too",
                "@advance                          wait",
                "@authority token create           a token",
                "                                  from the portal",
                "@quit                             leave"});
    CHECK(Lesson(exercise, "", "zh-TW").say("@help").back() ==
          "@quit                             離開");
    const auto two = Lesson("", "  - {name: b, profile: asa/9.20.4, serial: S2}\n").say("@help");
    CHECK(two == Lines{"@console NAME                     the console of another device: a b",
                       "@quit                             leave"});
}
