// The world around a twin: what network.yaml says of it, and for the rest what the configurations
// name and the lab that comes with the platform has. What is not known is assumed to work, and
// said.
#include <algorithm>
#include <functional>
#include <set>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "grammar/fault.hpp"
#include "labs/lab.hpp"
#include "profiles/text_file.hpp"
#include "profiles/yaml_reader.hpp"
#include "rehearsals/twin_draft.hpp"
#include "rehearsals/twin_yaml.hpp"

namespace rehearsals {
namespace {

using Node = YAML::Node;

// Keys of the lab file that the network file may have.
const std::vector<std::string> world_keys{"authorities", "collectors", "network"};

Node read_network_file(const std::string& file) {
    const auto text = profiles::read_text_file(file);
    // As a lab would have it: one device, and every key in its place and with its line.
    profiles::YamlReader yaml(text, file);
    profiles::YamlReader::Keys known;
    for (const auto& key : world_keys) known.emplace(key, [](const Node&) {});
    yaml.keys(yaml.root(), known);
    yaml.finish();
    Node root = YAML::Load(text);
    std::string lab = text + (text.ends_with('\n') ? "" : "\n");
    if (!root["authorities"]) lab += "authorities: [{name: cssm, accounts: [{name: Default}]}]\n";
    lab::read_plan(lab + "devices: [{name: any, profile: any, serial: any}]\n", file);
    return root;
}

class WorldBuilder {
public:
    explicit WorldBuilder(Draft& draft) : draft_(draft) {}

    void build() {
        if (!draft_.network_file.empty()) {
            given_ = read_network_file(draft_.network_file);
            draft_.twin.understood.push_back({"network.yaml", 1, "what is said of the network"});
        } else {
            draft_.assumed(
                "no network.yaml: what the configurations name is there and answers, "
                "nothing is blocked");
        }
        for (const auto& device : draft_.devices) {
            add_platform(
                YAML::LoadFile(draft_.labs + "/" + device.source.book->platform + ".yaml"));
        }
        note_settings();
        take_given();
        write();
    }

private:
    // A list of maps, each by its name; what is there already stays.
    static void merge_list(Node into, const Node& from, const char* key) {
        for (const auto& one : from) {
            const bool there = std::any_of(into.begin(), into.end(), [&](const Node& other) {
                return other[key] && one[key] && other[key].Scalar() == one[key].Scalar();
            });
            if (!there) into.push_back(YAML::Clone(one));
        }
    }

    // The authority and what is outside; time servers are the configuration's to name.
    void add_platform(const Node& own) {
        if (!authorities_.size()) authorities_ = YAML::Clone(own["authorities"]);
        merge_list(collectors_, own["collectors"], "name");
        const auto network = own["network"];
        for (const auto& host : network["hosts"]) {
            if (!host["ntp"]) platform_hosts_.push_back(YAML::Clone(host));
        }
        merge_list(hosts_, platform_hosts_, "name");
        merge_list(issuers_, network["certificate_authorities"], "name");
        if (network["interceptor"]) network_["interceptor"] = network["interceptor"].Scalar();
    }

    // What the configurations name, read by the devices themselves.
    void note_settings() {
        lab::Lab lab(plan_of(draft_), {}, draft_.library);
        lab.switch_on();
        for (auto& device : draft_.devices) {
            const auto* played = lab.device(device.plan.name);
            const auto& settings = played->settings();
            add_segments(device, settings);
            for (const auto& server : settings.name_servers) add_name_server(server.address);
            for (const auto& server : settings.time_servers) add_time_server(server.host);
            add_proxy(settings.smart_proxy);
            add_proxy(settings.callhome_proxy);
            if (!played->host()) add_receiver(device, settings);
        }
    }

