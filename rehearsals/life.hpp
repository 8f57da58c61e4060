// One world, and a runbook lived in it: the window, what comes after it, and the way back from the
// point it has come to.
#pragma once

#include <string>
#include <vector>

#include "rehearsals/rehearse.hpp"

namespace rehearsals {

class Life {
public:
    Life(const Runbook& book, const Setting& setting, const Variant& variant, Manner manner);

    // The window, up to the end of step `last`. `again`: it has been lived and judged, and is to
    // come to the same point.
    void live(std::size_t last, bool again = false);
    void look_ahead();  // what must hold afterwards, and the days
    WayBack go_back();
    Course take() {
        course_.secrets = scene_.secrets();
        return std::move(course_);
    }
    const Course& course() const { return course_; }

private:
    void check_devices();
    void check_device(const std::string& name, int line);
    void prepare();
    void open_window();
    std::vector<Judged> judge(const std::vector<Test>& tests);
    Judged judge(const Test& test);
    void judge(const Step& step, const std::string& shown, Lived& lived);
    void blame(const std::vector<Judged>& tests, const std::string& place);
    Lived live(const Step& step, bool again);
    void change(const Change& change);
    void undo(std::size_t index, WayBack& back);
    void compare(WayBack& back);

    const Runbook& book_;
    const Variant& variant_;
    Manner manner_;
    Scene scene_;
    Course course_;
};

}  // namespace rehearsals
