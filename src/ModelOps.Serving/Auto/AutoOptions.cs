namespace ModelOps.Serving.Auto;

/// <summary>Settings of the choice between runtimes; section <c>ModelOps:Serving:Auto</c> of the configuration.</summary>
public sealed class AutoOptions
{
    /// <summary>Name of the configuration section.</summary>
    public const string SectionName = "ModelOps:Serving:Auto";

    /// <summary>How far floating-point answers of the two runtimes may differ, as a part of the larger one. 0 or more; default 1e-4.</summary>
    public double RelativeTolerance { get; set; } = 1e-4;

    /// <summary>How far floating-point answers may differ besides. 0 or more; default 1e-5.</summary>
    public double AbsoluteTolerance { get; set; } = 1e-5;

    /// <summary>Most time that both runtimes run before they are measured, so that their code is in its final form; it ends sooner once calls get no faster.
    /// 0 to 60 s; default 1 s.</summary>
    public TimeSpan WarmUpTime { get; set; } = TimeSpan.FromSeconds(1);

    /// <summary>Whether what was measured of a model holds for its next versions in this process, while their signature is the same and their files are about as large,
    /// so that a swap does not wait for measurements. The answers are compared at each load all the same. Default true.</summary>
    public bool ReuseMeasurements { get; set; } = true;

    /// <summary>Seed of the made-up rows that both runtimes answer. Default 1.</summary>
    public int Seed { get; set; } = 1;
}
