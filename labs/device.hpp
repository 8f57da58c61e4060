// One operating system's device: hardware, what is sealed in it, what is saved, what is running.
// `reload` drops what is running and boots the chosen image; `write erase` clears the startup
// text and nothing else. The device's own Smart Agent lives here; what it wants to send goes to
// the network by way of the device's own configuration.
#pragma once

#include <chrono>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "labs/device_state.hpp"
#include "labs/network.hpp"
#include "labs/reading.hpp"
#include "labs/settings.hpp"
#include "licensing/agent.hpp"
#include "licensing/policy_agent.hpp"
#include "licensing/timeline.hpp"
#include "profiles/profile.hpp"

namespace lab {

struct ReadLine;

struct Surroundings {
    licensing::Timeline& timeline;
    Network& network;
    profiles::Library& library;
    licensing::Chance chance;
};

class Device : public licensing::Party {
public:
    Device(std::string name, Chassis chassis, Surroundings around);

    const std::string& name() const { return name_; }
    const Chassis& chassis() const { return chassis_; }
    Chassis& chassis() { return chassis_; }
    const Running& running() const { return running_; }
    const profiles::Profile& profile() const { return *profile_; }
    const Settings& settings() const { return settings_; }
    const Rules& rules() const { return rules_; }
    // Null while it is down or where a host's agent serves it.
    licensing::Agent* agent() { return agent_ ? &*agent_ : nullptr; }
    const licensing::Agent* agent() const { return agent_ ? &*agent_ : nullptr; }
    std::function<void(Device&, const Happening&)> listener;
    // Does anybody watch a debug of this topic? Unset: somebody might.
    std::function<bool(const Device&, const std::string& topic)> watched;

    // -- power --
    void boot();                      // at once
    void reload(bool quick = false);  // goes down, and boots after the profile's time
    // In place of a plan that there is; the console is told now and then until its time has come.
    void plan_reload(PlannedReload plan);
    bool cancel_reload();  // false: none was planned
    bool up() const { return running_.up; }
    void pull_plug();  // goes down without a word
    void power_on();   // boots after the profile's time
    // The image a boot would choose now; null: none on flash.
    const File* next_image() const;

    // -- on a chassis: device_hosting.cpp --
    // By the lab, once, before anything boots.
    void seat(Device& host, int slot);
    Device* host() const { return host_; }  // the chassis it lives on; null: its own
    int slot() const { return slot_; }
    // Who asks for its licences: its own agent or its host's; null: nobody does now.
    licensing::Agent* asking_agent() {
        return agent_ ? &*agent_ : host_ ? host_->agent() : nullptr;
    }
    const std::vector<Device*>& modules() const { return modules_; }  // on this one, by slot
    // The application of an appliance, for what lies beneath it; null elsewhere.
    void carry(const Device& above) { above_ = &above; }
    const Device* above() const { return above_; }

    // -- time --
    licensing::DeviceTime now() const;
    licensing::Span clock_offset() const;  // its clock minus lab time
    licensing::Instant lab_now() const { return around_.timeline.now(); }
    void set_clock(licensing::DeviceTime to);
    // The hardware's calendar, from which the clock is set at boot.
    licensing::DeviceTime calendar() const;
    void set_calendar(licensing::DeviceTime to);
    void read_calendar();
    // May certificates be judged by it?
    bool clock_authoritative() const;
    // `*` for a clock nobody vouches for, `.` for one that has lost its server; else nothing.
    std::string clock_mark() const;
    // What a log line begins with: the mark and the time, or how long it has been up.
    std::string log_stamp() const;
    void settle_clock();
    // gi0/1 is GigabitEthernet0/1 where there is one.
    std::optional<std::string> hardware_name(const std::string& typed) const;
    profiles::Stamp stamp(licensing::DeviceTime at) const;
    licensing::Span uptime() const;

