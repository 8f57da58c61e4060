#include "transcripts/report.hpp"

#include <doctest/doctest.h>

#include <string>
#include <vector>

#include "tests/transcripts/play.hpp"

namespace {

using play::played;
using transcripts::Result;

// What --update would write holds.
std::string updated(const std::string& screen) {
    const auto text = played(screen).recorded();
    CHECK(play::holds(text));
    return text;
}

}  // namespace

TEST_CASE("report: a diff has hunks with three lines around a change") {
    CHECK(played("fake# show 1\nline 1\n").diff().empty());
    std::string screen =
        "fake# show 9\nline 1\nline 2\nline 3\nline 4\nline 5\nline 6\nline 7\n"
        "line 8\nline 9\n";
    const auto once = screen + screen;
    auto wrong = once;
    wrong.replace(wrong.find("line 2"), 6, "line X");
    wrong.erase(wrong.rfind("line 9"));
    CHECK(played(wrong).diff() ==
          "--- t.txt\n+++ t.txt as seen\n"
          "@@ -2,7 +2,7 @@\n @from nowhere\n fake# show 9\n line 1\n-line X\n+line 2\n line 3\n"
          " line 4\n line 5\n"
          "@@ -19,3 +19,4 @@\n line 6\n line 7\n line 8\n+line 9\n");
}

TEST_CASE("report: of changed lines the expected ones come first") {
    const auto diff = played("fake# show 2\na\nb\nfake# ").diff();
    CHECK(diff.find("-a\n-b\n+line 1\n+line 2\n") != std::string::npos);
}

TEST_CASE("report: a secret is shown to nobody") {
    const auto run = played("@secret hush\nfake# secret\nPassword: \nwrong\n");
    CHECK(run.diff().find("\n @secret *****\n") != std::string::npos);
    CHECK(run.recorded().starts_with("@secret hush\n"));
}

TEST_CASE("report: a recorded transcript keeps what still holds") {
    CHECK(updated("@any\nfake# show 3\n@# why\nold\n@re line [2]\n@glob *3\n@advance 1d\n"
                  "fake# show 1\n@re line 2\nfake# ") ==
          "@any\nfake# show 3\n@# why\nline 1\n@re line [2]\n@glob *3\n@advance 1d\n"
          "fake# show 1\nline 1\nfake# \n");
    CHECK(updated("fake# name\nName: Ann\n") == "fake# name\nName: Ann\nGot Ann\n");
    CHECK(updated("@secret x\nfake# secret\nPassword: \n") ==
          "@secret x\nfake# secret\nPassword: \nGot x\n");
    CHECK(updated("fake# show 1\n") == "fake# show 1\nline 1\n");
    CHECK(updated("fake# show 1\n@notice\n@any\n") == "fake# show 1\nline 1\n@notice\n@any\n");
    CHECK(updated("fake# name\nName: @@x\n") == "fake# name\nName: @@x\nGot @@x\n");
}

TEST_CASE("report: a line that was to be typed and was not is told as lost") {
    const auto run = played("fake# show 1\nline 1\nfake# logout\nfake# show 1\nline 1\n");
    CHECK(run.outcome.lost == std::vector<int>{6});
    CHECK(played("fake# show 1\nline 1\ngone\n").outcome.lost.empty());
    CHECK(played("fake# confirm\nSure? [confirm]\n@two\n").outcome.lost == std::vector<int>{4});
}

TEST_CASE("report: results in order, then how many") {
    const std::vector<Result> results{
        {Result::State::passed, "b.txt", {}, {}},
        {Result::State::failed, "a.txt", "-x\n+y\n", {}},
        {Result::State::updated, "c.txt", {}, {}},
        {Result::State::faulty, "d.txt", {}, {{"d.txt", 1, 1, "no"}}}};
    CHECK(transcripts::plain(results) ==
          "passed  b.txt\nFAILED  a.txt\n-x\n+y\nupdated c.txt\nFAULTY  d.txt\n"
          "2 passed, 2 failed\n");
}

TEST_CASE("report: JUnit escapes what XML cannot hold") {
    const std::vector<Result> results{
        {Result::State::passed, "a&b.txt", {}, {}},
        {Result::State::failed, "c.txt", "-<\"x\">\x01\xC3\xA9\xFF\xED\xA0\x80\n", {}},
        {Result::State::faulty, "d.txt", {}, {{"d.txt", 2, 3, "a > b"}}}};
    const std::string bad = "\xEF\xBF\xBD";
    CHECK(transcripts::junit(results) ==
          "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
          "<testsuite name=\"transcripts\" tests=\"3\" failures=\"1\" errors=\"1\">\n"
          "  <testcase classname=\"transcripts\" name=\"a&amp;b.txt\"/>\n"
          "  <testcase classname=\"transcripts\" name=\"c.txt\">\n"
          "    <failure message=\"differs\">-&lt;&quot;x&quot;&gt;" +
              bad + "\xC3\xA9" + bad + bad + bad + bad +
              "\n</failure>\n  </testcase>\n"
              "  <testcase classname=\"transcripts\" name=\"d.txt\">\n"
              "    <error message=\"bad data\">d.txt:2:3: a &gt; b\n</error>\n  </testcase>\n"
              "</testsuite>\n");
}
