using System.Security.Cryptography;
using ModelOps.TestSupport;

namespace ModelOps.Registry.Tests;

public sealed class ReadOnlyTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Open_ClosedRegistry_ReadsFetchesAndWritesNothing()
    {
        ModelVersion version = await WriteAsync();
        string before = Fingerprint();

        using (EmbeddedModelRegistry registry = OpenReadOnly())
        {
            ModelVersion resolved = await registry.ResolveAsync(ModelReference.Parse("demand@champion"));
            Assert.Equal(version.Digest, resolved.Digest);
            Assert.Equal(2, (await registry.ReadEventsAsync(0)).Count);
            ModelPackage package = await registry.FetchAsync(resolved);
            Assert.Equal([1, 2, 3], File.ReadAllBytes(Path.Combine(package.Directory, "model.onnx")));
            Assert.False(package.Directory.StartsWith(_folder.Path, StringComparison.Ordinal));
        }

        Assert.Equal(before, Fingerprint());
    }

    [Fact]
    public async Task Write_ReadOnlyRegistry_IsRefusedWithTheMend()
    {
        ModelVersion version = await WriteAsync();
        using EmbeddedModelRegistry registry = OpenReadOnly();

        RegistryStorageException registering = await Assert.ThrowsAsync<RegistryStorageException>(() => registry.RegisterAsync(Registration()));
        RegistryStorageException moving = await Assert.ThrowsAsync<RegistryStorageException>(() =>
            registry.MoveAliasAsync(new AliasMove { Model = "demand", Alias = "other", Number = version.Number }));

        Assert.Equal(RegistryErrorCodes.ReadOnly, registering.Code);
        Assert.Equal(RegistryErrorCodes.ReadOnly, moving.Code);
        Assert.Contains("ModelOps:Registry:ReadOnly", moving.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Open_WriterStillThere_IsRefused()
    {
        using EmbeddedModelRegistry writer = EmbeddedModelRegistry.Open(_folder.File("registry"));
        await writer.RegisterAsync(Registration());

        RegistryStorageException error = Assert.Throws<RegistryStorageException>(OpenReadOnly);

        Assert.Equal(RegistryErrorCodes.NotClosed, error.Code);
        Assert.Contains("last writer has not closed it", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Open_NoRegistryThere_IsRefusedAndMakesNone()
    {
        Assert.Throws<RegistryStorageException>(OpenReadOnly);
        Assert.False(Directory.Exists(_folder.File("registry")));
    }

    [Fact]
    public async Task Fetch_DamagedBlob_IsRefused()
    {
        ModelVersion version = await WriteAsync();
        string blob = Directory.EnumerateFiles(_folder.File("registry/blobs"), "*", SearchOption.AllDirectories).Single();
        File.SetAttributes(blob, FileAttributes.Normal);
        File.WriteAllBytes(blob, [1, 2, 4]);
        using EmbeddedModelRegistry registry = OpenReadOnly();

        await Assert.ThrowsAsync<ArtifactDigestMismatchException>(() => registry.FetchAsync(version));
    }

    private async Task<ModelVersion> WriteAsync()
    {
        using EmbeddedModelRegistry registry = EmbeddedModelRegistry.Open(_folder.File("registry"));
        ModelVersion version = await registry.RegisterAsync(Registration());
        await registry.MoveAliasAsync(new AliasMove { Model = "demand", Alias = "champion", Number = version.Number });
        return version;
    }

    private EmbeddedModelRegistry OpenReadOnly() =>
        EmbeddedModelRegistry.Open(new RegistryOptions { Path = _folder.File("registry"), ReadOnly = true });

    private static ModelRegistration Registration() => new()
    {
        Model = "demand",
        Format = "onnx",
        Files = [ModelFile.FromBytes("model.onnx", new byte[] { 1, 2, 3 })],
    };

    private string Fingerprint() => string.Join('\n', Directory
        .EnumerateFileSystemEntries(_folder.File("registry"), "*", SearchOption.AllDirectories)
        .Order(StringComparer.Ordinal)
        .Select(static path => Directory.Exists(path) ? path : $"{path} {Convert.ToHexString(SHA256.HashData(File.ReadAllBytes(path)))}"));
}
