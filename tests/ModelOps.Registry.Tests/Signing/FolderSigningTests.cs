using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using ModelOps.Registry.Signing;
using ModelOps.TestSupport;

namespace ModelOps.Registry.Tests.Signing;

public sealed class FolderSigningTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly EcdsaSignatureProvider _signer = EcdsaSignatureProvider.Create(ECCurve.NamedCurves.nistP256);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose()
    {
        _signer.Dispose();
        _folder.Dispose();
    }

    [Theory]
    [InlineData("P-256/files")]
    [InlineData("P-384/files")]
    [InlineData("P-521/files")]
    [InlineData("P-256/shards")]
    [InlineData("P-384/shards")]
    [InlineData("P-521/shards")]
    [InlineData("Ed25519/files")]
    [InlineData("Ed25519/shards")]
    public async Task Verify_BundleOfAnotherImplementation_IsAcceptedAndAFlippedByteIsNot(string golden)
    {
        SigningGolden.WriteFiles(_folder.Path);

        VerifiedModel model = await FolderSigning.VerifyAsync(_folder.Path, SigningGolden.Bundle(golden), [SigningGolden.Key(golden)], cancellationToken: Token);

        Assert.Equal(("demand", golden), (model.Name, Assert.Single(model.Keys).Name));
        await File.WriteAllBytesAsync(_folder.File("model.onnx"), [0, 3], Token);
        Assert.Equal(ModelSigningFailure.FileChanged, await FailureAsync(SigningGolden.Bundle(golden), SigningGolden.Key(golden)));
    }

    [Theory]
    [InlineData("1.2.840.10045.3.1.7", 256)]
    [InlineData("1.3.132.0.34", 384)]
    [InlineData("1.3.132.0.35", 512)]
    public async Task Sign_EachCurve_VerifiesWithTheHashThatBelongsToIt(string curve, int bits)
    {
        SigningGolden.WriteFiles(_folder.Path);
        using EcdsaSignatureProvider signer = EcdsaSignatureProvider.Create(ECCurve.CreateFromValue(curve));
        RecordingSigner recording = new(signer);

        byte[] signature = await FolderSigning.SignAsync(_folder.Path, recording, cancellationToken: Token);

        TrustedKey key = TrustedKey.FromPem("own", await signer.GetPublicKeyAsync(Token));
        Assert.Single((await FolderSigning.VerifyAsync(_folder.Path, signature, [key], cancellationToken: Token)).Keys, key);
        Assert.Equal((bits / 8, $"SHA{bits}"), (recording.Digest.Length, recording.Algorithm.Name));
    }

    [Fact]
    public async Task Sign_Statement_ListsFilesByComponentsAndHashesTheirDigests()
    {
        Write("a-b", "1");
        Write("a/b", "2");

        JsonNode statement = Statement(await FolderSigning.SignAsync(_folder.Path, _signer, new() { Name = "demand" }, Token));

        Assert.Equal(["a/b", "a-b"], statement["predicate"]!["resources"]!.AsArray().Select(static r => (string)r!["name"]!));
        Assert.Equal("940ed9abddfb5ef28004408546bc5043cda391232b6afe07267f9f8ed2b500c9", (string)statement["subject"]![0]!["digest"]!["sha256"]!);
        Assert.Equal("demand", (string)statement["subject"]![0]!["name"]!);
        Assert.Equal("https://model_signing/signature/v1.0", (string)statement["predicateType"]!);
    }

    [Fact]
    public async Task Verify_OtherNamesWithTheSameRoot_IsRefused()
    {
        Write("a-b", "1");
        Write("a/b", "2");
        byte[] signature = await SignAsync();
        Directory.Delete(_folder.File("a"), recursive: true);
        File.Delete(_folder.File("a-b"));
        Write("x/y", "2");
        Write("z", "1");

        Assert.Equal("940ed9abddfb5ef28004408546bc5043cda391232b6afe07267f9f8ed2b500c9", (string)Statement(await SignAsync())["subject"]![0]!["digest"]!["sha256"]!);
        ModelSigningException error = await RefuseAsync(signature, await OwnKeyAsync());
        Assert.Equal(ModelSigningFailure.FileRenamed, error.Failure);
        Assert.Contains("'a/b' was signed and is called 'x/y' now", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Verify_EachFault_HasAReasonOfItsOwn()
    {
        Write("model.onnx", "bytes");
        Write("labels.txt", "a,b");
        byte[] signature = await SignAsync();
        TrustedKey key = await OwnKeyAsync();
        await FolderSigning.VerifyAsync(_folder.Path, signature, [key], cancellationToken: Token);
        using EcdsaSignatureProvider stranger = EcdsaSignatureProvider.Create(ECCurve.NamedCurves.nistP256);

        Assert.Equal(ModelSigningFailure.UntrustedKey, await FailureAsync(signature, TrustedKey.FromPem("stranger", await stranger.GetPublicKeyAsync(Token))));
        Assert.Equal(ModelSigningFailure.BadSignature, await FailureAsync(WithoutHint(signature), TrustedKey.FromPem("stranger", await stranger.GetPublicKeyAsync(Token))));
        Assert.Equal(ModelSigningFailure.Malformed, await FailureAsync(signature[..^20], key));
        Assert.Equal(ModelSigningFailure.BadSignature, await FailureAsync(WithStatement(signature, static s => s["subject"]![0]!["name"] = "other"), key));
        Assert.Equal(ModelSigningFailure.OtherModel, await FailureAsync(signature, key, new() { Name = "other" }));
        Write("extra.so", "native");
        Assert.Equal(ModelSigningFailure.FileUnexpected, await FailureAsync(signature, key));
        File.Delete(_folder.File("extra.so"));
        Write("model.onnx", "bytez");
        Assert.Equal(ModelSigningFailure.FileChanged, await FailureAsync(signature, key));
        File.Delete(_folder.File("model.onnx"));
        Assert.Equal(ModelSigningFailure.FileMissing, await FailureAsync(signature, key));
    }

    [Fact]
    public async Task Verify_SignedStatementThatContradictsItself_IsRefused()
    {
        Write("model.onnx", "bytes");
        byte[] signature = await ResignAsync(await SignAsync(), static s => s["subject"]![0]!["digest"]!["sha256"] = new string('0', 64));
        Assert.Equal(ModelSigningFailure.Inconsistent, await FailureAsync(signature, await OwnKeyAsync()));
    }

    [Theory]
    [InlineData("""{"predicateType":"https://model_signing/Digests/v0.1"}""", ModelSigningFailure.Unsupported)]
    [InlineData("""{"_type":"https://in-toto.io/Statement/v0.1"}""", ModelSigningFailure.Unsupported)]
    [InlineData("""{"subject":[]}""", ModelSigningFailure.Malformed)]
    [InlineData("""{"predicate":{"serialization":{"method":"files","hash_type":"blake3"},"resources":[]}}""", ModelSigningFailure.Unsupported)]
    [InlineData("""{"predicate":{"serialization":{"method":"tree","hash_type":"sha256"},"resources":[]}}""", ModelSigningFailure.Unsupported)]
    [InlineData("""{"predicate":{"serialization":{"method":"files","hash_type":"sha256"},"resources":[{"name":"a","algorithm":"sha256","digest":"zz"}]}}""", ModelSigningFailure.Malformed)]
    [InlineData("""{"predicate":{"serialization":{"method":"shards","hash_type":"sha256","shard_size":0},"resources":[]}}""", ModelSigningFailure.Inconsistent)]
    [InlineData("""{"predicate":{"serialization":7,"resources":[]}}""", ModelSigningFailure.Malformed)]
    public async Task Verify_StatementOfAnotherKind_IsRefusedAlthoughSigned(string changes, ModelSigningFailure expected)
    {
        Write("model.onnx", "bytes");
        byte[] signature = await ResignAsync(await SignAsync(), statement =>
        {
            foreach ((string name, JsonNode? value) in JsonNode.Parse(changes)!.AsObject()) { statement[name] = value!.DeepClone(); }
        });
        Assert.Equal(expected, await FailureAsync(signature, await OwnKeyAsync()));
    }

    [Fact]
    public async Task Verify_IgnoredFiles_MayChange()
    {
        Write("model.onnx", "bytes");
        Write(".git/HEAD", "main");
        byte[] signature = await SignAsync(new() { IgnoredPaths = [.. new FolderSigningOptions().IgnoredPaths, "notes"] });
        Write(".git/HEAD", "other");
        Write("notes/todo.txt", "later");
        await File.WriteAllBytesAsync(_folder.File("model.sig"), signature, Token);
        TrustedKey key = await OwnKeyAsync();

        await FolderSigning.VerifyAsync(_folder.Path, signature, [key], cancellationToken: Token);

        Write("sub/.gitignore", "only at the top"); // an ignored path is one path, not a name anywhere
        Assert.Equal(ModelSigningFailure.FileUnexpected, await FailureAsync(signature, key));
    }

    [Fact]
    public async Task SignAndVerify_SymbolicLinks_FollowThePolicy()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "links need a privilege on Windows");
        Write("model.onnx", "bytes");
        File.CreateSymbolicLink(_folder.File("latest.onnx"), "model.onnx");
        FolderSigningOptions allow = new() { AllowSymbolicLinks = true };
        TrustedKey key = await OwnKeyAsync();

        Assert.Equal(ModelSigningFailure.SymbolicLink, (await Assert.ThrowsAsync<ModelSigningException>(() => SignAsync())).Failure);
        byte[] signature = await SignAsync(allow);
        await FolderSigning.VerifyAsync(_folder.Path, signature, [key], allow, Token);
        Assert.Equal(ModelSigningFailure.SymbolicLink, await FailureAsync(signature, key));

        using TemporaryFolder outside = new();
        outside.Write("secret", [1]);
        File.Delete(_folder.File("latest.onnx"));
        File.CreateSymbolicLink(_folder.File("latest.onnx"), outside.File("secret"));
        Assert.Equal(ModelSigningFailure.SymbolicLink, await FailureAsync(signature, key, allow));
        File.Delete(_folder.File("latest.onnx"));
        Directory.CreateSymbolicLink(_folder.File("more"), outside.Path);
        Assert.Equal(ModelSigningFailure.SymbolicLink, await FailureAsync(signature, key, allow));
    }

    [Fact]
    public async Task Verify_AnyCutOrChangedByteOfTheBundle_IsRefusedAndNeverFailsOtherwise()
    {
        Write("model.onnx", "bytes");
        byte[] signature = await SignAsync();
        TrustedKey key = await OwnKeyAsync();
        Random random = new(7);
        for (int i = 0; i < 400; i++)
        {
            byte[] bad = i % 2 == 0 ? signature[..random.Next(signature.Length)] : [.. signature];
            if (i % 2 == 1) { bad[random.Next(bad.Length)] ^= (byte)(1 << random.Next(8)); }
            try
            {
                await FolderSigning.VerifyAsync(_folder.Path, bad, [key], cancellationToken: Token);

                // A few bytes say nothing that is signed, such as the key id; what was verified is still what was signed.
                Assert.Equal(SigstoreBundle.Read(signature).Payload, SigstoreBundle.Read(bad).Payload);
            }
            catch (ModelSigningException)
            {
                continue;
            }
        }
    }

    [Fact]
    public async Task Sign_EmptyFolderOrBadSigner_SaysSo()
    {
        await Assert.ThrowsAsync<ArgumentException>(() => SignAsync());
        Write("model.onnx", "bytes");
        InvalidOperationException error = await Assert.ThrowsAsync<InvalidOperationException>(() => FolderSigning.SignAsync(_folder.Path, new WrongSigner(_signer), cancellationToken: Token));
        Assert.Contains("its own public key does not verify", error.Message, StringComparison.Ordinal);
    }

    private void Write(string path, string content)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(_folder.File(path))!);
        File.WriteAllText(_folder.File(path), content);
    }

    private Task<byte[]> SignAsync(FolderSigningOptions? options = null) => FolderSigning.SignAsync(_folder.Path, _signer, options, Token);

    private async Task<TrustedKey> OwnKeyAsync() => TrustedKey.FromPem("own", await _signer.GetPublicKeyAsync(Token));

    private Task<ModelSigningException> RefuseAsync(byte[] signature, TrustedKey key, FolderSigningOptions? options = null) =>
        Assert.ThrowsAsync<ModelSigningException>(() => FolderSigning.VerifyAsync(_folder.Path, signature, [key], options, Token));

    private async Task<ModelSigningFailure> FailureAsync(byte[] signature, TrustedKey key, FolderSigningOptions? options = null)
    {
        ModelSigningException error = await RefuseAsync(signature, key, options);
        Assert.EndsWith(string.Concat(error.Failure.ToString().Select(static c => char.IsUpper(c) ? $"_{c}" : $"{char.ToUpperInvariant(c)}")), error.Code, StringComparison.Ordinal);
        return error.Failure;
    }

    private async Task<byte[]> ResignAsync(byte[] signature, Action<JsonNode> change)
    {
        JsonNode statement = Statement(signature);
        change(statement);
        return (await SigstoreBundle.SignAsync(Encoding.UTF8.GetBytes(statement.ToJsonString()), _signer, Token)).Write();
    }

    private static JsonNode Statement(byte[] signature) => JsonNode.Parse(SigstoreBundle.Read(signature).Payload)!;

    private static byte[] WithStatement(byte[] signature, Action<JsonNode> change)
    {
        JsonNode statement = Statement(signature);
        change(statement);
        return (SigstoreBundle.Read(signature) with { Payload = Encoding.UTF8.GetBytes(statement.ToJsonString()) }).Write();
    }

    private static byte[] WithoutHint(byte[] signature) => (SigstoreBundle.Read(signature) with { Hint = "" }).Write();
}
