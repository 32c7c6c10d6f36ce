namespace ModelOps.Benchmarks.Harness;

/// <summary>One side of a comparison.</summary>
/// <param name="Name">What runs, for people.</param>
/// <param name="RunAsync">Makes this many calls, one after another, on the path under test and nothing else.</param>
internal sealed record Contender(string Name, Func<int, ValueTask> RunAsync)
{
    /// <summary>For a contender in another process: makes this many calls and tells how long they took there. Default null: it runs here and is timed from here.</summary>
    public Func<int, TimeSpan>? TimeItself { get; init; }

    /// <summary>A contender whose call ends before it returns.</summary>
    public static Contender Of(string name, Action call) => new(name, calls =>
    {
        for (int i = 0; i < calls; i++) { call(); }
        return ValueTask.CompletedTask;
    });
}
