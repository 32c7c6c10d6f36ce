using System.Security.Cryptography;
using Xunit;

namespace ModelOps.Conformance;

public abstract partial class ModelRegistryContractTests
{
    [Fact]
    public async Task FetchAsync_SeveralFiles_LieUnderTheirOwnPathsWithTheirBytes()
    {
        byte[] large = new byte[3_000_001];
        new Random(7).NextBytes(large);
        ModelVersion version = await Registry.RegisterAsync(
            Registration() with
            {
                Version = SemanticVersion.Parse("1.2.3"),
                Files = [ModelFile.FromBytes("model.onnx", large), File("data/labels.txt", "a\nb"), File("data/deep/er/empty", "")],
                Signature = new ModelSignature([new TensorSpec("x", TensorDataType.Int64, [3])], []),
            },
            Cancellation);

        ModelPackage package = await Registry.FetchAsync(version, Cancellation);

        Assert.Equal((Model, "1.2.3", "onnx", (long?)1, version.Digest), (package.Model, package.Version, package.Format, package.Number, package.Digest));
        Assert.Equal(version.Signature, package.Signature);
        Assert.Equal(version.Files.Select(static f => f.Path), package.Files);
        Assert.True(Path.IsPathFullyQualified(package.Directory));
        foreach (ArtifactDescriptor file in version.Files)
        {
            byte[] bytes = await System.IO.File.ReadAllBytesAsync(Path.Combine(package.Directory, file.Path), Cancellation);
            Assert.Equal((file.Size, file.Digest), (bytes.LongLength, "sha256:" + Convert.ToHexStringLower(SHA256.HashData(bytes))));
            Assert.True(System.IO.File.GetAttributes(Path.Combine(package.Directory, file.Path)).HasFlag(FileAttributes.ReadOnly));
        }

        Assert.Equal(3, Directory.EnumerateFiles(package.Directory, "*", SearchOption.AllDirectories).Count());
    }

    [Fact]
    public async Task FetchAsync_Again_IsTheSamePlace()
    {
        ModelVersion version = await RegisterAsync();

        ModelPackage first = await Registry.FetchAsync(version, Cancellation);
        ModelPackage second = await Registry.FetchAsync(version, Cancellation);

        Assert.Equal(first.Directory, second.Directory);
    }

    [Fact]
    public async Task FetchAsync_16AtOnce_AllGetTheFiles()
    {
        ModelVersion version = await RegisterAsync(new string('w', 100_000));

        ModelPackage[] packages = await Task.WhenAll(Enumerable.Range(0, 16).Select(
            _ => Task.Run(() => Registry.FetchAsync(version, Cancellation), Cancellation)));

        Assert.All(packages, static p => Assert.Equal(100_000, new FileInfo(Path.Combine(p.Directory, "model.onnx")).Length));
        Assert.False(HasLeftovers());
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task FetchAsync_TamperedBytes_AreRefused(bool fetchedBefore)
    {
        ModelVersion version = await RegisterAsync("weights");
        if (fetchedBefore) { await Registry.FetchAsync(version, Cancellation); }
        Tamper(version.Files[0]);

        ArtifactDigestMismatchException error = await Assert.ThrowsAsync<ArtifactDigestMismatchException>(() => Registry.FetchAsync(version, Cancellation));

        Assert.Equal(("model.onnx", version.Files[0].Digest), (error.Artifact, error.Expected));
        Assert.Matches("^sha256:[0-9a-f]{64}$", error.Actual);
        Assert.NotEqual(error.Expected, error.Actual);
    }

    [Fact]
    public async Task FetchAsync_LostBytes_AreReported()
    {
        ModelVersion version = await RegisterAsync("weights");
        Lose(version.Files[0]);

        ArtifactDigestMismatchException error = await Assert.ThrowsAsync<ArtifactDigestMismatchException>(() => Registry.FetchAsync(version, Cancellation));

        Assert.Equal("model.onnx", error.Artifact);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task RegisterAsync_BytesThatWereDamaged_MendsThem(bool tampered)
    {
        ModelVersion version = await RegisterAsync("weights", "1.0.0");
        await Registry.FetchAsync(version, Cancellation);
        if (tampered) { Tamper(version.Files[0]); }
        else { Lose(version.Files[0]); }

        ModelVersion again = await RegisterAsync("weights", "1.0.0");
        ModelPackage package = await Registry.FetchAsync(version, Cancellation);

        Assert.Equal(version.Number, again.Number);
        Assert.Equal("weights", await System.IO.File.ReadAllTextAsync(Path.Combine(package.Directory, "model.onnx"), Cancellation));
    }

    [Fact]
    public async Task FetchAsync_VersionOfAnotherDigest_IsRefused()
    {
        ModelVersion version = await RegisterAsync("weights");
        ModelVersion forged = version with { Digest = "sha256:" + new string('0', 64) };

        await Assert.ThrowsAsync<ArtifactDigestMismatchException>(() => Registry.FetchAsync(forged, Cancellation));
    }

    [Fact]
    public async Task FetchAsync_ForgedList_FetchesWhatWasRegistered()
    {
        ModelVersion version = await RegisterAsync("weights");
        ModelVersion forged = version with { Files = [new ArtifactDescriptor("../../escape", version.Files[0].Digest, 7)] };

        ModelPackage package = await Registry.FetchAsync(forged, Cancellation);

        Assert.Equal(["model.onnx"], package.Files);
    }

    [Fact]
    public async Task FetchAsync_VersionThatIsNotHere_IsNotFound()
    {
        ModelVersion version = await RegisterAsync("weights");

        await Assert.ThrowsAsync<ModelVersionNotFoundException>(() => Registry.FetchAsync(version with { Number = 9 }, Cancellation));
        await Assert.ThrowsAsync<ModelNotFoundException>(() => Registry.FetchAsync(version with { Model = "other" }, Cancellation));
    }
}