    // -- configuration --
    // `deferred`: entitlements are only asked for by put_in_force().
    Applied apply(const Edit& edit, bool deferred);
    // All of them, or none when one is refused.
    Applied commit(const std::vector<Edit>& edits);
    void put_in_force();
    void note_author(const std::string& user) { running_.modified_by = user; }
    std::vector<std::string> configuration_lines(bool all) const;
    std::vector<std::string> section(const std::string& words, bool all) const;
    void save();  // running to startup
    // Lines on top of what runs, by the door that typed ones come in; what was refused of them.
    std::vector<StartupError> merge(const std::string& text);
    // The startup text of a lab, on top of what the unit came with.
    void preset(const std::string& text);
    std::vector<std::string> saved_boot_images() const;
    void erase();  // the startup text
    // The statements that begin so are again what the unit came with: nothing, or its own.
    void restore_section(const std::string& words);
    bool unsaved() const { return running_.unsaved; }
    // Four groups of eight hexadecimal digits over the running configuration.
    std::string checksum() const;
    std::string startup_text() const;  // what save() would write
    // The whole running configuration gives way to what a unit comes with; what it remarks.
    std::optional<DeviceRefusal> clear_configuration();
    // And it is as if nobody had ever registered it.
    void restore_factory();
    // The key pair by which its own servers are known.
    bool has_key_pair() const { return running_.key_pair; }
    void set_key_pair(bool there) { running_.key_pair = there, running_.keys_removed = !there; }
    bool keys_removed() const { return running_.keys_removed; }
    void set_keys_removed(bool removed) { running_.keys_removed = removed; }
    // Somebody got in as `user`, or was refused: what the next login tells of it.
    void note_login(const std::string& user, const std::string& from);
    void note_failed_login(const std::string& user);
    // Whoever was locked out for failing may try again.
    void forgive(const std::string& user);

    // -- hardware: device_members.cpp --
    std::vector<Unit> units() const;  // those of a stack or of a pair of supervisors; or one
    bool add_member(const std::string& serial, const std::string& model);  // false: no place
    bool remove_member(const std::string& serial);                         // false: no such one
    int pieces(profiles::Per per, const std::string& model) const;         // how many there are
    // The models in a stack, each once, the device's own first.
    std::vector<const profiles::Model*> models() const;

    // -- a virtual machine: device_machine.cpp --
    std::optional<Machine> machine() const;                  // nothing: it is none
    void resize(Machine to) { chassis_.next_machine = to; }  // when it boots next
    // The models that it may become by more or less memory, the smallest first; with another
    // software than now where an image is named.
    std::vector<std::string> levels(const File* image = nullptr) const;
    std::string level_of(const Machine& machine, const File* image = nullptr) const;
    Machine allowed_machine() const;  // by its licence; nothing at all without one
    bool over_provisioned() const;
    std::string hypervisor() const;
    std::string hardware_text() const;

    // -- files --
    std::string file_path(const std::string& typed) const;
    const File* file(const std::string& path) const;  // null: there is none
    // Puts a text on flash, over one of that name; gives its path, empty when that is elsewhere.
    std::string put_file(const std::string& name, const std::string& text);
    bool delete_file(const std::string& path);

    // -- licensing --
    std::vector<licensing::Claim> claims() const;  // what the configuration asks for
    // Does this row hold on this software? Null: no row of the hardware has that tag.
    bool applies(const profiles::EntitlementRow& row) const;
    const profiles::EntitlementRow* row_of(const std::string& tag) const;
    // The lines that choose licence levels: as configured, as the startup text has them, and
    // in that order with the model's own where nobody chose.
    std::vector<std::string> levels_at_next_boot() const;
    bool strong_encryption() const;
    // Of one whose host's agent asks: a tier was granted and nothing has taken it away.
    bool holds_tier() const;
    // Its own, or by the licences of its pair: what one unit has both may use (seed 003).
    bool encrypts_strongly() const;
    // The tier (and what goes with it) is granted and in force.
    bool licensed() const;
    // The key that the portal of old issues for this unit, and its keeping: device_upgrade.cpp.
    std::string issued_key() const;
    bool take_activation_key(const std::string& typed);  // false: it is no key of this unit
    bool holds_activation_key() const;                   // one that this software goes by
    const licensing::Entitlement* tier() const;          // as the agent has it; null: not asked for
    // The model whose VPN and TLS limits apply: from 9.13 on that of the entitlement (asa.md 4.4).
    const profiles::Model& limits() const;
    // Why nothing that needs a special licence can be configured anew; nothing: it can. What is
    // configured goes on and may change (seed 003, Out-of-Compliance State). For a new context
    // beyond the tier's own, an inspection, a crypto line: ask here, then granted() or the table.
    std::optional<DeviceRefusal> licence_bar() const;
    // The tier was asked for and has never been granted: it brings nothing.
    bool tier_denied() const;
    // Cut to the rate of a unit without licence.
    bool throttled() const;

