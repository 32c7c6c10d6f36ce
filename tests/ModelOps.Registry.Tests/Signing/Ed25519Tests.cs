using System.Numerics;
using System.Security.Cryptography;
using System.Text;
using ModelOps.Registry.Signing;

namespace ModelOps.Registry.Tests.Signing;

/// <summary>Keys of RFC 8410, signatures of RFC 8032, and what must not pass for them.</summary>
public sealed class Ed25519Tests
{
    // RFC 8410, 10.3: the key alone, and with an attribute and its public key, which is 10.1.
    private const string PrivatePem = "-----BEGIN PRIVATE KEY-----\nMC4CAQAwBQYDK2VwBCIEINTuctv5E1hK1bbY8fdp+K06/nwoy/HU++CXqI9EdVhC\n-----END PRIVATE KEY-----\n";
    private const string PrivatePemWithPublicKey =
        """
        -----BEGIN PRIVATE KEY-----
        MHICAQEwBQYDK2VwBCIEINTuctv5E1hK1bbY8fdp+K06/nwoy/HU++CXqI9EdVhC
        oB8wHQYKKoZIhvcNAQkJFDEPDA1DdXJkbGUgQ2hhaXJzgSEAGb9ECWmEzf6FQbrB
        Z9w7lshQhqowtrbLDFw4rXAxZuE=
        -----END PRIVATE KEY-----
        """;

    private const string PublicPem = "-----BEGIN PUBLIC KEY-----\nMCowBQYDK2VwAyEAGb9ECWmEzf6FQbrBZ9w7lshQhqowtrbLDFw4rXAxZuE=\n-----END PUBLIC KEY-----\n";
    private static readonly BigInteger Order = BigInteger.Pow(2, 252) + BigInteger.Parse("27742317777372353535851937790883648493", System.Globalization.CultureInfo.InvariantCulture);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    // RFC 8032, 7.1: the tests 1, 2, 3 and SHA(abc).
    public static TheoryData<string, string, string, string> Vectors { get; } = new()
    {
        {
            "9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60", "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a", "",
            "e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e065224901555fb8821590a33bacc61e39701cf9b46bd25bf5f0595bbe24655141438e7a100b"
        },
        {
            "4ccd089b28ff96da9db6c346ec114e0f5b8a319f35aba624da8cf6ed4fb8a6fb", "3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c", "72",
            "92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00"
        },
        {
            "c5aa8df43f9f837bedb7442f31dcb7b166d38535076f094b85ce3a2e0b4458f7", "fc51cd8e6218a1a38da47ed00230f0580816ed13ba3303ac5deb911548908025", "af82",
            "6291d657deec24024827e69c3abe01a30ce548a284743a445e3680d7db5ac3ac18ff9b538d16f290ae67f760984dc6594a7c15e9716ed28dc027beceea1ec40a"
        },
        {
            "833fe62409237b9d62ec77587520911e9a759cec1d19755b7da901b96dca3d42", "ec172b93ad5e563bf4932c70e1245034c35467ef2efd4d64ebf819683467e2bf",
            "ddaf35a193617abacc417349ae20413112e6fa4e89a97ea20a9eeee64b55d39a2192992a274fc1a836ba3c23a3feebbd454d4423643ce80e2a9ac94fa54ca49f",
            "dc2a4459e7369633a52b1bf277839a00201009a3efbf3ecb69bea2186c26b58909351fc9ac90b3ecfdfbc7c66431e0303dca179c138ac17ad9bef1177331a704"
        },
    };

    [Theory]
    [MemberData(nameof(Vectors))]
    public async Task Rfc8032Vectors_AreSignedAndVerified(string secret, string publicKey, string message, string signature)
    {
        byte[] data = Convert.FromHexString(message);
        using Ed25519SignatureProvider signer = Ed25519SignatureProvider.FromPem(Pem("PRIVATE KEY", "302e020100300506032b657004220420" + secret));

        Assert.Equal(signature, Convert.ToHexStringLower(await signer.SignDataAsync(data, Token)));
        string pem = await signer.GetPublicKeyAsync(Token);
        Assert.Equal(Pem("PUBLIC KEY", "302a300506032b6570032100" + publicKey), pem);
        Assert.True(TrustedKey.FromPem("own", pem).Verifies(data, Convert.FromHexString(signature)));
        Assert.False(TrustedKey.FromPem("own", pem).Verifies([.. data, 0], Convert.FromHexString(signature)));
    }

