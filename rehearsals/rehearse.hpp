// Lives through a runbook: the window as it is planned, the way back from each of its steps, and
// each what-if, every one in a world of its own that begins the same. What comes of it is values;
// report.hpp tells them to people. Deterministic.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "rehearsals/runbook.hpp"
#include "rehearsals/scene.hpp"
#include "rehearsals/standing.hpp"

namespace rehearsals {

struct Judged {
    std::string name;
    std::vector<std::string> failures;  // in words; empty: it held
};

struct Lived {
    std::string name, text;
    std::string device;  // whose console it began at
    enum class State { held, failed, not_tried } state = State::not_tried;
    licensing::Instant began{}, ended{};
    grammar::Span waited{};
    std::string screen;
    std::vector<std::string> failures;
};

struct Day {
    int day = 0;
    licensing::Instant at{};
    Standings standings;
    std::vector<Judged> later;
};

// One life of the runbook. After a failure nothing further is tried unless it goes on all the same;
// the days are lived in any case, to see what follows when nobody goes back.
struct Course {
    licensing::Instant began{}, ended{};
    std::vector<Judged> before;
    std::vector<Lived> steps;
    std::vector<Judged> after;  // empty when the steps did not come to their end
    Standings at_start, at_end;
    std::vector<Day> days;
    std::string failed_at;             // the name of the step or test, or `day 90`; empty: all held
    std::vector<std::string> why;      // in words
    std::vector<std::string> secrets;  // that were typed: for no report
    int step_failed = -1;              // of the steps, from 0; -1: none

    bool held() const { return failed_at.empty(); }
    // Was anything done at all?
    bool begun() const { return !steps.empty() && steps.front().state != Lived::State::not_tried; }
};

// From the end of a step back to the beginning.
struct WayBack {
    bool tried = false;
    bool written = false;               // some step says how
    bool given_up = false;              // or that there is none from here on
    std::vector<std::string> problems;  // in words; empty: all is as it was before
    std::vector<std::string> remarks;   // licences that stand otherwise than before
    std::string screen;
    std::string differences;  // of the configurations, unified

    bool leads_back() const { return tried && problems.empty(); }
    bool broken() const { return tried && written && !given_up && !problems.empty(); }
};

struct Told {
    Variant variant;
    Course course;
    WayBack back;  // from where it failed
    bool as_expected = true;
};

struct Rehearsal {
    Runbook runbook;
    Course course;
    std::vector<WayBack> back;  // for each step
    std::vector<Told> variants;

    // Everything that the runbook expects has come so.
    bool held() const;
};

struct Manner {
    bool stop_at_failure = true;
};

// `text` is the runbook's, which is read anew for what-ifs with other variables. Throws
// grammar::Faults where runbook and lab do not fit.
Rehearsal rehearse(const std::string& text, const std::string& file, const Setting& setting,
                   const Manner& manner);

}  // namespace rehearsals
