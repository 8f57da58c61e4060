// A person who lives through a twin's history and then types what was typed at the real device. All
// time and chance are held; what is typed is remembered, to be written down as the history.
#pragma once

#include <string>
#include <vector>

#include "labs/lab.hpp"
#include "modes/session.hpp"
#include "modes/world.hpp"
#include "rehearsals/twin_screens.hpp"

namespace rehearsals {

class Player {
public:
    Player(lab::Plan plan, profiles::Library& library);
    Player(const Player&) = delete;
    Player& operator=(const Player&) = delete;

    lab::Lab& lab() { return lab_; }
    grammar::Moment now();

    // To the console of a device, allowed everything; false: nobody gets in.
    bool go_to(const std::string& device, const ScreenBook& book);
    // What the command printed; of a direction the answer.
    std::string type(const std::string& line);
    void pass_until(grammar::Moment until);

    // All that was typed until now, in order.
    const std::vector<std::string>& typed() const { return typed_; }

private:
    bool enter_door(const ScreenBook& book);

    lab::Lab lab_;
    modes::World world_;
    modes::Session session_;
    modes::Pacer pacer_;
    std::string device_;
    std::vector<std::string> typed_;
};

// What stands in for every password.
inline constexpr const char* stand_in = "cisco";

}  // namespace rehearsals
