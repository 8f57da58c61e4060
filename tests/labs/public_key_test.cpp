// Public keys as people write them, and the hashes by which devices remember them. The expected
// hashes are those of ssh-keygen and sha256sum.
#include "labs/public_key.hpp"

#include <doctest/doctest.h>

namespace {

const std::string data = "AAAAC3NzaC1lZDI1NTE5AAAAIF9U9ptbVjFf+nNWFGt1N7O/OHopmnNvry1PCSJFSYbP";
const std::string rsa =
    "AAAAB3NzaC1yc2EAAAADAQABAAABAQCfGKc+5gvcv3LfX80qx/qaww6AUrUnNmiR4Bv8YM7Csl+xhlsxeKanIQnM"
    "cBLhSkviGH6nKocojd+rWCnjqPICWy9749cZr22o9gWKJH8TiK84Tg47Z7EGUzwTD0+D1OxNT/YDTHw2mvO8H1aQ"
    "ombcluCT47yP1/MuqKu8l2N1K1IpYxWsc6Hz7tuX2XYz+1cqqAIbAHu9jM9/3PrbtWplONLhmD04MzFFvoZ9Ku9m"
    "Mv6Wivw2t5xxRZg2mskr5aeD61vUYDLu4ExH5hK3COHhcVbAFT4qEvA+P2geCULXMar9eUxMTJRhGGCjuSAngYmW"
    "ZQs89S5aCnlKJb+hPYCr";

}  // namespace

TEST_CASE("public key: a line of OpenSSH, its middle, a block") {
    const lab::PublicKey key{"ssh-ed25519", data};
    CHECK(lab::read_public_key("ssh-ed25519 " + data + " me@desk") == key);
    CHECK(lab::read_public_key("ssh-ed25519 " + data) == key);
    CHECK(lab::read_public_key(data) == key);
    CHECK(
        lab::read_public_key("---- BEGIN SSH2 PUBLIC KEY ----\nComment: \"256-bit, \\\n  mine\"\n" +
                             data.substr(0, 30) + "\n" + data.substr(30) +
                             "\r\n---- END SSH2 PUBLIC KEY ----\n") == key);
    CHECK(lab::read_public_key(rsa)->type == "ssh-rsa");
}

TEST_CASE("public key: what is none") {
    for (const std::string& text :
         {std::string(), std::string("ssh-rsa"), "ssh-rsa " + data, data.substr(1),
          data.substr(0, 40), rsa.substr(0, 360), data + "!", std::string("AAAA"),
          std::string("AAAAC3Nz"), std::string("//////////////8="),
          std::string("-----BEGIN OPENSSH PRIVATE KEY-----\nb3BlbnNz\n")}) {
        CAPTURE(text);
        CHECK_FALSE(lab::read_public_key(text));
    }
}

TEST_CASE("public key: its hashes") {
    const auto short_one = *lab::read_public_key(data);
    CHECK(lab::md5_of(short_one) == "8cab4c3dc5efdfb2498a3955244c950d");
    CHECK(lab::sha256_of(short_one) ==
          "331a65252ffcdc4545c225c06fda5c2f39ce4d6fa2db9eb67f0210c946616cb3");
    const auto long_one = *lab::read_public_key(rsa);
    CHECK(lab::md5_of(long_one) == "576b69a58803c633648910ae13d96094");
    CHECK(lab::sha256_of(long_one) ==
          "8f6b37d21bae0faefe500aac2e60cc7385e1c85f171159195928f5472df11166");
}
