namespace ModelOps.Benchmarks.Forests;

/// <summary>An answer as ML.NET gives it.</summary>
internal sealed class MLNetScore
{
    public float Score { get; set; }
}
