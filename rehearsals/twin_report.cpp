// What is said of a twin: for people as a document, for machines as JSON.
#include <fmt/format.h>

#include <algorithm>
#include <nlohmann/json.hpp>

#include "rehearsals/twin.hpp"

namespace rehearsals {
namespace {

using nlohmann::ordered_json;
using reports::Cell;
using reports::Mark;

std::string place_of(const std::string& file, int line) {
    if (file.empty()) return "";
    return line > 0 ? fmt::format("{}:{}", file, line) : file;
}

reports::Table table_of(const std::vector<Remark>& remarks, bool code) {
    reports::Table table;
    for (const auto& remark : remarks) {
        table.rows.push_back({{place_of(remark.file, remark.line), Mark::none, true, {}},
                              {remark.text, Mark::none, code, {}}});
    }
    return table;
}

void add_section(reports::Document& document, const std::string& title, const std::string& words,
                 const std::vector<Remark>& remarks, bool code = false) {
    if (remarks.empty()) return;
    document.add(reports::Heading{2, fmt::format("{} ({})", title, remarks.size()), {}});
    document.add(reports::Paragraph{words});
    document.add(table_of(remarks, code));
}

std::string verdict(const Comparison& one) {
    if (one.differences.empty()) {
        return one.dates ? fmt::format("the same; {} {} by some seconds", one.dates,
                                       one.dates == 1 ? "date" : "dates")
                         : "the same";
    }
    return fmt::format("{} of {} lines differ", one.differences.size(),
                       one.equal + one.differences.size());
}

void add_comparisons(reports::Document& document, const std::vector<Comparison>& compared) {
    document.add(reports::Heading{2, "How true it is", {}});
    document.add(
        reports::Paragraph{"The twin was asked the same commands. Dates are the same when they are "
                           "within two minutes; "
                           "of a configuration the order is not compared."});
    reports::Table table{{"device", "command", "source", "outcome"}, {}};
    for (const auto& one : compared) {
        table.rows.push_back({{one.device},
                              {one.command, Mark::none, true, {}},
                              {place_of(one.file, one.line), Mark::none, true, {}},
                              {verdict(one), one.differences.empty() ? Mark::good : Mark::warn}});
    }
    document.add(std::move(table));
    for (const auto& one : compared) {
        if (one.differences.empty()) continue;
        std::string text;
        std::map<int, Mark> marked;
        int number = 0;
        for (const auto& difference : one.differences) {
            if (!difference.there.empty()) {
                text += fmt::format("-{} {}\n", difference.line, difference.there);
                marked[++number] = Mark::bad;
            }
            if (!difference.here.empty()) {
                text += "+ " + difference.here + "\n";
                marked[++number] = Mark::good;
            }
        }
        reports::Folded folded;
        folded.summary = fmt::format("{} of {}: - the source, with its line; + the twin",
                                     one.command, one.device);
        folded.blocks.push_back({reports::Screen{std::move(text), std::move(marked), "diff"}});
        document.add(std::move(folded));
    }
}

ordered_json json_of(const std::vector<Remark>& remarks) {
    auto list = ordered_json::array();
    for (const auto& remark : remarks) {
        list.push_back({{"file", remark.file}, {"line", remark.line}, {"text", remark.text}});
    }
    return list;
}

}  // namespace

reports::Document twin_document(const Twin& twin) {
    reports::Document document;
    document.title = "A twin of " + twin.from;
    reports::Table table{{"device", "profile", "model", "version", "serial number"}, {}};
    for (const auto& device : twin.devices) {
        table.rows.push_back(
            {{device.name}, {device.profile}, {device.model}, {device.version}, {device.serial}});
    }
    document.add(std::move(table));
    add_comparisons(document, twin.compared);
    add_section(document, "Assumed", "What the sources do not say.", twin.assumed);
    add_section(document, "Understood", "What the twin is made of.", twin.understood);
    add_section(document, "Kept without being modelled",
                "Configuration lines that the twin shows and does not act on.", twin.kept, true);
    add_section(document, "Ignored", "What nothing was made of.", twin.ignored);
    add_section(document, "Masked",
                "Secrets, of which neither the lab nor this report holds anything; stand-ins took "
                "their places, and every password is `cisco`.",
                twin.masked, true);
    return document;
}

std::string twin_json(const Twin& twin) {
    ordered_json root;
    root["from"] = twin.from;
    root["devices"] = ordered_json::array();
    for (const auto& device : twin.devices) {
        root["devices"].push_back({{"name", device.name},
                                   {"platform", device.platform},
                                   {"profile", device.profile},
                                   {"model", device.model},
                                   {"version", device.version},
                                   {"serial", device.serial}});
    }
    root["compared"] = ordered_json::array();
    for (const auto& one : twin.compared) {
        ordered_json made{{"device", one.device}, {"command", one.command}, {"file", one.file},
                          {"line", one.line},     {"equal", one.equal},     {"dates", one.dates}};
        made["differences"] = ordered_json::array();
        for (const auto& difference : one.differences) {
            made["differences"].push_back({{"line", difference.line},
                                           {"source", difference.there},
                                           {"twin", difference.here}});
        }
        root["compared"].push_back(std::move(made));
    }
    root["understood"] = json_of(twin.understood);
    root["kept"] = json_of(twin.kept);
    root["ignored"] = json_of(twin.ignored);
    root["assumed"] = json_of(twin.assumed);
    root["masked"] = json_of(twin.masked);
    return root.dump(2, ' ', false, ordered_json::error_handler_t::replace) + "\n";
}

}  // namespace rehearsals