    [Theory]
    [InlineData(PrivatePem)]
    [InlineData(PrivatePemWithPublicKey)]
    public async Task Rfc8410Keys_AreRead(string pem)
    {
        using Ed25519SignatureProvider signer = Ed25519SignatureProvider.FromPem(pem);
        Assert.Equal(PublicPem, await signer.GetPublicKeyAsync(Token));
    }

    [Fact]
    public void PrivateKey_WhosePublicKeyIsAnothers_IsRefused()
    {
        byte[] der = Convert.FromBase64String(string.Concat(PrivatePemWithPublicKey.Split('\n').Where(static l => !l.StartsWith('-'))));
        der[^1] ^= 1; // whoever signs with another public key than its own gives the secret away
        Assert.Throws<ArgumentException>(() => Ed25519SignatureProvider.FromPem(PemEncoding.WriteString("PRIVATE KEY", der)));
    }

    [Fact]
    public async Task EncryptedKey_RoundTrips_AndAWrongPasswordSaysNothingOfTheKey()
    {
        using Ed25519SignatureProvider signer = Ed25519SignatureProvider.Create();
        string pem = signer.ExportEncryptedPem("correct horse");

        using Ed25519SignatureProvider again = Ed25519SignatureProvider.FromPem(pem, "correct horse");
        Assert.Equal(await signer.GetPublicKeyAsync(Token), await again.GetPublicKeyAsync(Token));
        ArgumentException error = Assert.Throws<ArgumentException>(() => Ed25519SignatureProvider.FromPem(pem, "battery"));
        Assert.DoesNotContain(pem.Split('\n')[1], error.Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => Ed25519SignatureProvider.FromPem(pem));
        Assert.Throws<ArgumentException>(() => Ed25519SignatureProvider.FromPem(PrivatePem, "correct horse"));
    }

    [Fact]
    public void DamagedKeys_AreRefusedAndNeverFailOtherwise()
    {
        using Ed25519SignatureProvider signer = Ed25519SignatureProvider.Create();
        Random random = new(8);
        foreach ((string pem, string? password) in new[] { (PrivatePem, null), (PrivatePemWithPublicKey, null), (signer.ExportEncryptedPem("p"), "p") })
        {
            byte[] der = Convert.FromBase64String(string.Concat(pem.Split('\n').Where(static l => !l.StartsWith('-'))));
            string label = password is null ? "PRIVATE KEY" : "ENCRYPTED PRIVATE KEY";
            for (int i = 0; i < der.Length; i++) { Assert.Throws<ArgumentException>(() => Ed25519SignatureProvider.FromPem(PemEncoding.WriteString(label, der.AsSpan(0, i)), password)); }
            Assert.Throws<ArgumentException>(() => Ed25519SignatureProvider.FromPem(PemEncoding.WriteString(label, (byte[])[.. der, 0]), password));
            for (int i = 0; i < (password is null ? 500 : 20); i++)
            {
                byte[] bad = [.. der];
                bad[random.Next(bad.Length)] ^= (byte)(1 << random.Next(8));
                Exception? error = Record.Exception(() => Ed25519SignatureProvider.FromPem(PemEncoding.WriteString(label, bad), password).Dispose());
                Assert.True(error is null or ArgumentException, error?.ToString()); // another secret is a key, too
            }
        }
    }

