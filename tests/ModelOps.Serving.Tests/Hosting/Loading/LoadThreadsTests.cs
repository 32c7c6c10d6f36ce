using System.Globalization;
using ModelOps.Serving.Loading;
using ModelOps.Serving.Tests.Fakes;
using ModelOps.TestSupport;

namespace ModelOps.Serving.Tests.Hosting.Loading;

public sealed class LoadThreadsTests
{
    [Fact]
    public async Task RunAsync_Results_Errors_Cancellation()
    {
        Assert.Equal(3, await LoadThreads.RunAsync(static () => 3, isLow: true, CancellationToken.None));
        await Assert.ThrowsAsync<FormatException>(() => LoadThreads.RunAsync<int>(static () => throw new FormatException(), isLow: true, CancellationToken.None));
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => LoadThreads.RunAsync(static () => 3, isLow: false, new CancellationToken(true)));
    }

    [Fact]
    public async Task RunAsync_FromSuchAThread_RunsThere()
    {
        (int outer, int inner) = await LoadThreads.RunAsync(
            static () => (Environment.CurrentManagedThreadId, LoadThreads.RunAsync(static () => Environment.CurrentManagedThreadId, isLow: true, CancellationToken.None).GetAwaiter().GetResult()),
            isLow: true, CancellationToken.None);

        Assert.Equal(outer, inner);
    }

    [Fact]
    public async Task RunAsync_OneAfterAnother_NoNewThreads()
    {
        await LoadThreads.RunAsync(static () => 1, isLow: true, CancellationToken.None);
        HashSet<int> threads = [];
        for (int i = 0; i < 200; i++) { threads.Add(await LoadThreads.RunAsync(static () => Environment.CurrentManagedThreadId, isLow: true, CancellationToken.None)); }

        Assert.InRange(threads.Count, 1, LoadThreads.Count);
        Assert.InRange(LoadThreads.Count, 1, 100); // those of all tests at once
    }

    [Fact]
    public async Task ManyLoads_OnlyLoadThreadsHaveALowPriority()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Only Linux has a niceness for each thread.");
        using TestHost host = new();
        for (int i = 0; i < 30; i++) { await host.AddFileAsync("demand", TestModels.Affine(1f, i, columns: 1)); }

        (string Name, int Niceness)[] threads = ReadThreads();

        int own = ReadStat("/proc/thread-self/stat").Niceness; // a process that was started with less than others keeps the distance
        Assert.Contains(threads, t => t.Name.StartsWith("modelops-load", StringComparison.Ordinal) && t.Niceness == Math.Min(own + 10, 19));
        Assert.DoesNotContain(threads, t => t.Niceness > own && !t.Name.StartsWith("modelops-load", StringComparison.Ordinal) && !t.Name.StartsWith(".NET Tiered", StringComparison.Ordinal)
            && !t.Name.StartsWith(".NET BGC", StringComparison.Ordinal)); // made by whichever thread the collector first ran on
    }

    private static (string Name, int Niceness)[] ReadThreads()
    {
        List<(string, int)> threads = [];
        string main = $"{Environment.ProcessId}"; // 'renice' of a process changes this thread alone: it tells nothing of what the process does
        foreach (string task in Directory.EnumerateDirectories("/proc/self/task").Where(task => Path.GetFileName(task) != main))
        {
            try { threads.Add(ReadStat(Path.Combine(task, "stat"))); }
            catch (IOException) { } // the thread ended meanwhile
        }

        return [.. threads];
    }

    private static (string Name, int Niceness) ReadStat(string file)
    {
        string stat = File.ReadAllText(file);
        int close = stat.LastIndexOf(')');
        string[] rest = stat[(close + 2)..].Split(' ');
        return (stat[(stat.IndexOf('(') + 1)..close], int.Parse(rest[16], CultureInfo.InvariantCulture)); // field 19 of proc(5)
    }
}