    // -- reserved licences: device_reservation.cpp --
    // What it asks to be reserved: the licence for all that it does. Null: reservation is not
    // configured, or leaves the entitlements to be asked for one by one.
    const profiles::EntitlementRow* universal_row() const;
    const profiles::Model& reserved_model() const;  // whose licence that is

    // How many of the add-on that the configuration line asks for are granted; 0: none.
    int granted(const std::string& line) const;
    // -- what licences permit: device_permits.cpp --
    // 3DES/AES for who manages it by that interface.
    bool manages_strongly(const Interface& interface) const;
    bool known_to_authority() const;  // registered, itself or its host, or reserved for
    // Is the feature enabled, in its own table or its pair's?
    bool permits(const std::string& feature) const;
    // What its table says of a feature that is counted.
    int licensed_count(const std::string& feature) const;
    int tls_proxy_limit() const;
    // The limit of TLS proxy sessions is lower than what is licensed.
    std::optional<DeviceRefusal> tls_proxy_remark() const;
    std::optional<licensing::AgentRefusal> register_device(const std::string& token, bool force);
    std::optional<licensing::AgentRefusal> deregister();
    std::optional<licensing::AgentRefusal> renew_identity();
    std::optional<licensing::AgentRefusal> renew_authorization();
    // Any other order to the agent, such as those about reservations.
    using Order = std::function<std::optional<licensing::AgentRefusal>(licensing::Agent&,
                                                                       licensing::DeviceTime)>;
    std::optional<licensing::AgentRefusal> order(const Order& given);
    void deliver(std::uint64_t id, const licensing::Delivery& delivery);

    // -- reporting usage by policy: device_policy.cpp --
    // Null while it is down, and where the classic agent works.
    const licensing::PolicyAgent* policy() const { return policy_ ? &*policy_ : nullptr; }
    std::vector<licensing::Udi> udis() const;  // whose trust it asks for, the active one first
    // These need policy().
    void trust(const std::string& token, bool all, bool force);
    void synchronize_usage();
    void reset_licensing();
    std::string save_trust_request(const std::string& path);
    bool save_usage(const UsageChoice& choice, const std::string& path);  // false: none to save
    bool import_file(const std::string& path);                            // false: nothing in it
    std::string usage_failure(const licensing::Failure& failure) const;   // in the device's words

    bool shows(const std::string& effect) const;  // a triggered, unmended defect does this
    Sender sender() const;

    // -- certificates --
    bool clock_trusted() const;  // as far as certificates go
    void take_certificate(const std::string& trustpoint, const std::string& bytes);
    void fill_pool(const std::string& bytes);  // trusts it without a trustpoint
    void drop_trustpoint(const std::string& name);
    // A trustpoint's certificates in base 64, as they came with the unit or were pasted.
    std::vector<std::string> chain_texts(const std::string& trustpoint) const;
    // Is the root of the public certificates where it was when the unit was made, and in force?
    bool trusts_public_roots() const;
    // Whose certificate these bytes are: a root it came with, or an authority of the world.
    std::optional<CertificateAuthority> owner_of(std::string_view certificate) const;

    // -- the pool of public roots: device_pool.cpp --
    struct Imported {
        long attempted = 0, installed = 0, duplicates = 0, expired = 0, bytes = 0;
    };
    std::string pool_url() const;  // from where it fetches by itself, and when by its clock
    std::optional<licensing::DeviceTime> next_pool_import() const;
    // Fetches the bundle into the pool; nothing: nobody gives it.
    std::optional<Imported> import_roots(const std::string& url);
    std::optional<Imported> look_at_roots(const std::string& url);  // what an import would do
    void empty_pool();
    bool remove_from_pool(const std::string& fingerprint);  // false: none has it

    // -- packets: device_packets.cpp --
    void heard(const Exchange& exchange);  // at its edge
    std::vector<PacketCapture>& captures() { return running_.captures; }
    std::vector<Frame> captured(const PacketCapture& capture) const;
    void forget_names() { running_.looked_up.clear(); }
    // Its own end's port on the way that `gone` tells of.
    int own_end_of(const Gone& gone) const;

