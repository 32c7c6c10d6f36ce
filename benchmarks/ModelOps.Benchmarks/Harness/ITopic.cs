namespace ModelOps.Benchmarks.Harness;

/// <summary>A question that a table answers.</summary>
internal interface ITopic
{
    /// <summary>What to type for it.</summary>
    string Name { get; }

    /// <summary>The question, in a line.</summary>
    string Question { get; }

    /// <summary>Sets contenders up, checks that they give the same answers, and hands out the comparisons one by one.
    /// A comparison may be run until the next is asked for.</summary>
    IAsyncEnumerable<Comparison> CompareAsync();
}
