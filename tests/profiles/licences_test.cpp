// Seed 003's tables of licences per model, number by number, against the models' files.
#include <doctest/doctest.h>

#include "profiles/profile.hpp"

namespace {

struct Row {
    const char* model;
    long connections;
    const char* tls;
    const char* anyconnect;
    const char* vpn;  // other, and all of them
    const char* vlans;
    const char* contexts;
    const char* cluster;
};

// Firepower 4110 differs from the others of its series; the modules of a 9300 in connections only.
constexpr Row rows[] = {
    {"asav5", 50'000, "500", "50", "50", "25", "0", "Disabled"},
    {"asav10", 100'000, "500", "250", "250", "50", "0", "Disabled"},
    {"asav30", 500'000, "1000", "750", "1000", "200", "0", "Disabled"},
    {"fpr4110", 10'000'000, "10000", "10000", "10000", "1024", "10", "Enabled"},
    {"fpr4120", 15'000'000, "15000", "20000", "20000", "1024", "10", "Enabled"},
    {"fpr4140", 25'000'000, "15000", "20000", "20000", "1024", "10", "Enabled"},
    {"fpr4150", 35'000'000, "15000", "20000", "20000", "1024", "10", "Enabled"},
    {"fpr9300-sm-24", 55'000'000, "15000", "20000", "20000", "1024", "10", "Enabled"},
    {"fpr9300-sm-36", 60'000'000, "15000", "20000", "20000", "1024", "10", "Enabled"},
    {"fpr9300-sm-44", 60'000'000, "15000", "20000", "20000", "1024", "10", "Enabled"},
};

profiles::Library& library() {
    static profiles::Library all(std::string(UNDERSTUDY_SOURCE) + "/profiles");
    return all;
}

}  // namespace

TEST_CASE("the licences of each model are those of the tables") {
    for (const auto& row : rows) {
        CAPTURE(row.model);
        const auto profile = library().load("asa/9.7", row.model);
        const bool virtual_unit = profile->has("asav");
        // What a version says of every ASAv stands above the model's own.
        const auto value = [&](const std::string& id) {
            const bool said = virtual_unit && profile->has_text("feature." + id);
            return said ? profile->text("feature." + id)
                        : profile->model().features.at(id).licensed;
        };
        CHECK(profile->number("conns.max") == row.connections);
        CHECK(value("tls_proxy") == row.tls);
        CHECK(value("anyconnect_premium") == row.anyconnect);
        CHECK(value("other_vpn") == row.vpn);
        CHECK(value("total_vpn") == row.vpn);
        CHECK(value("max_vlans") == row.vlans);
        CHECK(value("contexts") == row.contexts);
        CHECK(value("cluster") == row.cluster);
        CHECK(value("carrier") == (virtual_unit ? "Enabled" : "Disabled"));
        CHECK(value("failover") == (virtual_unit ? "Active/Standby" : "Active/Active"));
        CHECK(profile->model().features.contains("botnet") == virtual_unit);
        if (!virtual_unit) CHECK(profile->number("contexts.max") == 250);
    }
}
