using System.Globalization;

namespace ModelOps.Registry.Tests.Processes;

public sealed class KillTests
{
    private const int MostKills = 10_000;

    /// <summary>200, or what <c>MODELOPS_REGISTRY_KILLS</c> says: the long mode is 1,000.</summary>
    private static readonly int Kills = int.TryParse(Environment.GetEnvironmentVariable("MODELOPS_REGISTRY_KILLS"), CultureInfo.InvariantCulture, out int kills)
        ? Math.Clamp(kills, 1, MostKills)
        : 200;

    private const int Folders = 8;
    private const int LeastSpan = 30; // milliseconds; more where the machine needs more for a first report
    private const int MostSpan = 1000;
    private const int Seed = 20261123;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Open_AfterKillsAtRandomPoints_ShowsTheOldOrTheNewState()
    {
        string root = CreateRoot();
        long[] fetched = new long[Folders];
        Random random = new(Seed);
        int span = LeastSpan;
        int inStaging = 0;
        int inPromotion = 0;
        Queue<Child> started = new();
        try
        {
            for (int kill = 0; kill < Kills; kill++)
            {
                for (int next = kill + started.Count; started.Count < 3 && next < Kills; next++)
                {
                    started.Enqueue(Child.Start("churn", $"{Seed + next}", Path.Combine(root, $"warm-{next}")));
                }

                string folder = Path.Combine(root, $"{kill % Folders}");
                IReadOnlyList<string> done = await KillAfterAsync(started.Dequeue(), folder, TimeSpan.FromMilliseconds(random.Next(span)));
                span = done.Count == 0 ? Math.Min(span * 2, MostSpan) : Math.Max(span * 3 / 4, LeastSpan);
                inStaging += Directory.Exists(Path.Combine(folder, "temp")) && RegistryFolder.HasLeftovers(folder) ? 1 : 0;
                inPromotion += done.Count > 0 && done[^1].StartsWith('v') ? 1 : 0;
                fetched[kill % Folders] = await CheckAsync(folder, fetched[kill % Folders], done);
            }

            for (int i = 0; i < Folders; i++)
            {
                await CheckAsync(Path.Combine(root, $"{i}"), 0, []);
                using EmbeddedModelRegistry registry = EmbeddedModelRegistry.Open(Path.Combine(root, $"{i}"));
                Assert.Empty((await registry.VerifyAsync(Cancellation)).Problems);
            }
        }
        finally
        {
            foreach (Child child in started) { child.Dispose(); }
            Directory.Delete(root, recursive: true);
        }

        TestContext.Current.SendDiagnosticMessage($"{Kills} kills: {inStaging} with files half written, {inPromotion} in a promotion, {fetched.Sum()} versions");
        Assert.InRange(inStaging, 1, Kills);
        Assert.InRange(inPromotion, 1, Kills);
    }

    /// <summary>In memory where the system has such a folder: a kill loses nothing that was given to the system, so the disk below plays
    /// no part, and without its waits more kills land in the steps between.</summary>
    private static string CreateRoot() => Directory.CreateDirectory(
        Path.Combine(Directory.Exists("/dev/shm") ? "/dev/shm" : Path.GetTempPath(), $"modelops-{Guid.NewGuid():N}")).FullName;

    private static async Task<IReadOnlyList<string>> KillAfterAsync(Child child, string folder, TimeSpan delay)
    {
        using (child)
        {
            await child.WaitUntilReadyAsync(Cancellation);
            child.WriteLine(folder);
            await Task.Delay(delay, Cancellation);
            return await child.KillAsync(Cancellation);
        }
    }

    /// <summary>Opens the folder as the next process would. What the killed process had reported as done must be there.</summary>
    private static async Task<long> CheckAsync(string folder, long fetchAbove, IReadOnlyList<string> done)
    {
        using EmbeddedModelRegistry registry = EmbeddedModelRegistry.Open(folder);
        IReadOnlyList<RegistryEvent> events = await RegistryInvariants.CheckAsync(registry, "demand", fetchAbove, Cancellation);
        Assert.False(RegistryFolder.HasLeftovers(folder));
        foreach (string[] parts in done.Select(static line => line.Split(' ')))
        {
            Assert.Contains(events, e => parts switch
            {
                ["v", string number] => e.Kind == RegistryEventKind.VersionRegistered && e.Number == Parse(number),
                ["a", string alias, string revision] => e.Kind == RegistryEventKind.AliasMoved && e.Alias == alias && e.Revision == Parse(revision),
                ["s", string number] => e.Kind == RegistryEventKind.VersionStageChanged && e.Number == Parse(number),
                ["d", string number] => e.Kind == RegistryEventKind.VersionDeleted && e.Number == Parse(number),
                ["x", string alias, string number] => e.Kind == RegistryEventKind.AliasMoveRefused && e.Alias == alias && e.Number == Parse(number),
                ["r", string alias] => e.Kind == RegistryEventKind.AliasRemoved && e.Alias == alias,
                _ => false,
            });
        }

        return events.Count(static e => e.Kind == RegistryEventKind.VersionRegistered);
    }

    private static long Parse(string text) => long.Parse(text, CultureInfo.InvariantCulture);
}