    // -- failover: device_failover.cpp; pair.hpp decides what happens when --
    const Failover& failover() const { return running_.failover; }
    Failover& failover() { return running_.failover; }
    // Set by the lab: the other unit as long as it is heard; an edit taken from who typed it; a
    // save.
    std::function<const Device*(const Device&)> mate_of;
    std::function<void(Device&, const Edit&, bool deferred)> edited;
    std::function<void(Device&)> saved;
    const Device* mate() const { return mate_of ? mate_of(*this) : nullptr; }
    // The pair's common table; empty where it never had a mate.
    std::vector<LicensedFeature> pair_features() const;
    void turn(Phase to, TurnWhy why, std::optional<licensing::Span> length);
    void mate_failed();
    void leave_pair();
    void switch_failover_off();
    // Lines in place of its own configuration, less what stays with each unit; what was refused.
    std::vector<std::string> receive(const std::vector<std::string>& lines);
    void replicate(const Edit& edit, bool deferred);
    bool stays_with_unit(const Edit& edit) const;

    // -- a cluster: device_cluster.cpp; clusters.hpp decides what happens when --
    const Cluster& cluster() const { return running_.cluster; }
    Cluster& cluster() { return running_.cluster; }
    // Set by the lab: all units of its cluster, itself first.
    std::function<std::vector<const Device*>(const Device&)> members_of;
    void turn(Membership to, JoinWhy why, std::optional<licensing::Span> length);
    void leave_cluster(JoinWhy why);
    void switch_cluster_off();
    bool licences_answered() const;  // all that it asked for, it has
    bool takeover_graced() const;    // what the one before it had is still in force
    // The cluster's common table; empty where it is in none.
    std::vector<LicensedFeature> cluster_features() const;

    // -- the units it plays in multiple mode: device_partitions.cpp --
    enum class Place { single, system, admin, context };  // of whom is at work on it
    Place place() const;
    // Whose configuration is at hand now: what is asked of the device, said to it and typed means
    // that one. Empty: its own, which is at hand whenever nobody is at work.
    const std::string& partition() const { return here_; }
    void go_to(const std::string& partition);  // one that is not there: its own
    bool plays(const std::string& partition) const;
    // Has it the configuration that is at hand at its mate?
    bool has_counterpart(const Device& mate) const {
        return mate.partition().empty() || plays(mate.partition());
    }
    // Its own, wherever somebody is at work; with what its admin partition lends it.
    const Settings& unit_settings() const;
    // Those by which it is in networks: its own, or those of its partitions.
    void each_interface(const std::function<void(const Interface&)>& visit) const;
    const Partition* partition_named(const std::string& name) const;
    // How many its licences allow, its pair's or its cluster's.
    int partitions_allowed() const;
    void change_mode(bool multiple);             // writes what the next boot reads
    void take_partitions(Device& from);          // those of its mate, as they run there
    std::optional<std::string> startup() const;  // of the configuration at hand
    void write_startup(const std::string& text);
    std::optional<licensing::DeviceTime> saved_at() const;
    Running kept() const;  // as a lab that is put down has it

    // Somebody is at work on a partition as long as this lives.
    class Stay {
    public:
        Stay(Device& device, const std::string& partition)
            : device_(device), before_(device.partition()) {
            device_.go_to(partition);
        }
        ~Stay() { device_.go_to(before_); }
        Stay(const Stay&) = delete;
        Stay& operator=(const Stay&) = delete;

    private:
        Device& device_;
        std::string before_;
    };

    // -- notices --
    // To the console, whatever the log is told.
    void announce(const std::string& text, const profiles::Facts& facts);
    void announce_text(const std::string& text);
    void notify(const std::string& event, profiles::Facts facts = {});
    void debug(const std::string& topic, const std::string& event, profiles::Facts facts = {});
    void count_match(const std::string& list, int sequence);
    void clear_matches(const std::string& list);  // empty: of all lists
    long matches(const std::string& list, int sequence) const;
    void clear_log();
    void trace_all(bool all) { running_.traces_all = all; }
    void clear_licence_events() { chassis_.licence_events.clear(); }
    void touched();  // somebody is at the console

    // -- saving --
    void reseed(licensing::Chance chance) { around_.chance = chance; }
    void restore(Running running, const std::vector<std::string>& text);

