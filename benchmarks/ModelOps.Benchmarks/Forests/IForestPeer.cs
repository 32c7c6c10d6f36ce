namespace ModelOps.Benchmarks.Forests;

/// <summary>Someone else who scores batches of the same rows, one after another.</summary>
internal interface IForestPeer : IDisposable
{
    string Name { get; }

    /// <summary>The last answer.</summary>
    float[] Output { get; }

    /// <summary>Scores the next batch.</summary>
    void Run();
}
