#include <doctest/doctest.h>

#include "tests/licensing/rig.hpp"

using namespace rig;

namespace {

// Wakes `times` times, `every` apart; with `every` zero it never gets anywhere.
struct Clockwork : Party {
    Clockwork(std::string called, Instant first, Span apart, int wakes, std::string& notes)
        : name(std::move(called)), due(first), every(apart), times(wakes), diary(notes) {}
    std::string_view party() const override { return name; }
    std::optional<Instant> next_due() const override {
        return times > 0 ? std::optional{due} : std::nullopt;
    }
    void wake(Instant now) override {
        diary += name + std::to_string(now.time_since_epoch().count()) + ' ';
        due = now + every;
        --times;
    }
    std::string name;
    Instant due;
    Span every;
    int times;
    std::string& diary;
};

}  // namespace

TEST_CASE("timeline: the smallest instant first, then the place in the lab") {
    std::string diary;
    Timeline timeline{Instant{0ms}};
    Clockwork b{"b", Instant{10ms}, 10ms, 3, diary}, a{"a", Instant{5ms}, 15ms, 2, diary};
    timeline.join(b);
    timeline.join(a);
    CHECK(timeline.next_due() == Instant{5ms});
    timeline.advance_to(Instant{25ms});
    CHECK(diary == "a5 b10 b20 a20 ");
    CHECK(timeline.now() == Instant{25ms});
    timeline.leave(b);
    CHECK_FALSE(timeline.next_due());
}

TEST_CASE("timeline: the past wakes what is due and moves nothing") {
    std::string diary;
    Timeline timeline{Instant{100ms}};
    Clockwork late{"late", Instant{40ms}, 50ms, 2, diary};
    timeline.join(late);
    CHECK(timeline.next_due() == Instant{100ms});
    timeline.advance_to(Instant{7ms});
    CHECK(diary == "late100 ");
    CHECK(timeline.now() == Instant{100ms});
    timeline.restore(Instant{60ms});
    CHECK(timeline.now() == Instant{60ms});
}

TEST_CASE("timeline: a runaway is an error that names who kept waking") {
    std::string diary;
    Timeline timeline{Instant{0ms}};
    Clockwork calm{"calm", Instant{1ms}, 1ms, 5, diary};
    Clockwork mad{"mad", Instant{3ms}, 0ms, 20'000, diary};
    timeline.join(calm);
    timeline.join(mad);
    try {
        timeline.advance_to(Instant{10ms});
        FAIL("nothing was thrown");
    } catch (const Runaway& runaway) {
        const std::string what = runaway.what();
        CHECK(what.find("mad") != std::string::npos);
        CHECK(what.find("calm") == std::string::npos);
    }
}

TEST_CASE("timeline: ten thousand wakes at one instant are still allowed") {
    std::string diary;
    Timeline timeline{Instant{0ms}};
    Clockwork busy{"b", Instant{3ms}, 0ms, 10'000, diary};
    timeline.join(busy);
    CHECK_NOTHROW(timeline.advance_to(Instant{10ms}));
    CHECK(busy.times == 0);
}

namespace {

std::string history(const std::vector<Span>& steps) {
    Lab lab{date(2026, 1, 1), {licence("STD", 1)}};
    Box& a = lab.device(agent_traits("a"));
    Box& b = lab.device(agent_traits("b"));
    a.want({{"STD", 1}});
    b.want({{"STD", 1}});
    a.enrol("T");
    b.enrol("T");
    lab.wire.blocked = true;
    for (const Span step : steps) lab.pass(step);
    std::string told;
    for (const Box* box : {&a, &b}) {
        for (const Event& event : box->events) {
            told += std::to_string(static_cast<int>(event.kind)) + '@' +
                    std::to_string(event.at.time_since_epoch().count()) + event.detail + '\n';
        }
        told += text(box->agent.next_due()) + '\n';
    }
    return told;
}

}  // namespace

TEST_CASE("timeline: advance(a) advance(b) is advance(a + b)") {
    const std::string whole = history({days{400}});
    CHECK(whole.size() > 1000);
    CHECK(history({days{100}, days{300}}) == whole);
    CHECK(history({1ms, days{399}, 0ms, 24h - 1ms}) == whole);
    CHECK(history(std::vector<Span>(400, days{1})) == whole);
}
