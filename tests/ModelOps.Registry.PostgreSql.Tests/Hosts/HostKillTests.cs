using System.Globalization;
using ModelOps.Registry.Tests.Processes;

namespace ModelOps.Registry.PostgreSql.Tests.Hosts;

/// <summary>Hosts are killed at random points of registrations and promotions, one after another on the same database.</summary>
[Collection(nameof(PostgresCollection))]
public sealed class HostKillTests(PostgresFixture postgres)
{
    private const int MostKills = 10_000;

    /// <summary>30, or what <c>MODELOPS_REGISTRY_KILLS</c> says: the long mode is 1,000.</summary>
    private static readonly int Kills = int.TryParse(Environment.GetEnvironmentVariable("MODELOPS_REGISTRY_KILLS"), CultureInfo.InvariantCulture, out int kills)
        ? Math.Clamp(kills, 1, MostKills)
        : 30;

    private const int LeastSpan = 150; // milliseconds from which a kill is drawn; it grows where hosts are too slow to do anything in it
    private const int MostSpan = 5000;
    private const int Seed = 20261126;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Hosts_KilledAtRandomPoints_LeaveTheOldOrTheNewState()
    {
        await using RegistryHosts hosts = new(postgres.Server.ConnectionString);
        PostgreSqlModelRegistry survivor = hosts.Add();
        string cache = hosts.CacheOf(1);
        Random random = new(Seed);
        Queue<Child> started = new();
        int inStaging = 0;
        int span = LeastSpan;
        long fetched = 0;
        try
        {
            for (int kill = 0; kill < Kills; kill++)
            {
                for (int next = kill + started.Count; started.Count < 2 && next < Kills; next++)
                {
                    started.Enqueue(Child.Start("churn-sql", $"{Seed + next}", postgres.Server.ConnectionString, hosts.Schema, hosts.SharedFolder));
                }

                using Child child = started.Dequeue();
                await child.WaitUntilReadyAsync(Cancellation);
                child.WriteLine(cache);
                await Task.Delay(random.Next(span), Cancellation);
                IReadOnlyList<string> done = await child.KillAsync(Cancellation);
                span = done.Count == 0 ? Math.Min(span * 2, MostSpan) : Math.Max(span * 3 / 4, LeastSpan);
                inStaging += StoredFiles.HasLeftovers(hosts.SharedFolder) ? 1 : 0;
                fetched = await CheckAsync(survivor, fetched, done);
            }
        }
        finally
        {
            foreach (Child child in started) { child.Dispose(); }
        }

        using PostgreSqlModelRegistry successor = PostgreSqlModelRegistry.Open(new PostgreSqlRegistryOptions
        {
            ConnectionString = postgres.Server.ConnectionString,
            Schema = hosts.Schema,
            SharedFolder = hosts.SharedFolder,
            CacheFolder = cache,
        });
        Assert.False(StoredFiles.HasLeftovers(hosts.SharedFolder)); // the next host has cleaned up
        Assert.NotEmpty(await successor.ListVersionsAsync("demand", Cancellation));
        TestContext.Current.SendDiagnosticMessage($"{Kills} kills: {inStaging} with files half written, {fetched} versions");
    }

    /// <summary>What the killed host had reported as done must be there; all else holds as ever.</summary>
    private static async Task<long> CheckAsync(PostgreSqlModelRegistry survivor, long fetchAbove, IReadOnlyList<string> done)
    {
        IReadOnlyList<RegistryEvent> events = await RegistryInvariants.CheckAsync(survivor, "demand", fetchAbove, Cancellation);
        foreach (string[] parts in done.Select(static line => line.Split(' ')))
        {
            Assert.Contains(events, e => parts switch
            {
                ["v", string number] => e.Kind == RegistryEventKind.VersionRegistered && e.Number == Parse(number),
                ["s", string number] => e.Kind == RegistryEventKind.VersionStageChanged && e.Number == Parse(number),
                ["d", string number] => e.Kind == RegistryEventKind.VersionDeleted && e.Number == Parse(number),
                ["x", string alias, string number] => e.Kind == RegistryEventKind.AliasMoveRefused && e.Alias == alias && e.Number == Parse(number),
                ["a", string alias, string revision] => e.Kind == RegistryEventKind.AliasMoved && e.Alias == alias && e.Revision == Parse(revision),
                ["r", string alias] => e.Kind == RegistryEventKind.AliasRemoved && e.Alias == alias,
                _ => false,
            });
        }

        return events.Count(static e => e.Kind == RegistryEventKind.VersionRegistered);
    }

    private static long Parse(string text) => long.Parse(text, CultureInfo.InvariantCulture);
}
