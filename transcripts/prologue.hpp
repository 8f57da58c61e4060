// What has happened in a lab before anybody comes to it: its exercise's history, typed at the first
// device's console with all of time held, then the console as it is left by who logs out. One door
// for everybody who opens a lab, so that a learner, a transcript and a rehearsal find the same.
#pragma once

#include <string>
#include <vector>

#include "modes/world.hpp"

namespace transcripts {

// A line of the history, and what the screen showed from it on, itself included.
struct Lived {
    int line = 0;  // in the lab's file
    std::string typed;
    std::string shown;
    bool asked = false;    // and then the device asks something
    bool refused = false;  // by the device; told only where the world keeps a journal
};

// Lives the history and lets the exercise's timeline begin; nothing in a lab that has this behind
// it, as its state says, or that has no exercise. Throws grammar::Faults where the history directs
// what is not obeyed, or types on when nobody is at the console any more.
std::vector<Lived> prologue(modes::World& world);

}  // namespace transcripts
