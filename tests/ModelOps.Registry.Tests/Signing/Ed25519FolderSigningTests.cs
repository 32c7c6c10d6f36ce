using System.Text;
using System.Text.Json.Nodes;
using ModelOps.Registry.Signing;
using ModelOps.TestSupport;

namespace ModelOps.Registry.Tests.Signing;

public sealed class Ed25519FolderSigningTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly Ed25519SignatureProvider _signer = Ed25519SignatureProvider.Create();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose()
    {
        _signer.Dispose();
        _folder.Dispose();
    }

    [Fact]
    public async Task Sign_SaysTheSameAsAnEcdsaKeyDoes()
    {
        SigningGolden.WriteFiles(_folder.Path);
        using EcdsaSignatureProvider other = EcdsaSignatureProvider.Create(System.Security.Cryptography.ECCurve.NamedCurves.nistP256);

        byte[] signature = await SignAsync();

        SigstoreBundle bundle = SigstoreBundle.Read(signature);
        Assert.Equal(SigstoreBundle.Read(await FolderSigning.SignAsync(_folder.Path, other, cancellationToken: Token)).Payload, bundle.Payload);
        Assert.Equal((64, (await OwnKeyAsync()).Hint), (bundle.Signature.Length, bundle.Hint));
        Assert.Equal(signature, await SignAsync());
        Assert.Equal("own", Assert.Single((await FolderSigning.VerifyAsync(_folder.Path, signature, [await OwnKeyAsync()], cancellationToken: Token)).Keys).Name);
    }

    [Fact]
    public async Task Verify_EachFault_HasAReasonOfItsOwn()
    {
        SigningGolden.WriteFiles(_folder.Path);
        byte[] signature = await SignAsync();
        SigstoreBundle bundle = SigstoreBundle.Read(signature);
        using Ed25519SignatureProvider stranger = Ed25519SignatureProvider.Create();
        TrustedKey other = TrustedKey.FromPem("stranger", await stranger.GetPublicKeyAsync(Token));
        JsonNode statement = JsonNode.Parse(bundle.Payload)!;
        statement["subject"]![0]!["name"] = "other";

        Assert.Equal(ModelSigningFailure.UntrustedKey, await FailureAsync(signature, other));
        Assert.Equal(ModelSigningFailure.BadSignature, await FailureAsync((bundle with { Hint = "" }).Write(), other));
        Assert.Equal(ModelSigningFailure.BadSignature, await FailureAsync((bundle with { Payload = Encoding.UTF8.GetBytes(statement.ToJsonString()) }).Write()));
        Assert.Equal(ModelSigningFailure.BadSignature, await FailureAsync((bundle with { Signature = bundle.Signature[..^1] }).Write()));
        Assert.Equal(ModelSigningFailure.BadSignature, await FailureAsync((bundle with { Signature = [.. bundle.Signature, 0] }).Write()));
        Assert.Equal(ModelSigningFailure.BadSignature, await FailureAsync((bundle with { Signature = SigstoreBundle.Read(SigningGolden.Bundle("P-256/files")).Signature }).Write()));
        Assert.Equal(ModelSigningFailure.Malformed, await FailureAsync(signature[..^20]));
        await File.WriteAllTextAsync(_folder.File("a-b"), "changed", Token);
        Assert.Equal(ModelSigningFailure.FileChanged, await FailureAsync(signature));
    }

    private Task<byte[]> SignAsync() => FolderSigning.SignAsync(_folder.Path, _signer, cancellationToken: Token);

    private async Task<TrustedKey> OwnKeyAsync() => TrustedKey.FromPem("own", await _signer.GetPublicKeyAsync(Token));

    private async Task<ModelSigningFailure> FailureAsync(byte[] signature, TrustedKey? key = null)
    {
        key ??= await OwnKeyAsync();
        return (await Assert.ThrowsAsync<ModelSigningException>(() => FolderSigning.VerifyAsync(_folder.Path, signature, [key], cancellationToken: Token))).Failure;
    }
}