    std::string_view party() const override { return name_; }
    std::optional<licensing::Instant> next_due() const override;
    void wake(licensing::Instant now) override;

private:
    void power_modules(bool on);
    void request_entitlements();
    void follow_host();
    void take_export(bool allowed);
    void hear_module(bool asks);
    void add_module_claims(std::vector<licensing::Claim>& claims) const;
    bool tell_modules();
    std::optional<DeviceRefusal> licence_objection(const Statement& s) const;
    std::vector<HeldEntitlement> held() const;
    bool encryption_granted() const;
    void collect();  // the agent's requests and events
    void hear(const licensing::Event& event);
    void tell_steps(std::optional<licensing::TransportFailure> failure, const Url& url,
                    const profiles::Facts& facts);
    void tell_failure(licensing::TransportFailure failure);
    void tell_dates(const licensing::Delivery& delivery);
    void trace(const licensing::Event& event, const profiles::Facts& facts);
    void derive_trust();
    bool holds_root() const;
    void plan_pool_import();
    void import_by_itself();
    std::optional<std::vector<CertificateAuthority>> fetch_bundle(const std::string& url);
    void tell_handshake(const profiles::Facts& facts);
    void tell_distrust(licensing::TransportFailure failure, const profiles::Facts& facts);
    profiles::Facts way_facts(const Url& url) const;
    void begin_registration();
    void make_key_pair();
    void keep_keys();
    void load_keys();
    void later(licensing::Span delay, const std::string& event);
    bool announces_at_boot(const std::string& event) const;
    void announce_boot();
    void say_upcoming();
    licensing::Span time_to(const std::string& event) const;  // nothing when it is not coming
    std::optional<licensing::PolicyTransport> start_policy(bool smart);
    void carry_way(licensing::PolicyTransport way);
    void leave_policy();
    void restore_policy();
    void end_policy();
    std::vector<licensing::UsedLicence> licences_in_use() const;
    void report_usage();
    void collect_usage();
    void hear_usage(const licensing::PolicyEvent& event);
    void derive();  // settings from the tree
    void derive_partitions();
    void restore_partitions();
    std::vector<DeviceRefusal> follow_partitions();
    std::vector<DeviceRefusal> load_partition(const PartitionSettings& wanted);
    void fit_ports(const PartitionSettings& wanted);
    std::vector<std::string> port_names() const;
    std::optional<DeviceRefusal> partition_objection(const Edit& edit) const;
    std::optional<DeviceRefusal> new_partition_objection() const;
    std::optional<DeviceRefusal> place_objection(const Edit& edit) const;
    struct Converted;
    Converted converted(const std::vector<Statement>& statements) const;
    std::string own_part(const std::string& text) const;
    const PartitionSettings& allotted() const;
    void take_addresses();
    std::string unit_part(const std::vector<std::string>& lines, bool own) const;
    bool knows_part() const;
    bool per_unit(const profiles::EntitlementRow& row) const;
    bool requests(const profiles::EntitlementRow& row) const;
    std::optional<DeviceRefusal> cluster_objection(const Edit& edit) const;
    bool drop_shared_licences();
    bool requests_licences() const;
    std::optional<DeviceRefusal> reservation_objection(const Edit& edit) const;
    void displace(const Edit& edit);
    void take_machine(const File* image);
    std::vector<std::string> read_day0();
    void lose_encryption();
    std::optional<DeviceRefusal> pair_objection(const Statement& s) const;
    std::optional<DeviceRefusal> dedicate(const Edit& edit);
    void go_down(bool orderly, bool quick = false);
    void warn_of_reload();
    void move_clock(licensing::DeviceTime to);
    void tell_authoritative();
    void follow_time_servers();
    void ask_time(Association& association, const TimeServer& server);
    void poll_time_servers();
    void choose_time_server();
    std::optional<licensing::Instant> next_poll() const;
    std::optional<DeviceRefusal> spell_out(Edit& edit) const;
    std::optional<DeviceRefusal> number_entry(Edit& edit) const;
    Statement list_numbered(const std::string& word) const;
    std::optional<DeviceRefusal> network_objection(const Edit& edit) const;
    std::optional<DeviceRefusal> change_table(const Edit& edit);
    void take_profile(const File* image);
    bool runs(const File& image) const;
    void open_store();
    std::string factory_text() const;
    void write_down(const std::string& text);
    bool has_file(const std::string& path) const;
    void add_ports(const std::string& startup);
    std::vector<std::string> read(const std::string& text);
    std::optional<StartupError> unread(const ReadLine& line) const;
    void take_levels();
    void note_event(const std::string& kind, const profiles::Facts& facts);
    void note_boot();
    void tell_member(std::int64_t number, bool added);
    void note_usage(const std::vector<licensing::Claim>& claims);
    std::vector<std::string> or_own_level(std::vector<std::string> lines) const;
    void as_shown(Statement& statement) const;
    std::string stored_form(const Statement& s, const std::string& typed) const;
    void follow_nameif(const std::string& before, const std::string& after);
    std::optional<DeviceRefusal> secure(const Edit& edit);
    bool permanent(const Edit& edit) const;
    bool fixed(const Edit& edit) const;
    std::optional<DeviceRefusal> taken(const Edit& edit) const;
    std::string meaning_below(const Edit& edit) const;
    std::optional<Applied> apply_to_range(const Edit& wanted, bool deferred);
    std::optional<DeviceRefusal> objection(const Edit& edit) const;
    std::optional<DeviceRefusal> permit_objection(const Edit& edit) const;
    std::optional<DeviceRefusal> vlan_objection(const Edit& edit) const;
    std::optional<DeviceRefusal> tls_proxy_objection(const Statement& s) const;
    std::optional<DeviceRefusal> overfull(const std::vector<Edit>& edits) const;
    Space& logging_space();
    void log(int severity, const std::string& text);
    void tell(const Happening& happening);

