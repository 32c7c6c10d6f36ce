using ModelOps.Registry.Datasets;
using ModelOps.TestSupport;

namespace ModelOps.Registry.Tests.Datasets;

public sealed class DatasetCatalogTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly DatasetCatalog _catalog;

    public DatasetCatalogTests()
    {
        Directory.CreateDirectory(_folder.File("raw/b"));
        File.WriteAllText(_folder.File("raw/a.bin"), "hello");
        File.WriteAllText(_folder.File("raw/b/1.txt"), "");
        File.WriteAllText(_folder.File("raw/b/ü.txt"), "x");
        _catalog = DatasetCatalog.Open(_folder.File("catalog"));
    }

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Register_Folder_HasDigestOfModelVersionsAndHashOfDvc()
    {
        DatasetVersion version = await RegisterAsync();
        using EmbeddedModelRegistry registry = EmbeddedModelRegistry.Open(_folder.File("registry"));
        ModelVersion model = await registry.RegisterAsync(new ModelRegistration
        {
            Model = "m",
            Format = "raw",
            Files = [.. version.Files.Select(f => ModelFile.FromFile(f.Path, _folder.File("raw/" + f.Path)))],
        });

        Assert.Equal(model.Digest, version.Digest);
        Assert.Equal("a0a483b4620250dfd981d740c652f395.dir", version.DvcHash);
        Assert.Equal(("demand", 1L, "s3://bucket/raw"), (version.Name, version.Number, version.Source));
        Assert.Equal(["a.bin", "b/1.txt", "b/ü.txt"], version.Files.Select(static f => f.Path));
    }

    [Fact]
    public async Task Register_SameContent_IsTheSameVersionAndOtherContentTheNext()
    {
        DatasetVersion first = await RegisterAsync();
        DatasetVersion again = await RegisterAsync();
        File.AppendAllText(_folder.File("raw/a.bin"), "!");
        DatasetVersion second = await RegisterAsync();

        Assert.Equal((1, 1, 2), (first.Number, again.Number, second.Number));
        Assert.Equal([2, 1], (await _catalog.ListAsync("demand")).Select(static v => v.Number));
        Assert.Equal(["demand"], _catalog.ListNames());
        Assert.Equal(1, Assert.Single(await _catalog.FindAsync("5d41402abc4b2a76b9719d911017c592")).Number);
        Assert.Equal(1, Assert.Single(await _catalog.FindAsync("a0a483b4620250dfd981d740c652f395.dir")).Number);
        Assert.Equal(2, Assert.Single(await _catalog.FindAsync(second.Digest)).Number);
        Assert.Empty(await _catalog.ListAsync("other"));
    }

    [Fact]
    public async Task Register_ManyAtOnce_HasNoGapsAndNoRepeats()
    {
        for (int i = 0; i < 24; i++) { File.WriteAllText(_folder.File($"{i}.csv"), $"{i}"); }

        DatasetVersion[] versions = await Task.WhenAll(Enumerable.Range(0, 24).Select(i => Task.Run(() => DatasetCatalog.Open(_folder.File("catalog")).RegisterAsync(
            new DatasetRegistration { Name = "demand", Path = _folder.File($"{i}.csv") }))));

        Assert.Equal(Enumerable.Range(1, 24).Select(static i => (long)i), versions.Select(static v => v.Number).Order());
        Assert.Equal(24, (await _catalog.ListAsync("demand")).Select(static v => v.Digest).Distinct().Count());
        Assert.DoesNotContain(Directory.EnumerateFiles(_folder.File("catalog"), "*.tmp", SearchOption.AllDirectories), static _ => true);
    }

    [Fact]
    public async Task Verify_ContentChanged_NamesTheFile()
    {
        DatasetVersion version = await RegisterAsync();
        await DatasetCatalog.VerifyAsync(version, _folder.File("raw"));
        File.WriteAllText(_folder.File("raw/extra.txt"), "");
        Assert.Equal("extra.txt", (await Assert.ThrowsAsync<ArtifactDigestMismatchException>(() => DatasetCatalog.VerifyAsync(version, _folder.File("raw")))).Artifact);
        File.WriteAllText(_folder.File("raw/b/1.txt"), "changed");
        Assert.Equal("b/1.txt", (await Assert.ThrowsAsync<ArtifactDigestMismatchException>(() => DatasetCatalog.VerifyAsync(version, _folder.File("raw")))).Artifact);
        File.Delete(_folder.File("raw/a.bin"));
        Assert.Equal("no file", (await Assert.ThrowsAsync<ArtifactDigestMismatchException>(() => DatasetCatalog.VerifyAsync(version, _folder.File("raw")))).Actual);
    }

    [Theory]
    [InlineData("not json")]
    [InlineData("{}")]
    [InlineData("null")]
    public async Task List_DocumentDamaged_IsTold(string text)
    {
        await RegisterAsync();
        await File.WriteAllTextAsync(_folder.File("catalog/demand/00000001.json"), text);

        Assert.Equal(RegistryErrorCodes.Damaged, (await Assert.ThrowsAsync<RegistryStorageException>(() => _catalog.ListAsync("demand"))).Code);
    }

    [Fact]
    public async Task List_DocumentEdited_IsTold()
    {
        await RegisterAsync();
        string path = _folder.File("catalog/demand/00000001.json");
        await File.WriteAllTextAsync(path, (await File.ReadAllTextAsync(path)).Replace("\"size\": 5", "\"size\": 6", StringComparison.Ordinal));

        await Assert.ThrowsAsync<RegistryStorageException>(() => _catalog.ListAsync("demand"));
    }

    [Fact]
    public async Task Register_BadNameEmptyFolderOrLink_IsRefused()
    {
        Directory.CreateDirectory(_folder.File("empty"));
        await Assert.ThrowsAsync<ArgumentException>(() => _catalog.RegisterAsync(new DatasetRegistration { Name = "../x", Path = _folder.File("raw") }));
        await Assert.ThrowsAsync<ArgumentException>(() => _catalog.RegisterAsync(new DatasetRegistration { Name = "x", Path = _folder.File("empty") }));
        await Assert.ThrowsAsync<FileNotFoundException>(() => _catalog.RegisterAsync(new DatasetRegistration { Name = "x", Path = _folder.File("nothing") }));
        if (OperatingSystem.IsWindows()) { return; }
        File.CreateSymbolicLink(_folder.File("raw/link"), "/etc/passwd");
        await Assert.ThrowsAsync<ArgumentException>(() => _catalog.RegisterAsync(new DatasetRegistration { Name = "x", Path = _folder.File("raw") }));
    }

    private Task<DatasetVersion> RegisterAsync() => _catalog.RegisterAsync(new DatasetRegistration { Name = "demand", Path = _folder.File("raw"), Source = "s3://bucket/raw" });
}
