#include "rehearsals/hiding.hpp"

#include "labs/deed.hpp"

namespace rehearsals {
namespace {

bool in_word(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' ||
           c == '_' || c == '.' || c == '%';
}

// Hides all of them in whatever holds text.
class Hiding {
public:
    explicit Hiding(const std::vector<std::string>& secrets) : secrets_(secrets) {}

    void operator()(std::string& text) const {
        for (const auto& secret : secrets_) mask_word(text, secret);
    }
    template <typename What> void operator()(std::vector<What>& list) const {
        for (auto& one : list) (*this)(one);
    }
    void operator()(Judged& test) const { all(test.name, test.failures); }
    void operator()(Lived& step) const { all(step.name, step.text, step.screen, step.failures); }
    void operator()(Standing& standing) const { all(standing.configuration); }
    void operator()(Day& day) const { all(day.standings, day.later); }
    void operator()(WayBack& back) const {
        all(back.problems, back.remarks, back.screen, back.differences);
    }
    void operator()(Course& course) const {
        all(course.before, course.steps, course.after, course.at_start, course.at_end, course.days,
            course.failed_at, course.why);
    }
    void operator()(Test& test) const { all(test.name); }
    void operator()(Step& step) const { all(step.name, step.text); }
    void operator()(Variant& variant) const { all(variant.name, variant.text, variant.fails_at); }
    void operator()(Told& told) const { all(told.variant, told.course, told.back); }
    void operator()(Runbook& book) const { all(book.title, book.text, book.steps); }

private:
    template <typename... What> void all(What&... what) const { ((*this)(what), ...); }

    const std::vector<std::string>& secrets_;
};

}  // namespace

void mask_word(std::string& text, const std::string& word) {
    if (word.empty()) return;
    for (auto at = text.find(word); at != std::string::npos; at = text.find(word, at)) {
        const auto end = at + word.size();
        const bool alone =
            (at == 0 || !in_word(text[at - 1])) && (end == text.size() || !in_word(text[end]));
        if (alone) text.replace(at, word.size(), lab::mask);
        at += alone ? std::string_view(lab::mask).size() : 1;
    }
}

std::vector<std::string> secrets_in(const Runbook& runbook, const lab::Plan& plan) {
    std::vector<std::string> secrets;
    for (const auto& name : runbook.secrets) {
        secrets.push_back(runbook.variables.at(name));
        for (const auto& variant : runbook.variants) {
            const auto own = variant.variables.find(name);
            if (own != variant.variables.end()) secrets.push_back(own->second);
        }
    }
    for (const auto& authority : plan.authorities) {
        for (const auto& token : authority.tokens) secrets.push_back(token.id);
    }
    return secrets;
}

void hide(Rehearsal& rehearsal, const std::vector<std::string>& secrets) {
    const Hiding hiding(secrets);
    hiding(rehearsal.runbook);
    hiding(rehearsal.course);
    hiding(rehearsal.back);
    hiding(rehearsal.variants);
}

}  // namespace rehearsals
