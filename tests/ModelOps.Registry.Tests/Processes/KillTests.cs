using System.Globalization;
using ModelOps.TestSupport;

namespace ModelOps.Registry.Tests.Processes;

public sealed class KillTests
{
    private const int Kills = 200;
    private const int Folders = 8;
    private const int MaxDelayMilliseconds = 60;
    private const int Seed = 20261123;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Open_AfterKillsAtRandomPoints_ShowsTheOldOrTheNewState()
    {
        TemporaryFolder[] folders = [.. Enumerable.Range(0, Folders).Select(static _ => new TemporaryFolder())];
        long[] fetched = new long[Folders];
        Random random = new(Seed);
        int inStaging = 0;
        int inPromotion = 0;
        Queue<Child> started = new();
        try
        {
            for (int kill = 0; kill < Kills; kill++)
            {
                while (started.Count < 2 && kill + started.Count < Kills) { started.Enqueue(Child.Start("churn", (Seed + kill + started.Count).ToString(CultureInfo.InvariantCulture))); }
                string folder = folders[kill % Folders].Path;
                IReadOnlyList<string> done;
                using (Child child = started.Dequeue())
                {
                    await child.WaitUntilReadyAsync(Cancellation);
                    child.WriteLine(folder);
                    await Task.Delay(random.Next(MaxDelayMilliseconds), Cancellation);
                    done = await child.KillAsync(Cancellation);
                }

                inStaging += Directory.Exists(Path.Combine(folder, "temp")) && RegistryFolder.HasLeftovers(folder) ? 1 : 0;
                inPromotion += done.Count > 0 && done[^1].StartsWith('v') ? 1 : 0;
                fetched[kill % Folders] = await CheckAsync(folder, fetched[kill % Folders], done);
            }

            foreach (TemporaryFolder folder in folders) { await CheckAsync(folder.Path, 0, []); }
        }
        finally
        {
            foreach (Child child in started) { child.Dispose(); }
            foreach (TemporaryFolder folder in folders) { folder.Dispose(); }
        }

        TestContext.Current.SendDiagnosticMessage($"{Kills} kills: {inStaging} with files half written, {inPromotion} in a promotion, {fetched.Sum()} versions");
        Assert.InRange(inStaging, 1, Kills);
        Assert.InRange(inPromotion, 1, Kills);
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
                ["r", string alias] => e.Kind == RegistryEventKind.AliasRemoved && e.Alias == alias,
                _ => false,
            });
        }

        return events.Count(static e => e.Kind == RegistryEventKind.VersionRegistered);
    }

    private static long Parse(string text) => long.Parse(text, CultureInfo.InvariantCulture);
}
