using System.Collections.Concurrent;
using System.Text;
using ModelOps.TestServers;

namespace ModelOps.Registry.PostgreSql.Tests.Hosts;

/// <summary>The server is killed and started again while hosts work.</summary>
public sealed class ServerKillTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task ServerKilledUnderLoad_NothingAcknowledgedIsLostOrDoneTwice_AndWatchersGoOn()
    {
        await using PostgresServer server = await PostgresServer.CreateAsync();
        await using RegistryHosts hosts = new(server.ConnectionString, static o => o.RetryTimeout = TimeSpan.FromSeconds(60));
        PostgreSqlModelRegistry[] both = [hosts.Add(), hosts.Add()];
        await both[0].RegisterAsync(Registration("first"), Cancellation);
        using CancellationTokenSource stopping = CancellationTokenSource.CreateLinkedTokenSource(Cancellation);
        ConcurrentBag<long> acknowledged = [1];
        List<long> watched = [];
        Task watcher = WatchAsync(hosts.Add(), watched, stopping.Token);
        Task[] load = [.. Enumerable.Range(0, 6).Select(worker => RegisterUntilStoppedAsync(both[worker % 2], worker, acknowledged, stopping.Token))];

        for (int kill = 0; kill < 3; kill++)
        {
            int before = acknowledged.Count;
            await UntilAsync(() => acknowledged.Count >= before + 30);
            await server.RestartAsync();
        }

        int after = acknowledged.Count;
        await UntilAsync(() => acknowledged.Count >= after + 30);
        await stopping.CancelAsync();
        await Task.WhenAll(load);
        IReadOnlyList<ModelVersion> versions = await both[1].ListVersionsAsync("demand", Cancellation);
        await watcher;

        Assert.Equal(Enumerable.Range(1, versions.Count).Select(static i => (long)i), versions.Reverse().Select(static v => v.Number));
        Assert.Empty(acknowledged.Except(versions.Select(static v => v.Number)));
        Assert.Equal(acknowledged.Count, acknowledged.Distinct().Count());
        Assert.Equal(versions.Count, versions.Select(static v => v.Digest).Distinct().Count()); // each content was registered once
        Assert.Equal(Enumerable.Range(1, watched.Count).Select(static i => (long)i), watched);
        Assert.InRange(watched.Count, after, versions.Count);
    }

    [Fact]
    public async Task WatchAsync_ServerWasAway_HearsAgain()
    {
        await using PostgresServer server = await PostgresServer.CreateAsync();
        await using RegistryHosts hosts = new(server.ConnectionString, static o => o.PollInterval = TimeSpan.FromHours(1));
        PostgreSqlModelRegistry writer = hosts.Add();
        await writer.RegisterAsync(Registration("first"), Cancellation);
        await using IAsyncEnumerator<RegistryEvent> watch = hosts.Add().WatchAsync(0, Cancellation).GetAsyncEnumerator(Cancellation);
        Assert.True(await watch.MoveNextAsync());
        Task<bool> next = watch.MoveNextAsync().AsTask();

        await server.RestartAsync();
        await writer.RegisterAsync(Registration("second"), Cancellation);

        Assert.True(await next.WaitAsync(TimeSpan.FromSeconds(30), Cancellation)); // long before it would poll
        Assert.Equal(2, watch.Current.Number);
    }

    [Fact]
    public async Task Calls_ServerThatIsDown_FailWithWhatToCheck()
    {
        await using RegistryHosts hosts = new(
            $"{PostgresServer.ConnectionStringTo(ServerProcess.FreePort())};Password=hidden", static o => o.RetryTimeout = TimeSpan.FromMilliseconds(300));
        PostgreSqlModelRegistry host = hosts.Add();

        RegistryStorageException error = await Assert.ThrowsAsync<RegistryStorageException>(() => host.RegisterAsync(Registration("a"), Cancellation));

        Assert.Equal((ModelOpsErrorKind.Unavailable, RegistryErrorCodes.Unavailable), (error.Kind, error.Code));
        Assert.Contains("ModelOps:Registry:PostgreSql:ConnectionString", error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("hidden", error.ToString(), StringComparison.Ordinal);
        Assert.False(StoredFiles.HasLeftovers(hosts.CacheOf(0)));
    }

    [Fact]
    public async Task Calls_Cancelled_EndWhileTheServerIsDown()
    {
        await using RegistryHosts hosts = new(PostgresServer.ConnectionStringTo(ServerProcess.FreePort()), static o => o.RetryTimeout = TimeSpan.FromMinutes(5));
        using CancellationTokenSource stopping = new(TimeSpan.FromMilliseconds(200));

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => hosts.Add().ListModelsAsync(stopping.Token));
    }

    private static async Task RegisterUntilStoppedAsync(PostgreSqlModelRegistry host, int worker, ConcurrentBag<long> acknowledged, CancellationToken stopping)
    {
        for (int i = 0; !stopping.IsCancellationRequested; i++)
        {
            acknowledged.Add((await host.RegisterAsync(Registration($"{worker} {i}"), Cancellation)).Number); // without a key: a retry of ours would be seen
        }
    }

    private static async Task WatchAsync(PostgreSqlModelRegistry host, List<long> seen, CancellationToken stopping)
    {
        try
        {
            await foreach (RegistryEvent entry in host.WatchAsync(0, stopping)) { seen.Add(entry.Sequence); }
        }
        catch (OperationCanceledException) when (stopping.IsCancellationRequested)
        {
            // The end of the test.
        }
    }

    private static async Task UntilAsync(Func<bool> holds)
    {
        using CancellationTokenSource limit = CancellationTokenSource.CreateLinkedTokenSource(Cancellation);
        limit.CancelAfter(TimeSpan.FromMinutes(2));
        while (!holds()) { await Task.Delay(10, limit.Token); }
    }

    private static ModelRegistration Registration(string content) => new()
    {
        Model = "demand",
        Format = "onnx",
        Files = [ModelFile.FromBytes("model.onnx", Encoding.UTF8.GetBytes(content))],
    };
}
