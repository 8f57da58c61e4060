// Which call-home profile carries licence requests, and what is missing when none does.
#include <doctest/doctest.h>

#include "labs/reading.hpp"
#include "labs/settings.hpp"
#include "tests/modes/asa_world.hpp"

namespace {

const std::string maker =
    "service call-home\n"
    "call-home\n"
    " profile \"CiscoTAC-1\"\n"
    "  active\n"
    "  destination transport-method http\n";

lab::Settings meant(const std::string& text) {
    const auto profile = asa::library().load("iosxe");
    const auto rules = lab::rules_of(*profile);
    lab::Configuration configuration;
    for (const auto& line : lab::read_configuration(text, *profile)) {
        CAPTURE(line.raw);
        CHECK(line.edit.statement.known);
        configuration.apply(line.edit, rules);
    }
    lab::SettingsBase base;
    base.callhome_default = profile->text("callhome.default");
    return lab::settings_of(configuration, rules, base);
}

lab::CallhomeLack lack(const std::string& text) { return lab::lack_of(meant(text).callhome); }

}  // namespace

TEST_CASE("the maker's profile reports licensing data to the cloud by itself") {
    const auto settings = meant(maker);
    CHECK(lab::lack_of(settings.callhome) == lab::CallhomeLack::nothing);
    CHECK(settings.callhome_url ==
          "https://tools.cisco.com/its/service/oddce/services/DDCEService");
}

TEST_CASE("a typed address takes the place of the maker's, and several are kept") {
    auto settings = meant(maker +
                          "  destination address http https://a/x\n"
                          "  destination address http https://b/y\n");
    CHECK(settings.callhome_url == "https://a/x");
    REQUIRE(settings.callhome.profiles.size() == 1);
    CHECK(settings.callhome.profiles[0].urls.size() == 2);
    settings = meant(maker +
                     "  destination address http https://a/x\n"
                     "  no destination address http https://a/x\n");
    CHECK(settings.callhome_url ==
          "https://tools.cisco.com/its/service/oddce/services/DDCEService");
}

TEST_CASE("every way to have no transport") {
    using lab::CallhomeLack;
    const std::string user = " profile Mine\n  active\n";
    CHECK(lack(maker.substr(maker.find("call-home\ncall-home") + 10)) == CallhomeLack::service);
    CHECK(lack(maker + "  no active\n") == CallhomeLack::active_profile);
    CHECK(lack(maker + user) == CallhomeLack::user_profile_reports);
    CHECK(lack(maker + user + "  reporting smart-licensing-data\n") ==
          CallhomeLack::single_profile);
    CHECK(lack(maker + "  no reporting smart-licensing-data\n") == CallhomeLack::reporting);
    CHECK(lack(maker + "  no destination transport-method http\n") == CallhomeLack::method);
    CHECK(meant(maker + user).callhome_url.empty());
}

TEST_CASE("a user's profile may take the maker's place") {
    const auto settings = meant(maker +
                                "  no active\n"
                                " profile \"Mine\"\n  active\n  reporting smart-licensing-data\n"
                                "  destination transport-method http\n"
                                "  destination address http https://a/x\n");
    CHECK(settings.callhome_url == "https://a/x");
}
