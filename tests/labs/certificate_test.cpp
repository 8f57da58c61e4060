#include <doctest/doctest.h>

#include "labs/certificate.hpp"

TEST_CASE("a certificate survives being pasted") {
    const lab::CertificateAuthority authority{"root", "cn=Example Root CA,o=Example Corp"};
    std::string text;
    for (const auto& line : lab::pem_of(authority)) {
        CHECK(line.size() <= 64);
        text += line + "\n";
    }
    CHECK(text.starts_with("-----BEGIN CERTIFICATE-----\n"));
    CHECK(lab::read_pem(text) == lab::certificate_of(authority));
    CHECK(lab::read_pem("this is no certificate: !").empty());
}

TEST_CASE("fingerprints are those of the digests' own examples") {
    const auto prints = lab::fingerprints_of("abc");
    CHECK(prints.md5 == "90015098 3CD24FB0 D6963F7D 28E17F72");
    CHECK(prints.sha1 == "A9993E36 4706816A BA3E2571 7850C26C 9CD0D89D");
}

TEST_CASE("each authority has a certificate of its own") {
    const lab::CertificateAuthority one{"one", "cn=A"};
    const lab::CertificateAuthority other{"other", "cn=A"};
    CHECK(lab::certificate_of(one) != lab::certificate_of(other));
}
