#include "modes/pipeline.hpp"

#include <doctest/doctest.h>

using namespace modes;

namespace {

const std::vector<std::string> names{"begin", "count", "cut",     "egrep", "end",  "exclude",
                                     "grep",  "head",  "include", "last",  "less", "no-more",
                                     "sort",  "tr",    "uniq",    "wc"};

const std::string screen = "Slot 1: Online\nSlot 2: Offline\nslot 3: Online\nend\nend\n";

std::string through(const std::string& line) {
    const auto read = read_pipeline(line, names);
    const auto* piped = std::get_if<Piped>(&read);
    return piped ? piped->pipeline.run(screen) : "not a pipeline";
}

}  // namespace

TEST_CASE("filters pass what they should, one behind the other") {
    CHECK(through("show | grep Online") == "Slot 1: Online\nslot 3: Online\n");
    CHECK(through("show | grep -i SLOT | egrep -V \"1|2\"") == "slot 3: Online\n");
    CHECK(through("show | grep -v Online | head 1") == "Slot 2: Offline\n");
    CHECK(through("show | include Slot | cut -f 2 -d \" \"") == "1:\n2:\n");
    CHECK(through("show | cut -c 1-4 | uniq") == "Slot\nslot\nend\n");
    CHECK(through("show | begin 3") == "slot 3: Online\nend\nend\n");
    CHECK(through("show | end 2") == "Slot 1: Online\nSlot 2: Offline\n");
    CHECK(through("show | last 2") == "end\nend\n");
    CHECK(through("show | count") == "5\n");
    CHECK(through("show | wc -l") == "5\n");
    CHECK(through("show | grep -c end") == "2\n");
    CHECK(through("show | sort -u | tr a-z A-Z | head -n 1") == "SLOT 1: ONLINE\n");
    CHECK(through("show | grep -e Offline -e end | uniq") == "Slot 2: Offline\nend\n");
    CHECK(through("show | exc lot") == "end\nend\n");
    CHECK(through("show | no-more") == screen);
}

TEST_CASE("a bar in quotes is none, and no bar is no filter") {
    const auto read = read_pipeline("set x \"a | b\"", names);
    REQUIRE(std::holds_alternative<Piped>(read));
    CHECK(std::get<Piped>(read).pipeline.stages.empty());
}

TEST_CASE("what is no filter is told with its place") {
    const auto bad = [](const std::string& line) {
        const auto read = read_pipeline(line, names);
        const auto* wrong = std::get_if<BadPipe>(&read);
        return wrong ? *wrong : BadPipe{BadPipe::Why::unknown, -1};
    };
    CHECK(bad("show | foo").column == 7);
    CHECK(bad("show | foo").why == BadPipe::Why::unknown);
    CHECK(bad("show | e x").why == BadPipe::Why::ambiguous);
    CHECK(bad("show |").why == BadPipe::Why::incomplete);
    CHECK(bad("show | grep").why == BadPipe::Why::incomplete);
    CHECK(bad("show | sort | bar").column == 14);
}

TEST_CASE("no output and odd numbers do no harm") {
    for (const auto* line : {"show | head 0", "show | last 99999999999999999999", "show | cut -f x",
                             "show | tr", "show | cut -d", "show | sort -nr", "show | tr -d a-"}) {
        CAPTURE(line);
        const auto read = read_pipeline(line, names);
        if (const auto* piped = std::get_if<Piped>(&read)) {
            CHECK(piped->pipeline.run("").size() <= 30);
            piped->pipeline.run(screen);
        }
    }
}