    [Fact]
    public async Task KeyOfTheOtherKind_IsRefusedByEither()
    {
        using ECDsa ecdsa = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        Assert.Throws<ArgumentException>(() => Ed25519SignatureProvider.FromPem(ecdsa.ExportPkcs8PrivateKeyPem()));
        Assert.Throws<ArgumentException>(() => Ed25519SignatureProvider.FromPem(PublicPem));
        Assert.Throws<ArgumentException>(() => EcdsaSignatureProvider.FromPem(PrivatePem));
        Assert.Throws<ArgumentException>(() => TrustedKey.FromPem("secret", PrivatePem));
        Assert.Throws<ArgumentException>(() => TrustedKey.FromPem("x25519", PublicPem.Replace("K2Vw", "K2Vu", StringComparison.Ordinal))); // RFC 7748's key, which signs nothing

        using Ed25519SignatureProvider edwards = Ed25519SignatureProvider.Create();
        await Assert.ThrowsAsync<NotSupportedException>(async () => await ((ISignatureProvider)edwards).SignDigestAsync(new byte[32], HashAlgorithmName.SHA256, Token));
        using EcdsaSignatureProvider elliptic = EcdsaSignatureProvider.Create(ECCurve.NamedCurves.nistP256);
        await Assert.ThrowsAsync<NotSupportedException>(async () => await ((ISignatureProvider)elliptic).SignDataAsync(new byte[32], Token));
    }

    [Theory]
    [InlineData("0100000000000000000000000000000000000000000000000000000000000000")] // the neutral point: any signature would fit any data
    [InlineData("0000000000000000000000000000000000000000000000000000000000000000")] // order 4
    [InlineData("ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f")] // order 2
    [InlineData("26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05")] // order 8
    [InlineData("c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac037a")] // order 8
    [InlineData("eeffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f")] // p + 1, a second form of 1
    [InlineData("0200000000000000000000000000000000000000000000000000000000000000")] // no point
    public void PublicKey_ThatProvesNothing_IsRefused(string key) =>
        Assert.Throws<ArgumentException>(() => TrustedKey.FromPem("weak", Pem("PUBLIC KEY", "302a300506032b6570032100" + key)));

    [Fact]
    public async Task Signature_InASecondForm_IsRefused()
    {
        using Ed25519SignatureProvider signer = Ed25519SignatureProvider.Create();
        TrustedKey key = TrustedKey.FromPem("own", await signer.GetPublicKeyAsync(Token));
        for (int i = 0; i < 64; i++)
        {
            byte[] data = [(byte)i];
            byte[] good = await signer.SignDataAsync(data, Token);
            Assert.Equal(good, await signer.SignDataAsync(data, Token)); // RFC 8032 leaves nothing to chance
            Assert.True(key.Verifies(data, good));
            for (int times = 1; times <= 15; times++)
            {
                BigInteger scalar = new BigInteger(good.AsSpan(32), isUnsigned: true) + (times * Order); // the same scalar, modulo the order
                byte[] bad = [.. good];
                bad.AsSpan(32).Clear();
                Assert.True(scalar.TryWriteBytes(bad.AsSpan(32), out _, isUnsigned: true));
                Assert.False(key.Verifies(data, bad));
            }

            for (int length = 0; length < good.Length; length += 7) { Assert.False(key.Verifies(data, good.AsSpan(0, length))); }
            Assert.False(key.Verifies(data, [.. good, 0]));
        }
    }

    [Fact]
    public async Task Disposed_SignsNoMore()
    {
        Ed25519SignatureProvider signer = Ed25519SignatureProvider.Create();
        signer.Dispose();
        await Assert.ThrowsAsync<ObjectDisposedException>(async () => await signer.SignDataAsync("data"u8.ToArray(), Token));
        Assert.Throws<ObjectDisposedException>(() => signer.ExportEncryptedPem("p"));
    }

    [Fact]
    public async Task Signatures_OfSeveralThreadsAtOnce_AreTheSame()
    {
        using Ed25519SignatureProvider signer = Ed25519SignatureProvider.Create();
        byte[] data = Encoding.UTF8.GetBytes("statement");
        byte[][] signatures = await Task.WhenAll(Enumerable.Range(0, 64).Select(_ => Task.Run(async () => await signer.SignDataAsync(data, Token), Token)));
        Assert.All(signatures, s => Assert.Equal(signatures[0], s));
    }

    private static string Pem(string label, string hex) => PemEncoding.WriteString(label, Convert.FromHexString(hex)) + "\n";
}
