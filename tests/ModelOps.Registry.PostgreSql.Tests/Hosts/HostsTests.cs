using System.Text;
using ModelOps.TestServers;

namespace ModelOps.Registry.PostgreSql.Tests.Hosts;

/// <summary>Several hosts on one database.</summary>
[Collection(nameof(PostgresCollection))]
public sealed class HostsTests(PostgresFixture postgres)
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task RegisterAsync_1000AtOnceFromTwoHosts_AreNumberedWithoutGaps()
    {
        await using RegistryHosts hosts = new(postgres.Server.ConnectionString);
        PostgreSqlModelRegistry[] both = [hosts.Add(), hosts.Add()];

        // Every fifth comes twice, from both hosts, as a client does that had no answer.
        ModelVersion[] versions = await Task.WhenAll(Enumerable.Range(0, 1200).Select(i => Task.Run(() => both[i % 2].RegisterAsync(
            Registration($"content {i % 1000}") with { IdempotencyKey = $"key {i % 1000}" }, Cancellation))));

        Assert.Equal(Numbers(1000), versions.Take(1000).Select(static v => v.Number).Order());
        Assert.Equal(1000, versions.Take(1000).Select(static v => v.Version).Distinct().Count());
        Assert.All(Enumerable.Range(1000, 200), i => Assert.Equal(versions[i - 1000].Number, versions[i].Number));
        IReadOnlyList<RegistryEvent> events = await both[0].ReadEventsAsync(0, 10_000, Cancellation);
        Assert.Equal(Numbers(1000), events.Select(static e => e.Sequence));
        Assert.Equal(Numbers(1000), events.Select(static e => e.Number)); // the order of commits
    }

    [Fact]
    public async Task MoveAliasAsync_RacingHosts_OneWinsEachRound()
    {
        const int Rounds = 30;
        await using RegistryHosts hosts = new(postgres.Server.ConnectionString);
        PostgreSqlModelRegistry[] both = [hosts.Add(), hosts.Add()];
        await both[0].RegisterAsync(Registration("a"), Cancellation);
        await both[0].RegisterAsync(Registration("b"), Cancellation);
        for (int round = 0; round < Rounds; round++)
        {
            AliasMove move = new() { Model = "demand", Alias = "champion", Number = (round % 2) + 1, ExpectedRevision = round };

            AliasConflictException?[] lost = await Task.WhenAll(Enumerable.Range(0, 8).Select(i => Task.Run(() => TryAsync(both[i % 2], move))));

            Assert.Single(lost, static e => e is null);
            Assert.All(lost.OfType<AliasConflictException>(), e => Assert.Equal((round, round + 1), (e.ExpectedRevision, e.ActualRevision)));
        }

        IReadOnlyList<RegistryEvent> history = await both[1].ReadAliasHistoryAsync("demand", "champion", cancellationToken: Cancellation);
        Assert.Equal(Numbers(Rounds), history.Where(static e => e.Kind == RegistryEventKind.AliasMoved).Select(static e => e.Revision!.Value));
        Assert.Equal(Numbers(Rounds), history.Where(static e => e.Kind == RegistryEventKind.AliasMoveRefused).Select(static e => e.Revision!.Value)); // seven of a round say the same
    }

    [Fact]
    public async Task WatchAsync_ChangeOfAnotherHost_WakesAtOnce()
    {
        await using RegistryHosts hosts = new(postgres.Server.ConnectionString, static o => o.PollInterval = TimeSpan.FromHours(1));
        PostgreSqlModelRegistry writer = hosts.Add();
        await writer.RegisterAsync(Registration("first"), Cancellation);
        await using IAsyncEnumerator<RegistryEvent> watch = hosts.Add().WatchAsync(0, Cancellation).GetAsyncEnumerator(Cancellation);
        Assert.True(await watch.MoveNextAsync());

        for (int i = 2; i <= 20; i++)
        {
            Task<bool> next = watch.MoveNextAsync().AsTask();
            await writer.RegisterAsync(Registration($"content {i}"), Cancellation);
            Assert.True(await next.WaitAsync(TimeSpan.FromSeconds(30), Cancellation)); // long before it would poll
            Assert.Equal(i, watch.Current.Number);
        }
    }

    [Fact]
    public async Task FirstCall_8HostsAtOnce_OneMakesTheTables()
    {
        await using RegistryHosts hosts = new(postgres.Server.ConnectionString);
        PostgreSqlModelRegistry[] all = [.. Enumerable.Range(0, 8).Select(_ => hosts.Add())];

        await Task.WhenAll(all.Select((host, i) => Task.Run(() => host.RegisterAsync(Registration($"{i}"), Cancellation))));

        Assert.Equal(Numbers(8), (await all[3].ListVersionsAsync("demand", Cancellation)).Select(static v => v.Number).Order());
    }

    [Fact]
    public async Task FetchAsync_OnEachHost_HasACacheOfItsOwn()
    {
        await using RegistryHosts hosts = new(postgres.Server.ConnectionString);
        PostgreSqlModelRegistry[] both = [hosts.Add(), hosts.Add()];
        ModelVersion version = await both[0].RegisterAsync(Registration("weights"), Cancellation);

        ModelPackage[] packages = [await both[0].FetchAsync(version, Cancellation), await both[1].FetchAsync(version, Cancellation)];

        Assert.NotEqual(packages[0].Directory, packages[1].Directory);
        Assert.All(packages, static p => Assert.Equal("weights", File.ReadAllText(Path.Combine(p.Directory, "model.onnx"))));
    }

    [Theory]
    [InlineData(CommitLoss.Answer)]
    [InlineData(CommitLoss.Request)]
    public async Task WriteAsync_ConnectionLostAtTheCommit_HappensOnce(CommitLoss loss)
    {
        await using CommitCuttingProxy proxy = new(postgres.Server.Port);
        await using RegistryHosts hosts = new(PostgresServer.ConnectionStringTo(proxy.Port));
        PostgreSqlModelRegistry host = hosts.Add();
        await host.RegisterAsync(Registration("before"), Cancellation);
        List<long> numbers = [];
        for (int i = 0; i < 10; i++)
        {
            proxy.CutAfter(commits: i % 2, loss); // a registration commits twice: its lease, then itself
            numbers.Add((await host.RegisterAsync(Registration($"content {i}"), Cancellation)).Number);
        }

        Assert.Equal(10, proxy.Cuts);
        Assert.Equal(Numbers(11).Skip(1), numbers);
        Assert.Equal(Numbers(11), (await host.ReadEventsAsync(0, 100, Cancellation)).Select(static e => e.Number));
    }

    private static async Task<AliasConflictException?> TryAsync(PostgreSqlModelRegistry host, AliasMove move)
    {
        try
        {
            await host.MoveAliasAsync(move, Cancellation);
            return null;
        }
        catch (AliasConflictException error)
        {
            return error;
        }
    }

    private static IEnumerable<long> Numbers(int count) => Enumerable.Range(1, count).Select(static i => (long)i);

    private static ModelRegistration Registration(string content) => new()
    {
        Model = "demand",
        Format = "onnx",
        Files = [ModelFile.FromBytes("model.onnx", Encoding.UTF8.GetBytes(content))],
    };
}
