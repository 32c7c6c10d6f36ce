using System.Security.Cryptography;
using System.Text;
using ModelOps.Registry.Signing;

namespace ModelOps.Registry.Tests.Signing;

public sealed class KeyTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task EncryptedKey_RoundTrips_AndAWrongPasswordSaysNothingOfTheKey()
    {
        using EcdsaSignatureProvider signer = EcdsaSignatureProvider.Create(ECCurve.NamedCurves.nistP256);
        string pem = signer.ExportEncryptedPem("correct horse");

        using EcdsaSignatureProvider again = EcdsaSignatureProvider.FromPem(pem, "correct horse");
        Assert.Equal(await signer.GetPublicKeyAsync(Token), await again.GetPublicKeyAsync(Token));
        ArgumentException error = Assert.Throws<ArgumentException>(() => EcdsaSignatureProvider.FromPem(pem, "battery"));
        Assert.DoesNotContain(pem.Split('\n')[1], error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task PublicKeyAlone_CannotSign()
    {
        using EcdsaSignatureProvider signer = EcdsaSignatureProvider.Create(ECCurve.NamedCurves.nistP256);
        string pem = await signer.GetPublicKeyAsync(Token);
        Assert.Throws<ArgumentException>(() => EcdsaSignatureProvider.FromPem(pem));
    }

    [Fact]
    public void KeysOfOtherKinds_AreRefused()
    {
        using RSA rsa = RSA.Create(2048);
        using ECDsa brainpool = ECDsa.Create(ECCurve.NamedCurves.brainpoolP256r1);
        Assert.Throws<ArgumentException>(() => TrustedKey.FromPem("rsa", rsa.ExportSubjectPublicKeyInfoPem()));
        Assert.Contains("P-256, P-384 or P-521", Assert.Throws<ArgumentException>(() => TrustedKey.FromPem("other", brainpool.ExportSubjectPublicKeyInfoPem())).Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => TrustedKey.FromPem("none", "hello"));
    }

    [Theory]
    [InlineData("P-256/files")]
    [InlineData("P-384/files")]
    [InlineData("P-521/files")]
    [InlineData("Ed25519/files")]
    public void Hint_IsTheHashOfThePem_AsTheOtherImplementationTakesIt(string golden) =>
        Assert.Equal(SigstoreBundle.Read(SigningGolden.Bundle(golden)).Hint, SigningGolden.Key(golden).Hint);

    [Fact]
    public async Task Signatures_OfSeveralThreadsAtOnce_AllVerify()
    {
        using EcdsaSignatureProvider signer = EcdsaSignatureProvider.Create(ECCurve.NamedCurves.nistP256);
        TrustedKey key = TrustedKey.FromPem("own", await signer.GetPublicKeyAsync(Token));
        byte[] data = Encoding.UTF8.GetBytes("statement");
        byte[] digest = SHA256.HashData(data);

        byte[][] signatures = await Task.WhenAll(Enumerable.Range(0, 64).Select(_ => Task.Run(async () => await signer.SignDigestAsync(digest, HashAlgorithmName.SHA256, Token), Token)));

        Assert.All(signatures, s => Assert.True(key.Verifies(data, s)));
    }
}