    void add_segments(DraftDevice& device, const lab::Settings& settings) {
        const auto given = given_ && given_["network"] ? given_["network"]["segments"] : Node();
        for (const auto& interface : settings.interfaces) {
            const auto address = lab::address_number(interface.address);
            const auto mask = lab::address_number(interface.mask);
            if (!address || !mask || interface.shutdown) continue;
            const auto network = *address & *mask;
            auto name = segment_named(given, network, *mask);
            if (name.empty()) name = segment_named(segments_, network, *mask);
            if (name.empty()) {
                name =
                    fmt::format("{}-{}", device.plan.name,
                                interface.nameif.empty() ? interface.hardware : interface.nameif);
                add_segment(name, network, *mask, settings);
            }
            device.cables.emplace_back(lab::parent_port(lab::port_of(interface)), name);
        }
        std::set<std::string> plugged;
        std::erase_if(device.cables,
                      [&](const auto& c) { return !plugged.insert(c.first).second; });
    }

    static std::string segment_named(const Node& segments, std::uint32_t network,
                                     std::uint32_t mask) {
        for (const auto& segment : segments) {
            if (!segment["network"] || !segment["mask"] || !segment["name"]) continue;
            if (lab::address_number(segment["network"].Scalar()) == network &&
                lab::address_number(segment["mask"].Scalar()) == mask) {
                return segment["name"].Scalar();
            }
        }
        return {};
    }

    void add_segment(const std::string& name, std::uint32_t network, std::uint32_t mask,
                     const lab::Settings& settings) {
        Node made;
        made["name"] = name;
        made["network"] = lab::address_text(network);
        made["mask"] = lab::address_text(mask);
        for (const auto& route : settings.routes) {
            const auto gateway = lab::address_number(route.gateway);
            if (!gateway || (*gateway & mask) != network) continue;
            made["gateway"] = route.gateway;
            const bool anywhere = lab::address_number(route.mask) == std::uint32_t{0};
            if (!anywhere) made["outside"] = "false";
            if (anywhere) break;
        }
        if (made["gateway"] && !made["outside"]) {
            draft_.assumed(
                fmt::format("the gateway {} reaches the outside", made["gateway"].Scalar()));
        }
        if (made["outside"]) made.remove("outside");
        segments_.push_back(made);
    }

    void add_name_server(const std::string& address) {
        Node made;
        made["address"] = address;
        Node one;
        one.push_back(made);
        const auto before = name_servers_.size();
        merge_list(name_servers_, one, "address");
        if (name_servers_.size() > before && !said("name_servers")) {
            draft_.assumed(fmt::format("the name server {} answers", address));
        }
    }

    void add_host(const Node& host) {
        Node one;
        one.push_back(host);
        merge_list(hosts_, one, "name");
    }

    // An address nobody else has, for a name of which only the name is known.
    std::string address_for(const std::string& host) {
        if (lab::address_number(host)) return host;
        return fmt::format("198.51.100.{}", 10 + made_up_++);
    }

    void add_time_server(const std::string& host) {
        for (const auto& there : hosts_) {
            for (const auto& address : there["addresses"]) {
                if (address.Scalar() == host) return;
            }
        }
        Node made;
        made["name"] = host;
        made["addresses"].push_back(address_for(host));
        made["ntp"] = "true";
        add_host(made);
        if (!said("hosts")) draft_.assumed(fmt::format("the time server {} answers", host));
    }

    void add_proxy(const std::optional<lab::ProxyChoice>& proxy) {
        if (!proxy || proxy->host.empty()) return;
        Node made;
        made["name"] = proxy->host;
        made["addresses"].push_back(address_for(proxy->host));
        made["port"] = std::to_string(proxy->port);
        Node one;
        one.push_back(made);
        merge_list(proxies_, one, "name");
        if (!said("proxies")) draft_.assumed(fmt::format("the proxy {} answers", proxy->host));
    }

