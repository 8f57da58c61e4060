// Who may come in, as a lab file or a file of its own says.
#include <doctest/doctest.h>

#include <filesystem>
#include <fstream>

#include "labs/plan.hpp"

namespace {

const std::string key = "AAAAC3NzaC1lZDI1NTE5AAAAIF9U9ptbVjFf+nNWFGt1N7O/OHopmnNvry1PCSJFSYbP";
const std::string device = "devices:\n  - {name: a, profile: asa, serial: S}\n";

lab::Credentials read(const std::string& access) {
    return lab::read_plan(device + "access:\n" + access, "x.yaml").access;
}

std::string faults_of(const std::string& access) {
    std::string all;
    try {
        read(access);
    } catch (const grammar::Faults& faults) {
        for (const auto& fault : faults.list()) all += grammar::to_string(fault) + "\n";
    }
    return all;
}

}  // namespace

TEST_CASE("credentials: passwords, a key, several keys") {
    const auto all =
        read("  users:\n    - {name: ann, password: s3cret}\n    - name: bob\n      key: " + key +
             "\n    - name: cee\n      password: other\n      keys:\n        - " + "ssh-ed25519 " +
             key + " cee@home\n");
    const lab::PublicKey right{"ssh-ed25519", key};
    CHECK(all.fit("ann", "s3cret"));
    CHECK_FALSE(all.fit("ann", "other"));
    CHECK_FALSE(all.fit("ann", ""));
    CHECK_FALSE(all.fit("ann", right));
    CHECK(all.fit("bob", right));
    CHECK_FALSE(all.fit("bob", ""));
    CHECK_FALSE(all.fit("bob", lab::PublicKey{"ssh-rsa", key}));
    CHECK(all.fit("cee", right));
    CHECK(all.fit("cee", "other"));
    CHECK(all.know("bob"));
    CHECK_FALSE(all.know("dan"));
    CHECK(all.have_keys());
    CHECK(all.have_passwords());
    CHECK(read("  {}\n").empty());
}

TEST_CASE("credentials: every fault has its place, and no secret in it") {
    CHECK(faults_of("  users:\n    - {name: ann}\n    - {password: s3cret}\n") ==
          "x.yaml:5:7: a user needs a password or a key\n"
          "x.yaml:6:7: a user needs a name\n");
    CHECK(faults_of("  users:\n    - {name: a+b, password: x}\n") ==
          "x.yaml:5:14: not a name without blanks and +\n");
    CHECK(faults_of("  users:\n    - {name: a, password: x}\n    - {name: a, password: y}\n") ==
          "x.yaml:6:14: two users are named a\n");
    CHECK(faults_of("  users:\n    - {name: a, key: ssh-rsa AAAA}\n") ==
          "x.yaml:5:22: not a public key such as ssh-ed25519 AAAA...\n");
    CHECK(faults_of("  users:\n    - {name: a, key: '-----BEGIN OPENSSH PRIVATE KEY-----'}\n") ==
          "x.yaml:5:22: that is a private key; its owner keeps it, the .pub goes here\n");
    CHECK(faults_of("  users:\n    - {name: a, password: \"x\\ny\"}\n") ==
          "x.yaml:5:27: not a password of printable characters\n");
    CHECK(faults_of("  people: []\n") == "x.yaml:4:3: 'people' is not known here\n");
    CHECK(faults_of("  ssh_versions: {b: Cisco-1.25}\n") == "x.yaml:4:18: no device is named b\n");
    CHECK(faults_of("  ssh_versions: {a: \"\"}\n") ==
          "x.yaml:4:21: not the version of an SSH server such as Cisco-1.25\n");
}

TEST_CASE("credentials: a file of its own") {
    const auto file = std::filesystem::temp_directory_path() / "understudy-credentials.yaml";
    std::ofstream(file) << "users:\n  - {name: ann, password: s3cret}\n";
    CHECK(lab::load_credentials(file.string()).fit("ann", "s3cret"));
    std::ofstream(file) << "ssh_versions: {a: x}\n";
    CHECK_THROWS_WITH(lab::load_credentials(file.string()),
                      doctest::Contains("nobody is named who may come in"));
    std::filesystem::remove(file);
    CHECK_THROWS_AS(lab::load_credentials(file.string()), grammar::Faults);
}
