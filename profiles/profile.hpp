// One device's data: a platform's version and one of its models, read from profiles/ and ready to
// use. Everything two platforms may do differently without being wrong about licensing is here.
//
// A version's file, profiles/<platform>/<version>.yaml, has these keys and no others:
//   profile: asa/9.20.4       version: 9.20(4)10      from: evidence of the file as a whole
//   extends: asa/9.18         one parent, at most sixteen deep
//   templates: [dir ...]      searched in order, under profiles/
//   outlines: [dir ...]       *.cli; a file of a later directory replaces the same name
//   later: [dir ...]          more *.cli, each named after its mode, read when somebody enters it
//   capabilities: [name ...], or changes to the parent's alone: [+name, -name ...]
//   models: [name ...], or changes to the parent's alone, as with capabilities
//   defaults: {mode: [line ...]}   configuration lines that hold unless said otherwise
//   words: {group: {key: text ...}}
//   formats, texts, messages, intervals, numbers, lists: {name: entry}
//   notices: {event: {severity: N, text: "..."}}
//   defects: {ID: {effect: name, models: [...], fixed: [version ...]}}
// Sections are maps; extending replaces whole entries (a whole group of words, one whole list), but
// a group of words named +group changes the parent's: {+feature: {carrier: GTP/GPRS}}.
// Any map may hold `from`, the evidence of its entries; an entry may be {value: X, from: Y}.
// An *.cli file without @mode holds named subtrees, for @use in the others.
// A model's file, profiles/<platform>/models/<model>.yaml: model, from, pid, capabilities, and
//   extends: another model, at most three deep
//   overlay: a file under profiles/, named without .yaml, of what is otherwise on all versions of
//     this model: a version's keys with `overlay` for `profile`; its templates are searched first,
//     its outlines replace the version's of the same names. A list names several, the one that lies
//     on top first
//   numbers, texts, lists (added to the version's, replacing equal names),
//   features: {id: value | {licensed: V, unlicensed: W, reserved: X}}
//   entitlements: [{line: "feature tier standard", with: "throughput level 1G", tag, name,
//                   description, add_on: bool, feature, subscription: bool, regid, under,
//                   per: device|member|supervisor|chassis, needs: capability or "!capability"}]
// Anything else, and anything twice, is a fault with its place.
#pragma once

#include <chrono>
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "grammar/fault.hpp"
#include "grammar/outline.hpp"
#include "grammar/tree.hpp"
#include "grammar/version.hpp"
#include "profiles/facts.hpp"
#include "profiles/template.hpp"

namespace profiles {

// What one entitlement is asked for: once, or once for each piece of that hardware.
enum class Per { device, member, supervisor, chassis };

// A line of configuration that asks for an entitlement, and which.
struct EntitlementRow {
    // A canonical statement, such as "feature tier standard", or the words one begins with:
    // "license boot level network-advantage addon dna-advantage" asks for two rows.
    std::string line;
    std::string with;  // another statement it depends on, such as "throughput level 1G", or ""
    std::string tag;
    std::string name;  // used in stock labs; what a device prints comes from the authority
    std::string description;
    std::string feature;  // what the device's own software calls it: network-advantage
    std::string regid;    // the tag in full, for who debugs
    std::string under;    // a more general tag, whose licence satisfies this one; or ""
    std::string needs;    // a capability, or "!" and one that must be absent; or ""
    Per per = Per::device;
    bool add_on = false;        // needs the tier
    bool subscription = false;  // a term licence
};

struct Feature {
    std::string licensed;
    std::string unlicensed;
    std::string reserved = {};  // with the licence for all there is, where that is more
};

struct Model {
    std::string name;
    std::string pid;
    std::map<std::string, Feature> features;
    std::vector<EntitlementRow> entitlements;
};

// A known defect of versions: what it does (a name the world knows) and where it is mended.
struct Defect {
    std::string id;
    std::string effect;
    std::vector<std::string> models;      // empty: all
    std::vector<grammar::Version> fixed;  // first fixed release of each train
};

struct Notice {
    int severity = 6;
    const Template* text = nullptr;
};

struct Mode {
    grammar::Outline outline;
    grammar::Tree tree;
};

// Where a piece of data comes from, for `understudy profiles` and tidy_test.
struct Evidence {
    std::string what;  // "words.registration", "template show-license-all.txt"
    std::string from;  // empty: nobody said
    std::string file;
    int line = 0;
};

class Profile {
public:
    const std::string& name() const;      // asa/9.20.4
    const std::string& platform() const;  // asa
    const grammar::Version& version() const;
    const Model& model() const;

