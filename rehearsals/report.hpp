// What a rehearsal tells people and programs: a document (a page, Markdown, text), a summary for a
// terminal, and JSON. Pure; secrets are masked before they come here.
#pragma once

#include <string>

#include "rehearsals/rehearse.hpp"
#include "reports/document.hpp"

namespace rehearsals {

// What was lived through, and where: as they were named, so that no path of a machine comes in.
struct About {
    std::string runbook;
    std::string lab;
    std::uint64_t seed = 1;
};

reports::Document document_of(const Rehearsal& rehearsal, const About& about);
reports::Document summary_of(const Rehearsal& rehearsal, const About& about);
std::string json_of(const Rehearsal& rehearsal, const About& about);

}  // namespace rehearsals
