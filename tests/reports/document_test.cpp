#include "reports/document.hpp"

#include <doctest/doctest.h>

#include <string>

#include "reports/visible.hpp"

using namespace reports;

namespace {

// One of everything, with what could break a page in it.
Document everything() {
    Document document{"Change <window> & \x1b[31mred", "en", "Contents", {}};
    document.add(Paragraph{"All held.\nEven <this>", Mark::good});
    document.add(Heading{2, "Steps | 1", {}});
    document.add(Table{{"Step", "Outcome"},
                       {{{"one | two", Mark::none, true}, {"held", Mark::good, false, "one"}},
                        {{"a ` b", Mark::none, true}, {"failed\nhere", Mark::bad}}}});
    document.add(Screen{"asa# show `x`\n```\n</pre>\tend\n", {{2, Mark::bad}}, {}});
    document.add(diff_screen("--- before\n+++ after\n@@ -1 +1 @@\n--- x\n+y\n"));
    document.add(List{{{"1. not a list"}, {"second", Mark::warn}}, false});
    document.add(Folded{"Screens <of> one", Mark::bad, false, "one", {{Paragraph{"inside", {}}}}});
    document.add(Timeline{{{"13:00:01", "asa", "show version", true, Mark::none, "text\n"}}});
    return document;
}

bool has(const std::string& text, std::string_view part) {
    return text.find(part) != std::string::npos;
}

}  // namespace

TEST_CASE("visible: what is no text can be seen") {
    CHECK(visible("plain \u00e9 \u4e2d\n\tx") == "plain \u00e9 \u4e2d\n\tx");
    CHECK(visible("a\x07"
                  "b\r") == "a\u2407b\u240d");
    CHECK(visible(std::string_view("\0\x7f", 2)) == "\u2400\u2421");
    CHECK(visible("\xff\xc3") == "\\xFF\\xC3");
    CHECK(visible("\xc0\xaf") == "\\xC0\\xAF");           // longer than needed
    CHECK(visible("\xed\xa0\x80") == "\\xED\\xA0\\x80");  // half of a pair
    CHECK(visible("\u202e"
                  "txt\u2028") == "\\u{202E}txt\\u{2028}");
    CHECK(visible("\xc2\x9b") == "\\u{9B}");
}

TEST_CASE("visible: how wide and where to fold") {
    CHECK(columns("ab") == 2);
    CHECK(columns("\u4e2d\u6587") == 4);
    CHECK(columns("e\u0301") == 1);
    CHECK(folded("one two three", 8) == std::vector<std::string>{"one two", "three"});
    CHECK(folded("\u4e2d\u6587\u5b57", 4) == std::vector<std::string>{"\u4e2d\u6587", "\u5b57"});
    CHECK(folded("a\n\nb", 8) == std::vector<std::string>{"a", "", "b"});
    CHECK(folded("longerthanthat x", 4) == std::vector<std::string>{"longerthanthat", "x"});
}

TEST_CASE("html: one page that needs nothing else") {
    const auto page = html(everything());
    CHECK(page.starts_with("<!DOCTYPE html>\n<html lang=\"en\">"));
    CHECK(has(page, "<title>Change &lt;window&gt; &amp; \u241b[31mred</title>"));
    CHECK(has(page, "<p class=\"verdict good\"><span class=\"sign\">\u2713</span>All held."));
    CHECK(has(page, "<li><a href=\"#part-1\">Steps | 1</a></li>"));
    CHECK(has(page,
              "<td class=\"tight good\"><span class=\"sign\">\u2713</span>"
              "<a href=\"#one\">held"));
    CHECK(
        has(page, "<pre>asa# show `x`\n<mark class=\"bad\">```</mark>\n&lt;/pre&gt;\tend\n</pre>"));
    CHECK(has(page, "<mark class=\"neutral\">--- before</mark>"));
    CHECK(has(page, "<mark class=\"bad\">--- x</mark>"));
    CHECK(has(page, "<div id=\"one\">\n<p>inside</p>"));
    CHECK(has(page, "details::details-content"));  // unfolds on paper
    for (const auto* foreign : {"http:", "https:", "<script", "<link", "url(", "@import", "src="}) {
        CHECK_MESSAGE(!has(page, foreign), foreign);
    }
    CHECK(page == html(everything()));
}

TEST_CASE("html: the language of its words") {
    Document document{"\u5831\u544a", "zh-TW", {}, {}};
    document.add(Paragraph{"\u6388\u6b0a", {}});
    CHECK(has(html(document), "<html lang=\"zh-TW\">"));
    CHECK(has(html(document), "<p>\u6388\u6b0a</p>"));
    CHECK(text(document) == "\u5831\u544a\n====\n\n\u6388\u6b0a\n");
}

TEST_CASE("markdown: what is said is not taken for markup") {
    const auto paper = markdown(everything());
    CHECK(paper.starts_with("# Change \\<window\\> \\& \u241b\\[31mred\n\n"));
    CHECK(has(paper, "**\u2713** All held.  \nEven \\<this\\>\n"));
    CHECK(has(paper, "| Step | Outcome |\n| --- | --- |\n| `one \\| two` | \u2713 held |\n"));
    CHECK(has(paper, "| ``a ` b`` | \u2717 failed<br>here |"));
    CHECK(has(paper, "````text\n  asa# show `x`\n> ```\n  </pre>\tend\n````\n"));
    CHECK(has(paper, "```diff\n--- before\n"));
    CHECK(has(paper, "- 1\\. not a list\n- ! second\n"));
    CHECK(has(paper, "<details><summary>\u2717 Screens &lt;of> one</summary>\n\ninside\n\n"));
    CHECK(has(paper, "- 13:00:01 asa `show version`\n\n  ```text\n  text\n  ```\n"));
}

TEST_CASE("words between backticks are code") {
    Document document{"T", "en", {}, {}};
    document.add(Paragraph{"- `show <a>` lacks ``, and ` alone", {}});
    document.add(Table{{"a"}, {{{"x `y|z`"}}}});
    CHECK(has(html(document), "<p>- <code>show &lt;a&gt;</code> lacks ``, and ` alone</p>"));
    CHECK(has(markdown(document), "\\- `show <a>` lacks \\`\\`, and \\` alone\n"));
    CHECK(has(markdown(document), "| x `y\\|z` |"));
}

TEST_CASE("text: for a terminal") {
    Document document{"Report", "en", "Contents", {}};
    document.add(Paragraph{"words that are folded at some width", Mark::bad});
    document.add(Heading{2, "Table", {}});
    document.add(Table{{"a", "b"}, {{{"\u4e2d", Mark::good}, {"x"}}, {{"long"}, {"y\nz"}}}});
    document.add(Screen{"one\ntwo\n", {{2, Mark::bad}}, {}});
    document.add(Folded{"More", {}, false, {}, {{Paragraph{"inside", {}}}}});
    CHECK(text(document, 24) ==
          "Report\n======\n\n"
          "\u2717 words that are\n  folded at some width\n\n"
          "Table\n-----\n\n"
          "a     b\n----  -\n\u2713 \u4e2d  x\nlong  y\n      z\n\n"
          "    one\n  > two\n\n"
          "More\n\n  inside\n");
}
