// The parts that the whole report and its summary share.
#pragma once

#include <string>
#include <vector>

#include "rehearsals/report.hpp"

namespace rehearsals {

using Blocks = std::vector<reports::Block>;

template <typename What> void add(Blocks& to, What what) { to.push_back({std::move(what)}); }

// "step 3 of 7, `Reload`", "the check `registered`", "day 90"
std::string place_of(const Course& course, const Runbook& book);
// What it came to, in a sentence.
reports::Paragraph verdict_of(const Rehearsal& rehearsal);
reports::Paragraph verdict_of(const Course& course, const Runbook& book);

reports::Table facts_of(const Rehearsal& rehearsal, const About& about);
// `back` may be empty.
reports::Table steps_of(const Course& course, const std::vector<WayBack>& back, bool linked);
reports::Table tests_of(const Course& course);
reports::Table licences_of(const Course& course);
reports::Table variants_of(const Rehearsal& rehearsal, bool linked);
// The running configurations of all devices, before against after.
std::string differences_of(const Course& course);
// How it went back, in some words.
reports::Cell cell_of(const WayBack& back);

std::string joined(const std::vector<std::string>& lines);

}  // namespace rehearsals
