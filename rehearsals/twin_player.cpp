#include "rehearsals/twin_player.hpp"

#include <algorithm>

#include "modes/actions.hpp"

namespace rehearsals {
namespace {

lab::Lab& switched_on(lab::Lab& lab) {
    lab.switch_on();
    return lab;
}

// Who may do most, and is there by name.
std::string best_user(const lab::Device& device) {
    const auto& users = device.settings().users;
    const auto best =
        std::max_element(users.begin(), users.end(),
                         [](const auto& a, const auto& b) { return a.privilege < b.privilege; });
    return best == users.end() ? "admin" : best->name;
}

}  // namespace

Player::Player(lab::Plan plan, profiles::Library& library)
    : lab_(std::move(plan), {}, library),
      world_(switched_on(lab_), modes::product_actions()),
      session_(world_, lab_.first_device().name(), modes::Role::instructor),
      pacer_(world_, modes::Pacer::Manner::held),
      device_(lab_.first_device().name()) {
    session_.take();
}

grammar::Moment Player::now() { return grammar::Moment{lab_.timeline().now().time_since_epoch()}; }

std::string Player::type(const std::string& line) {
    typed_.push_back(line);
    std::string text;
    if (line.starts_with("@")) {
        for (const auto& answer : session_.direct(line)) text += answer + "\n";
        pacer_.settle();
        session_.take();
        return text;
    }
    session_.enter(line);
    pacer_.settle();
    for (const auto& piece : session_.take()) {
        if (piece.kind == modes::Piece::Kind::text) text += piece.text;
    }
    return text;
}

void Player::pass_until(grammar::Moment until) {
    if (until > now()) type("@clock set " + grammar::to_string(until));
}

bool Player::go_to(const std::string& device, const ScreenBook& book) {
    if (device_ != device) {
        type("@console " + device);
        device_ = device;
    }
    return enter_door(book);
}

// Whatever is asked on the way in, there is one answer to it.
bool Player::enter_door(const ScreenBook& book) {
    constexpr int most_questions = 8;
    bool asked = false;
    for (int at = 0; at < most_questions; ++at) {
        using Kind = modes::Wants::Kind;
        const auto kind = session_.wants().kind;
        if (kind == Kind::gone || kind == Kind::nothing) return false;
        if (kind == Kind::command) {
            if (found(book.privileged, session_.prompt())) return true;
            if (book.enable.empty()) return false;
            if (asked && at > 6) return false;
            asked = true;
            type(book.enable);
        } else if (kind == Kind::line) {
            type(best_user(session_.line().device()));
        } else if (kind == Kind::secret) {
            type(stand_in);
        } else {
            type("");
        }
    }
    return false;
}

}  // namespace rehearsals
