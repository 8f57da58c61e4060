// The labs that ask something of a learner, for who looks for one: all of them in a table, one with
// everything that its reader may know.
#pragma once

#include <string>
#include <vector>

#include "labs/plan.hpp"
#include "labs/words.hpp"
#include "reports/document.hpp"

namespace lessons {

struct Offer {
    std::string name;
    lab::Plan plan;
};

// Throws grammar::Faults for a lab that cannot be read; variables are drawn from `seed`.
Offer offer_of(const std::string& file, std::optional<std::uint64_t> seed = {});

// The profiles of its devices, each once.
std::vector<std::string> platforms_of(const lab::Plan& plan);
std::vector<std::string> languages_of(const lab::Exercise& exercise);

reports::Document table_of(const std::vector<Offer>& offers, const lab::Words& words);
std::string json_of(const std::vector<Offer>& offers, const std::string& language);

// What a learner may know before they begin. An instructor also reads what happened, what will
// happen, how the objectives are judged, the hints and the way out.
reports::Document page_of(const Offer& offer, const lab::Words& words, bool instructor);
std::string json_of(const Offer& offer, const std::string& language, bool instructor);

// What a learner is told at the console before anything else.
std::string welcome(const lab::Plan& plan, const lab::Words& words);

}  // namespace lessons
