#include "rehearsals/hiding.hpp"

#include <algorithm>

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

namespace {

std::vector<std::string> words_of(const std::string& line) {
    std::vector<std::string> words;
    for (std::size_t at = 0; (at = line.find_first_not_of(' ', at)) != std::string::npos;) {
        const auto end = std::min(line.find(' ', at), line.size());
        words.push_back(line.substr(at, end - at));
        at = end;
    }
    return words;
}

// One digit says how the secret is stored.
bool is_type(const std::string& word) {
    return word.size() == 1 && word.front() >= '0' && word.front() <= '9';
}

}  // namespace

std::string without_guessed(const std::string& typed) {
    static const std::vector<std::string> names{"password", "passwd",    "passphrase",
                                                "secret",   "community", "pre-shared-key",
                                                "key",      "idtoken"};
    const auto words = words_of(typed);
    for (std::size_t at = 0; at + 1 < words.size(); ++at) {
        if (std::find(names.begin(), names.end(), words[at]) == names.end()) continue;
        // `crypto key generate rsa`
        if (words[at] == "key" && at > 0 && words[at - 1] == "crypto") continue;
        const auto secret = at + (is_type(words[at + 1]) && at + 2 < words.size() ? 2 : 1);
        if (is_type(words[secret])) continue;
        auto told = typed;
        mask_word(told, words[secret]);
        return told;
    }
    return typed;
}

std::vector<std::string> untold(const std::string& raw, const std::string& told) {
    constexpr std::size_t shortest = 4;
    const auto all = words_of(raw);
    const auto kept = words_of(told);
    std::vector<std::string> secrets;
    for (std::size_t at = 0; at < all.size(); ++at) {
        // Stars at the end may stand for several.
        const auto& there = kept.empty() ? raw : kept[std::min(at, kept.size() - 1)];
        if (there == lab::mask && all[at] != lab::mask && all[at].size() >= shortest) {
            secrets.push_back(all[at]);
        }
    }
    return secrets;
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
    auto all = secrets;
    const auto learn = [&](const Course& course) {
        all.insert(all.end(), course.secrets.begin(), course.secrets.end());
    };
    learn(rehearsal.course);
    for (const auto& told : rehearsal.variants) learn(told.course);
    const Hiding hiding(all);
    hiding(rehearsal.runbook);
    hiding(rehearsal.course);
    hiding(rehearsal.back);
    hiding(rehearsal.variants);
}

}  // namespace rehearsals