    // Where licence requests go: a host of the platform's lab, or one that stands for it.
    void add_receiver(const DraftDevice& device, const lab::Settings& settings) {
        const auto url = lab::read_url(settings.transport_url());
        if (!url) return;
        for (const auto& host : hosts_) {
            if (host["name"].Scalar() == url->host) return;
        }
        Node made;
        made["name"] = url->host;
        made["addresses"].push_back(address_for(url->host));
        made["ports"].push_back(std::to_string(url->port));
        made["authority"] = authorities_[0]["name"].Scalar();
        made["paths"].push_back(url->path);
        if (platform_hosts_.size() && platform_hosts_[0]["issuer"]) {
            made["issuer"] = platform_hosts_[0]["issuer"].Scalar();
        }
        add_host(made);
        draft_.assumed(fmt::format("{} of {} leads to the authority", url->host, device.plan.name));
    }

    bool said(const char* key) const {
        return given_ && given_["network"] && given_["network"][key];
    }

    void take_given() {
        const auto put = [&](const char* key, const Node& list) {
            if (list.size()) network_[key] = list;
        };
        put("hosts", hosts_);
        put("name_servers", name_servers_);
        put("proxies", proxies_);
        put("segments", segments_);
        put("certificate_authorities", issuers_);
        if (!given_) return;
        if (given_["authorities"]) authorities_ = given_["authorities"];
        if (given_["collectors"]) collectors_ = given_["collectors"];
        for (const auto& entry : given_["network"]) {
            const auto key = entry.first.Scalar();
            Node value = entry.second;
            // What it does not name, but a configuration, is there too.
            if (key == "hosts" || key == "segments" || key == "proxies") {
                value = YAML::Clone(value);
                merge_list(value, network_[key], "name");
            }
            network_[key] = value;
        }
        if (!given_["authorities"]) return;
        // Hosts of the platform's lab lead to the first authority there is.
        for (auto host : network_["hosts"]) {
            if (host["authority"] && !named(authorities_, host["authority"].Scalar()) &&
                !named(collectors_, host["authority"].Scalar())) {
                host["authority"] = authorities_[0]["name"].Scalar();
            }
        }
        for (auto collector : collectors_) {
            if (!named(authorities_, collector["authority"].Scalar())) {
                collector["authority"] = authorities_[0]["name"].Scalar();
            }
        }
    }

    static bool named(const Node& list, const std::string& name) {
        return std::any_of(list.begin(), list.end(), [&](const Node& one) {
            return one["name"] && one["name"].Scalar() == name;
        });
    }

    // The account of the screens, unless the network file has its own authorities.
    void name_accounts() {
        if (given_ && given_["authorities"]) return;
        for (const auto& device : draft_.devices) {
            const auto& facts = device.source.facts;
            auto first = authorities_[0];
            if (const auto* account = facts.fact("smart_account")) {
                first["smart_account"] = text_node(account->value);
                draft_.understood(*account, "smart account " + account->value);
            }
            if (const auto* account = facts.fact("virtual_account")) {
                first["accounts"][0]["name"] = text_node(account->value);
                draft_.understood(*account, "virtual account " + account->value);
                break;
            }
        }
        draft_.assumed("the authority has licences in stock, and tokens GOOD and PLAIN");
    }

    void write() {
        name_accounts();
        draft_.world = {{"authorities", flow(authorities_)}};
        if (collectors_.size()) draft_.world.emplace_back("collectors", flow(collectors_));
        draft_.world.emplace_back("network", flow(network_));
    }

    Draft& draft_;
    Node given_{YAML::NodeType::Undefined};
    Node authorities_{YAML::NodeType::Sequence}, collectors_{YAML::NodeType::Sequence};
    Node network_{YAML::NodeType::Map};
    Node hosts_{YAML::NodeType::Sequence}, platform_hosts_{YAML::NodeType::Sequence};
    Node name_servers_{YAML::NodeType::Sequence}, proxies_{YAML::NodeType::Sequence};
    Node segments_{YAML::NodeType::Sequence}, issuers_{YAML::NodeType::Sequence};
    int made_up_ = 0;
};

}  // namespace

void build_world(Draft& draft) { WorldBuilder(draft).build(); }

}  // namespace rehearsals
