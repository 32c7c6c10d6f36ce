namespace ModelOps.Serving.Simd;

/// <summary>Settings of the managed engine; section <c>ModelOps:Serving:Simd</c> of the configuration.</summary>
public sealed class SimdOptions
{
    /// <summary>Name of the configuration section.</summary>
    public const string SectionName = "ModelOps:Serving:Simd";

    /// <summary>Most threads that share the rows of one call. 1 to 64; default 1, which scales best when calls come from many threads.</summary>
    public int MaxDegreeOfParallelism { get; set; } = 1;

    /// <summary>Fewest rows that a thread is started for. At least 1; default 256.</summary>
    public int MinRowsPerThread { get; set; } = 256;
}