    std::string name_;
    Chassis chassis_;
    Surroundings around_;
    std::shared_ptr<const profiles::Profile> profile_;
    Rules rules_;
    Running running_;
    Settings settings_;
    std::optional<licensing::Agent> agent_;
    Device* host_ = nullptr;
    int slot_ = 1;
    std::vector<Device*> modules_;
    const Device* above_ = nullptr;
    bool reading_ = false;     // a startup text, line by line
    bool receiving_ = false;   // what its mate has taken already
    std::string here_;         // the partition whose configuration is at hand
    Rules partition_rules_;    // its own, while a partition's are in force
    bool lent_stale_ = false;  // what the admin partition lends has changed
    bool booting_ = false;     // by a reload: what is said comes in its own time
    std::string day0_token_;   // found while a Day 0 configuration was read
    std::optional<licensing::PolicyAgent> policy_;
};

// What a row of entitlements calls its feature that is all there is.
inline constexpr std::string_view universal_feature = "universal";

// One claim for each tag.
void add_claim(std::vector<licensing::Claim>& claims, const std::string& tag, int count);

// The values an agent of this profile goes by.
licensing::AgentTraits traits_of(const profiles::Profile& profile, const std::string& party);

// A release as the profiles name it (9.20.4) is the version that profile plays (9.20(4)10); any
// other is what it says.
std::string full_version(profiles::Library& library, const std::string& platform,
                         const std::string& version);

// What a failed exchange is called on this device.
std::string failure_text(const profiles::Profile& profile, const licensing::Failure& failure);

// The certificate that units come with in a trustpoint, in base 64; empty: none.
std::string built_in_certificate(const profiles::Profile& profile, const std::string& trustpoint);

// The profile's key for a way of reporting: cslu, smart, callhome, off.
std::string transport_word(licensing::PolicyTransport way);

// What flash is called in front of a file's name: disk0:/ or flash:
std::string flash_directory(const profiles::Profile& profile);

// The image a unit comes with, as `show version` names it.
// A text with the hole {release} names `version`, or else the profile's own, by two digits each.
std::string own_image(const profiles::Profile& profile, const std::string& version = {});

// 16.9.3 is 16.09.03 where two digits are the rule, 16.12.3a is 16.12.03a.
std::string padded_version(const std::string& version);

// What of its licensing a release does in a way of its own: list `licence-traits`. A list of its
// own, so that a release names these and keeps its parent's capabilities.
bool has_trait(const profiles::Profile& profile, const std::string& name);

// The stored form of a password: not reversible, the same every time.
std::string stored_password(const std::string& password, const profiles::Profile& profile);

}  // namespace lab
