using ModelOps.TestSupport;

namespace ModelOps.Registry.Tests.Processes;

public sealed class SharedFolderTests : IDisposable
{
    private const int Processes = 4;
    private const int Each = 15;
    private readonly TemporaryFolder _folder = new();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task SeveralProcesses_OnOneNewFolder_KeepAllPromises()
    {
        string path = _folder.File("registry"); // made by whichever process is first
        Child[] children = [.. Enumerable.Range(0, Processes).Select(_ => Child.Start("share", path, $"{Each}"))];
        try
        {
            foreach (Child child in children) { await child.WaitAsync(Cancellation); }
        }
        finally
        {
            foreach (Child child in children) { child.Dispose(); }
        }

        using EmbeddedModelRegistry registry = EmbeddedModelRegistry.Open(path);
        IReadOnlyList<RegistryEvent> events = await RegistryInvariants.CheckAsync(registry, "demand", 0, Cancellation);
        Assert.Equal(Processes * Each, events.Count(static e => e.Kind == RegistryEventKind.VersionRegistered));
        Assert.Equal(Processes * Each, events.Count(static e => e.Kind == RegistryEventKind.AliasMoved));
        Assert.Empty(Directory.EnumerateDirectories(Path.Combine(path, "temp")).Skip(1)); // only our own
    }

    [Fact]
    public async Task WatchAsync_EventsOfAnotherProcess_ComeWithoutGapsOrRepeats()
    {
        using EmbeddedModelRegistry registry = EmbeddedModelRegistry.Open(new RegistryOptions { Path = _folder.Path, PollInterval = TimeSpan.FromMilliseconds(10) });
        using Child child = Child.Start("share", _folder.Path, $"{Each}");
        List<RegistryEvent> seen = [];

        await foreach (RegistryEvent entry in registry.WatchAsync(0, Cancellation))
        {
            seen.Add(entry);
            if (seen.Count == 2 * Each) { break; }
        }

        await child.WaitAsync(Cancellation);
        Assert.Equal(Enumerable.Range(1, 2 * Each).Select(static i => (long)i), seen.Select(static e => e.Sequence));
    }

    [Fact]
    public async Task Open_WhileAnotherProcessStages_LeavesItsFilesAlone()
    {
        using Child child = Child.Start("churn", "1", _folder.File("warm"));
        await child.WaitUntilReadyAsync(Cancellation);
        string path = _folder.File("registry");
        child.WriteLine(path);
        for (int i = 0; i < 20; i++)
        {
            using EmbeddedModelRegistry registry = EmbeddedModelRegistry.Open(path);
            await registry.RegisterAsync(
                new ModelRegistration { Model = "other", Format = "onnx", Files = [ModelFile.FromBytes("f", new byte[] { (byte)i })] }, Cancellation);
        }

        Assert.NotEmpty(await child.KillAsync(Cancellation)); // it neither failed nor stood still
    }
}
