#include "lessons/secrets.hpp"

#include <algorithm>
#include <array>
#include <set>
#include <string>
#include <string_view>

#include "modes/views.hpp"

namespace lessons {
namespace {

using Secrets = std::set<std::string>;

bool in_word(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' ||
           c == '_' || c == '.' || c == '%';
}

void hide_word(std::string& text, const std::string& word) {
    for (auto at = text.find(word); at != text.npos; at = text.find(word, at)) {
        const auto end = at + word.size();
        const bool alone =
            (at == 0 || !in_word(text[at - 1])) && (end == text.size() || !in_word(text[end]));
        if (alone) text.replace(at, word.size(), lab::mask);
        at += alone ? std::string_view(lab::mask).size() : 1;
    }
}

// USER:PASSWORD@ behind the two strokes.
void hide_in_urls(std::string& text) {
    for (auto at = text.find("://"); at != text.npos; at = text.find("://", at + 3)) {
        const auto end = std::min(text.find_first_of(" /\n", at + 3), text.size());
        const auto sign = text.rfind('@', end);
        const auto colon = text.find(':', at + 3);
        if (sign == text.npos || sign < at || colon > sign || sign >= end) continue;
        text.replace(colon + 1, sign - colon - 1, lab::mask);
    }
}

// The word behind one that says what it is; one digit in between says how it is stored.
void learn_guessed(const std::string& typed, Secrets& secrets) {
    static constexpr std::array<std::string_view, 7> names{
        "password", "passwd", "passphrase", "secret", "community", "pre-shared-key", "md5"};
    bool behind = false;
    for (std::size_t at = 0; (at = typed.find_first_not_of(' ', at)) != typed.npos;) {
        const auto end = std::min(typed.find(' ', at), typed.size());
        const auto word = typed.substr(at, end - at);
        if (behind && word.size() >= 4 && word != lab::mask) secrets.insert(word);
        behind = (behind && word.size() == 1) ||
                 std::find(names.begin(), names.end(), word) != names.end();
        at = end;
    }
}

// What the device would hide of the line in its configuration, at the top of it or below another.
void learn_hidden(const std::string& typed, const profiles::Profile& profile, Secrets& secrets) {
    for (const auto* lead : {"", " "}) {
        const auto line = lead + typed;
        const auto shown = modes::masked(line, profile);
        const auto stars = shown.find(lab::mask);
        if (shown == line || stars == shown.npos) continue;
        const auto word = line.substr(stars, line.find(' ', stars) - stars);
        if (word.size() >= 4) secrets.insert(word);
    }
}

std::string hidden_lines(const std::string& text, const profiles::Profile& profile) {
    std::string told;
    for (std::size_t at = 0; at < text.size();) {
        const auto end = std::min(text.find('\n', at), text.size());
        told += modes::masked(text.substr(at, end - at), profile);
        if (end < text.size()) told += '\n';
        at = end + 1;
    }
    return told;
}

}  // namespace

void hide_secrets(std::vector<lab::Deed>& deeds, lab::Lab& lab) {
    Secrets secrets;
    for (auto& deed : deeds) {
        const auto* device = lab.device(deed.device);
        if (!device || deed.kind != lab::Deed::Kind::command) continue;
        learn_guessed(deed.typed, secrets);
        learn_hidden(deed.typed, device->profile(), secrets);
        learn_hidden(deed.command, device->profile(), secrets);
        deed.screen = hidden_lines(deed.screen, device->profile());
    }
    for (auto& deed : deeds) {
        for (auto* text : {&deed.typed, &deed.command, &deed.screen, &deed.notices}) {
            for (const auto& secret : secrets) hide_word(*text, secret);
            hide_in_urls(*text);
        }
    }
}

}  // namespace lessons