    bool has(const std::string& capability) const;
    const std::set<std::string>& capabilities() const;

    // All throw grammar::Faults naming the profile when there is no such entry: data that code
    // relies on is checked by the test that loads every profile.
    std::chrono::milliseconds interval(const std::string& name) const;
    long number(const std::string& name) const;
    const std::string& text(const std::string& name) const;
    const std::vector<std::string>& list(const std::string& name) const;
    // Empty when the mode has none.
    const std::vector<std::string>& defaults(const std::string& mode) const;
    const std::vector<Defect>& defects() const;

    // Null when there is none.
    const Mode* mode(const std::string& name) const;
    std::set<std::string> mode_names() const;
    std::vector<const Mode*> modes() const;                        // by name; reads them all
    const Template* find_template(const std::string& name) const;  // without .txt
    bool has_message(const std::string& name) const;
    bool has_text(const std::string& name) const;
    bool has_list(const std::string& name) const;
    bool has_interval(const std::string& name) const;
    bool has_number(const std::string& name) const;
    bool has_word(const std::string& group, const std::string& key) const;
    const Notice* notice(const std::string& event) const;

    // The text of a template or, when there is none of that name, of a message (with a newline
    // at its end). Throws grammar::Faults for an unknown one.
    std::string render(const std::string& name, const Facts& facts) const;
    // The text of a message without a newline: prompts and questions.
    std::string message(const std::string& name, const Facts& facts) const;
    // The text of an event's notice, without a newline.
    std::string notice_text(const std::string& event, const Facts& facts) const;
    // Renders a text that is a template of its own, such as a lab's startup configuration.
    std::string fill(const std::string& text, const std::string& file, const Facts& facts) const;
    // Both throw grammar::Faults for what the profile does not have. No format means `time`.
    std::string word(const std::string& group, const std::string& key) const;
    std::string stamp(const Stamp& stamp, const std::string& format) const;

    // Checks every template and message that names a view in `views`, and that each has one.
    // `views` maps a template or message name to what its facts offer, and an event to what its
    // notice may print. A message without holes needs no view, nor does a template that another
    // one uses. Returns all faults.
    std::vector<grammar::Fault> check(const std::map<std::string, Schema>& views) const;
    std::vector<Evidence> evidence() const;

    struct Data;
    explicit Profile(std::shared_ptr<const Data> data);

private:
    std::shared_ptr<const Data> data_;
};

// All profiles under a folder, and what is laid over it. Loading is cached; profiles are shared and
// const.
class Library {
public:
    // A folder holds <platform>/<version>.yaml; several with ':' between them, as roots.hpp has it.
    // Throws grammar::Faults when one is not there.
    explicit Library(const std::string& folders);
    ~Library();

    // "asa" (newest), "asa/9.8", "asa/9.20.4"; `model` empty: the version's first. Throws
    // grammar::Faults: an unknown profile or model lists what there is.
    std::shared_ptr<const Profile> load(const std::string& name, const std::string& model = "");
    // The profile for a software version, any interim included: the newest that is not newer
    // than `version` and has the model, or the oldest.
    std::shared_ptr<const Profile> nearest(const std::string& platform,
                                           const grammar::Version& version,
                                           const std::string& model);
    // Is there one? Software that is older than a model does not run on it.
    bool runs(const std::string& platform, const grammar::Version& version,
              const std::string& model);
    // Every profile name, and the models of one.
    std::vector<std::string> names() const;
    std::vector<std::string> models(const std::string& name);
    const std::string& folder() const;

private:
    struct Data;
    std::unique_ptr<Data> data_;
};

}  // namespace profiles
